/** The words of a query as it was typed: each once, small words apart, endings of féminins that stand alone left out. */
import { ENDINGS, SIGNS_BEGUN } from '../../inclusive.ts';
import { fold } from '../../text.ts';
import type { Typed } from './reading.ts';
import { speltOut } from './respelt.ts';
import type { SearchIndex } from './searchIndex.ts';
import { type Token, tokensOf } from './tokens.ts';

export function typedWords(index: SearchIndex, text: string): Typed[] {
  const tokens = tokensOf(text);
  const distinct = new Map<string, Typed>();
  for (const [i, token] of tokens.entries()) {
    const { forms, small } = token;
    const [form = ''] = forms;
    const isLast = i === tokens.length - 1;
    if (isBehindSign(text, tokens, i)) continue;
    if (isLoneE(index, text, tokens, i)) {
      // The last one may be the first letter of a word too.
      if (isLast) distinct.set(form, { forms, small: true, last: true });
      continue;
    }
    const spelt = speltOut(text, token);
    if (spelt !== undefined) {
      for (const word of spelt) distinct.set(word, { forms: [word], small: false, last: false });
      continue;
    }
    const mayBeBegun = !small || form.length === 1 || tokens[i - 1]?.small === true;
    distinct.set(form, { forms, small, last: isLast && mayBeBegun });
  }
  return [...distinct.values()];
}

/** `trice` of `souscripteru/trice`: an ending that makes no féminin, for what stands before its sign is mistyped. */
function isBehindSign(text: string, tokens: readonly Token[], i: number): boolean {
  const before = tokens[i - 1];
  const { start, forms } = tokens[i] as Token;
  if (before === undefined || !FEMININ_ENDINGS.has(forms[0] ?? '')) return false;
  const between = text.slice(before.end, start).trim();
  return between.length === 1 && SIGNS_BEGUN.includes(between);
}

const FEMININ_ENDINGS: ReadonlySet<string> = new Set(ENDINGS.map(([, ending]) => fold(ending)));

/** `aide soignant e`: a space for the sign, behind a word that has such a féminin. */
function isLoneE({ words }: SearchIndex, text: string, tokens: readonly Token[], i: number): boolean {
  const before = tokens[i - 1];
  const { start, end, forms } = tokens[i] as Token;
  if (before === undefined || before.small || forms[0] !== 'e' || text.charAt(end) === '-') return false;
  return text.slice(before.end, start).trim() === '' && words.numbers.has(`${before.forms[0]}e`);
}
