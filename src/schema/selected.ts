/** Which fields a query selects below one of its fields, fragments and directives followed. */
import {
  type FieldNode,
  GraphQLIncludeDirective,
  type GraphQLResolveInfo,
  GraphQLSkipDirective,
  getDirectiveValues,
  Kind,
  type NamedTypeNode,
  type SelectionNode,
  type SelectionSetNode,
} from 'graphql';

/** What a resolver is told of the operation, and all that is needed here. */
export type Info = Pick<GraphQLResolveInfo, 'fieldNodes' | 'fragments' | 'variableValues' | 'schema'>;

/** Whether two lists hold the same fields of the query, in the same order. */
export function sameFields(some: readonly FieldNode[], others: readonly FieldNode[]): boolean {
  return some === others || (some.length === others.length && some.every((field, i) => field === others[i]));
}

/**
 * Selected fields by response key. Where the fields may give nodes of several kinds, `kind` says of which one: fragments on
 * others are passed over.
 */
export function selectedBelow(
  fields: readonly FieldNode[],
  info: Info,
  kind?: string,
): ReadonlyMap<string, readonly FieldNode[]> {
  const selected = new Map<string, FieldNode[]>();
  const open = new Set<string>();
  for (const field of fields) if (field.selectionSet !== undefined) collect(field.selectionSet);
  return selected;

  function collect(selectionSet: SelectionSetNode): void {
    for (const selection of selectionSet.selections) {
      if (!isIncluded(selection, info)) continue;
      if (selection.kind === Kind.FIELD) {
        const key = selection.alias?.value ?? selection.name.value;
        const before = selected.get(key);
        if (before === undefined) selected.set(key, [selection]);
        else before.push(selection);
      } else if (selection.kind === Kind.INLINE_FRAGMENT) {
        if (isOn(selection.typeCondition)) collect(selection.selectionSet);
      } else if (!open.has(selection.name.value)) {
        open.add(selection.name.value);
        const fragment = info.fragments[selection.name.value];
        if (fragment !== undefined && isOn(fragment.typeCondition)) collect(fragment.selectionSet);
      }
    }
  }

  function isOn(condition: NamedTypeNode | undefined): boolean {
    const type = condition?.name.value;
    return kind === undefined || type === undefined || type === kind || type === 'Node';
  }
}

/** Where nodes begin: what is below is counted with them, not with what leads to them. */
const TO_NODES: ReadonlySet<string> = new Set(['nodes', 'edges', 'node', 'noeud']);

/** How many fields are selected below some fields, down to the next nodes: what one value of theirs costs. */
export function valuesBelow(fields: readonly FieldNode[], info: Info): number {
  let values = 0;
  for (const below of selectedBelow(fields, info).values()) {
    const [first] = below as readonly [FieldNode];
    values += 1;
    if (first.selectionSet !== undefined && !TO_NODES.has(first.name.value)) values += valuesBelow(below, info);
  }
  return values;
}

function isIncluded(selection: SelectionNode, { variableValues }: Info): boolean {
  if (selection.directives === undefined || selection.directives.length === 0) return true;
  const skip = getDirectiveValues(GraphQLSkipDirective, selection, variableValues) as Condition;
  const include = getDirectiveValues(GraphQLIncludeDirective, selection, variableValues) as Condition;
  return skip?.if !== true && include?.if !== false;
}

type Condition = { readonly if?: boolean } | undefined;
