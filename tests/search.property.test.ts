/** What holds of every search: on any release, for any text. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Hit, search } from '../src/analysis/search/search.ts';
import { suggest } from '../src/analysis/search/suggest.ts';
import { tokensOf } from '../src/analysis/search/tokens.ts';
import { COMPARED_MAX, distance } from '../src/analysis/search/typo.ts';
import { wholeKey } from '../src/analysis/search/wholeNames.ts';
import type { Content } from '../src/graph/graph.ts';
import { topologyOf } from '../src/graph/topology.ts';
import { KIND_NAMES, type Metier } from '../src/model.ts';
import { contentOf, metier, releases } from './support/content.ts';

/** Texts that mean harm to some search engine, and texts of no language. */
const anyText = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 200 }),
  fc.string({ unit: fc.integer({ min: 0, max: 0xffff }).map((code) => String.fromCharCode(code)), maxLength: 200 }),
  fc.constantFrom(
    'a'.repeat(200),
    'ab '.repeat(66),
    Array.from({ length: 100 }, (_, i) => String.fromCharCode(97 + (i % 26))).join(' '),
    '.*(a+)+$ [z-a] \\',
    'nom:abeille AND (âne OR *) ~2 ^4 "zebu" -œuf /x/ {a TO z} && ||',
    "'; MATCH (n) DETACH DELETE n //",
    '\uD800 \uDC00',
    '\u0000abeille\u0000',
    '🐝🐝',
    '‮abeille‬ عسل',
    '__proto__ constructor toString',
  ),
  fc.string({ unit: fc.constantFrom('abeille', 'âne', 'zébu', 'œuf', "l'", ' ', 'a', '-', '/', 'e'), maxLength: 8 }),
);

const wanted = fc.record({
  kinds: fc.option(fc.subarray([...KIND_NAMES])),
  first: fc.integer({ min: 0, max: 10 }),
});

test('any text gives an answer: hits in order, scores from 0 to 1, highlights in the text, in order, apart', () => {
  fc.assert(
    fc.property(releases, anyText, wanted, (content, text, wanted) => {
      const topology = topologyOf(content);
      const { hits, total, match } = search(topology, text, wanted);
      expect(match === 'none').toBe(total === 0);
      expect(hits).toHaveLength(Math.min(total, wanted.first));
      expect(new Set(hits.map(({ id }) => id)).size).toBe(hits.length);
      for (const [i, hit] of hits.entries()) {
        expect(topology.nodes[hit.kind][hit.ordinal]?.id).toBe(hit.id);
        expect(wanted.kinds ?? KIND_NAMES).toContain(hit.kind);
        expect(hit.score).toBeGreaterThanOrEqual(0);
        expect(hit.score).toBeLessThanOrEqual(hits[i - 1]?.score ?? 1);
        expect(Math.round(hit.score * 10_000) / 10_000).toBe(hit.score);
        expectApart(hit);
      }
      for (const suggestion of suggest(topology, text, wanted)) expectApart(suggestion);
    }),
    { numRuns: 300 },
  );
});

test('the first hits are the same, however many are asked for', () => {
  fc.assert(
    fc.property(releases, anyText, wanted, (content, text, wanted) => {
      const topology = topologyOf(content);
      const all = search(topology, text, { ...wanted, first: 1_000 });
      expect(all.hits).toHaveLength(all.total);
      expect(search(topology, text, wanted)).toEqual({ ...all, hits: all.hits.slice(0, wanted.first) });
    }),
  );
});

function expectApart({ text, highlights }: Pick<Hit, 'text' | 'highlights'>): void {
  let from = 0;
  for (const { start, end } of highlights) {
    expect(start).toBeGreaterThanOrEqual(from);
    expect(end).toBeGreaterThan(start);
    from = end;
  }
  expect(from).toBeLessThanOrEqual(text.length);
}

test('the order of the documents changes nothing', () => {
  fc.assert(
    fc.property(releases, anyText, wanted, (content, text, wanted) => {
      const nodes = Object.fromEntries(KIND_NAMES.map((kind) => [kind, [...content.nodes[kind]].reverse()]));
      const other = topologyOf({ ...content, nodes: nodes as unknown as Content['nodes'] });
      const topology = topologyOf(content);
      expect(search(other, text, wanted)).toEqual(search(topology, text, wanted));
      expect(suggest(other, text, wanted)).toEqual(suggest(topology, text, wanted));
    }),
    { numRuns: 200 },
  );
});

