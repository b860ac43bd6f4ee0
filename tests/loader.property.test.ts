/** What holds of any document, tried on generated ones: the reader, the writer and the release that comes of them. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { describe as described } from '../loaders/content.ts';
import { DIAGNOSTICS_PER_FILE_MAX, type Diagnostic, type Text } from '../loaders/diagnostic.ts';
import { type Block, type Fiche, type Gendered, namedBy } from '../loaders/fiche.ts';
import { FORMATS, formatDiagnostics } from '../loaders/format.ts';
import { NIVEAUX } from '../loaders/niveau.ts';
import { parse } from '../loaders/parse.ts';
import { render } from '../loaders/render.ts';
import { PROSE, PROSE_FIELDS } from '../src/model.ts';
import { slug } from '../src/text.ts';
import { bare, document, INDENT, loadedFrom, POOR, RICH, withFormations } from './support/documents.ts';

const PLACE = { line: 0, offset: 0, section: '' };
const text = (value: string): Text => ({ value, ...PLACE });

/** Words of a label: letters, signs that documents use in odd places, signs of markup. */
const word = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom('chapeau', 'feutre', 'modiste', "d'essai", 'élève', 'À', 'œuvre', '🎩') },
  fc.constantFrom(
    '(EPSI)',
    'parcours :',
    'a,',
    '- b',
    '#',
    '**',
    '<br/>',
    '(ID:',
    ':**',
    'ID',
    '«\u00A0x\u00A0»',
    '&amp;',
  ),
  fc.string({ unit: fc.constantFrom(...'abcé0()[]<>#*-:,;/\'’"&%\\{}$`~+=!?._ '), minLength: 1, maxLength: 8 }),
);
/** A label without white space around it and without anything that would make it a formation's id. */
const label = fc
  .array(word, { minLength: 1, maxLength: 5 })
  .map((words) => words.join(' ').trim())
  .filter((one) => one !== '' && !one.startsWith('<!--'));
