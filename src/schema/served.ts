/** What is counted as it is served, beside nodes: rows of lists, with what is selected of each, and prose. */
import type { Budget } from './budget.ts';
import type { RequestContext } from './context.ts';
import { type Info, valuesBelow } from './selected.ts';

/** A list about to be served: its rows count as values, with all that is selected below them. */
export function served<T>(rows: readonly T[], { budget }: RequestContext, info: Info): readonly T[] {
  if (budget.spent !== null) return [];
  budget.serve(0, rows.length * valuesBelow(info.fieldNodes, info));
  return rows;
}

/** Prose about to be served: counted wherever it is, under each of its aliases. */
export function written(texte: string, budget: Budget): string {
  if (budget.spent !== null) return '';
  budget.write(texte.length);
  return texte;
}
