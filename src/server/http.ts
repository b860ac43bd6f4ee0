/**
 * The server on node:http. What a request must be before GraphQL sees it is checked here: its host, address, method,
 * type, size and encoding. No answer holds a stack, a path or a host name.
 */
import { isUtf8 } from 'node:buffer';
import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { ReadStore } from '../graph/graph.ts';
import { type Asset, graphiqlAssets } from './graphiql/assets.ts';
import type { Graphql, GraphqlRequest, ReportError } from './graphql.ts';

export const BODY_BYTES_MAX = 100_000;
export const URL_CHARACTERS_MAX = 8_000;
export const ANSWER_CHARACTERS_MAX = 5_000_000;
/** How deep JSON may nest in a body or in `variables`. */
export const JSON_DEPTH_MAX = 50;
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
    const body = request.method === 'POST' ? await readJson(request) : null;
    const refusal = body === null ? badParameters(request.url ?? '') : 'status' in body ? body : undefined;
    if (refusal !== undefined) return refuse(response, refusal);
    await answer(request, response, body as GraphqlRequest['body']);
  }

  async function answer(
    request: IncomingMessage,
    response: ServerResponse,
    body: GraphqlRequest['body'],
  ): Promise<void> {
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

interface Refusal {
  readonly status: number;
  readonly code: string;
  readonly message: string;
  readonly headers?: Readonly<Record<string, string>>;
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

/** A name, an IPv4 address or an IPv6 one in brackets, then a port if any. */
const HOST = /^(?:[A-Za-z0-9._-]{1,253}|\[[0-9A-Fa-f:.]{2,45}\])(?::([0-9]{1,5}))?$/;

function refusalOf(request: IncomingMessage): Refusal | undefined {
  const { host, 'transfer-encoding': transfer, 'content-length': length } = request.headers;
  const matched = HOST.exec(host ?? '');
  const hosts = request.rawHeaders.filter((name, i) => i % 2 === 0 && name.toLowerCase() === 'host').length;
  if (matched === null || hosts !== 1 || Number(matched[1] ?? 0) > 65_535) {
    return { status: 400, code: 'REQUETE_INVALIDE', message: 'L’en-tête « Host » est mal formé.' };
  }
  if (transfer !== undefined && length !== undefined) {
    return { status: 400, code: 'REQUETE_INVALIDE', message: 'Deux longueurs de corps sont données.' };
  }
  if ((request.url ?? '').length > URL_CHARACTERS_MAX) {
    return {
      status: 414,
      code: 'LIMITE_DEPASSEE',
      message: `L’adresse dépasse ${URL_CHARACTERS_MAX} caractères. Envoyez la requête par POST.`,
    };
  }
  return undefined;
}

function notAllowed(allow: string): Refusal {
  return {
    status: 405,
    code: 'METHODE_REFUSEE',
    message: `Cette adresse ne répond qu’à ${allow}.`,
    headers: { allow },
  };
}

/** The body, or why it is refused. JSON only: a browser's form cannot send it to another site unasked. */
async function readJson(request: IncomingMessage): Promise<NonNullable<GraphqlRequest['body']> | Refusal> {
  const {
    'content-type': type = '',
    'content-encoding': encoding = 'identity',
    'content-length': length,
  } = request.headers;
  if (!isJson(type) || encoding !== 'identity') {
    return {
      status: 415,
      code: 'TYPE_REFUSE',
      message: 'Le corps doit être du JSON en UTF-8 : « content-type: application/json ».',
    };
  }
  const tooLarge: Refusal = {
    status: 413,
    code: 'LIMITE_DEPASSEE',
    message: `Le corps dépasse ${BODY_BYTES_MAX} octets.`,
  };
  if (Number(length ?? 0) > BODY_BYTES_MAX) return tooLarge;
  const bytes = await bodyOf(request);
  if (bytes === null) return { status: 400, code: 'REQUETE_INVALIDE', message: 'Le corps est arrivé incomplet.' };
  if (bytes.length > BODY_BYTES_MAX) return tooLarge;
  if (!isUtf8(bytes)) return { status: 400, code: 'REQUETE_INVALIDE', message: 'Le corps n’est pas en UTF-8.' };
  const text = bytes.toString('utf8');
  const deep = tooDeep(text);
  if (deep !== undefined) return deep;
  const json = jsonIn(text);
  return json === undefined
    ? { status: 400, code: 'REQUETE_INVALIDE', message: 'Le corps n’est pas du JSON.' }
    : { text, json };
}

/** What has come once the body has ended or is too long; null where it breaks off. */
function bodyOf(request: IncomingMessage): Promise<Buffer | null> {
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    let size = 0;
    request.on('data', (chunk: Buffer) => {
      chunks.push(chunk);
      size += chunk.length;
      if (size <= BODY_BYTES_MAX) return;
      request.pause();
      resolve(Buffer.concat(chunks));
    });
    request.once('end', () => resolve(chunks.length === 1 ? (chunks[0] as Buffer) : Buffer.concat(chunks)));
    request.once('close', () => resolve(null));
  });
}

