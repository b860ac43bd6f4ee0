import { connect } from 'node:net';
import { getIntrospectionQuery } from 'graphql';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { LIMITS } from '../src/schema/limits.ts';
import { BODY_BYTES_MAX, JSON_DEPTH_MAX, URL_CHARACTERS_MAX } from '../src/server/requests.ts';
import {
  type Answer,
  ask,
  exchange,
  parcours,
  post,
  query,
  type Served,
  serveStore,
  tellsNothing,
} from './support/server.ts';

const POST_HEAD = 'POST /graphql HTTP/1.1\r\nHost: a\r\ncontent-type: application/json\r\n';
const STRICT = { accept: 'application/graphql-response+json' };

let server: Served;
beforeAll(async () => {
  server = await serveStore();
});
afterAll(async () => {
  // Nothing that a client sent was a fault of ours.
  expect(server.reports).toEqual([]);
  await server.close();
});

function statusAndJson({ status, json }: Answer): { status: number; json: unknown } {
  return { status, json };
}

function over(message: string): { status: number; json: unknown } {
  return { status: 400, json: { errors: [{ message, extensions: { code: 'LIMITE_DEPASSEE' } }] } };
}

async function stillAnswers(): Promise<void> {
  const { status, json } = await query(server, '{ metier(id: "MET.8097") { id } }');
  expect({ status, json }).toEqual({ status: 200, json: { data: { metier: { id: 'MET.8097' } } } });
}

/** A fault of the caller's: 400, no data, and a code on each of a few errors. */
function expectFault({ status, json }: Answer): void {
  const { errors = [], data = null } = (json ?? {}) as {
    errors?: { extensions?: { code?: unknown } }[];
    data?: unknown;
  };
  expect({ status, data }).toEqual({ status: 400, data: null });
  expect(errors.length).toBeGreaterThan(0);
  expect(errors.length).toBeLessThanOrEqual(6);
  // The last of six says that there were more than five, without a code.
  expect(errors.slice(0, 5).map(({ extensions }) => typeof extensions?.code)).toEqual(
    errors.slice(0, 5).map(() => 'string'),
  );
}

function repeated(count: number, one: (index: number) => string, between = ' '): string {
  return Array.from({ length: count }, (_, index) => one(index)).join(between);
}

