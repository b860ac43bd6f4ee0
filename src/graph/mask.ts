/** Filters as masks: a byte a node, computed over the whole kind at once, linear in its nodes and edges. */
import { type Kind, targetOf } from '../model.ts';
import type { Filter } from './graph.ts';
import { at, rangOf, type Topology } from './topology.ts';

export type Mask = Uint8Array;

/** 1 where the node of that ordinal meets the filter. `examine` is told the size of each pass before it is made. */
export function maskOf(tables: Topology, kind: Kind, filter: Filter, examine: (count: number) => void): Mask {
  const nodes = tables.nodes[kind];
  examine(nodes.length);
  const mask = new Uint8Array(nodes.length);
  if ('all' in filter) {
    mask.fill(1);
    for (const part of filter.all) {
      const other = maskOf(tables, kind, part, examine);
      for (let i = 0; i < mask.length; i++) mask[i] = at(mask, i) & at(other, i);
    }
  } else if ('any' in filter) {
    for (const part of filter.any) {
      const other = maskOf(tables, kind, part, examine);
      for (let i = 0; i < mask.length; i++) mask[i] = at(mask, i) | at(other, i);
    }
  } else if ('not' in filter) {
    const other = maskOf(tables, kind, filter.not, examine);
    for (let i = 0; i < mask.length; i++) mask[i] = 1 - at(other, i);
  } else if ('ids' in filter) {
    for (const id of filter.ids) {
      const ordinal = tables.ordinals[kind].get(id);
      if (ordinal !== undefined) mask[ordinal] = 1;
    }
  } else if ('words' in filter) {
    const prefixes = filter.words.map((word) => ` ${word}`);
    for (const [i, node] of nodes.entries()) mask[i] = prefixes.every((prefix) => node.search.includes(prefix)) ? 1 : 0;
  } else if ('niveau' in filter) {
    const { min, max } = filter.niveau;
    for (const [i, node] of nodes.entries()) {
      const rang = rangOf(node);
      mask[i] = rang !== null && (min === null || rang >= min) && (max === null || rang <= max) ? 1 : 0;
    }
  } else {
    fillByNeighbours(tables, kind, filter, examine, mask);
  }
  return mask;
}

function fillByNeighbours(
  tables: Topology,
  kind: Kind,
  { path, quantifier, filter }: Extract<Filter, { path: unknown }>,
  examine: (count: number) => void,
  mask: Mask,
): void {
  const [step, ...rest] = path;
  if (step === undefined) throw new Error('a filter follows no step');
  const next = targetOf([step], kind);
  // `every` over a longer walk is `every` at each step, and likewise for the others: `none` is the negation of `some`.
  const inner =
    rest.length === 0
      ? filter
      : ({ path: rest, quantifier: quantifier === 'every' ? 'every' : 'some', filter } as const);
  const hits = maskOf(tables, next, inner, examine);
  const adjacency = tables.adjacency[step];
  examine(adjacency.targets.length);
  const { offsets, targets } = adjacency;
  for (let i = 0; i < mask.length; i++) {
    const end = at(offsets, i + 1);
    let met = 0;
    for (let j = at(offsets, i); j < end; j++) met += at(hits, at(targets, j));
    const size = end - at(offsets, i);
    mask[i] = (quantifier === 'every' ? met === size : met > 0 === (quantifier === 'some')) ? 1 : 0;
  }
}
