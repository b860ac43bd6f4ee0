/** The executor answers as graphql-js does, byte for byte: it only answers sooner. */
import {
  buildSchema,
  execute as executePlainly,
  GraphQLBoolean,
  GraphQLEnumType,
  GraphQLError,
  type GraphQLFieldConfig,
  GraphQLFloat,
  GraphQLID,
  GraphQLInputObjectType,
  GraphQLInt,
  GraphQLInterfaceType,
  GraphQLList,
  GraphQLNonNull,
  GraphQLObjectType,
  type GraphQLOutputType,
  GraphQLScalarType,
  GraphQLSchema,
  GraphQLString,
  GraphQLUnionType,
  parse,
} from 'graphql';
import { describe, expect, test } from 'vitest';
import { embeddedStore } from '../src/graph/embedded/store.ts';
import type { Store } from '../src/graph/graph.ts';
import { requestContext } from '../src/schema/context.ts';
import { createExecutor, type Execute } from '../src/server/execute.ts';
import { EMPTY, VILLAGE } from './support/content.ts';
import { promising, schema } from './support/graphql.ts';
import { type Flavour, operations, type Random } from './support/operations.ts';

const village = embeddedStore(VILLAGE);

/** Whatever means something in JavaScript, in a template, in HTML or in JSON. */
const HOSTILE = `"; throw 1; //\\ \` \${x} \u2028\u2029\u0000 ' */ </script> \u{1F388} é \n\t\r`;

describe('the comparisons below compare two executors: not through graphql-js go', () => {
  let stack = '';
  const nested: GraphQLInputObjectType = new GraphQLInputObjectType({
    name: 'Nested',
    fields: () => ({ text: { type: GraphQLString }, not: { type: nested }, all: { type: new GraphQLList(nested) } }),
  });
  const query = new GraphQLObjectType({
    name: 'Query',
    fields: {
      one: {
        type: new GraphQLNonNull(GraphQLString),
        args: { text: { type: GraphQLString }, nested: { type: nested } },
        resolve: (_, args) => {
          stack = new Error('here').stack ?? '';
          return JSON.stringify(args);
        },
      },
    },
  });
  const execute = createExecutor(new GraphQLSchema({ query }));
  for (const [name, document, variables, told] of [
    ['an ordinary query', '{ one }', {}, '{}'],
    ['one with a variable', 'query ($v: String) { one(text: $v) }', { v: 'x' }, '{"text":"x"}'],
    [
      'one with a variable inside of an input object',
      'query ($v: String) { one(nested: { not: { text: $v } }) }',
      { v: 'x' },
      '{"nested":{"not":{"text":"x"}}}',
    ],
    [
      'one whose variable is an input object of a recursive type',
      'query ($v: Nested) { one(nested: $v) }',
      { v: { all: [{ text: 'x' }] } },
      '{"nested":{"all":[{"text":"x"}]}}',
    ],
  ] as const) {
    test(name, async () => {
      const contextValue = requestContext(village.current());
      const result = await execute({ document: parse(document), variableValues: variables, contextValue });
      expect(result).toEqual({ data: { one: told } });
      expect(stack).not.toMatch(/graphql\/execution\/execute/);
    });
  }
});

describe('generated operations over the whole schema', () => {
  const flavour: Flavour = {
    leaves: villageLeaves,
    depth: 7,
    directives: 0.2,
    nestedVariables: 0.5,
    badVariables: 0.03,
  };
  const asked = operations(schema, 1_000, flavour);

  test('are answered as graphql-js answers them', async () => {
    let compiledAndClean = 0;
    let withErrors = 0;
    const execute = createExecutor(schema);
    for (const { query, variables, plain } of asked) {
      const answer = await same(schema, execute, village, query, variables);
      if (answer.includes('"errors"')) withErrors += 1;
      else if (plain) compiledAndClean += 1;
    }
    // The generator is worth its name: there is much to compile, and much that fails.
    expect(compiledAndClean).toBeGreaterThan(300);
    expect(withErrors).toBeGreaterThan(200);
  });

  test('are answered alike by a store that answers with promises', async () => {
    const execute = createExecutor(schema);
    const slow = promising(village);
    for (const { query, variables } of asked.slice(0, 500)) await same(schema, execute, slow, query, variables);
  });

  test('are answered alike when asked again, and at the same time', async () => {
    const execute = createExecutor(schema);
    const slow = promising(village);
    for (const { query, variables } of asked.slice(0, 100)) {
      const document = parse(query);
      const once = (store: Store) =>
        execute({ document, variableValues: variables, contextValue: requestContext(store.current()) });
      // Where errors stand among one another may differ between the two stores, as it does with graphql-js.
      const answers = await Promise.all([once(slow), once(slow), once(village), once(village), once(slow)]);
      const [one, again, quick, quickAgain, last] = answers.map((answer) => JSON.stringify(answer));
      expect([again, last, quickAgain], query).toEqual([one, one, quick]);
    }
  });
});

