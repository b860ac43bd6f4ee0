/**
 * The index of a release: its names as arrays. A name is its number; so is a distinct word, in the order of words, so that the
 * words that begin alike stand side by side, and so do the names that they lead to.
 */
import { at, type Topology } from '../../graph/topology.ts';
import { KIND_NAMES, type Kind, type OutlineOf } from '../../model.ts';
import { compareStrings } from '../../text.ts';
import { heard, isHeard } from './heard.ts';
import { type Field, type Name, namesOf } from './names.ts';
import { type Token, tokenizer } from './tokens.ts';
import { lettersOf } from './typo.ts';

export interface SearchIndex {
  readonly topology: Topology;
  readonly names: Names;
  readonly words: Words;
  /** The names whose content words begin with these two letters, one after the other: `mc` of `MCO`. */
  readonly initials: ReadonlyMap<string, readonly number[]>;
  /** The number of nodes of the kinds before each, so that kind and ordinal make one number. */
  readonly nodesBefore: Readonly<Record<Kind, number>>;
  readonly nodeCount: number;
}

export interface NodePlace {
  readonly kind: Kind;
  readonly ordinal: number;
}

export interface Names {
  readonly count: number;
  readonly texts: readonly string[];
  readonly fields: readonly Field[];
  /** Whose name it is: see `nodesBefore`. */
  readonly nodes: Uint32Array;
  /** A bit of its kind, see `kindBit`. */
  readonly kinds: Uint8Array;
  /** The names of node `i` are those from `ofNode[i]` up to, not including, `ofNode[i + 1]`. */
  readonly ofNode: Uint32Array;
  /** The tokens of name `i` are those from `tokens[i]` up to, not including, `tokens[i + 1]`. */
  readonly tokens: Uint32Array;
  /** Names are lines of documents, which have 20,000 characters at most. */
  readonly starts: Uint16Array;
  readonly ends: Uint16Array;
  /** 1 for an article or the like. */
  readonly small: Uint8Array;
  /** Letters, for small words next to none: what covering the token is worth. */
  readonly weights: Float32Array;
  /** The words of token `i` are `forms[i]` up to `forms[i + 1]` of `formWords`. */
  readonly forms: Uint32Array;
  readonly formWords: Uint32Array;
  /** The first letters of the content words. */
  readonly initials: readonly string[];
}

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

/** The index of a release: made when first asked for, and kept as long as the release. */
export function indexOf(topology: Topology, examine: (count: number) => void): SearchIndex {
  let index = INDEXES.get(topology);
  if (index === undefined) {
    examine(KIND_NAMES.reduce((sum, kind) => sum + topology.nodes[kind].length, 0));
    index = makeIndex(topology);
    INDEXES.set(topology, index);
  }
  return index;
}

const INDEXES = new WeakMap<Topology, SearchIndex>();

function kindBit(kind: Kind): number {
  return 1 << KIND_NAMES.indexOf(kind);
}

/** The bits of several kinds; of all, where none are named. */
export function kindsBits(kinds: readonly Kind[] | null): number {
  return (kinds ?? KIND_NAMES).reduce((bits, kind) => bits | kindBit(kind), 0);
}

/** The node that a number stands for. */
export function placeOf({ nodesBefore }: SearchIndex, node: number): NodePlace {
  const kind = KIND_NAMES.findLast((one) => nodesBefore[one] <= node) as Kind;
  return { kind, ordinal: node - nodesBefore[kind] };
}

/** Words of more letters than this are not compared with typos in mind: they stand together at the end. */
const LENGTH_MAX = 63;

function makeIndex(topology: Topology): SearchIndex {
  const made = new NameLists();
  const tokensOf = tokenizer();
  const nodesBefore: Partial<Record<Kind, number>> = {};
  let nodeCount = 0;
  for (const kind of KIND_NAMES) {
    nodesBefore[kind] = nodeCount;
    const bit = kindBit(kind);
    for (const node of topology.nodes[kind]) {
      for (const { name, tokens } of distinctNames(kind, node, tokensOf)) made.add(name, tokens, nodeCount, bit);
      nodeCount += 1;
      made.endNode();
    }
  }
  const words = wordsOf(made);
  const names = made.finished(words);
  return {
    topology,
    names,
    words,
    initials: initialsOf(names),
    nodesBefore: nodesBefore as Record<Kind, number>,
    nodeCount,
  };
}

