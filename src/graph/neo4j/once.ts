/** One statement in one round trip, which ends when it must: the driver would wait for ever. */
import { type Driver, session } from 'neo4j-driver';
import type { StoreError } from '../graph.ts';
import type { Cells } from './decode.ts';

export interface Statement {
  readonly text: string;
  readonly parameters: Readonly<Record<string, unknown>>;
}

export interface Once {
  /** Null for the user's own default. */
  readonly database: string | null;
  /** In milliseconds. */
  readonly deadline: number;
  /** What it fails with when there is no answer by then. */
  readonly late: (milliseconds: number) => StoreError;
}

export interface Read {
  readonly records: Promise<readonly Cells[]>;
  /** Ends it before its time. */
  readonly end: (error: StoreError) => void;
  /** Settles once its connection can serve others; on a dead link it never does. */
  readonly returned: Promise<void>;
}

/** More records than any statement of ours gives: an answer comes in one piece. */
const FETCH_SIZE = 100_000;

/** It has an answer, a failure, or `late` after `deadline` milliseconds. */
export function readOnce(driver: Driver, { text, parameters }: Statement, { database, deadline, late }: Once): Read {
  const milliseconds = Math.max(1, Math.ceil(deadline));
  const named = database === null ? {} : { database };
  const opened = driver.session({ ...named, defaultAccessMode: session.READ, fetchSize: FETCH_SIZE });
  let end: Read['end'] = ignore;
  let timer: NodeJS.Timeout | undefined;
  let comeBack: () => void = ignore;
  const returned = new Promise<void>((resolve) => {
    comeBack = resolve;
  });
  const records = new Promise<readonly Cells[]>((resolve, reject) => {
    end = reject;
    timer = setTimeout(() => afterWhatHasArrived(() => reject(late(milliseconds))), milliseconds);
    untraced(() => opened.run(text, parameters, { timeout: milliseconds })).then(
      ({ records }) => resolve(records.map((record) => record.toObject())),
      reject,
    );
  }).finally(() => {
    clearTimeout(timer);
    // Nobody's answer waits for it: on a dead link it never closes. On a live one it ends the statement at the server.
    opened.close().then(comeBack, comeBack);
  });
  return { records, end, returned };
}

/** The driver takes a stack trace for each statement, which costs as much as sending it and tells of nothing but this file. */
function untraced<T>(run: () => T): T {
  const { stackTraceLimit } = Error;
  Error.stackTraceLimit = 0;
  try {
    return run();
  } finally {
    Error.stackTraceLimit = stackTraceLimit;
  }
}

/** A process that was busy finds its timers due before it reads what has arrived meanwhile: that is read first. */
function afterWhatHasArrived(then: () => void): void {
  setImmediate(() => setImmediate(then));
}

function ignore(): void {}
