/** What `readSources` and `load` promise of files and folders: what is read, what is refused, and with which words. */
import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readdirSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Diagnostic } from '../loaders/diagnostic.ts';
import { load } from '../loaders/load.ts';
import {
  FILE_BYTES_MAX,
  FILES_MAX,
  FOLDER_DEPTH_MAX,
  LINE_CHARACTERS_MAX,
  readSources,
  type Source,
} from '../loaders/source.ts';
import { document, folderOf, lines, loadedFrom, ONISEP, POOR, RICH } from './support/documents.ts';

const DATE = new Date('2025-10-21T08:00:00.000Z');
const SHORT = document('MET.1');

interface Read {
  readonly documents: number;
  readonly sources: readonly Source[];
  readonly diagnostics: readonly Diagnostic[];
}

function read(...paths: readonly string[]): Read {
  const sources: Source[] = [];
  const diagnostics: Diagnostic[] = [];
  const documents = readSources(
    paths,
    (one) => diagnostics.push(one),
    (one) => sources.push(one),
  );
  return { documents, sources, diagnostics };
}

/** A diagnostic of a file as a whole, as it should be in full. */
function aboutWhole(code: string, file: string, message: string, help: string, severity = 'error'): object {
  return { severity, code, message, help, file, line: null, column: null, length: 0, excerpt: null };
}

function metiersOf(...paths: readonly string[]): string[] {
  return load(paths, DATE).content.nodes.Metier.map(({ id }) => id);
}

/** One file of these bytes in a folder of its own: what is said of it, and its path. */
function readBytes(bytes: Uint8Array): Read & { readonly path: string } {
  const folder = folderOf({ 'fiche.md': bytes });
  return { ...read(folder), path: join(folder, 'fiche.md') };
}

const bytes = (...parts: readonly (string | readonly number[])[]): Buffer =>
  Buffer.concat(parts.map((part) => (typeof part === 'string' ? Buffer.from(part, 'utf8') : Buffer.from([...part]))));

describe('which files are documents', () => {
  test('.md and .txt in any case, in folders and folders of folders, in code-point order of their names', () => {
    const folder = folderOf({
      'b.md': SHORT,
      'a.txt': SHORT,
      'C.MD': SHORT,
      'sous/dossier/d.Txt': SHORT,
      'é.md': SHORT,
      'e.markdown': SHORT,
      'f.json': '{}',
      md: SHORT,
    });
    const { documents, sources, diagnostics } = read(folder);
    expect({ documents, files: sources.map(({ file }) => file), diagnostics }).toEqual({
      documents: 5,
      files: ['C.MD', 'a.txt', 'b.md', 'sous/dossier/d.Txt', 'é.md'].map((name) => join(folder, name)),
      diagnostics: [],
    });
  });

  test('a README and what is hidden are none', () => {
    const folder = folderOf({ 'README.md': 'x', 'readme.txt': 'x', '.cache.md': 'x', '.git/a.md': 'x', 'a.md': SHORT });
    expect(read(folder).sources.map(({ file }) => file)).toEqual([join(folder, 'a.md')]);
  });

  test('a file given by its own path is a document whatever its name', () => {
    const folder = folderOf({ 'README.md': SHORT, 'fiche.text': SHORT });
    expect(read(join(folder, 'README.md'), join(folder, 'fiche.text')).sources.map(({ text }) => text)).toEqual([
      SHORT,
      SHORT,
    ]);
  });

  test('a file that is reached twice is read once', () => {
    const folder = folderOf({ 'a.md': SHORT, 'sous/b.md': SHORT });
    const paths = [folder, `${folder}/`, join(folder, 'sous'), join(folder, 'a.md'), `${folder}/./sous/../a.md`];
    expect(read(...paths).sources.map(({ file }) => file)).toEqual([join(folder, 'a.md'), join(folder, 'sous/b.md')]);
  });

  test('weird names are accepted, and nothing is done with them but opening them', () => {
    const names = [
      '$(touch x).md',
      '-rf.md',
      'a\nb.md',
      ' .md',
      "'; DROP.md",
      'ligne\r.md',
      '*.md',
      '`id`.txt',
      '…é🎩.md',
      '\u001B[31m.md',
    ];
    const folder = folderOf(Object.fromEntries(names.map((name, i) => [name, document(`MET.${i + 1}`)])));
    const { content, diagnostics, documents } = load([folder], DATE);
    expect({ documents, metiers: content.nodes.Metier.length, diagnostics }).toEqual({
      documents: names.length,
      metiers: names.length,
      diagnostics: [],
    });
    expect(readdirSync(folder).sort()).toEqual([...names].sort());
    expect(existsSync('x')).toBe(false);
  });

  test.skipIf(process.platform !== 'linux')(
    'a name that is not UTF-8 is never passed over in silence (skipped where file names must be Unicode)',
    () => {
      const folder = folderOf({ 'a.md': SHORT });
      const name = Buffer.concat([Buffer.from(`${folder}/m`), Buffer.from([0xe9]), Buffer.from('tier.md')]);
      writeFileSync(name, document('MET.2'));
      const { documents, sources, diagnostics } = read(folder);
      expect({ documents, read: sources.length, diagnostics }).toEqual({
        documents: 2,
        read: 1,
        diagnostics: [
          aboutWhole(
            'unreadable',
            join(folder, 'm\uFFFDtier.md'),
            'the system refuses to lstat it (ENOENT)',
            'check that it exists and may be read',
          ),
        ],
      });
    },
  );
});

