/**
 * One loader at a time. The lock stands on the graph's own node, with the time of its last renewal by the server's clock: one
 * that was not renewed for a while is a dead loader's, and is taken over. Whoever lost the lock can write no more, since every
 * write begins by asking for it.
 */
import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import type { ManagedTransaction } from 'neo4j-driver';
import { GRAPH_LABEL } from '../layout.ts';
import { rowsOf, type Target, type Work, write } from './transaction.ts';

export interface Lock {
  /** A write that happens only while the lock is held, and renews it. */
  readonly write: <T>(work: Work<T>) => Promise<T>;
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
    SET g.tried = timestamp()
    WITH g, g.owner IS NULL OR g.owner = $owner OR g.renewed < timestamp() - ${DEAD_MILLISECONDS} AS free
    FOREACH (_ IN CASE WHEN free THEN [1] ELSE [] END |
      SET g.owner = $owner, g.holder = $holder, g.since = toString(datetime()), g.renewed = timestamp())
    RETURN g.owner AS owner, g.holder AS holder, g.since AS since, g.renewed AS renewed`;
  const [seen] = await write(target, (transaction) =>
    rowsOf(transaction, text, { graph: target.graph, owner, holder }),
  );
  return seen as unknown as Seen;
}

function heldBy(target: Target, owner: string): Lock {
  const held = { graph: target.graph, owner };
  let lost: Error | null = null;
  const renewal = setInterval(() => {
    write(target, (transaction) => renew(transaction, held)).catch((error: unknown) => {
      if (error instanceof LockError) lost = error;
    });
  }, RENEW_MILLISECONDS);
  return {
    write: (work) => {
      if (lost !== null) return Promise.reject(lost);
      return write(target, async (transaction) => {
        await renew(transaction, held);
        return work(transaction);
      });
    },
    release: async () => {
      clearInterval(renewal);
      const text = `MATCH (g:${GRAPH_LABEL} {name: $graph, owner: $owner}) REMOVE g.owner, g.holder, g.since, g.renewed, g.tried`;
      await write(target, (transaction) => rowsOf(transaction, text, held));
    },
  };
}

async function renew(transaction: ManagedTransaction, held: { readonly graph: string; readonly owner: string }) {
  const text = `
    MATCH (g:${GRAPH_LABEL} {name: $graph}) SET g.tried = timestamp()
    WITH g WHERE g.owner = $owner SET g.renewed = timestamp() RETURN g.name AS name`;
  const [mine] = await rowsOf(transaction, text, held);
  if (mine === undefined) {
    throw new LockError(`another loader took over the graph "${held.graph}": this one was not heard of for too long`);
  }
}
