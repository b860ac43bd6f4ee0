/** A query read in one way: which names hold its words, and how a name fits it. Works on arrays that the index lends it. */
import { begun, INFLECTED, type Match, matchesOf, type Strictness, strictestOf, type Typed } from './reading.ts';
import type { SearchIndex } from './searchIndex.ts';

/** The words of a query with all that each may stand for in the release. */
export interface Query {
  readonly words: readonly QueryWord[];
  /** Of these, how many are content words: the ones that must be found. */
  readonly contents: number;
}

export interface QueryWord {
  readonly typed: Typed;
  readonly matches: readonly Match[];
  /** The names in which its letters are the initials of neighbouring content words. */
  readonly initials: readonly number[];
  /** How much it counts: the more, the fewer names hold it; next to nothing for a small word. */
  readonly weight: number;
  /** How many names its matches lead to, one counted for each match. */
  readonly size: number;
}

/** Reads queries: without a strictness, each word in the strictest way in which it stands for anything. */
export type Reader = (typed: readonly Typed[], strictness: Strictness | null) => Query;

/** Many readings of a query share words: what a word stands for is kept for the others. */
export function readerOf(index: SearchIndex): Reader {
  const known = new Map<string, QueryWord>();
  return (typed, wanted) => {
    const words = typed.map((one): QueryWord => {
      const strictness = wanted ?? strictestOf(index, one);
      const key = `${strictness} ${one.small} ${one.last} ${one.forms.join(' ')}`;
      let word = known.get(key);
      if (word === undefined) {
        word = queryWordOf(index, one, strictness);
        known.set(key, word);
      }
      return word;
    });
    return { words, contents: words.filter(({ typed }) => !typed.small).length };
  };
}

function queryWordOf(index: SearchIndex, typed: Typed, strictness: Strictness): QueryWord {
  const matches = matchesOf(index, typed, strictness);
  const initials = typed.small || (strictness === 'whole' && matches.length > 0) ? [] : initialsOf(index, typed);
  const size = namesOf(index, matches) + initials.length;
  const weight = typed.small ? SMALL_WEIGHT : Math.log(2 + index.names.count / (1 + rarity(index, matches, size)));
  return { typed, matches, initials, weight, size };
}

/** How many names hold the word: as it was typed or inflected, if any does. */
function rarity(index: SearchIndex, matches: readonly Match[], size: number): number {
  const whole = matches.filter(({ quality }) => quality !== null && quality >= INFLECTED);
  return whole.length === 0 ? size : namesOf(index, whole);
}

/** How many names matches lead to, one counted for each match. */
function namesOf({ words: { offsets } }: SearchIndex, matches: readonly Match[]): number {
  return matches.reduce((sum, { from, to }) => sum + (offsets[to] as number) - (offsets[from] as number), 0);
}

const SMALL_WEIGHT = 0.05;
const INITIALS_MAX = 8;

function initialsOf({ initials, names }: SearchIndex, { forms }: Typed): number[] {
  const [letters = ''] = forms;
  if (letters.length < 2 || letters.length > INITIALS_MAX) return [];
  const list = initials.get(letters.slice(0, 2)) ?? [];
  return list.filter((name) => (names.initials[name] as string).includes(letters));
}

/** How many names and words looking for them visits. */
export function costOf({ words }: Query): number {
  return words.reduce((sum, { size }) => sum + size, words.length);
}

/** The names, of kinds whose bits are in `kinds`, that hold every content word. */
export function namesWithAll(index: SearchIndex, query: Query, kinds: number): number[] {
  return holdersOfAll(index, query, kinds, (name) => name);
}

/**
 * The names of the nodes, of such kinds, that hold every content word, be it in several names: there as whole words, since what
 * one name has in whole and another one begins with says little.
 */
export function namesTogetherWithAll(index: SearchIndex, query: Query, kinds: number): number[] {
  const { nodes, ofNode } = index.names;
  const found = holdersOfAll(
    index,
    { ...query, words: query.words.map((word) => whole(index, word)) },
    kinds,
    (name) => nodes[name] as number,
  );
  return found.flatMap((node) => {
    const first = ofNode[node] as number;
    return Array.from({ length: (ofNode[node + 1] as number) - first }, (_, i) => first + i);
  });
}

