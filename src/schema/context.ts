/** What a request works with: one release, taken at its start and kept to its end, and what it may cost. */
import type { FieldNode } from 'graphql';
import type { Graph, Status } from '../graph/graph.ts';
import { type Budget, budgetOf } from './budget.ts';
import { guarded } from './guard.ts';
import { LIMITS, type Limits } from './limits.ts';
import type { Question } from './question.ts';

export interface RequestContext {
  readonly graph: Graph;
  readonly budget: Budget;
  /** What was asked so far, by the first of the fields that ask it. */
  readonly questions: Map<FieldNode, readonly Question[]>;
  /** How the store fares. */
  readonly status: () => Status;
  /** The same request from its start: the same release, nothing spent. */
  readonly again: () => RequestContext;
}

/** `status` is the store's; a graph alone, as tests and benches have it, is always ready. */
export function requestContext(
  graph: Graph,
  limits: Limits = LIMITS,
  status: () => Status = ALWAYS_READY,
): RequestContext {
  const budget = budgetOf(limits);
  return {
    graph: guarded(graph, budget),
    budget,
    questions: new Map(),
    status,
    again: () => requestContext(graph, limits, status),
  };
}

const ALWAYS_READY = (): Status => ({ ready: true, release: null, mirror: null, trouble: null });
