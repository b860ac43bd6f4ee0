/** Connections: pages, cursors and their faults. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { contentOf, metier, VILLAGE } from './support/content.ts';
import { asking } from './support/graphql.ts';
import { storeOf } from './support/stores.ts';

const ask = asking(storeOf(VILLAGE));

interface ConnectionAnswer {
  readonly totalCount: number;
  readonly nodes: readonly { readonly id: string }[];
  readonly edges: readonly { readonly cursor: string; readonly node: { readonly id: string } }[];
  readonly pageInfo: {
    readonly hasNextPage: boolean;
    readonly hasPreviousPage: boolean;
    readonly startCursor: string | null;
    readonly endCursor: string | null;
  };
}

const ALL =
  'totalCount nodes { id } edges { cursor node { id } } pageInfo { hasNextPage hasPreviousPage startCursor endCursor }';

/** Where a connection stands in a query, and the arguments that make it this list and no other. */
interface List {
  readonly name: string;
  readonly args: string;
  readonly around: (field: string) => string;
  readonly path: readonly string[];
}

const LISTS: readonly List[] = [
  root('metiers', ''),
  root('metiers', 'tri: { par: NOM, sens: DECROISSANT }'),
  root('metiers', 'tri: { par: NIVEAU }'),
  root('metiers', 'tri: { par: NIVEAU, sens: DECROISSANT }'),
  root('metiers', 'tri: { par: NOMBRE_FORMATIONS }'),
  root('metiers', 'filtre: { niveau: { min: -9 } }'),
  root('formations', ''),
  root('formations', 'tri: { par: NOMBRE_METIERS, sens: DECROISSANT }'),
  root('statuts', ''),
  below('metier(id: "MET.4")', 'formations', ''),
  below('metier(id: "MET.4")', 'formations', 'tri: { par: NOM }'),
  below('formation(id: "FOR.5")', 'metiers', ''),
  below('statut(id: "STATUT.salarie")', 'metiers', 'tri: { par: NIVEAU, sens: DECROISSANT }'),
  below('metier(id: "MET.1")', 'metiersParInterets', ''),
  below('interet(id: "INTERET.dessiner")', 'formations', ''),
  below('interet(id: "INTERET.dessiner")', 'formations', 'tri: { par: NOM, sens: DECROISSANT }'),
  below('interet(id: "INTERET.dessiner")', 'formations', 'filtre: { non: { texte: "cap" } }'),
];

describe('a list', () => {
  for (const list of LISTS) {
    test(`${list.name}: its pages, forwards and backwards, make the whole`, async () => {
      const whole = await connection(list, '');
      expect(whole.edges.map(({ node }) => node)).toEqual(whole.nodes);
      expect(whole.pageInfo).toEqual({
        hasNextPage: false,
        hasPreviousPage: false,
        startCursor: whole.edges[0]?.cursor,
        endCursor: whole.edges.at(-1)?.cursor,
      });
      for (const size of [1, 2, 3, 100]) {
        const [forwards, backwards] = [await walk(list, size, 'first'), await walk(list, size, 'last')];
        expect(forwards).toEqual(whole.edges);
        expect(backwards).toEqual(whole.edges);
      }
    });

    test(`${list.name}: a cursor means the same place whatever the size of the page that gave it`, async () => {
      const whole = await connection(list, '');
      const one = await connection(list, 'first: 1');
      expect(one.edges[0]).toEqual(whole.edges[0]);
      expect((await connection(list, 'last: 1')).edges[0]).toEqual(whole.edges.at(-1));
    });
  }
});

