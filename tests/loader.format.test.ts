/** What the three formats of diagnostics promise: for people, for programs, for GitHub. */
import { describe, expect, test } from 'vitest';
import { aboutFile, compareDiagnostics, countDiagnostics, type Diagnostic } from '../loaders/diagnostic.ts';
import { FORMATS, formatDiagnostics } from '../loaders/format.ts';
import { parse } from '../loaders/parse.ts';
import { document, lines } from './support/documents.ts';

const PLACED: Diagnostic = {
  severity: 'error',
  code: 'rome-malformed',
  message: '"k1403" is no ROME code',
  help: 'write a capital letter and four digits',
  file: 'seeds/chapelier.md',
  line: 12,
  column: 3,
  length: 5,
  excerpt: '- k1403',
};
const WHOLE = aboutFile('notice', 'link', 'seeds/lien.md', 'this is a symbolic link', 'put the document there');

/** Control characters and those that reorder text: nothing of the kind may reach a terminal, but the line feed. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what this looks for
const DANGEROUS = /[\u0000-\u0009\u000B-\u001F\u007F-\u009F\u202A-\u202E\u2066-\u2069]/;

test('there are three formats', () => {
  expect(FORMATS).toEqual(['text', 'json', 'github']);
});

describe('text: a paragraph in the style of a good compiler', () => {
  test('a diagnostic with a place shows its line, marked', () => {
    expect(formatDiagnostics([PLACED], 'text')).toBe(
      lines(
        'error[rome-malformed]: "k1403" is no ROME code',
        '   --> seeds/chapelier.md:12:3',
        '   |',
        '12 | - k1403',
        '   |   ^^^^^',
        '   = help: write a capital letter and four digits',
        '',
      ),
    );
  });

  test('a diagnostic of a whole file shows the file', () => {
    expect(formatDiagnostics([WHOLE], 'text')).toBe(
      lines('notice[link]: this is a symbolic link', '  --> seeds/lien.md', '   = help: put the document there', ''),
    );
  });

  test('a diagnostic with a place and no excerpt shows the place', () => {
    const placed = { ...WHOLE, line: 7, column: 3 };
    expect(formatDiagnostics([placed], 'text')).toBe(
      lines(
        'notice[link]: this is a symbolic link',
        '  --> seeds/lien.md:7:3',
        '   = help: put the document there',
        '',
      ),
    );
  });

  test('none is nothing, several stand one behind another', () => {
    expect(formatDiagnostics([], 'text')).toBe('');
    expect(formatDiagnostics([PLACED, WHOLE], 'text')).toBe(
      formatDiagnostics([PLACED], 'text') + formatDiagnostics([WHOLE], 'text'),
    );
  });

  test('of a long line only what stands around the place is shown', () => {
    const excerpt = `${'a'.repeat(5_000)}ICI${'b'.repeat(5_000)}`;
    expect(formatDiagnostics([{ ...PLACED, excerpt, column: 5_001, length: 3 }], 'text')).toBe(
      lines(
        'error[rome-malformed]: "k1403" is no ROME code',
        '   --> seeds/chapelier.md:12:5001',
        '   |',
        `12 | …${'a'.repeat(60)}ICI${'b'.repeat(60)}…`,
        `   | ${' '.repeat(61)}^^^`,
        '   = help: write a capital letter and four digits',
        '',
      ),
    );
  });

  test('a place that is itself long is cut too', () => {
    const excerpt = 'a'.repeat(19_000);
    const shown = formatDiagnostics([{ ...PLACED, excerpt, column: 1, length: excerpt.length }], 'text').split('\n');
    expect(Math.max(...shown.map((line) => line.length))).toBeLessThanOrEqual(250);
  });

  test('the mark stands under the place where characters before it take two code units, or are made visible', () => {
    const said = parse(document('MET.1', '', '**Codes ROME:** 🎩\u0007🎩, B1806'), 'a.md').diagnostics;
    expect(said.map(({ code }) => code)).toEqual(['control-character', 'rome-malformed']);
    expect(formatDiagnostics(said, 'text')).toBe(
      lines(
        'warning[control-character]: the line holds the control character \\u{7}',
        '  --> a.md:4:18',
        '  |',
        '4 | **Codes ROME:** 🎩\\u{7}🎩, B1806',
        `  | ${' '.repeat(17)}^^^^^`,
        '  = help: take it away; it is most often left over from another program',
        '',
        'error[rome-malformed]: "🎩\\u{7}🎩" is no ROME code',
        '  --> a.md:4:17',
        '  |',
        '4 | **Codes ROME:** 🎩\\u{7}🎩, B1806',
        `  | ${' '.repeat(16)}^^^^^^^`,
        '  = help: write a capital letter and four digits, as in K1403 (or the letter and two digits of a whole professional domain)',
        '',
      ),
    );
  });

  test('a place behind the end of its line is marked by one sign', () => {
    expect(formatDiagnostics([{ ...PLACED, excerpt: '-', column: 2, length: 1 }], 'text')).toContain(
      '\n12 | -\n   |  ^\n',
    );
  });
});

describe('json: for programs', () => {
  test('an array of the diagnostics as they are, one line feed behind it', () => {
    const text = formatDiagnostics([PLACED, WHOLE], 'json');
    expect(JSON.parse(text)).toEqual([PLACED, WHOLE]);
    expect(text.endsWith(']\n')).toBe(true);
  });

  test('none is an empty array', () => {
    expect(formatDiagnostics([], 'json')).toBe('[]\n');
  });
});

describe('github: workflow commands', () => {
  test('a line each, with the place where there is one', () => {
    expect(formatDiagnostics([PLACED, WHOLE], 'github')).toBe(
      lines(
        '::error file=seeds/chapelier.md,line=12,col=3,title=rome-malformed::"k1403" is no ROME code; write a capital letter and four digits',
        '::notice file=seeds/lien.md,title=link::this is a symbolic link; put the document there',
      ),
    );
  });

  test('line feeds, carriage returns and percent signs of a message are escaped; commas and colons need not be', () => {
    const message = '100 % de laine,\r\n50%25 : ::error file=x::pirate';
    expect(formatDiagnostics([{ ...WHOLE, message, help: 'a\nb' }], 'github')).toBe(
      '::notice file=seeds/lien.md,title=link::100 %25 de laine,%0D%0A50%2525 : ::error file=x::pirate; a%0Ab\n',
    );
  });

  test('commas and colons of a file name are escaped too', () => {
    expect(formatDiagnostics([{ ...WHOLE, file: 'a,line=1::b\nc%.md' }], 'github')).toBe(
      '::notice file=a%2Cline=1%3A%3Ab%0Ac%25.md,title=link::this is a symbolic link; put the document there\n',
    );
  });

  test('none is nothing', () => {
    expect(formatDiagnostics([], 'github')).toBe('');
  });
});

describe('what a document or a file name holds cannot steer a terminal or a log', () => {
  const hostile = '\u001B[31m\u0007\u0000\r\u009B2J\u202Etxt\u2066.\u007F';
  const diagnostic = {
    ...PLACED,
    file: hostile,
    message: hostile,
    help: hostile,
    excerpt: hostile,
    column: 3,
    length: 4,
  };

  test.each(FORMATS)('%s', (format) => {
    const shown = formatDiagnostics([diagnostic, { ...WHOLE, file: hostile, message: hostile }], format);
    expect(shown.match(DANGEROUS)).toBeNull();
  });

  test.each(FORMATS)('%s: a line feed in a file name does not begin a line', (format) => {
    const shown = formatDiagnostics([{ ...WHOLE, file: 'a\n::error::pirate.md' }], format);
    expect(shown.split('\n').filter((line) => line.startsWith('::error'))).toEqual([]);
  });

  test('text: a tab is one column wide, so that the mark stands right', () => {
    const shown = formatDiagnostics([{ ...PLACED, excerpt: '\t\tk1403', column: 3 }], 'text');
    expect(shown).toContain('\n12 |   k1403\n   |   ^^^^^\n');
  });
});

describe('counts and order', () => {
  test('diagnostics are counted by severity', () => {
    expect(countDiagnostics([])).toEqual({ errors: 0, warnings: 0, notices: 0 });
    expect(countDiagnostics([PLACED, WHOLE, PLACED, { ...PLACED, severity: 'warning' }])).toEqual({
      errors: 2,
      warnings: 1,
      notices: 1,
    });
  });

  test('files in order of their names, whole files first, then lines, columns and codes', () => {
    const at = (file: string, line: number | null, column: number | null, code: string): Diagnostic => ({
      ...PLACED,
      file,
      line,
      column,
      code,
    });
    const sorted = [
      at('A', 9, 9, 'z'),
      at('a', null, null, 'z'),
      at('a', 2, 1, 'b'),
      at('a', 2, 3, 'a'),
      at('a', 2, 3, 'b'),
      at('a', 10, 1, 'a'),
      at('é', 1, 1, 'a'),
    ];
    expect([...sorted].reverse().sort(compareDiagnostics)).toEqual(sorted);
  });
});
