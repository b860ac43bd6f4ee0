/** What a request must be before GraphQL sees it: its host, the length of its address, its body's type, size and encoding. */
import { isUtf8 } from 'node:buffer';
import type { IncomingMessage } from 'node:http';
import type { Refusal } from './responses.ts';

export const BODY_BYTES_MAX = 100_000;
export const URL_CHARACTERS_MAX = 8_000;
/** How deep JSON may nest in a body or in `variables`. */
export const JSON_DEPTH_MAX = 50;

/** A body as it came, and what it says. */
export interface Json {
  readonly text: string;
  readonly json: unknown;
}

/** A name, an IPv4 address or an IPv6 one in brackets, then a port if any. */
const HOST = /^(?:[A-Za-z0-9._-]{1,253}|\[[0-9A-Fa-f:.]{2,45}\])(?::([0-9]{1,5}))?$/;

/** Why a request is refused whatever it asks. */
export function refusalOf(request: IncomingMessage): Refusal | undefined {
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

/** The body, or why it is refused. JSON only: a browser's form cannot send it to another site unasked. */
export async function readJson(request: IncomingMessage): Promise<Json | Refusal> {
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
export function badParameters(url: string): Refusal | undefined {
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