describe('generated operations over a schema that tells its arguments', () => {
  const flavour: Flavour = { leaves: plainLeaves, depth: 3, directives: 0.1, nestedVariables: 0.5, badVariables: 0.03 };
  const telling = tellingSchema();

  test('are given the same arguments as by graphql-js', async () => {
    const execute = createExecutor(telling);
    for (const { query, variables } of operations(telling, 1_500, flavour)) {
      await same(telling, execute, village, query, variables);
    }
  });
});

describe('arguments', () => {
  const telling = tellingSchema();
  const execute = createExecutor(telling);
  const cases: readonly (readonly [string, string, Record<string, unknown>?])[] = [
    ['that are left out are left out', '{ tell }'],
    ['have their defaults', '{ defaults }'],
    ['may be null', '{ tell(int: null, list: null, input: null) defaults(int: null, list: null) }'],
    ['whose variable is not given are left out', 'query($v: Int) { tell(int: $v) }'],
    ['whose variable is not given have their own default', 'query($v: Int) { defaults(int: $v) }'],
    [
      'whose variable is null are null, default or not',
      'query($v: Int) { tell(int: $v) defaults(int: $v) }',
      { v: null },
    ],
    ['may not be null where they must not', 'query($v: Int) { strict(int: $v) }', { v: null }],
    ['have their default where their variable is not given', 'query($v: Int) { strict(int: $v) }'],
    ['take a variable’s default', 'query($v: Int = 7) { tell(int: $v) defaults(int: $v) strict(int: $v) }'],
    ['take null before a variable’s default', 'query($v: Int = 7) { tell(int: $v) defaults(int: $v) }', { v: null }],
    ['take a given undefined as nothing', 'query($v: Int = 7) { tell(int: $v) }', { v: undefined }],
    ['make a list of one value', 'query($v: [Int]) { tell(list: $v) a: tell(list: 3) }', { v: 3 }],
    ['keep nulls in lists', 'query($v: [Int]) { tell(list: $v) a: tell(list: [1, null]) }', { v: [1, null, 2] }],
    ['take variables in lists', 'query($v: Int, $w: Int) { tell(list: [1, $v, $w]) }', { v: 2 }],
    ['take variables in input objects', 'query($v: Int, $w: String = "w") { tell(input: { int: $v, text: $w }) }'],
    ['take variables in input objects, nested', 'query($v: [In!]) { tell(input: { list: $v }) }', { v: { text: 'x' } }],
    ['have the defaults of input fields', 'query($v: In) { tell(input: $v) a: tell(input: {}) }', { v: {} }],
    ['take null for input fields with a default', 'query($v: In) { tell(input: $v) }', { v: { withDefault: null } }],
    ['refuse unknown input fields', 'query($v: In) { tell(input: $v) }', { v: { nothing: 1 } }],
    ['refuse __proto__ among input fields', 'query($v: In) { tell(input: $v) }', JSON.parse('{"v":{"__proto__":1}}')],
    ['turn enums into their values', 'query($v: Colour) { tell(colour: $v) a: tell(colour: RED) }', { v: 'BLUE' }],
    ['refuse unknown enum values', 'query($v: Colour) { tell(colour: $v) }', { v: 'toString' }],
    ['turn numbers into ids', 'query($v: ID) { tell(id: $v) a: tell(id: 12) }', { v: 12 }],
    ['refuse fractions for Int', 'query($v: Int) { tell(int: $v) }', { v: 1.5 }],
    ['refuse what does not fit 32 bits', 'query($v: Int) { tell(int: $v) }', { v: 2 ** 31 }],
    ['take whole floats for Int', 'query($v: Int) { tell(int: $v) }', { v: 2.0 }],
    ['refuse a text for Int', 'query($v: Int) { tell(int: $v) }', { v: '2' }],
    ['take an Int for Float', 'query($v: Float) { tell(float: $v) a: tell(float: 1) }', { v: 2 }],
    ['refuse a number for String', 'query($v: String) { tell(text: $v) }', { v: 2 }],
    ['refuse a text for Boolean', 'query($v: Boolean) { tell(flag: $v) }', { v: 'true' }],
    ['are missed where they are needed', 'query($v: Int!) { tell(int: $v) }'],
    ['tell every fault', 'query($a: Int!, $b: Int!) { tell(int: $a) a: tell(int: $b) }', { a: 'x' }],
    [
      'tell every fault, more than a few too',
      'query($a: Int!, $b: Int!, $c: Int!, $d: Int!, $e: Int!, $f: Int!, $g: Int!) { tell(list: [$a, $b, $c, $d, $e, $f, $g]) }',
    ],
    [
      'tell every fault where nothing is compiled, more than a few too',
      'query($a: Int!, $b: Int!, $c: Int!, $d: Int!, $e: Int!, $f: Int!) { a: tell(int: $a) b: tell(int: $b) c: tell(int: $c) d: tell(int: $d) e: tell(int: $e) f: tell(int: $f) }',
    ],
    [
      'named as JavaScript’s own',
      'query($__proto__: Int, $constructor: Int) { tell(int: $__proto__) a: tell(int: $constructor) }',
    ],
    [
      'named as JavaScript’s own, given',
      'query($__proto__: Int, $constructor: Int) { tell(int: $__proto__) a: tell(int: $constructor) }',
      JSON.parse('{"__proto__":1,"constructor":2}'),
    ],
    ['keep every character', `{ tell(text: ${JSON.stringify(HOSTILE)}) }`],
    ['keep every character of a block', `{ tell(text: """\n  \`\${1}\` \\n \\u0041 </script>\n    two\n""") }`],
    ['keep every character of a variable', 'query($v: String) { tell(text: $v) }', { v: HOSTILE }],
    ['keep every character of a default', `query($v: String = ${JSON.stringify(HOSTILE)}) { tell(text: $v) }`],
    ['of a custom scalar keep their shape', '{ tell(any: { a: [1, "x", RED, null, { b: true }] }) }'],
    ['of a custom scalar take variables', 'query($v: Any) { tell(any: $v) }', { v: { a: [1, { b: null }] } }],
    ['of a custom scalar take variables inside', 'query($v: Int) { tell(any: { a: [$v], b: $v }) }', { v: 3 }],
    ['too many are passed over', 'query($v: Int) { tell(int: $v) }', { v: 1, w: 2, x: 'three' }],
  ];
  for (const [name, query, variables] of cases) {
    test(`${name}`, () => same(telling, execute, village, query, variables ?? {}));
  }
});

