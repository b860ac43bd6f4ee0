/** Ways to ask: through yoga as a client does, and what was asked of the store meanwhile. */
import { parse } from 'graphql';
import type { Answer, Filter, Graph, Selection, Sort, Store } from '../../src/graph/graph.ts';
import type { Kind, Path } from '../../src/model.ts';
import { requestContext } from '../../src/schema/context.ts';
import { LIMITS, type Limits } from '../../src/schema/limits.ts';
import { createSchema } from '../../src/schema/schema.ts';
import { createExecutor } from '../../src/server/execute.ts';
import { createGraphql } from '../../src/server/graphql.ts';

export const schema = createSchema();

export interface Asked {
  readonly status: number;
  /** The answer, as JSON gives it. */
  readonly body: unknown;
}

export type Ask = (query: string, variables?: Readonly<Record<string, unknown>>) => Promise<Asked>;

/** A server over this store: asks by POST, as a client does. An error that is ours fails the test that provoked it. */
export function asking(store: Store, limits: Limits = LIMITS): Ask {
  const graphql = createGraphql(schema, store, limits, (error) => {
    throw error;
  });
  return async (query, variables = {}) => {
    const json = { query, variables };
    const { status, text } = await graphql({
      method: 'POST',
      url: '/graphql',
      accept: 'application/graphql-response+json',
      body: { text: JSON.stringify(json), json },
      requestId: 'test',
      gone: new AbortController().signal,
    });
    return { status, body: JSON.parse(text) };
  };
}

/** The same without HTTP: the answer as JSON gives it. */
export async function executing(
  store: Store,
  query: string,
  variableValues: Readonly<Record<string, unknown>> = {},
  limits: Limits = LIMITS,
): Promise<unknown> {
  const contextValue = requestContext(store.current(), limits);
  return asJson(await createExecutor(schema)({ document: parse(query), variableValues, contextValue }));
}

/** What JSON makes of a value: what a client sees of it. */
export function asJson(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value));
}

/** One call to a store. */
export type Call =
  | { readonly nodes: Kind; readonly ids: readonly string[] }
  | { readonly list: Kind; readonly selection: Selection }
  | { readonly follow: Path; readonly ids: readonly string[]; readonly selection: Selection };

export interface Logged {
  readonly store: Store;
  readonly calls: Call[];
}

/** The store, with a log of every call made to its releases. */
export function logging(store: Store): Logged {
  const calls: Call[] = [];
  const log = (graph: Graph): Graph => ({
    release: () => graph.release(),
    topology: () => graph.topology(),
    nodes: (kind, ids, reading) => {
      calls.push({ nodes: kind, ids });
      return graph.nodes(kind, ids, reading);
    },
    list: (kind, selection) => {
      calls.push({ list: kind, selection });
      return graph.list(kind, selection);
    },
    follow: (path, ids, selection) => {
      calls.push({ follow: path, ids, selection });
      return graph.follow(path, ids, selection);
    },
  });
  return { store: { ...store, current: () => log(store.current()) }, calls };
}

/** The same store, answering with promises, as one that stands behind a network does. */
export function promising(store: Store): Store {
  const later = <T>(answer: () => Answer<T>): Promise<T> => Promise.resolve().then(answer);
  const slow = (graph: Graph): Graph => ({
    release: () => later(() => graph.release()),
    topology: () => later(() => graph.topology()),
    nodes: (kind, ids, reading) => later(() => graph.nodes(kind, ids, reading)),
    list: (kind, selection) => later(() => graph.list(kind, selection)),
    follow: (path, ids, selection) => later(() => graph.follow(path, ids, selection)),
  });
  return { ...store, current: () => slow(store.current()) };
}

/** A call in a line: `follow <RECOMMANDE of 20: nodes total`. */
export function line(call: Call): string {
  if ('nodes' in call) return `nodes ${call.nodes} ${call.ids.length}`;
  const what = 'list' in call ? `list ${call.list}` : `follow ${call.follow.join(' ')} of ${call.ids.length}`;
  const { wants, filter, sort } = call.selection;
  const wanted = (['nodes', 'total', 'places'] as const).filter((name) => wants[name]);
  return [`${what}: ${wanted.join(' ')}`, filtered(filter), sorted(sort)].filter((part) => part !== '').join(', ');
}

function filtered(filter: Filter | null): string {
  return filter === null ? '' : `filtered`;
}

function sorted(sort: Sort): string {
  return sort.by === 'given' ? '' : `by ${JSON.stringify(sort.by)}${sort.descending ? ' down' : ''}`;
}
