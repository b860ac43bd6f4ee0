/** What the one fold of French text promises, and what is made from it: search keys, ids, texts that can be shown. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { digest, fold, searchKey, slug, tidy, visible, words } from '../src/text.ts';

const PRINTABLE_ASCII = /^[ -~]*$/;

/** Any text: letters of all scripts, signs, controls, lone surrogates. */
const anyText = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 40 }),
  fc.string({ unit: 'grapheme', maxLength: 40 }),
  fc.string({ unit: fc.integer({ min: 0, max: 0xffff }).map((code) => String.fromCharCode(code)), maxLength: 40 }),
);
/** Texts as French writes them. */
const french = fc.string({
  unit: fc.constantFrom(
    ...'abcdefghijklmnopqrstuvwxyzàâäçéèêëîïôöùûüÿœæ',
    ..."0123456789 '-/(),.:;!?&+#’\u00A0",
    'e\u0301',
    'c\u0327',
  ),
  maxLength: 40,
});

describe('fold', () => {
  test.each([
    ['case', 'Technicien SUPÉRIEUR', 'technicien superieur'],
    ['accents', 'éèêëàâäîïôöùûüÿç', 'eeeeaaaiioouuuyc'],
    ['accents, decomposed', 'é'.normalize('NFD'), 'e'],
    ['two marks on a letter', 'ệ', 'e'],
    ['ligatures', 'Œuvre, ŒUVRE, cæcum, ﬁn', 'oeuvre, oeuvre, caecum, fin'],
    ['curly apostrophes', 'l’eau, l‘eau, lʼeau, l′eau', "l'eau, l'eau, l'eau, l'eau"],
    ['a backtick', 'l`eau', "l'eau"],
    ['an acute accent that stands for an apostrophe', 'l´eau', "l'eau"],
    ['a full-width apostrophe', 'l＇eau', "l'eau"],
    ['hard spaces', 'bac\u00A0+\u202F5\u2009ans', 'bac + 5 ans'],
    ['runs of white space', '  a \t b\r\n\u3000c  ', 'a b c'],
    ['soft hyphens and zero widths', 'con\u00ADtrô\u200Bleur\uFEFF', 'controleur'],
    ['dashes', 'a‐b‑c‒d–e—f−g', 'a-b-c-d-e-f-g'],
    ['inclusive forms', 'ingénieur·e', 'ingenieur/e'],
    ['quotes', '«a» “b” „c”', '"a" "b" "c"'],
    ['the euro', '1 801€', '1 801 eur'],
    ['an ellipsis', 'etc…', 'etc...'],
    ['ordinals', '1ʳᵉ, n°', '1re, n~b0'],
    ['other Latin letters', 'ß ø ł đ þ ı İ', 'ss o l d th i i'],
    ['a letter without an ASCII spelling', 'Ж', '~436'],
    ['a picture', '🎩', '~1f3a9'],
    ['white space before plain letters', ' bac', 'bac'],
    ['nothing', '', ''],
    ['only white space', ' \u00A0\n', ''],
    ['only marks', '\u0301\u200D', ''],
    ['ASCII', "c++ & c#, j'aime (24/7)!", "c++ & c#, j'aime (24/7)!"],
  ])('%s', (_, text, folded) => {
    expect(fold(text)).toBe(folded);
  });

  test('every fold is printable ASCII without white space around or twice', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const folded = fold(text);
        expect(folded).toMatch(PRINTABLE_ASCII);
        expect(folded).toBe(folded.trim());
        expect(folded).not.toContain('  ');
      }),
      { numRuns: 2_000 },
    );
  });

  test('every control character folds to printable ASCII', () => {
    const controls = Array.from({ length: 0xa0 }, (_, code) => String.fromCharCode(code));
    expect(controls.filter((control) => !PRINTABLE_ASCII.test(fold(`a${control}b`)))).toEqual([]);
  });

  test('a text that is folded stays as it is', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        expect(fold(fold(text))).toBe(fold(text));
      }),
      { numRuns: 2_000 },
    );
  });

  test('composed or decomposed, a text folds alike', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        expect([fold(text.normalize('NFC')), fold(text.normalize('NFD'))]).toEqual([fold(text), fold(text)]);
      }),
      { numRuns: 2_000 },
    );
  });

  test('in capitals or not, a French text folds alike', () => {
    fc.assert(
      fc.property(french, (text) => {
        expect(fold(text.toUpperCase())).toBe(fold(text));
      }),
    );
  });

  test('texts that have nothing to do with each other fold apart', () => {
    expect(fold('Ж')).not.toBe(fold('Д'));
    expect(fold('🎩')).not.toBe(fold('👒'));
    expect(fold('a b')).not.toBe(fold('ab'));
  });

  test('a fold does not depend on what was folded before, though folds are remembered', () => {
    const texts = Array.from({ length: 12_000 }, (_, i) => `Étiquette n\u00A0${i}`);
    expect(texts.map(fold)).toEqual(texts.map((_, i) => `etiquette n ${i}`));
    expect(fold('Étiquette n\u00A00')).toBe('etiquette n 0');
  });
});