describe('results', () => {
  const odd = oddSchema();
  const execute = createExecutor(odd);
  const fields = Object.keys(odd.getQueryType()?.getFields() ?? {}).filter((name) => !name.startsWith('object'));
  for (const name of fields) {
    test(`of the field ${name}`, () => same(odd, execute, village, `{ before: one ${name} after: one }`));
  }

  const objects = ['object', 'objectOrNull', 'objects', 'objectsOrNull', 'objectsOfPromises', 'objectLater'];
  for (const outer of objects) {
    for (const inner of fields) {
      test(`of the field ${inner} below ${outer}`, () =>
        same(odd, execute, village, `{ one ${outer} { before: one ${inner} after: one } last: one }`));
    }
  }

  const cases: readonly (readonly [string, string])[] = [
    ['two levels of non-null', '{ objectOrNull { object { object { thrownStrict } one } one } one }'],
    ['errors at several places', '{ objects { thrown a: thrown objectsOrNull { thrownStrict } } b: thrown }'],
    ['one error that reaches the root', '{ one object { object { thrownStrict } } objectOrNull { thrown } }'],
    ['an interface', '{ things { __typename name ... on Cat { meows } ... on Dog { barks } } }'],
    [
      'an interface through a fragment',
      '{ things { ...F } cat: things { ...F __typename } } fragment F on Named { name }',
    ],
    ['an interface asked for one of its types', '{ things { ... on Cat { name } } }'],
    ['a union', '{ any { __typename ... on Named { name } ... on Cat { meows } } }'],
    ['a union without a field for some', '{ any { ... on Dog { barks } } }'],
    ['a type that nothing tells', '{ lost { name } one }'],
    ['a type that does not exist', '{ misled { name } one }'],
    ['a type told later', '{ later { name ... on Cat { meows } } one }'],
    ['a type told by __typename', '{ told { name ... on Dog { barks } } }'],
    ['a type told by isTypeOf', '{ kindred { __typename ... on Fish { name } ... on Bird { name wings } } }'],
    ['an object that isTypeOf refuses', '{ notAFish { name } one }'],
    ['the name of every type', '{ __typename objects { __typename t: __typename } a: __typename }'],
    [
      'fields in the order that the fragments give',
      '{ one ...A two ...B } fragment A on Query { three one } fragment B on Query { two four }',
    ],
    [
      'merged fields',
      '{ object { one } object { two } ...A } fragment A on Query { object { one three object { one } } }',
    ],
    ['merged fields deeper', '{ object { object { one } } a: one object { object { two } one } }'],
    [
      'aliases that JavaScript gives a meaning to',
      '{ __proto__: one constructor: one toString: one hasOwnProperty: one }',
    ],
    [
      'aliases of objects that JavaScript gives a meaning to',
      '{ __proto__: object { __proto__: one one } objects { __proto__: one } }',
    ],
    ['aliases that are digits after a sign', '{ b: one a: one _1: one _0: one }'],
    ['aliases as our own names', '{ data: one errors: one parent: one context: one resolvers: one variables: one }'],
    ['an alias that is the name of another field', '{ one: two two: one three: objects { two: one one: two } }'],
    [
      'the same field many times',
      `{ ${Array.from({ length: 60 }, (_, i) => `a${i}: objects { b${i}: one }`).join(' ')} }`,
    ],
  ];
  for (const [name, query] of cases) test(`with ${name}`, () => same(odd, execute, village, query));

  const conditional: readonly (readonly [string, string])[] = [
    ['a field', '{ one @skip(if: $yes) two @include(if: $yes) three @skip(if: $no) four @include(if: $no) }'],
    ['both on one field', '{ one @skip(if: $yes) @include(if: $yes) two @skip(if: $no) @include(if: $yes) three }'],
    ['an inline fragment', '{ ... @include(if: $no) { one } ... on Query @include(if: $yes) { two } three }'],
    ['a spread that stands twice', '{ ...F @skip(if: $yes) ...F } fragment F on Query { one two }'],
    [
      'a spread in two places',
      '{ a: object { ...F @include(if: $no) } b: object { ...F } } fragment F on Object { one }',
    ],
    ['a field that stands twice', '{ one @skip(if: $yes) one object @skip(if: $yes) { one } object { two } }'],
    ['everything', '{ one @skip(if: $yes) }'],
    ['everything below a field', '{ object { one @skip(if: $yes) } one }'],
    ['a field that would fail', '{ object { thrownStrict @skip(if: $yes) one } }'],
  ];
  for (const [name, query] of conditional) {
    const declared = `query($yes: Boolean! = true, $no: Boolean = false) ${query}`;
    test(`with a condition on ${name}`, () => same(odd, execute, village, declared));
  }
});

