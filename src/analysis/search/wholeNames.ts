/** Whole names in order, so that those that begin with a text stand side by side: for suggestions and for references. */
import { at, byteAt } from '../../graph/topology.ts';
import { compareStrings } from '../../text.ts';
import { placeIn } from './reading.ts';
import type { SearchIndex } from './searchIndex.ts';
import { keyOf, tokensOf } from './tokens.ts';

export interface WholeNames {
  /** The folded words of each name, a space between them; inclusive names twice, in both forms. In order. */
  readonly keys: readonly string[];
  /** The number of the name of each key. */
  readonly names: Uint32Array;
  /** Where each name stands when the most welcome is first: by kind, the shortest first. */
  readonly ranks: Uint32Array;
}

/** Made when first asked for, and kept as long as the index. */
export function wholeNamesOf(index: SearchIndex): WholeNames {
  let made = MADE.get(index);
  if (made === undefined) {
    made = makeWholeNames(index);
    MADE.set(index, made);
  }
  return made;
}

const MADE = new WeakMap<SearchIndex, WholeNames>();

/** The words of a text as keys have them. */
export function wholeKey(text: string): string {
  return keyOf(tokensOf(text), 'first');
}

/** The keys that begin with a text, or that are it: from the first up to, not including, the second. */
export function keysFrom({ keys }: WholeNames, text: string, whole: boolean): readonly [number, number] {
  return [placeIn(keys, text), placeIn(keys, whole ? `${text}\u0000` : `${text}\uFFFF`)];
}

function makeWholeNames(index: SearchIndex): WholeNames {
  const { names } = index;
  const entries: { key: string; name: number }[] = [];
  for (let name = 0; name < names.count; name++) {
    const masculin = keyOfName(index, name, 'first');
    const feminin = keyOfName(index, name, 'last');
    entries.push({ key: masculin, name });
    if (feminin !== masculin) entries.push({ key: feminin, name });
  }
  entries.sort((a, b) => compareStrings(a.key, b.key) || a.name - b.name);
  const { texts, nodes, kinds, fields } = names;
  const order = Uint32Array.from(texts.keys()).sort(
    (a, b) =>
      byteAt(kinds, a) - byteAt(kinds, b) ||
      (texts[a] as string).length - (texts[b] as string).length ||
      Number(fields[a] === 'autreAppellation') - Number(fields[b] === 'autreAppellation') ||
      at(nodes, a) - at(nodes, b) ||
      a - b,
  );
  const ranks = new Uint32Array(order.length);
  for (const [rank, name] of order.entries()) ranks[name] = rank;
  return { keys: entries.map(({ key }) => key), names: Uint32Array.from(entries, ({ name }) => name), ranks };
}

function keyOfName(
  { names: { tokens, forms, formWords }, words: { list } }: SearchIndex,
  name: number,
  form: 'first' | 'last',
): string {
  const parts: string[] = [];
  for (let token = at(tokens, name); token < at(tokens, name + 1); token++) {
    const place = form === 'first' ? at(forms, token) : at(forms, token + 1) - 1;
    parts.push(list[at(formWords, place)] as string);
  }
  return parts.join(' ');
}
