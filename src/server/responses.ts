/** What is sent: JSON, refusals and the files of the GraphiQL page. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Asset } from './graphiql/assets.ts';

export interface Refusal {
  readonly status: number;
  readonly code: string;
  readonly message: string;
  readonly headers?: Readonly<Record<string, string>>;
}

const PAGE_POLICY =
  "default-src 'self'; style-src 'self' 'unsafe-inline'; worker-src 'self'; img-src 'self' data:; font-src 'self' data:; " +
  "object-src 'none'; base-uri 'none'; frame-ancestors 'none'; form-action 'self'";

export function sendAsset(request: IncomingMessage, response: ServerResponse, asset: Asset): void {
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
export function refuse(response: ServerResponse, { status, code, message, headers }: Refusal): void {
  const closing = response.req.complete ? {} : { connection: 'close' };
  json(response, status, { errors: [{ message, extensions: { code } }] }, { ...closing, ...headers });
}

export function json(
  response: ServerResponse,
  status: number,
  body: unknown,
  headers: Readonly<Record<string, string>> = {},
): void {
  send(response, status, { 'content-type': 'application/json; charset=utf-8', ...headers }, JSON.stringify(body));
}

export function send(
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
