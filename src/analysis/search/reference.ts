/** Which node somebody means who gives an id, a name in any of its forms, or a ROME code. */
import { at, neighbours, type Topology } from '../../graph/topology.ts';
import { KINDS, type Kind, NEIGHBOURS, type Step } from '../../model.ts';
import { placeOfId } from './ids.ts';
import type { Field } from './names.ts';
import { type Hit, search } from './search.ts';
import { indexOf, placeOf } from './searchIndex.ts';
import { keysFrom, wholeKey, wholeNamesOf } from './wholeNames.ts';

export type By = 'id' | 'name' | 'rome';

/** One node; or several that the reference names equally; or none, and what comes near. */
export type Resolved =
  | { readonly outcome: 'found'; readonly id: string }
  | { readonly outcome: 'ambiguous'; readonly candidates: readonly Candidate[] }
  | { readonly outcome: 'missing'; readonly near: readonly Hit[] };

export interface Candidate {
  readonly kind: Kind;
  readonly id: string;
  /** By which of its names it is meant. */
  readonly field: Field;
  readonly text: string;
}

/** How many nodes that come near are told of. */
const NEAR = 5;

/** The walk from a ROME code to the nodes of a kind, where there is one of a single step. */
export function stepFromRome(kind: Kind): Step | undefined {
  return NEIGHBOURS.Rome.find(({ target }) => target === kind)?.path[0];
}

/**
 * A name that is one node's own and another one's further appellation is ambiguous, the own one first among the candidates:
 * which is meant is for the asker to say. A node is one candidate, however many of its names fit.
 */
export function referenceOf(
  topology: Topology,
  kind: Kind,
  by: By,
  text: string,
  examine: (count: number) => void = ignore,
): Resolved {
  const candidates = CANDIDATES[by](topology, kind, text, examine);
  const [only] = candidates;
  if (only !== undefined && candidates.length === 1) return { outcome: 'found', id: only.id };
  if (only !== undefined) return { outcome: 'ambiguous', candidates };
  return { outcome: 'missing', near: search(topology, text, { kinds: [kind], first: NEAR, examine }).hits };
}

function ignore(): void {}

type Find = (topology: Topology, kind: Kind, text: string, examine: (count: number) => void) => Candidate[];

const CANDIDATES: Readonly<Record<By, Find>> = {
  id: (topology, kind, text) => {
    const place = placeOfId(topology, text);
    if (place === undefined || place.kind !== kind) return [];
    const { id } = topology.nodes[kind][place.ordinal] as { id: string };
    return [{ kind, id, field: 'identifiant', text: id }];
  },
  name: byName,
  rome: (topology, kind, text, examine) => {
    const [code] = [...CANDIDATES.id(topology, 'Rome', text, examine), ...byName(topology, 'Rome', text, examine)];
    const step = stepFromRome(kind);
    if (code === undefined || step === undefined) return [];
    const classed = neighbours(topology.adjacency[step], topology.ordinals.Rome.get(code.id) as number);
    return Array.from(classed, (ordinal): Candidate => {
      const node = topology.nodes[kind][ordinal] as { id: string };
      const { name } = KINDS[kind];
      return { kind, id: node.id, field: name, text: node[name as keyof typeof node] };
    });
  },
};

function byName(topology: Topology, kind: Kind, text: string, examine: (count: number) => void): Candidate[] {
  const index = indexOf(topology, examine);
  const key = wholeKey(text);
  if (key === '') return [];
  const whole = wholeNamesOf(index);
  const asWritten = keysFrom(whole, key, true);
  const [from, to] = asWritten[0] < asWritten[1] ? asWritten : keysFrom(whole, key.replaceAll(' ', ''), true);
  const byNode = new Map<number, number>();
  // The names of a node are numbered in their order, its own first.
  for (const name of whole.names.subarray(from, to).toSorted()) {
    const node = at(index.names.nodes, name);
    if (placeOf(index, node).kind === kind && !byNode.has(node)) byNode.set(node, name);
  }
  return [...byNode]
    .map(([node, name]) => ({ node, name, further: index.names.fields[name] === 'autreAppellation' }))
    .sort((a, b) => Number(a.further) - Number(b.further) || a.node - b.node)
    .map(({ node, name }): Candidate => {
      const { id } = topology.nodes[kind][placeOf(index, node).ordinal] as { id: string };
      return { kind, id, field: index.names.fields[name] as Field, text: index.names.texts[name] as string };
    });
}