describe('which operation', () => {
  const document =
    'query A { metier(id: "MET.1") { nom } } query B($id: ID!) { metier(id: $id) { id } } query C { nothing: __typename }';
  const execute = createExecutor(schema);
  for (const [name, operationName, variables] of [
    ['the one that is named', 'A', {}],
    ['another that is named', 'B', { id: 'MET.2' }],
    ['the one that is named, its variable missing', 'B', {}],
    ['an unknown one', 'Z', {}],
    ['none of several', undefined, {}],
    ['null of several', null, {}],
    ['an empty name', '', {}],
    ['a name that JavaScript gives a meaning to', '__proto__', {}],
  ] as const) {
    test(name, () => same(schema, execute, village, document, variables, operationName));
  }

  test('one document, each of its operations in turn, keeps them apart', async () => {
    const parsed = parse(document);
    const ask = (operationName: string) =>
      execute({
        document: parsed,
        operationName,
        variableValues: { id: 'MET.2' },
        contextValue: requestContext(village.current()),
      });
    expect(JSON.stringify(await Promise.all(['A', 'B', 'C', 'A', 'B'].map(ask)))).toBe(
      JSON.stringify([
        { data: { metier: { nom: 'Architecte' } } },
        { data: { metier: { id: 'MET.2' } } },
        { data: { nothing: 'Query' } },
        { data: { metier: { nom: 'Architecte' } } },
        { data: { metier: { id: 'MET.2' } } },
      ]),
    );
  });

  test('a document without an operation', () => same(schema, execute, village, 'fragment F on Query { __typename }'));
  test('a mutation, which the schema has none of', () => same(schema, execute, village, 'mutation { __typename }'));
  test('a subscription, which the schema has none of', () =>
    same(schema, execute, village, 'subscription { __typename }'));
  test('a field that does not exist', () =>
    same(schema, execute, village, '{ nothing metier(id: "MET.1") { nothing nom } }'));
  test('a fragment that does not exist', () => same(schema, execute, village, '{ ...Nothing __typename }'));
  test('introspection', () =>
    same(
      schema,
      execute,
      village,
      '{ __schema { queryType { name } types { name fields { name } } } __type(name: "Metier") { name } }',
    ));
});

