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
  const runs = [...text.matchAll(RUN)];
  const found: Word[] = [];
  for (let i = 0; i < runs.length; i++) {
    const { 0: word, index: start } = runs[i] as RegExpMatchArray & { index: number };
    const next = runs[i + 1];
    const feminin = next === undefined ? null : joined(text, start + word.length, word, next);
    if (next === undefined || feminin === null) {
      found.push({ start, end: start + word.length, masculin: word, feminin: word });
      continue;
    }
    const end = (next.index ?? 0) + next[0].length;
    found.push({ start, end: text.startsWith(')', end) ? end + 1 : end, masculin: word, feminin });
    i += 1;
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

/** Letters, digits, marks, what does not show, and the signs of `C++` and `C#`. */
const RUN = /[\p{L}\p{N}\p{M}\u00AD\u200B-\u200D\u2060\uFEFF+#]+/gu;

/**
 * The feminine of a word and what follows it, null where the two are no inclusive spelling. A slash may join a word to
 * another one (`barman/barmaid`); a dot, a hyphen or parentheses only to an ending.
 */
function joined(text: string, end: number, word: string, next: RegExpMatchArray): string | null {
  const sign = text.slice(end, next.index);
  const known = SIGNS.includes(sign);
  if (!known && sign !== '/') return null;
  if (sign === '(' && !text.startsWith(')', (next.index ?? 0) + next[0].length)) return null;
  const feminin = feminineOf(word, next[0]);
  return feminin ?? (sign === '/' && isWord(word) && isWord(next[0]) ? next[0] : null);
}

const SIGNS: readonly string[] = ['/', '·', '‧', '•', '.', '-', '('];

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
