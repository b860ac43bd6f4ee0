/**
 * Real servers for the tests, on free ports of 127.0.0.1: one in this process over given content, or the built command as
 * a child process. Every answer read through here is checked to tell nothing of the machine that gave it.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { type IncomingHttpHeaders, request } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { hostname } from 'node:os';
import { fileURLToPath } from 'node:url';
import { load } from '../../loaders/load.ts';
import { embeddedStore } from '../../src/graph/embedded/store.ts';
import type { Content, ReadStore } from '../../src/graph/graph.ts';
import { LIMITS, type Limits } from '../../src/schema/limits.ts';
import { createSchema } from '../../src/schema/schema.ts';
import { createGraphql, type ReportError } from '../../src/server/graphql.ts';
import { createHttpServer, stopServer } from '../../src/server/http.ts';

export const ROOT = fileURLToPath(new URL('../..', import.meta.url));
export const SEEDS = `${ROOT}seeds`;
export const GRAPHIQL = `${ROOT}dist/graphiql`;

interface Package {
  readonly version: string;
  readonly bin: { readonly parcours: string };
}

export const PACKAGE = JSON.parse(readFileSync(`${ROOT}package.json`, 'utf8')) as Package;

/** The built command. `npm test` builds it before the tests. */
export function command(): string {
  const path = ROOT + PACKAGE.bin.parcours;
  for (const built of [path, GRAPHIQL]) {
    if (!existsSync(built)) throw new Error(`${built} is not built: run "npm run build", or the tests by "npm test"`);
  }
  return path;
}

let seedContent: Content | undefined;

export function seeds(): Content {
  seedContent ??= load([SEEDS], new Date('2026-01-01T00:00:00Z')).content;
  return seedContent;
}

export interface Report {
  readonly error: unknown;
  readonly requestId: string;
}

export interface Served {
  readonly origin: string;
  readonly port: number;
  /** What the server reported of its own errors. */
  readonly reports: readonly Report[];
  connections(): Promise<number>;
  close(): Promise<void>;
}

export interface ServedOptions {
  readonly store?: ReadStore;
  readonly limits?: Limits;
}

export async function serveStore({
  store = embeddedStore(seeds()),
  limits = LIMITS,
}: ServedOptions = {}): Promise<Served> {
  command();
  const reports: Report[] = [];
  const report: ReportError = (error, requestId) => reports.push({ error, requestId });
  const graphql = createGraphql(createSchema(), store, limits, report);
  const server = createHttpServer({ graphql, store, graphiqlFolder: GRAPHIQL, report });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  return {
    origin: `http://127.0.0.1:${port}`,
    port,
    reports,
    connections: () =>
      new Promise((resolve, reject) =>
        server.getConnections((error, count) => (error ? reject(error) : resolve(count))),
      ),
    close: async () => {
      server.closeAllConnections();
      await stopServer(server);
    },
  };
}

export interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly bytes: Buffer;
  readonly text: string;
  /** The answer's JSON, undefined where it is none. */
  readonly json: unknown;
}

export interface Asked {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Buffer;
}

/** Where to ask; the host is 127.0.0.1 unless given. */
export interface Place {
  readonly host?: string;
  readonly port: number;
}

/** One request on a connection of its own. */
export function ask({ host = '127.0.0.1', port }: Place, path: string, asked: Asked = {}): Promise<Answer> {
  const { method = 'GET', headers = {}, body } = asked;
  return new Promise((resolve, reject) => {
    const outgoing = request({ host, port, path, method, headers, agent: false }, (incoming) => {
      const chunks: Buffer[] = [];
      incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
      incoming.on('error', reject);
      incoming.on('end', () => {
        const bytes = Buffer.concat(chunks);
        const text = bytes.toString('utf8');
        try {
          if (!path.startsWith('/graphiql/')) tellsNothing(text);
          tellsNothing(JSON.stringify(incoming.headers));
          resolve({ status: incoming.statusCode ?? 0, headers: incoming.headers, bytes, text, json: jsonOf(text) });
        } catch (error) {
          reject(error);
        }
      });
    });
    outgoing.on('error', reject);
    outgoing.end(body);
  });
}

/** A GraphQL request as a program sends it. */
export function query(
  server: Place,
  document: string,
  variables?: unknown,
  headers: Readonly<Record<string, string>> = {},
): Promise<Answer> {
  return post(server, JSON.stringify({ query: document, variables }), headers);
}

export function post(
  server: Place,
  body: string | Buffer,
  headers: Readonly<Record<string, string>> = {},
): Promise<Answer> {
  return ask(server, '/graphql', {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body,
  });
}

export interface Exchange {
  /** All that came back, one character a byte. */
  readonly text: string;
  /** The status of each answer in it. */
  readonly statuses: readonly number[];
  /** Whether the server ended the connection, and after how many milliseconds. */
  readonly closed: boolean;
  readonly after: number;
}

