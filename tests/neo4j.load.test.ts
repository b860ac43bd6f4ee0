/** `parcours load` end to end: what it writes, what it leaves alone, what it says, and how it ends. */
import { execFileSync, spawnSync } from 'node:child_process';
import type { Driver, Plan } from 'neo4j-driver';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { load } from '../loaders/load.ts';
import { canRun, type Neo4j, startNeo4j } from '../scripts/neo4j.mjs';
import { openProgress } from '../src/cli/progress.ts';
import { readContent } from '../src/graph/neo4j/read.ts';
import { neo4jStore } from '../src/graph/neo4j/store.ts';
import { loadRelease, writeRelease } from '../src/graph/neo4j/write/release.ts';
import { topologyOf } from '../src/graph/topology.ts';
import { VILLAGE } from './support/content.ts';
import { folderOf } from './support/documents.ts';
import { editionFolder, editionOf, inventory, inventoryOf, runLoad, startLoad } from './support/loads.ts';
import { describeNeo4j, emptyDatabase, NEO4J_VERSION, neo4jMissing, neo4jUri, rowsOf } from './support/neo4j.ts';
import { openShared, QUIET, type Shared, storeOptions } from './support/neo4jStores.ts';
import { openProxy } from './support/proxy.ts';
import { command } from './support/server.ts';

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

const contentIn = (folder: string) => load([folder], new Date(0)).content;

/** Everything in the database, and what it is made of: the same when nothing was written. */
async function everything(): Promise<unknown> {
  const nodes = await rowsOf(driver, 'MATCH (n) RETURN labels(n), properties(n) AS all ORDER BY elementId(n)');
  const indexes = await rowsOf(driver, 'SHOW INDEXES YIELD name RETURN name ORDER BY name');
  return JSON.stringify([nodes, indexes, await inventory(driver)]);
}

async function inForce(graph = GRAPH): Promise<number> {
  const [[release]] = (await rowsOf(driver, 'MATCH (g:ParcoursGraph {name: $graph}) RETURN g.release', {
    graph,
  })) as [[number]];
  return release;
}

async function expectInForce(folder: string): Promise<void> {
  const content = contentIn(folder);
  const read = await readContent(shared.database, await inForce());
  expect(topologyOf(read)).toEqual(topologyOf(content));
  expect(read.fingerprint).toBe(content.fingerprint);
}

