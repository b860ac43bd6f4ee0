/**
 * A real Neo4j Community without Docker, for development and tests: on a port of 127.0.0.1, with a home that is thrown away.
 *
 *     node scripts/neo4j.mjs [--version 5.26.29] [--auth PASSWORD] [--read-only] [--port N] [--check]
 */
import { mkdtempSync, realpathSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { canRun, findJava, LONG_TERM, NEWEST, resolveJars } from './neo4j.needs.mjs';
import { configure, halt, serve, setInitialPassword, watch } from './neo4j.process.mjs';

export { canRun, LONG_TERM, NEWEST };

/** Below the ports that the system gives to others unasked, so that a port stays free while its server restarts. */
const PORTS = { first: 20_000, count: 12_000 };

export async function startNeo4j({ version = LONG_TERM, password, readOnly = false, port: wanted, advertised } = {}) {
  const missing = canRun(version);
  if (missing !== undefined) throw new Error(missing);
  const java = findJava(version);
  const jars = await resolveJars(version);
  const port = wanted ?? (await freePort());
  const home = mkdtempSync(join(tmpdir(), 'parcours-neo4j-'));
  const told = { home, version, port, advertised, auth: password !== undefined };
  const watcher = watch(home);
  let server;
  try {
    configure({ ...told, readOnly });
    if (password !== undefined) await setInitialPassword({ java, jars, home, password });
    await launch();
  } catch (error) {
    await stop();
    throw error;
  }
  return {
    version,
    java: java.release,
    port,
    uri: `neo4j://127.0.0.1:${port}`,
    home,
    get pid() {
      return server.pid;
    },
    get ended() {
      return server.ended;
    },
    kill,
    restart,
    stop,
  };

  async function launch() {
    server = serve({ version, java, jars, home });
    watcher.follow(server.pid);
    await server.started;
  }

  /** Ends the process at once, as a crash does; `restart` brings it back. */
  async function kill() {
    server.child.kill('SIGKILL');
    await server.ended;
    watcher.follow('');
  }

  async function restart(changes = {}) {
    await halt(server);
    watcher.follow('');
    if (changes.readOnly !== undefined) {
      configure({ ...told, readOnly: changes.readOnly });
    }
    await launch();
  }

  async function stop() {
    if (server !== undefined) await halt(server);
    watcher.follow('');
    await watcher.end();
  }
}

export function freePort(tries = 50) {
  const port = PORTS.first + Math.floor(Math.random() * PORTS.count);
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', (error) => (tries > 0 ? resolve(freePort(tries - 1)) : reject(error)));
    probe.listen(port, '127.0.0.1', () => probe.close(() => resolve(port)));
  });
}

async function main() {
  const { values } = parseArgs({
    options: {
      version: { type: 'string', default: LONG_TERM },
      auth: { type: 'string' },
      'read-only': { type: 'boolean', default: false },
      port: { type: 'string' },
      check: { type: 'boolean', default: false },
    },
  });
  const { version, auth: password, 'read-only': readOnly, port, check } = values;
  const missing = canRun(version);
  if (missing !== undefined) throw new Error(missing);
  if (check) return;
  const neo4j = await startNeo4j({
    version,
    password,
    readOnly,
    ...(port === undefined ? {} : { port: Number(port) }),
  });
  const who = password === undefined ? 'no password' : 'user neo4j, with the password given';
  console.log(
    `Neo4j ${version} on Java ${neo4j.java}: ${neo4j.uri} (${who}${readOnly ? ', read-only' : ''}); Ctrl-C ends it`,
  );
  let asked = false;
  const signalled = new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, resolve);
  }).then(() => {
    asked = true;
  });
  await Promise.race([signalled, neo4j.ended]);
  await neo4j.stop();
  process.exitCode = asked ? 0 : 1;
}

if (process.argv[1] !== undefined && realpathSync(process.argv[1]) === fileURLToPath(import.meta.url)) {
  try {
    await main();
  } catch (error) {
    console.error(error.message);
    process.exitCode = 1;
  }
}
