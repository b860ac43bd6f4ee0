/** Facets and breakdowns against a plain recount, on random releases under random filters; statistics by hand. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { AXIS_NAMES, type Axis } from '../src/analysis/axes.ts';
import { type Breakdown, breakdownOf, MEASURES, type Measure, type Question } from '../src/analysis/breakdown.ts';
import { facetsOf, type Served } from '../src/analysis/facets.ts';
import { type Statistics, statisticsOf } from '../src/analysis/statistics.ts';
import { embeddedGraph } from '../src/graph/embedded/graph.ts';
import type { Content, Filter } from '../src/graph/graph.ts';
import { topologyOf } from '../src/graph/topology.ts';
import type { Metier, NodeOf } from '../src/model.ts';
import { filtersOf, kinds, releases, selection, VILLAGE } from './support/content.ts';
import { recountBreakdown, recountFacet } from './support/recount.ts';

const RUNS = { numRuns: 400 };
const axes = fc.constantFrom(...AXIS_NAMES);

/** A release, a filter on its métiers and those that it lets pass. */
const filtered = releases.chain((content) =>
  fc
    .option(filtersOf(content, 'Metier'))
    .map((filter) => ({ content, topology: topologyOf<NodeOf>(content), filter, metiers: passing(content, filter) })),
);

const ALL: Served = { skip: 0, first: 99 };
const parts: fc.Arbitrary<Served> = fc.record({
  skip: fc.constantFrom(0, 0, 1, 2, 99),
  first: fc.constantFrom(0, 1, 3, 999),
});

describe('on random releases, under random filters', () => {
  test('every count of a facet is that of a plain recount, and so are its order and its total', () => {
    fc.assert(
      fc.property(filtered, fc.uniqueArray(axes), parts, (one, chosen, part) => {
        const { content, topology, filter, metiers } = one;
        const asked = chosen.map((axis) => ({ axis, filter }));
        expect(facetsOf(topology, filter, asked, part, () => {})).toEqual({
          total: metiers.length,
          facets: chosen.map((axis) => recountFacet(content, axis, metiers, part)),
        });
      }),
      RUNS,
    );
  });

  test('an axis is counted under its own filter, whatever the others', () => {
    fc.assert(
      fc.property(filtered, axes, (one, axis) => {
        const { content, topology, filter, metiers } = one;
        const whole: Filter = { all: [filter ?? { all: [] }, { ids: ['MET.12', 'MET.10'] }] };
        const { total, facets } = facetsOf(topology, whole, [{ axis, filter }], ALL, () => {});
        expect(total).toBe(passing(content, whole).length);
        expect(facets).toEqual([recountFacet(content, axis, metiers, ALL)]);
      }),
      RUNS,
    );
  });

  test('what has one value a métier adds up to the total', () => {
    fc.assert(
      fc.property(filtered, fc.constantFrom<Axis>('NIVEAU', 'SALAIRE'), ({ topology, filter, metiers }, axis) => {
        const { facets } = facetsOf(topology, filter, [{ axis, filter }], ALL, () => {});
        const sum = facets[0]?.values.reduce((total, { nombre }) => total + nombre, 0);
        expect(sum).toBe(metiers.length);
      }),
      RUNS,
    );
  });

  test('a breakdown is that of a plain recount, row by row', () => {
    fc.assert(
      fc.property(filtered, questions, ({ content, topology, filter, metiers }, asked) => {
        const question = { ...asked, filter };
        expectSame(
          breakdownOf(topology, question, () => {}),
          recountBreakdown(content, metiers, question),
        );
      }),
      { numRuns: 1_500 },
    );
  });

  test('a breakdown of métiers by one axis counts as its facet does', () => {
    fc.assert(
      fc.property(filtered, axes, ({ topology, filter }, axis) => {
        const { facets } = facetsOf(topology, filter, [{ axis, filter }], ALL, () => {});
        const question: Question = {
          of: 'Metier',
          by: axis,
          thenBy: null,
          filter,
          measure: null,
          order: 'axes',
          served: ALL,
        };
        const { rows } = breakdownOf(topology, question, () => {});
        const sorted = (counts: readonly (readonly [string | null, number])[]) => new Map(counts);
        expect(sorted(rows.map(({ by, count }) => [by.cle, count]))).toEqual(
          sorted(facets[0]?.values.map(({ cle, nombre }) => [cle, nombre]) ?? []),
        );
      }),
      RUNS,
    );
  });
});

