/**
 * The store that the suites of the schema run on: the embedded one, or Neo4j, live or mirrored, where a suite that asks a real
 * one says so before it imports them (see neo4j.schema.*.test.ts).
 */
import { embeddedStore } from '../../src/graph/embedded/store.ts';
import type { Content, Graph, Store } from '../../src/graph/graph.ts';
import type { Shared, Stored } from './neo4jStores.ts';

let opened: { readonly shared: Shared; readonly how: 'live' | 'mirror' } | null = null;

/** From here on `storeOf` gives stores over this database. */
export function useNeo4j(shared: Shared, how: 'live' | 'mirror'): void {
  opened = { shared, how };
}

/** A store that holds this release. Over Neo4j it is still being written when it is given: whoever asks waits. */
export function storeOf(content: Content): Store {
  if (opened === null) return embeddedStore(content);
  const { shared, how } = opened;
  const status = embeddedStore(content).status;
  const graphOf = async (stored: Promise<Stored>): Promise<() => Graph> => {
    if (how === 'live') return (await stored).live;
    const mirrored = await (await stored).mirror();
    return () => mirrored;
  };
  let stored = shared.put(content);
  let graphs = graphOf(stored);
  return {
    current: () => awaited(graphs.then((graph) => graph())),
    status,
    replace: async (next) => {
      stored = shared.put(next, (await stored).graph);
      graphs = graphOf(stored);
      await graphs;
    },
    close: () => {},
  };
}

function awaited(graph: Promise<Graph>): Graph {
  return {
    release: async () => (await graph).release(),
    topology: async () => (await graph).topology(),
    nodes: async (kind, ids, reading) => (await graph).nodes(kind, ids, reading),
    list: async (kind, selection) => (await graph).list(kind, selection),
    follow: async (path, ids, selection) => (await graph).follow(path, ids, selection),
  };
}
