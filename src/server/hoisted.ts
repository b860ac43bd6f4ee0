/**
 * Operations as the compiler can take them. It coerces variables in its own way, writes out recursive input types without
 * end, and applies no defaults to what stands inside of input objects. So graphql-js coerces the variables, and each argument
 * in which one stands becomes a variable itself: its value is the whole argument's, which graphql-js makes too.
 */
import {
  type DocumentNode,
  type GraphQLInputType,
  GraphQLScalarType,
  GraphQLSchema,
  Kind,
  type OperationDefinitionNode,
  TypeInfo,
  type ValueNode,
  type VariableDefinitionNode,
  valueFromAST,
  visit,
  visitWithTypeInfo,
} from 'graphql';

export type Values = Readonly<Record<string, unknown>>;

export interface Hoisted {
  /** The operation and the fragments of its document. */
  readonly document: DocumentNode;
  /** The values of its variables, from the coerced ones of the original; null where an argument is at fault. */
  readonly valuesOf: (coerced: Values) => Values | null;
}

/** Takes any value, and leaves it as it is. */
const ANY = new GraphQLScalarType({ name: '_Any' });

/** The schema with the type of hoisted variables, which nobody sees. */
export function withAny(schema: GraphQLSchema): GraphQLSchema {
  const config = schema.toConfig();
  return new GraphQLSchema({ ...config, types: [...config.types, ANY], assumeValid: true });
}

export function hoist(schema: GraphQLSchema, document: DocumentNode, operation: OperationDefinitionNode): Hoisted {
  const types = new TypeInfo(schema);
  const found: { readonly name: string; readonly value: ValueNode; readonly type: GraphQLInputType }[] = [];
  const own = {
    ...document,
    definitions: document.definitions.filter((one) => one === operation || one.kind === Kind.FRAGMENT_DEFINITION),
  };
  const lifted = visit(
    own,
    visitWithTypeInfo(types, {
      Argument: (node) => {
        const type = types.getArgument()?.type;
        if (type === undefined || !holdsVariable(node.value)) return false;
        const name = `v${found.length}`;
        found.push({ name, value: node.value, type });
        return { ...node, value: variable(name) };
      },
    }),
  );
  const variableDefinitions = found.map(({ name }) => definition(name));
  return {
    document: {
      ...lifted,
      definitions: lifted.definitions.map((one) =>
        one.kind === Kind.OPERATION_DEFINITION ? { ...one, variableDefinitions } : one,
      ),
    },
    valuesOf,
  };

  function valuesOf(coerced: Values): Values | null {
    const values: Record<string, unknown> = {};
    for (const { name, value, type } of found) {
      if (value.kind === Kind.VARIABLE) {
        // One that is not given leaves its argument out.
        if (Object.hasOwn(coerced, value.name.value)) values[name] = coerced[value.name.value];
        continue;
      }
      const whole = valueFromAST(value, type, coerced);
      if (whole === undefined) return null;
      values[name] = whole;
    }
    return values;
  }
}

function holdsVariable(value: ValueNode): boolean {
  if (value.kind === Kind.VARIABLE) return true;
  if (value.kind === Kind.LIST) return value.values.some(holdsVariable);
  return value.kind === Kind.OBJECT && value.fields.some((field) => holdsVariable(field.value));
}

function variable(name: string) {
  return { kind: Kind.VARIABLE, name: { kind: Kind.NAME, value: name } } as const;
}

function definition(name: string): VariableDefinitionNode {
  const type = { kind: Kind.NAMED_TYPE, name: { kind: Kind.NAME, value: ANY.name } } as const;
  return { kind: Kind.VARIABLE_DEFINITION, variable: variable(name), type };
}
