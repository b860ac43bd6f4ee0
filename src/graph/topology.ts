/**
 * A release as arrays. A node is its ordinal: its place among its kind in the order of names, ids where names tie.
 * A relation is a pair of compressed adjacency lists (CSR), one for each direction. Every analysis works on this, whatever
 * store it comes from.
 */
import {
  type AnyNode,
  endsOf,
  KIND_NAMES,
  type Kind,
  type Metier,
  type Niveau,
  type NodeOf,
  type OutlineOf,
  RELATION_NAMES,
  RELATIONS,
  type RelationName,
  type Step,
} from '../model.ts';
import { compareStrings } from '../text.ts';
import type { Neighbours } from './graph.ts';

export interface Topology<Nodes extends OutlineOf = OutlineOf> {
  readonly nodes: { readonly [K in Kind]: readonly Nodes[K][] };
  /** From id to ordinal. */
  readonly ordinals: Readonly<Record<Kind, ReadonlyMap<string, number>>>;
  /** Every ordinal of a kind, in order. */
  readonly all: Readonly<Record<Kind, Uint32Array>>;
  readonly adjacency: Readonly<Record<Step, Adjacency>>;
}

/** A release with all that its nodes hold. */
export type Tables = Topology<NodeOf>;

/** The neighbours of ordinal `i` are `targets[offsets[i]]` up to, not including, `targets[offsets[i + 1]]`. */
export interface Adjacency {
  readonly offsets: Uint32Array;
  readonly targets: Uint32Array;
}

/** Throws when an id or an edge stands twice, or an edge ends nowhere: loaders promise that none of this happens. */
export function topologyOf<Nodes extends OutlineOf>(content: Arrays<Nodes>): Topology<Nodes> {
  const nodes = Object.fromEntries(
    KIND_NAMES.map((kind) => [kind, [...content.nodes[kind]].sort(byName)]),
  ) as unknown as Topology<Nodes>['nodes'];
  const ordinals = Object.fromEntries(
    KIND_NAMES.map((kind) => [kind, ordinalsOf(nodes[kind])]),
  ) as unknown as Topology['ordinals'];
  const adjacency = Object.fromEntries(
    RELATION_NAMES.flatMap((name): [Step, Adjacency][] => {
      const { from, to } = RELATIONS[name];
      const out = adjacencyOf(content.edges[name], ordinals[from], ordinals[to]);
      return [
        [`${name}>`, out],
        [`<${name}`, transposed(out, nodes[to].length)],
      ];
    }),
  ) as Topology['adjacency'];
  const all = Object.fromEntries(
    KIND_NAMES.map((kind) => [kind, Uint32Array.from(nodes[kind].keys())]),
  ) as unknown as Topology['all'];
  return { nodes, ordinals, all, adjacency };
}

interface Arrays<Nodes extends OutlineOf> {
  readonly nodes: { readonly [K in Kind]: readonly Nodes[K][] };
  readonly edges: Readonly<Record<RelationName, readonly Neighbours[]>>;
}

export function degree({ offsets }: Adjacency, ordinal: number): number {
  return at(offsets, ordinal + 1) - at(offsets, ordinal);
}

export function neighbours({ offsets, targets }: Adjacency, ordinal: number): Uint32Array {
  return targets.subarray(at(offsets, ordinal), at(offsets, ordinal + 1));
}

/** An element that is known to be there. Of one type of array, since engines make an access fast that only ever sees one. */
export function at(array: Uint32Array, index: number): number {
  return array[index] as number;
}

/** The same, of bytes. */
export function byteAt(array: Uint8Array, index: number): number {
  return array[index] as number;
}

/** The same, of numbers that may stand for nothing: then they are below 0. */
export function signedAt(array: Int32Array, index: number): number {
  return array[index] as number;
}

export function sizeOf(tables: Topology, step: Step): number {
  return tables.nodes[endsOf(step).to].length;
}

/** The rank of a node's level, null where it has none or is of a kind without levels. */
export function rangOf(node: AnyNode | OutlineOf[Kind]): number | null {
  return (node as Partial<Metier>).niveau?.rang ?? null;
}

/** A node's level, null where it has none or is of a kind without levels. */
export function niveauOf(node: AnyNode | OutlineOf[Kind]): Niveau | null {
  return (node as Partial<Metier>).niveau ?? null;
}

/** The lowest figure of a beginner's salary, in euros a month; null where there is none, or for a kind without salaries. */
export function salaireOf(node: AnyNode | OutlineOf[Kind]): number | null {
  return (node as Partial<Metier>).salaireDebutant?.min ?? null;
}

/** The order of ordinals. */
export function byName(a: { key: string; id: string }, b: { key: string; id: string }): number {
  return compareStrings(a.key, b.key) || compareStrings(a.id, b.id);
}

function ordinalsOf(nodes: readonly { id: string }[]): Map<string, number> {
  const ordinals = new Map(nodes.map(({ id }, ordinal) => [id, ordinal]));
  if (ordinals.size !== nodes.length) throw new Error('content: an id stands twice');
  return ordinals;
}

function adjacencyOf(
  edges: readonly Neighbours[],
  from: ReadonlyMap<string, number>,
  to: ReadonlyMap<string, number>,
): Adjacency {
  const lists: (readonly string[] | undefined)[] = new Array(from.size).fill(undefined);
  for (const edge of edges) {
    const ordinal = ordinalIn(from, edge.from);
    const again = lists[ordinal] !== undefined || new Set(edge.to).size < edge.to.length;
    if (again) throw new Error(`content: an edge of ${edge.from} stands twice`);
    lists[ordinal] = edge.to;
  }
  const offsets = new Uint32Array(from.size + 1);
  for (const [ordinal, list] of lists.entries()) offsets[ordinal + 1] = at(offsets, ordinal) + (list?.length ?? 0);
  const targets = Uint32Array.from(
    lists.flatMap((list) => list ?? []),
    (id) => ordinalIn(to, id),
  );
  return { offsets, targets };
}

function ordinalIn(ordinals: ReadonlyMap<string, number>, id: string): number {
  const ordinal = ordinals.get(id);
  if (ordinal === undefined) throw new Error(`content: an edge ends at ${id}, which is not among the nodes`);
  return ordinal;
}

/** The same edges seen from their far ends; each list comes out in the order of ordinals, that is, of names. */
function transposed({ offsets, targets }: Adjacency, size: number): Adjacency {
  const back = new Uint32Array(size + 1);
  for (const target of targets) back[target + 1] = at(back, target + 1) + 1;
  for (let ordinal = 0; ordinal < size; ordinal++) back[ordinal + 1] = at(back, ordinal + 1) + at(back, ordinal);
  const next = back.slice(0, size);
  const sources = new Uint32Array(targets.length);
  for (let source = 0; source + 1 < offsets.length; source++) {
    for (let i = at(offsets, source); i < at(offsets, source + 1); i++) {
      const target = at(targets, i);
      const free = at(next, target);
      sources[free] = source;
      next[target] = free + 1;
    }
  }
  return { offsets: back, targets: sources };
}
