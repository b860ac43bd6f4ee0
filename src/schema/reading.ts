/**
 * What a query will read of some nodes, told before it does: their properties, and the walks that it follows from them. A
 * store that stands behind a network brings all of it in one question (see the port).
 */
import { type FieldNode, type GraphQLObjectType, getArgumentValues } from 'graphql';
import type { Following, Reading } from '../graph/graph.ts';
import { type Kind, PROPERTIES, ROLES } from '../model.ts';
import type { ConnectionArgs } from './question.ts';
import { type Info, selectedBelow } from './selected.ts';

/** The selection of a field that follows a walk, or null where it cannot be told beforehand or is at fault. */
export type SelectionOf = (role: (typeof ROLES)[Kind][number], args: ConnectionArgs, info: Info) => Following | null;

/** Fields whose own selections are on nodes, as a query serves them: each is a way of its own. */
export type Ways = readonly (readonly FieldNode[])[];

export function readingOf(kind: Kind, ways: Ways, info: Info, selectionOf: SelectionOf): Reading {
  const properties = new Set<string>();
  const follows: Following[] = [];
  for (const way of ways) {
    for (const fields of selectedBelow(way, info, kind).values()) {
      const [field] = fields as readonly [FieldNode];
      const name = field.name.value;
      const role = ROLES[kind].find((one) => one.role === name);
      if (role === undefined) {
        if ((PROPERTIES[kind] as readonly string[]).includes(name)) properties.add(name);
        continue;
      }
      const args = argumentsOf(kind, field, info);
      const following = args && selectionOf(role, args, { ...info, fieldNodes: fields as FieldNode[] });
      if (following != null) follows.push(following);
    }
  }
  return { properties: [...properties].sort(), follows };
}

/** The ways in which the fields of a connection serve nodes: `nodes`, and `node` below `edges`, aliases of both apart. */
export function waysBelow(connection: readonly FieldNode[], info: Info): Ways {
  return [...selectedBelow(connection, info).values()].flatMap((fields) => {
    const name = fields[0]?.name.value;
    if (name === 'nodes') return [fields];
    if (name !== 'edges') return [];
    return [...selectedBelow(fields, info).values()].filter(([field]) => field?.name.value === 'node');
  });
}

/** Arguments at fault are told of where they are used. */
function argumentsOf(kind: Kind, field: FieldNode, { schema, variableValues }: Info): ConnectionArgs | null {
  const definition = (schema.getType(kind) as GraphQLObjectType).getFields()[field.name.value];
  if (definition === undefined) return null;
  try {
    return getArgumentValues(definition, field, variableValues) as ConnectionArgs;
  } catch {
    return null;
  }
}
