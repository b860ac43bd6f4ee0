/**
 * kill -9 of the built command, at moments spread over its whole life, with readers before, during and after. With
 * PARCOURS_KILLS=20 the official release and the seeds take turns at so many random moments.
 */
import { parse } from 'graphql';
import type { Driver } from 'neo4j-driver';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { load } from '../loaders/load.ts';
import { embeddedGraph } from '../src/graph/embedded/graph.ts';
import type { Content, Graph, ReadStore } from '../src/graph/graph.ts';
import { neo4jStore } from '../src/graph/neo4j/store.ts';
import { requestContext } from '../src/schema/context.ts';
import { createExecutor } from '../src/server/execute.ts';
import { ONISEP, SEEDS } from './support/documents.ts';
import { schema } from './support/graphql.ts';
import { CENSUS_TEXT, censusOf, editionFolder, inventory, inventoryOf, runLoad, startLoad } from './support/loads.ts';
import { describeNeo4j, emptyDatabase, neo4jMissing, neo4jUri, openDriver, rowsOf } from './support/neo4j.ts';
import { storeOptions } from './support/neo4jStores.ts';
import { openProxy } from './support/proxy.ts';

const GRAPH = 'killed';
const WALK = parse(
  '{ metiers(first: 15) { totalCount nodes { nom presentation formations { nodes { nom metiers(first: 5) { nodes { nom } } } } interets { nodes { libelle } } } } }',
);
const execute = createExecutor(schema);

let driver: Driver;
let store: ReadStore;
beforeAll(async () => {
  if (neo4jMissing !== null) return;
  driver = openDriver();
  await emptyDatabase(driver);
  store = neo4jStore({ ...storeOptions(GRAPH), life: 5_000 });
});
afterAll(async () => {
  store?.close();
  await driver?.close();
});

describeNeo4j('A loader that is killed', () => {
  test('leaves readers with a whole release at whatever moment, and the next load completes and leaves nothing of it', async () => {
    const folders = [editionFolder('a', 300), editionFolder('b', 320, 4)];
    await killedAt(folders, [
      // Words of the loader, and the milliseconds that it lives on.
      ['document', 100],
      ['writing', 20],
      ['of ', 5],
      ['in force', 0],
      ['in force', 5_640],
    ]);
  }, 110_000);

  test.each([
    ['before the first relationships', 'DELETE e', 0],
    ['among the relationships', 'DELETE e', 2],
    ['before the first nodes', 'DELETE n', 0],
    ['among the nodes', 'DELETE n', 3],
    ['before the last of it', 'DELETE r', 0],
  ])(
    'while it removes what it replaced, %s: readers are right, and the next load removes the rest',
    async (_what, words, before) => {
      const folders = [editionFolder('c', 30), editionFolder('d', 34, 4)] as const;
      const [old, now] = folders.map((folder) => load([folder], new Date(0)).content) as [Content, Content];
      await emptyDatabase(driver);
      expect(await runLoad([folders[0]], { graph: GRAPH })).toMatchObject({ code: 0 });
      // Planned before it is needed: readers are to see what was in force before.
      await rowsOf(driver, CENSUS_TEXT, { graph: GRAPH });
      const readers = await startReaders([old, now]);
      const proxy = await openProxy({ port: Number(new URL(neo4jUri()).port) });
      const loader = startLoad([folders[1]], { graph: GRAPH, uri: `bolt://127.0.0.1:${proxy.port}` });
      let statements = 0;
      proxy.onBytes((direction, bytes) => {
        if (direction === 'up' && bytes.includes(words) && statements++ === before) loader.child.kill('SIGKILL');
      });
      const { signal } = await loader.ended;
      await proxy.close();
      expect(signal).toBe('SIGKILL');
      const ended = await runLoad([folders[1]], { graph: GRAPH });
      const { mixtures, seen } = await readers.end();
      expect(ended, ended.stderr).toMatchObject({ code: 0 });
      expect(mixtures).toEqual([]);
      expect(seen).toBe(2);
      expect(await inventory(driver)).toEqual(inventoryOf(now));
    },
  );

  // A measurement of minutes, asked for by name; the promise itself is the test above.
  const kills = Number(process.env['PARCOURS_KILLS'] ?? 0);
  if (kills > 0) {
    test('the same on the official release, at random moments', async () => {
      const moments = Array.from({ length: kills }, () => ['document', Math.random() * 11_000] as const);
      await killedAt([ONISEP, SEEDS], moments, false);
    }, 900_000);
  }
});