describeNeo4j('A load', () => {
  test('puts a release in force; again it changes nothing and says so; another one leaves nothing of it', async () => {
    const before = folderOf({ 'a.md': editionOf('a', 1, [1, 2, 3]), 'b.md': editionOf('a', 2, [3, 1]) });
    const first = await runLoad([before], { graph: GRAPH });
    expect(first).toMatchObject({ code: 0, stdout: '' });
    expect(first.stderr).toContain('release 1 is in force: 21 nodes and relationships');
    await expectInForce(before);
    expect(await inventory(driver)).toEqual(inventoryOf(contentIn(before)));

    const left = await everything();
    const again = await runLoad([before], { graph: GRAPH });
    expect(again).toMatchObject({ code: 0, stdout: '' });
    expect(again.stderr).toContain('nothing has changed: release 1 holds the same content\n');
    expect(await everything()).toBe(left);

    // One document is gone, one is new, and in the one that stays formations stand in another order.
    const after = folderOf({ 'a.md': editionOf('a', 1, [3, 1, 4]), 'c.md': editionOf('b', 3, [9]) });
    const second = await runLoad([after], { graph: GRAPH });
    expect(second).toMatchObject({ code: 0, stdout: '' });
    expect(second.stderr).toContain('release 1 removed\n');
    expect(await inForce()).toBe(2);
    await expectInForce(after);
    expect(await inventory(driver)).toEqual(inventoryOf(contentIn(after)));
  });

  test('creates its constraints and indexes where they are absent, under names with a version', async () => {
    await runLoad([editionFolder('a', 3)], { graph: GRAPH });
    const names = (
      await rowsOf(driver, "SHOW INDEXES YIELD name, type WHERE type <> 'LOOKUP' RETURN name ORDER BY name")
    ).flat();
    const kinds = ['formation', 'interet', 'metier', 'rome', 'statut'];
    expect(names).toEqual(
      ['counter', 'graph', 'release', ...kinds.flatMap((kind) => [`${kind}_id`, `${kind}_ordre`, `${kind}_search`])]
        .map((what) => `parcours_${what}_1`)
        .sort(),
    );
  });

  test('that is dry says what would change and writes nothing, into an empty database or over a release', async () => {
    const before = folderOf({ 'a.md': editionOf('a', 1, [1, 2]), 'b.md': editionOf('a', 2, [2, 1]) });
    const nothing = await everything();
    const empty = await runLoad([before], { graph: GRAPH, flags: ['--dry-run'] });
    expect(empty.code).toBe(0);
    expect(empty.stdout).toContain('Metier: 2 added (MET.1, MET.2), 0 removed, 0 changed\n');
    expect(await everything()).toBe(nothing);

    await runLoad([before], { graph: GRAPH });
    const loaded = await everything();
    const after = folderOf({ 'a.md': editionOf('a', 1, [2, 1]), 'c.md': editionOf('a', 3, [2]) });
    const dry = await runLoad([after], { graph: GRAPH, flags: ['--dry-run'] });
    expect(dry).toMatchObject({ code: 0 });
    expect(dry.stdout).toBe(
      [
        'Metier: 1 added (MET.3), 1 removed (MET.2), 0 changed',
        'Interet: 1 added (INTERET.j-aime-coudre-3-a), 1 removed (INTERET.j-aime-coudre-2-a), 0 changed',
        'Rome: 1 added (ROME.B1003), 1 removed (ROME.B1002), 0 changed',
        'RECOMMANDE: 1 added (MET.3 → FOR.2), 2 removed (MET.2 → FOR.2, MET.2 → FOR.1), 1 changed (MET.1)',
        'EXERCE_SOUS: 1 added (MET.3 → STATUT.artisan-a), 1 removed (MET.2 → STATUT.artisan-a), 0 changed',
        'REPOND_A: 1 added (MET.3 → INTERET.j-aime-coudre-3-a), 1 removed (MET.2 → INTERET.j-aime-coudre-2-a), 0 changed',
        'CLASSE_SOUS: 1 added (MET.3 → ROME.B1003), 1 removed (MET.2 → ROME.B1002), 0 changed',
        '',
      ].join('\n'),
    );
    expect(dry.stderr).toContain('nothing was written: --dry-run\n');
    expect(await everything()).toBe(loaded);
  });

  test('of documents in error under --strict, or of no métier, ends with 1 and writes nothing', async () => {
    const nothing = await everything();
    const faulty = folderOf({ 'a.md': editionOf('a', 1, [1]), 'b.md': '# sans identifiant\n' });
    const strict = await runLoad([faulty], { graph: GRAPH, flags: ['--strict'] });
    expect(strict.code).toBe(1);
    expect(strict.stderr).toContain('nothing is loaded: --strict refuses documents in error\n');
    const none = await runLoad([folderOf({ 'a.md': '# sans identifiant\n' })], { graph: GRAPH });
    expect(none.code).toBe(1);
    expect(none.stderr).toContain('there is no métier to load\n');
    expect(await everything()).toBe(nothing);
  });

  test('of a path that is not there beside one that is ends with 1 and writes nothing', async () => {
    const ended = await runLoad([editionFolder('a', 3), '/misspelt'], { graph: GRAPH });
    expect(ended.code).toBe(1);
    expect(ended.stderr).toContain('error[not-found]');
    expect(ended.stderr).toContain('nothing is loaded: a path that was given is not there\n');
    expect(await rowsOf(driver, 'MATCH (n) RETURN n')).toEqual([]);
  });

  test.each([
    ['a node that is gone', "MATCH (m:Métier {id: 'MET.1'}) DETACH DELETE m"],
    ['a relationship that is gone', "MATCH (:Métier {id: 'MET.1'})-[e:RECOMMANDE]->() WITH e LIMIT 1 DELETE e"],
    [
      'a relationship that was added',
      "MATCH (m:Métier {id: 'MET.1'}), (f:Formation) WHERE NOT (m)-->(f) WITH m, f LIMIT 1 CREATE (m)-[:RECOMMANDE {rang: 99}]->(f)",
    ],
  ])('of the same documents over a release that somebody changed, by %s, writes it anew', async (_what, change) => {
    const folder = editionFolder('a', 5);
    await runLoad([folder], { graph: GRAPH });
    await rowsOf(driver, change);
    const dry = await runLoad([folder], { graph: GRAPH, flags: ['--dry-run'] });
    expect(dry.code).toBe(3);
    expect(dry.stderr).toContain(
      'release 1 does not hold what it says of itself, somebody changed its nodes: load the documents again\n',
    );
    const ended = await runLoad([folder], { graph: GRAPH });
    expect(ended, ended.stderr).toMatchObject({ code: 0 });
    expect(ended.stderr).toMatch(
      /release 1 should hold [0-9]+ nodes and relationships, and holds [0-9]+: it is written anew\n/,
    );
    await expectInForce(folder);
  });

  test('refuses to replace a release of a newer format, and leaves it unharmed', async () => {
    await runLoad([editionFolder('a', 3)], { graph: GRAPH });
    await rowsOf(driver, 'MATCH (g:ParcoursGraph) SET g.format = 2');
    const left = await everything();
    const ended = await runLoad([editionFolder('b', 3)], { graph: GRAPH });
    expect(ended.code).toBe(3);
    expect(ended.stderr).toContain('was written by a newer parcours (format 2; this one writes 1): update parcours\n');
    expect(await everything()).toBe(left);
  });

  test('leaves data that is not ours, and nodes of ours that it is linked to, and tells of those', async () => {
    await rowsOf(
      driver,
      "CREATE (:Formation {id: 'FOR.1', nom: 'not ours'})-[:TAUGHT_BY]->(:Teacher {name: 'x'}), (:Rome {code: 'B1001'})",
    );
    const other = VILLAGE;
    await shared.put(other, 'another');
    await runLoad([editionFolder('a', 5)], { graph: GRAPH });
    await rowsOf(
      driver,
      "MATCH (m:`Métier` {id: 'MET.2', release: 2}) MATCH (t:Teacher) CREATE (t)-[:RECOMMENDS]->(m)",
    );
    const folder = editionFolder('b', 6);
    const ended = await runLoad([folder], { graph: GRAPH });
    expect(ended.code).toBe(0);
    expect(ended.stderr).toContain(
      'release 2 removed, but for 1 nodes that have relationships which are not ours: they stay\n',
    );
    await expectInForce(folder);
    expect(topologyOf(await readContent(shared.database, await inForce('another')))).toEqual(topologyOf(other));
    const foreign = [
      "MATCH (f:Formation {nom: 'not ours'})-[:TAUGHT_BY]->(:Teacher)-[:RECOMMENDS]->(m:`Métier`) RETURN m.id",
      "MATCH (r:Rome {code: 'B1001'}) WHERE r.release IS NULL RETURN r.code",
      'MATCH (m:`Métier` {release: 2})-[e]-() RETURN type(e)',
    ];
    expect(await Promise.all(foreign.map((text) => rowsOf(driver, text)))).toEqual([
      [['MET.2']],
      [['B1001']],
      [['RECOMMENDS']],
    ]);
  });

  test('into several graphs at once gives each release a number of its own', async () => {
    const graphs = ['g1', 'g2', 'g3', 'g4', 'g5', 'g6'];
    await shared.put(VILLAGE, 'g0');
    const stored = await Promise.all(graphs.map((graph) => shared.put(VILLAGE, graph)));
    expect(stored.map(({ release }) => release).sort()).toEqual([2, 3, 4, 5, 6, 7]);
  });

  test('that ended before its first release leaves a graph that live stores call empty', async () => {
    await rowsOf(driver, "CREATE (:ParcoursGraph {name: 'begun'})");
    const store = neo4jStore(storeOptions('begun'));
    await expect(store.current().release()).rejects.toMatchObject({ failure: 'empty' });
    store.close();
  });

  test('whose release is removed by somebody while it is written fails, and puts nothing in force', async () => {
    const target = { driver, uri: neo4jUri(), database: 'neo4j', graph: GRAPH };
    let pending: Promise<unknown> = Promise.resolve();
    const load = loadRelease(target, VILLAGE, {
      say: () => {
        pending = rowsOf(driver, 'MATCH (r:ParcoursRelease) DELETE r');
      },
      progress: () => {},
    });
    await expect(load).rejects.toThrow('somebody removed release 1 while it was written: load it again');
    await pending;
    expect(await inForce()).toBeNull();
  });
});