function whole(index: SearchIndex, word: QueryWord): QueryWord {
  const matches = word.matches.filter(({ quality }) => quality !== null);
  return { ...word, matches, size: namesOf(index, matches) + word.initials.length };
}

/** What holds every content word: the rarest is looked for first, the others in what was found. */
function holdersOfAll(
  index: SearchIndex,
  { words }: Query,
  kinds: number,
  holderOf: (name: number) => number,
): number[] {
  const contents = words.filter(({ typed }) => !typed.small).sort((a, b) => a.size - b.size);
  if (contents.length === 0 || contents.some(({ size }) => size === 0)) return [];
  const stamps = stampsOf(index);
  const base = stamps.next(contents.length + 1);
  const { seen } = stamps;
  let found: number[] = [];
  for (const [i, word] of contents.entries()) {
    const next: number[] = [];
    visit(index, word, (name) => {
      const holder = holderOf(name);
      const mark = seen[holder] as number;
      const fits = i === 0 ? mark < base && ((index.names.kinds[name] as number) & kinds) !== 0 : mark === base + i - 1;
      if (!fits) return;
      seen[holder] = base + i;
      next.push(holder);
    });
    found = next;
  }
  return found;
}

/** The names, of such kinds, that hold half of the content words, or as many as any name holds; and those wholly found. */
export function namesWithMost(index: SearchIndex, { words, contents }: Query, kinds: number): number[] {
  const stamps = stampsOf(index);
  const base = stamps.next(words.length + 1);
  const { seen } = stamps;
  const counts = new Map<number, number>();
  let most = 0;
  for (const [i, word] of words.entries()) {
    if (word.typed.small) continue;
    visit(index, sure(word), (name) => {
      if ((seen[name] as number) === base + i || ((index.names.kinds[name] as number) & kinds) === 0) return;
      seen[name] = base + i;
      const count = (counts.get(name) ?? 0) + 1;
      counts.set(name, count);
      if (count > most) most = count;
    });
  }
  const least = Math.min(most, Math.ceil(contents / 2));
  const { initials } = index.names;
  return [...counts]
    .filter(([name, count]) => count >= least || count >= (initials[name] as string).length)
    .map(([name]) => name);
}

/** Two letters are the initials of too much to be a find of their own. */
function sure(word: QueryWord): QueryWord {
  const [letters = ''] = word.typed.forms;
  return letters.length > 2 ? word : { ...word, initials: [] };
}

/** Calls with every name that a word leads to; with some more than once. */
function visit(
  { words: { offsets, names } }: SearchIndex,
  { matches, initials }: QueryWord,
  call: (name: number) => void,
): void {
  for (const { from, to } of matches) {
    const end = offsets[to] as number;
    for (let i = offsets[from] as number; i < end; i++) call(names[i] as number);
  }
  for (const name of initials) call(name);
}

/** A place a name, to mark those already seen; marks only grow, so that nothing has to be wiped between two queries. */
interface Stamps {
  seen: Uint32Array;
  readonly next: (count: number) => number;
}

const STAMPS = new WeakMap<SearchIndex, Stamps>();

function stampsOf(index: SearchIndex): Stamps {
  let stamps = STAMPS.get(index);
  if (stamps === undefined) {
    const seen = new Uint32Array(Math.max(index.names.count, index.nodeCount));
    let last = 1;
    const next = (count: number): number => {
      if (last + count > 0xffffffff) {
        seen.fill(0);
        last = 1;
      }
      const base = last;
      last += count;
      return base;
    };
    stamps = { seen, next };
    STAMPS.set(index, stamps);
  }
  return stamps;
}

/** What each word of the release says to a query: which of its words it may be, and how well. */
export class Lexicon {
  readonly #heads: Map<number, Entry>;

  constructor({ words: { list } }: SearchIndex, { words }: Query) {
    this.#heads = new Map();
    for (const [word, { matches }] of words.entries()) {
      for (const { from, to, quality, typed } of matches) {
        for (let number = from; number < to; number++) {
          const next = this.#heads.get(number);
          this.#heads.set(number, { word, quality: quality ?? begun(typed, list[number] as string), next });
        }
      }
    }
  }

  of(number: number): Entry | undefined {
    return this.#heads.get(number);
  }
}

export interface Entry {
  /** The place of the word in the query. */
  readonly word: number;
  readonly quality: number;
  readonly next: Entry | undefined;
}
