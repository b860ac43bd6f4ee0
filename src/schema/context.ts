/** What a request works with: one release, taken at its start and kept to its end, and what it may cost. */
import type { Graph } from '../graph/graph.ts';
import { type Budget, budgetOf } from './budget.ts';
import { LIMITS, type Limits } from './limits.ts';

export interface RequestContext {
  readonly graph: Graph;
  readonly budget: Budget;
  /** The same request from its start: the same release, nothing spent. */
  readonly again: () => RequestContext;
}

export function requestContext(graph: Graph, limits: Limits = LIMITS): RequestContext {
  return { graph, budget: budgetOf(limits), again: () => requestContext(graph, limits) };
}