describe('the size of a page', () => {
  const hamlet = asking(
    storeOf(contentOf({ Metier: Array.from({ length: 1_100 }, (_, i) => metier(`MET.${i}`, `m${i}`)) })),
  );
  const counted = async (args: string): Promise<unknown> => {
    const { body } = await hamlet(
      `{ metiers${args} { totalCount nodes { id } pageInfo { hasNextPage hasPreviousPage } } }`,
    );
    const { totalCount, nodes, pageInfo } = field(body, ['data', 'metiers']) as ConnectionAnswer;
    return [totalCount, nodes.length, pageInfo.hasPreviousPage, pageInfo.hasNextPage];
  };

  for (const [args, expected] of [
    ['', [1_100, 100, false, true]],
    ['(first: null, last: null, after: null, before: null, tri: null, filtre: null)', [1_100, 100, false, true]],
    ['(first: 0)', [1_100, 0, false, true]],
    ['(last: 0)', [1_100, 0, true, false]],
    ['(first: 1000)', [1_100, 1_000, false, true]],
    ['(last: 1000)', [1_100, 1_000, true, false]],
    ['(last: 1)', [1_100, 1, true, false]],
    ['(first: null, last: 1)', [1_100, 1, true, false]],
  ] as const) {
    test(`is what is asked for: ${args || 'nothing'}`, async () => expect(await counted(args)).toEqual(expected));
  }

  for (const [args, message] of [
    ['first: -1', '« first » vaut -1 ; il faut un nombre de 0 à 1000. Pour la suite, reprenez le curseur de la page.'],
    [
      'first: 1001',
      '« first » vaut 1001 ; il faut un nombre de 0 à 1000. Pour la suite, reprenez le curseur de la page.',
    ],
    ['last: -1', '« last » vaut -1 ; il faut un nombre de 0 à 1000. Pour la suite, reprenez le curseur de la page.'],
    [
      'last: 1001',
      '« last » vaut 1001 ; il faut un nombre de 0 à 1000. Pour la suite, reprenez le curseur de la page.',
    ],
    [
      'first: 2147483647',
      '« first » vaut 2147483647 ; il faut un nombre de 0 à 1000. Pour la suite, reprenez le curseur de la page.',
    ],
  ] as const) {
    test(`is refused: ${args}`, async () => {
      expect(await ask(`{ metiers(${args}) { totalCount } }`)).toEqual({
        status: 400,
        body: {
          data: null,
          errors: [
            {
              message,
              locations: [{ line: 1, column: 3 }],
              path: ['metiers'],
              extensions: { code: 'ARGUMENT_INVALIDE', limite: 1_000 },
            },
          ],
        },
      });
    });
  }

  test('is refused where both ends are asked for', async () => {
    expect(await ask('{ metiers(first: 1, last: 0) { totalCount } }')).toEqual({
      status: 400,
      body: {
        data: null,
        errors: [
          {
            message: '« first » et « last » ne vont pas ensemble : donnez l’un ou l’autre.',
            locations: [{ line: 1, column: 3 }],
            path: ['metiers'],
            extensions: { code: 'ARGUMENT_INVALIDE' },
          },
        ],
      },
    });
  });

  test('is refused below a level in one error, and what can be null is', async () => {
    expect(
      await ask('{ a: metier(id: "MET.1") { formations(first: -1) { totalCount } } b: metier(id: "MET.1") { nom } }'),
    ).toMatchObject({
      status: 200,
      body: {
        data: { a: null, b: { nom: 'Architecte' } },
        errors: [{ path: ['a', 'formations'], extensions: { code: 'ARGUMENT_INVALIDE' } }],
      },
    });
    const { status, body } = await ask('{ metiers { nodes { formations(first: -1) { totalCount } } } }');
    expect({ status, body }).toMatchObject({
      status: 400,
      body: { data: null, errors: [{ path: ['metiers', 'nodes', 0, 'formations'] }] },
    });
    expect(field(body, ['errors'])).toHaveLength(1);
  });

  test('an empty page tells where it stands', async () => {
    const list = root('metiers', '');
    const whole = await connection(list, '');
    const last = whole.edges.at(-1)?.cursor;
    expect(await connection(list, `after: "${last}"`)).toEqual({
      totalCount: 6,
      nodes: [],
      edges: [],
      pageInfo: { hasNextPage: false, hasPreviousPage: true, startCursor: null, endCursor: null },
    });
  });
});