/** Labels as they stand on their lines: trailing spaces are kept. */
const spaced = fc.tuple(label, fc.constantFrom('', '', '', ' ', '  ')).map(([one, end]) => one + end);
const isFormationLabel = (one: string): boolean => !/\([^(]*\)$/.test(one);

const gendered: fc.Arbitrary<Gendered> = fc.record({
  feminin: fc.option(spaced.map(text)),
  masculin: fc.option(spaced.map(text)),
});

const prose = fc
  .tuple(
    label.filter((line) => !/^##( |$)|^\*\*/.test(line)),
    fc.array(
      fc.oneof(
        fc.constant(''),
        spaced.map((line) => INDENT + line),
      ),
      { maxLength: 4 },
    ),
  )
  .map(([first, others]) => [first, ...others].join('\n').trimEnd());

const unknownTitle = label.filter((one) => namedBy(one) === undefined && !one.includes(':**') && !one.startsWith(':'));

const unknown: fc.Arbitrary<Block> = fc.oneof(
  fc.record({ titre: unknownTitle, texte: prose }).map(
    ({ titre, texte }): Block => ({
      kind: 'section',
      field: null,
      style: 'heading',
      titre: text(titre),
      texte: text(texte),
      ...PLACE,
    }),
  ),
  fc.record({ titre: unknownTitle, texte: spaced }).map(
    ({ titre, texte }): Block => ({
      kind: 'section',
      field: null,
      style: 'label',
      titre: text(titre),
      texte: text(` ${texte}`),
      ...PLACE,
    }),
  ),
);

const comment: fc.Arbitrary<Block> = label
  .filter((one) => !one.includes('-->'))
  .map((one) => ({ kind: 'comment', texte: text(`<!-- ${one} -->`), ...PLACE }));

const list = (item: fc.Arbitrary<string>): fc.Arbitrary<Text[]> =>
  fc.uniqueArray(item, { minLength: 1, maxLength: 4, selector: slug }).map((items) => items.map(text));

const number = fc.integer({ min: 0, max: 999_999_999 });

const formations = fc
  .uniqueArray(
    fc.oneof(
      fc.record({ nom: label, id: number.map((n) => `FOR.${n}`) }),
      fc.record({ nom: label.filter(isFormationLabel), id: fc.constant(null) }),
    ),
    { minLength: 1, maxLength: 5, selector: ({ nom, id }) => id ?? slug(nom) },
  )
  .map(
    (items): Block => ({
      kind: 'formations',
      items: items.map(({ nom, id }) => ({ label: text(nom), id: id === null ? null : text(id) })),
      ...PLACE,
    }),
  );

const knownBlocks: readonly fc.Arbitrary<Block>[] = [
  gendered.map((names): Block => ({ kind: 'appellations', ...names, ...PLACE })),
  fc
    .array(
      fc.tuple(spaced, gendered).map(([nom, names]) => ({ nom: text(nom), ...names })),
      { minLength: 1, maxLength: 3 },
    )
    .map((items): Block => ({ kind: 'autresAppellations', items, ...PLACE })),
  list(fc.stringMatching(/^[A-Z][0-9]{4}$/)).map((items): Block => ({ kind: 'romes', items, ...PLACE })),
  fc
    .constantFrom(...NIVEAUX.flatMap(({ libelle }) => [libelle, libelle.toUpperCase()]))
    .map((libelle): Block => ({ kind: 'niveau', label: text(libelle), ...PLACE })),
  formations,
  list(label).map((items): Block => ({ kind: 'statuts', items, ...PLACE })),
  list(label).map((items): Block => ({ kind: 'interets', items, ...PLACE })),
  ...PROSE_FIELDS.map((field) =>
    prose.map(
      (texte): Block => ({
        kind: 'section',
        field,
        style: 'heading',
        titre: text(PROSE[field].heading),
        texte: text(texte),
        ...PLACE,
      }),
    ),
  ),
];

const blocks = fc
  .tuple(
    fc.subarray([...knownBlocks]).chain((some) => fc.tuple(...some)),
    fc.array(fc.oneof(unknown, unknown, comment), { maxLength: 3 }),
  )
  .chain(([known, others]) => {
    const all = [...known, ...others];
    return fc.oneof(fc.constant(all), fc.shuffledSubarray(all, { minLength: all.length }));
  });

const fiche: fc.Arbitrary<Fiche> = fc
  .record({ title: spaced, id: number, blocks })
  .map(({ title, id, blocks }) => ({ file: 'fiche.md', title: text(title), id: text(`MET.${id}`), blocks }));

/** Lines that an editor could put anywhere in a document. */
const oddLine = fc.oneof(
  label,
  label.map((one) => `- ${one}`),
  label.map((one) => `## ${one}`),
  label.map((one) => `**${one}:** ${one}`),
  label.map((one) => `${INDENT}${one}`),
  label.map((one) => `<!-- ${one} -->`),
  fc.constantFrom(
    '',
    '',
    ' ',
    '\t',
    '\u00A0',
    '# a',
    '## ',
    '##',
    '### ',
    '###',
    '### a',
    '**',
    '**:**',
    '-',
    '- ',
    '* a',
    '- Féminin: a',
    '- Masculin:',
    '- a (ID: FOR.1)',
    '- (ID: FOR.1)',
    '**ID:** MET.2',
    '**ID:**',
    '**Codes ROME:** A1234, B5678,',
    '- A1234',
    '## Présentation',
    '## Salaire',
    '**En bref:** a',
    '## Formations recommandées',
    "**Niveau d'accès minimum:** bac + 2",
    '<!--',
    '<!-- a',
    '-->',
    '\u0000',
    '\u001B[31m',
    '\r',
    '\u2028',
    '\uD83C',
  ),
);

type Edit = (lines: readonly string[]) => string[];
const at = fc.nat({ max: 90 });
const edit: fc.Arbitrary<Edit> = fc.oneof(
  fc.tuple(at, oddLine).map(
    ([i, line]): Edit =>
      (lines) => [...lines.slice(0, i), line, ...lines.slice(i)],
  ),
  at.map(
    (i): Edit =>
      (lines) =>
        lines.filter((_, index) => index !== i),
  ),
  fc.tuple(at, oddLine).map(
    ([i, line]): Edit =>
      (lines) =>
        lines.map((old, index) => (index === i ? line : old)),
  ),
  fc.tuple(at, at).map(
    ([i, j]): Edit =>
      (lines) => {
        const moved = lines[i];
        const rest = lines.filter((_, index) => index !== i);
        return moved === undefined ? [...lines] : [...rest.slice(0, j), moved, ...rest.slice(j)];
      },
  ),
  fc.tuple(at, fc.constantFrom(' ', '\u00A0', '\t', ':', '*', '(', ')', '\u0301', '\u200B', '🎩')).map(
    ([i, sign]): Edit =>
      (lines) =>
        lines.map((line, index) => (index === i ? line + sign : line)),
  ),
  at.map(
    (i): Edit =>
      (lines) =>
        lines.map((line, index) => (index === i ? line.trimStart() : line)),
  ),
  at.map(
    (i): Edit =>
      (lines) =>
        lines.map((line, index) => (index === i ? ` ${line}` : line)),
  ),
  fc.tuple(at, fc.nat({ max: 9 })).map(
    ([i, n]): Edit =>
      (lines) => [...lines.slice(0, i), ...lines.slice(i + n)],
  ),
  fc.constant((lines: readonly string[]) => lines.filter((line) => line !== '')),
);
/** Documents of both dialects, edited here and there. */
const edited = fc
  .tuple(fc.constantFrom(RICH, POOR), fc.array(edit, { maxLength: 4 }))
  .map(([document, edits]) =>
    edits.reduce<readonly string[]>((lines, change) => change(lines), document.split('\n')).join('\n'),
  );

const anything = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 300 }),
  fc.array(oddLine, { maxLength: 30 }).map((lines) => lines.join('\n')),
  fc.array(oddLine, { maxLength: 30 }).map((lines) => ['# a', '**ID:** MET.1', ...lines].join('\n')),
  fc.tuple(edited, fc.nat()).map(([document, length]) => document.slice(0, length % (document.length + 1))),
  edited,
);

