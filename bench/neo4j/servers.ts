/** The servers, one process each: Parcours live and as a mirror, and the peer with packages of its own. */
import { type ChildProcess, execFileSync, fork, spawn } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { mirrorStore } from '../../src/graph/neo4j/mirror.ts';
import { neo4jStore } from '../../src/graph/neo4j/store.ts';
import { LIMITS } from '../../src/schema/limits.ts';
import { createSchema } from '../../src/schema/schema.ts';
import { createGraphql } from '../../src/server/graphql.ts';
import { createHttpServer } from '../../src/server/http.ts';

export interface Place {
  readonly uri: string;
  readonly database: string;
  readonly graph: string;
}

export const SUBJECTS = ['@neo4j/graphql', 'parcours live', 'parcours mirror'] as const;
export type Subject = (typeof SUBJECTS)[number];

/** The release of which workload E serves more nodes than a request may have unless configured otherwise. */
const NODES_MAX = 100_000;
const VALUES_MAX = 1_000_000;
const CONNECTIONS = 50;
const DEADLINE_MILLISECONDS = 20_000;
const PEER_FOLDER = '.cache/bench-neo4j';

export interface Started {
  readonly port: number;
  readonly stop: () => void;
}

export async function startSubject(subject: Subject, { uri, database, graph }: Place): Promise<Started> {
  const child =
    subject === '@neo4j/graphql'
      ? forked(`${installedPeer()}/peer.mjs`, [uri, database])
      : forked(process.argv[1] ?? '', ['--server', subject, uri, database, graph]);
  return { port: Number(await told(child)), stop: () => void child.kill() };
}

export async function runSubject(subject: Subject, { uri, database, graph }: Place): Promise<void> {
  const options = { uri, database, graph, username: '', password: null, pool: CONNECTIONS, say: () => {} };
  const open = subject === 'parcours live' ? neo4jStore : mirrorStore;
  const store = {
    ...open({ ...options, deadline: DEADLINE_MILLISECONDS }),
    replace: () => Promise.reject(new Error('this store is only read')),
  };
  while (!(await store.status()).ready) await new Promise((wake) => setTimeout(wake, 50));
  const limits = { ...LIMITS, nodesMax: NODES_MAX, valuesMax: VALUES_MAX };
  const graphql = createGraphql(createSchema(), store, limits, (error) => console.error(error));
  const server = createHttpServer({ graphql, store, graphiqlFolder: '', report: console.error });
  server.listen(0, '127.0.0.1', () => process.send?.((server.address() as AddressInfo).port));
}

/** A Neo4j of our own on a free port, for as long as this runs. */
export function startNeo4j(): Promise<{ readonly uri: string; readonly stop: () => void }> {
  const child = spawn(process.execPath, ['scripts/neo4j.mjs'], { stdio: ['ignore', 'pipe', 'inherit'] });
  return new Promise((resolve, reject) => {
    let heard = '';
    child.stdout.on('data', (bytes: Buffer) => {
      heard += String(bytes);
      const uri = /neo4j:\/\/[0-9.]+:[0-9]+/.exec(heard)?.[0];
      if (uri !== undefined) resolve({ uri, stop: () => void child.kill() });
    });
    child.once('exit', () => reject(new Error('there is no Neo4j: set NEO4J_BENCH_URI, or see scripts/neo4j.mjs')));
  });
}

/** Its packages are no dependencies of this project: they are installed when they are first wanted. */
function installedPeer(): string {
  mkdirSync(PEER_FOLDER, { recursive: true });
  for (const name of ['package.json', 'package-lock.json', 'peer.mjs', 'peer.graphql']) {
    cpSync(`bench/neo4j/${name}`, `${PEER_FOLDER}/${name}`);
  }
  const lock = readFileSync(`${PEER_FOLDER}/package-lock.json`, 'utf8');
  const installed = `${PEER_FOLDER}/node_modules/installed.json`;
  if (existsSync(installed) && readFileSync(installed, 'utf8') === lock) return PEER_FOLDER;
  execFileSync('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund'], { cwd: PEER_FOLDER, stdio: 'inherit' });
  cpSync(`${PEER_FOLDER}/package-lock.json`, installed);
  return PEER_FOLDER;
}

export function versionOf(name: string): string {
  const { version } = JSON.parse(readFileSync(`${PEER_FOLDER}/node_modules/${name}/package.json`, 'utf8')) as {
    readonly version: string;
  };
  return `${name} ${version}`;
}

export function forked(program: string, args: readonly string[]): ChildProcess {
  return fork(program, [...args], { env: { ...process.env, NODE_ENV: 'production' } });
}

export function told(child: ChildProcess): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const ended = (): void => reject(new Error('a process of the bench ended early'));
    child.once('exit', ended);
    child.once('message', (message) => {
      child.off('exit', ended);
      resolve(message);
    });
  });
}
