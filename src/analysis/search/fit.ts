/** How a name fits a query: which of its tokens stand for which word, and a score from 0 to 1. A class, for speed. */
import type { Field } from './names.ts';
import type { Lexicon, Query, QueryWord } from './query.ts';
import { EXACT, INFLECTED, INITIALS } from './reading.ts';
import type { SearchIndex } from './searchIndex.ts';
import { tokensOf } from './tokens.ts';

/**
 * The exact name comes first; then a whole name that is not written quite so; then one that begins with what was typed, letter
 * for letter; then one that begins with the words; then one that has them elsewhere. Covering more of a name comes before
 * covering less, and lifts no name into the part above.
 */
const EXACT_NAME = 1;
const WHOLE = 0.95;
const WHOLE_IN_DISORDER = 0.92;
const BEGINS_SO = 0.82;
const BEGINS = 0.74;
const HOLDS = 0.54;
const SIDE_BY_SIDE = 0.05;
const COVERAGE = 0.14;
/** With all of it a name would be whole: so no beginning reaches the part above. */
const COVERAGE_OF_BEGINNING = 0.08;
/** How much of a query a name answers at the least that begins with all of it, however little of the last word was typed. */
const TYPED_SO_FAR = 0.95;
/** Where words are missing, those that are there matter more. */
const COVERAGE_OF_SOME = 0.05;

/** A find in a name that is not the first of its node's. */
const FIELD: Partial<Record<Field, number>> = { autreAppellation: 0.97 };

/** By kind, in the order of KIND_NAMES: métiers come first, where they have the words as a whole name, and where not. */
const WHOLE_OF_KIND: readonly number[] = [1, 0.96, 0.99, 0.99, 0.99];
const PART_OF_KIND: readonly number[] = [1, 0.8, 0.9, 0.9, 0.9];

export class Fitting {
  readonly #index: SearchIndex;
  readonly #query: Query;
  readonly #lexicon: Lexicon;
  /** The numbers of the words typed, in their order and as often as they were. */
  readonly #typed: readonly (readonly number[])[];
  /** The forms of the last of them, which may only begin a word. */
  readonly #lastTyped: readonly string[];
  readonly #qualities: Float64Array;
  readonly #from: Int32Array;
  readonly #to: Int32Array;
  /** Tokens that are a word of the query which a token before them is already. */
  #again: number[] = [];

  constructor(index: SearchIndex, query: Query, lexicon: Lexicon, text: string) {
    this.#index = index;
    this.#query = query;
    this.#lexicon = lexicon;
    const typed = tokensOf(text);
    this.#typed = typed.map(({ forms }) => forms.map((form) => index.words.numbers.get(form) ?? -1));
    this.#lastTyped = typed.at(-1)?.forms ?? [];
    this.#qualities = new Float64Array(query.words.length);
    this.#from = new Int32Array(query.words.length);
    this.#to = new Int32Array(query.words.length);
  }

  /** The score alone: what all candidates need. */
  scoreOf(name: number): number {
    this.#align(name);
    return this.#score(name);
  }

