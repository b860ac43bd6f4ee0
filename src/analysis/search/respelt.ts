/**
 * Other ways to write the words of a query: two joined to one (`web designer`), one parted in two (`sagefemme`, `lair`),
 * a diploma's whole name as its sigle (`brevet de technicien supérieur`), an old sigle as the one that formations have now.
 */
import type { Typed } from './reading.ts';
import type { SearchIndex } from './searchIndex.ts';
import { isSmall, type Token } from './tokens.ts';

const RESPELT_MAX = 12;
const PART_MIN = 2;
/** Letters that stand before a word in speech: the elided articles, and `e` for what is electronic. */
const LONE = ['d', 'e', 'l'];

/** Diplomas that were renamed, and the parts of their names that labels shorten. */
const NOW_CALLED: ReadonlyMap<string, string> = new Map([
  ['muc', 'mco'],
  ['nrc', 'ndrc'],
  ['cgo', 'cg'],
  ['dut', 'but'],
  ['baccalaureat', 'bac'],
  ['professionnel', 'pro'],
  ['professionnelle', 'pro'],
  ['technologique', 'techno'],
  ['specialise', 'spe'],
]);

/** Diplomas whose labels have a sigle, by the content words of the name that it stands for, as labels shorten them. */
const SIGLES: ReadonlyMap<string, string> = new Map([
  ['brevet technicien superieur', 'bts'],
  ['brevet technicien superieur agricole', 'btsa'],
  ['certificat aptitude pro', 'cap'],
  ['certificat aptitude pro agricole', 'capa'],
  ['certificat specialisation', 'cs'],
  ['bachelor universitaire technologie', 'but'],
  ['diplome universitaire technologie', 'but'],
  ['brevet pro', 'bp'],
  ['brevet maitrise', 'bm'],
  ['brevet metiers art', 'bma'],
  ['brevet technique metiers', 'btm'],
  ['mention complementaire', 'mc'],
  ['titre pro', 'tp'],
  ['diplome universitaire', 'du'],
]);
const DIPLOMA_MAX = 50;

/** Sigles that are small words but for their capitals, and what labels have in their place. */
const SPELT_OUT: ReadonlyMap<string, readonly string[]> = new Map([['DE', ['diplome', 'etat']]]);

/** The words that a sigle stands for where it is in capitals, dots or not, in a text that is not: `DE infirmier`. */
export function speltOut(text: string, { start, end }: Token): readonly string[] | undefined {
  const written = text.slice(start, end).replaceAll('.', '');
  return SPELT_OUT.has(written) && text !== text.toUpperCase() ? SPELT_OUT.get(written) : undefined;
}

/** A few at most; new words are words of the release. */
export function respelt(index: SearchIndex, typed: readonly Typed[]): Typed[][] {
  const found = renamedTogether(typed);
  for (let i = 0; i < typed.length && found.length < RESPELT_MAX; i++) {
    found.push(...renamed(typed, i), ...joined(index, typed, i), ...parted(index, typed, i), ...abridged(typed, i));
  }
  return found.slice(0, RESPELT_MAX);
}

/** Several of its words at once: `baccalauréat professionnel`. */
function renamedTogether(typed: readonly Typed[]): Typed[][] {
  const places = [...typed.keys()].filter((i) => NOW_CALLED.has(formOf(typed[i])));
  if (places.length < 2) return [];
  return [places.reduce<Typed[]>((made, i) => renamed(made, i)[0] ?? made, [...typed])];
}

function renamed(typed: readonly Typed[], i: number): Typed[][] {
  const name = NOW_CALLED.get(formOf(typed[i]));
  return name === undefined ? [] : [replaced(typed, i, 1, [name])];
}

function joined({ words: { numbers } }: SearchIndex, typed: readonly Typed[], i: number): Typed[][] {
  if (i + 1 >= typed.length) return [];
  const one = formOf(typed[i]) + formOf(typed[i + 1]);
  return numbers.has(one) ? [replaced(typed, i, 2, [one])] : [];
}

function parted({ words: { numbers } }: SearchIndex, typed: readonly Typed[], i: number): Typed[][] {
  const word = formOf(typed[i]);
  const found: Typed[][] = [];
  for (let length = 1; length <= word.length - PART_MIN; length++) {
    const parts = [word.slice(0, length), word.slice(length)];
    if (parts.every((part, j) => numbers.has(part) && (j > 0 || length > 1 || LONE.includes(part))))
      found.push(replaced(typed, i, 1, parts));
  }
  return found;
}

/** A diploma's name written out, from here on: small words between its words do not matter. */
function abridged(typed: readonly Typed[], i: number): Typed[][] {
  if (typed[i]?.small !== false) return [];
  const found: Typed[][] = [];
  let name = '';
  for (let end = i; end < typed.length && name.length <= DIPLOMA_MAX; end++) {
    if (typed[end]?.small === true) continue;
    const word = formOf(typed[end]);
    name += `${name === '' ? '' : ' '}${NOW_CALLED.get(word) ?? word}`;
    const sigle = SIGLES.get(name);
    if (sigle !== undefined) found.push(replaced(typed, i, end - i + 1, [sigle]));
  }
  return found;
}

function replaced(typed: readonly Typed[], i: number, count: number, words: readonly string[]): Typed[] {
  const last = typed[i + count - 1]?.last === true;
  const made = words.map(
    (word, j): Typed => ({ forms: [word], small: isSmall(word), last: last && j === words.length - 1 }),
  );
  return [...typed.slice(0, i), ...made, ...typed.slice(i + count)];
}

function formOf(typed: Typed | undefined): string {
  return typed?.forms[0] ?? '';
}