describe('tidy', () => {
  test.each([
    ['NFC', 'é'.normalize('NFD'), 'é'],
    ['white space', ' a\u00A0 b\t\nc ', 'a b c'],
    ['invisible characters', 'con\u00ADtrô\u200Bleur\uFEFF', 'contrôleur'],
    ['case, apostrophes and punctuation stay', 'J’aime « ça », À-PEU-PRÈS…', 'J’aime « ça », À-PEU-PRÈS…'],
    ['an invisible character between a letter and its accent', 'e\u200B\u0301', 'é'],
    ['nothing', '', ''],
  ])('%s', (_, text, tidied) => {
    expect(tidy(text)).toBe(tidied);
  });

  test('a tidy text stays as it is, is composed, and folds as before', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const once = tidy(text);
        expect(tidy(once)).toBe(once);
        expect(once.normalize('NFC')).toBe(once);
        expect(fold(once)).toBe(fold(text));
      }),
      { numRuns: 2_000 },
    );
  });
});

describe('words and search keys', () => {
  test('words are what stands between signs, + and # apart', () => {
    expect(words(fold("L'ingénieur·e en C++, C# (24/7) : à mi-temps"))).toEqual([
      'l',
      'ingenieur',
      'e',
      'en',
      'c++',
      'c#',
      '24',
      '7',
      'a',
      'mi',
      'temps',
    ]);
  });

  test('a text without words has none', () => {
    expect([words(''), words(fold(' … !? '))]).toEqual([[], []]);
  });

  test('a search key holds each word once, each behind a space', () => {
    expect(searchKey(['Souffleur/euse de verre', 'souffleuse de VERRE', ''])).toBe(
      ' souffleur euse de verre souffleuse',
    );
  });

  test('every word of every text is found in its key, and by its beginning', () => {
    fc.assert(
      fc.property(fc.array(anyText, { maxLength: 4 }), (texts) => {
        const key = searchKey(texts);
        for (const word of texts.flatMap((text) => words(fold(text)))) expect(key).toContain(` ${word.slice(0, 3)}`);
      }),
    );
  });
});

describe('slug', () => {
  test.each([
    ['salarié', 'salarie'],
    ["j'aime organiser, gérer", 'j-aime-organiser-gerer'],
    ['J’aime\u00A0organiser,\u202Fgérer', 'j-aime-organiser-gerer'],
    ['TV, ciné, radios : ces univers me fascinent', 'tv-cine-radios-ces-univers-me-fascinent'],
    ["réparer, bricoler, j'adore ça", 'reparer-bricoler-j-adore-ca'],
    ['  (CAP) !', 'cap'],
  ])('%s', (label, id) => {
    expect(slug(label)).toBe(id);
  });

  test('labels that differ only in case, accents, apostrophes or composition have one slug', () => {
    fc.assert(
      fc.property(french, (label) => {
        const bare = label
          .normalize('NFD')
          .replaceAll(/[\u0300-\u036F]/g, '')
          .replaceAll('œ', 'oe')
          .replaceAll('æ', 'ae')
          .replaceAll('’', "'");
        const alike = [label.toUpperCase(), label.normalize('NFD'), label.normalize('NFC'), bare, `\u00A0${label} `];
        expect(alike.map(slug)).toEqual(alike.map(() => slug(label)));
      }),
      { numRuns: 1_000 },
    );
  });

  test('signs that mean something keep labels apart', () => {
    const slugs = ['C', 'C+', 'C++', 'C#', 'C*', 'C@', 'C=', 'C%', 'C~'].map(slug);
    expect(new Set(slugs).size).toBe(slugs.length);
  });

  test('long labels that differ only at their end are kept apart, and short enough', () => {
    const long = 'une très longue appellation '.repeat(10);
    const slugs = [`${long}un`, `${long}deux`].map(slug);
    expect(new Set(slugs).size).toBe(2);
    expect(Math.max(...slugs.map((one) => one.length))).toBeLessThanOrEqual(90);
  });

  test('a label without a letter still has an id', () => {
    expect([slug('!!!'), slug('🎩'), slug('。')].every((one) => /^[a-z0-9-]+$/.test(one))).toBe(true);
    expect(slug('!!!')).not.toBe(slug('???'));
  });

  test('every slug is letters, digits and single hyphens inside, and never empty', () => {
    fc.assert(
      fc.property(anyText, (label) => {
        expect(slug(label)).toMatch(/^[a-z0-9]+(?:-[a-z0-9]+)*$/);
      }),
      { numRuns: 2_000 },
    );
  });

  test('a digest is that of FNV-1a over 32 bits', () => {
    expect([digest(''), digest('a'), digest('foobar')].map((text) => Number.parseInt(text, 36))).toEqual([
      0x811c9dc5, 0xe40c292c, 0xbf9cf968,
    ]);
  });
});

describe('visible', () => {
  test('control characters and those that reorder text are written as their code points', () => {
    expect(visible('a\u001B[31m\u0007\n\r\t\u0000\u007F\u009B\u202E\u2066z')).toBe(
      'a\\u{1B}[31m\\u{7}\\u{A}\\u{D}\\u{9}\\u{0}\\u{7F}\\u{9B}\\u{202E}\\u{2066}z',
    );
  });

  test('any other text stays as it is', () => {
    const text = 'Éà ’«»… 🎩 \\u{1B} <b> %0A';
    expect(visible(text)).toBe(text);
  });

  test('a visible text stays as it is', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        expect(visible(visible(text))).toBe(visible(text));
      }),
    );
  });
});