  /** The tokens that stand for words of the query. */
  tokensOf(name: number): number[] {
    this.#align(name);
    const tokens = new Set<number>(this.#again);
    for (let word = 0; word < this.#qualities.length; word++) {
      if (this.#qualities[word] === 0) continue;
      for (let token = this.#from[word] as number; token < (this.#to[word] as number); token++) tokens.add(token);
    }
    return [...tokens].sort((a, b) => a - b);
  }

  /** For each word of the query the token that fits it best; of equals the first behind the word before it, else the first. */
  #align(name: number): void {
    const { tokens, forms, formWords } = this.#index.names;
    this.#qualities.fill(0);
    this.#again = [];
    const end = tokens[name + 1] as number;
    for (let token = tokens[name] as number; token < end; token++) {
      const last = forms[token + 1] as number;
      const isWord = this.#isWord(token);
      for (let i = forms[token] as number; i < last; i++) {
        for (let entry = this.#lexicon.of(formWords[i] as number); entry !== undefined; entry = entry.next) {
          if (isWord && entry.quality < EXACT) continue;
          if (entry.quality <= (this.#qualities[entry.word] as number)) {
            if (entry.quality === EXACT) this.#again.push(token);
            continue;
          }
          this.#qualities[entry.word] = entry.quality;
          this.#from[entry.word] = token;
          this.#to[entry.word] = token + 1;
        }
      }
    }
    for (const [word, { initials, typed }] of this.#query.words.entries()) {
      if (initials.length > 0 && (this.#qualities[word] as number) < INITIALS)
        this.#alignInitials(name, word, typed.forms[0] ?? '');
    }
  }

  /** Whether a token is a word of the query as it was typed: then it is not the beginning of another one. */
  #isWord(token: number): boolean {
    const { forms, formWords } = this.#index.names;
    for (let i = forms[token] as number; i < (forms[token + 1] as number); i++) {
      for (let entry = this.#lexicon.of(formWords[i] as number); entry !== undefined; entry = entry.next)
        if (entry.quality === EXACT) return true;
    }
    return false;
  }

  #alignInitials(name: number, word: number, letters: string): void {
    const { initials, tokens, small } = this.#index.names;
    const place = (initials[name] as string).indexOf(letters);
    if (place < 0) return;
    let content = -1;
    for (let token = tokens[name] as number; token < (tokens[name + 1] as number); token++) {
      if (small[token] === 1) continue;
      content += 1;
      if (content === place) this.#from[word] = token;
      if (content === place + letters.length - 1) this.#to[word] = token + 1;
    }
    this.#qualities[word] = INITIALS;
  }

  #score(name: number): number {
    const { fields, kinds } = this.#index.names;
    const { share, complete, sure, inOrder, sideBySide } = this.#answered();
    const { coverage, first, whole } = this.#coverage(name);
    const kind = 31 - Math.clz32(kinds[name] as number);
    const field = FIELD[fields[name] as Field] ?? 1;
    const begins = complete && sideBySide && this.#isCovered(first);
    const beginsSo = begins && this.#beginsSo(name);
    if (complete && whole) {
      const place = this.#isExact(name) ? EXACT_NAME : inOrder ? WHOLE : WHOLE_IN_DISORDER;
      const answered = beginsSo ? Math.max(share, TYPED_SO_FAR) : share;
      return answered * place * (WHOLE_OF_KIND[kind] ?? 1) * field;
    }
    const [place, most] = begins
      ? [beginsSo ? BEGINS_SO : BEGINS, COVERAGE_OF_BEGINNING]
      : [HOLDS + (sideBySide ? SIDE_BY_SIDE : 0), complete ? COVERAGE : COVERAGE_OF_SOME];
    const part = most * coverage;
    // What a query says beyond a whole name matters less: `devenir infirmière` is about the `infirmière`.
    const answered = beginsSo ? Math.max(share, TYPED_SO_FAR) : whole && sure ? Math.sqrt(share) : share;
    return answered * (place + part) * (PART_OF_KIND[kind] ?? 1) * field;
  }

  /** How much of the query the name answers, whether in its very words, and whether they stand there as they do in the query. */
  #answered(): { share: number; complete: boolean; sure: boolean; inOrder: boolean; sideBySide: boolean } {
    const { words, contents } = this.#query;
    let asked = 0;
    let given = 0;
    let found = 0;
    let sure = true;
    let inOrder = true;
    let sideBySide = true;
    let end = -1;
    for (let word = 0; word < words.length; word++) {
      const { weight, typed } = words[word] as QueryWord;
      const quality = this.#qualities[word] as number;
      asked += weight;
      given += weight * quality;
      if (quality === 0 || typed.small) continue;
      found += 1;
      sure &&= quality >= INFLECTED;
      const from = this.#from[word] as number;
      if (end >= 0) {
        inOrder &&= from >= end;
        sideBySide &&= from >= end && !this.#contentBetween(end, from);
      }
      end = this.#to[word] as number;
    }
    return { share: given / asked, complete: found === contents, sure, inOrder, sideBySide };
  }

  /** How much of the name the query covers: all of it where no content word is left over. */
  #coverage(name: number): { coverage: number; first: number; whole: boolean } {
    const { tokens, small, weights } = this.#index.names;
    let total = 0;
    let covered = 0;
    let first = -1;
    let whole = true;
    for (let token = tokens[name] as number; token < (tokens[name + 1] as number); token++) {
      const isCovered = this.#isCovered(token);
      total += weights[token] as number;
      if (isCovered) covered += weights[token] as number;
      if (small[token] === 1) continue;
      whole &&= isCovered;
      if (first < 0) first = token;
    }
    return { coverage: covered / total, first, whole };
  }

  /** Whether the name is, word for word, what was typed. */
  #isExact(name: number): boolean {
    const { tokens } = this.#index.names;
    const first = tokens[name] as number;
    return (tokens[name + 1] as number) - first === this.#typed.length && this.#isTyped(first, this.#typed.length);
  }

  /** Whether the name begins, small words included, with what was typed, the last word of which may be half typed. */
  #beginsSo(name: number): boolean {
    const { tokens, forms, formWords } = this.#index.names;
    const first = tokens[name] as number;
    const last = first + this.#typed.length - 1;
    if (last >= (tokens[name + 1] as number) || !this.#isTyped(first, this.#typed.length - 1)) return false;
    for (let form = forms[last] as number; form < (forms[last + 1] as number); form++) {
      const word = this.#index.words.list[formWords[form] as number] as string;
      if (this.#lastTyped.some((typed) => word.startsWith(typed))) return true;
    }
    return false;
  }

  /** Whether so many tokens from a first one on are the words typed, in their order. */
  #isTyped(first: number, count: number): boolean {
    const { forms, formWords } = this.#index.names;
    for (let i = 0; i < count; i++) {
      const numbers = this.#typed[i] as readonly number[];
      const end = forms[first + i + 1] as number;
      let found = false;
      for (let form = forms[first + i] as number; form < end && !found; form++)
        found = numbers.includes(formWords[form] as number);
      if (!found) return false;
    }
    return true;
  }

  #isCovered(token: number): boolean {
    if (this.#again.includes(token)) return true;
    for (let word = 0; word < this.#qualities.length; word++) {
      if (this.#qualities[word] !== 0 && token >= (this.#from[word] as number) && token < (this.#to[word] as number))
        return true;
    }
    return false;
  }

  #contentBetween(from: number, to: number): boolean {
    const { small } = this.#index.names;
    for (let token = from; token < to; token++) if (small[token] === 0) return true;
    return false;
  }
}