test('what is about to be examined is told, and may be refused', () => {
  const topology = topologyOf(VILLAGE);
  const told: number[] = [];
  const tell = (count: number): void => void told.push(count);
  facetsOf(
    topology,
    null,
    [
      { axis: 'NIVEAU', filter: null },
      { axis: 'STATUT', filter: { any: [] } },
    ],
    ALL,
    tell,
  );
  // A mask of six métiers, six levels, another mask, six métiers and eight statuts.
  expect(told).toEqual([6, 6, 6, 14]);
  told.length = 0;
  const question: Question = {
    of: 'Metier',
    by: 'STATUT',
    thenBy: 'INTERET',
    filter: null,
    measure: null,
    order: 'axes',
    served: ALL,
  };
  breakdownOf(topology, question, tell);
  // A mask, then each métier with each of its statuts and intérêts: 4 + 2 + 2 + 4 + 1 + 1.
  expect(told).toEqual([6, 14]);
  const refuse = (): never => {
    throw new Error('too much');
  };
  expect(() => breakdownOf(topology, question, refuse)).toThrow('too much');
});

describe('statistics', () => {
  const cases: readonly (readonly [string, readonly (number | null)[], Statistics])[] = [
    ['nothing known is null, never 0', [null, null], statistics(0, 2, null, null, [null, null, null, null, null])],
    ['nothing at all', [], statistics(0, 0, null, null, [null, null, null, null, null])],
    ['one figure', [1766.92, null], statistics(1, 1, 1766.92, 1766.92, [1766.92, 1766.92, 1766.92, 1766.92, 1766.92])],
    // R: quantile(c(1, 2, 4, 8), type = 7)
    ['four figures, quartiles between them', [8, 1, 4, 2], statistics(4, 0, 15, 3.75, [1, 1.75, 3, 5, 8])],
    ['five figures', [5, 4, 3, 2, 1], statistics(5, 0, 15, 3, [1, 2, 3, 4, 5])],
    ['figures below zero, and a zero that has no sign', [-2, 2], statistics(2, 0, 0, 0, [-2, -1, 0, 1, 2])],
    ['sums are exact to the hundredth', [0.1, 0.2], statistics(2, 0, 0.3, 0.15, [0.1, 0.13, 0.15, 0.18, 0.2])],
  ];
  for (const [name, figures, expected] of cases) test(name, () => expect(statisticsOf(figures)).toEqual(expected));
});

function statistics(
  known: number,
  unknown: number,
  sum: number | null,
  mean: number | null,
  [minimum, firstQuartile, median, thirdQuartile, maximum]: readonly [Q, Q, Q, Q, Q],
): Statistics {
  return { known, unknown, sum, mean, minimum, firstQuartile, median, thirdQuartile, maximum };
}

type Q = number | null;

const questions: fc.Arbitrary<Omit<Question, 'filter'>> = fc
  .record({
    of: kinds,
    by: axes,
    thenBy: fc.option(axes),
    measure: fc.option(fc.constantFrom(...(Object.keys(MEASURES) as Measure[]))),
    order: fc.constantFrom('axes' as const, 'count' as const),
    served: parts,
  })
  .filter(({ by, thenBy }) => by !== thenBy);

function passing(content: Content, filter: Filter | null): Metier[] {
  return [...embeddedGraph(content).list('Metier', selection({ filter })).nodes];
}

/** Statistics are rounded to two decimals, which the recount does not do. */
function expectSame(found: Breakdown, expected: Breakdown): void {
  const bare = ({ total, rows, rowsTotal }: Breakdown) => ({
    total,
    rowsTotal,
    rows: rows.map(({ by, thenBy, count }) => ({ by, thenBy, count })),
  });
  expect(bare(found)).toEqual(bare(expected));
  const figures = ({ statistics, rows }: Breakdown) => [statistics, ...rows.map((row) => row.statistics)];
  for (const [i, one] of figures(found).entries()) {
    const other = figures(expected)[i] ?? null;
    if (one === null || other === null) expect(one).toBe(other);
    else {
      for (const name of Object.keys(other) as (keyof Statistics)[]) {
        const [a, b] = [one[name], other[name]];
        if (a === null || b === null) expect(a, name).toBe(b);
        else expect(Math.abs(a - b), name).toBeLessThanOrEqual(0.005001);
      }
    }
  }
}
