/** The process of a Neo4j: its settings, its first password, its start and its end, and who cleans up after it. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const START_MILLISECONDS_MAX = 120_000;
const STOP_MILLISECONDS_MAX = 15_000;
const LOG_CHARACTERS = 4_000;
const OPENED = ['java.nio', 'java.io', 'sun.nio.ch'].map((name) => `--add-opens=java.base/${name}=ALL-UNNAMED`);

/**
 * A shell that outlives this process however it ends: once its input is closed, it ends the process that it was told of
 * last, and removes the home. So nothing is left behind, even by `kill -9`.
 */
export function watch(home) {
  const script = `
    while read -r line; do pid=$line; done
    if [ -n "$pid" ]; then
      kill -TERM "$pid"
      tries=0
      while kill -0 "$pid" && [ "$tries" -lt ${STOP_MILLISECONDS_MAX / 100} ]; do sleep 0.1; tries=$((tries + 1)); done
      kill -KILL "$pid"
    fi
    rm -rf "$1" || { sleep 1; rm -rf "$1"; }`;
  const shell = spawn('sh', ['-c', script, 'sh', home], { detached: true, stdio: ['pipe', 'ignore', 'ignore'] });
  const ended = once(shell, 'close');
  return {
    follow: (pid) => {
      if (shell.stdin.writable) shell.stdin.write(`${pid}\n`);
    },
    end: async () => {
      shell.stdin.end();
      await ended;
    },
  };
}

/**
 * Settings that one of the two knows; each refuses to start with what it does not know. Both would wait five seconds, twice,
 * for clients to be quiet after their databases are closed; the newer versions look for others on the network.
 */
const ONLY_FIVE = { 'internal.dbms.bolt.netty_server_shutdown_quiet_period': 0 };
const ONLY_NEWER = {
  'internal.dbms.bolt.netty_server_shutdown_quiet_period_duration': '0s',
  'server.fleet_discovery.enabled': false,
  'dbms.fleet_manager.enabled': false,
};

export function configure({ home, version, port, advertised = `127.0.0.1:${port}`, readOnly, auth }) {
  const settings = {
    'server.default_listen_address': '127.0.0.1',
    'server.bolt.listen_address': `127.0.0.1:${port}`,
    'server.bolt.advertised_address': advertised,
    'server.http.enabled': false,
    'server.https.enabled': false,
    'dbms.security.auth_enabled': auth,
    'server.memory.heap.initial_size': '512m',
    'server.memory.heap.max_size': '1g',
    'server.memory.pagecache.size': '128m',
    'dbms.usage_report.enabled': false,
    // A database of one release needs no large files of its log.
    'db.tx_log.preallocate': false,
    ...(readOnly ? { 'server.databases.read_only': 'neo4j' } : {}),
    ...(isFive(version) ? ONLY_FIVE : ONLY_NEWER),
  };
  mkdirSync(join(home, 'conf'), { recursive: true });
  const lines = Object.entries(settings).map(([name, value]) => `${name}=${value}\n`);
  writeFileSync(join(home, 'conf/neo4j.conf'), lines.join(''));
}

export async function setInitialPassword({ java, jars, home, password }) {
  const told = ['dbms', 'set-initial-password', password];
  const tool = spawn(java.program, [...onClassPath(jars), 'org.neo4j.cli.AdminTool', ...told], {
    env: { ...process.env, NEO4J_HOME: home, NEO4J_CONF: join(home, 'conf') },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const log = collect(tool);
  const [code] = await once(tool, 'close');
  if (code !== 0) throw new Error(`Neo4j refused the first password:\n${log()}`);
}

/** \`started\` resolves once Neo4j says so, and rejects when it ends before, or takes too long. */
export function serve({ version, java, jars, home }) {
  const places = [`--home-dir=${home}`, `--config-dir=${join(home, 'conf')}`, '--console-mode'];
  const args = ['-Xms512m', '-Xmx1g', ...onClassPath(jars), mainClass(version), ...places];
  const child = spawn(java.program, args, { stdio: ['ignore', 'pipe', 'pipe'] });
  const log = collect(child);
  const ended = once(child, 'close').then(([code]) => code);
  const started = new Promise((resolve, reject) => {
    const fail = (what) => {
      clearTimeout(late);
      reject(new Error(`Neo4j ${what}; the end of what it said:\n${log()}`));
    };
    const late = setTimeout(() => fail(`did not start in ${START_MILLISECONDS_MAX / 1000} s`), START_MILLISECONDS_MAX);
    child.stdout.on('data', () => {
      if (!/Started\.$/m.test(log())) return;
      clearTimeout(late);
      resolve();
    });
    ended.then((code) => fail(`ended with exit code ${code} before it had started`), reject);
  });
  return { child, pid: child.pid, started, ended };
}

/** SIGTERM, and SIGKILL for one that does not listen. Resolves once the process is gone. */
export async function halt({ child, ended }) {
  const late = setTimeout(() => child.kill('SIGKILL'), STOP_MILLISECONDS_MAX);
  child.kill('SIGTERM');
  await ended;
  clearTimeout(late);
}

function isFive(version) {
  return version.startsWith('5.');
}

function mainClass(version) {
  return isFive(version) ? 'org.neo4j.server.CommunityEntryPoint' : 'org.neo4j.server.Neo4jCommunity';
}

function onClassPath(jars) {
  return ['-cp', join(jars, '*'), ...OPENED];
}

/** The end of what a process says, on either stream. */
function collect(child) {
  let log = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (bytes) => {
      log = (log + bytes).slice(-LOG_CHARACTERS);
    });
  }
  return () => log;
}
