/** What somebody may be typing: whole names that begin so, then what a search finds. */
import { at, byteAt, type Topology } from '../../graph/topology.ts';
import { withoutBegunEnding } from '../../inclusive.ts';
import type { Kind } from '../../model.ts';
import { type Range, rangesOf, search, type Wanted } from './search.ts';
import { indexOf, kindsBits, placeOf, type SearchIndex } from './searchIndex.ts';
import { tokensOf } from './tokens.ts';
import { keysFrom, wholeKey, wholeNamesOf } from './wholeNames.ts';

export interface Suggestion {
  /** A name as served; no two suggestions have the same. */
  readonly text: string;
  readonly kind: Kind;
  readonly id: string;
  readonly highlights: readonly Range[];
}

export function suggest(topology: Topology, written: string, wanted: Wanted): Suggestion[] {
  const text = withoutBegunEnding(written);
  const { first, kinds = null, examine = ignore } = wanted;
  const index = indexOf(topology, examine);
  const typed = tokensOf(text).length;
  if (typed === 0 || first === 0) return [];
  const begun = namesThatBegin(index, text, kindsBits(kinds), first, examine).map((name) =>
    suggestionOf(index, name, typed),
  );
  if (begun.length === first) return begun;
  const texts = new Set(begun.map((one) => one.text));
  const others: Suggestion[] = [];
  for (const hit of search(topology, text, { ...wanted, first: 2 * first }).hits) {
    if (texts.has(hit.text)) continue;
    texts.add(hit.text);
    others.push({ text: hit.text, kind: hit.kind, id: hit.id, highlights: hit.highlights });
  }
  return [...begun, ...others].slice(0, first);
}

function ignore(): void {}

/** The most welcome of them, each text once. */
function namesThatBegin(
  index: SearchIndex,
  text: string,
  kinds: number,
  count: number,
  examine: (count: number) => void,
): number[] {
  const whole = wholeNamesOf(index);
  const [from, to] = keysFrom(whole, wholeKey(text), false);
  examine(to - from);
  const best: number[] = [];
  for (let i = from; i < to; i++) {
    const name = at(whole.names, i);
    if ((byteAt(index.names.kinds, name) & kinds) === 0) continue;
    const rank = at(whole.ranks, name);
    if (best.length === count && rank >= at(whole.ranks, best.at(-1) as number)) continue;
    const same = best.findIndex((other) => index.names.texts[other] === index.names.texts[name]);
    if (same >= 0) {
      if (at(whole.ranks, best[same] as number) <= rank) continue;
      best.splice(same, 1);
    }
    const place = best.findIndex((other) => at(whole.ranks, other) > rank);
    best.splice(place < 0 ? best.length : place, 0, name);
    if (best.length > count) best.pop();
  }
  return best;
}

function suggestionOf(index: SearchIndex, name: number, typed: number): Suggestion {
  const { texts, nodes, tokens } = index.names;
  const { kind, ordinal } = placeOf(index, at(nodes, name));
  const { id } = index.topology.nodes[kind][ordinal] as { id: string };
  const first = at(tokens, name);
  const count = Math.min(typed, at(tokens, name + 1) - first);
  const highlights = rangesOf(
    index,
    Array.from({ length: count }, (_, i) => first + i),
  );
  return { text: texts[name] as string, kind, id, highlights };
}
