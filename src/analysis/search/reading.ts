/**
 * How a word that was typed may be read: as a word of the release, as the beginning of one, as initials, as one with typos.
 * Each way of reading is more forgiving than the one before it, and tried only where that one finds nothing.
 */
import { at, byteAt, signedAt } from '../../graph/topology.ts';
import { heard, isHeard } from './heard.ts';
import { inflectionsOf } from './inflected.ts';
import { kindsBits, type SearchIndex } from './searchIndex.ts';
import { isSmall } from './tokens.ts';
import { bits, COMPARED_MAX, distance, lettersOf, typosForgiven } from './typo.ts';
import type { Words } from './vocabulary.ts';

/** A word as it was typed. */
export interface Typed {
  readonly forms: readonly string[];
  readonly small: boolean;
  /** The last one may still be being typed. A small word is whole, unless it is a letter or stands behind a small word (`d'en`). */
  readonly last: boolean;
}

/** Words of the release from `from` up to, not including, `to`, and how well they fit what was typed, from 0 to 1. */
export interface Match {
  readonly from: number;
  readonly to: number;
  /** Null where it depends on the length of each word: what was typed begins it. */
  readonly quality: number | null;
  readonly typed: string;
}

export const STRICTNESS = ['whole', 'shortened', 'mistyped'] as const;
export type Strictness = (typeof STRICTNESS)[number];

export const EXACT = 1;
/** A plural for a singular, a féminin for a masculin. */
export const INFLECTED = 0.97;
/** How well initials fit the words that they stand for. */
export const INITIALS = 0.9;
const BEGUN = 0.55;
const BEGUN_BY_LENGTH = 0.35;
const SHORTENED_MIN = 3;
const HEARD = 0.82;
const TYPO = [EXACT, 0.8, 0.65] as const;
const TYPO_BEGUN = 0.75;
const TYPO_BEGUN_MIN = 5;
const OTHER_FIRST_LETTER = 0.95;

/** How well a word fits what begins it: the better the more of it was typed. */
export function begun(typed: string, word: string): number {
  return BEGUN + (BEGUN_BY_LENGTH * typed.length) / word.length;
}

/** The strictest way of reading a word in which it stands for anything. */
export function strictestOf(index: SearchIndex, typed: Typed): Strictness {
  return STRICTNESS.find((strictness) => matchesOf(index, typed, strictness).length > 0) ?? 'mistyped';
}

export function matchesOf(index: SearchIndex, typed: Typed, strictness: Strictness): Match[] {
  const { words } = index;
  const matches = typed.forms.flatMap((form) => asWhole(words, form));
  if (typed.small)
    return typed.last ? [...matches, ...typed.forms.flatMap((form) => asBeginning(words, form))] : matches;
  const shortened = strictness !== 'whole' && (typed.forms[0] ?? '').length >= SHORTENED_MIN;
  if (typed.last || shortened) matches.push(...typed.forms.flatMap((form) => asBeginning(words, form)));
  if (strictness === 'mistyped') {
    const unknown = typed.forms.filter((form) => !isOfMetier(index, form));
    matches.push(...unknown.flatMap((form) => [...asHeard(words, form), ...withTypos(words, form, typed.last)]));
  }
  return matches;
}

/** Whether a métier's name has the word: then it is no typo of another one. */
function isOfMetier({ words: { numbers, offsets, names }, names: { kinds } }: SearchIndex, form: string): boolean {
  const word = numbers.get(form);
  // The names of métiers have the lowest numbers.
  return word !== undefined && byteAt(kinds, at(names, at(offsets, word))) === kindsBits(['Metier']);
}

function asWhole({ numbers }: Words, typed: string): Match[] {
  return [typed, ...inflectionsOf(typed)].flatMap((form, i) => {
    if (i > 0 && isSmall(form)) return [];
    const number = numbers.get(form);
    const quality = i === 0 ? EXACT : INFLECTED;
    return number === undefined ? [] : [{ from: number, to: number + 1, quality, typed: form }];
  });
}

function asBeginning(words: Words, typed: string): Match[] {
  const from = placeIn(words.list, typed);
  const to = placeIn(words.list, `${typed}\uFFFF`);
  return from === to ? [] : [{ from, to, quality: null, typed }];
}

/** How many words stand before a text. */
export function placeIn(list: readonly string[], text: string): number {
  let low = 0;
  let high = list.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((list[middle] as string) < text) low = middle + 1;
    else high = middle;
  }
  return low;
}

function asHeard({ sounds }: Words, typed: string): Match[] {
  if (!isHeard(typed) || typed.length > COMPARED_MAX) return [];
  const found = sounds().get(heard(typed)) ?? [];
  return found.map((number) => ({ from: number, to: number + 1, quality: HEARD, typed }));
}

function withTypos(words: Words, typed: string, last: boolean): Match[] {
  const max = typosForgiven(typed.length);
  if (max === 0 || typed.length > COMPARED_MAX) return [];
  const { list, byLength, letters, lengths } = words;
  const found: Match[] = [];
  const own = lettersOf(typed);
  const end = at(lengths, last ? lengths.length - 1 : Math.min(typed.length + max + 1, lengths.length - 1));
  for (let i = at(lengths, typed.length - max); i < end; i++) {
    const theirs = signedAt(letters, i);
    if (bits(own & ~theirs) > max) continue;
    const number = at(byLength, i);
    const word = list[number] as string;
    const whole = bits(theirs & ~own) > max ? max + 1 : distance(typed, word, max, false);
    let quality = whole > max ? 0 : (TYPO[whole] as number);
    if (quality === 0 && last && typed.length >= TYPO_BEGUN_MIN) {
      const part = distance(typed, word, max, true);
      if (part <= max) quality = (TYPO[part] as number) * TYPO_BEGUN * begun(typed, word);
    }
    if (quality === 0) continue;
    if (word.charCodeAt(0) !== typed.charCodeAt(0)) quality *= OTHER_FIRST_LETTER;
    found.push({ from: number, to: number + 1, quality, typed });
  }
  return found;
}
