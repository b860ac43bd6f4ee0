/** The embedded store: one release in memory, swapped as a whole. It answers at once, without a promise. */
import type { Content, Store } from '../graph.ts';
import { type EmbeddedGraph, embeddedGraph } from './graph.ts';

export interface EmbeddedStore extends Store {
  current(): EmbeddedGraph;
  replace(content: Content): void;
  close(): void;
}

export function embeddedStore(content: Content): EmbeddedStore {
  let graph = embeddedGraph(content);
  return {
    current: () => graph,
    replace: (next) => {
      graph = embeddedGraph(next);
    },
    status: () => ({ ready: true, release: graph.release(), mirror: null, trouble: null }),
    close: () => {},
  };
}
