/** Ordered lists of ordinals, and the places in them that a page begins after and ends before. */
import type { AnyNode, Kind } from '../../model.ts';
import type { Page, Place, Selection, Sort, SortKey } from '../graph.ts';
import { at, compareStrings, degree, rangOf, type Tables } from './tables.ts';

/** Ordinals in their order. `values[i]` is what `ordinals[i]` is sorted by, null where there is no value. */
export interface Ordered {
  readonly ordinals: ArrayLike<number>;
  readonly values: ArrayLike<string | number | null> | null;
  readonly descending: boolean;
}

/** For one sort of one kind: the value of every ordinal, and its rank among all. */
export interface Ranking {
  readonly values: readonly (string | number | null)[];
  readonly ranks: Uint32Array;
  readonly descending: boolean;
}

/** Rankings are made when first asked for, and kept for the release. */
export function rankings(tables: Tables): (kind: Kind, sort: Exclude<Sort, { by: 'given' }>) => Ranking {
  const made = new Map<string, Ranking>();
  return (kind, sort) => {
    const name = `${kind} ${typeof sort.by === 'string' ? sort.by : sort.by.count.join(' ')} ${sort.descending}`;
    let ranking = made.get(name);
    if (ranking === undefined) {
      ranking = rankingOf(tables, kind, sort.by, sort.descending);
      made.set(name, ranking);
    }
    return ranking;
  };
}

/** The ordinals given, in the order of a ranking. */
export function rankedBy({ values, ranks, descending }: Ranking, ordinals: Iterable<number>): Ordered {
  const sorted = [...ordinals].sort((a, b) => at(ranks, a) - at(ranks, b));
  return { ordinals: sorted, values: sorted.map((ordinal) => values[ordinal] ?? null), descending };
}

/** The page of an ordered list that a selection asks for. `routes`: the list's values say in how many ways. */
export function pageOf(tables: Tables, kind: Kind, list: Ordered, selection: Selection, routes: boolean): Page {
  const size = list.ordinals.length;
  let start = selection.after === null ? 0 : indexAfter(tables, kind, list, selection.after);
  let end = selection.before === null ? size : Math.max(start, indexOf(tables, kind, list, selection.before));
  if (selection.first !== null) end = Math.min(end, start + selection.first);
  if (selection.last !== null) start = Math.max(start, end - selection.last);

  const nodes: AnyNode[] = [];
  const places: Place[] = [];
  const counts: number[] = [];
  if (selection.wants.nodes) {
    for (let i = start; i < end; i++) {
      const node = nodeAt(tables, kind, list, i);
      nodes.push(node);
      if (selection.wants.places) places.push({ value: list.values?.[i] ?? null, key: node.key, id: node.id });
      if (routes) counts.push(Number(list.values?.[i]));
    }
  }
  return {
    nodes,
    places: selection.wants.places ? places : null,
    routes: routes ? counts : null,
    total: selection.wants.total ? size : null,
    hasNext: end < size,
    hasPrevious: start > 0,
  };
}

/** How many elements stand before a place. */
function indexOf(tables: Tables, kind: Kind, list: Ordered, place: Place): number {
  return countWhile(list.ordinals.length, (i) => compare(tables, kind, list, i, place) < 0);
}

/** How many elements stand before a place or at it. */
function indexAfter(tables: Tables, kind: Kind, list: Ordered, place: Place): number {
  return countWhile(list.ordinals.length, (i) => compare(tables, kind, list, i, place) <= 0);
}

function compare(tables: Tables, kind: Kind, list: Ordered, i: number, place: Place): number {
  const node = nodeAt(tables, kind, list, i);
  return (
    compareValues(list.values?.[i] ?? null, place.value, list.descending) ||
    compareStrings(node.key, place.key) ||
    compareStrings(node.id, place.id)
  );
}

function nodeAt(tables: Tables, kind: Kind, list: Ordered, i: number): AnyNode {
  return tables.nodes[kind][at(list.ordinals, i)] as AnyNode;
}

/** How many numbers from 0 up to `size` hold, where those that hold stand before those that do not. */
function countWhile(size: number, holds: (i: number) => boolean): number {
  let low = 0;
  let high = size;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (holds(middle)) low = middle + 1;
    else high = middle;
  }
  return low;
}

function rankingOf(tables: Tables, kind: Kind, by: SortKey, descending: boolean): Ranking {
  const values = valuesOf(tables, kind, by);
  const order = Array.from(values.keys()).sort(
    (a, b) => compareValues(values[a] ?? null, values[b] ?? null, descending) || a - b,
  );
  const ranks = new Uint32Array(order.length);
  for (const [rank, ordinal] of order.entries()) ranks[ordinal] = rank;
  return { values, ranks, descending };
}

function valuesOf(tables: Tables, kind: Kind, by: SortKey): (string | number | null)[] {
  if (by === 'name') return tables.nodes[kind].map(({ key }) => key);
  if (by === 'niveau') return tables.nodes[kind].map(rangOf);
  const [step, ...rest] = by.count;
  if (step === undefined || rest.length > 0) throw new Error('a sort counts the neighbours of one step');
  return tables.nodes[kind].map((_, ordinal) => degree(tables.adjacency[step], ordinal));
}

/** Nulls last, whatever the direction. */
function compareValues(a: string | number | null, b: string | number | null, descending: boolean): number {
  if (a === b) return 0;
  if (a === null) return 1;
  if (b === null) return -1;
  const ascending = a < b ? -1 : 1;
  return descending ? -ascending : ascending;
}
