/** A request has a budget of nodes, counted while it executes: over it the request ends with one error and no data. */
import { Kind as AstKind, parse, print, visit } from 'graphql';
import { describe, expect, test } from 'vitest';
import { load } from '../loaders/load.ts';
import { embeddedStore } from '../src/graph/embedded/store.ts';
import { KIND_NAMES } from '../src/model.ts';
import { LIMITS } from '../src/schema/limits.ts';
import { contentOf, formation, interet, metier, VILLAGE } from './support/content.ts';
import { type Asked, asking, executing, logging, promising, schema } from './support/graphql.ts';
import { operations, VILLAGE_FLAVOUR } from './support/operations.ts';
import { storeOf } from './support/stores.ts';

const village = storeOf(VILLAGE);
/** What is examined is told by the embedded store alone, which looks before it answers. */
const embedded = embeddedStore(VILLAGE);
const seeds = embeddedStore(load(['seeds'], new Date(0)).content);

/** The query of issue 3: a few bytes through centres d'intérêt, six lists deep. */
const DEEP = '{interets{nodes{metiers{nodes{interets{nodes{metiers{nodes{interets{nodes{metiers{nodes{id}}}}}}}}}}}}}';

function overNodes(limit: number): Asked {
  return {
    status: 400,
    body: {
      errors: [
        {
          message: `Cette requête demande plus de ${limit} nœuds. Pour en demander moins : réduisez « first » à chaque niveau, filtrez, ou descendez moins profond ; pour un simple décompte, demandez « totalCount » sans « nodes ».`,
          extensions: { code: 'BUDGET_EPUISE', budget: 'noeuds', limite: limit },
        },
      ],
    },
  };
}

