/** A request that is known but for its values is answered sooner, and no otherwise than the first of its kind. */
import { GraphQLInt, GraphQLObjectType, GraphQLSchema, GraphQLString } from 'graphql';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { embeddedStore } from '../src/graph/embedded/store.ts';
import { LIMITS } from '../src/schema/limits.ts';
import { createSchema } from '../src/schema/schema.ts';
import { createGraphql } from '../src/server/graphql.ts';
import { VILLAGE } from './support/content.ts';
import { type Answer, post, type Served, serveStore } from './support/server.ts';

const village = embeddedStore(VILLAGE);
const limits = { ...LIMITS, nodesMax: 5 };

const TWO = 'query A($id: ID!) { metier(id: $id) { id nom } } query B { metiers(first: 2) { nodes { id } } }';

const BODIES: readonly (readonly [string, unknown])[] = [
  ['data', { query: '{ metiers(first: 2) { nodes { nom } } }' }],
  ['data, with null for what is left out', { query: '{ __typename }', variables: null, operationName: null }],
  ['data, with what is an object without a field', { query: '{ __typename }', variables: {} }],
  ['an operation by name', { query: TWO, operationName: 'A', variables: { id: 'MET.1' } }],
  ['another one', { query: TWO, operationName: 'B' }],
  ['an operation whose variable is missing', { query: TWO, operationName: 'A' }],
  ['an operation whose variable is at fault', { query: TWO, operationName: 'A', variables: { id: { a: 1 } } }],
  ['an unknown operation', { query: TWO, operationName: 'C' }],
  ['none of two operations', { query: TWO }],
  ['an operation without a name', { query: TWO, operationName: '' }],
  ['an operation whose name is no text', { query: TWO, operationName: 1 }],
  ['a miss, which is data with an error', { query: '{ metier(id: "MET.999") { nom } a: metiers { totalCount } }' }],
  ['an id that is none', { query: '{ node(id: "x") { id } }' }],
  ['more nodes than it may have', { query: '{ metiers { nodes { formations { nodes { id } } } } }' }],
  ['directives', { query: 'query ($no: Boolean = false) { __typename @include(if: $no) metiers { totalCount } }' }],
  ['introspection', { query: '{ __schema { queryType { name } } }' }],
  ['a syntax error', { query: '{ metiers {' }],
  ['an unknown field', { query: '{ metiers { nodes { nothing } } }' }],
  ['a mutation', { query: 'mutation { __typename }' }],
  ['extensions', { query: '{ __typename }', extensions: {} }],
  ['an unknown parameter', { query: '{ __typename }', more: 1 }],
  ['a parameter as JavaScript’s own', '{"query":"{ __typename }","__proto__":{"a":1}}'],
  ['variables in a list', { query: '{ __typename }', variables: [] }],
  ['variables in a text', { query: '{ __typename }', variables: '{}' }],
  ['no query', { variables: {} }],
  ['a query that is no text', { query: 1 }],
  ['a list', [{ query: '{ __typename }' }]],
  ['null', null],
];

const ACCEPTS: readonly string[] = [
  'application/json',
  'application/graphql-response+json',
  '*/*',
  'application/json;q=0.5, application/graphql-response+json',
  'text/html',
  'multipart/mixed',
  'text/event-stream',
];

describe('asked again, a server that knows the document and the media type answers as at first', () => {
  let warm: Served;
  beforeAll(async () => {
    warm = await serveStore({ store: village, limits });
    for (const accept of ACCEPTS) await post(warm, bodyOf({ query: '{ __typename }' }), { accept });
  });
  afterAll(() => warm.close());

  for (const [name, body] of BODIES) {
    test(`${name}`, async () => {
      for (const accept of ACCEPTS) {
        const cold = await serveStore({ store: village, limits });
        try {
          const first = told(await post(cold, bodyOf(body), { accept }));
          for (let again = 0; again < 3; again++) {
            expect(told(await post(warm, bodyOf(body), { accept })), accept).toEqual(first);
          }
        } finally {
          await cold.close();
        }
      }
    });
  }
});

test('only what is not known yet goes through yoga', async () => {
  const { stackTraceLimit } = Error;
  Error.stackTraceLimit = 100;
  onTestFinished(() => {
    Error.stackTraceLimit = stackTraceLimit;
  });
  let stack = '';
  const query = new GraphQLObjectType({
    name: 'Query',
    fields: {
      one: {
        type: GraphQLString,
        args: { value: { type: GraphQLInt } },
        resolve: (_, { value }) => {
          stack = new Error('here').stack ?? '';
          return `one ${value}`;
        },
      },
    },
  });
  const graphql = createGraphql(new GraphQLSchema({ query }), village, LIMITS, () => {});
  const ask = async (value: number, accept: string, query = 'query ($value: Int) { one(value: $value) }') => {
    const json = { query, variables: { value } };
    const body = { text: JSON.stringify(json), json };
    const gone = new AbortController().signal;
    const answer = await graphql({ method: 'POST', url: '/graphql', accept, body, requestId: 'test', gone });
    expect(answer).toMatchObject({ status: 200, text: `{"data":{"one":"one ${value}"}}` });
    return stack.includes('graphql-yoga');
  };
  expect(await ask(1, 'application/json')).toBe(true);
  expect(await ask(2, 'application/json')).toBe(false);
  expect(await ask(3, '*/*')).toBe(true);
  expect(await ask(4, '*/*')).toBe(false);
  expect(await ask(5, '*/*', 'query Q($value: Int) { one(value: $value) }')).toBe(true);
  expect(await ask(6, 'application/json', 'query Q($value: Int) { one(value: $value) }')).toBe(false);
});

test('a release that is no longer to be had is told of as at first', async () => {
  let gone = false;
  const current = () => {
    if (gone) throw new Error('hunter2');
    return village.current();
  };
  const reports: unknown[] = [];
  const graphql = createGraphql(createSchema(), { ...village, current }, LIMITS, (error) => reports.push(error));
  const json = { query: '{ metiers { totalCount } }' };
  const body = { text: JSON.stringify(json), json };
  const signal = new AbortController().signal;
  const ask = () => graphql({ method: 'POST', url: '/graphql', accept: '*/*', body, requestId: 'test', gone: signal });
  for (let again = 0; again < 2; again++) expect((await ask()).status).toBe(200);
  gone = true;
  for (let again = 0; again < 2; again++) {
    const { status, text } = await ask();
    expect({ status, json: JSON.parse(text) }).toEqual({
      status: 500,
      json: { errors: [{ message: expect.any(String), extensions: { code: 'ERREUR_INTERNE', requete: 'test' } }] },
    });
    expect(text).not.toContain('hunter2');
  }
  expect(reports).toEqual([new Error('hunter2'), new Error('hunter2')]);
});

function bodyOf(body: unknown): string {
  return typeof body === 'string' ? body : JSON.stringify(body);
}

function told({ status, headers, text }: Answer) {
  const { date, 'x-request-id': id, ...others } = headers;
  return { status, headers: others, text };
}