describe('A body', () => {
  const FULL = 'Le corps dépasse 100000 octets.';

  it(`may have ${BODY_BYTES_MAX} bytes`, async () => {
    const start = '{"query":"{ __typename }"';
    const body = `${start}${' '.repeat(BODY_BYTES_MAX - start.length - 1)}}`;
    expect(statusAndJson(await post(server, body))).toEqual({ status: 200, json: { data: { __typename: 'Query' } } });
    expect(statusAndJson(await post(server, `${body} `))).toEqual({
      status: 413,
      json: { errors: [{ message: FULL, extensions: { code: 'LIMITE_DEPASSEE' } }] },
    });
  });

  it('that says it is longer is refused before it is sent', async () => {
    for (const length of [BODY_BYTES_MAX + 1, 10 ** 9, '9'.repeat(15)]) {
      const { statuses, closed } = await exchange(server, [`${POST_HEAD}content-length: ${length}\r\n\r\n`]);
      expect({ length, statuses, closed }).toEqual({ length, statuses: [413], closed: true });
    }
  });

  it('that says nothing of its length is refused once it is longer, without the rest of it', async () => {
    const chunk = `8000\r\n${'x'.repeat(0x8000)}\r\n`;
    let sent = 0;
    function* endless(): Generator<string | number> {
      yield `${POST_HEAD}transfer-encoding: chunked\r\n\r\n`;
      for (; sent < 1_000; sent++) {
        yield chunk;
        yield 5;
      }
    }
    const { statuses, closed } = await exchange(server, endless());
    expect({ statuses, closed }).toEqual({ statuses: [413], closed: true });
    expect(sent).toBeLessThan(500);
    await stillAnswers();
  });

  it('of another type is not read to its end either', async () => {
    let sent = 0;
    const chunk = `8000\r\n${'x'.repeat(0x8000)}\r\n`;
    function* endless(): Generator<string | number> {
      yield 'POST /graphql HTTP/1.1\r\nHost: a\r\ncontent-type: text/plain\r\ntransfer-encoding: chunked\r\n\r\n';
      for (; sent < 1_000; sent++) {
        yield chunk;
        yield 3;
      }
    }
    const { statuses, closed } = await exchange(server, endless());
    expect({ statuses, closed }).toEqual({ statuses: [415], closed: true });
    expect(sent).toBeLessThan(500);
  });

  it('may be JSON of some depth, brackets in texts not counted', async () => {
    const nested = (depth: number): string =>
      `{"query":"{ __typename }","variables":{"a":${'['.repeat(depth - 2)}${']'.repeat(depth - 2)}}}`;
    expect((await post(server, nested(JSON_DEPTH_MAX))).status).toBe(200);
    const refused = over(`Le JSON est imbriqué sur plus de ${JSON_DEPTH_MAX} niveaux.`);
    expect(statusAndJson(await post(server, nested(JSON_DEPTH_MAX + 1)))).toEqual(refused);
    const text = JSON.stringify({ query: '{ __typename }', variables: { a: `\\"${'['.repeat(90)}` } });
    expect((await post(server, text)).status).toBe(200);
  });

  it('of brackets only is refused, closed or not', async () => {
    const refused = over(`Le JSON est imbriqué sur plus de ${JSON_DEPTH_MAX} niveaux.`);
    const deep = 49_000;
    for (const body of [
      '['.repeat(deep),
      '{"a":'.repeat(15_000),
      `${'['.repeat(deep)}${']'.repeat(deep)}`,
      `{"query":"{ __typename }","variables":{"a":${'['.repeat(deep)}`,
      `{"query":"{ __typename }","variables":{"a":${'['.repeat(deep)}${']'.repeat(deep)}}}`,
      `{"query":"{ __typename }","extensions":${'{"a":'.repeat(9_000)}1${'}'.repeat(9_000)}}`,
    ]) {
      expect({ body: body.slice(0, 60), ...statusAndJson(await post(server, body)) }).toEqual({
        body: body.slice(0, 60),
        ...refused,
      });
    }
  });
});

describe('An address', () => {
  it(`may have ${URL_CHARACTERS_MAX} characters`, async () => {
    const path = (length: number): string => {
      const start = '/graphql?query=%7B__typename%7D&x=';
      return `${start}${'a'.repeat(length - start.length)}`;
    };
    expect((await ask(server, path(URL_CHARACTERS_MAX))).status).toBe(200);
    expect(statusAndJson(await ask(server, path(URL_CHARACTERS_MAX + 1)))).toEqual({
      status: 414,
      json: {
        errors: [
          {
            message: `L’adresse dépasse ${URL_CHARACTERS_MAX} caractères. Envoyez la requête par POST.`,
            extensions: { code: 'LIMITE_DEPASSEE' },
          },
        ],
      },
    });
    expect((await ask(server, `/nowhere${'a'.repeat(URL_CHARACTERS_MAX)}`)).status).toBe(414);
  });

  it('holds variables of some depth', async () => {
    const deep = encodeURIComponent('['.repeat(2_000));
    expect(statusAndJson(await ask(server, `/graphql?query=%7B__typename%7D&variables=${deep}`))).toEqual(
      over(`Le JSON est imbriqué sur plus de ${JSON_DEPTH_MAX} niveaux.`),
    );
  });
});

describe('Headers', () => {
  it('of more than 16 kB are refused with 431', async () => {
    const large = await exchange(server, [`GET /health HTTP/1.1\r\nHost: a\r\nx: ${'a'.repeat(20_000)}\r\n\r\n`]);
    expect({ statuses: large.statuses, closed: large.closed }).toEqual({ statuses: [431], closed: true });
    const many = await exchange(server, [
      `GET /health HTTP/1.1\r\nHost: a\r\n${'x-abcdefgh: abcdefgh\r\n'.repeat(1_500)}\r\n`,
    ]);
    expect({ statuses: many.statuses, closed: many.closed }).toEqual({ statuses: [431], closed: true });
    await stillAnswers();
  });

  it('with an address of more than 16 kB are refused with 414 or 431', async () => {
    const { statuses, closed } = await exchange(server, [`GET /${'a'.repeat(20_000)} HTTP/1.1\r\nHost: a\r\n\r\n`]);
    expect([[414], [431]]).toContainEqual(statuses);
    expect(closed).toBe(true);
  });
});

