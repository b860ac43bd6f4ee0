/**
 * Executes operations: compiled where that is sure to answer as graphql-js does, and by graphql-js otherwise. An
 * execution that meets any error is done again by graphql-js, so errors and null propagation are always its own.
 */
import {
  type DocumentNode,
  type ExecutionArgs,
  type ExecutionResult,
  execute as executePlainly,
  type GraphQLSchema,
  getOperationAST,
  getVariableValues,
  isInputObjectType,
  Kind,
  type OperationDefinitionNode,
  type TypeNode,
  visit,
} from 'graphql';
import { type CompiledQuery, compileQuery, isCompiledQuery } from 'graphql-jit';
import type { RequestContext } from '../schema/context.ts';

export type Result = ExecutionResult | Promise<ExecutionResult>;
export type Execute = (args: Operation) => Result;

/** What of graphql's own arguments is used; the context is always a request's. */
export interface Operation extends Pick<ExecutionArgs, 'document' | 'operationName' | 'variableValues'> {
  readonly contextValue: RequestContext;
}

/** An executor for one schema. What was compiled is kept as long as the document itself. */
export function createExecutor(schema: GraphQLSchema): Execute {
  const compiled = new WeakMap<OperationDefinitionNode, Compiled | null>();

  return (args) => {
    const operation = getOperationAST(args.document, args.operationName);
    const query = operation && compiledFor(operation, args);
    if (operation == null || query == null) return plainly(schema, args);
    const invalid = invalidVariables(schema, operation, args);
    if (invalid !== null) return invalid;
    const settle = (result: ExecutionResult): Result =>
      result.errors === undefined || args.contextValue.budget.spent !== null
        ? settled(result, args.contextValue)
        : plainly(schema, { ...args, contextValue: args.contextValue.again() });
    let result: Result;
    try {
      result = query(undefined, args.contextValue, args.variableValues ?? {}) as Result;
    } catch {
      // Only what the compiler cannot do at all is thrown out of it: types that resolve with a promise.
      return plainly(schema, { ...args, contextValue: args.contextValue.again() });
    }
    return result instanceof Promise ? result.then(settle) : settle(result);
  };

  function compiledFor(operation: OperationDefinitionNode, { document, operationName }: Operation): Compiled | null {
    let query = compiled.get(operation);
    if (query === undefined) {
      const compilable = operation.operation === 'query' && isCompilable(schema, document);
      query = compilable ? compile(schema, document, operationName) : null;
      compiled.set(operation, query);
    }
    return query;
  }
}

type Compiled = CompiledQuery['query'];

function compile(
  schema: GraphQLSchema,
  document: DocumentNode,
  operationName: string | null | undefined,
): Compiled | null {
  const query = compileQuery(schema, document, operationName ?? undefined, { disablingCapturingStackErrors: true });
  return isCompiledQuery(query) ? query.query : null;
}

/**
 * Left to graphql-js is what the compiler does differently, or not at all: introspection, which is rare and large;
 * directives, whose conditions it attaches to fields wherever a fragment is spread; variables inside input objects or lists,
 * for which it applies no defaults; variables that hold input objects, whose types it writes out without end where they are
 * recursive; and names that mean something to the object literals it writes.
 */
function isCompilable(schema: GraphQLSchema, document: DocumentNode): boolean {
  let compilable = true;
  const refuseIf = (reason: boolean): void => {
    if (reason) compilable = false;
  };
  visit(document, {
    Directive: () => refuseIf(true),
    Field: ({ name, alias }) =>
      refuseIf(name.value === '__schema' || name.value === '__type' || alias?.value === '__proto__'),
    ObjectField: ({ value }) => refuseIf(value.kind === Kind.VARIABLE),
    ListValue: ({ values }) => refuseIf(values.some(({ kind }) => kind === Kind.VARIABLE)),
    VariableDefinition: ({ variable, type }) => refuseIf(variable.name.value in {} || holdsInputObject(schema, type)),
  });
  return compilable;
}

function holdsInputObject(schema: GraphQLSchema, type: TypeNode): boolean {
  if (type.kind !== Kind.NAMED_TYPE) return holdsInputObject(schema, type.type);
  return isInputObjectType(schema.getType(type.name.value));
}

/** The compiler has its own coercion of variables; whether they are valid is for graphql-js to say. */
function invalidVariables(
  schema: GraphQLSchema,
  operation: OperationDefinitionNode,
  args: Operation,
): ExecutionResult | null {
  const definitions = operation.variableDefinitions ?? [];
  if (definitions.length === 0) return null;
  const { errors } = getVariableValues(schema, definitions, args.variableValues ?? {});
  return errors === undefined ? null : { errors };
}

function plainly(schema: GraphQLSchema, args: Operation): Result {
  const result = executePlainly({ schema, ...args });
  return result instanceof Promise
    ? result.then((result) => settled(result, args.contextValue))
    : settled(result, args.contextValue);
}

/** Over its budget a request has one error and no data, whatever it had found by then. */
function settled(result: ExecutionResult, { budget }: RequestContext): ExecutionResult {
  return budget.spent === null ? result : { errors: [budget.spent] };
}