/** The names of a node but for those that hold nothing which a name before them does not hold at the same place. */
function distinctNames(
  kind: Kind,
  node: OutlineOf[Kind],
  tokensOf: (text: string) => Token[],
): { name: Name; tokens: Token[] }[] {
  const kept: { name: Name; tokens: Token[] }[] = [];
  for (const name of namesOf(kind, node)) {
    const tokens = tokensOf(name.text);
    if (tokens.length > 0 && !kept.some((other) => covers(other.tokens, tokens))) kept.push({ name, tokens });
  }
  return kept;
}

function covers(tokens: readonly Token[], others: readonly Token[]): boolean {
  return (
    tokens.length === others.length &&
    others.every(({ forms }, i) => forms.every((form) => (tokens[i] as Token).forms.includes(form)))
  );
}

/** Names as they are added, in lists that grow; words in the order in which they come. */
class NameLists {
  readonly texts: string[] = [];
  readonly fields: Field[] = [];
  readonly nodes: number[] = [];
  readonly kinds: number[] = [];
  readonly ofNode: number[] = [0];
  readonly tokens: number[] = [0];
  readonly starts: number[] = [];
  readonly ends: number[] = [];
  readonly small: number[] = [];
  readonly weights: number[] = [];
  readonly forms: number[] = [0];
  readonly formWords: number[] = [];
  readonly initials: string[] = [];
  readonly numbers = new Map<string, number>();

  add({ field, text }: Name, tokens: readonly Token[], node: number, kind: number): void {
    this.texts.push(text);
    this.fields.push(field);
    this.nodes.push(node);
    this.kinds.push(kind);
    let initials = '';
    for (const { start, end, forms, small } of tokens) {
      this.starts.push(start);
      this.ends.push(end);
      this.small.push(small ? 1 : 0);
      const [first = ''] = forms;
      this.weights.push(small ? SMALL_WEIGHT : Math.min(first.length, LETTERS_COUNTED));
      if (!small) initials += first.charAt(0);
      for (const form of forms) this.formWords.push(this.#numberOf(form));
      this.forms.push(this.formWords.length);
    }
    this.tokens.push(this.starts.length);
    this.initials.push(initials);
  }

  endNode(): void {
    this.ofNode.push(this.texts.length);
  }

  #numberOf(word: string): number {
    const known = this.numbers.get(word);
    if (known !== undefined) return known;
    this.numbers.set(word, this.numbers.size);
    return this.numbers.size - 1;
  }

  finished(words: WordsFound): Names {
    const { fields, texts, initials } = this;
    return {
      count: texts.length,
      texts,
      fields,
      initials,
      nodes: Uint32Array.from(this.nodes),
      kinds: Uint8Array.from(this.kinds),
      ofNode: Uint32Array.from(this.ofNode),
      tokens: Uint32Array.from(this.tokens),
      starts: Uint16Array.from(this.starts),
      ends: Uint16Array.from(this.ends),
      small: Uint8Array.from(this.small),
      weights: Float32Array.from(this.weights),
      forms: Uint32Array.from(this.forms),
      formWords: Uint32Array.from(this.formWords, (number) => at(words.ranks, number)),
    };
  }
}

const SMALL_WEIGHT = 0.3;
const LETTERS_COUNTED = 20;

interface WordsFound extends Words {
  /** From the number that a word had when it first came to the one it has in order. */
  readonly ranks: Uint32Array;
}

function wordsOf(made: NameLists): WordsFound {
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
function postingsOf(made: NameLists, ranks: Uint32Array): { offsets: Uint32Array; names: Uint32Array } {
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
      const end = at(forms, at(tokens, name + 1));
      for (let i = at(forms, at(tokens, name)); i < end; i++) {
        const word = at(ranks, at(formWords, i));
        if (last[word] === name) continue;
        last[word] = name;
        visit(word, name);
      }
    }
  }
}

function initialsOf({ initials }: Names): Map<string, number[]> {
  const lists = new Map<string, number[]>();
  for (const [name, letters] of initials.entries()) {
    for (let i = 0; i + 1 < letters.length; i++) {
      const pair = letters.slice(i, i + 2);
      const list = lists.get(pair);
      if (list === undefined) lists.set(pair, [name]);
      else if (list.at(-1) !== name) list.push(name);
    }
  }
  return lists;
}
