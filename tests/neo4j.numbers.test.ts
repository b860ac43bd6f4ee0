/** A database that was emptied gives the numbers of its releases anew: stores tell two releases of one number apart. */
import { parse } from 'graphql';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { load } from '../loaders/load.ts';
import { embeddedGraph } from '../src/graph/embedded/graph.ts';
import type { Content, Graph, ReadStore } from '../src/graph/graph.ts';
import { TIMINGS } from '../src/graph/neo4j/database.ts';
import { mirrorStore } from '../src/graph/neo4j/mirror.ts';
import { neo4jStore } from '../src/graph/neo4j/store.ts';
import { requestContext } from '../src/schema/context.ts';
import { createExecutor } from '../src/server/execute.ts';
import { schema } from './support/graphql.ts';
import { editionFolder } from './support/loads.ts';
import { describeNeo4j, emptyDatabase, neo4jMissing } from './support/neo4j.ts';
import { openShared, type Shared, storeOptions } from './support/neo4jStores.ts';

const GRAPH = 'emptied';
/** Of what a store keeps by release: what the release tells, and its topology. */
const QUESTION = parse(
  '{ donnees { empreinte } metiers { totalCount } facettes(axes: [STATUT]) { total axes { valeurs { cle nombre } } } recherche(texte: "j aime") { total } }',
);
const execute = createExecutor(schema);

let shared: Shared;
let store: ReadStore | undefined;
beforeAll(() => {
  if (neo4jMissing === null) shared = openShared();
});
afterEach(() => store?.close());
afterAll(() => shared?.close());

async function answerOf(graph: Graph): Promise<string> {
  return JSON.stringify(await execute({ document: QUESTION, variableValues: {}, contextValue: requestContext(graph) }));
}

describeNeo4j('A database that is emptied and loaded again under a running server', () => {
  test.each([
    ['live', neo4jStore],
    ['mirror', mirrorStore],
  ])('%s: answers from the new release, though it has the number of the old one', async (_name, open) => {
    const [first, second] = [editionFolder('a', 5), editionFolder('b', 8)].map(
      (folder) => load([folder], new Date(0)).content,
    ) as [Content, Content];
    await emptyDatabase(shared.driver);
    const before = await shared.put(first, GRAPH);
    const opened = open({ ...storeOptions(GRAPH), timings: { ...TIMINGS, pulse: 10 } });
    store = opened;
    const follows = async (content: Content): Promise<void> => {
      while (opened.status().release?.fingerprint !== content.fingerprint)
        await new Promise((wake) => setTimeout(wake, 5));
    };
    await follows(first);
    expect(await answerOf(opened.current())).toBe(await answerOf(embeddedGraph(first)));
    await emptyDatabase(shared.driver);
    const after = await shared.put(second, GRAPH);
    expect(after.release).toBe(before.release);
    await follows(second);
    expect(await answerOf(opened.current())).toBe(await answerOf(embeddedGraph(second)));
  });
});