test('a schema with mutations runs them one after the other, as graphql-js does', async () => {
  const counter = buildSchema('type Query { n: Int } type Mutation { add(n: Int!): Int }');
  const run = async (answering: (document: string, rootValue: unknown) => unknown) => {
    let sum = 0;
    return JSON.stringify(
      await answering('mutation { a: add(n: 1) b: add(n: 10) c: add(n: 100) }', {
        add: async ({ n }: { n: number }) => {
          await Promise.resolve();
          sum += n;
          return sum;
        },
      }),
    );
  };
  // The executor gives no root value; resolvers stand in the schema.
  const plain = await run((document, rootValue) =>
    executePlainly({ schema: counter, document: parse(document), rootValue }),
  );
  let sum = 0;
  const mutation = counter.getMutationType()?.getFields()['add'];
  if (mutation === undefined) throw new Error('no mutation');
  mutation.resolve = async (_root, { n }) => {
    await Promise.resolve();
    sum += n;
    return sum;
  };
  const ours = await createExecutor(counter)({
    document: parse('mutation { a: add(n: 1) b: add(n: 10) c: add(n: 100) }'),
    contextValue: requestContext(village.current()),
  });
  expect(JSON.stringify(ours)).toBe(plain);
});

test('a release without nodes is answered as graphql-js answers it', () =>
  same(
    schema,
    createExecutor(schema),
    embeddedStore(EMPTY),
    '{ metiers { totalCount nodes { id } edges { cursor } pageInfo { hasNextPage endCursor } } metier(id: "MET.1") { id } donnees { noeuds { nature nombre } } }',
  ));

/** Executes by both, and expects the same bytes. Gives them. */
async function same(
  schema: GraphQLSchema,
  execute: Execute,
  store: Store,
  query: string,
  variableValues: Readonly<Record<string, unknown>> = {},
  operationName?: string | null,
): Promise<string> {
  const document = parse(query);
  const args = { document, variableValues, ...(operationName === undefined ? {} : { operationName }) };
  const theirs = await executePlainly({ schema, ...args, contextValue: requestContext(store.current()) });
  const expected = JSON.stringify(theirs);
  const ours = await execute({ ...args, contextValue: requestContext(store.current()) });
  expect(JSON.stringify(ours), `${query}\n${JSON.stringify(variableValues)}`).toBe(expected);
  return expected;
}