describe('paths and folders that give nothing', () => {
  test('not-found', () => {
    const folder = folderOf();
    const path = join(folder, 'absent');
    expect(read(path)).toEqual({
      documents: 0,
      sources: [],
      diagnostics: [aboutWhole('not-found', path, 'there is no such file or folder', 'check the path')],
    });
  });

  test('a path through a file is told of', () => {
    const path = join(folderOf({ 'a.md': SHORT }), 'a.md', 'b.md');
    expect(read(path).diagnostics.map(({ severity, file }) => [severity, file])).toEqual([['error', path]]);
  });

  test('not-found: the other paths are read all the same', () => {
    const folder = folderOf({ 'a.md': SHORT });
    expect(metiersOf(join(folder, 'absent'), folder)).toEqual(['MET.1']);
  });

  test('folder-empty', () => {
    const folder = folderOf();
    expect(read(folder)).toEqual({
      documents: 0,
      sources: [],
      diagnostics: [
        aboutWhole(
          'folder-empty',
          folder,
          'the folder holds no document',
          'give a folder with files named .md or .txt',
        ),
      ],
    });
  });

  test('folder-empty: a folder of folders without a document', () => {
    const folder = folderOf({ 'sous/notes.json': '{}', 'sous/README.md': 'x' });
    expect(read(folder).diagnostics.map(({ code, file }) => [code, file])).toEqual([['folder-empty', folder]]);
  });

  test('folder-too-deep', () => {
    const levels = (count: number): string => Array.from({ length: count }, () => 'd').join('/');
    const deepest = `${levels(FOLDER_DEPTH_MAX)}/a.md`;
    const folder = folderOf({ [deepest]: SHORT, [`${levels(FOLDER_DEPTH_MAX + 1)}/b.md`]: document('MET.2') });
    const { sources, diagnostics } = read(folder);
    expect({ files: sources.map(({ file }) => file), diagnostics }).toEqual({
      files: [join(folder, deepest)],
      diagnostics: [
        aboutWhole(
          'folder-too-deep',
          join(folder, levels(FOLDER_DEPTH_MAX + 1)),
          'the folder lies deeper than 16 levels',
          'load it by itself',
        ),
      ],
    });
  });

  test('no path at all gives an empty release', () => {
    expect(load([], DATE)).toMatchObject({ documents: 0, diagnostics: [], content: { nodes: { Metier: [] } } });
  });
});

