/**
 * Writes. Each is one statement that the server commits by itself: a loader that is stopped in the midst of one leaves no
 * transaction open, and so no lock held. A statement that may have been lost on its way is sent again, so whatever is
 * written here must come to the same when it is written twice.
 */
import { type Driver, session } from 'neo4j-driver';
import { type Address, mayPass, silent, toldInWords } from '../failures.ts';

export interface Target extends Address {
  readonly driver: Driver;
  /** The graph's name in the database. */
  readonly graph: string;
  /** Ends the work before its next write, and soon what is waited for: that may be done all the same. */
  readonly signal?: AbortSignal | undefined;
}

export type Row = Readonly<Record<string, unknown>>;

/** However slow the database, one batch is done by then: the server ends what takes longer. */
const STATEMENT_MILLISECONDS_MAX = 20_000;
/** The driver waits for ever on a link that swallows what is sent. */
const ANSWER_MILLISECONDS_MAX = STATEMENT_MILLISECONDS_MAX + 5_000;
/** A leader is elected, or a server restarted, within that time. */
const RETRY_MILLISECONDS_MAX = 15_000;
const RETRY_PAUSE_MILLISECONDS = 200;
/** Most answers come within that time: whoever is told to stop gives it to the statement under way. */
const GRACE_MILLISECONDS = 1_500;

/** The rows of a write, tried again while that may help. */
export async function write(target: Target, text: string, parameters: Row = {}): Promise<readonly Row[]> {
  const end = performance.now() + RETRY_MILLISECONDS_MAX;
  for (;;) {
    target.signal?.throwIfAborted();
    try {
      return await sent(target, text, parameters);
    } catch (error) {
      if (!mayPass(error) || performance.now() > end) throw toldOf(error, target);
      await new Promise((resolve) => setTimeout(resolve, RETRY_PAUSE_MILLISECONDS));
    }
  }
}

/** The same, tried once. */
export async function writeOnce(target: Target, text: string, parameters: Row = {}): Promise<readonly Row[]> {
  try {
    return await sent(target, text, parameters);
  } catch (error) {
    throw toldOf(error, target);
  }
}

async function sent(target: Target, text: string, parameters: Row): Promise<readonly Row[]> {
  const named = target.database === null ? {} : { database: target.database };
  const opened = target.driver.session({ ...named, defaultAccessMode: session.WRITE });
  try {
    const result = opened.run(text, parameters, { timeout: STATEMENT_MILLISECONDS_MAX });
    const { records } = await bounded(Promise.resolve(result), target);
    return records.map((record) => record.toObject());
  } finally {
    // On a dead link it never closes: nobody waits for it.
    opened.close().catch(() => {});
  }
}

/** The driver has many words for a link that broke. */
function toldOf(error: unknown, target: Target): unknown {
  if (target.signal?.aborted === true && error === target.signal.reason) return error;
  return toldInWords(error, target);
}

function bounded<T>(promise: Promise<T>, at: Target): Promise<T> {
  return new Promise((resolve, reject) => {
    const timers = [setTimeout(() => reject(silent(at, ANSWER_MILLISECONDS_MAX)), ANSWER_MILLISECONDS_MAX)];
    const stop = (): void => {
      timers.push(setTimeout(() => reject(at.signal?.reason), GRACE_MILLISECONDS));
    };
    if (at.signal?.aborted === true) stop();
    at.signal?.addEventListener('abort', stop);
    promise.then(resolve, reject).finally(() => {
      for (const timer of timers) clearTimeout(timer);
      at.signal?.removeEventListener('abort', stop);
    });
  });
}
