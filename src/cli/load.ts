/** `parcours load`: documents into Neo4j, as a whole release. */
import { type Content, StoreError } from '../graph/graph.ts';
import { connect, type DatabaseOptions, readerOf } from '../graph/neo4j/database.ts';
import { failureOf, refusedBy, toldInWords } from '../graph/neo4j/failures.ts';
import { readInForce } from '../graph/neo4j/read.ts';
import { differencesOf } from '../graph/neo4j/write/difference.ts';
import { LockError } from '../graph/neo4j/write/lock.ts';
import { loadRelease } from '../graph/neo4j/write/release.ts';
import { refuseObstacles } from '../graph/neo4j/write/schema.ts';
import type { Target } from '../graph/neo4j/write/statement.ts';
import { configurationFrom } from '../server/configuration.ts';
import { contentOf, type DocumentOptions } from './documents.ts';
import { openProgress } from './progress.ts';
import { say } from './say.ts';
import { type Stopping, stopping } from './stopping.ts';

export interface LoadOptions extends DocumentOptions {
  /** The address of a Neo4j. */
  readonly to: string;
  readonly dryRun?: true;
}

type At = DatabaseOptions & { readonly graph: string };
type Stoppable = Target & { readonly signal: AbortSignal };

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
    const driver = connect(at, at.pool, CONNECT_MILLISECONDS_MAX);
    const target = { driver, uri: at.uri, database: at.database, graph: at.graph, signal: stop.signal };
    try {
      if (options.dryRun === true) await tellDifferences(target, at, content);
      else await write(target, content);
    } finally {
      // On a dead link a driver never closes: nobody waits for it.
      driver.close().catch(() => {});
    }
    return 0;
  } catch (error) {
    return told(error, at, stop);
  } finally {
    stop.forget();
    // What a link that fell silent keeps open keeps nobody waiting.
    setTimeout(() => process.exit(), CLOSE_MILLISECONDS_MAX).unref();
  }
}

const CLOSE_MILLISECONDS_MAX = 1_000;

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

/** What is in force while a load is under way. */
const STANDING = {
  before: 'nothing has changed for readers',
  flipping: 'it is not known whether the release is in force: load it again, which tells, and changes nothing if it is',
  after: 'the release is in force; the next load removes what it replaced',
} as const;

async function write(target: Stoppable, content: Content): Promise<void> {
  const progress = openProgress(process.stderr, 'rows');
  const load: { standing: keyof typeof STANDING } = { standing: 'before' };
  try {
    await loadRelease(target, content, {
      say: (message) => {
        progress.end();
        say(message);
      },
      progress: progress.tell,
      flipping: () => {
        load.standing = 'flipping';
      },
      inForce: ({ release, rows, seconds }) => {
        load.standing = 'after';
        say(
          `release ${release} is in force: ${rows} nodes and relationships in ${seconds.toFixed(1)} s, ${Math.round(rows / seconds)} a second`,
        );
      },
    });
  } catch (error) {
    progress.end();
    if (target.signal.aborted) say(`stopped: ${STANDING[load.standing]}`);
    else if (load.standing === 'flipping' && isUnanswered(error)) say(STANDING.flipping);
    throw error;
  }
}

/** Whether a statement may have been done without a word of it. */
function isUnanswered(error: unknown): boolean {
  return error instanceof StoreError && (error.failure === 'unreachable' || error.failure === 'silent');
}

/** Says what went wrong, in a line. Throws what is a fault of ours. */
function told(error: unknown, at: At, stop: Stopping): number {
  if (stop.signal.aborted) return stop.code();
  const failure = error instanceof LockError ? error : failureOf(error, at);
  const refusal = failure?.message ?? refusedBy(error);
  if (refusal === null) throw error;
  say(failure === null ? `${at.uri} refused: ${refusal}` : refusal);
  return 3;
}

async function tellDifferences(target: Stoppable, at: At, content: Content): Promise<void> {
  const before = await inForceAt(target, at);
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

/** What a load would find; what it would fail at, this fails at too. */
async function inForceAt(target: Stoppable, at: At): Promise<Content | null> {
  const { signal } = target;
  const reader = readerOf(target.driver, at);
  try {
    await refuseObstacles(target);
    return await Promise.race([readInForce(reader, at.graph), rejectionOf(signal)]);
  } catch (error) {
    if (!signal.aborted) throw toldInWords(error, at);
    say('stopped: nothing was written');
    throw error;
  }
}

function rejectionOf(signal: AbortSignal): Promise<never> {
  return new Promise((_resolve, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason));
  });
}

const EXAMPLES_MAX = 5;

function some(ids: readonly string[]): string {
  if (ids.length === 0) return '';
  return ` (${ids.slice(0, EXAMPLES_MAX).join(', ')}${ids.length > EXAMPLES_MAX ? ', …' : ''})`;
}