export interface ExchangeOptions {
  /** How long to listen, in milliseconds, unless the server ends the connection before. */
  readonly patience?: number;
  /** How many answers are enough; without it, only the end of the connection or of patience is. */
  readonly answers?: number;
}

/** Bytes as they are, written at once or, for a number, after so many milliseconds. */
export function exchange(
  { port }: Place,
  pieces: Iterable<string | Buffer | number>,
  { patience = 5_000, answers = Number.POSITIVE_INFINITY }: ExchangeOptions = {},
): Promise<Exchange> {
  return new Promise((resolve, reject) => {
    const start = performance.now();
    const socket = connect({ host: '127.0.0.1', port });
    let text = '';
    let settled = false;
    const settle = (closed: boolean): void => {
      if (settled) return;
      settled = true;
      clearTimeout(late);
      socket.destroy();
      try {
        tellsNothing(text);
        resolve({ text, statuses: statusesIn(text), closed, after: performance.now() - start });
      } catch (error) {
        reject(error);
      }
    };
    const late = setTimeout(() => settle(false), patience);
    socket.on('data', (bytes) => {
      text += bytes.toString('latin1');
      if (statusesIn(text).length >= answers && text.includes('\r\n\r\n')) setImmediate(() => settle(false));
    });
    socket.on('end', () => settle(true));
    // A connection that is reset is closed too.
    socket.on('error', () => settle(true));
    socket.on('close', () => settle(true));
    void write();

    async function write(): Promise<void> {
      for (const piece of pieces) {
        if (settled) return;
        if (typeof piece === 'number') await new Promise((wake) => setTimeout(wake, piece));
        else if (socket.writable) socket.write(piece);
      }
    }
  });
}

export function statusesIn(text: string): number[] {
  return [...text.matchAll(/HTTP\/1\.1 ([0-9]{3}) /g)].map(([, status]) => Number(status));
}

const SECRETS = ['/work/', '/tmp/', 'node_modules', 'node:internal', 'file://', 'at Object', '.ts:', '.js:'];

/** Throws when an answer tells of the machine: a path, a stack, the host's name. */
export function tellsNothing(text: string): void {
  const told = SECRETS.find((secret) => text.includes(secret));
  if (told !== undefined) throw new Error(`an answer tells ${JSON.stringify(told)}: ${text.slice(0, 500)}`);
  if (/\n\s+at \S/.test(text) || text.includes('\\n    at ')) throw new Error(`an answer holds a stack: ${text}`);
  const name = hostname().toLowerCase();
  if (new RegExp(`\\b${name.replaceAll(/[^a-z0-9]/g, '.')}\\b`).test(text.toLowerCase())) {
    throw new Error(`an answer tells the name of the host, ${name}: ${text.slice(0, 500)}`);
  }
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

export interface Ended {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface Launched {
  readonly child: ChildProcess;
  readonly ended: Promise<Ended>;
  /** Resolves once the child has said so on standard error; rejects when it ends first. */
  said(words: string): Promise<string>;
  /** Where it serves, once it does. */
  origin(): Promise<Origin>;
}

export interface Origin extends Place {
  readonly origin: string;
}

export interface LaunchOptions {
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
}

/** Starts a program with nothing in its environment but PATH, HOME and what is given; it is killed after two minutes. */
export function launch(
  program: string,
  args: readonly string[],
  { cwd = ROOT, env = {} }: LaunchOptions = {},
): Launched {
  const { PATH = '', HOME = '' } = process.env;
  const child = spawn(program, args, { cwd, env: { PATH, HOME, ...env }, stdio: ['ignore', 'pipe', 'pipe'] });
  const killer = setTimeout(() => child.kill('SIGKILL'), 120_000);
  const stdout: Buffer[] = [];
  const stderr: Buffer[] = [];
  const heard = (): string => Buffer.concat(stderr).toString('utf8');
  child.stdout.on('data', (bytes: Buffer) => stdout.push(bytes));
  child.stderr.on('data', (bytes: Buffer) => stderr.push(bytes));
  const ended = new Promise<Ended>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code, signal) => {
      clearTimeout(killer);
      resolve({ code, signal, stdout: Buffer.concat(stdout).toString('utf8'), stderr: heard() });
    });
  });
  const said = (words: string): Promise<string> =>
    new Promise((resolve, reject) => {
      const check = (): void => {
        if (heard().includes(words)) resolve(heard());
      };
      check();
      child.stderr.on('data', check);
      child.on('close', () => reject(new Error(`it ended without saying "${words}":\n${heard()}`)));
    });
  const origin = async (): Promise<Origin> => {
    const line = await said('/graphql\n');
    const address = /http:\/\/([0-9.]+):([0-9]+)/.exec(line);
    if (address === null) throw new Error(`it did not say where it serves:\n${line}`);
    return { origin: address[0], host: address[1] ?? '', port: Number(address[2]) };
  };
  return { child, ended, said, origin };
}

/** `parcours` as it was built, in a process of its own. */
export function parcours(args: readonly string[], options: LaunchOptions = {}): Launched {
  return launch(process.execPath, [command(), ...args], options);
}