describe('the budget of nodes', () => {
  // What each query serves, counted on paper: in the village there are six métiers and nine recommendations.
  const served: readonly (readonly [string, string, number])[] = [
    ['a node', '{ metier(id: "MET.1") { nom } }', 1],
    ['a node by two aliases', '{ a: metier(id: "MET.1") { nom } b: metier(id: "MET.1") { nom } }', 2],
    ['nodes by their ids, twice the same', '{ nodes(ids: ["MET.1", "FOR.1", "MET.1"]) { id } }', 3],
    ['a list', '{ metiers { nodes { id } } }', 6],
    ['a page', '{ metiers(first: 4) { nodes { id } } }', 4],
    ['the edges of a list', '{ metiers { edges { node { id } } } }', 6],
    ['edges for their cursors only', '{ metiers { edges { cursor } } }', 6],
    ['nodes and edges', '{ metiers { nodes { id } edges { node { id } } } }', 12],
    ['nodes by three aliases', '{ metiers { a: nodes { id } b: nodes { id } c: nodes { id } } }', 18],
    ['a node of an edge by two aliases', '{ metiers { edges { a: node { id } b: node { id } } } }', 12],
    ['one field named twice is served once', '{ metiers { nodes { id } nodes { nom } } }', 6],
    [
      'a fragment spread twice is served once',
      '{ metiers { ...F ...F } } fragment F on MetierConnection { nodes { id } }',
      6,
    ],
    [
      'what is skipped is not served',
      '{ metiers { nodes @skip(if: true) { id } edges @include(if: false) { cursor } totalCount } }',
      0,
    ],
    ['a mere count', '{ metiers { totalCount } }', 0],
    ['a mere flag', '{ metiers { pageInfo { hasNextPage } } }', 0],
    ['a relation', '{ metiers { nodes { formations { nodes { id } } } } }', 15],
    ['a relation, by edges', '{ metiers { edges { node { formations { edges { node { id } } } } } } }', 15],
    ['a relation, for its count', '{ metiers { nodes { formations { totalCount } } } }', 6],
    [
      'a relation by two aliases',
      '{ metiers { nodes { a: formations { nodes { id } } b: formations(first: 1) { nodes { id } } } } }',
      20,
    ],
    [
      'a relation below nodes and below edges',
      '{ metiers { nodes { formations { nodes { id } } } edges { node { formations { nodes { id } } } } } }',
      30,
    ],
    ['a relation below nodes only', '{ metiers { nodes { formations { nodes { id } } } edges { cursor } } }', 21],
    [
      'a relation below one of two aliases',
      '{ metiers { a: nodes { id } b: nodes { formations { nodes { id } } } } }',
      21,
    ],
    [
      'a relation below two aliases, fragments between',
      '{ metiers { a: nodes { ...F } b: nodes { ...F } } } fragment F on Metier { formations { nodes { id } } }',
      30,
    ],
    [
      'a node served again below each parent',
      '{ statut(id: "STATUT.salarie") { metiers { nodes { statuts { nodes { metiers { nodes { id } } } } } } } }',
      1 + 3 + 6 + (3 * 3 + 2 + 2 + 1),
    ],
    ['a longer walk', '{ metier(id: "MET.4") { metiersParFormations { nodes { id } } } }', 3],
    ['a filtered list', '{ metiers(filtre: { texte: "arch" }) { nodes { id } } }', 1],
    ['the release', '{ donnees { empreinte noeuds { nombre } } }', 0],
    ['introspection', '{ __schema { types { name } } __typename }', 0],
  ];
  for (const [name, query, count] of served) {
    for (const [how, store] of [
      ['', village],
      [', answered with promises', promising(village)],
    ] as const) {
      test(`${name}: exactly ${count} nodes${how}`, async () => {
        const free = await asking(store)(query);
        expect(free.status).toBe(200);
        expect(free.body).not.toHaveProperty('errors');
        expect(await asking(store, { ...LIMITS, nodesMax: count })(query)).toEqual(free);
        if (count > 0) {
          expect(await asking(store, { ...LIMITS, nodesMax: count - 1 })(query)).toEqual(overNodes(count - 1));
        }
      });
    }
  }

  test('counts what any query serves: as many as passes, one fewer does not', async () => {
    let counted = 0;
    for (const { query, variables } of operations(schema, 400, VILLAGE_FLAVOUR)) {
      const marked = (await asking(village)(marking(query), variables)).body;
      if (marked === null || typeof marked !== 'object' || 'errors' in marked) continue;
      const count = nodesIn(Reflect.get(marked, 'data'));
      const free = await executing(village, query, variables);
      expect(await executing(village, query, variables, { ...LIMITS, nodesMax: count }), query).toEqual(free);
      if (count === 0) continue;
      const short = await executing(village, query, variables, { ...LIMITS, nodesMax: count - 1 });
      expect(short, query).toMatchObject({ errors: [{ extensions: { code: 'BUDGET_EPUISE', limite: count - 1 } }] });
      expect(short).not.toHaveProperty('data');
      counted += 1;
    }
    expect(counted).toBeGreaterThan(50);
  });

  test('is of one request: others are not affected, before, after or at the same time', async () => {
    const limits = { ...LIMITS, nodesMax: 10 };
    for (const store of [village, promising(village)]) {
      const ask = asking(store, limits);
      const small = '{ metiers { nodes { id } } }';
      const large = '{ metiers { nodes { formations { nodes { id } } } } }';
      const alone = await ask(small);
      expect(alone.status).toBe(200);
      const together = await Promise.all([small, large, small, large, small].map((query) => ask(query)));
      expect(together).toEqual([alone, overNodes(10), alone, overNodes(10), alone]);
    }
  });

  test('is 10 000 nodes unless configured, to the node', async () => {
    expect(LIMITS.nodesMax).toBe(10_000);
    const ask = asking(storeOf(complete(100, 99)));
    // 100 métiers, each with 99 formations.
    const { status, body } = await ask('{ metiers { nodes { formations { nodes { id } } } } }');
    expect(status).toBe(200);
    expect(JSON.stringify(body).split('FOR.')).toHaveLength(9_901);
    expect(await ask('{ metiers { nodes { formations { nodes { id } } } } metier(id: "MET.1") { id } }')).toEqual(
      overNodes(10_000),
    );
  });

  const shapes: readonly (readonly [string, string])[] = [
    ['nested lists', '{ metiers { nodes { formations { nodes { metiers { nodes { id } } } } } } }'],
    [
      'nested edges',
      '{ metiers { edges { node { formations { edges { node { metiers { edges { cursor } } } } } } } } }',
    ],
    [
      'aliases',
      `{ metiers { ${Array.from({ length: 29 }, (_, i) => `a${i}: nodes { id }`).join(' ')} } m: metiers { nodes { formations { nodes { id } } } } }`,
    ],
    [
      'aliases below',
      `{ metiers { nodes { ${Array.from({ length: 30 }, (_, i) => `a${i}: formations { nodes { id } }`).join(' ')} } } }`,
    ],
    [
      'named fragments',
      '{ metiers { ...A } } fragment A on MetierConnection { nodes { ...B } } fragment B on Metier { formations { nodes { metiers { nodes { id } } } } }',
    ],
    [
      'inline fragments',
      '{ metiers { nodes { ... on Node { ... on Metier { formations { nodes { metiers { nodes { id } } } } } } } } }',
    ],
    [
      'conditions',
      '{ metiers @include(if: true) { nodes { formations @skip(if: false) { nodes { metiers { nodes { id } } } } } } }',
    ],
    [
      'filters',
      '{ metiers(filtre: { non: { ou: [] } }) { nodes { formations(filtre: { et: [] }) { nodes { metiers(filtre: {}) { nodes { id } } } } } } }',
    ],
    [
      'sorts',
      '{ metiers(tri: { par: NIVEAU }) { nodes { formations(tri: { par: NOM }) { nodes { metiers(tri: { par: NOMBRE_FORMATIONS }) { nodes { id } } } } } } }',
    ],
    [
      'from the end',
      '{ metiers(last: 100) { nodes { formations(last: 100) { nodes { metiers(last: 100) { nodes { id } } } } } } }',
    ],
    ['walks', '{ metiers { nodes { metiersParFormations { nodes { metiersParFormations { nodes { id } } } } } } }'],
    [
      'walks by edges',
      '{ formations { nodes { interets { edges { node { formations { edges { routes } a: edges { cursor } } } } } } } }',
    ],
    [
      'nodes by ids',
      '{ nodes(ids: ["MET.1", "MET.2", "FOR.1"]) { ... on Metier { formations { nodes { metiers { nodes { id } } } } } } }',
    ],
    [
      'variables',
      'query($n: Int = 100) { metiers(first: $n) { nodes { formations(first: $n) { nodes { metiers(first: $n) { nodes { id } } } } } } }',
    ],
    [
      'root fields, each alone within the budget',
      '{ a: metiers { nodes { formations { nodes { id } } } } b: metiers { nodes { id formations(first: 30) { nodes { id } } } } }',
    ],
  ];
  for (const [name, query] of shapes) {
    test(`ends a query of any shape with one error and no data: ${name}`, async () => {
      const store = storeOf(complete(100, 90));
      expect(await asking(store)(query)).toEqual(overNodes(10_000));
      expect(await asking(promising(store))(query)).toEqual(overNodes(10_000));
    });
  }

  test('ends the query of issue 3 in under 100 ms, on the seeds, and so again', async () => {
    expect(DEEP.length).toBeLessThanOrEqual(111);
    const ask = asking(seeds);
    const times: number[] = [];
    for (let i = 0; i < 5; i++) {
      const start = performance.now();
      expect(await ask(DEEP)).toEqual(overNodes(10_000));
      times.push(performance.now() - start);
    }
    expect(Math.min(...times)).toBeLessThan(100);
  });

  test('once it is spent, the store is asked nothing more', async () => {
    const { store, calls } = logging(embeddedStore(complete(100, 99)));
    const query = `{ a: metiers { nodes { formations { nodes { id } } } } ${Array.from({ length: 10 }, (_, i) => `b${i}: metiers { nodes { formations { nodes { id } } } }`).join(' ')} }`;
    expect(await asking(store)(query)).toEqual(overNodes(10_000));
    expect(calls.length).toBeLessThanOrEqual(4);
  });

  test('other errors do not hide it, and it hides them', async () => {
    const ask = asking(storeOf(complete(100, 99)));
    const query =
      '{ metier(id: "MET.404") { id } a: metiers { nodes { formations { nodes { metiers { nodes { id } } } } } } formation(id: "x") { id } }';
    expect(await ask(query)).toEqual(overNodes(10_000));
  });
});

