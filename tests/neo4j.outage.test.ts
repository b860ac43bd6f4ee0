/** What a server over Neo4j does while Neo4j itself is ended, restarted, locked or read-only. The suite has a Neo4j of its own. */
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { canRun, freePort, type Neo4j, startNeo4j } from '../scripts/neo4j.mjs';
import { connect } from '../src/graph/neo4j/database.ts';
import { writeRelease } from '../src/graph/neo4j/write/release.ts';
import { VILLAGE } from './support/content.ts';
import { describeNeo4j, NEO4J_VERSION, openDriver, rowsOf } from './support/neo4j.ts';
import { QUIET } from './support/neo4jStores.ts';
import { openProxy, type TcpProxy } from './support/proxy.ts';
import { type Answer, parcours, query, SEEDS } from './support/server.ts';
import {
  AWAY,
  KINDS,
  openTroubled,
  rightAnswer,
  SOON,
  type Troubled,
  type TroubledOptions,
} from './support/trouble.ts';

const PASSWORD = 'parcours-parcours';
const WRONG = 'another-password-of-theirs';
const GRAPH = 'parcours';

let neo4j: Neo4j;
/** Its address is the one that Neo4j gives to those who come by neo4j://. */
let proxy: TcpProxy;
let right: string;
const open: Troubled[] = [];

