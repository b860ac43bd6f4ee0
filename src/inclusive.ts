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

/** The words of a text, an inclusive spelling being one. */
export function wordsOf(text: string): Word[] {
  const found: Word[] = [];
  for (let run = runFrom(text, 0); run !== null; ) {
    const { start, end } = run;
    const word = text.slice(start, end);
    const next = runFrom(text, end);
    const feminin = next === null ? null : joined(text, end, word, next);
    if (next === null || feminin === null) {
      found.push({ start, end, masculin: word, feminin: word });
      run = next;
    } else {
      found.push({ start, end: text.startsWith(')', next.end) ? next.end + 1 : next.end, masculin: word, feminin });
      run = runFrom(text, next.end);
    }
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

/**
 * The feminine of a word and what follows it, null where the two are no inclusive spelling. A slash may join a word to
 * another one (`barman/barmaid`); a dot, a hyphen or parentheses only to an ending.
 */
function joined(text: string, end: number, word: string, next: Run): string | null {
  if (next.start !== end + 1) return null;
  const sign = text.charAt(end);
  if (!SIGNS.includes(sign)) return null;
  if (sign === '(' && !text.startsWith(')', next.end)) return null;
  const ending = text.slice(next.start, next.end);
  return feminineOf(word, ending) ?? (sign === '/' && isWord(word) && isWord(ending) ? ending : null);
}

const SIGNS = '/·‧•.-(';

/** Two words side by side, not two codes or figures. */
function isWord(run: string): boolean {
  return run.length >= 4 && !NOT_LETTERS.test(run);
}

const NOT_LETTERS = /[^\p{L}\p{M}]/u;

/** The feminine of a word from its ending, as inclusive spellings give it; null where no rule joins the two. */
function feminineOf(word: string, ending: string): string | null {
  const last = ending.toLowerCase().normalize('NFC');
  const base = word.toLowerCase().normalize('NFC');
  const rule = ENDINGS.find(([masculin, feminin]) => last === feminin && base.endsWith(masculin));
  if (rule === undefined || (last === 'e' && !TAKES_E.test(base))) return null;
  return word.slice(0, word.length - rule[0].length) + rule[2];
}

const TAKES_E = /[^ae0-9+#]$/;

/** What a masculine ends in, what is written behind the sign, and what both make in its place. The first that fits holds. */
const ENDINGS: readonly (readonly [string, string, string])[] = [
  ['teur', 'trice', 'trice'],
  ['deur', 'drice', 'drice'],
  ['eur', 'rice', 'rice'],
  ['eur', 'euse', 'euse'],
  ['eur', 'eure', 'eure'],
  ['eur', 'oresse', 'oresse'],
  ['eur', 'se', 'euse'],
  ['eux', 'euse', 'euse'],
  ['er', 'euse', 'euse'],
  ['', 'euse', 'euse'],
  ['x', 'se', 'se'],
  ['ier', 'ière', 'ière'],
  ['ier', 'iere', 'ière'],
  ['er', 'ière', 'ière'],
  ['er', 'ère', 'ère'],
  ['er', 'ere', 'ère'],
  ['er', 're', 'ère'],
  ['et', 'ète', 'ète'],
  ['if', 'ive', 'ive'],
  ['f', 've', 've'],
  ['f', 'fe', 'ffe'],
  ['é', 'ée', 'ée'],
  ['ien', 'ienne', 'ienne'],
  ['en', 'enne', 'enne'],
  ['on', 'onne', 'onne'],
  ['n', 'ne', 'nne'],
  ['el', 'elle', 'elle'],
  ['l', 'le', 'lle'],
  ['t', 'te', 'tte'],
  ['s', 'se', 'sse'],
  ['e', 'esse', 'esse'],
  ['e', 'sse', 'esse'],
  ['', 'esse', 'esse'],
  ['man', 'maid', 'maid'],
  ['man', 'woman', 'woman'],
  ['', 'e', 'e'],
];