describeNeo4j('The statements of a load', () => {
  test('find nodes by index, and multiply nothing', async () => {
    const sent: { text: string; parameters: unknown }[] = [];
    const listening = new Proxy(driver, {
      get: (target, name) => (name === 'session' ? opened : Reflect.get(target, name)),
    });
    const opened: Driver['session'] = (options) => {
      const session = driver.session(options);
      const run = session.run.bind(session);
      session.run = ((text: string, parameters: unknown, config: never) => {
        sent.push({ text, parameters });
        return run(text, parameters, config);
      }) as typeof session.run;
      return session;
    };
    const target = { driver: listening, uri: neo4jUri(), database: 'neo4j', graph: GRAPH };
    await writeRelease(target, VILLAGE, QUIET);
    await writeRelease(target, contentIn(editionFolder('b', 6)), QUIET);
    await rowsOf(driver, 'MATCH (r:ParcoursRelease) SET r.flipped = false');
    await loadRelease(target, contentIn(editionFolder('a', 6)), QUIET);
    const texts = new Map(sent.map(({ text, parameters }) => [text, parameters]));
    let planned = 0;
    let batches = 0;
    for (const [text, parameters] of texts) {
      if (/^(?:SHOW|CREATE)/.test(text)) continue;
      const { summary } = await driver.executeQuery(`EXPLAIN ${text}`, parameters as never, { database: 'neo4j' });
      const operators = operatorsOf(summary.plan as Plan);
      if (text.includes('UNWIND $rows')) {
        // What is eager over the one row of the lock costs nothing; over the rows of a batch, it would keep them all.
        const [rows = []] = branchesOf(summary.plan as Plan).filter((one) => one.some((each) => /^Unwind/.test(each)));
        expect(rows.join('\n'), text).toContain('$rows');
        expect(
          rows.filter((one) => one.startsWith('Eager')),
          text,
        ).toEqual([]);
        batches += 1;
      }
      planned += 1;
      expect(
        operators.filter(
          (one) => /CartesianProduct|AllNodesScan|ByLabelScan/.test(one) && !one.includes('ParcoursRelease'),
        ),
        text,
      ).toEqual([]);
    }
    expect(planned).toBeGreaterThan(20);
    expect(batches).toBeGreaterThan(4);
  });
});

