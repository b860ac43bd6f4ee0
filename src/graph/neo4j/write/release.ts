/**
 * A release goes in as a whole: it is written beside the one in force, batch by batch, and put in force by one write. Whatever
 * moment a loader ends at, the release in force is whole; what it left is removed by the next one.
 */
import { KIND_NAMES, type NodeOf, RELATION_NAMES, RELATIONS } from '../../../model.ts';
import { type Content, StoreError } from '../../graph.ts';
import { type Topology, topologyOf } from '../../topology.ts';
import { integer } from '../integers.ts';
import { COUNTER_LABEL, FORMAT, labelOf, RELEASE_LABEL } from '../layout.ts';
import { type Batch, batchesOf, sizeOf } from './batches.ts';
import { type Lock, takeLock } from './lock.ts';
import { NODES_THERE, removeOthers } from './remove.ts';
import { createSchema } from './schema.ts';
import type { Target } from './statement.ts';

export interface Hooks {
  /** In words for whoever runs the loader. */
  readonly say: (message: string) => void;
  /** Nodes and relationships written so far, of all there are. */
  readonly progress: (written: number, total: number) => void;
  /** Told before the one write that readers see is sent: until its answer, nobody knows which release is in force. */
  readonly flipping?: () => void;
  /** Told once the release is in force, before what is not any more is removed. */
  readonly inForce?: (written: Written) => void;
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
export function loadRelease(target: Target, content: Content, hooks: Hooks): Promise<Written> {
  return withLock(target, content, async (lock, topology) => {
    const written = await putInForce(target, lock, content, topology, hooks);
    await removeOthers(target, lock, written.release, hooks);
    return written;
  });
}

/** The same without the removal: releases that are not in force any more stay until the next load. */
export function writeRelease(target: Target, content: Content, hooks: Hooks): Promise<Written> {
  return withLock(target, content, (lock, topology) => putInForce(target, lock, content, topology, hooks));
}

async function withLock<T>(
  target: Target,
  content: Content,
  work: (lock: Lock, topology: Topology<NodeOf>) => Promise<T>,
): Promise<T> {
  // Content that is at fault is refused here, before anything is written. It also takes its time, which no lock should see.
  const topology = topologyOf<NodeOf>(content);
  await createSchema(target);
  const lock = await takeLock(target);
  try {
    return await work(lock, topology);
  } finally {
    // An error of the work is worth more than one of the release; a lock that stays is taken over before long.
    await lock.release().catch(() => {});
  }
}

async function putInForce(
  target: Target,
  lock: Lock,
  content: Content,
  topology: Topology<NodeOf>,
  { say, progress, flipping, inForce: told }: Hooks,
): Promise<Written> {
  const start = performance.now();
  const seconds = (): number => (performance.now() - start) / 1_000;
  const rows = sizeOf(topology);
  const inForce = await releaseInForce(lock);
  refuseNewer(inForce);
  if (inForce !== null && inForce.fingerprint === content.fingerprint && inForce.format === FORMAT) {
    const there = await rowsThere(lock, inForce.release);
    if (there === rows) {
      say(`nothing has changed: release ${inForce.release} holds the same content`);
      return { release: inForce.release, changed: false, rows, seconds: seconds() };
    }
    say(
      `release ${inForce.release} should hold ${rows} nodes and relationships, and holds ${there}: it is written anew`,
    );
  }
  const release = await announce(target, lock, content);
  say(`writing release ${release} into the graph "${target.graph}" at ${target.uri}`);
  let written = 0;
  let batches = 0;
  for (const batch of batchesOf(topology, release)) {
    await writeBatch(lock, release, ++batches, batch);
    written += batch.size;
    progress(written, rows);
  }
  target.signal?.throwIfAborted();
  flipping?.();
  await flip(lock, release, batches);
  const done = { release, changed: true, rows, seconds: seconds() };
  told?.(done);
  return done;
}

interface InForce {
  readonly release: number;
  readonly format: number;
  readonly fingerprint: string | null;
}

async function releaseInForce(lock: Lock): Promise<InForce | null> {
  const found = await lock.write(
    `OPTIONAL MATCH (r:${RELEASE_LABEL} {release: g.release})`,
    {},
    'g.release AS release, g.format AS format, r.fingerprint AS fingerprint',
  );
  return found['release'] === null ? null : (found as unknown as InForce);
}

/** How many nodes and relationships of ours lie there: somebody may have deleted some, or added to them. */
async function rowsThere(lock: Lock, release: number): Promise<number> {
  const relations = RELATION_NAMES.map((name) => {
    const { from } = RELATIONS[name];
    return `COUNT { MATCH (n:${labelOf(from)})-[:${name}]->() WHERE n.release = $release AND n.ordre >= 0 }`;
  });
  const { there } = await lock.write(
    '',
    { release: integer(release) },
    `${[NODES_THERE, ...relations].join(' + ')} AS there`,
  );
  return there as number;
}

function refuseNewer(inForce: InForce | null): void {
  if (inForce === null || inForce.format <= FORMAT) return;
  throw new StoreError(
    'format',
    `the release in force was written by a newer parcours (format ${inForce.format}; this one writes ${FORMAT}): update parcours`,
  );
}

/** How many numbers in a row may be taken by data that is not ours. */
const NUMBERS_MAX = 100_000;

/** Whether a node that is not ours carries our label and the number as its release: readers would take it for ours. */
const TAKEN = KIND_NAMES.flatMap((kind) =>
  ['ordre', 'id'].map(
    (property) => `EXISTS { MATCH (n:${labelOf(kind)}) WHERE n.release = number AND n.${property} IS NOT NULL }`,
  ),
).join(' OR ');

/** Gives the release its number, and says that it is being written, before any of it is. */
async function announce({ graph }: Target, lock: Lock, content: Content): Promise<number> {
  const { fingerprint, date, diagnostics } = content;
  const counts = Object.fromEntries([
    ...Object.entries(diagnostics).map(([name, count]) => [name, integer(count)]),
    ...KIND_NAMES.map((kind) => [`nodes${kind}`, integer(content.nodes[kind].length)]),
    ...RELATION_NAMES.map((name) => [
      `relations${name}`,
      integer(content.edges[name].reduce((sum, { to }) => sum + to.length, 0)),
    ]),
  ]);
  const told = { graph, format: integer(FORMAT), fingerprint, date, ...counts };
  // All graphs of a database count together: the first SET takes the counter's lock, so what is read after it is the latest.
  const { release } = await lock.write(
    `MERGE (c:${COUNTER_LABEL} {name: 'release'}) SET c.taken = $owner
     WITH g, c, coalesce(c.last, 0) AS last
     CALL (last) {
       UNWIND range(last + 1, last + $tries) AS number WITH number WHERE NOT (${TAKEN})
       RETURN number LIMIT 1
     }
     SET c.last = number
     CREATE (r:${RELEASE_LABEL}) SET r = $told, r.release = c.last
     SET g.batch = 0`,
    { told, tries: integer(NUMBERS_MAX) },
    'r.release AS release',
  );
  return release as number;
}

/** A link may break while a batch is committed, and the batch be sent again: what was committed is not done twice. */
async function writeBatch(lock: Lock, release: number, number: number, { text, parameters }: Batch): Promise<void> {
  await lock.write(
    `WITH g, g.batch AS before
     CALL (g, before) { WITH g, before WHERE before = $number - 1 SET g.batch = $number WITH g ${text} }`,
    { ...parameters, release: integer(release), number: integer(number) },
  );
}

/** The one write that readers see. */
async function flip(lock: Lock, release: number, batches: number): Promise<void> {
  const { whole } = await lock.write(
    `OPTIONAL MATCH (r:${RELEASE_LABEL} {release: $release}) WHERE g.batch = $batches
     FOREACH (_ IN CASE WHEN r IS NULL THEN [] ELSE [1] END |
       SET g.release = $release, g.format = $format, g.flipped = timestamp(), r.flipped = true)`,
    { release: integer(release), format: integer(FORMAT), batches: integer(batches) },
    'r IS NOT NULL AS whole',
  );
  if (whole === true) return;
  throw new StoreError('database', `somebody removed release ${release} while it was written: load it again`);
}