describe('only regular files are read', () => {
  const help = 'put the document itself there';

  test('a symbolic link out of the folder', () => {
    const outside = folderOf({ 'secret.md': SHORT });
    const folder = folderOf({ 'b.md': document('MET.2') });
    symlinkSync(join(outside, 'secret.md'), join(folder, 'a.md'));
    const { documents, sources, diagnostics } = read(folder);
    expect({ documents, files: sources.map(({ file }) => file), diagnostics }).toEqual({
      documents: 2,
      files: [join(folder, 'b.md')],
      diagnostics: [aboutWhole('link', join(folder, 'a.md'), 'this is a symbolic link; it is not followed', help)],
    });
  });

  test('a symbolic link given by its own path', () => {
    const folder = folderOf({ 'a.md': SHORT });
    const path = join(folder, 'b.md');
    symlinkSync(join(folder, 'a.md'), path);
    expect(read(path).diagnostics).toEqual([
      aboutWhole('link', path, 'this is a symbolic link; it is not followed', help),
    ]);
  });

  test('a symbolic link to nowhere, and one to itself, in a folder', () => {
    const folder = folderOf();
    symlinkSync('absent.md', join(folder, 'a.md'));
    symlinkSync('b.md', join(folder, 'b.md'));
    expect(read(folder)).toEqual({
      documents: 2,
      sources: [],
      diagnostics: ['a.md', 'b.md'].map((name) =>
        aboutWhole('link', join(folder, name), 'this is a symbolic link; it is not followed', help),
      ),
    });
  });

  test('a symbolic link to a folder is told of, not followed: no loop', () => {
    const folder = folderOf({ 'a.md': SHORT });
    symlinkSync('.', join(folder, 'boucle'));
    const { documents, diagnostics } = read(folder);
    expect({ documents, diagnostics }).toEqual({
      documents: 1,
      diagnostics: [
        aboutWhole(
          'link',
          join(folder, 'boucle'),
          'this is a symbolic link; it is not followed',
          'give what it points to by its own path',
          'notice',
        ),
      ],
    });
  });

  test('a loop of symbolic links given by its own path is told of, and the others are read', () => {
    const folder = folderOf({ 'sous/a.md': SHORT });
    symlinkSync('y', join(folder, 'x'));
    symlinkSync('x', join(folder, 'y'));
    const { documents, sources, diagnostics } = read(join(folder, 'x'), join(folder, 'sous'));
    expect({
      documents,
      files: sources.map(({ file }) => file),
      diagnostics: diagnostics.map(({ severity, file }) => [severity, file]),
    }).toEqual({
      documents: expect.any(Number),
      files: [join(folder, 'sous/a.md')],
      diagnostics: [['error', join(folder, 'x')]],
    });
  });

  test('a path that is longer than the system takes is told of, and the others are read', () => {
    const folder = folderOf({ 'a.md': SHORT });
    const long = join(folder, 'x'.repeat(5000));
    const { sources, diagnostics } = read(long, folder);
    expect([sources.length, diagnostics.map(({ severity, file }) => [severity, file])]).toEqual([1, [['error', long]]]);
  });

  test('a folder named .md', () => {
    const folder = folderOf({ 'b.md': SHORT });
    mkdirSync(join(folder, 'a.md'));
    const { documents, sources, diagnostics } = read(folder);
    expect({ documents, files: sources.map(({ file }) => file), diagnostics }).toEqual({
      documents: 2,
      files: [join(folder, 'b.md')],
      diagnostics: [
        aboutWhole(
          'not-a-file',
          join(folder, 'a.md'),
          'this is a folder, not a file',
          'move it away, or give it another name',
        ),
      ],
    });
  });

  test.skipIf(process.platform === 'win32')(
    'a pipe: nobody waits for it to be written to (skipped on Windows, which has none)',
    () => {
      const folder = folderOf({ 'b.md': SHORT });
      expect(spawnSync('mkfifo', [join(folder, 'a.md'), join(folder, 'tuyau')]).status).toBe(0);
      const { documents, sources, diagnostics } = read(folder, join(folder, 'tuyau'));
      const refused = (name: string): object =>
        aboutWhole(
          'not-a-file',
          join(folder, name),
          'this is a pipe, not a file',
          'move it away, or give it another name',
        );
      expect({ documents, files: sources.map(({ file }) => file), diagnostics }).toEqual({
        documents: 3,
        files: [join(folder, 'b.md')],
        diagnostics: [refused('a.md'), refused('tuyau')],
      });
    },
  );

  test.skipIf(!existsSync('/dev/zero'))('a device (skipped where there is no /dev/zero)', () => {
    expect(read('/dev/zero').diagnostics).toEqual([
      aboutWhole('not-a-file', '/dev/zero', 'this is a device, not a file', 'move it away, or give it another name'),
    ]);
  });

  const seteuid = process.seteuid?.bind(process);
  /** Root may read everything: what is done here is done as nobody. */
  function asNobody<T>(action: () => T): T {
    const user = process.geteuid?.();
    if (user === 0) seteuid?.(65_534);
    try {
      return action();
    } finally {
      if (user === 0) seteuid?.(0);
    }
  }

  describe.skipIf(seteuid === undefined)('what may not be read (skipped where files have no owners)', () => {
    test('unreadable: a file', () => {
      const folder = folderOf({ 'a.md': SHORT, 'b.md': document('MET.2') });
      chmodSync(folder, 0o755);
      chmodSync(join(folder, 'a.md'), 0);
      const { documents, sources, diagnostics } = asNobody(() => read(folder));
      expect({ documents, files: sources.map(({ file }) => file), diagnostics }).toEqual({
        documents: 2,
        files: [join(folder, 'b.md')],
        diagnostics: [
          aboutWhole(
            'unreadable',
            join(folder, 'a.md'),
            'the system refuses to open it (EACCES)',
            'check that it exists and may be read',
          ),
        ],
      });
    });

    test('unreadable: a folder is not said to be empty', () => {
      const folder = folderOf({ 'a.md': SHORT });
      chmodSync(folder, 0o000);
      const { documents, diagnostics } = asNobody(() => read(folder));
      chmodSync(folder, 0o700);
      expect({ documents, diagnostics }).toEqual({
        documents: 0,
        diagnostics: [
          aboutWhole(
            'unreadable',
            folder,
            'the system refuses to scandir it (EACCES)',
            'check that it exists and may be read',
          ),
        ],
      });
    });

    test('unreadable: a path through a folder that may not be entered', () => {
      const folder = folderOf({ 'sous/a.md': SHORT });
      chmodSync(folder, 0o000);
      const path = join(folder, 'sous');
      const said = asNobody(() => read(path).diagnostics.map(({ severity, file }) => [severity, file]));
      chmodSync(folder, 0o700);
      expect(said).toEqual([['error', path]]);
    });
  });
});

