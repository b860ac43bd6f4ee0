/**
 * GraphQL over HTTP: yoga, with our executor, our limits, and a context that takes the release once a request. Its way from
 * a request to an answer costs several times what most operations do, so a request that differs from one that it has answered
 * only in its variables is executed at once; whatever comes of that but data is given to yoga to tell.
 */
import { type DocumentNode, type ExecutionResult, GraphQLError, type GraphQLSchema, Kind, validate } from 'graphql';
import { createLRUCache, createYoga, type Plugin, type YogaInitialContext } from 'graphql-yoga';
import type { ReadStore } from '../graph/graph.ts';
import { type RequestContext, requestContext } from '../schema/context.ts';
import { fault } from '../schema/fault.ts';
import type { Limits } from '../schema/limits.ts';
import { parseWithinLimits, VALIDATION_ERRORS_MAX } from './documentLimits.ts';
import { createExecutor, type Execute, type Operation } from './execute.ts';
import { knownRequests, type Params, paramsOf } from './known.ts';
import type { Json } from './requests.ts';

/** Told of errors that are ours; the client only learns the id of the request. */
export type ReportError = (error: unknown, requestId: string) => void;

/** A request that is well formed as far as HTTP goes. */
export interface GraphqlRequest {
  readonly method: string;
  /** Path and query. */
  readonly url: string;
  readonly accept: string;
  /** Null for a GET. */
  readonly body: Json | null;
  readonly requestId: string;
  /** Aborted once the client has left. */
  readonly gone: AbortSignal;
}

export interface GraphqlAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly text: string;
}

export type Graphql = (request: GraphqlRequest) => Promise<GraphqlAnswer>;

interface ServerContext {
  readonly requestId: string;
  readonly gone: AbortSignal;
  /** What came of the execution, where it is done already. */
  readonly result?: ExecutionResult | undefined;
}

/** Documents kept parsed, validated and compiled. Each may weigh some hundred kilobytes. */
const DOCUMENTS_KEPT_MAX = 256;

export function createGraphql(schema: GraphQLSchema, store: ReadStore, limits: Limits, report: ReportError): Graphql {
  const execute = createExecutor(schema);
  const known = knownRequests(DOCUMENTS_KEPT_MAX);
  const contextOf = ({ gone }: ServerContext): RequestContext =>
    requestContext(store.current(gone), limits, () => store.status());
  const yoga = createYoga<ServerContext, RequestContext>({
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
    context: contextOf,
    plugins: [withinLimits(), executedBy(execute, known.keepDocument), settling(report)],
  });

  return async (request) => {
    const params = request.body && paramsOf(request.body.json);
    const plan = params && known.find(params.query, request.accept);
    if (!plan) return byYoga(request);
    const result = await executed(plan.document, params, request);
    if (result === undefined || result.errors !== undefined) return byYoga(request, result);
    return { status: 200, headers: plan.headers, text: JSON.stringify(result) };
  };

  /** Undefined where there is not even a release to begin with: yoga finds the same, and tells of it. */
  async function executed(
    document: DocumentNode,
    { variables, operationName }: Params,
    request: GraphqlRequest,
  ): Promise<ExecutionResult | undefined> {
    try {
      const contextValue = contextOf(request);
      return await execute({ document, operationName, variableValues: variables, contextValue });
    } catch {
      return undefined;
    }
  }

  async function byYoga({ method, url, accept, body, requestId, gone }: GraphqlRequest, result?: ExecutionResult) {
    // The type was checked already, in all the ways that it may be written.
    const headers = { accept, 'content-type': 'application/json' };
    const init = { method, headers, body: body?.text ?? null };
    const response = await yoga.fetch(`http://localhost${url}`, init, { requestId, gone, result });
    const answer: GraphqlAnswer = {
      status: response.status,
      headers: headersOf(response),
      text: await response.text(),
    };
    if (response.status === 200 && isJson(answer)) known.keepHeaders(accept, answer.headers);
    return answer;
  }
}

/** Yoga has other forms too, of several parts and of events. */
function isJson({ headers }: GraphqlAnswer): boolean {
  return /^application\/(?:graphql-response\+)?json\b/.test(headers['content-type'] ?? '');
}

function headersOf({ headers }: Response): Record<string, string> {
  const told = ['content-type', 'allow', 'accept'].map((name) => [name, headers.get(name)] as const);
  return Object.fromEntries(told.filter((one): one is [string, string] => one[1] !== null));
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

function executedBy(execute: Execute, keep: (query: string, document: DocumentNode) => void): Plugin {
  return {
    onExecute: ({ args, setExecuteFn }) => {
      const { params, result } = args.contextValue as unknown as ServerContext & YogaInitialContext;
      if (typeof params.query === 'string') keep(params.query, args.document);
      setExecuteFn((args) => result ?? execute(args as unknown as Operation));
    },
  };
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
 * without one (variables, arguments made of them, names of operations), and a status to every refusal, whatever media type the client accepts.
 */
function settling(report: ReportError): Plugin<ServerContext> {
  return {
    onExecutionResult: ({ result, context }) => {
      if (result === undefined || Array.isArray(result) || !('errors' in result)) return;
      const { requestId } = context as unknown as ServerContext;
      for (const error of result.errors ?? []) {
        const extensions = error.extensions as Record<string, unknown>;
        if (extensions['code'] === undefined) extensions['code'] = 'REQUETE_INVALIDE';
        if (REFUSALS.has(extensions['code'])) extensions['http'] = { status: 400 };
        // What holds some data is an answer, whatever is missing in it: that is told by its errors alone.
        if (result.data != null) delete extensions['http'];
        if (extensions['code'] !== 'ERREUR_INTERNE') continue;
        extensions['requete'] = requestId;
        report(error.originalError, requestId);
      }
    },
  };
}

const REFUSALS: ReadonlySet<unknown> = new Set(['LIMITE_DEPASSEE', 'OPERATION_REFUSEE', 'REQUETE_INVALIDE']);