describeNeo4j(
  'While its Neo4j is in trouble, a server',
  () => {
    beforeAll(async () => {
      const port = await freePort();
      proxy = await openProxy({ port });
      neo4j = await startNeo4j({
        version: NEO4J_VERSION,
        password: PASSWORD,
        port,
        advertised: `127.0.0.1:${proxy.port}`,
      });
      const at = { uri: `bolt://127.0.0.1:${port}`, database: 'neo4j', username: 'neo4j', password: PASSWORD };
      const driver = connect(at, 5);
      await writeRelease({ ...at, driver, graph: GRAPH }, VILLAGE, QUIET);
      await driver.close();
      right = await rightAnswer(VILLAGE);
    });
    afterEach(async () => {
      for (const troubled of open.splice(0)) await troubled.close();
      proxy.trouble({});
    });
    afterAll(async () => {
      await proxy?.close();
      await neo4j?.stop();
    });

    async function trouble(options: Partial<TroubledOptions> = {}): Promise<Troubled> {
      const troubled = await openTroubled({
        kind: 'live',
        graph: GRAPH,
        target: { port: neo4j.port },
        proxy,
        username: 'neo4j',
        password: PASSWORD,
        timings: SOON,
        ...options,
      });
      open.push(troubled);
      return troubled;
    }

    it('comes back by itself to a neo4j:// whose every address falls silent or is cut', async () => {
      const there = await trouble({ scheme: 'neo4j' });
      await there.readied();
      expect((await there.ask()).text).toBe(right);
      const taken = proxy.taken;
      await Promise.all(Array.from({ length: 4 }, () => there.ask()));
      proxy.cutAll('reset');
      expect((await there.ask()).text).toBe(right);
      expect(proxy.taken).toBeGreaterThan(taken);
      proxy.trouble({ swallow: true });
      expect((await there.ask()).json).toEqual(AWAY);
      expect((await there.ready()).json).toMatchObject({ trouble: 'silent' });
      proxy.trouble({});
      await there.readied();
      expect((await there.ask()).text).toBe(right);
    });

    it.each(KINDS)(
      'names the variable of a refused password, and does not try it again and again: %s',
      async (kind) => {
        let tries = 0;
        proxy.onBytes((direction, bytes) => {
          if (direction === 'up' && bytes.includes(WRONG)) tries += 1;
        });
        const there = await trouble({ kind, password: WRONG, timings: { ...SOON, refused: 60_000 } });
        await expect
          .poll(async () => (await there.ready()).json)
          .toEqual({ status: 'not ready', trouble: 'credentials' });
        for (const { status, json } of await Promise.all(Array.from({ length: 20 }, () => there.ask()))) {
          expect({ status, json }).toEqual({ status: 503, json: AWAY });
        }
        expect(tries).toBe(1);
        expect(there.said).toEqual([
          `bolt://127.0.0.1:${proxy.port} refuses the name or the password: set NEO4J_USERNAME and NEO4J_PASSWORD`,
        ]);
        const driver = openDriver(neo4j.uri, { username: 'neo4j', password: PASSWORD });
        expect(await rowsOf(driver, 'RETURN 1.0')).toEqual([[1]]);
        await driver.close();
      },
    );

    it('asks for a password where there is none', async () => {
      const there = await trouble({ password: null });
      await expect
        .poll(async () => (await there.ready()).json)
        .toEqual({ status: 'not ready', trouble: 'credentials' });
      expect(there.said).toEqual([expect.stringMatching(/set NEO4J_USERNAME and NEO4J_PASSWORD$/)]);
    });

    it('answers right or with the one error through a restart under load, and a mirror answers right all along', async () => {
      const [live, mirror] = await Promise.all([trouble(), trouble({ kind: 'mirror' })]);
      await Promise.all([live.readied(), mirror.readied()]);
      let over = false;
      const heard = await Promise.all([
        neo4j.restart().then(() => {
          over = true;
          return [];
        }),
        ...[live, live, live, mirror].map((server) => answersUntil(() => over, server)),
      ]);
      const [, ...answers] = heard as Answer[][];
      const ofMirror = answers.pop() ?? [];
      const ofLive = answers.flat();
      expect(other(ofLive)).toEqual([]);
      expect(ofLive.some(({ status }) => status === 503)).toBe(true);
      expect(new Set(ofMirror.map(({ text }) => text))).toEqual(new Set([right]));
      await Promise.all([live.readied(), mirror.readied()]);
      for (let i = 0; i < 20; i++) expect((await live.ask()).text).toBe(right);
      await expect.poll(async () => (await mirror.ready()).json).toMatchObject({ mirror: { database: 'up' } });
      expect([...live.served.reports, ...mirror.served.reports]).toEqual([]);
      expect(live.said.at(-1)).toBe(`bolt://127.0.0.1:${proxy.port} answers`);
    });

    it('is killed under load, and comes back read-only: what is read is right, and a load is refused in one line', async () => {
      const live = await trouble();
      await live.readied();
      let over = false;
      const answers = answersUntil(() => over, live);
      await neo4j.kill();
      await neo4j.restart({ readOnly: true });
      over = true;
      expect(other(await answers)).toEqual([]);
      await live.readied();
      expect((await live.ask()).text).toBe(right);
      const mirror = await trouble({ kind: 'mirror', scheme: 'neo4j' });
      await mirror.readied();
      expect((await mirror.ask()).text).toBe(right);
      for (const scheme of ['bolt', 'neo4j']) {
        const uri = `${scheme}://127.0.0.1:${proxy.port}`;
        const load = await parcours(['load', '--to', uri, SEEDS], { env: { NEO4J_PASSWORD: PASSWORD } }).ended;
        const lines = load.stderr.trim().split('\n');
        expect({ code: load.code, last: lines.at(-1) }).toEqual({
          code: 3,
          last: `parcours: the database at ${uri} is read-only: make it writable, or give another address`,
        });
        expect(load.stderr).not.toMatch(/\n\s+at /);
      }
    });

    it('says all of it to its operators without a password', async () => {
      for (const [password, words] of [
        [WRONG, 'set NEO4J_USERNAME and NEO4J_PASSWORD'],
        [PASSWORD, 'answering from the graph'],
      ] as const) {
        const server = parcours(['serve', '--port', '0', '--store', `neo4j://127.0.0.1:${proxy.port}`], {
          env: { NEO4J_PASSWORD: password },
        });
        const place = await server.origin();
        await server.said(words);
        await query(place, '{ metiers { totalCount } }');
        server.child.kill('SIGTERM');
        const { code, stderr, stdout } = await server.ended;
        expect(code).toBe(0);
        expect(stderr + stdout).not.toContain(password);
      }
    });
  },
  canRun(NEO4J_VERSION) ?? null,
);

/** What a client heard that asked one question after another. */
async function answersUntil(over: () => boolean, { ask }: Troubled): Promise<Answer[]> {
  const answers: Answer[] = [];
  while (!over()) {
    answers.push(await ask());
    // Refusals cost nothing: whoever asks again leaves others their turn.
    await new Promise((wake) => setTimeout(wake, 10));
  }
  return answers;
}

/** The answers that are neither right nor the one error. */
function other(answers: readonly Answer[]): string[] {
  const away = JSON.stringify(AWAY);
  return answers.map(({ text }) => text).filter((text) => text !== right && text !== away);
}