/** The operators of each subquery that is run for its effects: what it does, not what it is done for. */
function branchesOf(plan: Plan): string[][] {
  const own = plan.operatorType.startsWith('SubqueryForeach') ? [operatorsOf(plan.children[1] as Plan)] : [];
  return [...own, ...plan.children.flatMap(branchesOf)];
}

function operatorsOf(plan: Plan): string[] {
  return [`${plan.operatorType} ${plan.arguments['Details'] ?? ''}`, ...plan.children.flatMap(operatorsOf)];
}

describeNeo4j('A load that cannot be', () => {
  const folder = () => folderOf({ 'a.md': editionOf('a', 1, [1]) });

  test.each([
    ['with a password in it', 'bolt://neo4j:parcours-secret@127.0.0.1:7687', 'NEO4J_USERNAME and NEO4J_PASSWORD'],
    ['of another scheme', 'https://127.0.0.1:7687', 'it must be an address like neo4j://localhost:7687'],
    ['that is none', 'bolt:/127.0.0.1', 'it must be an address like neo4j://localhost:7687'],
    ['with a database in it', 'bolt://127.0.0.1:7687/neo4j', 'NEO4J_DATABASE names the database'],
  ])('by its address, one %s, ends with 2 and repeats no password', async (_what, uri, says) => {
    const { code, stderr } = await runLoad([folder()], { graph: GRAPH, uri });
    expect(code).toBe(2);
    expect(stderr).toContain(says);
    expect(stderr).not.toContain('parcours-secret');
  });

  test("by its graph's name ends with 2 and names the variable", async () => {
    const { code, stderr } = await runLoad([folder()], { graph: 'Not a name' });
    expect(code).toBe(2);
    expect(stderr).toContain('PARCOURS_GRAPH');
  });

  test.each(['bolt', 'neo4j'])(
    'since nobody answers at its %s address ends with 3 before long',
    async (scheme) => {
      const uri = `${scheme}://127.0.0.1:1`;
      const { code, stderr } = await runLoad([folder()], { graph: GRAPH, uri });
      expect(code).toBe(3);
      expect(lastLineOf(stderr)).toContain(`parcours: no Neo4j answers at ${uri}`);
    },
    10_000,
  );

  test('since the server has no such database ends with 3', async () => {
    const { code, stderr } = await runLoad([folder()], { graph: GRAPH, env: { NEO4J_DATABASE: 'elsewhere' } });
    expect(code).toBe(3);
    expect(lastLineOf(stderr)).toContain('has no database named "elsewhere": set NEO4J_DATABASE');
  });
});