/** What is wrong with the place of a diagnostic in its document; empty where nothing is. */
function faultsOf(
  { line, column, length, excerpt, file, message, help, code }: Diagnostic,
  document: string,
): string[] {
  const lines = document.split('\n');
  const faults: string[] = [];
  if (file !== 'fiche.md' || message === '' || help === '') faults.push(`${code}: says nothing`);
  if (line === null || column === null) {
    if (line !== null || column !== null || length !== 0 || excerpt !== null) faults.push(`${code}: half a place`);
    return faults;
  }
  const characters = [...(lines[line - 1] ?? '')].length;
  if (!Number.isInteger(line) || line < 1 || line > lines.length) faults.push(`${code}: line ${line}`);
  if (!Number.isInteger(column) || column < 1 || column > characters + 1) faults.push(`${code}: column ${column}`);
  if (length < 0 || column - 1 + length > Math.max(characters, column)) faults.push(`${code}: length ${length}`);
  if (excerpt !== lines[line - 1]) faults.push(`${code}: excerpt ${excerpt}`);
  return faults;
}

/** The words of a document, but for the marks of lists and headings that another dialect writes otherwise. */
function wordsOf(document: string): string[] {
  return document
    .split(/[\s,]+/)
    .map((word) =>
      word
        .normalize('NFD')
        .replaceAll(/[\u0300-\u036F\u00AD\u200B#*:-]/g, '')
        .toLowerCase()
        .replaceAll('’', "'"),
    )
    .filter((word) => word !== '')
    .sort();
}

describe('a fiche that is written and read again', () => {
  test('is the same, places apart', () => {
    fc.assert(
      fc.property(fiche, (one) => {
        const { fiche: read, diagnostics } = parse(render(one), 'fiche.md');
        expect(diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
        expect(bare(read)).toEqual(bare(one));
      }),
      { numRuns: 2_000 },
    );
  });

  test('is written the same, byte for byte', () => {
    fc.assert(
      fc.property(fiche, (one) => {
        const document = render(one);
        const { fiche: read } = parse(document, 'fiche.md');
        expect(read === undefined ? undefined : render(read)).toBe(document);
      }),
      { numRuns: 1_000 },
    );
  });

  test('has each value at its place', () => {
    fc.assert(
      fc.property(fiche, (one) => {
        const document = render(one);
        const lines = document.split('\n');
        const strayed: Text[] = [];
        const visit = (value: unknown): void => {
          if (typeof value !== 'object' || value === null) return;
          if ('value' in value) {
            const { value: expected, line, offset } = value as Text;
            const rest = [lines[line - 1]?.slice(offset), ...lines.slice(line)].join('\n');
            if (!rest.startsWith(expected)) strayed.push(value as Text);
          } else Object.values(value).forEach(visit);
        };
        visit(parse(document, 'fiche.md').fiche);
        expect(strayed).toEqual([]);
      }),
    );
  });
});

describe('a document that somebody edited', () => {
  test('is refused, or written in a way that stays, and reads the same', () => {
    fc.assert(
      fc.property(edited, (document) => {
        const { fiche: read } = parse(document, 'fiche.md');
        if (read === undefined) return;
        const once = render(read);
        const { fiche: again, diagnostics } = parse(once, 'fiche.md');
        expect(diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
        expect(bare(again)).toEqual(bare(read));
        expect(again === undefined ? undefined : render(again)).toBe(once);
      }),
      { numRuns: 3_000 },
    );
  });

  test('is refused, or loses no word when it is written', () => {
    fc.assert(
      fc.property(edited, (document) => {
        const { fiche: read } = parse(document, 'fiche.md');
        if (read !== undefined) expect(wordsOf(render(read))).toEqual(wordsOf(document));
      }),
      { numRuns: 3_000 },
    );
  });

  test('is refused, or serves each word of its prose and lists', () => {
    fc.assert(
      fc.property(edited, (document) => {
        if (document.includes('<!--'))
          fc.pre(document.split('<!--').length === 2 && document.trimEnd().endsWith('-->'));
        const { fiche: read } = parse(document, 'fiche.md');
        if (read === undefined) return;
        const { metier, formations, statuts, interets, romes } = described(read);
        const served = new Set(
          wordsOf(
            [
              metier.nom,
              ...metier.sections.flatMap(({ titre, texte }) => [titre, texte]),
              ...formations.flatMap(({ nom }) => [nom]),
              ...statuts,
              ...interets,
              ...romes,
            ].join('\n'),
          ),
        );
        const wanted = read.blocks.flatMap((block) => {
          if (block.kind === 'section') return wordsOf(block.texte.value);
          if (block.kind === 'formations') return block.items.flatMap((item) => wordsOf(item.label.value));
          if (block.kind === 'statuts' || block.kind === 'interets' || block.kind === 'romes') {
            return block.items.flatMap(({ value }) => wordsOf(value));
          }
          return [];
        });
        expect(wanted.filter((one) => !served.has(one))).toEqual([]);
      }),
    );
  });
});

describe('any text at all', () => {
  test('is read without a throw, and every diagnostic stands inside the document', () => {
    fc.assert(
      fc.property(anything, (document) => {
        const { fiche: read, diagnostics } = parse(document, 'fiche.md');
        expect(diagnostics.flatMap((one) => faultsOf(one, document))).toEqual([]);
        expect(diagnostics.length).toBeLessThanOrEqual(2 * (DIAGNOSTICS_PER_FILE_MAX + 1));
        expect(read === undefined).toBe(diagnostics.some(({ severity }) => severity === 'error'));
      }),
      { numRuns: 5_000 },
    );
  });

  test('gives a fiche that can be described, and a release with no node without a name', () => {
    fc.assert(
      fc.property(anything, (document) => {
        const { nodes } = loadedFrom({ 'fiche.md': document }).content;
        const names = [
          ...nodes.Metier.map(({ nom }) => nom),
          ...nodes.Formation.map(({ nom }) => nom),
          ...nodes.Statut.map(({ libelle }) => libelle),
          ...nodes.Interet.map(({ libelle }) => libelle),
          ...nodes.Rome.map(({ code }) => code),
        ];
        expect(names.filter((name) => name.trim() === '')).toEqual([]);
      }),
      { numRuns: 2_000 },
    );
  });

  test('can be shown in every format, without a character that steers a terminal', () => {
    fc.assert(
      fc.property(anything, fc.constantFrom(...FORMATS), (document, format) => {
        const shown = formatDiagnostics(parse(document, 'fiche.md').diagnostics, format);
        // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what this looks for
        expect(shown.match(/[\u0000-\u0009\u000B-\u001F\u007F-\u009F\u202A-\u202E\u2066-\u2069]/)).toBeNull();
      }),
      { numRuns: 2_000 },
    );
  });
});

describe('a release', () => {
  /** Documents that meet each other: few ids, few labels. */
  const labels = fc.constantFrom('CAP', 'cap', 'BTS', 'Bts', 'bac pro', 'b\u00E2c pro');
  const formation = fc
    .tuple(labels, fc.option(fc.constantFrom('FOR.1', 'FOR.2', 'FOR.10')))
    .map(([nom, id]) => (id === null ? nom : `${nom} (ID: ${id})`));
  const small = fc
    .record({
      id: fc.integer({ min: 1, max: 6 }),
      formations: fc.array(formation, { maxLength: 4 }),
      statuts: fc.array(labels, { maxLength: 3 }),
      prose: fc.constantFrom('Un.', 'Deux.'),
    })
    .map(({ id, formations, statuts, prose }) => {
      const listed = withFormations(`MET.${id}`, ...formations);
      const extra = [
        '',
        '**Statuts possibles:**',
        ...statuts.map((one) => `- ${one}`),
        '',
        '## Présentation',
        '',
        prose,
      ];
      return `${listed}${extra.join('\n')}\n`;
    });
  const files = fc
    .array(fc.oneof({ weight: 5, arbitrary: small }, edited, fc.constant(document('MET.x'))), { maxLength: 8 })
    .map((documents) => documents.map((one, i): readonly [string, string] => [`${i}.md`, one]));

  test('is the same in every order of its files: fingerprint, nodes, edges and diagnostics', () => {
    fc.assert(
      fc.property(
        files.chain((some) => fc.tuple(fc.constant(some), fc.shuffledSubarray(some, { minLength: some.length }))),
        ([given, shuffled]) => {
          expect(loadedFrom(shuffled)).toEqual(loadedFrom(given));
        },
      ),
      { numRuns: 500 },
    );
  });

  test('has one fingerprint for one set of nodes and edges, and another for another', () => {
    fc.assert(
      fc.property(files, files, (one, other) => {
        const [a, b] = [loadedFrom(one).content, loadedFrom(other).content];
        const same = JSON.stringify([a.nodes, a.edges]) === JSON.stringify([b.nodes, b.edges]);
        expect(a.fingerprint === b.fingerprint).toBe(same);
      }),
      { numRuns: 500 },
    );
  });

  test('does not depend on the names of its files where each document is of another métier', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(small, { maxLength: 6, selector: (one) => one.split('\n', 2)[1] }),
        fc.func(fc.nat({ max: 9 })),
        (documents, rank) => {
          const named = documents.map((one, i): readonly [string, string] => [`${i}.md`, one]);
          const renamed = documents.map((one, i): readonly [string, string] => [`${rank(one)}${i}.md`, one]);
          const [a, b] = [loadedFrom(named).content, loadedFrom(renamed).content];
          expect([b.nodes, b.edges, b.fingerprint]).toEqual([a.nodes, a.edges, a.fingerprint]);
        },
      ),
      { numRuns: 300 },
    );
  });

  test('has no node twice, no edge twice, no end of an edge that is no node, and all nodes in order', () => {
    fc.assert(
      fc.property(files, (some) => {
        const { nodes, edges } = loadedFrom(some).content;
        const ids = Object.values(nodes).map((all) => all.map(({ id }) => id));
        for (const some of ids) expect(some).toEqual([...new Set(some)].sort());
        const known = new Set(ids.flat());
        for (const neighbours of Object.values(edges)) {
          const from = neighbours.map((one) => one.from);
          expect(from).toEqual([...new Set(from)].sort());
          for (const { to } of neighbours) {
            expect(to.length).toBeGreaterThan(0);
            expect(new Set(to).size).toBe(to.length);
          }
          expect(neighbours.flatMap(({ from, to }) => [from, ...to]).filter((id) => !known.has(id))).toEqual([]);
        }
      }),
      { numRuns: 500 },
    );
  });
});