describe('a cursor', () => {
  test('goes on where it says, on a release in which its node is gone', async () => {
    const store = storeOf(VILLAGE);
    const asked = asking(store);
    const { body } = await asked('{ metiers(first: 2, tri: { par: NIVEAU }) { pageInfo { endCursor } } }');
    const { endCursor } = (field(body, ['data', 'metiers']) as ConnectionAnswer).pageInfo;
    await store.replace({
      ...VILLAGE,
      nodes: { ...VILLAGE.nodes, Metier: VILLAGE.nodes.Metier.filter(({ id }) => id !== 'MET.3') },
      edges: Object.fromEntries(
        Object.entries(VILLAGE.edges).map(([name, edges]) => [name, edges.filter(({ from }) => from !== 'MET.3')]),
      ) as unknown as typeof VILLAGE.edges,
    });
    const next = await asked('query($c: String) { metiers(after: $c, tri: { par: NIVEAU }) { nodes { id } } }', {
      c: endCursor,
    });
    expect(next.body).toEqual({
      data: { metiers: { nodes: [{ id: 'MET.1' }, { id: 'MET.4' }, { id: 'MET.5' }, { id: 'MET.6' }] } },
    });
  });

  test('between two cursors stand the nodes between them', async () => {
    const list = root('metiers', '');
    const { edges } = await connection(list, '');
    const between = await connection(list, `after: "${edges[0]?.cursor}", before: "${edges[4]?.cursor}"`);
    expect(between).toEqual({
      totalCount: 6,
      nodes: [{ id: 'MET.2' }, { id: 'MET.3' }, { id: 'MET.5' }],
      edges: edges.slice(1, 4),
      pageInfo: {
        hasNextPage: true,
        hasPreviousPage: true,
        startCursor: edges[1]?.cursor,
        endCursor: edges[3]?.cursor,
      },
    });
    const crossed = await connection(list, `after: "${edges[4]?.cursor}", before: "${edges[0]?.cursor}"`);
    expect(crossed.nodes).toEqual([]);
  });

  test('of one list is refused by every other list', async () => {
    const cursors = await Promise.all(LISTS.map(async (list) => (await connection(list, 'first: 1')).edges[0]?.cursor));
    const others: readonly List[] = [
      ...LISTS,
      below('metier(id: "MET.1")', 'formations', ''),
      below('statut(id: "STATUT.artisan")', 'metiers', 'tri: { par: NIVEAU, sens: DECROISSANT }'),
      below('metier(id: "MET.1")', 'metiersParFormations', ''),
      root('metiers', 'filtre: { niveau: { min: -8 } }'),
      root('metiers', 'filtre: {}'),
    ];
    for (const [i, cursor] of cursors.entries()) {
      for (const other of others) {
        if (other === LISTS[i]) continue;
        for (const argument of ['after', 'before']) {
          const { status, body } = await ask(query(other, `${argument}: "${cursor}"`));
          expect([status, field(body, ['errors', '0', 'message'])], `${LISTS[i]?.name} for ${other.name}`).toEqual([
            // The parent of some can be null: then data is left.
            (body as { readonly data: unknown }).data === null ? 400 : 200,
            `« ${argument} » est le curseur d'une autre liste, d'un autre filtre ou d'un autre tri. Reprenez la liste depuis le début.`,
          ]);
          expect(field(body, ['errors', '0', 'extensions'])).toEqual({ code: 'CURSEUR_INVALIDE' });
        }
      }
    }
  });

  test('of one list is good for the same list under another spelling', async () => {
    const first = await connection(
      root('metiers', 'filtre: { ids: ["MET.4", "MET.1"] }, tri: { par: NOM, sens: CROISSANT }'),
      'first: 1',
    );
    const same = root('metiers', 'tri: { par: NOM }, filtre: { ids: ["MET.1", "MET.4", "MET.1"], texte: null }');
    expect((await connection(same, `after: "${first.pageInfo.endCursor}"`)).nodes).toEqual([{ id: 'MET.4' }]);
  });

  test('is refused where several parents would share it', async () => {
    const [cursor] = (await connection(below('metier(id: "MET.1")', 'formations', ''), '')).edges;
    const { status, body } = await ask(
      `{ metiers(first: 2) { nodes { formations(after: "${cursor?.cursor}") { totalCount } } } }`,
    );
    expect({ status, body }).toMatchObject({
      status: 400,
      body: { data: null, errors: [{ extensions: { code: 'CURSEUR_INVALIDE' } }] },
    });
    expect(field(body, ['errors'])).toHaveLength(1);
  });

  const damaged = [
    '',
    ' ',
    'x',
    'MET.1',
    '{}',
    '[]',
    'null',
    '__proto__',
    '\u0000',
    '\ud800',
    'é'.repeat(50),
    'A'.repeat(50_000),
  ];
  for (const cursor of damaged) {
    test(`that is damaged is refused: ${JSON.stringify(cursor.slice(0, 12))}`, async () => {
      expect(await ask('query($c: String) { metiers(after: $c) { totalCount } }', { c: cursor })).toEqual({
        status: 400,
        body: {
          data: null,
          errors: [
            {
              message: "« after » n'est pas un curseur. Reprenez celui d'une page, sans rien y changer.",
              locations: [{ line: 1, column: 21 }],
              path: ['metiers'],
              extensions: { code: 'CURSEUR_INVALIDE' },
            },
          ],
        },
      });
    });
  }

  test('that is changed in one character, cut or made longer is refused', async () => {
    const cursors = await Promise.all(
      [root('metiers', ''), root('metiers', 'tri: { par: NIVEAU }')].map(async (list) => [
        list,
        (await connection(list, 'first: 1')).pageInfo.endCursor ?? '',
      ]),
    );
    const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_=+/ !.\n';
    const changes = fc.constantFrom(...(cursors as [List, string][])).chain(([list, cursor]) =>
      fc.record({
        list: fc.constant(list),
        cursor: fc.constant(cursor),
        at: fc.integer({ min: 0, max: cursor.length }),
        remove: fc.integer({ min: 0, max: 2 }),
        insert: fc.string({ unit: fc.constantFrom(...alphabet), maxLength: 2 }),
      }),
    );
    await fc.assert(
      fc.asyncProperty(changes, async ({ list, cursor, at, remove, insert }) => {
        const changed = cursor.slice(0, at) + insert + cursor.slice(at + remove);
        if (changed === cursor) return;
        const { status, body } = await ask(query(list, `after: ${JSON.stringify(changed)}`));
        expect([status, field(body, ['errors', '0', 'extensions', 'code'])]).toEqual([400, 'CURSEUR_INVALIDE']);
      }),
      { numRuns: 400 },
    );
  });
});

