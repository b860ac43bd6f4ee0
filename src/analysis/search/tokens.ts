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
  return tokenizer()(text);
}

/** The same for many texts: what a word folds to is kept for the others. */
export function tokenizer(): (text: string) => Token[] {
  const folded = new Map<string, readonly string[]>();
  return (text) => {
    const tokens: Token[] = [];
    let contents = 0;
    for (const { start, end, masculin, feminin } of wordsOf(text)) {
      const forms = formsOf(masculin);
      if (feminin !== masculin && forms.length === 1) {
        tokens.push({ start, end, forms: [...new Set([...forms, ...formsOf(feminin)])], small: false });
        contents += 1;
        continue;
      }
      for (const form of forms) {
        const small = isSmall(form);
        if (!small) contents += 1;
        tokens.push({ start, end, forms: forms.length === 1 ? forms : [form], small });
      }
    }
    return contents > 0 ? tokens : tokens.map((token) => ({ ...token, small: false }));
  };

  function formsOf(word: string): readonly string[] {
    let forms = folded.get(word);
    if (forms === undefined) {
      forms = words(fold(word));
      folded.set(word, forms);
    }
    return forms;
  }
}

/** The words of a text in one of its forms, a space between them. */
export function keyOf(tokens: readonly Token[], form: 'first' | 'last'): string {
  return tokens.map(({ forms }) => forms.at(form === 'first' ? 0 : -1)).join(' ');
}

export function isSmall(word: string): boolean {
  return SMALL.has(word);
}

const SMALL: ReadonlySet<string> = new Set(
  'a au aux avec d dans de des du en et l la le les ou par pour sur un une s qu que'.split(' '),
);