/** Ids, words and numbers that mean something in the village, and some that do not. */
function villageLeaves(type: string, name: string, random: Random): string | number | boolean {
  switch (type) {
    case 'ID':
      return random.pick([
        ...['MET.1', 'MET.2', 'MET.3', 'MET.4', 'MET.5', 'FOR.1', 'FOR.2', 'FOR.3', 'STATUT.salarie', 'STATUT.artisan'],
        ...['INTERET.dessiner', 'INTERET.mains', 'ROME.F1101', 'ROME.D1102', 'MET.0', 'nothing', '__proto__'],
      ]);
    case 'Int':
      if (name === 'min' || name === 'max') return random.pick([-5, -2, 0, 5, 9]);
      return random.chance(0.04) ? random.pick([-1, 1_001, 2_147_483_647]) : random.below(5);
    case 'Boolean':
      return random.chance(0.5);
    default:
      if (name === 'after' || name === 'before') {
        // A good one, of the list of métiers, and two that are damaged or another list's.
        const first = Buffer.from('[null,"architecte","MET.1","x"]').toString('base64url');
        return random.pick([first, 'damaged', '']);
      }
      return random.pick(['a', 'cap', 'É', 'licence', 'no such word', '', '"; \u2028 `', "l'", 'chef proj']);
  }
}

function plainLeaves(type: string, _name: string, random: Random): string | number | boolean {
  switch (type) {
    case 'Int':
      return random.pick([0, 1, -1, 42, 2_147_483_647, -2_147_483_648]);
    case 'Float':
      return random.pick([0, 1, -1.5, 1e21, 1e-7, 123456789.125]);
    case 'Boolean':
      return random.chance(0.5);
    case 'ID':
      return random.pick<string | number>(['a', '12', 12, '', '__proto__']);
    case 'Any':
      return random.pick<string | number | boolean>(['any', 1, true, 1.5]);
    default:
      return random.pick(['text', '', HOSTILE, `\`\${v}\``, '\\', '"', "'"]);
  }
}

/** Every field tells its arguments, as JSON with its keys in order. */
function tellingSchema(): GraphQLSchema {
  const colour = new GraphQLEnumType({
    name: 'Colour',
    values: { RED: { value: 'r' }, BLUE: { value: { blue: 1 } }, NONE: { value: 0 } },
  });
  const any = new GraphQLScalarType({ name: 'Any' });
  const input: GraphQLInputObjectType = new GraphQLInputObjectType({
    name: 'In',
    fields: () => ({
      int: { type: GraphQLInt },
      text: { type: GraphQLString },
      withDefault: { type: GraphQLInt, defaultValue: 5 },
      strict: { type: new GraphQLNonNull(colour), defaultValue: 'r' },
      list: { type: new GraphQLList(new GraphQLNonNull(input)) },
      ids: { type: new GraphQLList(new GraphQLNonNull(GraphQLID)) },
      nested: { type: input },
    }),
  });
  const tell: GraphQLFieldConfig<unknown, unknown> = {
    type: GraphQLString,
    args: {
      int: { type: GraphQLInt },
      text: { type: GraphQLString },
      float: { type: GraphQLFloat },
      flag: { type: GraphQLBoolean },
      id: { type: GraphQLID },
      colour: { type: colour },
      list: { type: new GraphQLList(GraphQLInt) },
      matrix: { type: new GraphQLList(new GraphQLList(new GraphQLNonNull(GraphQLInt))) },
      input: { type: input },
      inputs: { type: new GraphQLList(new GraphQLNonNull(input)) },
      any: { type: any },
    },
    resolve: (_root, args) => told(args),
  };
  const query: GraphQLObjectType = new GraphQLObjectType({
    name: 'Query',
    fields: () => ({
      tell,
      defaults: {
        type: GraphQLString,
        args: {
          int: { type: GraphQLInt, defaultValue: 3 },
          list: { type: new GraphQLList(GraphQLInt), defaultValue: [1, 2] },
          input: { type: input, defaultValue: { text: 'given', nested: { int: 1 } } },
          colour: { type: colour, defaultValue: 'r' },
        },
        resolve: (_root, args) => told(args),
      },
      strict: {
        type: new GraphQLNonNull(GraphQLString),
        args: {
          int: { type: new GraphQLNonNull(GraphQLInt), defaultValue: 9 },
          colour: { type: new GraphQLNonNull(colour), defaultValue: 0 },
        },
        resolve: (_root, args) => told(args),
      },
      below: { type: query, resolve: () => ({}) },
    }),
  });
  return new GraphQLSchema({ query });
}