describe('the budget of what is examined', () => {
  const over = (limit: number): Asked => ({
    status: 400,
    body: {
      errors: [
        {
          message: `Cette requête examine plus de ${limit} nœuds et liens. Pour en examiner moins : simplifiez les filtres, ou triez et filtrez à moins de niveaux.`,
          extensions: { code: 'BUDGET_EPUISE', budget: 'examen', limite: limit },
        },
      ],
    },
  });

  const examined: readonly (readonly [string, string])[] = [
    ['a page', '{ metiers { nodes { id } } }'],
    ['a filter', '{ metiers(filtre: { texte: "a" }) { totalCount } }'],
    [
      'a filter on neighbours',
      '{ metiers(filtre: { formations: { tous: { metiers: { aucun: { texte: "x" } } } } }) { totalCount } }',
    ],
    ['a longer walk', '{ metier(id: "MET.1") { metiersParFormations { totalCount } } }'],
    ['a sorted relation', '{ metiers { nodes { formations(tri: { par: NOM }) { totalCount } } } }'],
    ['a filtered relation', '{ metiers { nodes { formations(filtre: { texte: "x" }) { totalCount } } } }'],
  ];
  for (const [name, query] of examined) {
    test(`${name}: enough passes, one fewer ends with one error and no data`, async () => {
      for (const store of [embedded, promising(embedded)]) {
        const free = await asking(store)(query);
        expect(free.status).toBe(200);
        const within = (examinedMax: number) => asking(store, { ...LIMITS, examinedMax })(query);
        let enough = 1;
        while ((await within(enough)).status !== 200) enough += 1;
        expect(await within(enough)).toEqual(free);
        expect(enough).toBeGreaterThan(1);
        expect(await within(enough - 1)).toEqual(over(enough - 1));
      }
    });
  }

  test('a small query that makes the store look at much ends soon', async () => {
    const store = embeddedStore(complete(1_000, 1_000));
    const start = performance.now();
    const filtre =
      '{ formations: { tous: { metiers: { tous: { formations: { tous: { metiers: { tous: { texte: "x" } } } } } } } } }';
    const query = `{ ${Array.from({ length: 20 }, (_, i) => `a${i}: metiers(filtre: ${filtre}) { totalCount }`).join(' ')} }`;
    expect(await asking(store)(query)).toEqual(over(LIMITS.examinedMax));
    expect(performance.now() - start).toBeLessThan(2_000);
  });
});