describe('documents and folders have a size', () => {
  test('file-too-large: a sparse file of 1 GB is refused by its size alone', () => {
    const folder = folderOf({ 'a.md': SHORT, 'b.md': '' });
    truncateSync(join(folder, 'b.md'), 1024 ** 3);
    const { documents, sources, diagnostics } = read(folder);
    expect({ documents, files: sources.map(({ file }) => file), diagnostics }).toEqual({
      documents: 2,
      files: [join(folder, 'a.md')],
      diagnostics: [
        aboutWhole(
          'file-too-large',
          join(folder, 'b.md'),
          '1073741824 bytes are more than the 1048576 that a document may have',
          'split it: a document holds one métier',
        ),
      ],
    });
  });

  test('a document may have 1 MiB and no more', () => {
    const line = `${'x'.repeat(1023)}\n`;
    const start = document('MET.1', '', '## Présentation', '');
    const fill = FILE_BYTES_MAX - Buffer.byteLength(start);
    const text = start + line.repeat(Math.floor(fill / 1024)) + 'y'.repeat(fill % 1024);
    expect(Buffer.byteLength(text)).toBe(1024 * 1024);
    expect(metiersOf(folderOf({ 'a.md': text }))).toEqual(['MET.1']);
    expect(read(folderOf({ 'a.md': `${text}y` })).diagnostics.map(({ code }) => code)).toEqual(['file-too-large']);
  });

  test('line-too-long: a line of 400 kB', () => {
    const folder = folderOf({
      'a.md': document('MET.1', '', '## Présentation', '', 'x'.repeat(400_000)),
      'b.md': POOR,
    });
    expect(load([folder], DATE)).toMatchObject({
      documents: 2,
      content: { nodes: { Metier: [{ id: 'MET.90002' }] } },
    });
    expect(read(folder).diagnostics).toEqual([
      {
        severity: 'error',
        code: 'line-too-long',
        message: 'line 6 is longer than 20000 characters',
        help: 'break the line',
        file: join(folder, 'a.md'),
        line: 6,
        column: 1,
        length: 0,
        excerpt: null,
      },
    ]);
  });

  test('line-too-long: 20,000 characters are allowed, whatever ends the line', () => {
    for (const end of ['\n', '\r\n', '\r']) {
      const line = 'é'.repeat(LINE_CHARACTERS_MAX);
      const at = folderOf({ 'a.md': ['# a', '**ID:** MET.1', '## Présentation', '', line, ''].join(end) });
      const over = folderOf({ 'a.md': ['# a', '**ID:** MET.1', '## Présentation', '', `${line}é`, ''].join(end) });
      expect([read(at).diagnostics, read(over).diagnostics.map(({ code, line: at }) => [code, at])]).toEqual([
        [],
        [['line-too-long', 5]],
      ]);
    }
  });

  test('too-many-files: 20,000 are allowed, one more is refused and none is read', () => {
    const folder = folderOf();
    for (let i = 0; i < FILES_MAX; i++) closeSync(openSync(join(folder, `${i}.md`), 'w'));
    const allowed = read(folder);
    expect([allowed.documents, allowed.sources.length, allowed.diagnostics]).toEqual([20_000, 20_000, []]);
    closeSync(openSync(join(folder, 'un-de-plus.md'), 'w'));
    expect(read(folder)).toEqual({
      documents: 20_001,
      sources: [],
      diagnostics: [
        aboutWhole(
          'too-many-files',
          folder,
          '20001 documents are more than the 20000 that one release may hold',
          'load fewer folders',
        ),
      ],
    });
  });
});

