/**
 * Executes operations: compiled where that is sure to answer as graphql-js does, and by graphql-js otherwise. An
 * execution that meets any error is done again by graphql-js, so errors and null propagation are always its own.
 */
import {
  type DocumentNode,
  type ExecutionArgs,
  type ExecutionResult,
  execute as executePlainly,
  type GraphQLError,
  type GraphQLSchema,
  getOperationAST,
  getVariableValues,
  type OperationDefinitionNode,
  visit,
} from 'graphql';
import { type CompiledQuery, compileQuery, isCompiledQuery } from 'graphql-jit';
import type { RequestContext } from '../schema/context.ts';
import { type Hoisted, hoist, type Values, withAny } from './hoisted.ts';

export type Result = ExecutionResult | Promise<ExecutionResult>;
export type Execute = (args: Operation) => Result;

/** What of graphql's own arguments is used; the context is always a request's. */
export interface Operation extends Pick<ExecutionArgs, 'document' | 'operationName' | 'variableValues'> {
  readonly contextValue: RequestContext;
}

/** An executor for one schema. What was compiled is kept as long as the document itself. */
export function createExecutor(schema: GraphQLSchema): Execute {
  const compiled = new WeakMap<OperationDefinitionNode, Compiled | null>();
  const compiling = withAny(schema);

  return (args) => {
    const operation = getOperationAST(args.document, args.operationName);
    const query = operation && compiledFor(operation, args.document);
    if (operation == null || query == null) return plainly(schema, args);
    const variables = variablesOf(operation, args);
    if ('errors' in variables) return variables;
    const values = query.valuesOf(variables.coerced);
    if (values === null) return plainly(schema, args);
    const settle = (result: ExecutionResult): Result =>
      result.errors === undefined || args.contextValue.budget.spent !== null
        ? settled(result, args.contextValue)
        : plainly(schema, { ...args, contextValue: args.contextValue.again() });
    let result: Result;
    try {
      result = query.run(undefined, args.contextValue, values) as Result;
    } catch {
      // Only what the compiler cannot do at all is thrown out of it: types that resolve with a promise.
      return plainly(schema, { ...args, contextValue: args.contextValue.again() });
    }
    return result instanceof Promise ? result.then(settle) : settle(result);
  };

  function compiledFor(operation: OperationDefinitionNode, document: DocumentNode): Compiled | null {
    let query = compiled.get(operation);
    if (query === undefined) {
      query = operation.operation === 'query' && isCompilable(document) ? compile(document, operation) : null;
      compiled.set(operation, query);
    }
    return query;
  }

  function compile(document: DocumentNode, operation: OperationDefinitionNode): Compiled | null {
    const { document: hoisted, valuesOf } = hoist(schema, document, operation);
    const query = compileQuery(compiling, hoisted, undefined, { disablingCapturingStackErrors: true });
    return isCompiledQuery(query) ? { run: query.query, valuesOf } : null;
  }

  /** As graphql-js coerces them, or what it finds wrong. */
  function variablesOf(
    { variableDefinitions = [] }: OperationDefinitionNode,
    { variableValues }: Operation,
  ): { readonly coerced: Values } | { readonly errors: readonly GraphQLError[] } {
    if (variableDefinitions.length === 0) return { coerced: {} };
    const { coerced, errors } = getVariableValues(schema, variableDefinitions, variableValues ?? {});
    return errors === undefined ? { coerced } : { errors };
  }
}

interface Compiled extends Pick<Hoisted, 'valuesOf'> {
  readonly run: CompiledQuery['query'];
}

/**
 * Left to graphql-js is what the compiler does differently, or not at all: introspection, which is rare and large;
 * directives, whose conditions it attaches to fields wherever a fragment is spread; and an alias that means something to
 * the object literals it writes.
 */
function isCompilable(document: DocumentNode): boolean {
  let compilable = true;
  visit(document, {
    Directive: () => {
      compilable = false;
    },
    Field: ({ name, alias }) => {
      if (name.value === '__schema' || name.value === '__type' || alias?.value === '__proto__') compilable = false;
    },
  });
  return compilable;
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