describe('A document', () => {
  const chain = (levels: number): string => {
    // Each of the pairs is two levels, and the leaf is one.
    let inner = '__typename';
    let kind = true;
    for (let level = levels - 1; level >= 2; level -= 2) {
      inner = `${kind ? 'metiers' : 'formations'}(first: 1) { nodes { ${inner} } }`;
      kind = !kind;
    }
    return inner;
  };

  const limits: readonly {
    readonly what: string;
    readonly within: string;
    readonly beyond: string;
    readonly error: { readonly message: string; readonly limite: number; readonly mesure: string };
  }[] = [
    {
      what: 'fifteen levels',
      within: `{ ${chain(15)} }`,
      beyond: `{ ${chain(17)} }`,
      error: {
        message: 'Ce document a plus de 15 niveaux. Descendez moins profond, en plusieurs requêtes.',
        limite: 15,
        mesure: 'depth',
      },
    },
    {
      what: 'fifteen levels, through fragments',
      within: `{ ...A } fragment A on Query { ... on Query { ${chain(15)} } }`,
      beyond: `{ ...A } fragment A on Query { metiers { nodes { ...B } } } fragment B on Metier { formations { nodes { ...C } } }
        fragment C on Formation { ... on Formation { ${chain(13)} } }`,
      error: {
        message: 'Ce document a plus de 15 niveaux. Descendez moins profond, en plusieurs requêtes.',
        limite: 15,
        mesure: 'depth',
      },
    },
    {
      what: 'thirty aliases',
      within: `{ metiers(first: 1) { nodes { ${repeated(30, (i) => `a${i}: id`)} } } }`,
      beyond: `{ metiers(first: 1) { nodes { ${repeated(31, (i) => `a${i}: id`)} } } }`,
      error: {
        message:
          'Ce document a plus de 30 alias. Demandez plusieurs nœuds par « nodes(ids) » ou par un filtre « ids ».',
        limite: 30,
        mesure: 'aliases',
      },
    },
    {
      what: 'thirty aliases, through fragments',
      within: `{ ...A ...A } fragment A on Query { metiers(first: 1) { nodes { ${repeated(15, (i) => `a${i}: id`)} } } }`,
      beyond: `{ ...A ...A } fragment A on Query { metiers(first: 1) { nodes { ${repeated(16, (i) => `a${i}: id`)} } } }`,
      error: {
        message:
          'Ce document a plus de 30 alias. Demandez plusieurs nœuds par « nodes(ids) » ou par un filtre « ids ».',
        limite: 30,
        mesure: 'aliases',
      },
    },
    {
      what: 'twenty directives',
      within: `{ metiers(first: 1) { nodes { ${repeated(20, () => 'id @include(if: true)')} } } }`,
      beyond: `{ metiers(first: 1) { nodes { ${repeated(21, () => 'id @include(if: true)')} } } }`,
      error: {
        message: 'Ce document a plus de 20 directives. Choisissez les champs dans le document même.',
        limite: 20,
        mesure: 'directives',
      },
    },
    {
      what: 'twenty directives, wherever they stand and though none of them is known',
      within: `query { ${repeated(20, () => '__typename')} }`,
      beyond: `query ${repeated(7, () => '@a')} { ... ${repeated(7, () => '@b')} { __typename ${repeated(7, () => '@c')} } }`,
      error: {
        message: 'Ce document a plus de 20 directives. Choisissez les champs dans le document même.',
        limite: 20,
        mesure: 'directives',
      },
    },
    {
      what: 'twenty fields at the root',
      within: `{ ${repeated(20, () => '__typename')} }`,
      beyond: `{ ${repeated(21, () => '__typename')} }`,
      error: {
        message: 'Ce document a plus de 20 champs à la racine. Répartissez-les sur plusieurs requêtes.',
        limite: 20,
        mesure: 'rootFields',
      },
    },
    {
      what: 'twenty fields at the root, through fragments',
      within: `{ ...A ...A } fragment A on Query { ${repeated(10, () => '__typename')} }`,
      beyond: `{ ...A ... { ...A } } fragment A on Query { ${repeated(11, () => '__typename')} }`,
      error: {
        message: 'Ce document a plus de 20 champs à la racine. Répartissez-les sur plusieurs requêtes.',
        limite: 20,
        mesure: 'rootFields',
      },
    },
    {
      what: 'five hundred fields, the same one over and over',
      within: `{ metiers(first: 1) { nodes { ${repeated(498, () => 'id')} } } }`,
      beyond: `{ metiers(first: 1) { nodes { ${repeated(499, () => 'id')} } } }`,
      error: {
        message: 'Ce document a plus de 500 champs. Demandez moins de champs.',
        limite: 500,
        mesure: 'fields',
      },
    },
    {
      what: 'five hundred fields, in a bomb of 2^30 fragments',
      within: `{ ...F0 } ${repeated(4, (i) => `fragment F${i} on Query { ...F${i + 1} ...F${i + 1} }`)} fragment F4 on Query { __typename }`,
      beyond: `{ ...F0 } ${repeated(30, (i) => `fragment F${i} on Query { ...F${i + 1} ...F${i + 1} }`)} fragment F30 on Query { __typename }`,
      error: {
        message: 'Ce document a plus de 500 champs. Demandez moins de champs.',
        limite: 500,
        mesure: 'fields',
      },
    },
  ];

  for (const { what, within, beyond, error } of limits) {
    const { message, ...details } = error;
    const refused = {
      status: 400,
      json: { errors: [{ message, extensions: { code: 'LIMITE_DEPASSEE', ...details } }] },
    };
    it(`may have ${what}, and no more`, async () => {
      const answer = await query(server, within);
      expect(answer.status, answer.text.slice(0, 300)).toBe(200);
      expect(answer.json).not.toHaveProperty('errors');
      expect(statusAndJson(await query(server, beyond, undefined, STRICT))).toEqual(refused);
    });

    it(`is refused with 400 beyond ${what}, whatever the client accepts, the first time and later`, async () => {
      // A remark makes it another document, which no cache has met.
      const document = `${beyond} # first by this name`;
      for (const accept of ['*/*', 'application/json', '*/*']) {
        expect({ accept, ...statusAndJson(await query(server, document, undefined, { accept })) }).toEqual({
          accept,
          ...refused,
        });
      }
    });
  }

  const tooLong: readonly (readonly [string, string])[] = [
    ['braces that open 30,000 times', '{a'.repeat(30_000)],
    ['braces only', '{'.repeat(50_000)],
    ['brackets that open 50,000 times, in a value', `{a(b:${'['.repeat(50_000)}`],
    ['brackets that open and close 20,000 times, in a value', `{a(b:${'['.repeat(20_000)}${']'.repeat(20_000)})}`],
    ['brackets in a type', `query($a:${'['.repeat(50_000)}`],
    ['objects in a value', `{a(b:${'{c:'.repeat(20_000)}`],
    ['selections in fragments', `{${'...{'.repeat(15_000)}`],
    ['2,001 fields', `{${' a'.repeat(2_001)}}`],
    ['2,001 operations', '{a}'.repeat(2_001)],
    ['2,001 variables', `query(${'$a:Int '.repeat(2_001)}){a}`],
  ];
  for (const [what, document] of tooLong) {
    it(`of ${what} is refused before it is understood`, async () => {
      for (const headers of [STRICT, {}]) {
        const { status, json } = await query(server, document, undefined, headers);
        expect({ headers, status, json }).toMatchObject({
          headers,
          status: 400,
          json: { errors: [{ extensions: { code: 'LIMITE_DEPASSEE' } }] },
        });
      }
      await stillAnswers();
    });
  }

  const nested: readonly (readonly [string, string])[] = [
    ['brackets in a value', `{ metiers(first: ${'['.repeat(950)}${']'.repeat(950)}) { totalCount } }`],
    ['brackets in a list of ids', `{ metiers(filtre: { ids: ${'['.repeat(900)}${']'.repeat(900)} }) { totalCount } }`],
    ['objects in a filter', `{ metiers(filtre: ${'{non:'.repeat(450)}{}${'}'.repeat(450)}) { totalCount } }`],
    ['brackets in a type', `query ($a: ${'['.repeat(950)}Int${']'.repeat(950)}) { metiers(first: $a) { totalCount } }`],
    ['brackets never closed', `{ metiers(first: ${'['.repeat(1_990)}`],
    ['selections never closed', `${'{a'.repeat(995)}`],
    ['fragments in fragments, a thousand tokens deep', `{ ${'... {'.repeat(650)} nope ${'}'.repeat(650)} }`],
    [
      'fragments that spread the next, 200 deep',
      `{ ...A0 } ${repeated(200, (i) => `fragment A${i} on Query { ...A${i + 1} }`)} fragment A200 on Query { nope }`,
    ],
  ];
  for (const [what, document] of nested) {
    it(`within the limits, of ${what}, is an error of the caller's`, async () => {
      expectFault(await query(server, document, undefined, STRICT));
      await stillAnswers();
    });
  }

  const cycles: readonly (readonly [string, string])[] = [
    ['itself', '{ ...A } fragment A on Query { __typename ...A }'],
    ['one that spreads it', '{ ...A } fragment A on Query { ...B } fragment B on Query { ...A }'],
    [
      'itself twice, below a field',
      '{ metiers { nodes { ...A } } } fragment A on Metier { formations { nodes { metiers { nodes { ...A ...A } } } } }',
    ],
    ['itself, though nothing spreads it', '{ __typename } fragment A on Query { ...A }'],
    [
      'each of thirty, each of which does too',
      `{ ...A0 } ${repeated(30, (i) => `fragment A${i} on Query { ${repeated(30, (j) => `...A${j}`)} }`)}`,
    ],
  ];
  for (const [what, document] of cycles) {
    it(`with a fragment that spreads ${what} is refused`, async () => {
      expectFault(await query(server, document, undefined, STRICT));
      await stillAnswers();
    });
  }

  it('with many faults is told of a few of them', async () => {
    const { json } = await query(server, `{ ${repeated(20, (i) => `nope${i}`)} }`, undefined, STRICT);
    expect((json as { errors: unknown[] }).errors.length).toBeLessThanOrEqual(6);
    const variables = `query (${repeated(100, (i) => `$v${i}: Int!`)}) { metiers(first: $v0) { totalCount } }`;
    const coerced = await query(server, variables, {}, STRICT);
    expect((coerced.json as { errors: unknown[] }).errors.length).toBeLessThanOrEqual(6);
  });

  it('may ask for the schema: GraphiQL does, and every tool', async () => {
    for (const options of [
      {},
      { schemaDescription: true, inputValueDeprecation: true },
      {
        descriptions: true,
        specifiedByUrl: true,
        directiveIsRepeatable: true,
        schemaDescription: true,
        inputValueDeprecation: true,
        oneOf: true,
      },
      { descriptions: false },
    ]) {
      const { status, json } = await query(server, getIntrospectionQuery(options));
      expect(status).toBe(200);
      expect(json).not.toHaveProperty('errors');
      expect(json).toMatchObject({ data: { __schema: { queryType: { name: 'Query' } } } });
    }
  });

  it('may not ask for the schema in circles', async () => {
    for (const document of [
      '{ __schema { types { fields { type { fields { type { fields { type { name } } } } } } } } }',
      '{ __type(name: "Metier") { fields { type { fields { type { fields { name } } } } } } }',
      '{ __type(name: "Node") { possibleTypes { interfaces { possibleTypes { interfaces { possibleTypes { name } } } } } } }',
      '{ __type(name: "MetierFiltre") { inputFields { type { inputFields { type { inputFields { name } } } } } } }',
      '{ __schema { types { ...T } } } fragment T on __Type { fields { type { ...U } } } fragment U on __Type { fields { type { fields { name } } } }',
    ]) {
      const { status, json } = await query(server, document, undefined, STRICT);
      expect({ document, status, json }).toMatchObject({
        document,
        status: 400,
        json: {
          errors: [{ message: 'Maximum introspection depth exceeded', extensions: { code: expect.any(String) } }],
        },
      });
    }
  });
});