describe('a document is UTF-8, or refused at the byte where it is not', () => {
  const help = 'save the document as UTF-8 text';
  const start = '# essayeur\n**ID:** MET.1\n';
  const at = Buffer.byteLength(start);

  test.each([
    ['Latin-1', bytes(start, [0x65, 0xe9, 0x65]), at + 1, '0xe9'],
    ['Windows-1252 quotes', bytes(start, [0x92]), at, '0x92'],
    ['a sequence cut at the end of the file', bytes(start, 'é', [0xc3]), at + 2, '0xc3'],
    ['three bytes cut to two', bytes(start, [0xe2, 0x82]), at, '0xe2'],
    ['four bytes cut to three', bytes(start, [0xf0, 0x9f, 0x8e]), at, '0xf0'],
    ['a sequence cut by a letter', bytes(start, 'ab', [0xe2, 0x82], 'c'), at + 2, '0xe2'],
    ['a continuation alone', bytes(start, 'a', [0x80], 'b'), at + 1, '0x80'],
    ['an overlong slash of two bytes', bytes(start, [0xc0, 0xaf]), at, '0xc0'],
    ['an overlong slash of three bytes', bytes(start, [0xe0, 0x80, 0xaf]), at, '0xe0'],
    ['an overlong slash of four bytes', bytes(start, [0xf0, 0x80, 0x80, 0xaf]), at, '0xf0'],
    ['an overlong NUL', bytes(start, [0xc0, 0x80]), at, '0xc0'],
    ['a surrogate', bytes(start, [0xed, 0xa0, 0x80]), at, '0xed'],
    ['a code point past the last', bytes(start, [0xf4, 0x90, 0x80, 0x80]), at, '0xf4'],
    ['a lead that leads nowhere', bytes(start, [0xff]), at, '0xff'],
    ['behind characters of two, three and four bytes', bytes('é€🎩', [0xe9]), 9, '0xe9'],
    ['at the very start', bytes([0x80], start), 0, '0x80'],
    ['behind a byte order mark', bytes([0xef, 0xbb, 0xbf], 'a', [0xe9]), 4, '0xe9'],
    ['half a byte order mark', bytes([0xef, 0xbb], start), 0, '0xef'],
  ])('%s', (_, content, offset, byte) => {
    const { documents, sources, diagnostics, path } = readBytes(content);
    expect({ documents, sources, diagnostics }).toEqual({
      documents: 1,
      sources: [],
      diagnostics: [aboutWhole('not-utf8', path, `the file is not UTF-8: byte ${offset} is ${byte}`, help)],
    });
  });

  test.each([
    ['little-endian, marked', Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(start, 'utf16le')])],
    ['big-endian, marked', Buffer.concat([Buffer.from([0xfe, 0xff]), Buffer.from(start, 'utf16le').swap16()])],
  ])('UTF-16: %s', (_, content) => {
    const { sources, diagnostics, path } = readBytes(content);
    expect({ sources, diagnostics }).toEqual({
      sources: [],
      diagnostics: [aboutWhole('not-utf8', path, 'the file is in UTF-16 (byte 0)', help)],
    });
  });

  test.each([
    ['a NUL in the text', bytes(start, 'a', [0], 'b'), at + 1],
    ['a PNG', bytes([0x89], 'PNG\r\n', [0x1a, 0x0a, 0, 0, 0, 0x0d], 'IHDR'), 8],
    ['a ZIP', bytes('PK', [3, 4, 20, 0, 0, 0]), 5],
    ['UTF-16 without a mark, little-endian', Buffer.from(start, 'utf16le'), 1],
    ['UTF-16 without a mark, big-endian', Buffer.from(start, 'utf16le').swap16(), 0],
    ['only a NUL', bytes([0]), 0],
  ])('binary: %s', (_, content, offset) => {
    const { sources, diagnostics, path } = readBytes(content);
    expect({ sources, diagnostics }).toEqual({
      sources: [],
      diagnostics: [aboutWhole('binary', path, `the file is not text: there is a NUL at byte ${offset}`, help)],
    });
  });

  test('every character that Unicode has is accepted, U+FFFD and those of no meaning among them', () => {
    const text = `${start}\n## Présentation\n\n\u{FFFD} \u{FFFF} \u{10FFFF} \u{E000} \u{800} \u{7FF} \u{10000} 🎩\n`;
    expect(readBytes(bytes(text))).toMatchObject({ sources: [{ text }], diagnostics: [] });
  });
});

