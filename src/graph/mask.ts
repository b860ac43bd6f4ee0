/** Filters as masks: a byte a node, computed over the whole kind at once, linear in its nodes and edges. */
import { endsOf, type Kind, targetOf } from '../model.ts';
import type { Bounds, Filter } from './graph.ts';
import { at, byteAt, niveauOf, rangOf, salaireOf, type Topology } from './topology.ts';
import { eachWithWords } from './words.ts';

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
      for (let i = 0; i < mask.length; i++) mask[i] = byteAt(mask, i) & byteAt(other, i);
    }
  } else if ('any' in filter) {
    for (const part of filter.any) {
      const other = maskOf(tables, kind, part, examine);
      for (let i = 0; i < mask.length; i++) mask[i] = byteAt(mask, i) | byteAt(other, i);
    }
  } else if ('not' in filter) {
    const other = maskOf(tables, kind, filter.not, examine);
    for (let i = 0; i < mask.length; i++) mask[i] = 1 - byteAt(other, i);
  } else if ('ids' in filter) {
    for (const id of filter.ids) {
      const ordinal = tables.ordinals[kind].get(id);
      if (ordinal !== undefined) mask[ordinal] = 1;
    }
  } else if ('words' in filter) {
    eachWithWords(nodes, filter.words, (i) => {
      mask[i] = 1;
    });
  } else if ('niveau' in filter) {
    for (const [i, node] of nodes.entries()) mask[i] = lies(rangOf(node), filter.niveau);
  } else if ('niveaux' in filter) {
    const ranks = new Set(filter.niveaux.ranks);
    const labels = new Set(filter.niveaux.labels);
    for (const [i, node] of nodes.entries()) {
      const niveau = niveauOf(node);
      const isWanted =
        niveau === null
          ? filter.niveaux.none
          : niveau.rang === null
            ? labels.has(niveau.libelle)
            : ranks.has(niveau.rang);
      mask[i] = isWanted ? 1 : 0;
    }
  } else if ('salaire' in filter) {
    for (const [i, node] of nodes.entries()) mask[i] = lies(salaireOf(node), filter.salaire);
  } else if ('counted' in filter) {
    fillByCounts(tables, filter, examine, mask);
  } else {
    fillByNeighbours(tables, kind, filter, examine, mask);
  }
  return mask;
}

/** No value lies nowhere, not even between open bounds. */
function lies(value: number | null, { min, max }: Bounds): 0 | 1 {
  return value !== null && (min === null || value >= min) && (max === null || value <= max) ? 1 : 0;
}

function fillByCounts(
  tables: Topology,
  { path, counted, filter }: Extract<Filter, { counted: unknown }>,
  examine: (count: number) => void,
  mask: Mask,
): void {
  const [step, ...rest] = path;
  if (step === undefined || rest.length > 0) throw new Error('a filter counts the neighbours of one step');
  const hits = maskOf(tables, endsOf(step).to, filter, examine);
  const { offsets, targets } = tables.adjacency[step];
  examine(targets.length);
  for (let i = 0; i < mask.length; i++)
    mask[i] = lies(hitsOf(hits, targets, at(offsets, i), at(offsets, i + 1)), counted);
}

/** How many of the targets from `start` up to, not including, `end` are hits. */
function hitsOf(hits: Mask, targets: Uint32Array, start: number, end: number): number {
  let count = 0;
  for (let j = start; j < end; j++) count += byteAt(hits, at(targets, j));
  return count;
}

function fillByNeighbours(
  tables: Topology,
  kind: Kind,
  { path, quantifier, filter }: Extract<Filter, { quantifier: unknown }>,
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
    const start = at(offsets, i);
    const end = at(offsets, i + 1);
    const met = hitsOf(hits, targets, start, end);
    const size = end - start;
    mask[i] = (quantifier === 'every' ? met === size : met > 0 === (quantifier === 'some')) ? 1 : 0;
  }
}