function root(name: string, args: string): List {
  return { name: `${name} ${args}`.trim(), args, around: (inner) => `{ list: ${name}${inner} }`, path: ['list'] };
}

function below(parent: string, name: string, args: string): List {
  return {
    name: `${parent} ${name} ${args}`.trim(),
    args,
    around: (inner) => `{ parent: ${parent} { list: ${name}${inner} } }`,
    path: ['parent', 'list'],
  };
}

function query({ around, args }: List, page: string): string {
  const given = [args, page].filter((part) => part !== '').join(', ');
  return around(`${given === '' ? '' : `(${given})`} { ${ALL} }`);
}

async function connection(list: List, page: string): Promise<ConnectionAnswer> {
  const { status, body } = await ask(query(list, page));
  expect({ status, errors: field(body, ['errors']) }).toEqual({ status: 200, errors: undefined });
  return field(body, ['data', ...list.path]) as ConnectionAnswer;
}

/** All edges of a list, page by page. */
async function walk(list: List, size: number, end: 'first' | 'last'): Promise<unknown[]> {
  const edges: unknown[] = [];
  for (let cursor: string | null = null; ; ) {
    const from: string = cursor === null ? '' : `, ${end === 'first' ? 'after' : 'before'}: "${cursor}"`;
    const page: ConnectionAnswer = await connection(list, `${end}: ${size}${from}`);
    if (end === 'first') edges.push(...page.edges);
    else edges.unshift(...page.edges);
    const { hasNextPage, hasPreviousPage, startCursor, endCursor } = page.pageInfo;
    expect(end === 'first' ? hasPreviousPage : hasNextPage).toBe(cursor !== null);
    if (!(end === 'first' ? hasNextPage : hasPreviousPage)) return edges;
    cursor = end === 'first' ? endCursor : startCursor;
  }
}

/** What stands at a path of an answer. */
function field(value: unknown, path: readonly string[]): unknown {
  return path.reduce<unknown>(
    (inner, name) => (inner === null || typeof inner !== 'object' ? undefined : Reflect.get(inner, name)),
    value,
  );
}
