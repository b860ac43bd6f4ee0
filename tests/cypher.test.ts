/** Questions as Cypher: the text says what is asked and holds no value; the values are parameters. */
import fc from 'fast-check';
import { isInt } from 'neo4j-driver';
import { describe, expect, test } from 'vitest';
import type { Filter, Selection } from '../src/graph/graph.ts';
import { compile, type Question } from '../src/graph/neo4j/cypher/statement.ts';
import type { Path } from '../src/model.ts';
import { selection } from './support/content.ts';

/** Nodes and nothing else, as the field `nodes` wants them. */
function nodesOnly(but: Partial<Selection> = {}, properties: readonly string[] = ['nom']): Selection {
  const wants = { nodes: true, total: false, places: false, reading: () => ({ properties, follows: [] }) };
  return selection({ first: 100, wants, nodesMax: 10_000, ...but });
}

function following(properties: readonly string[], follows: readonly { path: Path; selection: Selection }[]) {
  return { nodes: true, total: false, places: false, reading: () => ({ properties, follows }) };
}

const interets = { path: ['REPOND_A>'], selection: nodesOnly({}, ['libelle']) } as const;
const metiers = {
  path: ['<RECOMMANDE'],
  selection: nodesOnly({ wants: following(['nom'], [interets]) }),
} as const;
const formations = {
  path: ['RECOMMANDE>'],
  selection: nodesOnly({ wants: following(['nom'], [metiers]) }),
} as const;

const QUESTIONS: readonly (readonly [string, Question])[] = [
  ['nodes by their ids', { ask: 'nodes', kind: 'Statut', ids: ['STATUT.a', 'STATUT.a', 'STATUT.b'], reading: null }],
  [
    'a whole walk from a page',
    { ask: 'list', kind: 'Metier', selection: nodesOnly({ first: 20, wants: following(['nom'], [formations]) }) },
  ],
  [
    'a filtered page with its total, sorted by a value that may be missing',
    {
      ask: 'list',
      kind: 'Metier',
      selection: selection({
        first: 10,
        sort: { by: 'niveau', descending: true },
        filter: {
          all: [
            { niveau: { min: 2, max: null } },
            { path: ['RECOMMANDE>'], quantifier: 'some', filter: { words: ['master', 'droit'] } },
            { not: { path: ['EXERCE_SOUS>'], quantifier: 'every', filter: { ids: ['STATUT.salarie'] } } },
          ],
        },
        wants: { nodes: true, total: true, places: true, reading: () => ({ properties: ['niveau'], follows: [] }) },
      }),
    },
  ],
  [
    'what follows a place, taken from the end, in the order of a count',
    {
      ask: 'list',
      kind: 'Formation',
      selection: nodesOnly({
        first: null,
        last: 5,
        sort: { by: { count: ['<RECOMMANDE'] }, descending: true },
        after: { value: 3, key: 'bts', id: 'FOR.1' },
        before: { value: 1, key: 'cap', id: 'FOR.2' },
      }),
    },
  ],
  [
    'a longer walk, from some nodes',
    { ask: 'follow', path: ['RECOMMANDE>', '<RECOMMANDE'], ids: ['MET.1'], selection: selection({ first: 3 }) },
  ],
  [
    'a total alone',
    {
      ask: 'follow',
      path: ['RECOMMANDE>'],
      ids: ['MET.1'],
      selection: selection({ first: 100, wants: { nodes: false, total: true, places: false } }),
    },
  ],
];

describe('the text of', () => {
  test.each(QUESTIONS)('%s', (_name, question) => {
    expect(compile([question], 'parcours', null).text).toMatchSnapshot();
  });

  test('several questions is one statement, and names the release that was taken', () => {
    const { text, shapes } = compile(
      QUESTIONS.slice(0, 2).map(([, question]) => question),
      'parcours',
      7,
    );
    expect(text).toMatchSnapshot();
    expect(shapes).toHaveLength(2);
  });
});

describe('values', () => {
  const hostile = fc.oneof(
    fc.string({ maxLength: 20 }),
    fc.constantFrom('`', "'", '"}) DETACH DELETE n //', '$p0', '\\u0027', 'x` IS NOT NULL //', '\0', '{{', '/*'),
  );

  /** The same question with other values: `texts` are taken in turn. */
  function asked(texts: readonly string[], numbers: readonly number[]): Question[] {
    const [word = '', id = '', key = '', value = ''] = texts;
    const [min = 0, rank = 0] = numbers;
    const filter: Filter = { any: [{ words: [word] }, { ids: [id] }, { niveau: { min, max: rank } }] };
    const place = { value, key, id };
    const sort = { by: 'name', descending: true } as const;
    return [
      { ask: 'list', kind: 'Metier', selection: nodesOnly({ filter, sort, after: place, before: place }) },
      { ask: 'nodes', kind: 'Metier', ids: [id, word], reading: null },
      { ask: 'follow', path: ['RECOMMANDE>'], ids: [id], selection: nodesOnly({ filter }) },
    ];
  }

  test('never change the text, whatever they are, and are all among the parameters', () => {
    const plain = compile(asked(['a', 'b', 'c', 'd'], [1, 2]), 'g', 1).text;
    fc.assert(
      fc.property(
        fc.array(hostile, { minLength: 4, maxLength: 4 }),
        fc.array(fc.integer(), { minLength: 2, maxLength: 2 }),
        hostile,
        (texts, numbers, graph) => {
          const { text, parameters } = compile(asked(texts, numbers), graph, 1);
          expect(text).toBe(plain);
          const values = Object.values(parameters).flat();
          for (const value of [graph, ` ${texts[0]}`, ...texts.slice(1), ...numbers]) expect(values).toContain(value);
        },
      ),
    );
  });

  test('that Neo4j must take as whole numbers are marked so', () => {
    const { text, parameters } = compile([QUESTIONS[1]?.[1] as Question], 'parcours', 7);
    const limits = [...text.matchAll(/LIMIT \$(\w+)/g)].map(([, name]) => parameters[name as string]);
    expect(limits.length).toBeGreaterThan(2);
    expect(limits.every(isInt)).toBe(true);
    expect(() => compile([{ ask: 'list', kind: 'Metier', selection: nodesOnly({ first: 1.5 }) }], 'g', null)).toThrow(
      'whole number',
    );
  });
});
