/** A search: ids first, then the strictest way of reading the query that finds anything, then what holds most of its words. */
import { at, type Topology } from '../../graph/topology.ts';
import { withoutBegunEnding } from '../../inclusive.ts';
import type { Kind } from '../../model.ts';
import { Fitting } from './fit.ts';
import { isSourceId, placeOfId } from './ids.ts';
import type { Field } from './names.ts';
import { costOf, Lexicon, namesTogetherWithAll, namesWithAll, namesWithMost, type Query, readerOf } from './query.ts';
import { STRICTNESS, type Typed } from './reading.ts';
import { respelt } from './respelt.ts';
import { indexOf, kindsBits, placeOf, type SearchIndex } from './searchIndex.ts';
import { typedWords } from './typed.ts';

/**
 * What of the query the hits hold: every word as it is written, or begun where it is the last; every word, but some shortened
 * or with typos; most of the words; there is no hit.
 */
export type Match = 'all' | 'approximately' | 'most' | 'none';

export interface Found {
  readonly match: Match;
  /** All hits, those that are not served included. */
  readonly total: number;
  /** The best first. */
  readonly hits: readonly Hit[];
}

export interface Hit {
  readonly kind: Kind;
  readonly ordinal: number;
  readonly id: string;
  /** From 0 to 1, with four decimals: comparable within one answer. */
  readonly score: number;
  readonly field: Field;
  /** The text that was found, as served. */
  readonly text: string;
  readonly highlights: readonly Range[];
}

/** A part of a text in UTF-16 units, the end not included. */
export interface Range {
  readonly start: number;
  readonly end: number;
}

export interface Wanted {
  /** Every kind, unless given. */
  readonly kinds?: readonly Kind[] | null | undefined;
  readonly first: number;
  /** Told how many names and words are about to be looked at; may throw to refuse. */
  readonly examine?: ((count: number) => void) | undefined;
}

const NONE: Found = { match: 'none', total: 0, hits: [] };

export function search(topology: Topology, written: string, wanted: Wanted): Found {
  const { examine = ignore } = wanted;
  const index = indexOf(topology, examine);
  const kinds = kindsBits(wanted.kinds ?? null);
  const byId = placeOfId(topology, written);
  if (byId !== undefined && (kindsBits([byId.kind]) & kinds) !== 0) return foundById(index, byId, wanted.first);
  if (isSourceId(written)) return NONE;
  const text = withoutBegunEnding(written);
  const typed = typedWords(index, text);
  if (typed.length === 0) return NONE;
  const { match, query, names } = namesFor(index, typed, kinds, examine);
  return names.length === 0 ? NONE : { match, ...ranked(index, text, query, names, wanted.first) };
}

function ignore(): void {}

function foundById(index: SearchIndex, { kind, ordinal }: { kind: Kind; ordinal: number }, first: number): Found {
  const { id } = index.topology.nodes[kind][ordinal] as { id: string };
  const hit: Hit = {
    kind,
    ordinal,
    id,
    score: 1,
    field: 'identifiant',
    text: id,
    highlights: [{ start: 0, end: id.length }],
  };
  return { match: 'all', total: 1, hits: first === 0 ? [] : [hit] };
}

interface NamesFound {
  readonly match: Match;
  readonly query: Query;
  readonly names: readonly number[];
}

function namesFor(
  index: SearchIndex,
  typed: readonly Typed[],
  kinds: number,
  examine: (count: number) => void,
): NamesFound {
  const read = readerOf(index);
  for (const strictness of STRICTNESS) {
    for (const reading of [typed, ...respelt(index, typed)]) {
      const query = read(reading, strictness);
      examine(costOf(query));
      const alone = namesWithAll(index, query, kinds);
      const names = alone.length > 0 || query.contents < 2 ? alone : namesTogetherWithAll(index, query, kinds);
      if (names.length > 0) return { match: strictness === 'whole' ? 'all' : 'approximately', query, names };
    }
  }
  const query = read(typed, null);
  examine(costOf(query));
  return { match: 'most', query, names: namesWithMost(index, query, kinds) };
}

/** One hit a node, by its best name; the best first. */
function ranked(
  index: SearchIndex,
  text: string,
  query: Query,
  names: readonly number[],
  first: number,
): Pick<Found, 'total' | 'hits'> {
  const fitting = new Fitting(index, query, new Lexicon(index, query), text);
  const best = new Best(first);
  // The names of a node have numbers that follow one another, its own first.
  const inOrder = Uint32Array.from(names).sort();
  for (let i = 0; i < inOrder.length; ) {
    const node = at(index.names.nodes, at(inOrder, i));
    let score = -1;
    let name = -1;
    for (; i < inOrder.length && at(index.names.nodes, at(inOrder, i)) === node; i++) {
      const one = fitting.scoreOf(at(inOrder, i));
      if (one > score) {
        score = one;
        name = at(inOrder, i);
      }
    }
    best.add({ node, name, score: rounded(score) });
  }
  const hits = best.kept.map(({ node, name, score }): Hit => {
    const { kind, ordinal } = placeOf(index, node);
    const { id } = index.topology.nodes[kind][ordinal] as { id: string };
    const { fields, texts } = index.names;
    const highlights = rangesOf(index, fitting.tokensOf(name));
    return { kind, ordinal, id, score, field: fields[name] as Field, text: texts[name] as string, highlights };
  });
  return { total: best.total, hits };
}

interface Scored {
  readonly node: number;
  readonly name: number;
  readonly score: number;
}

/** As many as are wanted of those added, the best first; of equals the first added, in the order of kinds, names, ids. */
class Best {
  readonly kept: Scored[] = [];
  total = 0;
  readonly #wanted: number;

  constructor(wanted: number) {
    this.#wanted = wanted;
  }

  add(one: Scored): void {
    this.total += 1;
    if (this.kept.length === this.#wanted && !((this.kept.at(-1)?.score ?? 1) < one.score)) return;
    let place = this.kept.length;
    while (place > 0 && (this.kept[place - 1] as Scored).score < one.score) place -= 1;
    this.kept.splice(place, 0, one);
    if (this.kept.length > this.#wanted) this.kept.pop();
  }
}

function rounded(score: number): number {
  return Math.round(score * 10_000) / 10_000;
}

/** The places of tokens, each once. */
export function rangesOf({ names: { starts, ends } }: SearchIndex, tokens: readonly number[]): Range[] {
  const ranges: Range[] = [];
  for (const token of tokens) {
    const range = { start: starts[token] as number, end: ends[token] as number };
    const before = ranges.at(-1);
    if (before === undefined || before.start !== range.start) ranges.push(range);
  }
  return ranges;
}