describeNeo4j(
  'A load into a server of our own',
  () => {
    let server: Neo4j;
    beforeAll(async () => {
      server = await startNeo4j({ version: NEO4J_VERSION, password: 'parcours-parcours' });
    });
    afterAll(() => server?.stop());

    test('that refuses the password, or all writes, ends with 3 and a line that says so', async () => {
      const folder = folderOf({ 'a.md': editionOf('a', 1, [1]) });
      const env = { NEO4J_USERNAME: 'neo4j', NEO4J_PASSWORD: 'parcours-parcours' };
      const at = { graph: GRAPH, uri: server.uri };
      const wrong = await runLoad([folder], { ...at, env: { ...env, NEO4J_PASSWORD: 'guessed-wrong' } });
      expect(wrong.code).toBe(3);
      expect(lastLineOf(wrong.stderr)).toBe(
        `parcours: ${server.uri} refuses the name or the password: set NEO4J_USERNAME and NEO4J_PASSWORD`,
      );
      expect(await runLoad([folder], { ...at, env })).toMatchObject({ code: 0 });
      await server.restart({ readOnly: true });
      const other = folderOf({ 'a.md': editionOf('b', 1, [1]) });
      const readOnly = await runLoad([other], { ...at, env });
      expect(readOnly.code).toBe(3);
      expect(lastLineOf(readOnly.stderr)).toContain(`at ${server.uri} is read-only`);
    });
  },
  canRun(NEO4J_VERSION) ?? null,
);

describeNeo4j('Loaders and their lock', () => {
  test('of two at once one wins, and the other ends with 3 and says who holds the lock since when', async () => {
    // Whoever replaces it keeps the lock for some seconds more.
    await runLoad([editionFolder('c', 5)], { graph: GRAPH });
    const folders = [editionFolder('a', 400), editionFolder('b', 400)] as const;
    const loaders = folders.map((folder) => startLoad([folder], { graph: GRAPH }));
    const ended = await Promise.all(loaders.map(({ ended }) => ended));
    expect(ended.map(({ code }) => code).sort()).toEqual([0, 3]);
    const winner = ended.findIndex(({ code }) => code === 0);
    const loser = ended[1 - winner];
    expect(lastLineOf(loser?.stderr ?? '')).toMatch(
      new RegExp(
        `^parcours: another loader is at work on the graph "loaded": process ${loaders[winner]?.child.pid} on \\S+, since 20\\S+; wait until it has ended$`,
      ),
    );
    await expectInForce(folders[winner] as string);
    expect(await inventory(driver)).toEqual(inventoryOf(contentIn(folders[winner] as string)));
  });

  test('one that was paused until another took over writes nothing more, and ends with 3', async () => {
    await runLoad([editionFolder('a', 5)], { graph: GRAPH });
    const paused = startLoad([editionFolder('b', 1_500, 10)], { graph: GRAPH });
    await paused.said('writing release');
    paused.child.kill('SIGSTOP');
    const folder = editionFolder('c', 300);
    const ended = await runLoad([folder], { graph: GRAPH });
    expect(ended, ended.stderr).toMatchObject({ code: 0 });
    paused.child.kill('SIGCONT');
    const late = await paused.ended;
    expect(late.code).toBe(3);
    expect(lastLineOf(late.stderr)).toBe(
      'parcours: another loader took over the graph "loaded": this one was not heard of for too long',
    );
    await expectInForce(folder);
    expect(await inventory(driver)).toEqual(inventoryOf(contentIn(folder)));
  });

  test.each([
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ] as const)(
    '%s while it writes ends it with %i: nothing has changed, and the next one starts at once',
    async (signal, code) => {
      const folder = editionFolder('a', 20);
      await runLoad([folder], { graph: GRAPH });
      const stopped = startLoad([editionFolder('b', 1_500, 10)], { graph: GRAPH });
      await stopped.said('writing release');
      stopped.child.kill(signal);
      const { code: ended, stderr } = await stopped.ended;
      expect(ended).toBe(code);
      expect(lastLineOf(stderr)).toBe('parcours: stopped: nothing has changed for readers');
      await expectInForce(folder);
      expect(await rowsOf(driver, 'MATCH (g:ParcoursGraph) RETURN keys(g) ORDER BY g.name')).toEqual([
        [expect.not.arrayContaining(['owner'])],
      ]);
      const next = await runLoad([folder], { graph: GRAPH });
      expect(next.stderr).toContain('nothing has changed: release 1 holds the same content\n');
      expect(await inventory(driver)).toEqual(inventoryOf(contentIn(folder)));
    },
  );

  test('a signal once the release is in force ends it too, and says that it is', async () => {
    await runLoad([editionFolder('a', 5)], { graph: GRAPH });
    const folder = editionFolder('b', 5);
    const stopped = startLoad([folder], { graph: GRAPH });
    await stopped.said('kept for requests under way');
    stopped.child.kill('SIGTERM');
    const { code, stderr } = await stopped.ended;
    expect(code).toBe(143);
    expect(lastLineOf(stderr)).toBe(
      'parcours: stopped: the release is in force; the next load removes what it replaced',
    );
    await expectInForce(folder);
  });
});

