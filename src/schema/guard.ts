/** A graph whose troubles end the request: one error in place of its answer, whatever else it had found by then. */
import { type Answer, type Graph, StoreError } from '../graph/graph.ts';
import type { Budget } from './budget.ts';
import { storeFault } from './fault.ts';

export function guarded(graph: Graph, budget: Budget): Graph {
  return {
    release: () => guard(() => graph.release()),
    topology: () => guard(() => graph.topology()),
    nodes: (kind, ids, reading) => guard(() => graph.nodes(kind, ids, reading)),
    list: (kind, selection) => guard(() => graph.list(kind, selection)),
    follow: (path, ids, selection) => guard(() => graph.follow(path, ids, selection)),
  };

  function guard<T>(ask: () => Answer<T>): Answer<T> {
    try {
      const answer = ask();
      return answer instanceof Promise ? answer.catch(failed) : answer;
    } catch (error) {
      return failed(error);
    }
  }

  function failed(error: unknown): never {
    throw error instanceof StoreError ? budget.end(storeFault(error)) : error;
  }
}
