import { gunzipSync, gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { embeddedStore } from '../src/graph/embedded/store.ts';
import type { Graph, Store } from '../src/graph/graph.ts';
import { type Answer, ask, exchange, parcours, post, query, type Served, seeds, serveStore } from './support/server.ts';

const HELLO = JSON.stringify({ query: '{ __typename }' });
const HELLO_ANSWER = { data: { __typename: 'Query' } };
/** The media type whose answers have the status of their faults. */
const STRICT = { accept: 'application/graphql-response+json' };
const FAULT = { status: 400, json: { errors: [{ extensions: { code: expect.any(String) } }] } };
const JSON_TYPE = { 'content-type': 'application/json' };

let server: Served;
beforeAll(async () => {
  server = await serveStore();
});
afterAll(async () => {
  expect(server.reports).toEqual([]);
  await server.close();
});

function statusAndJson({ status, json }: Answer): { status: number; json: unknown } {
  return { status, json };
}

function refusal(status: number, code: string, message: string): { status: number; json: unknown } {
  return { status, json: { errors: [{ message, extensions: { code } }] } };
}

describe('A question and its answer', () => {
  it('come by POST as JSON', async () => {
    const answer = await query(server, 'query ($id: ID!) { metier(id: $id) { id nom } }', { id: 'MET.8097' });
    expect(statusAndJson(answer)).toEqual({
      status: 200,
      json: { data: { metier: { id: 'MET.8097', nom: 'ingénieur/e social/e' } } },
    });
    expect(answer.headers).toMatchObject({
      'content-type': 'application/json; charset=utf-8',
      'x-content-type-options': 'nosniff',
      'cache-control': 'no-store',
      'content-length': String(answer.bytes.length),
      'access-control-allow-origin': '*',
    });
    expect(answer.headers['x-request-id']).toMatch(/^[0-9a-f-]{36}$/);
  });

  it('come by GET, the variables as JSON', async () => {
    const search = new URLSearchParams({
      query: 'query M($id: ID!) { metier(id: $id) { nom } } query N { __typename }',
      operationName: 'M',
      variables: '{"id":"MET.8097"}',
    });
    const answer = await ask(server, `/graphql?${search}`);
    expect(statusAndJson(answer)).toEqual({
      status: 200,
      json: { data: { metier: { nom: 'ingénieur/e social/e' } } },
    });
  });

  it('answer the traversal of the README', async () => {
    const { status, json } = await query(
      server,
      `{ metier(id: "MET.8097") { nom formations { nodes { id nom metiers { totalCount } } }
         interets { nodes { libelle metiers(first: 3) { nodes { nom statuts { nodes { libelle } } } } } } } }`,
    );
    expect({ status, json }).toMatchObject({
      status: 200,
      json: { data: { metier: { nom: 'ingénieur/e social/e' } } },
    });
    expect(json).not.toHaveProperty('errors');
  });

  it('follow one another on one connection, in order, also when sent before the first is answered', async () => {
    const one = (document: string): string => {
      const body = JSON.stringify({ query: document });
      return `POST /graphql HTTP/1.1\r\nHost: localhost\r\ncontent-type: application/json\r\ncontent-length: ${body.length}\r\n\r\n${body}`;
    };
    const { text, statuses } = await exchange(server, [one('{ a: __typename }') + one('{ b: __typename }')], {
      answers: 2,
    });
    expect(statuses).toEqual([200, 200]);
    expect(text.indexOf('{"data":{"a":"Query"}}')).toBeGreaterThan(0);
    expect(text.indexOf('{"data":{"b":"Query"}}')).toBeGreaterThan(text.indexOf('{"data":{"a":"Query"}}'));
  });

  it('may be held in quotation marks, upper case and parameters of the type application/json', async () => {
    for (const type of [
      'application/json; charset=utf-8',
      'Application/JSON;charset="UTF-8"',
      'application/json ; a=b',
    ]) {
      const answer = await post(server, HELLO, { 'content-type': type });
      expect({ type, ...statusAndJson(answer) }).toEqual({ type, status: 200, json: HELLO_ANSWER });
    }
  });

  it('tell no difference between the first time and the next ones, right or wrong', async () => {
    for (const document of [
      '{ __typename }',
      '{ nope }',
      '{',
      `{ ${'__typename '.repeat(21)}}`,
      '{ metier(id: "x") { id } }',
    ]) {
      for (const accept of ['*/*', 'application/graphql-response+json']) {
        const [first, second, third] = [
          await query(server, document, undefined, { accept }),
          await query(server, document, undefined, { accept }),
          await query(server, document, undefined, { accept }),
        ].map(statusAndJson);
        expect({ document, accept, second, third }).toEqual({ document, accept, second: first, third: first });
      }
    }
  });

  it('have the status of their fault where the client accepts graphql-response+json', async () => {
    expect((await query(server, '{', undefined, STRICT)).status).toBe(400);
    expect((await query(server, '{ nope }', undefined, STRICT)).status).toBe(400);
    const { status, headers } = await query(server, '{ __typename }', undefined, STRICT);
    expect(status).toBe(200);
    expect(headers['content-type']).toBe('application/graphql-response+json; charset=utf-8');
  });

  it('are a clean 400 where a variable is missing or of another type', async () => {
    const wrong = 'query ($a: Int!) { metiers(first: $a) { totalCount } }';
    for (const variables of [{}, { a: null }, { a: 'x' }]) {
      expect(statusAndJson(await query(server, wrong, variables, STRICT))).toMatchObject(FAULT);
    }
  });

  it('end, also where the client accepts a stream or nothing that there is', async () => {
    const stream = await query(server, '{ __typename }', undefined, { accept: 'text/event-stream' });
    expect([200, 406]).toContain(stream.status);
    const parts = await query(server, '{ __typename }', undefined, { accept: 'multipart/mixed' });
    expect([200, 406]).toContain(parts.status);
    expect((await query(server, '{ __typename }', undefined, { accept: 'image/png' })).status).toBe(406);
  });

  it('hold one operation: a batch is refused', async () => {
    for (const body of [`[${HELLO}]`, `[${HELLO},${HELLO}]`, '[]']) {
      const { status, json } = await post(server, body);
      expect({ body, status }).toEqual({ body, status: 400 });
      expect(json).toMatchObject({ errors: [{ extensions: { code: expect.any(String) } }] });
    }
  });
});

describe('Host', () => {
  const malformed = [
    'a b',
    'a:99999999',
    'a:65536',
    '',
    'a:',
    'a/b',
    'a@b',
    'évil',
    '[::1',
    'a:b',
    'a,b',
    `${'a'.repeat(300)}`,
  ];
  for (const host of malformed) {
    it(`is refused when malformed: ${JSON.stringify(host.slice(0, 20))}`, async () => {
      const { text, statuses } = await exchange(
        server,
        [Buffer.from(`GET /health HTTP/1.1\r\nHost: ${host}\r\n\r\n`, 'latin1')],
        { answers: 1, patience: 2_000 },
      );
      expect(statuses).toEqual([400]);
      expect(text).not.toContain('"status":"ok"');
    });
  }

  it('is answered with a clean error, before GraphQL sees the request', async () => {
    const answer = await ask(server, '/graphql', {
      method: 'POST',
      headers: { ...JSON_TYPE, host: 'a b' },
      body: HELLO,
    });
    expect(statusAndJson(answer)).toEqual(refusal(400, 'REQUETE_INVALIDE', 'L’en-tête « Host » est mal formé.'));
  });

  it('is a name, an IPv4 or an IPv6 address, with a port or without', async () => {
    for (const host of [
      'localhost',
      'example.org:80',
      '127.0.0.1:65535',
      '[::1]',
      '[::ffff:127.0.0.1]:0',
      'a_b',
      'EXAMPLE.org.',
    ]) {
      expect({ host, status: (await ask(server, '/health', { headers: { host } })).status }).toEqual({
        host,
        status: 200,
      });
    }
  });

  it('is there, and there once', async () => {
    for (const head of ['', 'Host: a\r\nHost: b\r\n', 'Host: a\r\nHost: a b\r\n']) {
      const { statuses } = await exchange(server, [`GET /health HTTP/1.1\r\n${head}\r\n`], {
        answers: 1,
        patience: 2_000,
      });
      expect({ head, statuses }).toEqual({ head, statuses: [400] });
    }
  });
});

describe('A body', () => {
  const REFUSED = refusal(
    415,
    'TYPE_REFUSE',
    'Le corps doit être du JSON en UTF-8 : « content-type: application/json ».',
  );

  const types: readonly (readonly [string, Readonly<Record<string, string>>])[] = [
    ['application/x-www-form-urlencoded', { 'content-type': 'application/x-www-form-urlencoded' }],
    ['multipart/form-data', { 'content-type': 'multipart/form-data; boundary=x' }],
    ['text/plain', { 'content-type': 'text/plain' }],
    ['text/plain that names JSON', { 'content-type': 'text/plain; application/json' }],
    ['application/graphql', { 'content-type': 'application/graphql' }],
    ['application/json5', { 'content-type': 'application/json5' }],
    ['two types', { 'content-type': 'application/json, text/plain' }],
    ['an empty type', { 'content-type': '' }],
    ['no type', {}],
    ['charset=utf-16', { 'content-type': 'application/json; charset=utf-16' }],
    ['charset=iso-8859-1', { 'content-type': 'application/json; charset="ISO-8859-1"' }],
    ['content-encoding: gzip', { ...JSON_TYPE, 'content-encoding': 'gzip' }],
    ['content-encoding: br', { ...JSON_TYPE, 'content-encoding': 'br' }],
    ['content-encoding: utf-8', { ...JSON_TYPE, 'content-encoding': 'utf-8' }],
  ];
  for (const [name, headers] of types) {
    it(`is refused as ${name}`, async () => {
      const body = headers['content-encoding'] === 'gzip' ? gzipSync(HELLO) : HELLO;
      expect(statusAndJson(await ask(server, '/graphql', { method: 'POST', headers, body }))).toEqual(REFUSED);
    });
  }

  it('is refused where the type is a form’s, also when the question stands in the address', async () => {
    const headers = { 'content-type': 'application/x-www-form-urlencoded' };
    const path = '/graphql?query=%7B__typename%7D';
    expect(statusAndJson(await ask(server, path, { method: 'POST', headers, body: 'query=%7B__typename%7D' }))).toEqual(
      REFUSED,
    );
  });

  for (const body of [
    '',
    '{',
    '{"query":',
    'query=1',
    '\u0000',
    '{"query":"{ __typename }"}x',
    "{'query':'{__typename}'}",
    'NaN',
  ]) {
    it(`is refused when it is no JSON: ${JSON.stringify(body)}`, async () => {
      const { status, json } = await post(server, body);
      expect({ status, json }).toMatchObject(FAULT);
    });
  }

  const shapes = [
    'null',
    '1',
    '"a"',
    'true',
    '{}',
    '{"query":null}',
    '{"query":1}',
    '{"query":{"a":1}}',
    '{"query":[]}',
    '{"query":""}',
  ];
  for (const body of shapes) {
    it(`is refused when it is JSON but no question: ${body}`, async () => {
      const { status, json } = await post(server, body, STRICT);
      expect({ status, json }).toMatchObject(FAULT);
    });
  }

  for (const part of [
    '"variables":"a"',
    '"variables":[]',
    '"variables":1',
    '"extensions":"a"',
    '"extensions":[]',
    '"operationName":1',
    '"operationName":{}',
    '"operationName":"nope"',
  ])
    it(`is refused when a part of the question is of another type: ${part}`, async () => {
      const { status, json } = await post(server, `{"query":"query A { __typename }",${part}}`);
      expect({ status, json }).toMatchObject(FAULT);
    });

  it('is refused when it is not UTF-8, never guessed', async () => {
    const latin1 = Buffer.from('{"query":"{ metier(id: \\"é\\") { id } }"}', 'latin1');
    expect(statusAndJson(await post(server, latin1))).toEqual(
      refusal(400, 'REQUETE_INVALIDE', 'Le corps n’est pas en UTF-8.'),
    );
    const overlong = Buffer.concat([Buffer.from('{"query":"'), Buffer.from([0xc0, 0xaf]), Buffer.from('"}')]);
    expect((await post(server, overlong)).status).toBe(400);
    const utf16 = Buffer.from(HELLO, 'utf16le');
    expect((await post(server, utf16)).status).toBe(400);
  });

  it('may begin with nothing but JSON: a byte order mark is answered cleanly', async () => {
    const { status } = await post(server, `\uFEFF${HELLO}`);
    expect([200, 400]).toContain(status);
  });
});

describe('Parameters of an address', () => {
  const bad = ['{', 'a', '[', '{"a":', "{'a':1}"];
  for (const text of bad) {
    it(`are refused when they are no JSON: variables=${text}`, async () => {
      const answer = await ask(server, `/graphql?query=%7B__typename%7D&variables=${encodeURIComponent(text)}`);
      expect(statusAndJson(answer)).toEqual(
        refusal(400, 'REQUETE_INVALIDE', 'Le paramètre « variables » n’est pas du JSON.'),
      );
    });
  }

  for (const text of ['"a"', '1', '[]', 'true', '[1]']) {
    it(`are refused when they are JSON but no object: variables=${text}`, async () => {
      const { status, json } = await ask(
        server,
        `/graphql?query=%7B__typename%7D&variables=${encodeURIComponent(text)}`,
      );
      expect({ status, json }).toMatchObject(FAULT);
    });
  }

  it('are refused when the second of two hides behind the first', async () => {
    const { status } = await ask(server, '/graphql?query=%7B__typename%7D&variables=%7B%7D&variables=%7B');
    expect([200, 400]).toContain(status);
    const extensions = await ask(server, '/graphql?query=%7B__typename%7D&extensions=%7B');
    expect(statusAndJson(extensions)).toEqual(
      refusal(400, 'REQUETE_INVALIDE', 'Le paramètre « extensions » n’est pas du JSON.'),
    );
  });

  it('survive bad percent signs and bytes that are not UTF-8', async () => {
    for (const path of [
      '/graphql?query=%',
      '/graphql?query=%zz',
      '/graphql?%',
      '/graphql?query=%ff%fe',
      '/graphql?query=%00',
      '/graphql?',
      '/graphql?query',
      '/graphql?=',
      '/graphql?query=%7B__typename%7D&variables=%ff',
      '/graphql?query=%7B__typename%7D&variables=%7B%22a%22%3A%22%ff%22%7D',
    ]) {
      const { status } = await ask(server, path, { headers: STRICT });
      expect([path, 200, 400]).toContain(status);
    }
    const { statuses } = await exchange(
      server,
      [Buffer.from('GET /graphql?query=\xe9\xff HTTP/1.1\r\nHost: a\r\n\r\n', 'latin1')],
      { answers: 1 },
    );
    expect([[400], [200]]).toContainEqual(statuses);
  });
});

describe('A method', () => {
  for (const method of ['HEAD', 'PUT', 'DELETE', 'PATCH', 'TRACE', 'PROPFIND']) {
    it(`${method} is not one of /graphql`, async () => {
      const { status, headers, text } = await ask(server, '/graphql', { method });
      expect({ status, allow: headers.allow }).toEqual({ status: 405, allow: 'GET, POST' });
      if (method === 'HEAD') expect(text).toBe('');
    });
  }

  for (const path of ['/', '/health', '/ready', '/nowhere']) {
    it(`POST is not one of ${path}`, async () => {
      const { status, headers } = await ask(server, path, { method: 'POST', body: '{}' });
      expect({ status, allow: headers.allow }).toEqual({ status: 405, allow: 'GET, HEAD' });
    });
  }

  it('GET runs no mutation', async () => {
    const { status, headers, json } = await ask(server, '/graphql?query=mutation%7Bx%7D');
    expect({ status, allow: headers.allow }).toEqual({ status: 405, allow: 'POST' });
    expect(json).toMatchObject({ errors: [{ extensions: { code: expect.any(String) } }] });
  });

  it('POST runs no mutation or subscription either: there is none', async () => {
    for (const document of ['mutation { x }', 'subscription { x }']) {
      const { status, json } = await query(server, document, undefined, STRICT);
      expect({ document, status }).toEqual({ document, status: 400 });
      expect(json).toMatchObject({ errors: [{ extensions: { code: expect.any(String) } }] });
    }
  });

  it('CONNECT opens no tunnel', async () => {
    const { statuses, closed } = await exchange(server, ['CONNECT example.org:443 HTTP/1.1\r\nHost: a\r\n\r\n'], {
      patience: 2_000,
    });
    expect(statuses.filter((status) => status < 400)).toEqual([]);
    expect(closed).toBe(true);
  });

  it('Upgrade changes nothing', async () => {
    for (const upgrade of ['websocket', 'h2c']) {
      const { statuses } = await exchange(
        server,
        [`GET /health HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: ${upgrade}\r\n\r\n`],
        { answers: 1 },
      );
      expect({ upgrade, statuses }).toEqual({ upgrade, statuses: [200] });
    }
  });
});

describe('Another site', () => {
  it('reads without credentials, and its name is not given back', async () => {
    for (const origin of ['https://evil.example', 'null', 'http://localhost:3000']) {
      const { status, headers, text } = await query(server, '{ __typename }', undefined, { origin, cookie: 'a=b' });
      expect({ origin, status, allowed: headers['access-control-allow-origin'] }).toEqual({
        origin,
        status: 200,
        allowed: '*',
      });
      expect(headers).not.toHaveProperty('access-control-allow-credentials');
      expect(headers).not.toHaveProperty('set-cookie');
      expect(JSON.stringify(headers) + text).not.toContain('evil');
    }
  });

  it('asks beforehand, and is told what it may', async () => {
    const { status, headers, text } = await ask(server, '/graphql', {
      method: 'OPTIONS',
      headers: {
        origin: 'https://evil.example',
        'access-control-request-method': 'POST',
        'access-control-request-headers': 'content-type, authorization, x-evil',
      },
    });
    expect({ status, text }).toEqual({ status: 204, text: '' });
    expect(headers).toMatchObject({
      'access-control-allow-origin': '*',
      'access-control-allow-methods': 'GET, POST',
      'access-control-allow-headers': 'content-type, accept',
    });
    expect(headers).not.toHaveProperty('access-control-allow-credentials');
    expect(JSON.stringify(headers)).not.toContain('evil');
  });

  it('learns why it is refused', async () => {
    for (const asked of [{ method: 'PUT' }, { method: 'POST', headers: { 'content-type': 'text/plain' }, body: 'a' }]) {
      expect((await ask(server, '/graphql', asked)).headers['access-control-allow-origin']).toBe('*');
    }
  });
});

describe('Words that mean something elsewhere mean nothing here', () => {
  const names = [
    '__proto__',
    'constructor',
    'prototype',
    'toString',
    'hasOwnProperty',
    'valueOf',
    'MET.__proto__',
    'MET.constructor',
  ];
  for (const name of names) {
    it(`as an id: ${name}`, async () => {
      const document = 'query ($id: ID!) { metier(id: $id) { id } node(id: $id) { id } nodes(ids: [$id]) { id } }';
      const { status, json } = await query(server, document, { id: name });
      expect({ status, data: (json as { data: unknown }).data }).toEqual({
        status: 200,
        data: { metier: null, node: null, nodes: [null] },
      });
      const codes = (json as { errors: { extensions: { code: string } }[] }).errors.map(
        ({ extensions }) => extensions.code,
      );
      expect(codes).toEqual(['INTROUVABLE', 'INTROUVABLE', 'INTROUVABLE']);
    });
  }

  it('as a variable, a body key, a field, an alias, an operation', async () => {
    const bodies = [
      '{"query":"{ __typename }","__proto__":{"query":"{ nope }"}}',
      '{"query":"{ __typename }","constructor":{"prototype":{"x":1}}}',
      '{"__proto__":{"query":"{ __typename }"}}',
      '{"query":"{ __typename }","variables":{"__proto__":{"id":1},"constructor":1}}',
      '{"query":"query ($constructor: Int) { metiers(first: $constructor) { totalCount } }","variables":{"constructor":0}}',
      '{"query":"query ($constructor: Int) { metiers(first: $constructor) { totalCount } }","variables":{}}',
      '{"query":"query ($__proto__: Int) { metiers(first: $__proto__) { totalCount } }","variables":{"__proto__":0}}',
      '{"query":"{ constructor }"}',
      '{"query":"{ __proto__ }"}',
      '{"query":"{ __proto__: __typename constructor: __typename toString: __typename }"}',
      '{"query":"query constructor { __typename }","operationName":"constructor"}',
      '{"query":"{ ...constructor } fragment constructor on Query { __typename }"}',
      '{"query":"{ metiers(filtre: { constructor: 1 }) { totalCount } }"}',
    ];
    const statuses = [];
    for (const body of bodies) statuses.push({ body, status: (await post(server, body)).status });
    for (const { body, status } of statuses) expect([200, 400], body).toContain(status);
    expect(({} as Record<string, unknown>)['x']).toBeUndefined();
    expect((await post(server, bodies[4] ?? '')).json).toEqual({
      data: { metiers: { totalCount: seeds().nodes.Metier.length } },
    });
    expect((await query(server, '{ __typename }')).json).toEqual(HELLO_ANSWER);
  });

  it('as a key in a filter that comes as a variable; a filter that is in order is answered', async () => {
    // In a process of its own: input types that hold themselves have ended the whole server before.
    const { child, ended, origin } = parcours(['serve', '--port', '0'], {
      env: { NODE_OPTIONS: '--max-old-space-size=256' },
    });
    try {
      const place = await origin();
      const document = 'query ($f: MetierFiltre) { metiers(filtre: $f) { totalCount } }';
      const inOrder = await query(place, document, { f: { et: [{ ids: ['MET.8097'] }, { non: { ids: [] } }] } });
      expect(statusAndJson(inOrder)).toEqual({ status: 200, json: { data: { metiers: { totalCount: 1 } } } });
      for (const filter of ['{"__proto__":{"ids":[]}}', '{"constructor":{}}', '{"et":[{"__proto__":{}}]}']) {
        const body = `{"query":${JSON.stringify(document)},"variables":{"f":${filter}}}`;
        const { status, json } = await post(place, body, STRICT);
        expect({ filter, status, json }).toMatchObject({ filter, ...FAULT });
      }
    } finally {
      child.kill('SIGKILL');
      await ended;
    }
  });

  it('as an alias: each name has its answer', async () => {
    const { text } = await query(server, '{ __proto__: __typename constructor: __typename toString: __typename }');
    expect(text).toBe('{"data":{"__proto__":"Query","constructor":"Query","toString":"Query"}}');
  });

  it('as a text searched for: Lucene, Cypher, SQL and patterns are plain text', async () => {
    const document =
      'query ($t: String!) { metiers(filtre: { texte: $t }) { totalCount nodes { id } } formations(filtre: { texte: $t }, first: 1) { totalCount } }';
    for (const text of [
      'C++',
      '/',
      'tb-',
      "'}) RETURN n //",
      '*',
      'a OR b',
      'nom:*',
      '"',
      '\\',
      '(',
      '[a-z',
      '.*',
      '%',
      "' OR 1=1 --",
      '~',
      '^',
      '{{',
      '$where',
      '<script>',
      '\u0000',
      '\u202E',
      '𝒜',
      '\ud800',
    ]) {
      const { status, json } = await query(server, document, { t: text });
      expect({ text, status }).toEqual({ text, status: 200 });
      expect(json, text).not.toHaveProperty('errors');
    }
    const everything = await query(server, document, { t: '*' });
    const nothing = await query(server, document, { t: 'zzzzzz' });
    expect((nothing.json as { data: { metiers: unknown } }).data.metiers).toEqual({ totalCount: 0, nodes: [] });
    expect(everything.status).toBe(200);
  });

  it('as text: lone surrogates, NUL and characters that steer are told back escaped', async () => {
    const ids = ['\ud800', '\udc00\ud800', 'a\u0000b', '\u001b[31m', '\u202Eabc', '\r\nSet-Cookie: a=b'];
    for (const id of ids) {
      const { status, json, bytes } = await query(server, 'query ($id: ID!) { metier(id: $id) { id } }', { id });
      expect({ id, status, json }).toMatchObject({
        status: 200,
        json: { data: { metier: null }, errors: [{ path: ['metier'], extensions: { code: 'INTROUVABLE' } }] },
      });
      // The answer's own bytes are plain: nothing in them steers a terminal.
      // biome-ignore lint/suspicious/noControlCharactersInRegex: that is what is looked for
      expect(bytes.toString('utf8')).not.toMatch(/[\u0000-\u001f\u202e\ufffd]/);
    }
  });

  it('as a document: NUL, lone surrogates and escapes of them are errors of syntax', async () => {
    for (const document of [
      '{ a\u0000 }',
      '{ metier(id: "\\ud800") { id } }',
      '{ \ud800 }',
      '{ metier(id: "\\u{110000}") { id } }',
      '\uFFFE{ __typename }',
      '{ é }',
    ]) {
      const { status, json } = await query(server, document, undefined, STRICT);
      expect({ document, status, json }).toMatchObject({
        status: 400,
        json: { errors: [{ extensions: { code: 'GRAPHQL_PARSE_FAILED' } }] },
      });
    }
  });
});

describe('Addresses', () => {
  it('/ leads to the graph', async () => {
    const { status, headers } = await ask(server, '/');
    expect({ status, location: headers.location }).toEqual({ status: 303, location: '/graphql' });
  });

  it('/health says that the process answers', async () => {
    expect(statusAndJson(await ask(server, '/health'))).toEqual({ status: 200, json: { status: 'ok' } });
    expect((await ask(server, '/health', { method: 'HEAD' })).text).toBe('');
  });

  it('/ready says which release answers', async () => {
    const { fingerprint, nodes } = seeds();
    expect(statusAndJson(await ask(server, '/ready?a=b'))).toEqual({
      status: 200,
      json: { status: 'ready', release: fingerprint, metiers: nodes.Metier.length },
    });
  });

  const elsewhere = [
    '/nowhere',
    '/graphql/',
    '/GRAPHQL',
    '/graphiql',
    '/graphiql/',
    '/graphiql/index.html',
    '/graphiql/assets',
    '/graphiql/assets/',
    '/graphiql/../../package.json',
    '/graphiql/%2e%2e/%2e%2e/package.json',
    '/graphiql/..%2f..%2fpackage.json',
    '/graphiql/..\\..\\package.json',
    '/graphiql//etc/passwd',
    '//etc/passwd',
    '/../../../../etc/passwd',
    '/package.json',
    '/.git/config',
    '/index',
    '/__proto__',
    '/constructor',
    '/graphiql/__proto__',
    '/%00',
    '/%',
    '/graphiql/assets/%ff',
  ];
  for (const path of elsewhere) {
    it(`${path} leads nowhere`, async () => {
      const answer = await ask(server, path);
      expect(statusAndJson(answer)).toEqual(
        refusal(404, 'INTROUVABLE', 'Rien ne se trouve ici. Le graphe est à /graphql.'),
      );
    });
  }

  it('in full form or without a slash lead to nothing of another host', async () => {
    const full = await exchange(server, ['GET http://evil.example/nowhere HTTP/1.1\r\nHost: a\r\n\r\n'], {
      answers: 1,
    });
    expect(full.statuses).toEqual([404]);
    const bare = await exchange(server, ['GET index HTTP/1.1\r\nHost: a\r\n\r\n'], { answers: 1 });
    expect(bare.statuses).toEqual([400]);
    const star = await exchange(server, ['OPTIONS * HTTP/1.1\r\nHost: a\r\n\r\n'], { answers: 1 });
    expect(star.statuses[0]).toBeLessThan(500);
  });
});

describe('The page of GraphiQL', () => {
  const BROWSER = { accept: 'text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8' };

  it('is what a browser gets that opens /graphql, and is kept in its place', async () => {
    const { status, headers, text } = await ask(server, '/graphql', { headers: BROWSER });
    expect({ status, type: headers['content-type'] }).toEqual({ status: 200, type: 'text/html; charset=utf-8' });
    expect(text).toContain('<title>Parcours');
    expect(headers).toMatchObject({
      'x-content-type-options': 'nosniff',
      'cache-control': 'no-cache',
      vary: 'accept-encoding, accept',
    });
    const policy = String(headers['content-security-policy']);
    for (const directive of ["default-src 'self'", "object-src 'none'", "base-uri 'none'", "frame-ancestors 'none'"]) {
      expect(policy.split('; ')).toContain(directive);
    }
    expect(policy).not.toMatch(/https?:|unsafe-eval|script-src[^;]*unsafe-inline|\*/);
  });

  it('asks nothing of another origin, and all that it asks for is there', async () => {
    const { text } = await ask(server, '/graphql', { headers: BROWSER });
    const links = [...text.matchAll(/(?:src|href)="([^"]*)"/g)]
      .map(([, link]) => link ?? '')
      .filter((link) => !link.startsWith('data:'));
    expect(links.length).toBeGreaterThan(1);
    for (const link of links) {
      expect(link).toMatch(/^\/graphiql\/assets\//);
      const { status, headers } = await ask(server, link);
      expect({ link, status, cache: headers['cache-control'] }).toEqual({
        link,
        status: 200,
        cache: 'public, max-age=31536000, immutable',
      });
      expect(String(headers['content-type'])).toMatch(/^text\/(?:javascript|css); charset=utf-8$/);
      expect((await ask(server, link, { method: 'HEAD' })).bytes.length).toBe(0);
    }
  });

  it('comes compressed to those who ask for that, and to no others', async () => {
    const plain = await ask(server, '/graphql', { headers: BROWSER });
    expect(plain.headers).not.toHaveProperty('content-encoding');
    for (const accepted of ['gzip', 'gzip, deflate, br', 'br;q=1.0, gzip;q=0.8']) {
      const zipped = await ask(server, '/graphql', { headers: { ...BROWSER, 'accept-encoding': accepted } });
      expect({ accepted, encoding: zipped.headers['content-encoding'] }).toEqual({ accepted, encoding: 'gzip' });
      expect(gunzipSync(zipped.bytes).toString('utf8')).toBe(plain.text);
    }
    for (const accepted of ['identity', 'br', 'gzip;q=0', 'xgzip']) {
      const other = await ask(server, '/graphql', { headers: { ...BROWSER, 'accept-encoding': accepted } });
      expect({ accepted, encoding: other.headers['content-encoding'], text: other.text }).toEqual({
        accepted,
        encoding: undefined,
        text: plain.text,
      });
    }
  });

  it('is not what a program gets, nor a browser that asks a question', async () => {
    const { status, headers } = await ask(server, '/graphql', { headers: { accept: 'application/json, */*' } });
    expect({ status: status < 500, type: headers['content-type'] }).toEqual({
      status: true,
      type: 'application/json; charset=utf-8',
    });
    const asked = await ask(server, '/graphql?query=%7B__typename%7D', { headers: BROWSER });
    expect(statusAndJson(asked)).toEqual({ status: 200, json: HELLO_ANSWER });
  });
});

describe('A fault of ours', () => {
  const SECRET = 'cannot reach bolt://neo4j:hunter2@vault.internal:7687 in /work/main/src/secret.ts';
  const MASKED =
    'Erreur interne : elle est de notre fait, et notée. Réessayez, ou signalez-la avec son numéro de requête.';

  function brokenStore(verbs: Partial<Graph>): Store {
    const store = embeddedStore(seeds());
    return { ...store, current: () => ({ ...store.current(), ...verbs }) };
  }

  const fail = (): never => {
    throw new Error(SECRET);
  };

  it.each([
    ['throws', fail],
    ['rejects', () => Promise.reject(new Error(SECRET))],
    [
      'throws something that is no error',
      () => {
        throw SECRET;
      },
    ],
    [
      'throws after a while',
      async () => {
        await new Promise((wake) => setTimeout(wake, 20));
        return fail();
      },
    ],
  ] as const)('is masked where the graph %s; its number is that of the report', async (_how, verb) => {
    const broken = await serveStore({ store: brokenStore({ nodes: verb }) });
    try {
      const { status, json, headers } = await query(broken, '{ metier(id: "MET.8097") { nom } __typename }');
      const requete = headers['x-request-id'];
      expect({ status, json }).toEqual({
        // Data is left: so HTTP tells of no failure.
        status: 200,
        json: {
          errors: [
            {
              message: MASKED,
              locations: [{ line: 1, column: 3 }],
              path: ['metier'],
              extensions: { code: 'ERREUR_INTERNE', requete },
            },
          ],
          data: { metier: null, __typename: 'Query' },
        },
      });
      expect(broken.reports.map(({ requestId }) => requestId)).toEqual([requete]);
      expect(String((broken.reports[0]?.error as Error | undefined)?.message ?? broken.reports[0]?.error)).toContain(
        'hunter2',
      );
      expect((await query(broken, '{ __typename }')).json).toEqual(HELLO_ANSWER);
    } finally {
      await broken.close();
    }
  });

  it('is masked, numbered and reported where even the release cannot be had', async () => {
    const broken = await serveStore({ store: { ...embeddedStore(seeds()), current: fail } });
    try {
      const { status, text, json, headers } = await query(broken, '{ __typename }');
      expect(text).not.toContain('hunter2');
      expect({ status, json }).toEqual({
        status: 500,
        json: {
          errors: [{ message: MASKED, extensions: { code: 'ERREUR_INTERNE', requete: headers['x-request-id'] } }],
        },
      });
      expect(broken.reports.map(({ requestId }) => requestId)).toEqual([headers['x-request-id']]);
    } finally {
      await broken.close();
    }
  });

  it('makes /ready say so, while /health and the page still answer', async () => {
    const broken = await serveStore({ store: { ...embeddedStore(seeds()), current: fail, status: fail } });
    try {
      const ready = await exchange(broken, ['GET /ready HTTP/1.1\r\nHost: a\r\n\r\n'], { answers: 1, patience: 3_000 });
      expect(ready.statuses).toEqual([503]);
      expect((await ask(broken, '/health')).status).toBe(200);
      expect((await ask(broken, '/graphql', { headers: { accept: 'text/html' } })).status).toBe(200);
    } finally {
      await broken.close();
    }
  });

  it('is no fault of the caller’s beside it', async () => {
    const broken = await serveStore({ store: brokenStore({ list: fail }) });
    try {
      const { status, json } = await query(broken, '{ metier(id: "MET.none") { id } metiers { totalCount } }');
      expect({ status, json }).toMatchObject({ status: 500, json: { data: null } });
      const codes = (json as { errors: { extensions: { code: string } }[] }).errors.map(
        ({ extensions }) => extensions.code,
      );
      expect([...codes].sort()).toEqual(['ERREUR_INTERNE', 'INTROUVABLE']);
      expect(broken.reports.length).toBe(1);
    } finally {
      await broken.close();
    }
  });
});

describe('A client that leaves', () => {
  it('in the middle of its request or before its answer breaks nothing', async () => {
    const body = HELLO;
    const head = `POST /graphql HTTP/1.1\r\nHost: a\r\ncontent-type: application/json\r\ncontent-length: ${body.length}\r\n\r\n`;
    const leaving = [head.slice(0, 30), head, head + body.slice(0, 5), head + body].map((bytes) =>
      exchange(server, [bytes], { patience: 30 }),
    );
    await Promise.all(leaving);
    expect((await query(server, '{ __typename }')).json).toEqual(HELLO_ANSWER);
  });

  it('while a store works for it breaks nothing, and is reported as nobody’s fault', async () => {
    const store = embeddedStore(seeds());
    let open: () => void = () => {};
    let asked = 0;
    const gate = new Promise<void>((resolve) => {
      open = resolve;
    });
    const nodes: Graph['nodes'] = async (kind, ids) => {
      asked += 1;
      await gate;
      return store.current().nodes(kind, ids);
    };
    const unhandled: unknown[] = [];
    const note = (reason: unknown): void => void unhandled.push(reason);
    const slow = await serveStore({ store: { ...store, current: () => ({ ...store.current(), nodes }) } });
    try {
      const body = JSON.stringify({ query: '{ metier(id: "MET.8097") { nom formations { nodes { nom } } } }' });
      const bytes = `POST /graphql HTTP/1.1\r\nHost: a\r\ncontent-type: application/json\r\ncontent-length: ${body.length}\r\n\r\n${body}`;
      process.on('unhandledRejection', note);
      await Promise.all(Array.from({ length: 5 }, () => exchange(slow, [bytes], { patience: 300 })));
      expect(asked).toBe(5);
      await expect.poll(() => slow.connections(), { timeout: 5_000 }).toBe(0);
      await new Promise((wake) => setTimeout(wake, 50));
      open();
      expect((await query(slow, '{ metier(id: "MET.8097") { id } }')).json).toEqual({
        data: { metier: { id: 'MET.8097' } },
      });
      // One of these would end the process of `parcours serve`.
      expect(unhandled).toEqual([]);
      expect(slow.reports).toEqual([]);
    } finally {
      process.off('unhandledRejection', note);
      await slow.close();
    }
  });
});

describe('Two requests that are one to some and two to others', () => {
  const inner = 'GET /ready HTTP/1.1\r\nHost: a\r\n\r\n';
  const chunked = `0\r\n\r\n${inner}`;
  const smuggling: readonly (readonly [string, string])[] = [
    [
      'content-length and transfer-encoding',
      `content-length: ${chunked.length}\r\ntransfer-encoding: chunked\r\n\r\n${chunked}`,
    ],
    ['transfer-encoding and content-length', `transfer-encoding: chunked\r\ncontent-length: 4\r\n\r\n${chunked}`],
    ['two lengths', `content-length: 0\r\ncontent-length: ${inner.length}\r\n\r\n${inner}`],
    ['a length with a sign', `content-length: +${inner.length}\r\n\r\n${inner}`],
    ['a length of two values', `content-length: 0, ${inner.length}\r\n\r\n${inner}`],
    ['a space before the colon', `content-length : ${inner.length}\r\n\r\n${inner}`],
    ['an encoding that is not chunked', `transfer-encoding: xchunked\r\n\r\n${chunked}`],
    ['chunked, then identity', `transfer-encoding: chunked, identity\r\n\r\n${chunked}`],
    ['a folded header', `transfer-encoding:\r\n chunked\r\ncontent-length: 4\r\n\r\n${chunked}`],
    ['a bare line feed', `x: y\ntransfer-encoding: chunked\r\ncontent-length: 5\r\n\r\n${chunked}`],
    ['a chunk size out of range', `transfer-encoding: chunked\r\n\r\nfffffffffffffffff\r\n${inner}`],
  ];
  for (const [name, rest] of smuggling) {
    it(`${name}: 400, and the connection is closed`, async () => {
      const { statuses, closed, text } = await exchange(
        server,
        [`POST /graphql HTTP/1.1\r\nHost: a\r\ncontent-type: application/json\r\n${rest}`],
        { patience: 3_000 },
      );
      expect({ statuses, closed }).toEqual({ statuses: [400], closed: true });
      expect(text).not.toContain('"ready"');
    });
  }

  it('bytes that are no HTTP: 400, and the connection is closed', async () => {
    for (const bytes of [
      '\x16\x03\x01\x02\x00\x01\x00',
      'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n',
      'hello\r\n\r\n',
      '\u0000'.repeat(100),
      'GET / HTTP/9.9\r\nHost: a\r\n\r\n',
      'GET /health HTTP/1.1\r\nHost: a\r\nx\u0000y: z\r\n\r\n',
    ]) {
      const { statuses, closed } = await exchange(server, [bytes], { patience: 3_000 });
      expect({ bytes, statuses: statuses.filter((status) => status !== 400), closed }).toEqual({
        bytes,
        statuses: [],
        closed: true,
      });
    }
  });
});
