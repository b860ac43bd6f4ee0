/** The Neo4j of scripts/neo4j.mjs, which the other suites stand on, and what is left of it when it ends. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { canRun, type Neo4j, startNeo4j } from '../scripts/neo4j.mjs';
import { describeNeo4j, emptyDatabase, NEO4J_VERSION, openDriver, rowsOf } from './support/neo4j.ts';
import { ROOT } from './support/server.ts';

const PASSWORD = 'parcours-parcours';
const VERSION_OF = "CALL dbms.components() YIELD name, versions WHERE name = 'Neo4j Kernel' RETURN versions[0]";

describeNeo4j('The Neo4j that the suites share', () => {
  it('answers, keeps what it is told, and can be emptied', async () => {
    const driver = openDriver();
    try {
      expect(await rowsOf(driver, 'RETURN 1.0')).toEqual([[1]]);
      await rowsOf(driver, 'CREATE CONSTRAINT probe_id FOR (p:Probe) REQUIRE p.id IS UNIQUE');
      await rowsOf(driver, 'CREATE INDEX probe_name FOR (p:Probe) ON (p.name)');
      await rowsOf(driver, 'UNWIND $ids AS id CREATE (:Probe {id: id})', { ids: ['a', 'b'] });
      expect(await rowsOf(driver, 'MATCH (p:Probe) RETURN p.id ORDER BY p.id')).toEqual([['a'], ['b']]);
      await emptyDatabase(driver);
      expect(await rowsOf(driver, 'MATCH (n) RETURN n')).toEqual([]);
      expect(await rowsOf(driver, "SHOW INDEXES YIELD name, type WHERE type <> 'LOOKUP' RETURN name")).toEqual([]);
    } finally {
      await driver.close();
    }
  });
});

describeNeo4j(
  'A Neo4j of our own',
  () => {
    let neo4j: Neo4j;
    const pids = new Set<number>();

    beforeAll(async () => {
      neo4j = await startNeo4j({ version: NEO4J_VERSION, password: PASSWORD });
      pids.add(neo4j.pid);
    });
    afterAll(() => neo4j?.stop());

    async function ask(statement: string, password = PASSWORD): Promise<unknown[][]> {
      const driver = openDriver(neo4j.uri, { username: 'neo4j', password });
      try {
        return await rowsOf(driver, statement);
      } finally {
        await driver.close();
      }
    }

    it('is of the version asked for', async () => {
      expect(await ask(VERSION_OF)).toEqual([[NEO4J_VERSION]]);
    });

    it('answers HTTP on the port of Bolt, as the health check of docker-compose.yml asks it', async () => {
      expect((await fetch(`http://127.0.0.1:${neo4j.port}`)).status).toBe(200);
    });

    it('lets in who knows the password, and nobody else', async () => {
      await expect(ask('RETURN 1', 'another-password')).rejects.toMatchObject({
        code: 'Neo.ClientError.Security.Unauthorized',
      });
    });

    it('keeps its port and its data over a restart, read-only from then on if asked to be', async () => {
      const { port } = neo4j;
      await ask("CREATE (:Probe {id: 'kept'})");
      await neo4j.restart({ readOnly: true });
      pids.add(neo4j.pid);
      expect(neo4j.port).toBe(port);
      expect(await ask('MATCH (p:Probe) RETURN p.id')).toEqual([['kept']]);
      await expect(ask('CREATE (:Probe)')).rejects.toMatchObject({
        code: 'Neo.ClientError.General.WriteOnReadOnlyAccessDatabase',
      });
    });

    it('comes back with its data after it was killed', async () => {
      await neo4j.kill();
      await expect(ask('RETURN 1')).rejects.toThrow();
      await neo4j.restart({ readOnly: false });
      pids.add(neo4j.pid);
      expect(await ask('MATCH (p:Probe) RETURN p.id')).toEqual([['kept']]);
    });

    it('leaves no process and no folder behind, however often it is stopped', async () => {
      expect(existsSync(neo4j.home)).toBe(true);
      await neo4j.stop();
      await neo4j.stop();
      expect(pids.size).toBe(3);
      expect([...pids].filter(runs)).toEqual([]);
      expect(existsSync(neo4j.home)).toBe(false);
    });

    it('leaves none behind either when whoever started it is killed', async () => {
      const script = `
        const { startNeo4j } = await import('./scripts/neo4j.mjs');
        const { pid, home } = await startNeo4j({ version: ${JSON.stringify(NEO4J_VERSION)} });
        console.log(JSON.stringify({ pid, home }));`;
      const starter = spawn(process.execPath, ['--input-type=module', '-e', script], {
        cwd: ROOT,
        stdio: ['ignore', 'pipe', 'inherit'],
      });
      const [line] = (await once(starter.stdout, 'data')) as [Buffer];
      const { pid, home } = JSON.parse(line.toString('utf8')) as { readonly pid: number; readonly home: string };
      expect([runs(pid), existsSync(home)]).toEqual([true, true]);
      starter.kill('SIGKILL');
      await expect.poll(() => [runs(pid), existsSync(home)], { timeout: 30_000 }).toEqual([false, false]);
    });

    it('says why it did not start', async () => {
      await expect(startNeo4j({ version: NEO4J_VERSION, password: 'short' })).rejects.toThrow(
        /refused the first password(?:.|\n)*8 characters/,
      );
    });
  },
  canRun(NEO4J_VERSION) ?? null,
);

/** A process that has ended and that nobody has waited for (Z) does not run. */
function runs(pid: number): boolean {
  if (!existsSync('/proc/self/stat')) {
    try {
      return process.kill(pid, 0);
    } catch {
      return false;
    }
  }
  const stat = `/proc/${pid}/stat`;
  return existsSync(stat) && !/\) Z /.test(readFileSync(stat, 'latin1'));
}