/** Names as French makes them: heads, small words, tails that other names have too. */
const names = fc
  .record({
    head: fc.constantFrom(
      'agent/e',
      'chef/fe',
      'ingénieur/e',
      'boulanger/ère',
      'œnologue',
      'sage-femme',
      'BTS',
      'agents',
    ),
    small: fc.constantFrom('', ' de', ' d’', ' de la', ' en', ' et'),
    tail: fc.constantFrom('', 'sécurité', 'eau', 'bord\u00A0à bord', 'sécurité sécurité', 'option A', 'option B', 'RH'),
  })
  .map(({ head, small, tail }) => (tail === '' ? head : `${head}${small} ${tail}`));

const named = fc
  .record({ metiers: fc.array(names, { minLength: 1, maxLength: 6 }), formations: fc.array(names, { maxLength: 4 }) })
  .map(({ metiers, formations }) =>
    topologyOf(
      contentOf({
        Metier: metiers.map((nom, i) => metier(`MET.${9 - i}`, nom)),
        Formation: formations.map((nom, i) => ({ id: `FOR.${i}`, nom, key: nom, search: '' })),
      }),
    ),
  );

test('the name of a node finds it first, or another one of that name', () => {
  fc.assert(
    fc.property(named, (topology) => {
      for (const kind of ['Metier', 'Formation'] as const) {
        for (const { nom } of topology.nodes[kind]) {
          const [hit] = search(topology, nom, { first: 1 }).hits;
          expect(hit && wholeKey(hit.text)).toBe(wholeKey(nom));
        }
      }
    }),
    { numRuns: 300 },
  );
});

test('highlights cover every word that is written as it was typed', () => {
  fc.assert(
    fc.property(named, fc.nat(), (topology, choice) => {
      const all = topology.nodes.Metier;
      const { nom } = all[choice % all.length] as Metier;
      for (const { text, highlights } of search(topology, nom, { first: 3 }).hits) {
        const typed = new Set(tokensOf(nom).flatMap(({ forms }) => forms));
        for (const { start, end, forms } of tokensOf(text)) {
          if (!forms.some((form) => typed.has(form))) continue;
          expect(
            highlights.some((one) => one.start <= start && one.end >= end),
            `${text} for ${nom}`,
          ).toBe(true);
        }
      }
    }),
  );
});

describe('the distance of two words', () => {
  const word = fc.string({ unit: fc.constantFrom('a', 'b', 'c', 'e'), maxLength: 9 });

  test('is that of its definition', () => {
    fc.assert(
      fc.property(word, word, fc.integer({ min: 0, max: 3 }), (typed, other, max) => {
        expect(distance(typed, other, max, false)).toBe(Math.min(max + 1, plainDistance(typed, other)));
        const beginnings = Array.from({ length: other.length + 1 }, (_, length) => other.slice(0, length));
        const nearest = Math.min(...beginnings.map((beginning) => plainDistance(typed, beginning)));
        expect(distance(typed, other, max, true)).toBe(Math.min(max + 1, nearest));
      }),
      { numRuns: 2_000 },
    );
  });

  test('is told of words as long as are compared', () => {
    const long = 'a'.repeat(COMPARED_MAX);
    expect(distance(long, `${long}bb`, 2, false)).toBe(2);
  });
});

/** Letters added, left out, changed, or two neighbours exchanged and left alone from then on. */
function plainDistance(a: string, b: string): number {
  const costs = Array.from({ length: a.length + 1 }, (_, i) => Array.from({ length: b.length + 1 }, (_, j) => i + j));
  const cost = (i: number, j: number): number => costs[i]?.[j] ?? Number.POSITIVE_INFINITY;
  for (let i = 1; i <= a.length; i++) {
    for (let j = 1; j <= b.length; j++) {
      const exchanged = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      (costs[i] as number[])[j] = Math.min(
        cost(i - 1, j) + 1,
        cost(i, j - 1) + 1,
        cost(i - 1, j - 1) + (a[i - 1] === b[j - 1] ? 0 : 1),
        exchanged ? cost(i - 2, j - 2) + 1 : Number.POSITIVE_INFINITY,
      );
    }
  }
  return cost(a.length, b.length);
}
