/** What else may lie in the database of a load: data under our labels, constraints and indexes of others; and a silent link. */
import type { Driver } from 'neo4j-driver';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { load } from '../loaders/load.ts';
import { readContent } from '../src/graph/neo4j/read.ts';
import { topologyOf } from '../src/graph/topology.ts';
import { editionFolder, inventory, inventoryOf, runLoad } from './support/loads.ts';
import { describeNeo4j, emptyDatabase, neo4jMissing, neo4jUri, rowsOf } from './support/neo4j.ts';
import { openShared, type Shared } from './support/neo4jStores.ts';
import { openProxy } from './support/proxy.ts';

const GRAPH = 'loaded';

let shared: Shared;
let driver: Driver;
beforeAll(() => {
  if (neo4jMissing !== null) return;
  shared = openShared();
  driver = shared.driver;
});
afterAll(() => shared?.close());
beforeEach(() => (neo4jMissing === null ? emptyDatabase(driver) : undefined));

async function expectInForce(folder: string): Promise<void> {
  const [[release]] = (await rowsOf(driver, 'MATCH (g:ParcoursGraph) RETURN g.release')) as [[number]];
  const read = await readContent(shared.database, release);
  expect(topologyOf(read)).toEqual(topologyOf(load([folder], new Date(0)).content));
}

describeNeo4j('A load beside what others left', () => {
  test.each([
    ['of all that a reader would take for ours', "{release: 1, ordre: 0, id: 'MET.1', nom: 'autre'}"],
    ['after the last of ours', "{release: 1, ordre: 5000, id: 'AUTRE', nom: 'autre'}"],
    ['with a release and an id', "{release: 1, id: 'AUTRE'}"],
    ['with the place of a far release', '{release: 2, ordre: 1}'],
    ['with neither', "{nom: 'autre'}"],
  ])('of our label, %s: leaves it, and shows it to nobody', async (_what, properties) => {
    await rowsOf(driver, `CREATE (:Métier ${properties}), (:Formation ${properties})`);
    const mine = (): Promise<unknown[][]> =>
      rowsOf(
        driver,
        "MATCH (n) WHERE n.nom = 'autre' OR n.id = 'AUTRE' OR n.key IS NULL AND n.graph IS NULL AND n.name IS NULL RETURN labels(n), properties(n)",
      );
    const before = await mine();
    expect(before).toHaveLength(2);
    for (const folder of [editionFolder('a', 5), editionFolder('b', 6)]) {
      const ended = await runLoad([folder], { graph: GRAPH });
      expect(ended, ended.stderr).toMatchObject({ code: 0 });
      await expectInForce(folder);
      const ours = inventoryOf(load([folder], new Date(0)).content);
      const more = { Métier: Number(ours['Métier']) + 1, Formation: Number(ours['Formation']) + 1 };
      expect(await inventory(driver)).toEqual({ ...ours, ...more });
      expect(await mine()).toEqual(before);
    }
  });

  test.each([
    [
      'a constraint that no two releases can both meet',
      'CREATE CONSTRAINT autre FOR (n:Métier) REQUIRE n.id IS UNIQUE',
      'the constraint "autre" on Métier (id)',
      'DROP CONSTRAINT autre',
    ],
    [
      'an index of other things under our name',
      'CREATE INDEX parcours_metier_ordre_1 FOR (n:Autre) ON (n.x)',
      'the index "parcours_metier_ordre_1" on Autre (x)',
      'DROP INDEX parcours_metier_ordre_1',
    ],
    [
      'an index of no constraint under our name',
      'CREATE INDEX parcours_metier_id_1 FOR (n:Métier) ON (n.release, n.id)',
      'the index "parcours_metier_id_1" on Métier (release, id)',
      'DROP INDEX parcours_metier_id_1',
    ],
    [
      'an index that is none of texts under our name',
      'CREATE INDEX parcours_metier_search_1 FOR (n:Métier) ON (n.search)',
      'the index "parcours_metier_search_1" on Métier (search)',
      'DROP INDEX parcours_metier_search_1',
    ],
    [
      'a constraint of other things under our name',
      'CREATE CONSTRAINT parcours_metier_ordre_1 FOR (n:Autre) REQUIRE n.x IS UNIQUE',
      'the constraint "parcours_metier_ordre_1" on Autre (x)',
      'DROP CONSTRAINT parcours_metier_ordre_1',
    ],
  ])('%s: writes nothing, says what to drop, and completes once it is', async (_what, made, told, drop) => {
    await rowsOf(driver, made);
    const folder = editionFolder('a', 5);
    const { code, stderr } = await runLoad([folder], { graph: GRAPH });
    expect(code, stderr).toBe(3);
    expect(stderr).toContain(told);
    expect(stderr).toContain(`: ${drop}`);
    expect(await inventory(driver)).toEqual({});
    await rowsOf(driver, drop);
    expect(await runLoad([folder], { graph: GRAPH })).toMatchObject({ code: 0 });
    await expectInForce(folder);
  });

  test('an index or a constraint that is no obstacle: stays, and the load completes', async () => {
    await rowsOf(driver, 'CREATE INDEX autre1 FOR (n:Métier) ON (n.nom)');
    await rowsOf(driver, 'CREATE CONSTRAINT autre2 FOR (n:Métier) REQUIRE (n.id, n.release) IS UNIQUE');
    await rowsOf(driver, 'CREATE CONSTRAINT autre4 FOR (n:Métier) REQUIRE n.codeInterne IS UNIQUE');
    await rowsOf(driver, 'CREATE CONSTRAINT autre3 FOR (n:Autre) REQUIRE n.id IS UNIQUE');
    for (const folder of [editionFolder('a', 5), editionFolder('b', 5)]) {
      expect(await runLoad([folder], { graph: GRAPH })).toMatchObject({ code: 0 });
      await expectInForce(folder);
    }
  });
});

describeNeo4j('A load over a link that falls silent', () => {
  test.each([
    ['from the start', null],
    ['in mid-write', 'CREATE (n:$($label))'],
    ['at the flip', 'SET g.release = $release'],
  ])(
    '%s: ends with 3 and says so; the next one completes',
    async (_what, words) => {
      const first = editionFolder('a', 5);
      await runLoad([first], { graph: GRAPH });
      const proxy = await openProxy({ port: Number(new URL(neo4jUri()).port) });
      if (words === null) proxy.trouble({ swallow: true });
      proxy.onBytes((direction, bytes) => {
        if (direction === 'up' && bytes.includes(words ?? '')) proxy.trouble({ swallow: true });
      });
      const uri = `bolt://127.0.0.1:${proxy.port}`;
      const folder = editionFolder('b', 300);
      // One that never ended would be ended by the test's own time.
      const { code, stderr } = await runLoad([folder], { graph: GRAPH, uri });
      await proxy.close();
      expect(code, stderr).toBe(3);
      expect(stderr.trimEnd().split('\n').at(-1)).toMatch(new RegExp(`${uri} (?:has not answered|\\(|was to be had)`));
      // The flip may have arrived: what is in force is one of the two, whole.
      if (words !== 'SET g.release = $release') await expectInForce(first);
      expect(await runLoad([folder], { graph: GRAPH })).toMatchObject({ code: 0 });
      await expectInForce(folder);
      expect(await inventory(driver)).toEqual(inventoryOf(load([folder], new Date(0)).content));
    },
    // A link that is silent is given up after 25 seconds.
    150_000,
  );
});
