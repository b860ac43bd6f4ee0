/** Facets: how many métiers have each value of an axis. One pass over a mask and the edges of one relation. */
import type { Filter } from '../graph/graph.ts';
import { type Mask, maskOf } from '../graph/mask.ts';
import { at, byteAt, signedAt, type Topology } from '../graph/topology.ts';
import { AXES, type Axis, UNKNOWN, type Value, valuesOf } from './axes.ts';

export interface Facets {
  /** How many métiers meet the whole filter. */
  readonly total: number;
  readonly facets: readonly Facet[];
}

export interface Facet {
  readonly axis: Axis;
  /** How many métiers are counted: each has one value at least, be it unknown. */
  readonly total: number;
  /** The most frequent values, in the axis's order where it has one; behind them, whatever its number, what is unknown. */
  readonly values: readonly Counted[];
  /** How many values have a métier, what is unknown included. */
  readonly valuesTotal: number;
}

export interface Counted extends Value {
  readonly nombre: number;
}

/** An axis, and the filter under which it is counted: the same object as the whole filter where nothing is left out. */
export interface Asked {
  readonly axis: Axis;
  readonly filter: Filter | null;
}

/** Which part of a list: so many, behind so many others. */
export interface Served {
  readonly skip: number;
  readonly first: number;
}

export function facetsOf(
  topology: Topology,
  filter: Filter | null,
  asked: readonly Asked[],
  served: Served,
  examine: (count: number) => void,
): Facets {
  const whole = maskOf(topology, 'Metier', filter ?? EVERYTHING, examine);
  const facets = asked.map(({ axis, filter: own }) => {
    const mask = own === filter ? whole : maskOf(topology, 'Metier', own ?? EVERYTHING, examine);
    return facetOf(topology, axis, mask, served, examine);
  });
  return { total: sizeOf(whole), facets };
}

export const EVERYTHING: Filter = { all: [] };

export function sizeOf(mask: Mask): number {
  let size = 0;
  for (let i = 0; i < mask.length; i++) size += byteAt(mask, i);
  return size;
}

function facetOf(topology: Topology, axis: Axis, mask: Mask, served: Served, examine: (count: number) => void): Facet {
  const { via, ordinal } = AXES[axis];
  const values = valuesOf(topology, axis);
  examine(mask.length + (via === null ? 0 : topology.adjacency[via].targets.length));
  const counts = new Uint32Array(values.size);
  const unknown =
    via === null ? countOwn(mask, values.of, counts) : countFarEnds(mask, topology.adjacency[via], values.of, counts);
  const places = mostFrequent(counts);
  const shown = places.subarray(served.skip, served.skip + served.first);
  if (ordinal) shown.sort();
  const counted = Array.from(shown, (place) => ({
    ...values.value(place),
    nombre: at(counts, place),
  }));
  return {
    axis,
    total: sizeOf(mask),
    values: unknown === 0 ? counted : [...counted, { ...UNKNOWN, nombre: unknown }],
    valuesTotal: places.length + (unknown === 0 ? 0 : 1),
  };
}

/** Counts the métiers by their own value; gives how many have none. */
function countOwn(mask: Mask, of: Int32Array, counts: Uint32Array): number {
  let unknown = 0;
  for (let i = 0; i < mask.length; i++) {
    if (mask[i] === 0) continue;
    const place = signedAt(of, i);
    if (place < 0) unknown += 1;
    else counts[place] = at(counts, place) + 1;
  }
  return unknown;
}

/** The same by the values of their far ends: several that have one value count a métier once. */
function countFarEnds(
  mask: Mask,
  { offsets, targets }: Topology['adjacency'][keyof Topology['adjacency']],
  of: Int32Array,
  counts: Uint32Array,
): number {
  const seen = new Int32Array(counts.length).fill(-1);
  let unknown = 0;
  for (let i = 0; i < mask.length; i++) {
    if (mask[i] === 0) continue;
    const end = at(offsets, i + 1);
    let known = false;
    for (let j = at(offsets, i); j < end; j++) {
      const place = signedAt(of, at(targets, j));
      if (place < 0) continue;
      known = true;
      if (signedAt(seen, place) === i) continue;
      seen[place] = i;
      counts[place] = at(counts, place) + 1;
    }
    if (!known) unknown += 1;
  }
  return unknown;
}

/** Most métiers first, then in order: both in one number, which typed arrays sort without a comparison. */
function mostFrequent(counts: Uint32Array): Uint32Array {
  const packed = new Float64Array(counts.length);
  let size = 0;
  for (let place = 0; place < counts.length; place++) {
    const count = at(counts, place);
    if (count > 0) packed[size++] = place - count * PLACES_MAX;
  }
  const places = new Uint32Array(size);
  packed.subarray(0, size).sort();
  for (let i = 0; i < size; i++) {
    const both = packed[i] as number;
    places[i] = both - Math.floor(both / PLACES_MAX) * PLACES_MAX;
  }
  return places;
}

const PLACES_MAX = 2 ** 32;
