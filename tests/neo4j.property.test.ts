/** Neo4j, live and mirrored, against the embedded store, which is the definition: no difference on random questions. */
import fc from 'fast-check';
import { parse } from 'graphql';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { embeddedGraph } from '../src/graph/embedded/graph.ts';
import { embeddedStore } from '../src/graph/embedded/store.ts';
import type { Answer, Content, Graph } from '../src/graph/graph.ts';
import { endsOf, KIND_NAMES, type Step } from '../src/model.ts';
import { requestContext } from '../src/schema/context.ts';
import { createExecutor } from '../src/server/execute.ts';
import { idsOf, type PortQuestion, questionedReleases, releases, VILLAGE } from './support/content.ts';
import { asJson, schema } from './support/graphql.ts';
import { describeNeo4j } from './support/neo4j.ts';
import { openShared, type Shared } from './support/neo4jStores.ts';
import { operations, VILLAGE_FLAVOUR } from './support/operations.ts';

let shared: Shared;

describeNeo4j('Neo4j answers as the embedded store does, live and mirrored:', () => {
  beforeAll(() => {
    shared = openShared();
  });
  afterAll(() => shared.close());

  test('lists, and walks of one to three steps, in 400 cases', async () => {
    await fc.assert(
      fc.asyncProperty(questionedReleases(10), async ({ content, questions }) => {
        const { live, mirror } = await shared.put(content);
        const embedded = embeddedGraph(content);
        const mirrored = await mirror();
        for (const question of questions) {
          const ask = answering(content, question);
          const expected = await ask(embedded);
          expect(await ask(live())).toEqual(expected);
          expect(await ask(mirrored)).toEqual(expected);
        }
      }),
      { numRuns: 40 },
    );
  });

  test('whole operations, in 150 cases', async () => {
    const { live, mirror } = await shared.put(VILLAGE);
    const execute = createExecutor(schema);
    const embedded = embeddedStore(VILLAGE);
    const mirrored = await mirror();
    const answer = async (graph: Graph, query: string, variableValues: Readonly<Record<string, unknown>>) =>
      withErrorsInOrder(
        asJson(await execute({ document: parse(query), variableValues, contextValue: requestContext(graph) })),
      );
    for (const { query, variables } of operations(schema, 150, VILLAGE_FLAVOUR)) {
      const expected = await answer(embedded.current(), query, variables);
      expect(await answer(live(), query, variables), query).toEqual(expected);
      expect(await answer(mirrored, query, variables), query).toEqual(expected);
    }
  });

  test('the topology', async () => {
    await fc.assert(
      fc.asyncProperty(releases, async (content) => {
        const { live } = await shared.put(content);
        const found = await live().topology();
        const expected = embeddedGraph(content).topology();
        expect([found.adjacency, found.ordinals, found.all]).toEqual([
          expected.adjacency,
          expected.ordinals,
          expected.all,
        ]);
        for (const kind of KIND_NAMES) expect(idsOf(found.nodes[kind] as never)).toEqual(idsOf(expected.nodes[kind]));
      }),
      { numRuns: 10 },
    );
  });
});

/** A walk starts at every node of its kind, and at one that is not there. */
function answering(content: Content, question: PortQuestion): (graph: Graph) => Answer<unknown> {
  const { chosen } = question;
  if ('list' in question) return (graph) => graph.list(question.list, chosen);
  const { path } = question;
  const ids = [...idsOf(content.nodes[endsOf(path[0] as Step).from]), 'MET.0'];
  return (graph) => graph.follow(path, ids, chosen);
}

/** Where errors stand among one another may differ between two stores, as it does with graphql-js. */
function withErrorsInOrder(answer: unknown): unknown {
  const { errors, ...rest } = answer as { errors?: readonly unknown[] };
  return errors === undefined ? rest : { ...rest, errors: errors.map((error) => JSON.stringify(error)).sort() };
}
