/** GraphQL over HTTP: yoga, with our executor, our limits, and a context that takes the release once a request. */
import { type DocumentNode, GraphQLError, type GraphQLSchema, Kind, validate } from 'graphql';
import { createLRUCache, createYoga, type Plugin } from 'graphql-yoga';
import type { ReadStore } from '../graph/graph.ts';
import { type RequestContext, requestContext } from '../schema/context.ts';
import { fault } from '../schema/fault.ts';
import type { Limits } from '../schema/limits.ts';
import { parseWithinLimits, VALIDATION_ERRORS_MAX } from './documentLimits.ts';
import { createExecutor, type Operation } from './execute.ts';

/** Told of errors that are ours; the client only learns the id of the request. */
export type ReportError = (error: unknown, requestId: string) => void;

export interface ServerContext {
  readonly requestId: string;
}

export type Yoga = ReturnType<typeof createGraphql>;

/** Documents kept parsed, validated and compiled. Each may weigh some hundred kilobytes. */
const DOCUMENTS_KEPT_MAX = 256;

export function createGraphql(schema: GraphQLSchema, store: ReadStore, limits: Limits, report: ReportError) {
  return createYoga<ServerContext, RequestContext>({
    schema,
    graphqlEndpoint: '/graphql',
    graphiql: false,
    landingPage: false,
    logging: false,
    cors: false,
    multipart: false,
    batching: false,
    // The body is read and bounded before it comes here (see http.ts).
    maxRequestBodySize: false,
    parserAndValidationCache: {
      documentCache: createLRUCache<DocumentNode>({ max: DOCUMENTS_KEPT_MAX }),
      errorCache: createLRUCache({ max: DOCUMENTS_KEPT_MAX }),
    },
    maskedErrors: { maskError },
    context: ({ request }) => requestContext(store.current(request.signal), limits, () => store.status()),
    plugins: [withinLimits(), executedBy(schema), settling(report)],
  });
}

function withinLimits(): Plugin {
  return {
    onParse: ({ setParseFn }) => setParseFn(parseWithinLimits),
    onValidate: ({ setValidationFn }) =>
      setValidationFn((schema, document, rules) => {
        const errors = validate(schema, document, rules, { maxErrors: VALIDATION_ERRORS_MAX });
        return errors.length > 0 ? errors : operationsWithoutRoot(schema, document);
      }),
  };
}

/** graphql-js only refuses these when it executes them, and without a code. */
function operationsWithoutRoot(schema: GraphQLSchema, document: DocumentNode): GraphQLError[] {
  return document.definitions
    .filter((definition) => definition.kind === Kind.OPERATION_DEFINITION)
    .filter(({ operation }) => schema.getRootType(operation) == null)
    .map(({ operation }) => fault('OPERATION_REFUSEE', `Ce graphe se lit : il n'a pas d'opération « ${operation} ».`));
}

function executedBy(schema: GraphQLSchema): Plugin {
  const execute = createExecutor(schema);
  return { onExecute: ({ setExecuteFn }) => setExecuteFn((args) => execute(args as unknown as Operation)) };
}

/** The caller's faults pass; of ours nothing is told but that it happened. */
function maskError(error: unknown): Error {
  if (error instanceof GraphQLError && isCallersFault(error)) return error;
  const located = error instanceof GraphQLError ? { nodes: error.nodes ?? null, path: error.path ?? null } : {};
  return new GraphQLError(
    'Erreur interne : elle est de notre fait, et notée. Réessayez, ou signalez-la avec son numéro de requête.',
    {
      ...located,
      originalError: error instanceof Error ? error : new Error(String(error)),
      extensions: { code: 'ERREUR_INTERNE', http: { status: 500 } },
    },
  );
}

function isCallersFault(error: GraphQLError): boolean {
  const { originalError } = error;
  return originalError === undefined || (originalError instanceof GraphQLError && isCallersFault(originalError));
}

/**
 * Reports what was masked, with the request's id, which the client gets too. Gives a code to what graphql-js refuses
 * without one (variables, names of operations), and a status to every refusal, whatever media type the client accepts.
 */
function settling(report: ReportError): Plugin<ServerContext> {
  return {
    onExecutionResult: ({ result, context }) => {
      if (result === undefined || Array.isArray(result) || !('errors' in result)) return;
      const { requestId } = context as unknown as ServerContext;
      for (const error of result.errors ?? []) {
        const extensions = error.extensions as Record<string, unknown>;
        if (extensions['code'] === undefined && !('data' in result)) extensions['code'] = 'REQUETE_INVALIDE';
        if (REFUSALS.has(extensions['code'])) extensions['http'] = { status: 400 };
        if (extensions['code'] !== 'ERREUR_INTERNE') continue;
        extensions['requete'] = requestId;
        report(error.originalError, requestId);
      }
    },
  };
}

const REFUSALS: ReadonlySet<unknown> = new Set(['LIMITE_DEPASSEE', 'OPERATION_REFUSEE', 'REQUETE_INVALIDE']);
