/** `parcours serve`: documents in, graph served, until a signal. */
import { once } from 'node:events';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type Format, formatDiagnostics } from '../../loaders/format.ts';
import { load } from '../../loaders/load.ts';
import { embeddedStore } from '../graph/embedded/store.ts';
import type { Content } from '../graph/graph.ts';
import { createSchema } from '../schema/schema.ts';
import { type Configuration, configurationFrom } from '../server/configuration.ts';
import { createGraphql } from '../server/graphql.ts';
import { createHttpServer, stopServer } from '../server/http.ts';
import { counted, summary } from './check.ts';
import { GRAPHIQL } from './places.ts';

export interface ServeOptions {
  readonly port?: number;
  readonly host?: string;
  readonly strict?: true;
  readonly format: Format;
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
  const content = loadFor(folders, options);
  if (content === undefined) return 1;

  const store = embeddedStore(content);
  const yoga = createGraphql(createSchema(), store, configuration.limits, logError);
  const server = createHttpServer({ yoga, store, graphiqlFolder: GRAPHIQL, report: logError });
  const { port = configuration.port, host = configuration.host } = options;
  const failure = await listen(server, port, host);
  if (failure !== undefined) {
    say(`cannot listen on ${host}, port ${port}: ${failure.message}; choose others with --host and --port`);
    return 3;
  }
  say(
    `serving ${counted(content.nodes.Metier.length, 'métier')} and ${counted(content.nodes.Formation.length, 'formation')}`,
  );
  say(`GraphiQL and GraphQL: ${addressOf(server)}/graphql`);
  await stopped;
  say('stopping');
  await stopServer(server);
  store.close();
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

/** Undefined when there is nothing to serve, or in strict mode when any document is in error. */
function loadFor(folders: readonly string[], { format, strict }: ServeOptions): Content | undefined {
  const { content, diagnostics, documents } = load(folders, new Date());
  const told = diagnostics.filter(({ severity }) => severity !== 'notice');
  if (told.length > 0) process.stderr.write(formatDiagnostics(told, format));
  say(
    `${summary(documents, content.diagnostics)}${told.length < diagnostics.length ? ' (parcours check tells all)' : ''}`,
  );
  if (content.nodes.Metier.length === 0) say('there is no métier to serve');
  else if (strict && content.diagnostics.errors > 0) say('nothing is served: --strict refuses documents in error');
  else return content;
  return undefined;
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

function say(message: string): void {
  process.stderr.write(`parcours: ${message}\n`);
}
