/**
 * Inclusive spellings and the two words that each stands for: `ingénieur/e social/e`, `conducteur·trice`, `agent(e)`,
 * `serrurier/ère-métallier/ère`, `barman/barmaid`. By rule, for names whose two forms nobody gives.
 */

/** A word of a text where it stands, in UTF-16 units. */
export interface Word {
  readonly start: number;
  readonly end: number;
  readonly masculin: string;
  /** The same, unless the word is spelt inclusively. */
  readonly feminin: string;
}

/** The words of a text, an inclusive spelling being one, and so a sigle with dots (`S.A.M.U.`). */
export function wordsOf(text: string): Word[] {
  const found: Word[] = [];
  for (let run = runFrom(text, 0); run !== null; ) {
    const word = inclusiveAt(text, run) ?? sigleAt(text, run) ?? plainAt(text, run);
    found.push(word);
    run = runFrom(text, word.end);
  }
  return found;
}

/** A name in its two forms; null where it holds no inclusive spelling. */
export function formsOf(text: string): { readonly feminin: string; readonly masculin: string } | null {
  const inclusive = wordsOf(text).filter(({ masculin, feminin }) => masculin !== feminin);
  if (inclusive.length === 0) return null;
  return { feminin: written('feminin'), masculin: written('masculin') };

  function written(gender: 'feminin' | 'masculin'): string {
    let from = 0;
    const parts = inclusive.map((word) => {
      const part = text.slice(from, word.start) + word[gender];
      from = word.end;
      return part;
    });
    return parts.join('') + text.slice(from);
  }
}

/** A text but for what begins a féminin at its end: `infirmier` of `infirmier/è`, which somebody is still writing. */
export function withoutBegunEnding(text: string): string {
  let from = text.length;
  while (from > 0 && text.length - from <= ENDING_MAX && IS_LETTER.test(text.charAt(from - 1))) from -= 1;
  const behind = text.charAt(from - 1) === '-' && SIGNS_BEGUN.includes(text.charAt(from - 2)) ? from - 1 : from;
  if (behind === 0 || !SIGNS_BEGUN.includes(text.charAt(behind - 1))) return text;
  if (!IS_LETTER.test(text.charAt(behind - 2))) return text;
  const word = text.slice(0, behind - 1).toLowerCase();
  const begun = text.slice(from).toLowerCase();
  const isBegun = ENDINGS.some(
    ([masculin, ending]) => word.endsWith(masculin) && ending.startsWith(begun) && ending.length > begun.length,
  );
  return isBegun && feminineOf(word, begun) === null ? text.slice(0, behind - 1) : text;
}

const ENDING_MAX = 6;

interface Run {
  readonly start: number;
  readonly end: number;
}

/** The next word from a place on: plain loops, since this reads every name of a release. */
function runFrom(text: string, from: number): Run | null {
  let start = from;
  while (start < text.length && widthAt(text, start) === 0) start += 1;
  if (start === text.length) return null;
  let end = start;
  for (let width = widthAt(text, end); width > 0; width = end < text.length ? widthAt(text, end) : 0) end += width;
  return { start, end };
}

/** How many units the character at a place has if it is part of a word; 0 if it is not. */
function widthAt(text: string, place: number): number {
  const code = text.charCodeAt(place);
  if (code < PLAIN.length) return PLAIN[code] as number;
  const character = String.fromCodePoint(text.codePointAt(place) as number);
  return IN_WORD.test(character) ? character.length : 0;
}

