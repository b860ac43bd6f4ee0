/**
 * A release goes in as a whole: it is written beside the one in force, batch by batch, and put in force by one write. Whatever
 * moment a loader ends at, the release in force is whole; what it left is removed by the next one.
 */
import type { ManagedTransaction } from 'neo4j-driver';
import { KIND_NAMES, type NodeOf, RELATION_NAMES } from '../../../model.ts';
import { type Content, StoreError } from '../../graph.ts';
import { topologyOf } from '../../topology.ts';
import { integer } from '../integers.ts';
import { COUNTER_LABEL, FORMAT, GRAPH_LABEL, RELEASE_LABEL, SCHEMA_STATEMENTS } from '../layout.ts';
import { batchesOf, sizeOf } from './batches.ts';
import { type Lock, takeLock } from './lock.ts';
import { removeOthers } from './remove.ts';
import { alone, rowsOf, type Target } from './transaction.ts';

export interface Hooks {
  /** In words for whoever runs the loader. */
  readonly say: (message: string) => void;
  /** Nodes and relationships written so far, of all there are. */
  readonly progress: (written: number, total: number) => void;
  /** Told once the release is in force, before what is not any more is removed. */
  readonly inForce?: (written: Written) => void;
  /** Ends the load before its next batch; nothing has changed then. */
  readonly signal?: AbortSignal | undefined;
}

export interface Written {
  readonly release: number;
  /** False when the same content was in force already. */
  readonly changed: boolean;
  /** Nodes and relationships. */
  readonly rows: number;
  /** Seconds until the release was in force; what is removed afterwards takes its own time. */
  readonly seconds: number;
}

/**
 * Loads a release: writes it, puts it in force, and removes what is not in force any more once nobody can be reading it.
 * Rejects with a `LockError` or a `StoreError`; before that nothing has changed for readers.
 */
export async function loadRelease(target: Target, content: Content, hooks: Hooks): Promise<Written> {
  return withLock(target, async (lock) => {
    const written = await putInForce(target, lock, content, hooks);
    await removeOthers(target, lock, written.release, hooks.say);
    return written;
  });
}

/** The same without the removal: releases that are not in force any more stay until the next load. */
export function writeRelease(target: Target, content: Content, hooks: Hooks): Promise<Written> {
  return withLock(target, (lock) => putInForce(target, lock, content, hooks));
}

async function withLock<T>(target: Target, work: (lock: Lock) => Promise<T>): Promise<T> {
  for (const text of SCHEMA_STATEMENTS) await alone(target, text);
  const lock = await takeLock(target);
  try {
    return await work(lock);
  } finally {
    // An error of the work is worth more than one of the release; a lock that stays is taken over before long.
    await lock.release().catch(() => {});
  }
}

async function putInForce(target: Target, lock: Lock, content: Content, hooks: Hooks): Promise<Written> {
  const start = performance.now();
  // Content that is at fault is refused here, before anything is written.
  const topology = topologyOf<NodeOf>(content);
  const rows = sizeOf(topology);
  const inForce = await lock.write((transaction) => releaseInForce(transaction, target.graph));
  refuseNewer(inForce);
  if (inForce !== null && inForce.fingerprint === content.fingerprint && inForce.format === FORMAT) {
    hooks.say(`nothing has changed: release ${inForce.release} holds the same content`);
    return { release: inForce.release, changed: false, rows, seconds: (performance.now() - start) / 1_000 };
  }
  const release = await announce(target, lock, content);
  hooks.say(`writing release ${release} into the graph "${target.graph}" at ${target.uri}`);
  let written = 0;
  let number = 0;
  for (const { text, rows: batch, size } of batchesOf(topology, release)) {
    hooks.signal?.throwIfAborted();
    await writeOnce(lock, release, ++number, text, batch);
    written += size;
    hooks.progress(written, rows);
  }
  hooks.signal?.throwIfAborted();
  await flip(target, lock, release);
  const done = { release, changed: true, rows, seconds: (performance.now() - start) / 1_000 };
  hooks.inForce?.(done);
  return done;
}

interface InForce {
  readonly release: number;
  readonly format: number;
  readonly fingerprint: string | null;
}

async function releaseInForce(transaction: ManagedTransaction, graph: string): Promise<InForce | null> {
  const [found] = await rowsOf(
    transaction,
    `MATCH (g:${GRAPH_LABEL} {name: $graph}) WHERE g.release IS NOT NULL
     OPTIONAL MATCH (r:${RELEASE_LABEL} {release: g.release})
     RETURN g.release AS release, g.format AS format, r.fingerprint AS fingerprint`,
    { graph },
  );
  return (found ?? null) as InForce | null;
}

function refuseNewer(inForce: InForce | null): void {
  if (inForce === null || inForce.format <= FORMAT) return;
  throw new StoreError(
    'format',
    `the release in force was written by a newer parcours (format ${inForce.format}; this one writes ${FORMAT}): update parcours`,
  );
}

/** Gives the release its number, and says that it is being written, before any of it is. */
function announce({ graph }: Target, lock: Lock, content: Content): Promise<number> {
  const { fingerprint, date, diagnostics } = content;
  const counts = Object.fromEntries([
    ...Object.entries(diagnostics).map(([name, count]) => [name, integer(count)]),
    ...KIND_NAMES.map((kind) => [`nodes${kind}`, integer(content.nodes[kind].length)]),
    ...RELATION_NAMES.map((name) => [
      `relations${name}`,
      integer(content.edges[name].reduce((sum, { to }) => sum + to.length, 0)),
    ]),
  ]);
  const told = { graph, format: integer(FORMAT), fingerprint, date, batch: integer(0), ...counts };
  return lock.write(async (transaction) => {
    const [row] = await rowsOf(
      transaction,
      `MERGE (c:${COUNTER_LABEL} {name: 'release'}) SET c.last = coalesce(c.last, 0) + 1
       CREATE (r:${RELEASE_LABEL}) SET r = $told, r.release = c.last RETURN r.release AS release`,
      { told },
    );
    return row?.['release'] as number;
  });
}

/** A link may break while a transaction commits, and the driver try it again: what was committed is not done twice. */
function writeOnce(lock: Lock, release: number, number: number, text: string, rows: readonly unknown[]): Promise<void> {
  return lock.write(async (transaction) => {
    const [fresh] = await rowsOf(
      transaction,
      `MATCH (r:${RELEASE_LABEL} {release: $release}) WHERE r.batch = $number - 1 SET r.batch = $number RETURN r.batch AS batch`,
      { release: integer(release), number: integer(number) },
    );
    if (fresh !== undefined) await transaction.run(text, { rows, release: integer(release) });
  });
}

/** The one write that readers see. */
async function flip({ graph }: Target, lock: Lock, release: number): Promise<void> {
  await lock.write((transaction) =>
    rowsOf(
      transaction,
      `MATCH (g:${GRAPH_LABEL} {name: $graph}) SET g.release = $release, g.format = $format, g.flipped = timestamp()`,
      { graph, release: integer(release), format: integer(FORMAT) },
    ),
  );
}