describeNeo4j('A signal while the link is silent', () => {
  async function stoppedAt(words: string, flags: readonly string[] = []) {
    const folder = editionFolder('a', 5);
    await runLoad([folder], { graph: GRAPH });
    const proxy = await openProxy({ port: Number(new URL(neo4jUri()).port) });
    const stopped = startLoad([editionFolder('b', 6)], { graph: GRAPH, uri: `bolt://127.0.0.1:${proxy.port}`, flags });
    let asked = 0;
    proxy.onBytes((direction, bytes) => {
      if (direction !== 'up' || !bytes.includes(words)) return;
      proxy.trouble({ swallow: 'down' });
      asked = performance.now();
      stopped.child.kill('SIGINT');
    });
    const { code, stderr } = await stopped.ended;
    const seconds = (performance.now() - asked) / 1_000;
    await proxy.close();
    return { folder, code, line: lastLineOf(stderr), patient: seconds > 10 };
  }

  test('ends a load soon: nothing has changed', async () => {
    const { folder, ...ended } = await stoppedAt('CREATE (n:$($label))');
    expect(ended).toEqual({ code: 130, line: 'parcours: stopped: nothing has changed for readers', patient: false });
    await expectInForce(folder);
  });

  test('ends it at the flip: nobody knows what is in force, and the next load tells', async () => {
    const { folder: _old, ...ended } = await stoppedAt('SET g.release = $release');
    expect(ended).toEqual({
      code: 130,
      line: 'parcours: stopped: it is not known whether the release is in force: load it again, which tells, and changes nothing if it is',
      patient: false,
    });
    const again = await runLoad([editionFolder('b', 6)], { graph: GRAPH });
    expect(again, again.stderr).toMatchObject({ code: 0 });
    await expectInForce(editionFolder('b', 6));
  });

  test('ends a dry run, which wrote nothing', async () => {
    const { folder, ...ended } = await stoppedAt('ParcoursRelease', ['--dry-run']);
    expect(ended).toEqual({ code: 130, line: 'parcours: stopped: nothing was written', patient: false });
    await expectInForce(folder);
  });
});