/** Undefined where it is none. */
function jsonIn(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function isJson(type: string): boolean {
  const [media = '', ...parameters] = type
    .toLowerCase()
    .split(';')
    .map((part) => part.trim());
  const charset = parameters
    .find((parameter) => parameter.startsWith('charset='))
    ?.slice('charset='.length)
    .replaceAll('"', '');
  return media === 'application/json' && (charset === undefined || charset === 'utf-8' || charset === 'utf8');
}

/** What of a GET's parameters is no JSON, or nests too deep. */
function badParameters(url: string): Refusal | undefined {
  const { searchParams } = new URL(url, 'http://localhost');
  for (const name of ['variables', 'extensions']) {
    const text = searchParams.get(name);
    if (text === null || text === '') continue;
    const deep = tooDeep(text);
    if (deep !== undefined) return deep;
    if (jsonIn(text) === undefined) {
      return { status: 400, code: 'REQUETE_INVALIDE', message: `Le paramètre « ${name} » n’est pas du JSON.` };
    }
  }
  return undefined;
}

function tooDeep(text: string): Refusal | undefined {
  let depth = 0;
  let quoted = false;
  for (let i = 0; i < text.length; i++) {
    const character = text[i];
    if (quoted) {
      if (character === '\\') i++;
      else if (character === '"') quoted = false;
    } else if (character === '"') quoted = true;
    else if (character === '{' || character === '[') depth++;
    else if (character === '}' || character === ']') depth--;
    if (depth > JSON_DEPTH_MAX) {
      return {
        status: 400,
        code: 'LIMITE_DEPASSEE',
        message: `Le JSON est imbriqué sur plus de ${JSON_DEPTH_MAX} niveaux.`,
      };
    }
  }
  return undefined;
}

function pathOf({ url = '/' }: IncomingMessage): string {
  const end = url.indexOf('?');
  return end < 0 ? url : url.slice(0, end);
}

/** A browser that opens the address asks for a page; one that runs a query asks for JSON. */
function wantsPage({ headers, url = '' }: IncomingMessage): boolean {
  return (headers.accept ?? '').includes('text/html') && !new URL(url, 'http://localhost').searchParams.has('query');
}

const PAGE_POLICY =
  "default-src 'self'; style-src 'self' 'unsafe-inline'; worker-src 'self'; img-src 'self' data:; font-src 'self' data:; " +
  "object-src 'none'; base-uri 'none'; frame-ancestors 'none'; form-action 'self'";

function sendAsset(request: IncomingMessage, response: ServerResponse, asset: Asset): void {
  const gzip = acceptsGzip(request.headers['accept-encoding'] ?? '') ? asset.gzip : null;
  const headers = {
    'content-type': asset.type,
    'cache-control': asset.cacheControl,
    vary: 'accept-encoding, accept',
    'content-security-policy': PAGE_POLICY,
    ...(gzip === null ? {} : { 'content-encoding': 'gzip' }),
  };
  send(response, 200, headers, request.method === 'HEAD' ? '' : (gzip ?? asset.body));
}

function acceptsGzip(header: string): boolean {
  return header.split(',').some((encoding) => {
    const [name, ...parameters] = encoding.split(';').map((part) => part.trim().toLowerCase());
    const weight = parameters.find((parameter) => parameter.startsWith('q='))?.slice(2);
    return name === 'gzip' && (weight === undefined || Number(weight) > 0);
  });
}

/** A body that was not read to its end is not waited for: the connection ends with the answer. */
function refuse(response: ServerResponse, { status, code, message, headers }: Refusal): void {
  const closing = response.req.complete ? {} : { connection: 'close' };
  json(response, status, { errors: [{ message, extensions: { code } }] }, { ...closing, ...headers });
}

function json(
  response: ServerResponse,
  status: number,
  body: unknown,
  headers: Readonly<Record<string, string>> = {},
): void {
  send(response, status, { 'content-type': 'application/json; charset=utf-8', ...headers }, JSON.stringify(body));
}

function send(
  response: ServerResponse,
  status: number,
  headers: Readonly<Record<string, string>>,
  body: string | Buffer,
): void {
  if (response.destroyed) return;
  // Encoded once: node would go through a text twice, for its length and for itself.
  const bytes = typeof body === 'string' ? Buffer.from(body) : body;
  response.writeHead(status, {
    'x-content-type-options': 'nosniff',
    'cache-control': 'no-store',
    ...headers,
    'content-length': bytes.length,
  });
  response.end(bytes);
}