describe('one document is one content, however another system wrote it', () => {
  const clean = loadedFrom({ 'a.md': RICH, 'b.md': POOR });
  const variants: [string, (text: string) => string][] = [
    ['a byte order mark', (text) => `\uFEFF${text}`],
    ['CRLF', (text) => text.replaceAll('\n', '\r\n')],
    ['CR', (text) => text.replaceAll('\n', '\r')],
    ['NFD', (text) => text.normalize('NFD')],
    ['a mark, CRLF and NFD', (text) => `\uFEFF${text.normalize('NFD').replaceAll('\n', '\r\n')}`],
    ['no line feed at its end', (text) => text.trimEnd()],
    ['blank lines at its end', (text) => `${text}\n\n\n`],
    ['CRLF here and LF there', (text) => text.replace('\n', '\r\n')],
    [
      'NBSP in its labels',
      (text) => text.replaceAll(/^(- .* .*)$/gm, (item) => `- ${item.slice(2).replace(' ', '\u00A0')}`),
    ],
    ['curly apostrophes in its headings', (text) => text.replace("Centres d'intérêt", 'Centres d’intérêt')],
    ['formation ids behind a hard space', (text) => text.replaceAll(' (ID:', '\u00A0(ID:')],
  ];

  test.each(variants)('%s: the same fingerprint, nodes, edges and counts of diagnostics', (_, change) => {
    const { content } = load([folderOf({ 'c.txt': change(RICH), 'd.txt': change(POOR) })], DATE);
    expect(content.nodes).toEqual(clean.content.nodes);
    expect(content).toEqual(clean.content);
  });

  test('the text that is read has line feeds only, and no mark', () => {
    const text = `\uFEFF${RICH.replaceAll('\n', '\r\n')}`;
    expect(readBytes(bytes(text)).sources.map((source) => source.text)).toEqual([RICH]);
  });

  test('a carriage return within a line of a document of line feeds stays, and is told of', () => {
    const text = document('MET.1', '', '## Présentation', '', 'Un\rchapeau.');
    const { diagnostics, content } = load([folderOf({ 'a.md': text })], DATE);
    expect([content.nodes.Metier.map(({ presentation }) => presentation), diagnostics.map(({ code }) => code)]).toEqual(
      [['Un\rchapeau.'], ['control-character']],
    );
  });

  test('the same documents twice give the same release, but for its date', () => {
    const folder = folderOf({ 'a.md': RICH, 'b.md': POOR });
    const first = load([folder], DATE);
    const second = load([folder], new Date('2026-04-01T00:00:00.000Z'));
    expect(second).toEqual({ ...first, content: { ...first.content, date: '2026-04-01T00:00:00.000Z' } });
  });

  test('file names and the folders they lie in are no part of the fingerprint', () => {
    const moved = load([folderOf({ 'z/y/x.txt': RICH, 'w.md': POOR })], DATE);
    expect(moved.content.fingerprint).toBe(clean.content.fingerprint);
  });

  test.each([
    ['a word of prose', (text: string) => text.replace('patience', 'constance')],
    ['the order of a list', (text: string) => text.replace('- artisan\n- salarié', '- salarié\n- artisan')],
    ['a level', (text: string) => text.replace('CAP ou équivalent', 'bac + 1')],
    ['an appellation', (text: string) => text.replace('souffleur de verre', 'souffleur du verre')],
    ['an unknown section', (text: string) => `${text}\n## Note\n\nUn mot.\n`],
    ['a ROME code', (text: string) => text.replace('B1602', 'B1603')],
    ['the name of a formation', (text: string) => text.replace('canne (et four)', 'canne (et feu)')],
    ['the ID', (text: string) => text.replace('MET.90001', 'MET.90003')],
  ])('another content is another fingerprint: %s', (_, change) => {
    expect(change(RICH)).not.toBe(RICH);
    const { content } = load([folderOf({ 'a.md': change(RICH), 'b.md': POOR })], DATE);
    expect(content.fingerprint).not.toBe(clean.content.fingerprint);
  });
});