describe('A request', () => {
  const CYCLIC =
    '{ interets { nodes { metiers { nodes { interets { nodes { metiers { nodes { interets { nodes { metiers { nodes { id } } } } } } } } } } } } }';
  const SPENT = {
    status: 400,
    json: {
      errors: [
        {
          message:
            'Cette requête demande plus de 10000 nœuds. Pour en demander moins : réduisez « first » à chaque niveau, filtrez, ou descendez moins profond ; pour un simple décompte, demandez « totalCount » sans « nodes ».',
          extensions: { code: 'BUDGET_EPUISE', budget: 'noeuds', limite: 10_000 },
        },
      ],
    },
  };

  it('that walks in circles ends with one error that says how to ask for less, and no data', async () => {
    expect(CYCLIC.length).toBeLessThan(200);
    for (const accept of ['*/*', 'application/json', 'application/graphql-response+json']) {
      expect(statusAndJson(await query(server, CYCLIC, undefined, { accept }))).toEqual(SPENT);
    }
  });

  it('ends so whatever its shape', async () => {
    const around = ['interets', 'metiers', 'interets', 'metiers'];
    for (const document of [
      `{ ${walk(around, 'edges { node {', 'id')} }`,
      `{ ${walk(around, 'nodes { ... {', '__typename')} }`,
      `{ ${walk(around, 'pageInfo { hasNextPage } nodes {', 'nom')} }`,
      `query A { ${walk(around, 'nodes {', 'id')} }`,
      `query ($n: Int = 1000) { ${walk(
        around.map((role) => `${role}(first: $n)`),
        'nodes {',
        'id',
      )} }`,
      `{ ${walk(
        around.map((role) => `${role}(last: 1000)`),
        'nodes {',
        'id',
      )} }`,
      `{ __typename @include(if: true) ${walk(around, 'nodes {', 'id')} }`,
      `{ ...A } fragment A on Query { interets { nodes { ...B } } } fragment B on Interet { ${walk(around.slice(1), 'nodes {', 'id')} }`,
      `{ ${repeated(20, (i) => `a${i}: metiers(first: 1000) { nodes { formations { nodes { id } } } }`)} }`,
      `{ ${repeated(4, (i) => `a${i}: ${walk(['metiers', 'interets', 'metiers'], 'nodes {', 'id')}`)} }`,
      `{ ${walk(['metiers', 'metiersParInterets', 'metiersParInterets'], 'nodes {', 'id')} }`,
    ]) {
      const { status, json } = await query(server, document);
      expect({ document, status, json }).toMatchObject({
        document,
        status: 400,
        json: { errors: [{ extensions: { code: 'BUDGET_EPUISE' } }] },
      });
      expect((json as { data?: unknown }).data ?? null).toBeNull();
    }
  });

  it('that walks in circles leaves other clients their answers', async () => {
    const cyclic = Array.from({ length: 10 }, () => query(server, CYCLIC));
    const small = Array.from({ length: 30 }, () => query(server, '{ metier(id: "MET.8097") { id } }'));
    for (const answer of await Promise.all(small)) {
      expect(statusAndJson(answer)).toEqual({ status: 200, json: { data: { metier: { id: 'MET.8097' } } } });
    }
    for (const answer of await Promise.all(cyclic)) expect(statusAndJson(answer)).toEqual(SPENT);
  });

  it('has the budget that the server was started with', async () => {
    const small = await serveStore({ limits: { ...LIMITS, nodesMax: 5 } });
    try {
      expect((await query(small, '{ metiers(first: 5) { nodes { id } } }')).status).toBe(200);
      expect(statusAndJson(await query(small, '{ metiers(first: 6) { nodes { id } } }'))).toMatchObject({
        status: 400,
        json: { errors: [{ extensions: { code: 'BUDGET_EPUISE', budget: 'noeuds', limite: 5 } }] },
      });
      expect((await query(small, '{ metiers(first: 5) { nodes { id } } }')).status).toBe(200);
    } finally {
      await small.close();
    }
  });

  it('names 100 nodes at most', async () => {
    const document = 'query ($ids: [ID!]!) { nodes(ids: $ids) { id } }';
    const ids = Array.from({ length: 101 }, () => 'MET.8097');
    const within = await query(server, document, { ids: ids.slice(1) });
    expect(within.status).toBe(200);
    expect((within.json as { data: { nodes: unknown[] } }).data.nodes.length).toBe(100);
    expect(statusAndJson(await query(server, document, { ids }))).toEqual({
      status: 400,
      json: {
        errors: [
          {
            message: '« ids » a 101 éléments ; il en faut 100 au plus.',
            locations: [{ line: 1, column: 24 }],
            path: ['nodes'],
            extensions: { code: 'ARGUMENT_INVALIDE', limite: 100 },
          },
        ],
        data: null,
      },
    });
  });

  it('has no more than 5 MB of answer', async () => {
    const document = `{ metiers(first: 167) { nodes { ${repeated(29, (i) => `a${i}: sections { titre texte }`)} } } }`;
    const { status, json } = await query(server, document);
    expect({ status, json }).toMatchObject({
      status: 400,
      json: { errors: [{ extensions: { code: 'BUDGET_EPUISE' } }] },
    });
  });

  const large: readonly (readonly [string, string])[] = [
    ['cursors', `edges { ${repeated(30, (i) => `a${i}: cursor`)} }`],
    [
      'empty connections',
      `nodes { ${repeated(30, (i) => `a${i}: formations(first: 0) { totalCount pageInfo { hasNextPage startCursor } }`)} }`,
    ],
    ['other names', `nodes { ${repeated(30, (i) => `a${i}: autresAppellations { nom feminin masculin }`)} }`],
  ];
  for (const [what, leaf] of large) {
    it(`for thirty ${what} on each of some 6,000 nodes is stopped while it executes, not once its answer is written`, async () => {
      const document = `{ metiers(first: 100) { nodes { statuts(first: 1) { nodes { metiers(first: 95) { ${leaf} } } } } } }`;
      expect(statusAndJson(await query(server, document))).toMatchObject({
        status: 400,
        json: {
          errors: [{ extensions: { code: 'BUDGET_EPUISE', budget: expect.any(String), limite: expect.any(Number) } }],
        },
      });
    });
  }

  it.each([
    ['fields', repeated(30, (i) => `a${i}: sections { titre texte }`)],
    ['aliases of a title', `sections { ${repeated(29, (i) => `a${i}: titre`)} }`],
    ['aliases of a flag', `sections { ${repeated(29, (i) => `a${i}: connue`)} }`],
    ['aliases of one text', `sections { titre ${repeated(29, (i) => `a${i}: texte`)} }`],
    [
      'aliases of a part',
      `dureeEtudes { ${repeated(15, (i) => `a${i}: texte`)} parties { ${repeated(14, (i) => `a${i}: texte`)} } }`,
    ],
  ])(
    'for texts without end, by %s, is stopped before they are put together: the server lives on in 256 MB',
    async (_by, texts) => {
      // 9,700 nodes at most, of some kilobytes each, thirty times.
      const document = `{ metiers(first: 100) { nodes { statuts(first: 1) { nodes { metiers(first: 95) { nodes { ${texts} } } } } } } }`;
      const { child, ended, origin } = parcours(['serve', '--port', '0'], {
        env: { NODE_OPTIONS: '--max-old-space-size=256' },
      });
      const small = await origin();
      try {
        const large = await Promise.all(
          [1, 2, 3].map(() => query(small, document).catch((error: unknown) => String(error))),
        );
        for (const answer of large) {
          expect(typeof answer === 'string' ? answer : statusAndJson(answer)).toMatchObject({
            status: 400,
            json: { errors: [{ extensions: { code: 'BUDGET_EPUISE' } }] },
          });
        }
        expect((await query(small, '{ __typename }')).status).toBe(200);
      } finally {
        child.kill('SIGTERM');
        await ended;
      }
    },
  );

  it('cannot make the server work for ever by the schema: that is no way round the budget', async () => {
    const inner =
      'types { name fields { name args { name description defaultValue type { name } } type { name fields { name description args { name description type { name } } } } } }';
    const { status, text } = await query(server, `{ ${repeated(12, (i) => `a${i}: __schema { ${inner} }`)} }`);
    expect([200, 400]).toContain(status);
    expect(text.length).toBeLessThan(5_000_000);
    await stillAnswers();
  });
});

