/**
 * The distinct words of a release, in order, so that those that begin alike stand side by side, and so do the names that
 * they lead to.
 */
import { at } from '../../graph/topology.ts';
import { compareStrings } from '../../text.ts';
import { heard, isHeard } from './heard.ts';
import { lettersOf } from './typo.ts';

export interface Words {
  /** Distinct, in order. */
  readonly list: readonly string[];
  readonly numbers: ReadonlyMap<string, number>;
  /** The names that hold word `i` are `names[offsets[i]]` up to `names[offsets[i + 1]]`. */
  readonly offsets: Uint32Array;
  readonly names: Uint32Array;
  /** All words by length, with the letters that each has; those of `n` letters begin at `lengths[n]`. */
  readonly byLength: Uint32Array;
  readonly letters: Int32Array;
  readonly lengths: Uint32Array;
  /** The words of each sound (see heard.ts): made when a word is first looked for by ear. */
  readonly sounds: () => ReadonlyMap<string, readonly number[]>;
}

/** The words of names as they came: name `i` has the tokens from `tokens[i]`, token `j` the words from `forms[j]`. */
export interface WordsOfNames {
  readonly tokens: readonly number[];
  readonly forms: readonly number[];
  readonly formWords: readonly number[];
  /** The number of each word, in the order in which they came. */
  readonly numbers: ReadonlyMap<string, number>;
}

/** Words of more letters than this are not compared with typos in mind: they stand together at the end. */
const LENGTH_MAX = 63;

export interface WordsFound extends Words {
  /** From the number that a word had when it first came to the one it has in order. */
  readonly ranks: Uint32Array;
}

export function vocabularyOf(made: WordsOfNames): WordsFound {
  const found = [...made.numbers.keys()];
  const order = Uint32Array.from(found.keys()).sort((a, b) => compareStrings(found[a] as string, found[b] as string));
  const ranks = new Uint32Array(order.length);
  for (const [rank, number] of order.entries()) ranks[number] = rank;
  const list = Array.from(order, (number) => found[number] as string);
  const { offsets, names } = postingsOf(made, ranks);
  const byLength = Uint32Array.from(list.keys()).sort((a, b) => lengthOf(list, a) - lengthOf(list, b) || a - b);
  const lengths = new Uint32Array(LENGTH_MAX + 3);
  for (const word of byLength) {
    const next = lengthOf(list, word) + 1;
    lengths[next] = at(lengths, next) + 1;
  }
  for (let length = 1; length < lengths.length; length++) {
    lengths[length] = at(lengths, length) + at(lengths, length - 1);
  }
  return {
    list,
    numbers: new Map(list.map((word, rank) => [word, rank])),
    offsets,
    names,
    byLength,
    letters: Int32Array.from(byLength, (word) => lettersOf(list[word] as string)),
    lengths,
    sounds: once(() => soundsOf(list)),
    ranks,
  };
}

function once<T>(make: () => T): () => T {
  let made: T | undefined;
  return () => {
    made ??= make();
    return made;
  };
}

function soundsOf(list: readonly string[]): Map<string, number[]> {
  const sounds = new Map<string, number[]>();
  for (const [number, word] of list.entries()) {
    if (!isHeard(word)) continue;
    const sound = heard(word);
    const known = sounds.get(sound);
    if (known === undefined) sounds.set(sound, [number]);
    else known.push(number);
  }
  return sounds;
}

function lengthOf(list: readonly string[], word: number): number {
  return Math.min((list[word] as string).length, LENGTH_MAX);
}

/** For each word the names that hold it, each once, in order. */
function postingsOf(made: WordsOfNames, ranks: Uint32Array): { offsets: Uint32Array; names: Uint32Array } {
  const { tokens, forms, formWords } = made;
  const offsets = new Uint32Array(ranks.length + 1);
  const last = new Int32Array(ranks.length).fill(-1);
  each((word) => {
    offsets[word + 1] = at(offsets, word + 1) + 1;
  });
  for (let word = 0; word < ranks.length; word++) offsets[word + 1] = at(offsets, word + 1) + at(offsets, word);
  const names = new Uint32Array(at(offsets, ranks.length));
  const next = offsets.slice();
  last.fill(-1);
  each((word, name) => {
    const free = at(next, word);
    names[free] = name;
    next[word] = free + 1;
  });
  return { offsets, names };

  function each(visit: (word: number, name: number) => void): void {
    for (let name = 0; name + 1 < tokens.length; name++) {
      const end = forms[tokens[name + 1] as number] as number;
      for (let i = forms[tokens[name] as number] as number; i < end; i++) {
        const word = at(ranks, formWords[i] as number);
        if (last[word] === name) continue;
        last[word] = name;
        visit(word, name);
      }
    }
  }
}
