/** `parcours serve`: documents in, graph served, until a signal. */
import { once } from 'node:events';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { embeddedStore } from '../graph/embedded/store.ts';
import type { ReadStore } from '../graph/graph.ts';
import { mirrorStore } from '../graph/neo4j/mirror.ts';
import { neo4jStore } from '../graph/neo4j/store.ts';
import { createSchema } from '../schema/schema.ts';
import { type Configuration, configurationFrom } from '../server/configuration.ts';
import { createGraphql } from '../server/graphql.ts';
import { createHttpServer, stopServer } from '../server/http.ts';
import { contentOf, type DocumentOptions } from './documents.ts';
import { GRAPHIQL } from './places.ts';
import { counted, say } from './say.ts';

export interface ServeOptions extends DocumentOptions {
  readonly port?: number;
  readonly host?: string;
  /** The address of a Neo4j to answer from, instead of documents. */
  readonly store?: string;
  /** Whether to answer from a copy in memory that follows it. */
  readonly mirror?: true;
}

type Environment = Readonly<Record<string, string | undefined>>;

const ORPHAN_MILLISECONDS = 250;

/** Resolves to an exit code once the server has stopped. */
export async function serve(
  folders: readonly string[],
  options: ServeOptions,
  environment: Environment,
): Promise<number> {
  const configuration = configure(environment);
  if (configuration === undefined) return 2;
  const stopped = stopSignal(environment);
  const store = storeFor(folders, options, configuration);
  if (store === undefined) return 1;
  const graphql = createGraphql(createSchema(), store, configuration.limits, logError);
  const server = createHttpServer({ graphql, store, graphiqlFolder: GRAPHIQL, report: logError });
  const { port = configuration.port, host = configuration.host } = options;
  const failure = await listen(server, port, host);
  if (failure !== undefined) {
    say(`cannot listen on ${host}, port ${port}: ${failure.message}; choose others with --host and --port`);
    return 3;
  }
  say(`GraphiQL and GraphQL: ${addressOf(server)}/graphql`);
  await stopped;
  say('stopping');
  await stopServer(server);
  await store.close();
  return 0;
}

function configure(environment: Environment): Configuration | undefined {
  try {
    return configurationFrom(environment);
  } catch (error) {
    say((error as Error).message);
    return undefined;
  }
}

/** Undefined when there is nothing to serve. A database that is away is waited for, while the server says so. */
function storeFor(folders: readonly string[], options: ServeOptions, { neo4j }: Configuration): ReadStore | undefined {
  if (options.store !== undefined) {
    const at = { ...neo4j, uri: options.store, say };
    say(`${options.mirror === true ? 'mirroring' : 'answering from'} the graph "${neo4j.graph}" at ${options.store}`);
    return options.mirror === true ? mirrorStore(at) : neo4jStore(at);
  }
  const content = contentOf(folders, options, 'serve');
  if (content === undefined) return undefined;
  const { Metier, Formation } = content.nodes;
  say(`serving ${counted(Metier.length, 'métier')} and ${counted(Formation.length, 'formation')}`);
  return embeddedStore(content);
}

async function listen(server: Server, port: number, host: string): Promise<Error | undefined> {
  try {
    server.listen(port, host);
    await once(server, 'listening');
    return undefined;
  } catch (error) {
    return error as Error;
  }
}

/**
 * Resolves at the first SIGTERM or SIGINT; a second one ends the process at once. Under npm and npx it resolves too when
 * the parent is gone: at a signal they end their shell, which does not pass the signal on.
 */
function stopSignal(environment: Environment): Promise<void> {
  return new Promise((resolve) => {
    let signals = 0;
    const stop = (): void => {
      signals += 1;
      if (signals > 1) process.exit(1);
      resolve();
    };
    process.on('SIGTERM', stop);
    process.on('SIGINT', stop);
    const parent = process.ppid;
    const orphaned = (): void => {
      if (process.ppid !== parent) resolve();
    };
    if (environment['npm_command'] !== undefined) setInterval(orphaned, ORPHAN_MILLISECONDS).unref();
  });
}

function addressOf(server: Server): string {
  const { address, family, port } = server.address() as AddressInfo;
  return `http://${family === 'IPv6' ? `[${address}]` : address}:${port}`;
}

function logError(error: unknown, requestId: string): void {
  const stack = error instanceof Error ? error.stack : String(error);
  process.stderr.write(`${JSON.stringify({ level: 'error', time: new Date().toISOString(), requestId, stack })}\n`);
}
