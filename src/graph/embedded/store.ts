/** The embedded store: one release in memory, swapped as a whole. It answers at once, without a promise. */
import type { Content, Graph, Store } from '../graph.ts';
import { embeddedGraph } from './graph.ts';

export interface EmbeddedStore extends Store {
  replace(content: Content): void;
  close(): void;
}

export function embeddedStore(content: Content): EmbeddedStore {
  let graph: Graph = embeddedGraph(content);
  return {
    current: () => graph,
    replace: (next) => {
      graph = embeddedGraph(next);
    },
    close: () => {},
  };
}