/** Letters, digits, marks, what does not show, and the signs of `C++` and `C#`. */
const IN_WORD = /^[\p{L}\p{N}\p{M}\u00AD\u200B-\u200D\u2060\uFEFF+#]$/u;
const PLAIN = Uint8Array.from({ length: 0x250 }, (_, code) => (IN_WORD.test(String.fromCharCode(code)) ? 1 : 0));

function plainAt(text: string, { start, end }: Run): Word {
  const word = text.slice(start, end);
  return { start, end, masculin: word, feminin: word };
}

/** Letters that stand alone, a dot between them. */
function sigleAt(text: string, { start, end }: Run): Word | null {
  let letters = text.slice(start, end);
  let to = end;
  while (text.charAt(to) === '.' && IS_LETTER.test(text.charAt(to - 1)) && isAlone(text, to + 1)) {
    letters += text.charAt(to + 1);
    to += 2;
  }
  return letters.length < 2 || to === end || end - start > 1
    ? null
    : { start, end: to, masculin: letters, feminin: letters };
}

const IS_LETTER = /^\p{L}$/u;

/** Whether a letter stands at a place, and no word goes on behind it. */
function isAlone(text: string, place: number): boolean {
  return IS_LETTER.test(text.charAt(place)) && (place + 1 === text.length || widthAt(text, place + 1) === 0);
}

/**
 * A word, a sign and what makes its feminine: an ending (`agent/e`, `agent(-e)`), or more of the word (`comédien/dienne`).
 * A plural stands behind (`agent·e·s`, `agent(e)s`) or in the ending (`agent·es`, `agents/es`).
 */
function inclusiveAt(text: string, { start, end }: Run): Word | null {
  const sign = text.charAt(end);
  if (sign === '' || !SIGNS.includes(sign)) return null;
  const ending = runFrom(text, end + 1);
  const hyphen = sign !== '-' && text.charAt(end + 1) === '-' ? 1 : 0;
  if (ending === null || ending.start !== end + 1 + hyphen) return null;
  if (sign === '(' && text.charAt(ending.end) !== ')') return null;
  const to = sign === '(' ? ending.end + 1 : ending.end;
  const word = text.slice(start, end);
  const given = text.slice(ending.start, ending.end);
  // A hyphen joins words too: `vitamine-e`.
  if (sign === '-' && BARE_E.test(word) && ONLY_E.test(given)) return null;
  const feminin = feminineOf(word, given);
  if (feminin !== null) {
    const plural = pluralAt(text, to, sign);
    if (plural === null) return { start, end: to, masculin: word, feminin };
    return { start, end: plural.end, masculin: pluralOf(word, plural.letter), feminin: feminin + plural.letter };
  }
  const letter = given.slice(-1);
  if (!'sS'.includes(letter)) return null;
  const singular = OWN_S.test(word) ? word : word.replace(/s$/i, '');
  const one = feminineOf(singular, given.slice(0, -1));
  return one === null ? null : { start, end: to, masculin: pluralOf(singular, letter), feminin: one + letter };
}

const SIGNS = '/(-.·\u0387•‧∙⋅⸱・／';
/** A hyphen at the end of a text is more likely that of another word, and a dot the end of a sentence. */
export const SIGNS_BEGUN = '/(·\u0387•‧∙⋅⸱・／';
/** Words whose `s` is no plural's: `français`. */
const OWN_S = /[ao]is$/i;

/** The `s` of `agent·e·s`, `agent(e)s`, `agent(e)(s)`. */
function pluralAt(text: string, place: number, sign: string): { readonly letter: string; readonly end: number } | null {
  const behindSign = text.charAt(place) === sign;
  const at = behindSign ? place + 1 : place;
  const letter = text.charAt(at);
  if ((!behindSign && sign !== '(') || !(letter === 's' || letter === 'S') || !isAlone(text, at)) return null;
  return { letter, end: behindSign && sign === '(' && text.charAt(at + 1) === ')' ? at + 2 : at + 1 };
}

function pluralOf(word: string, letter: string): string {
  return /[sxz]$/i.test(word) ? word : word + letter;
}

/** The feminine of a word from its ending, or from more of it than that; null where no rule joins the two. */
function feminineOf(word: string, ending: string): string | null {
  const composed = word.normalize('NFC');
  const base = composed.toLowerCase();
  const last = ending.normalize('NFC').toLowerCase();
  if (base.length < 2) return null;
  for (const [masculin, short, feminin] of ENDINGS) {
    if (!base.endsWith(masculin) || (feminin === 'e' && !TAKES_E.test(base))) continue;
    // `série/ES` is a series of the bac.
    if (feminin === 'ee' && isCapital(ending) && !isCapital(word)) continue;
    const stem = base.length - masculin.length;
    const isMore = last.length > feminin.length && (base.slice(0, stem) + feminin).endsWith(last);
    if (last !== short && !isMore) continue;
    const made = composed.slice(0, stem) + (isCapital(word) && isCapital(ending) ? feminin.toUpperCase() : feminin);
    return word === composed ? made : made.normalize('NFD');
  }
  return base === 'homme' && last === 'femme' ? ending : null;
}

function isCapital(word: string): boolean {
  return word === word.toUpperCase();
}

const BARE_E = /e$/i;
const ONLY_E = /^ee?s?$/i;
const TAKES_E = /[^ae0-9+#]$/;

/** What a masculine ends in, what is written behind the sign, and what both make in its place. The first that fits holds. */
export const ENDINGS: readonly (readonly [string, string, string])[] = [
  ['teur', 'trice', 'trice'],
  ['deur', 'drice', 'drice'],
  ['ter', 'trice', 'trice'],
  ['teur', 'ice', 'trice'],
  ['deur', 'ice', 'drice'],
  ['eur', 'rice', 'rice'],
  ['eur', 'euse', 'euse'],
  ['eur', 'eure', 'eure'],
  ['eur', 'oresse', 'oresse'],
  ['eur', 'se', 'euse'],
  ['eur', 're', 'eure'],
  ['eux', 'euse', 'euse'],
  ['er', 'euse', 'euse'],
  ['er', 'se', 'euse'],
  ['', 'euse', 'euse'],
  ['x', 'se', 'se'],
  ['ier', 'ière', 'ière'],
  ['ier', 'iere', 'ière'],
  ['er', 'ière', 'ière'],
  ['er', 'ère', 'ère'],
  ['er', 'ere', 'ère'],
  ['er', 're', 'ère'],
  ['er', 'e', 'ère'],
  ['et', 'ète', 'ète'],
  ['if', 'ive', 'ive'],
  ['f', 've', 've'],
  ['f', 'fe', 'ffe'],
  ['if', 'e', 'ive'],
  ['ef', 'e', 'effe'],
  ['é', 'ée', 'ée'],
  // The same without accents, as many type it: `charge/e`, `ATTACHE(E)`.
  ['e', 'e', 'ee'],
  ['e', 'ee', 'ee'],
  ['ien', 'ienne', 'ienne'],
  ['en', 'enne', 'enne'],
  ['ien', 'e', 'ienne'],
  ['on', 'onne', 'onne'],
  ['in', 'ne', 'ine'],
  ['un', 'ne', 'une'],
  ['n', 'ne', 'nne'],
  ['el', 'elle', 'elle'],
  ['el', 'e', 'elle'],
  ['l', 'le', 'lle'],
  ['ic', 'que', 'ique'],
  ['t', 'te', 'tte'],
  ['s', 'se', 'sse'],
  ['e', 'esse', 'esse'],
  ['e', 'sse', 'esse'],
  ['', 'esse', 'esse'],
  ['man', 'maid', 'maid'],
  ['man', 'woman', 'woman'],
  ['', 'e', 'e'],
];
