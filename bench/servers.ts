/** One process a server, so that none shares its heap or event loop with another or with the load. */
import { fork } from 'node:child_process';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createYoga } from 'graphql-yoga';
import { embeddedStore } from '../src/graph/embedded/store.ts';
import { LIMITS } from '../src/schema/limits.ts';
import { createSchema } from '../src/schema/schema.ts';
import { createGraphql } from '../src/server/graphql.ts';
import { createHttpServer } from '../src/server/http.ts';
import { handWritten, stockSchema } from './peers.ts';
import { benchContent } from './walk.ts';

export const SERVERS = {
  'hand-written answer on node:http': () => {
    const answer = handWritten(benchContent().content);
    return plainServer(answer);
  },
  'a fixed body on node:http (the limit)': () => {
    const body = handWritten(benchContent().content)();
    return plainServer(() => body);
  },
  parcours: () => {
    const store = embeddedStore(benchContent().content);
    const graphql = createGraphql(createSchema(), store, LIMITS, () => {});
    return createHttpServer({ graphql, store, graphiqlFolder: '', report: console.error });
  },
  'stock yoga, graphql-js, DataLoader': () => {
    const { schema, context } = stockSchema(benchContent().content);
    return createServer(createYoga({ schema, context, logging: false }));
  },
} as const satisfies Record<string, () => Server>;

export type ServerName = keyof typeof SERVERS;

/** Starts a server in a process of its own; gives its port and the way to end it. */
export function startServer(name: ServerName): Promise<{ readonly port: number; readonly stop: () => void }> {
  const child = fork(process.argv[1] ?? '', ['--server', name]);
  return new Promise((resolve, reject) => {
    child.once('message', (port) => resolve({ port: Number(port), stop: () => void child.kill() }));
    child.once('exit', () => reject(new Error(`${name} did not start`)));
  });
}

export function runServer(name: ServerName): void {
  const server: Server = SERVERS[name]();
  server.listen(0, '127.0.0.1', () => process.send?.((server.address() as AddressInfo).port));
}

function plainServer(answer: () => string): Server {
  return createServer((request, response) => {
    request.resume();
    request.on('end', () => {
      const body = answer();
      response.writeHead(200, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) });
      response.end(body);
    });
  });
}
