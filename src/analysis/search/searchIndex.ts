/** The index of a release: its names as arrays, and its words (vocabulary.ts). A name is its number, and so is a word. */
import { at, type Topology } from '../../graph/topology.ts';
import { KIND_NAMES, type Kind, type OutlineOf } from '../../model.ts';
import { type Field, type Name, namesOf } from './names.ts';
import { keyOf, type Token, tokenizer } from './tokens.ts';
import { vocabularyOf, type Words, type WordsFound } from './vocabulary.ts';

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
  const words = vocabularyOf(made);
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

/** The names of a node but for those that say what a name before them says, in each of their forms. */
function distinctNames(
  kind: Kind,
  node: OutlineOf[Kind],
  tokensOf: (text: string) => Token[],
): { name: Name; tokens: Token[] }[] {
  const known = new Set<string>();
  const kept: { name: Name; tokens: Token[] }[] = [];
  for (const name of namesOf(kind, node)) {
    const tokens = tokensOf(name.text);
    const keys = [keyOf(tokens, 'first'), keyOf(tokens, 'last')];
    if (tokens.length === 0 || keys.every((key) => known.has(key))) continue;
    for (const key of keys) known.add(key);
    kept.push({ name, tokens });
  }
  return kept;
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