async function killedAt(
  folders: readonly string[],
  moments: readonly (readonly [words: string, later: number])[],
  hasten = true,
): Promise<void> {
  const contents = folders.map((folder) => load([folder], new Date(0)).content);
  const [first] = folders as [string];
  expect(await runLoad([first], { graph: GRAPH })).toMatchObject({ code: 0 });
  const readers = await startReaders(contents);
  const deaths: string[] = [];
  for (const [i, [words, later]] of moments.entries()) {
    const inForce = await fingerprintInForce();
    const other = contents.findIndex(({ fingerprint }) => fingerprint !== inForce);
    const loader = startLoad([folders[other] as string], { graph: GRAPH });
    await loader.said(words);
    await new Promise((resolve) => setTimeout(resolve, later));
    loader.child.kill('SIGKILL');
    const { stderr, signal } = await loader.ended;
    deaths.push(`${signal ?? 'ended'} ${Math.round(later)} ms after "${words}": ${stderr.trim().split('\n').at(-1)}`);
    // What five seconds of waiting would do to the lock of the dead.
    if (hasten && i !== 1) await rowsOf(driver, 'MATCH (g:ParcoursGraph) REMOVE g.owner');
  }
  for (const [i, folder] of folders.entries()) {
    const ended = await runLoad([folder], { graph: GRAPH });
    expect(ended, ended.stderr).toMatchObject({ code: 0 });
    expect(await inventory(driver), deaths.join('\n')).toEqual(inventoryOf(contents[i] as Content));
  }
  const { mixtures, reads, walks, seen } = await readers.end();
  expect(mixtures, deaths.join('\n')).toEqual([]);
  expect({ reads: reads > 50, walks: walks > 50, seen }).toEqual({ reads: true, walks: true, seen: contents.length });
  if (!hasten) console.log(`${deaths.join('\n')}\n${reads} reads, ${walks} walks, no mixture`);
}

async function fingerprintInForce(): Promise<unknown> {
  const text =
    'MATCH (g:ParcoursGraph {name: $graph}) MATCH (r:ParcoursRelease {release: g.release}) RETURN r.fingerprint';
  const [[fingerprint]] = (await rowsOf(driver, text, { graph: GRAPH })) as [[unknown]];
  return fingerprint;
}

interface Found {
  /** What readers saw that is neither release, without end. */
  readonly mixtures: readonly string[];
  readonly reads: number;
  readonly walks: number;
  /** Releases that they saw. */
  readonly seen: number;
}

/** Two loops of reads through the pointer, one of walks through the live store, until they are ended. */
async function startReaders(contents: readonly Content[]): Promise<{ readonly end: () => Promise<Found> }> {
  const whole = new Set(contents.map((content) => JSON.stringify(censusOf(content))));
  const walked = new Set(await Promise.all(contents.map((content) => walk(embeddedGraph(content)))));
  const seen = new Set<string>();
  const mixtures: string[] = [];
  let [reading, reads, walks] = [true, 0, 0];
  const note = (answer: string, known: ReadonlySet<string>): void => {
    if (known.has(answer)) seen.add(answer);
    else if (mixtures.length < 5) mixtures.push(answer.slice(0, 1_000));
  };
  const census = async (): Promise<void> => {
    while (reading) {
      const [[row]] = (await rowsOf(driver, CENSUS_TEXT, { graph: GRAPH })) as [[unknown]];
      note(JSON.stringify(row), whole);
      reads += 1;
      await pause();
    }
  };
  const walking = async (): Promise<void> => {
    while (reading) {
      note(await walk(store.current()), walked);
      walks += 1;
      await pause();
    }
  };
  const all = Promise.all([census(), census(), walking()]);
  return {
    end: async () => {
      reading = false;
      await all;
      return { mixtures, reads, walks, seen: [...seen].filter((one) => whole.has(one)).length };
    },
  };
}

/** Readers leave some of the machine to the loader. */
function pause(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 10));
}

async function walk(graph: Graph): Promise<string> {
  return JSON.stringify(await execute({ document: WALK, variableValues: {}, contextValue: requestContext(graph) }));
}
