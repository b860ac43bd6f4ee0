/** Ordered lists of ordinals, and the places in them that a page begins after and ends before. */
import type { AnyNode, Kind } from '../../model.ts';
import { compareStrings } from '../../text.ts';
import type { Page, Place, Selection, SortKey } from '../graph.ts';
import { at, degree, rangOf, salaireOf, type Tables } from '../topology.ts';

/** Ordinals in their order. `value(i)` is what `ordinals[i]` is sorted by, null where there is no value. */
export interface Ordered {
  readonly ordinals: Uint32Array;
  readonly value: (i: number) => Value;
  readonly descending: boolean;
}

export type Value = string | number | null;

/** One sort of one kind: the value of every ordinal, all ordinals in that order, and the rank of each in it. */
export interface Ranking {
  readonly values: readonly Value[];
  readonly order: Uint32Array;
  readonly ranks: Uint32Array;
  readonly descending: boolean;
}

/** Rankings are made when first asked for, and kept for the release. */
export function rankings(tables: Tables): (kind: Kind, by: SortKey, descending: boolean) => Ranking {
  const made = new Map<string, Ranking>();
  return (kind, by, descending) => {
    const name = `${kind} ${typeof by === 'string' ? by : by.count.join(' ')} ${descending}`;
    let ranking = made.get(name);
    if (ranking === undefined) {
      ranking = rankingOf(tables, kind, by, descending);
      made.set(name, ranking);
    }
    return ranking;
  };
}

/** Ordinals in the order of a ranking, which they must already be in. */
export function ranked({ values, descending }: Ranking, ordinals: Uint32Array): Ordered {
  return { ordinals, value: (i) => values[at(ordinals, i)] ?? null, descending };
}

/** Ordinals in the order of names, which they must already be in. */
export function unranked(ordinals: Uint32Array): Ordered {
  return { ordinals, value: noValue, descending: false };
}

function noValue(): Value {
  return null;
}

/** The page of an ordered list that a selection asks for. `routes`: its values say in how many ways a node is reached. */
export function pageOf(tables: Tables, kind: Kind, list: Ordered, selection: Selection, routes: boolean): Page {
  const size = list.ordinals.length;
  let start = selection.after === null ? 0 : indexAfter(tables, kind, list, selection.after);
  let end = selection.before === null ? size : Math.max(start, indexOf(tables, kind, list, selection.before));
  if (selection.first !== null) end = Math.min(end, start + selection.first);
  if (selection.last !== null) start = Math.max(start, end - selection.last);

  if (selection.wants.nodes) selection.examine?.(end - start);
  const nodes: AnyNode[] = [];
  const places: Place[] = [];
  const counts: number[] = [];
  if (selection.wants.nodes) {
    for (let i = start; i < end; i++) {
      const node = nodeAt(tables, kind, list, i);
      nodes.push(node);
      if (selection.wants.places) places.push({ value: list.value(i), key: node.key, id: node.id });
      if (routes) counts.push(Number(list.value(i)));
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
    compareValues(list.value(i), place.value, list.descending) ||
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
  const order = Uint32Array.from(values.keys()).sort(
    (a, b) => compareValues(values[a] ?? null, values[b] ?? null, descending) || a - b,
  );
  const ranks = new Uint32Array(order.length);
  for (const [rank, ordinal] of order.entries()) ranks[ordinal] = rank;
  return { values, order, ranks, descending };
}

function valuesOf(tables: Tables, kind: Kind, by: SortKey): Value[] {
  if (by === 'name') return tables.nodes[kind].map(({ key }) => key);
  if (by === 'niveau') return tables.nodes[kind].map(rangOf);
  if (by === 'salaire') return tables.nodes[kind].map(salaireOf);
  const [step, ...rest] = by.count;
  if (step === undefined || rest.length > 0) throw new Error('a sort counts the neighbours of one step');
  return tables.nodes[kind].map((_, ordinal) => degree(tables.adjacency[step], ordinal));
}

/** Nulls last, whatever the direction. */
function compareValues(a: Value, b: Value, descending: boolean): number {
  if (a === b) return 0;
  if (a === null) return 1;
  if (b === null) return -1;
  const ascending = a < b ? -1 : 1;
  return descending ? -ascending : ascending;
}
