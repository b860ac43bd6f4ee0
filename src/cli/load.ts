/** `parcours load`: documents into Neo4j, as a whole release. */
import type { Content } from '../graph/graph.ts';
import { StoreError } from '../graph/graph.ts';
import { connect, type DatabaseOptions } from '../graph/neo4j/database.ts';
import { failureOf, refusedBy } from '../graph/neo4j/failures.ts';
import { readInForce } from '../graph/neo4j/read.ts';
import { differencesOf } from '../graph/neo4j/write/difference.ts';
import { LockError } from '../graph/neo4j/write/lock.ts';
import { loadRelease } from '../graph/neo4j/write/release.ts';
import { configurationFrom } from '../server/configuration.ts';
import { contentOf, type DocumentOptions } from './documents.ts';
import { progress } from './progress.ts';
import { say } from './say.ts';

export interface LoadOptions extends DocumentOptions {
  /** The address of a Neo4j. */
  readonly to: string;
  readonly dryRun?: true;
}

type At = DatabaseOptions & { readonly graph: string };

/** Resolves to an exit code: 3 when the database is not to be had, or another loader is at work. */
export async function loadInto(
  folders: readonly string[],
  options: LoadOptions,
  environment: Readonly<Record<string, string | undefined>>,
): Promise<number> {
  const at = destination(options.to, environment);
  if (at === undefined) return 2;
  const content = contentOf(folders, options, 'load');
  if (content === undefined) return 1;
  const stop = stopping();
  try {
    if (options.dryRun === true) await tellDifferences(at, content);
    else await write(at, content, stop.signal);
    return 0;
  } catch (error) {
    if (stop.signal.aborted) {
      say('stopped: nothing has changed for readers');
      return stop.code();
    }
    const failure = error instanceof LockError ? error : failureOf(error, at);
    const refusal = failure?.message ?? refusedBy(error);
    if (refusal === null) throw error;
    say(failure === null ? `${at.uri} refused what was written: ${refusal}` : refusal);
    return 3;
  } finally {
    stop.forget();
  }
}

function destination(uri: string, environment: Readonly<Record<string, string | undefined>>): At | undefined {
  try {
    return { ...configurationFrom(environment).neo4j, uri };
  } catch (error) {
    say((error as Error).message);
    return undefined;
  }
}

/** A loader has more patience than a request. */
const CONNECT_MILLISECONDS_MAX = 5_000;

async function write(at: At, content: Content, signal: AbortSignal): Promise<void> {
  const driver = connect(at, at.pool, CONNECT_MILLISECONDS_MAX);
  const bar = progress(process.stderr, 'rows');
  try {
    const target = { driver, uri: at.uri, database: at.database, graph: at.graph };
    await loadRelease(target, content, {
      say,
      progress: bar,
      inForce: ({ release, rows, seconds }) =>
        say(
          `release ${release} is in force: ${rows} nodes and relationships in ${seconds.toFixed(1)} s, ${Math.round(rows / seconds)} a second`,
        ),
      signal,
    });
  } finally {
    // On a dead link a driver never closes: nobody waits for it.
    driver.close().catch(() => {});
  }
}

async function tellDifferences(at: At, content: Content): Promise<void> {
  const before = await readInForce(at, at.graph);
  if (before !== null && before.fingerprint === content.fingerprint) {
    say('nothing would change: the same content is in force');
    return;
  }
  for (const { of, added, removed, changed } of differencesOf(before, content)) {
    process.stdout.write(
      `${of}: ${added.length} added${some(added)}, ${removed.length} removed${some(removed)}, ${changed.length} changed${some(changed)}\n`,
    );
  }
  say('nothing was written: --dry-run');
}

const EXAMPLES_MAX = 5;

function some(ids: readonly string[]): string {
  if (ids.length === 0) return '';
  return ` (${ids.slice(0, EXAMPLES_MAX).join(', ')}${ids.length > EXAMPLES_MAX ? ', …' : ''})`;
}

interface Stopping {
  readonly signal: AbortSignal;
  readonly code: () => number;
  readonly forget: () => void;
}

/** A first SIGINT or SIGTERM ends the load before its next batch; a second one ends the process. */
function stopping(): Stopping {
  const controller = new AbortController();
  let code = 130;
  const stop = (signal: NodeJS.Signals): void => {
    code = signal === 'SIGINT' ? 130 : 143;
    if (controller.signal.aborted) process.exit(code);
    controller.abort(new StoreError('abandoned', 'stopped by a signal'));
  };
  process.on('SIGINT', stop);
  process.on('SIGTERM', stop);
  return {
    signal: controller.signal,
    code: () => code,
    forget: () => {
      process.off('SIGINT', stop);
      process.off('SIGTERM', stop);
    },
  };
}
