/** The server on node:http: where each path leads. No answer holds a stack, a path or a host name. */
import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { ReadStore } from '../graph/graph.ts';
import { type Asset, graphiqlAssets } from './graphiql/assets.ts';
import type { Graphql, ReportError } from './graphql.ts';
import { badParameters, type Json, readJson, refusalOf } from './requests.ts';
import { json, type Refusal, refuse, send, sendAsset } from './responses.ts';

export const ANSWER_CHARACTERS_MAX = 5_000_000;
const HEADERS_MILLISECONDS_MAX = 8_000;
const REQUEST_MILLISECONDS_MAX = 12_000;
/** Yoga answers what it does not accept at some length for each item. */
const ACCEPT_CHARACTERS_MAX = 500;
const IDLE_MILLISECONDS_MAX = 30_000;
const STOP_MILLISECONDS_MAX = 10_000;

export interface ServerOptions {
  readonly graphql: Graphql;
  readonly store: ReadStore;
  /** The folder that the GraphiQL page was built into. */
  readonly graphiqlFolder: string;
  readonly report: ReportError;
}

export function createHttpServer({ graphql, store, graphiqlFolder, report }: ServerOptions): Server {
  let assets: ReadonlyMap<string, Asset> | undefined;
  const server = createServer(
    {
      headersTimeout: HEADERS_MILLISECONDS_MAX,
      requestTimeout: REQUEST_MILLISECONDS_MAX,
      connectionsCheckingInterval: 1_000,
      keepAliveTimeout: 5_000,
    },
    (request, response) => {
      const refusal = refusalOf(request);
      if (refusal !== undefined) return refuse(response, refusal);
      const path = pathOf(request);
      if (path === '/graphql') {
        serveGraphql(request, response).catch((error: unknown) => failed(response, error));
        return;
      }
      if (request.method !== 'GET' && request.method !== 'HEAD') return refuse(response, notAllowed('GET, HEAD'));
      if (path === '/health') return json(response, 200, { status: 'ok' });
      if (path === '/ready') return ready(response);
      if (path === '/') return send(response, 303, { location: '/graphql' }, '');
      const asset = page().get(path);
      return asset === undefined ? refuse(response, NOT_FOUND) : sendAsset(request, response, asset);
    },
  );
  // An answer that nobody reads is not kept for ever.
  server.setTimeout(IDLE_MILLISECONDS_MAX);
  return server;

  function page(): ReadonlyMap<string, Asset> {
    assets ??= graphiqlAssets(graphiqlFolder);
    return assets;
  }

  function ready(response: ServerResponse): void {
    try {
      const { ready, release, mirror, trouble } = store.status();
      json(response, ready ? 200 : 503, {
        status: ready ? 'ready' : 'not ready',
        ...(release === null ? {} : { release: release.fingerprint, metiers: release.nodes.Metier }),
        ...(mirror === null ? {} : { mirror: { checked: mirror.checked, database: trouble === null ? 'up' : 'away' } }),
        ...(trouble === null ? {} : { trouble: trouble.failure }),
      });
    } catch (error) {
      report(error, 'ready');
      json(response, 503, { status: 'not ready' });
    }
  }

  /** What no part of GraphQL answered for; a client that has left is nobody's fault. */
  function failed(response: ServerResponse, error: unknown): void {
    if (response.destroyed) return;
    const requestId = randomUUID();
    report(error, requestId);
    if (!response.headersSent) refuse(response, { ...INTERNAL, headers: { 'x-request-id': requestId } });
  }

  async function serveGraphql(request: IncomingMessage, response: ServerResponse): Promise<void> {
    response.setHeader('access-control-allow-origin', '*');
    if (request.method === 'OPTIONS') return send(response, 204, PREFLIGHT, '');
    if (request.method !== 'GET' && request.method !== 'POST') return refuse(response, notAllowed('GET, POST'));
    const index = request.method === 'GET' && wantsPage(request) ? page().get('index') : undefined;
    if (index !== undefined) return sendAsset(request, response, index);
    const body = request.method === 'POST' ? await readJson(request) : (badParameters(request.url ?? '') ?? null);
    if (body !== null && 'status' in body) return refuse(response, body);
    await answer(request, response, body);
  }

  async function answer(request: IncomingMessage, response: ServerResponse, body: Json | null): Promise<void> {
    const requestId = randomUUID();
    const gone = new AbortController();
    response.once('close', () => {
      if (!response.writableFinished) gone.abort();
    });
    const { method = 'GET', url = '/' } = request;
    const accept = (request.headers.accept ?? '*/*').slice(0, ACCEPT_CHARACTERS_MAX);
    const answer = await graphql({ method, url, accept, body, requestId, gone: gone.signal });
    if (answer.text.length > ANSWER_CHARACTERS_MAX) return refuse(response, ANSWER_TOO_LARGE);
    send(response, answer.status, { 'x-request-id': requestId, ...answer.headers }, answer.text);
  }
}

/** Ends in-flight requests, refuses new ones. Resolves when the last connection is closed, or after ten seconds. */
export function stopServer(server: Server): Promise<void> {
  return new Promise((resolve) => {
    // Keep-alive connections become idle one by one: closing the idle ones once is not enough.
    const idle = setInterval(() => server.closeIdleConnections(), 50);
    const late = setTimeout(() => server.closeAllConnections(), STOP_MILLISECONDS_MAX);
    server.close(() => {
      clearInterval(idle);
      clearTimeout(late);
      resolve();
    });
    server.closeIdleConnections();
  });
}

const NOT_FOUND: Refusal = {
  status: 404,
  code: 'INTROUVABLE',
  message: 'Rien ne se trouve ici. Le graphe est à /graphql.',
};
const ANSWER_TOO_LARGE: Refusal = {
  status: 400,
  code: 'BUDGET_EPUISE',
  message: `La réponse dépasse ${ANSWER_CHARACTERS_MAX} caractères. Demandez moins de nœuds ou moins de textes.`,
};
const INTERNAL: Refusal = {
  status: 500,
  code: 'ERREUR_INTERNE',
  message: 'Erreur interne : elle est de notre fait, et notée.',
};
const PREFLIGHT = {
  'access-control-allow-methods': 'GET, POST',
  'access-control-allow-headers': 'content-type, accept',
  'access-control-max-age': '86400',
};

function notAllowed(allow: string): Refusal {
  return {
    status: 405,
    code: 'METHODE_REFUSEE',
    message: `Cette adresse ne répond qu’à ${allow}.`,
    headers: { allow },
  };
}

function pathOf({ url = '/' }: IncomingMessage): string {
  const end = url.indexOf('?');
  return end < 0 ? url : url.slice(0, end);
}

/** A browser that opens the address asks for a page; one that runs a query asks for JSON. */
function wantsPage({ headers, url = '' }: IncomingMessage): boolean {
  return (headers.accept ?? '').includes('text/html') && !new URL(url, 'http://localhost').searchParams.has('query');
}
