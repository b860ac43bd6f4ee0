/** A mirror that follows many releases in turn: each answer is of one of them, and what it left is not kept. */
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { parse } from 'graphql';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { load } from '../loaders/load.ts';
import { embeddedGraph } from '../src/graph/embedded/graph.ts';
import type { Graph, ReadStore } from '../src/graph/graph.ts';
import { TIMINGS } from '../src/graph/neo4j/database.ts';
import { mirrorStore } from '../src/graph/neo4j/mirror.ts';
import { requestContext } from '../src/schema/context.ts';
import { createExecutor } from '../src/server/execute.ts';
import { schema } from './support/graphql.ts';
import { editionFolder } from './support/loads.ts';
import { describeNeo4j, emptyDatabase, neo4jMissing, rowsOf } from './support/neo4j.ts';
import { openShared, type Shared, storeOptions } from './support/neo4jStores.ts';

const GRAPH = 'swapped';
/** PARCOURS_SWAPS=300 for a measurement of minutes. */
const SWAPS = Number(process.env['PARCOURS_SWAPS'] ?? 40);
const WALK = parse(
  '{ metiers(first: 20) { totalCount nodes { nom presentation formations { nodes { nom metiers(first: 5) { nodes { nom } } } } } } }',
);
const execute = createExecutor(schema);

let shared: Shared;
let store: ReadStore | undefined;
beforeAll(async () => {
  if (neo4jMissing !== null) return;
  shared = openShared();
  await emptyDatabase(shared.driver);
});
afterAll(async () => {
  await store?.close();
  await shared?.close();
});

async function walk(graph: Graph): Promise<string> {
  return JSON.stringify(await execute({ document: WALK, variableValues: {}, contextValue: requestContext(graph) }));
}

describeNeo4j('A mirror', () => {
  test('follows release after release while readers ask: no answer is a mixture, and none of the old ones is kept', async () => {
    const contents = [editionFolder('a', 150), editionFolder('b', 160, 4)].map(
      (one) => load([one], new Date(0)).content,
    );
    const releases: number[] = [];
    for (const content of contents) releases.push((await shared.put(content, GRAPH)).release);
    const answers = await Promise.all(contents.map((content) => walk(embeddedGraph(content))));
    const mirror = mirrorStore({ ...storeOptions(GRAPH), timings: { ...TIMINGS, pulse: 10 } });
    store = mirror;
    const fingerprint = (): string | undefined => mirror.status().release?.fingerprint;
    const follows = async (wanted: string | undefined): Promise<void> => {
      while (fingerprint() !== wanted) await new Promise((resolve) => setTimeout(resolve, 5));
    };
    await follows(contents[1]?.fingerprint);
    let [asking, asked] = [true, 0];
    const strange = new Set<string>();
    const reader = (async () => {
      while (asking) {
        const answer = await walk(mirror.current());
        if (!answers.includes(answer)) strange.add(answer.slice(0, 500));
        asked += 1;
        await new Promise((resolve) => setTimeout(resolve, 5));
      }
    })();
    // Weak, so that nothing here keeps what the mirror has left.
    const graphs: WeakRef<Graph>[] = [];
    for (let swap = 0; swap < SWAPS; swap++) {
      graphs.push(new WeakRef(mirror.current()));
      await rowsOf(shared.driver, 'MATCH (g:ParcoursGraph {name: $graph}) SET g.release = toInteger($release)', {
        graph: GRAPH,
        release: releases[swap % 2],
      });
      await follows(contents[swap % 2]?.fingerprint);
    }
    asking = false;
    await reader;
    await new Promise((resolve) => setTimeout(resolve, 50));
    setFlagsFromString('--expose-gc');
    (runInNewContext('gc') as () => void)();
    expect([...strange]).toEqual([]);
    expect(asked).toBeGreaterThan(SWAPS);
    expect(graphs.filter((one) => one.deref() !== undefined).length).toBeLessThanOrEqual(1);
  });
});