const MARK = '_mark';

/** The query with a mark at every object that it serves: the name of its type. */
function marking(query: string): string {
  const mark = {
    kind: AstKind.FIELD,
    name: { kind: AstKind.NAME, value: '__typename' },
    alias: { kind: AstKind.NAME, value: MARK },
  } as const;
  return print(
    visit(parse(query), {
      SelectionSet: { leave: (set) => ({ ...set, selections: [...set.selections, mark] }) },
    }),
  );
}

/** How many nodes an answer holds, edges that show no node counted as one. */
function nodesIn(value: unknown): number {
  if (Array.isArray(value)) return value.reduce<number>((sum, one) => sum + nodesIn(one), 0);
  if (value === null || typeof value !== 'object') return 0;
  const type = String(Reflect.get(value, MARK));
  const below = Object.values(value).reduce<number>((sum, one) => sum + nodesIn(one), 0);
  if ((KIND_NAMES as readonly string[]).includes(type)) return below + 1;
  const showsNode = Object.values(value).some((one) => one !== null && typeof one === 'object');
  return type.endsWith('Edge') && !showsNode ? 1 : below;
}

/** So many métiers, so many formations, and every métier recommending every formation. */
function complete(metiers: number, formations: number) {
  const ids = Array.from({ length: formations }, (_, i) => `FOR.${i + 1}`);
  const jobs = Array.from({ length: metiers }, (_, i) => metier(`MET.${i + 1}`, `m${i + 1}`));
  const taste = interet('INTERET.tout', "J'aime tout");
  return contentOf(
    { Metier: jobs, Formation: ids.map((id) => formation(id, id)), Interet: [taste] },
    {
      RECOMMANDE: Object.fromEntries(jobs.map(({ id }) => [id, ids])),
      REPOND_A: Object.fromEntries(jobs.map(({ id }) => [id, [taste.id]])),
    },
  );
}