describe('a document in error is left out, the others are loaded', () => {
  test('nothing of it is in the release, not even what it alone names', () => {
    const bad = document(
      'MET.2',
      '',
      '**Codes ROME:** Z9999',
      '',
      '**Statuts possibles:**',
      '- corsaire',
      '',
      'un mot',
    );
    const { content, documents, diagnostics } = load([folderOf({ 'a.md': SHORT, 'b.md': bad })], DATE);
    expect({ documents, codes: diagnostics.map(({ code }) => code), counts: content.diagnostics }).toEqual({
      documents: 2,
      codes: ['line-unexpected'],
      counts: { errors: 1, warnings: 0, notices: 0 },
    });
    expect(content.nodes).toMatchObject({
      Metier: [{ id: 'MET.1' }],
      Statut: [],
      Rome: [],
      Formation: [],
      Interet: [],
    });
  });

  test('a document that is left out is counted as an error, however many warnings it has', () => {
    const body = Array.from({ length: 200 }, () => 'un \u0007bip');
    const bad = document('8097', '', '## Présentation', '', ...body);
    const { content } = load([folderOf({ 'a.md': bad })], DATE);
    expect([content.nodes.Metier.length, content.diagnostics.errors]).toEqual([0, 1]);
  });

  test('an empty file is in error', () => {
    const folder = folderOf({ 'a.md': '', 'b.md': SHORT });
    const { content, diagnostics } = load([folder], DATE);
    expect(content.nodes.Metier.map(({ id }) => id)).toEqual(['MET.1']);
    expect(diagnostics.map(({ severity, code, file, line }) => [severity, code, file, line])).toEqual([
      ['error', 'id-missing', join(folder, 'a.md'), 1],
      ['error', 'title-missing', join(folder, 'a.md'), 1],
    ]);
  });

  test('diagnostics of all files come in the order of files, lines and columns', () => {
    const bad = lines('# a', '**ID:** MET.1', '**Codes ROME:** x, y', '**Statuts possibles:**', '-');
    const folder = folderOf({ 'b.md': bad, 'a.md': bad, 'c.md': Buffer.from([0xe9]) });
    const said = load([folder], DATE).diagnostics;
    expect(said.map(({ file, line, column, code }) => [file.slice(folder.length + 1), line, column, code])).toEqual([
      ['a.md', 3, 17, 'rome-malformed'],
      ['a.md', 3, 20, 'rome-malformed'],
      ['a.md', 5, 2, 'label-empty'],
      ['b.md', 3, 17, 'rome-malformed'],
      ['b.md', 3, 20, 'rome-malformed'],
      ['b.md', 5, 2, 'label-empty'],
      ['c.md', null, null, 'not-utf8'],
    ]);
  });
});

describe.skipIf(!existsSync(ONISEP))(
  'ONISEP release of 21/10/2025 (skipped where ../shared/onisep is absent: it is no part of the project)',
  () => {
    test('913 métiers, no error, and a fingerprint that does not depend on how the folder is given', () => {
      const { content, documents } = load([ONISEP], DATE);
      expect({ documents, metiers: content.nodes.Metier.length, errors: content.diagnostics.errors }).toEqual({
        documents: 913,
        metiers: 913,
        errors: 0,
      });
      const files = readdirSync(ONISEP).map((name) => join(ONISEP, name));
      expect(load(files.reverse(), DATE).content.fingerprint).toBe(content.fingerprint);
    });
  },
);