describe.concurrent('A client that dawdles is shown the door after 8 to 15 seconds, while others are served', () => {
  const others = async (): Promise<void> => {
    for (let second = 0; second < 6; second++) {
      await stillAnswers();
      await new Promise((wake) => setTimeout(wake, 1_000));
    }
  };

  it('with its headers', async () => {
    function* dripping(): Generator<string | number> {
      yield 'GET /graphql HTTP/1.1\r\nHost: a\r\n';
      for (let second = 0; second < 20; second++) {
        yield 1_000;
        yield `x-${second}: y\r\n`;
      }
    }
    const [{ closed, after, statuses }] = await Promise.all([
      exchange(server, dripping(), { patience: 18_000 }),
      others(),
    ]);
    expect({ closed, ok: statuses.filter((status) => status < 400) }).toEqual({ closed: true, ok: [] });
    expect(after).toBeGreaterThan(7_000);
    expect(after).toBeLessThan(15_500);
  });

  it('with its body', async () => {
    function* dripping(): Generator<string | number> {
      yield `${POST_HEAD}content-length: 100\r\n\r\n{`;
      for (let second = 0; second < 20; second++) {
        yield 1_000;
        yield ' ';
      }
    }
    const [{ closed, after, statuses }] = await Promise.all([
      exchange(server, dripping(), { patience: 18_000 }),
      others(),
    ]);
    expect({ closed, ok: statuses.filter((status) => status < 400) }).toEqual({ closed: true, ok: [] });
    expect(after).toBeGreaterThan(7_000);
    expect(after).toBeLessThan(15_500);
  });

  it('with saying anything at all', async () => {
    const { closed, after } = await exchange(server, [], { patience: 18_000 });
    expect(closed).toBe(true);
    expect(after).toBeLessThan(15_500);
  });

  it('with its next request', async () => {
    const { closed, after, statuses } = await exchange(server, ['GET /health HTTP/1.1\r\nHost: a\r\n\r\n'], {
      patience: 18_000,
    });
    expect({ closed, statuses }).toEqual({ closed: true, statuses: [200] });
    expect(after).toBeLessThan(15_500);
  });

  it('with going, once it was refused: half-open connections do not pile up', async () => {
    const own = await serveStore();
    try {
      const refused = Array.from({ length: 10 }, () => halfOpen(own.port));
      await new Promise((wake) => setTimeout(wake, 15_500));
      expect(await own.connections()).toBe(0);
      for (const leave of refused) leave();
    } finally {
      await own.close();
    }
  });
});

/** Sends what is no HTTP, and neither reads on nor closes its end. */
function halfOpen(port: number): () => void {
  const socket = connect({ host: '127.0.0.1', port, allowHalfOpen: true });
  socket.on('error', () => {});
  socket.on('data', (bytes) => tellsNothing(String(bytes)));
  socket.write('\x16\x03\x01 no http\r\n\r\n');
  return () => socket.destroy();
}

/** One role after another, what each leads to opened by `nodes`, and what is asked of the last. */
function walk([role, ...next]: readonly string[], nodes: string, leaf: string): string {
  if (role === undefined) return leaf;
  const opened = `${role} { ${nodes} ${walk(next, nodes, leaf)} }`;
  return opened + ' }'.repeat(nodes.split('{').length - nodes.split('}').length);
}
