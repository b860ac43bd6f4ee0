/** What a server over Neo4j does when its database, or the link to it, is in trouble. */
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { freePort } from '../scripts/neo4j.mjs';
import { openDatabase, TIMINGS } from '../src/graph/neo4j/database.ts';
import { contentOf, formation, metier, VILLAGE } from './support/content.ts';
import { describeNeo4j, neo4jUri, rowsOf } from './support/neo4j.ts';
import { databaseOptions, openShared, type Shared } from './support/neo4jStores.ts';
import { openProxy, type Target } from './support/proxy.ts';
import { ask, parcours, query } from './support/server.ts';
import {
  AWAY,
  DOCUMENT,
  dense,
  HEAVY,
  KINDS,
  LATE,
  openTroubled,
  rightAnswer,
  SOON,
  type Troubled,
  type TroubledOptions,
} from './support/trouble.ts';

/** The promise of the whole house: whatever the trouble, a request has its answer by then. */
const ANSWERED_MILLISECONDS_MAX = 2_500;

let shared: Shared;
let village: string;
let thicket: string;
let right: string;
let target: Target;
const open: Troubled[] = [];

describeNeo4j('A server over Neo4j,', () => {
  beforeAll(async () => {
    shared = openShared();
    const { hostname: host, port } = new URL(neo4jUri());
    target = { host, port: Number(port) };
    village = (await shared.put(VILLAGE)).graph;
    thicket = (await shared.put(dense(60))).graph;
    right = await rightAnswer(VILLAGE);
  });
  afterEach(async () => {
    for (const troubled of open.splice(0)) await troubled.close();
  });
  afterAll(() => shared?.close());

  async function trouble(options: Partial<TroubledOptions>): Promise<Troubled> {
    const troubled = await openTroubled({ kind: 'live', graph: village, target, ...options });
    open.push(troubled);
    return troubled;
  }

  describe.each(KINDS)('%s,', (kind) => {
    it('starts while nothing listens at its address, says so, and serves by itself once something does', async () => {
      const port = await freePort();
      const there = await trouble({ kind, address: `127.0.0.1:${port}` });
      expect((await ask(there.served, '/health')).status).toBe(200);
      expect(await timed(() => there.ask())).toEqual({ status: 503, json: AWAY, inTime: true });
      await expect
        .poll(async () => (await there.ready()).json)
        .toEqual({ status: 'not ready', trouble: 'unreachable' });
      expect((await there.ready()).status).toBe(503);
      expect((await there.ask('{ __typename }')).json).toEqual({ data: { __typename: 'Query' } });
      const proxy = await openProxy(target, port);
      try {
        await there.readied();
        expect((await there.ask()).text).toBe(right);
        expect(there.said.filter((line) => line.includes('no Neo4j answers'))).toHaveLength(1);
        expect(there.served.reports).toEqual([]);
      } finally {
        await proxy.close();
      }
    });

    it('starts on a link that swallows what is sent, refuses at once, and serves by itself once it speaks', async () => {
      const proxy = await openProxy(target);
      proxy.trouble({ swallow: true });
      const there = await trouble({ kind, proxy });
      expect(await timed(() => there.ask())).toEqual({ status: 503, json: AWAY, inTime: true });
      await expect
        .poll(async () => (await there.ready()).json, { timeout: ANSWERED_MILLISECONDS_MAX })
        .toEqual({ status: 'not ready', trouble: 'silent' });
      proxy.trouble({});
      await there.readied();
      expect((await there.ask()).text).toBe(right);
      expect(there.served.reports).toEqual([]);
    });
  });

  describe('live,', () => {
    it('ends what is under way when the link falls silent, and harms nobody else', async () => {
      const there = await trouble({});
      await there.readied();
      await there.ask();
      there.proxy.trouble({ swallow: true });
      const waiting = timed(() => there.ask());
      expect((await ask(there.served, '/health')).status).toBe(200);
      expect((await there.ask('{ __typename }')).status).toBe(200);
      expect(await waiting).toEqual({ status: 503, json: AWAY, inTime: true });
      // Noticed once, it costs the next ones nothing.
      const start = performance.now();
      for (let i = 0; i < 20; i++) expect((await there.ask()).json).toEqual(AWAY);
      expect(performance.now() - start).toBeLessThan(TIMINGS.silence);
      there.proxy.trouble({});
      await there.readied();
      expect((await there.ask()).text).toBe(right);
    });

    it.each(['up', 'down'] as const)('notices a link that is silent one way: %s', async (swallow) => {
      const there = await trouble({ timings: SOON });
      await there.readied();
      there.proxy.trouble({ swallow });
      expect(await timed(() => there.ask())).toEqual({ status: 503, json: AWAY, inTime: true });
      there.proxy.trouble({});
      await there.readied();
      expect((await there.ask()).text).toBe(right);
    });

    it.each(['reset', 'end'] as const)('answers right although its idle connections were cut: %s', async (how) => {
      const there = await trouble({ timings: SOON });
      await there.readied();
      const pulse = new Set(there.proxy.links);
      for (let i = 0; i < 5; i++) {
        await Promise.all([there.ask(), there.ask(), there.ask()]);
        for (const link of there.proxy.links) if (!pulse.has(link)) link.cut(how);
        expect((await there.ask()).text).toBe(right);
      }
      there.proxy.cutAll(how);
      expect((await there.ask()).text).toBe(right);
      expect(there.said).toEqual([]);
    });

    it('answers right, or with the one error, when the link is cut while statements run', async () => {
      const there = await trouble({ timings: SOON });
      await there.readied();
      there.proxy.trouble({ delay: 20 });
      for (let i = 0; i < 10; i++) {
        const asked = Promise.all(Array.from({ length: 4 }, () => there.ask()));
        await new Promise((wake) => setTimeout(wake, 10 * i));
        there.proxy.cutAll('reset');
        for (const answer of await asked) expectRightOrAway(answer);
      }
      there.proxy.trouble({});
      await there.readied();
      expect((await there.ask()).text).toBe(right);
      expect(there.served.reports).toEqual([]);
    });

    it('notices a link whose far end has closed its half', async () => {
      const there = await trouble({ timings: SOON });
      await there.readied();
      for (const direction of ['up', 'down'] as const) {
        for (const link of there.proxy.links) link.halfClose(direction);
        expectRightOrAway(await there.ask());
        await there.readied();
        expect((await there.ask()).text).toBe(right);
      }
    });

    it('replaces one connection that fell silent while the others work', async () => {
      const there = await trouble({ timings: SOON, deadline: 600, pool: 3 });
      await there.readied();
      const pulse = new Set(there.proxy.links);
      await Promise.all(Array.from({ length: 3 }, () => there.ask()));
      const silenced = there.proxy.links.filter((link) => !pulse.has(link)).slice(0, 1);
      expect(silenced).toHaveLength(1);
      for (const link of silenced) link.trouble({ swallow: true });
      const answers = [];
      for (let i = 0; i < 4; i++) answers.push(...(await Promise.all(Array.from({ length: 3 }, () => there.ask()))));
      for (const answer of answers) {
        if (answer.text !== right) expect(answer.json).toEqual(LATE);
      }
      expect(answers.filter(({ text }) => text !== right)).toHaveLength(1);
      expect(await there.ready()).toMatchObject({ status: 200 });
      await expect.poll(() => silenced.map(({ open }) => open)).toEqual([false]);
      const after = await Promise.all(Array.from({ length: 6 }, () => there.ask()));
      for (const { text } of after) expect(text).toBe(right);
    });

    it('answers right over a link of 300 ms each way', async () => {
      await Promise.all(
        (['bolt', 'neo4j'] as const).map(async (scheme) => {
          const proxy = await openProxy(target);
          proxy.trouble({ delay: 300 });
          const there = await trouble({ scheme, proxy });
          await there.readied();
          expect((await there.ask()).text).toBe(right);
          const answers = await Promise.all(Array.from({ length: 4 }, () => there.ask()));
          for (const { text } of answers) expect(text).toBe(right);
        }),
      );
    });

    it('keeps no connection, no timer and no memory of what fell silent, twenty times', async () => {
      const there = await trouble({ timings: SOON, pool: 4 });
      await there.readied();
      const timers = (): number => process.getActiveResourcesInfo().filter((name) => name === 'Timeout').length;
      const before = timers();
      for (let i = 0; i < 20; i++) {
        await Promise.all(Array.from({ length: 4 }, () => there.ask()));
        there.proxy.trouble({ swallow: true });
        const [one] = await Promise.all(Array.from({ length: 4 }, () => there.ask()));
        expect(one?.json).toEqual(AWAY);
        there.proxy.trouble({});
        await there.readied();
      }
      // Those of the pool, and the pulse's.
      await expect.poll(() => there.proxy.links.length).toBeLessThanOrEqual(4 + 1);
      await expect.poll(timers).toBeLessThanOrEqual(before + 1);
    });

    it('keeps at most one connection open while nobody speaks, however long', async () => {
      const proxy = await openProxy(target);
      proxy.trouble({ swallow: true });
      const there = await trouble({ timings: { ...SOON, verdict: 40, pulse: 10 }, proxy });
      await expect.poll(() => proxy.taken, { timeout: 10_000 }).toBeGreaterThan(20);
      expect(proxy.links.length).toBeLessThanOrEqual(1);
      expect((await there.ask()).json).toEqual(AWAY);
    });

    it('ends a question that takes too long, at the database too', async () => {
      const there = await trouble({ graph: thicket, deadline: 500 });
      await there.readied();
      const { status, json } = await there.ask(HEAVY);
      expect({ status, json }).toEqual({ status: 503, json: LATE });
      await expect.poll(running).toEqual([]);
      expect(there.served.reports).toEqual([]);
    });

    it('ends the question of a client that has left, at the database too', async () => {
      const there = await trouble({ graph: thicket });
      await there.readied();
      const leaving = new AbortController();
      const left = fetch(`${there.served.origin}/graphql`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ query: HEAVY }),
        signal: leaving.signal,
      }).catch((error: Error) => error.name);
      await expect.poll(running).toHaveLength(1);
      leaving.abort();
      expect(await left).toBe('AbortError');
      await expect.poll(running, { timeout: 2_000 }).toEqual([]);
      expect(there.served.reports).toEqual([]);
    });

    it('tells those who find every connection taken in bounded time, and serves them afterwards', async () => {
      const there = await trouble({ graph: thicket, pool: 1, deadline: 1_500 });
      await there.readied();
      const answers = await Promise.all([there.ask(HEAVY), there.ask('{ metiers(first: 1) { totalCount } }')]);
      for (const { json } of answers) expect(json).toEqual(LATE);
      expect((await there.ask('{ metiers(first: 1) { totalCount } }')).json).toEqual({
        data: { metiers: { totalCount: 60 } },
      });
    });

    it('answers through neo4j:// as through bolt://, the address that it advertises included', async () => {
      const there = await trouble({ scheme: 'neo4j', timings: SOON });
      await there.readied();
      expect((await there.ask()).text).toBe(right);
      there.proxy.cutAll('reset');
      expect((await there.ask()).text).toBe(right);
      there.proxy.trouble({ swallow: true });
      expect(await timed(() => there.ask())).toMatchObject({ inTime: true });
      there.proxy.trouble({});
      await there.readied();
      expect((await there.ask()).text).toBe(right);
    });
  });

  it('mirrored, goes on answering through cuts and silences, and says so', async () => {
    const there = await trouble({ kind: 'mirror', timings: SOON });
    await there.readied();
    there.proxy.trouble({ swallow: true });
    await expect
      .poll(async () => (await there.ready()).json)
      .toMatchObject({
        status: 'ready',
        mirror: { database: 'away' },
        trouble: 'silent',
      });
    expect((await there.ask()).text).toBe(right);
    there.proxy.trouble({});
    there.proxy.cutAll('reset');
    await expect.poll(async () => (await there.ready()).json).toMatchObject({ mirror: { database: 'up' } });
    await shared.put(
      contentOf({ Metier: [metier('MET.1', 'Autre')], Formation: [formation('FOR.1', 'Une')] }, {}, 'a'.repeat(64)),
      village,
    );
    await expect.poll(async () => (await there.ask()).text, { timeout: 10_000 }).toContain('Autre');
    await shared.put(VILLAGE, village);
    await expect.poll(async () => (await there.ask()).text, { timeout: 10_000 }).toBe(right);
  });

  describe('whatever the database holds,', () => {
    it.each(KINDS)('says that there is no release, and serves one when it comes: %s', async (kind) => {
      const graph = shared.newName();
      const there = await trouble({ kind, graph, timings: SOON });
      await expect.poll(async () => (await there.ready()).json).toEqual({ status: 'not ready', trouble: 'empty' });
      const { status, json } = await there.ask();
      expect({ status, json }).toEqual({ status: 503, json: AWAY });
      expect(there.said).toEqual([
        `the database holds no release of "${graph}": load one with parcours load --to <uri> <folder>`,
      ]);
      await shared.put(VILLAGE, graph);
      await there.readied();
      expect((await there.ask()).text).toBe(right);
    });

    it.each(KINDS)('refuses a release that a newer version wrote, and says what to do: %s', async (kind) => {
      const { graph } = await shared.put(VILLAGE);
      await rowsOf(shared.driver, 'MATCH (g:ParcoursGraph {name: $graph}) SET g.format = 2', { graph });
      const there = await trouble({ kind, graph, timings: SOON });
      await expect.poll(async () => (await there.ready()).json).toEqual({ status: 'not ready', trouble: 'format' });
      const { status, json } = await there.ask();
      expect({ status, json }).toEqual({ status: 503, json: AWAY });
      expect(there.said).toEqual([expect.stringContaining('format 2; this one reads up to 1')]);
    });

    it.each(KINDS)('says that the database has another name: %s', async (kind) => {
      const there = await trouble({ kind, database: 'nowhere', timings: SOON });
      await expect.poll(async () => (await there.ready()).json).toEqual({ status: 'not ready', trouble: 'database' });
      const { status, json } = await there.ask();
      expect({ status, json }).toEqual({ status: 503, json: AWAY });
      expect(there.said).toEqual([expect.stringMatching(/has no database named "nowhere": set NEO4J_DATABASE$/)]);
    });
  });

  it('ends at once at a signal, even with a dead link', async () => {
    const ends = await Promise.all(
      [[], ['--mirror']].map(async (mirror) => {
        const proxy = await openProxy(target);
        const server = parcours(['serve', '--port', '0', '--store', `bolt://127.0.0.1:${proxy.port}`, ...mirror], {
          env: { PARCOURS_GRAPH: village },
        });
        const place = await server.origin();
        await expect.poll(async () => (await ask(place, '/ready')).status, { timeout: 10_000 }).toBe(200);
        await query(place, DOCUMENT);
        // Connections that are made while the link falls silent are the ones that a driver never ends.
        proxy.cutAll('reset');
        proxy.trouble({ swallow: true });
        await query(place, DOCUMENT);
        await server.said('has not answered');
        const start = performance.now();
        server.child.kill('SIGTERM');
        const { code } = await server.ended;
        const soon = performance.now() - start < 1_500;
        await proxy.close();
        return { code, soon };
      }),
    );
    expect(ends).toEqual([
      { code: 0, soon: true },
      { code: 0, soon: true },
    ]);
  });

  it('ends at once when it is closed while a statement is under way on a dead link', async () => {
    const proxy = await openProxy(target);
    const database = openDatabase(
      { ...databaseOptions(`bolt://127.0.0.1:${proxy.port}`), timings: SOON },
      { text: 'RETURN 1', parameters: {}, heard: () => {} },
    );
    await database.run('RETURN 1', {});
    proxy.trouble({ swallow: true });
    const read = database.run('RETURN 1', {});
    database.close();
    await expect(read).rejects.toMatchObject({ failure: 'abandoned' });
    await expect(database.run('RETURN 1', {})).rejects.toMatchObject({ failure: 'abandoned' });
    await expect.poll(() => proxy.links.length).toBe(0);
    await proxy.close();
  });

  /** Statements of ours that run at the database now. */
  async function running(): Promise<unknown[]> {
    const rows = await rowsOf(shared.driver, 'SHOW TRANSACTIONS YIELD currentQuery RETURN currentQuery');
    return rows
      .flat()
      .filter((text) => typeof text === 'string' && text.includes('ParcoursGraph') && text.length > 400);
  }

  function expectRightOrAway({ text, json }: { readonly text: string; readonly json: unknown }): void {
    if (text !== right) expect(json).toEqual(AWAY);
  }
});

async function timed(asking: () => Promise<{ readonly status: number; readonly json: unknown }>) {
  const start = performance.now();
  const { status, json } = await asking();
  return { status, json, inTime: performance.now() - start < ANSWERED_MILLISECONDS_MAX };
}
