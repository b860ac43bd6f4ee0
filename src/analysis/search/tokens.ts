/** A text as search compares it: folded words, each with the place that it has in the text. */
import { wordsOf } from '../../inclusive.ts';
import { fold, words } from '../../text.ts';

export interface Token {
  /** In UTF-16 units of the text, the end not included. */
  readonly start: number;
  readonly end: number;
  /** The folded word; both genders where it is spelt inclusively. */
  readonly forms: readonly string[];
  /** An article or the like: it counts little. */
  readonly small: boolean;
}

/** The words of a text. What holds none but small words has no small words: all of them count. */
export function tokensOf(text: string): Token[] {
  const tokens = wordsOf(text).flatMap(({ start, end, masculin, feminin }): Token[] => {
    const forms = words(fold(masculin));
    if (feminin === masculin || forms.length > 1) {
      return forms.map((form) => ({ start, end, forms: [form], small: isSmall(form) }));
    }
    return [{ start, end, forms: [...new Set([...forms, ...words(fold(feminin))])], small: false }];
  });
  return tokens.every(({ small }) => small) ? tokens.map((token) => ({ ...token, small: false })) : tokens;
}

/** A small word that stands for a longer one before a vowel: what follows it is a noun. */
export function isElided(word: string): boolean {
  return ELIDED.has(word);
}

const ELIDED: ReadonlySet<string> = new Set(['d', 'l']);

export function isSmall(word: string): boolean {
  return SMALL.has(word);
}

const SMALL: ReadonlySet<string> = new Set(
  'a au aux avec d dans de des du en et l la le les ou par pour sur un une s qu que'.split(' '),
);
