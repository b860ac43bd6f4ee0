/** The examples that GraphiQL opens with, and those of the README, answer on a fresh checkout. */
import { readFileSync } from 'node:fs';
import { Kind, parse, validate } from 'graphql';
import { describe, expect, test } from 'vitest';
import { load } from '../loaders/load.ts';
import { embeddedStore } from '../src/graph/embedded/store.ts';
import { requestContext } from '../src/schema/context.ts';
import { checkLimits } from '../src/server/documentLimits.ts';
import { createExecutor } from '../src/server/execute.ts';
import { exampleTabs } from '../src/server/graphiql/client/examples.ts';
import { asJson, schema } from './support/graphql.ts';

const seeds = embeddedStore(load(['seeds'], new Date(0)).content);

test('the first tab asks for no variables, and has French comments', () => {
  const [first] = exampleTabs;
  expect(first?.variables).toBeUndefined();
  expect(first?.query).toMatch(/^# Bienvenue dans Parcours/);
});

for (const [i, { query, variables }] of exampleTabs.entries()) {
  describe(`example tab ${i + 1}`, () => {
    const document = parse(query);
    const names = document.definitions.flatMap((definition) =>
      definition.kind === Kind.OPERATION_DEFINITION ? [definition.name?.value] : [],
    );

    test('is valid, within the limits, and names each of its queries', () => {
      expect(validate(schema, document)).toEqual([]);
      expect(() => checkLimits(document)).not.toThrow();
      expect(names.length).toBeGreaterThan(0);
      expect(names).not.toContain(undefined);
      expect(new Set(names).size).toBe(names.length);
    });

    test('fits half a screen: no line longer than 60 characters', () => {
      expect(query.split('\n').filter((line) => line.length > 60)).toEqual([]);
    });

    for (const operationName of names) {
      test(`${operationName} answers on the seeds without an error, and with something to see`, async () => {
        const variableValues: Record<string, unknown> = JSON.parse(variables ?? '{}');
        const contextValue = requestContext(seeds.current());
        const answer = asJson(await createExecutor(schema)({ document, operationName, variableValues, contextValue }));
        expect(answer).not.toHaveProperty('errors');
        expect(answer).toHaveProperty('data');
        expect(emptyIn(Reflect.get(Object(answer), 'data'), 'data')).toEqual([]);
      });
    }
  });
}

describe('the README', () => {
  const blocks = [...readFileSync('README.md', 'utf8').matchAll(/^```graphql\n([^`]*)^```$/gm)].map(
    ([, query]) => query ?? '',
  );

  test('has examples', () => expect(blocks.length).toBeGreaterThanOrEqual(4));

  for (const query of blocks) {
    test(`answers ${query.replace(/\s+/g, ' ').slice(0, 60)} on the seeds, with something to see`, async () => {
      const document = parse(query);
      expect(validate(schema, document)).toEqual([]);
      const contextValue = requestContext(seeds.current());
      const answer = asJson(await createExecutor(schema)({ document, contextValue }));
      expect(answer).not.toHaveProperty('errors');
      expect(emptyIn(Reflect.get(Object(answer), 'data'), 'data')).toEqual([]);
    });
  }
});

/** Objects that are null and lists of nodes or edges that are empty, by their paths: an example that shows none is none. */
function emptyIn(value: unknown, path: string): string[] {
  if (value === null && path.split('.').length < 3) return [path];
  if (Array.isArray(value)) return value.length === 0 ? [path] : value.flatMap((one) => emptyIn(one, `${path}.n`));
  if (value === null || typeof value !== 'object') return [];
  return Object.entries(value).flatMap(([name, inner]) => emptyIn(inner, `${path}.${name}`));
}