describeNeo4j('A link that is cut when the server has done what it was told, before it can say so', () => {
  test.each([
    ['the lock', 'MERGE (g:ParcoursGraph', 1],
    ['the number of the release', 'CREATE (r:ParcoursRelease', 1],
    ['the first nodes', 'CREATE (n:$($label))', 1],
    ['later nodes', 'CREATE (n:$($label))', 4],
    ['relationships', ']->(b)', 2],
    ['the flip', 'SET g.release = $release', 1],
    ['the end of the lock', 'REMOVE g.owner', 1],
  ])('at %s: nothing is written twice, and the load completes', async (_what, words, time) => {
    await runLoad([editionFolder('a', 5)], { graph: GRAPH });
    await rowsOf(driver, 'MATCH (r:ParcoursRelease) SET r.flipped = false');
    const proxy = await openProxy({ port: Number(new URL(neo4jUri()).port) });
    let times = 0;
    proxy.onBytes((direction, bytes) => {
      if (direction !== 'up' || !bytes.includes(words) || ++times !== time) return;
      proxy.trouble({ swallow: 'down' });
      setTimeout(() => {
        proxy.trouble({});
        proxy.cutAll('reset');
      }, 400);
    });
    const folder = editionFolder('b', 300);
    const ended = await runLoad([folder], { graph: GRAPH, uri: `bolt://127.0.0.1:${proxy.port}` });
    await proxy.close();
    expect(times).toBeGreaterThanOrEqual(time);
    expect(ended, ended.stderr).toMatchObject({ code: 0 });
    await expectInForce(folder);
    expect(await inventory(driver)).toEqual(inventoryOf(contentIn(folder)));
  });

  test('at the first statement: the load fails clearly and nothing has changed', async () => {
    const nothing = await everything();
    const proxy = await openProxy({ port: Number(new URL(neo4jUri()).port) });
    proxy.onBytes((direction, bytes) => {
      if (direction === 'up' && bytes.includes('SHOW INDEXES')) proxy.cutAll('reset');
    });
    const uri = `bolt://127.0.0.1:${proxy.port}`;
    const { code, stderr } = await runLoad([editionFolder('b', 3)], { graph: GRAPH, uri });
    await proxy.close();
    expect(code).toBe(3);
    expect(lastLineOf(stderr)).toContain(`parcours: no Neo4j answers at ${uri}`);
    expect(await everything()).toBe(nothing);
  });
});

describe('Progress', () => {
  const told = (isTTY: boolean, steps: readonly number[]): string => {
    const written: string[] = [];
    const progress = openProgress({ isTTY, write: (text) => written.push(text) }, 'rows');
    for (const done of steps) progress.tell(done, 100);
    progress.end();
    return written.join('');
  };

  test('is a few plain lines where there is no terminal', () => {
    expect(told(false, [1, 19, 20, 21, 60, 99, 100])).toBe(
      'parcours: 20 of 100 rows\nparcours: 60 of 100 rows\nparcours: 99 of 100 rows\nparcours: 100 of 100 rows\n',
    );
  });

  test('is a bar on a terminal, which ends its line once: when it is full, or when it is left', () => {
    const [empty, full] = ['░', '█'];
    expect(told(true, [50, 100])).toBe(
      `\r${full.repeat(15)}${empty.repeat(15)} 50 % of 100 rows\r${full.repeat(30)} 100 % of 100 rows\n`,
    );
    expect(told(true, [99])).toBe(`\r${full.repeat(29)}${empty} 99 % of 100 rows\n`);
  });

  describeNeo4j(
    'of the command',
    () => {
      test('is a bar on a real terminal, and its lines stand apart from it', () => {
        const folder = editionFolder('a', 50);
        const line = `${process.execPath} ${command()} load ${folder} --to ${neo4jUri()}`;
        const drawn = execFileSync('script', ['-qec', line, '/dev/null'], {
          encoding: 'utf8',
          env: { PATH: process.env['PATH'], NO_COLOR: '1' },
        });
        expect(drawn).toMatch(/\r█+░* [0-9]+ % of [0-9]+ rows(?:\r|\n)/);
        expect(drawn).toMatch(/\r█{30} 100 % of [0-9]+ rows\r?\nparcours: release 1 is in force/);
      });
    },
    neo4jMissing ?? (spawnSync('script', ['--version']).error === undefined ? null : 'no command "script"'),
  );
});

function lastLineOf(text: string): string {
  return text.trimEnd().split('\n').at(-1) ?? '';
}
