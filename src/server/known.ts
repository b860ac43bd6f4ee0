/** What yoga has accepted: the documents, by their text, and the headers that it answers with, by what the client accepts. */
import type { DocumentNode } from 'graphql';
import { createLRUCache } from 'graphql-yoga';

export interface Params {
  readonly query: string;
  readonly variables: Readonly<Record<string, unknown>> | undefined;
  readonly operationName: string | undefined;
}

/** How to answer a request of which all but the values is known. */
export interface Plan {
  readonly document: DocumentNode;
  readonly headers: Headers;
}

type Headers = Readonly<Record<string, string>>;

export interface KnownRequests {
  readonly find: (query: string, accept: string) => Plan | null;
  /** One that is valid. */
  readonly keepDocument: (query: string, document: DocumentNode) => void;
  /** Those of an answer that holds data alone. */
  readonly keepHeaders: (accept: string, headers: Headers) => void;
}

/** Browsers and programs send few different ones. */
const ACCEPTS_KEPT_MAX = 64;

export function knownRequests(documentsMax: number): KnownRequests {
  const documents = createLRUCache<DocumentNode>({ max: documentsMax });
  const accepts = createLRUCache<Headers>({ max: ACCEPTS_KEPT_MAX });
  return {
    find: (query, accept) => {
      const document = documents.get(query);
      const headers = accepts.get(accept);
      return document === undefined || headers === undefined ? null : { document, headers };
    },
    keepDocument: (query, document) => documents.set(query, document),
    keepHeaders: (accept, headers) => accepts.set(accept, headers),
  };
}

/** What a body asks, where it has the shape that most have; null where it has any other, right or wrong. */
export function paramsOf(json: unknown): Params | null {
  if (!isObject(json)) return null;
  const { query, variables, operationName, ...others } = json;
  if (typeof query !== 'string' || Object.keys(others).length > 0) return null;
  if (variables != null && !isObject(variables)) return null;
  if (operationName != null && typeof operationName !== 'string') return null;
  return { query, variables: variables ?? undefined, operationName: operationName ?? undefined };
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