/** As JSON, keys sorted; what is there but undefined is told from what is not there. */
function told(value: unknown): string {
  return JSON.stringify(value, (_key, inner: unknown) => {
    if (inner === undefined) return '(undefined)';
    if (inner === null || typeof inner !== 'object' || Array.isArray(inner)) return inner;
    return Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)));
  });
}

/** Whatever a resolver can do that is not plain: throw, answer late, answer an Error, null where it must not be … */
function oddSchema(): GraphQLSchema {
  const failure = (): never => {
    throw new Error('thrown');
  };
  const coded = (): never => {
    throw new GraphQLError('coded', { extensions: { code: 'CODE', more: [1] } });
  };
  const strict = (type: GraphQLOutputType & { readonly ofType?: never }) => new GraphQLNonNull(type);
  const text = GraphQLString;
  const texts = new GraphQLList(text);
  const strictTexts = new GraphQLList(new GraphQLNonNull(text));
  const colour = new GraphQLEnumType({ name: 'Colour', values: { RED: { value: 'r' }, BLUE: { value: 'b' } } });
  const field = (type: GraphQLOutputType, resolve: () => unknown): GraphQLFieldConfig<unknown, unknown> => ({
    type,
    resolve,
  });

  const named = new GraphQLInterfaceType({
    name: 'Named',
    fields: { name: { type: text } },
    resolveType: ({ is }) => is,
  });
  const cat = new GraphQLObjectType({
    name: 'Cat',
    interfaces: [named],
    fields: { name: { type: text }, meows: { type: GraphQLBoolean } },
  });
  const dog = new GraphQLObjectType({
    name: 'Dog',
    interfaces: [named],
    fields: { name: { type: text }, barks: { type: GraphQLInt } },
  });
  const union = new GraphQLUnionType({ name: 'Either', types: [cat, dog], resolveType: ({ is }) => is });
  const late = new GraphQLUnionType({ name: 'Late', types: [cat, dog], resolveType: async ({ is }) => is });
  const silent = new GraphQLUnionType({ name: 'Silent', types: [cat, dog] });
  const fish = new GraphQLObjectType({
    name: 'Fish',
    fields: { name: { type: text } },
    isTypeOf: ({ fins }) => fins === true,
  });
  const bird = new GraphQLObjectType({
    name: 'Bird',
    fields: { name: { type: text }, wings: { type: GraphQLInt } },
    isTypeOf: async ({ wings }) => wings > 0,
  });
  const kindred = new GraphQLUnionType({ name: 'Kindred', types: [fish, bird] });
  const pets = [
    { is: 'Cat', name: 'Minou', meows: true, __typename: 'Cat' },
    { is: 'Dog', name: 'Médor', barks: 3, __typename: 'Dog' },
    null,
  ];

  const fields = {
    one: field(strict(text), () => 'one'),
    two: field(text, () => 'two'),
    three: field(GraphQLInt, () => 3),
    four: field(GraphQLFloat, () => 4.5),
    nothing: field(text, () => undefined),
    none: field(text, () => null),
    noneStrict: field(strict(text), () => null),
    nothingStrict: field(strict(text), () => undefined),
    thrown: field(text, failure),
    thrownStrict: field(strict(text), failure),
    coded: field(text, coded),
    error: field(text, () => new Error('given')),
    errorStrict: field(strict(text), () => new Error('given')),
    codedGiven: field(text, () => new GraphQLError('given', { extensions: { code: 'CODE' } })),
    late: field(text, async () => 'late'),
    lateNull: field(strict(text), async () => null),
    lateThrown: field(text, async () => failure()),
    lateThrownStrict: field(strict(text), async () => failure()),
    lateError: field(text, async () => new Error('given late')),
    thrownText: field(text, () => {
      throw 'a text';
    }),
    thrownUndefined: field(text, () => {
      throw undefined;
    }),
    rejectedText: field(text, () => Promise.reject('a text')),
    function: field(text, () => () => 'from a function'),
    number: field(text, () => 12),
    truth: field(text, () => true),
    texted: field(text, () => ({ toString: () => 'no' })),
    valued: field(text, () => ({ valueOf: () => 'valued' })),
    jsoned: field(text, () => ({ toJSON: () => 'jsoned' })),
    array: field(text, () => ['no']),
    intText: field(GraphQLInt, () => '12'),
    intEmpty: field(GraphQLInt, () => ''),
    intBoolean: field(GraphQLInt, () => true),
    intFraction: field(GraphQLInt, () => 1.5),
    intLarge: field(GraphQLInt, () => 2 ** 31),
    intNaN: field(GraphQLInt, () => Number.NaN),
    floatText: field(GraphQLFloat, () => '1.5'),
    floatNaN: field(GraphQLFloat, () => Number.NaN),
    floatInfinite: field(GraphQLFloat, () => Number.POSITIVE_INFINITY),
    booleanNumber: field(GraphQLBoolean, () => 1),
    booleanText: field(GraphQLBoolean, () => 'true'),
    id: field(GraphQLID, () => 12),
    idFraction: field(GraphQLID, () => 1.5),
    colour: field(colour, () => 'b'),
    colourUnknown: field(colour, () => 'RED'),
    colourStrictUnknown: field(strict(colour), () => 'nothing'),
    list: field(texts, () => ['a', null, 'b']),
    listStrict: field(strictTexts, () => ['a', 'b']),
    listStrictNull: field(strictTexts, () => ['a', null, 'b']),
    listEmpty: field(strictTexts, () => []),
    listErrors: field(texts, () => ['a', new Error('in a list'), 'b']),
    listStrictErrors: field(strictTexts, () => ['a', new Error('in a list'), new Error('again')]),
    listPromises: field(texts, () => ['a', Promise.resolve('b'), Promise.resolve(null)]),
    listRejected: field(texts, () => ['a', Promise.reject(new Error('rejected')), 'c']),
    listStrictPromises: field(strictTexts, () => ['a', Promise.resolve(null)]),
    listSet: field(texts, () => new Set(['a', 'b'])),
    listGenerated: field(texts, function* () {
      yield 'a';
      yield 'b';
    }),
    listMap: field(new GraphQLList(GraphQLID), () => new Map([['a', 1]]).keys()),
    listText: field(texts, () => 'not a list'),
    listNumber: field(texts, () => 12),
    listObject: field(texts, () => ({ 0: 'a', length: 1 })),
    listLater: field(texts, async () => ['a', null]),
    listSparse: field(texts, () => Object.assign([], { length: 2 })),
    matrix: field(new GraphQLList(strictTexts), () => [['a'], null, ['b', null], []]),
    matrixStrict: field(new GraphQLList(new GraphQLNonNull(strictTexts)), () => [['a'], ['b', null]]),
  } satisfies Record<string, GraphQLFieldConfig<unknown, unknown>>;

  const object: GraphQLObjectType = new GraphQLObjectType({
    name: 'Object',
    fields: () => ({ ...fields, ...objects() }),
  });
  const objects = () => ({
    object: field(new GraphQLNonNull(object), () => ({})),
    objectOrNull: field(object, () => ({})),
    objects: field(new GraphQLNonNull(new GraphQLList(new GraphQLNonNull(object))), () => [{}, {}]),
    objectsOrNull: field(new GraphQLList(object), () => [{}, null, {}]),
    objectsOfPromises: field(new GraphQLList(object), () => [Promise.resolve({}), {}, Promise.resolve(null)]),
    objectLater: field(object, async () => ({})),
  });
  const query = new GraphQLObjectType({
    name: 'Query',
    fields: () => ({
      ...fields,
      ...objects(),
      things: field(new GraphQLList(named), () => pets),
      any: field(new GraphQLList(union), () => pets),
      lost: field(named, () => ({ name: 'nobody' })),
      misled: field(named, () => ({ is: 'Query', name: 'somebody' })),
      later: field(new GraphQLList(late), () => pets),
      told: field(new GraphQLList(silent), () => pets),
      kindred: field(new GraphQLList(kindred), () => [
        { fins: true, name: 'Nemo' },
        { wings: 2, name: 'Pie' },
      ]),
      notAFish: field(fish, () => ({ fins: false, name: 'Dauphin' })),
    }),
  });
  return new GraphQLSchema({ query, types: [cat, dog, fish, bird] });
}
