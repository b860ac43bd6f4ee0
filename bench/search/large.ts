/** A release of a hundred times the real size: names made anew of the parts of real ones and of words that do not exist. */
import type { Content } from '../../src/graph/graph.ts';
import { type Topology, topologyOf } from '../../src/graph/topology.ts';
import type { Formation, Metier } from '../../src/model.ts';
import { fold } from '../../src/text.ts';

/** Every node as often as that, the first time under its own name. Without edges: a search follows none. */
export function enlarged({ nodes }: Content, times: number): Topology {
  const random = randomFrom(1);
  const heads = nodes.Metier.map(({ nom }) => nom.split(' ')[0] ?? '');
  const tails = [...nodes.Metier, ...nodes.Formation].map(({ nom }) => nom.split(' ').slice(1).join(' '));
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)] as T;
  const strange = Array.from({ length: STRANGE_WORDS }, () => strangeWord(random));
  const name = (): string => `${pick(heads)} ${pick(tails)} ${pick(strange)}`;

  const metiers = nodes.Metier.flatMap((metier) => [
    metier,
    ...Array.from({ length: times - 1 }, (_, i): Metier => {
      const nom = name();
      const autresAppellations = [{ nom: name(), feminin: null, masculin: null }];
      return { ...metier, ...named(nom), id: `${metier.id}.${i}`, nom, appellations: null, autresAppellations };
    }),
  ]);
  const formations = nodes.Formation.flatMap((formation) => [
    formation,
    ...Array.from({ length: times - 1 }, (_, i): Formation => {
      const nom = `${formation.nom} ${pick(strange)}`;
      return { ...named(nom), id: `${formation.id}.${i}`, nom };
    }),
  ]);
  return topologyOf({
    nodes: { ...nodes, Metier: metiers, Formation: formations },
    edges: { RECOMMANDE: [], EXERCE_SOUS: [], REPOND_A: [], CLASSE_SOUS: [] },
  });
}

const STRANGE_WORDS = 40_000;
const ONSETS = ['b', 'br', 'c', 'ch', 'd', 'f', 'g', 'gr', 'l', 'm', 'n', 'p', 'pl', 'qu', 'r', 's', 't', 'tr', 'v'];
const RHYMES = ['a', 'an', 'au', 'e', 'é', 'eur', 'i', 'in', 'ique', 'o', 'oi', 'on', 'ou', 'u'];

function strangeWord(random: () => number): string {
  const syllables = 2 + Math.floor(random() * 3);
  const part = (list: readonly string[]): string => list[Math.floor(random() * list.length)] ?? '';
  return Array.from({ length: syllables }, () => part(ONSETS) + part(RHYMES)).join('');
}

/** What lists sort by; nothing here reads the search key. */
function named(nom: string): { readonly key: string; readonly search: string } {
  return { key: fold(nom), search: '' };
}

/** Mulberry32: the same numbers at every run. */
function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
