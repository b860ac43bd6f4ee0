/**
 * One loader at a time. The lock stands on the graph's own node, with the time of its last renewal by the server's clock: one
 * that was not renewed for a while is a dead loader's, and is taken over. Whoever lost the lock can write no more, since every
 * write asks for it in the same statement.
 */
import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import { GRAPH_LABEL } from '../layout.ts';
import { type Row, type Target, write } from './statement.ts';

export interface Lock {
  /**
   * A write that happens only while the lock is held, and renews it. `work`: clauses that leave one row with `g`, the
   * graph's own node; `returned`: what that row is to tell.
   */
  readonly write: (work: string, parameters?: Row, returned?: string) => Promise<Row>;
  readonly release: () => Promise<void>;
}

/** Another loader is at work, or took the lock over. The message is for whoever runs this one. */
export class LockError extends Error {
  override readonly name = 'LockError';
}

/** A lock that was not renewed for so long is nobody's. */
const DEAD_MILLISECONDS = 5_000;
const RENEW_MILLISECONDS = 1_000;
const WATCH_MILLISECONDS = 400;
/** A lock that cannot be given back in time is left to die. */
const RELEASE_MILLISECONDS_MAX = 2_000;

/** The server's clock when it is asked, not when the statement began: a statement may have waited for the lock's node. */
const NOW = 'datetime.realtime().epochMillis';

/** Rejects with a `LockError` when another loader is alive: it is watched for as long as a dead one's lock lasts. */
export async function takeLock(target: Target): Promise<Lock> {
  const owner = randomUUID();
  const end = performance.now() + DEAD_MILLISECONDS + 2 * RENEW_MILLISECONDS;
  const first = await tryLock(target, owner);
  for (let seen = first; seen.owner !== owner; seen = await tryLock(target, owner)) {
    if (seen.owner !== first.owner || seen.renewed !== first.renewed || performance.now() > end) {
      throw new LockError(
        `another loader is at work on the graph "${target.graph}": ${seen.holder}, since ${seen.since}; wait until it has ended`,
      );
    }
    await new Promise((resolve) => setTimeout(resolve, WATCH_MILLISECONDS));
  }
  return heldBy(target, owner);
}

interface Seen {
  readonly owner: string;
  readonly holder: string;
  readonly since: string;
  readonly renewed: number;
}

/** Takes the lock where nobody holds it; says who does. */
async function tryLock(target: Target, owner: string): Promise<Seen> {
  const holder = `process ${process.pid} on ${hostname()}`;
  // The first SET takes the node's write lock, so what is read after it is the latest.
  const text = `
    MERGE (g:${GRAPH_LABEL} {name: $graph})
    SET g.tried = $owner
    WITH g, g.owner IS NULL OR g.owner = $owner OR g.renewed < ${NOW} - ${DEAD_MILLISECONDS} AS free
    FOREACH (_ IN CASE WHEN free THEN [1] ELSE [] END |
      SET g.owner = $owner, g.holder = $holder, g.since = toString(datetime()), g.renewed = ${NOW})
    RETURN g.owner AS owner, g.holder AS holder, g.since AS since, g.renewed AS renewed`;
  const [seen] = await write(target, text, { graph: target.graph, owner, holder });
  return seen as unknown as Seen;
}

function heldBy(target: Target, owner: string): Lock {
  const held = { graph: target.graph, owner };
  let lost: Error | null = null;
  let renewing = false;
  const renewal = setInterval(() => void renew(), RENEW_MILLISECONDS);
  return { write: guarded, release };

  async function guarded(work: string, parameters: Row = {}, returned = 'g.name AS name'): Promise<Row> {
    if (lost !== null) throw lost;
    // The lock is renewed last: however long the work took, a loader that waited for the node finds it fresh.
    const text = `
      MATCH (g:${GRAPH_LABEL} {name: $graph}) SET g.tried = $owner
      WITH g WHERE g.owner = $owner
      ${work}
      SET g.renewed = ${NOW}
      RETURN ${returned}`;
    const [row] = await write(target, text, { ...parameters, ...held });
    if (row !== undefined) return row;
    throw new LockError(`another loader took over the graph "${target.graph}": this one was not heard of for too long`);
  }

  async function renew(): Promise<void> {
    if (renewing) return;
    renewing = true;
    try {
      await guarded('');
    } catch (error) {
      // Any other trouble is met by the next write, or passes.
      if (error instanceof LockError) lost = error;
    }
    renewing = false;
  }

  async function release(): Promise<void> {
    clearInterval(renewal);
    const text = `MATCH (g:${GRAPH_LABEL} {name: $graph}) WHERE g.owner = $owner
      REMOVE g.owner, g.holder, g.since, g.renewed, g.tried, g.batch`;
    const released = write({ ...target, signal: undefined }, text, held);
    released.catch(() => {});
    await Promise.race([released, new Promise((resolve) => setTimeout(resolve, RELEASE_MILLISECONDS_MAX).unref())]);
  }
}
