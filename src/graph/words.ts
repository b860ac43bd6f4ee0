/** Finds words in the search keys of all nodes of a kind: the keys stand in one text, which is searched as a whole. */
import { at } from './topology.ts';

interface Named {
  readonly search: string;
}

interface Keys {
  /** One behind the other. Each begins with a space, so that no word reaches from one into the next. */
  readonly text: string;
  /** Where the key of each node begins, and the text ends. */
  readonly starts: Uint32Array;
}

/** Calls, in order, with the ordinal of every node of which each of the folded words begins a word of the search key. */
export function eachWithWords(
  nodes: readonly Named[],
  words: readonly string[],
  found: (ordinal: number) => void,
): void {
  const [longest = '', ...others] = [...words].sort((a, b) => b.length - a.length);
  const holds = (ordinal: number, sought: readonly string[]): boolean =>
    sought.every((word) => nodes[ordinal]?.search.includes(` ${word}`));
  if (longest === '') {
    for (const ordinal of nodes.keys()) if (holds(ordinal, words)) found(ordinal);
    return;
  }
  const { text, starts } = keysOf(nodes);
  let ordinal = 0;
  // Sought without the space before it: a search stops wherever its first character stands, and spaces are everywhere.
  for (let place = text.indexOf(longest); place >= 0; ) {
    if (text[place - 1] !== ' ') {
      place = text.indexOf(longest, place + 1);
      continue;
    }
    while (at(starts, ordinal + 1) <= place) ordinal += 1;
    if (holds(ordinal, others)) found(ordinal);
    place = text.indexOf(longest, at(starts, ordinal + 1));
  }
}

const KEYS = new WeakMap<readonly Named[], Keys>();

/** Made when first asked for, and kept as long as the nodes. */
function keysOf(nodes: readonly Named[]): Keys {
  let keys = KEYS.get(nodes);
  if (keys === undefined) {
    const starts = new Uint32Array(nodes.length + 1);
    for (const [ordinal, { search }] of nodes.entries()) starts[ordinal + 1] = at(starts, ordinal) + search.length;
    keys = { text: nodes.map(({ search }) => search).join(''), starts };
    KEYS.set(nodes, keys);
  }
  return keys;
}
