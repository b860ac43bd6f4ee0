/**
 * The link to Neo4j. The driver waits for ever on a link that swallows what is sent, so every statement has a deadline of
 * ours, nobody waits for anything to be closed, and a link that fell silent is left behind with its whole driver.
 *
 * A small read each second, on a connection of its own, tells whether the database answers. While it does not, requests are
 * refused at once (the circuit is open), and those under way end; the first read that succeeds lets them pass again.
 */
import {
  type AuthToken,
  auth,
  type Driver,
  driver as driverFor,
  isRetryableError,
  Neo4jError,
  session,
} from 'neo4j-driver';
import { StoreError } from '../graph.ts';
import type { Cells } from './decode.ts';
import { type Address, abandoned, failureOf, silent, slow } from './failures.ts';

export interface DatabaseOptions extends Address {
  readonly username: string;
  /** Null where the database asks for none. */
  readonly password: string | null;
  /** Connections at the most. */
  readonly pool: number;
  /** How long a statement may take, in milliseconds. */
  readonly deadline: number;
}

export interface Reader {
  /** The records of one read, as cells by name. Rejects with a `StoreError`, or with what is a fault of ours. */
  readonly run: (
    text: string,
    parameters: Readonly<Record<string, unknown>>,
    bounds?: Bounds,
  ) => Promise<readonly Cells[]>;
}

export interface Database extends Reader {
  /** Why the database does not answer, null while it does. */
  readonly trouble: () => StoreError | null;
  /** The same driver for writes; a new one after each silence. */
  readonly driver: () => Driver;
  readonly close: () => void;
}

export interface Bounds {
  readonly signal?: AbortSignal | undefined;
  /** In milliseconds; that of the options unless given. */
  readonly deadline?: number | undefined;
}

/** The small read: what it finds is handed to whoever follows the database. */
export interface Pulse {
  readonly text: string;
  readonly parameters: Readonly<Record<string, unknown>>;
  /** Told of each answer, and of each time that there was none. */
  readonly heard: (records: readonly Cells[] | StoreError) => void;
}

const PULSE_MILLISECONDS = 1_000;
const SILENCE_MILLISECONDS_MAX = 1_400;
/** A refused password is not tried more often: servers lock out those who guess. */
const REFUSED_MILLISECONDS = 5_000;
const CONNECT_MILLISECONDS_MAX = 1_400;
/** Only a statement that failed sooner than this is tried once more: a pooled connection may have died unnoticed. */
const RETRY_MILLISECONDS_MAX = 500;

export function openDatabase(options: DatabaseOptions, pulse: Pulse): Database {
  let drivers = newDrivers(options);
  let trouble: StoreError | null = null;
  let closed = false;
  let timer: NodeJS.Timeout | undefined;
  let beating = false;
  const underWay = new Set<Read['end']>();
  void beat();

  return {
    run,
    trouble: () => trouble,
    driver: () => drivers.requests,
    close: () => {
      closed = true;
      clearTimeout(timer);
      for (const end of underWay) end(abandoned());
      leave(drivers);
    },
  };

  async function run(
    text: string,
    parameters: Readonly<Record<string, unknown>>,
    { signal, deadline = options.deadline }: Bounds = {},
  ): Promise<readonly Cells[]> {
    const start = performance.now();
    for (;;) {
      if (trouble !== null && CLOSES_CIRCUIT.has(trouble.failure)) throw trouble;
      const left = deadline - (performance.now() - start);
      try {
        return await attempt(drivers.requests, text, parameters, { signal, deadline: left });
      } catch (error) {
        const early = performance.now() - start < RETRY_MILLISECONDS_MAX;
        if (!(early && error instanceof Neo4jError && isRetryableError(error))) {
          const failure = failureOf(error, options);
          if (failure?.failure === 'unreachable') hurry();
          throw failure ?? error;
        }
        await pause(RETRY_PAUSE_MILLISECONDS);
      }
    }
  }

  /** One try, which the caller's signal and the end of the link end too. */
  function attempt(
    driver: Driver,
    text: string,
    parameters: Readonly<Record<string, unknown>>,
    { signal, deadline }: { readonly signal: AbortSignal | undefined; readonly deadline: number },
  ): Promise<readonly Cells[]> {
    if (signal?.aborted === true) return Promise.reject(abandoned());
    const read = readOnce(driver, options.database, text, parameters, deadline, slow);
    const leave = (): void => read.end(abandoned());
    underWay.add(read.end);
    signal?.addEventListener('abort', leave, { once: true });
    return read.records.finally(() => {
      underWay.delete(read.end);
      signal?.removeEventListener('abort', leave);
    });
  }

  async function beat(): Promise<void> {
    if (closed || beating) return;
    beating = true;
    clearTimeout(timer);
    const { pulses } = drivers;
    const heard = await listen(pulses);
    beating = false;
    if (closed) return;
    if (heard instanceof StoreError) {
      if (heard.failure === 'silent' || heard.failure === 'unreachable') {
        leave(drivers);
        drivers = newDrivers(options);
      }
      trouble = heard;
      if (CLOSES_CIRCUIT.has(heard.failure)) for (const end of underWay) end(heard);
    } else {
      trouble = null;
    }
    pulse.heard(heard);
    const wait = trouble?.failure === 'credentials' ? REFUSED_MILLISECONDS : PULSE_MILLISECONDS;
    timer = setTimeout(() => void beat(), wait);
    timer.unref();
  }

  function hurry(): void {
    if (!beating) void beat();
  }

  async function listen(pulses: Driver): Promise<readonly Cells[] | StoreError> {
    try {
      const { text, parameters } = pulse;
      const late = (milliseconds: number) => silent(options, milliseconds);
      return await readOnce(pulses, options.database, text, parameters, SILENCE_MILLISECONDS_MAX, late).records;
    } catch (error) {
      return failureOf(error, options) ?? new StoreError('database', (error as Error).message, { cause: error });
    }
  }
}

/** Reads by a driver that somebody else keeps: no pulse, no circuit. */
export function readerOf(driver: Driver, { database, deadline: usual }: DatabaseOptions): Reader {
  return {
    run: (text, parameters, { deadline = usual } = {}) =>
      readOnce(driver, database, text, parameters, deadline, slow).records,
  };
}

interface Read {
  readonly records: Promise<readonly Cells[]>;
  /** Ends it before its time. */
  readonly end: (error: StoreError) => void;
}

/** One statement in one round trip. It has an answer, a failure, or `late` after `deadline` milliseconds. */
function readOnce(
  driver: Driver,
  database: string | null,
  text: string,
  parameters: Readonly<Record<string, unknown>>,
  deadline: number,
  late: (milliseconds: number) => StoreError,
): Read {
  const milliseconds = Math.max(1, Math.ceil(deadline));
  const named = database === null ? {} : { database };
  const opened = driver.session({ ...named, defaultAccessMode: session.READ, fetchSize: FETCH_SIZE });
  let end: Read['end'] = ignore;
  const records = new Promise<readonly Cells[]>((resolve, reject) => {
    end = reject;
    const timer = setTimeout(() => afterWhatHasArrived(() => reject(late(milliseconds))), milliseconds);
    opened
      .run(text, parameters, { timeout: milliseconds })
      .then(({ records }) => resolve(records.map((record) => record.toObject())), reject)
      .finally(() => clearTimeout(timer));
  }).finally(() => {
    // Nobody waits for it: on a dead link it never closes. On a live one it ends the statement at the server.
    opened.close().catch(ignore);
  });
  return { records, end };
}

const RETRY_PAUSE_MILLISECONDS = 20;
/** More records than any statement of ours gives: an answer comes in one piece. */
const FETCH_SIZE = 100_000;

/** While these last, no statement is tried. */
const CLOSES_CIRCUIT: ReadonlySet<string> = new Set(['unreachable', 'silent', 'credentials', 'database', 'forbidden']);

interface Drivers {
  readonly requests: Driver;
  /** On a connection of its own, the pulse never waits for requests. */
  readonly pulses: Driver;
}

function newDrivers(options: DatabaseOptions): Drivers {
  return { requests: connect(options, options.pool), pulses: connect(options, 1) };
}

/** A driver as this house wants it. The password goes nowhere else. */
export function connect(
  { uri, username, password }: Omit<DatabaseOptions, 'pool' | 'deadline' | 'database'>,
  pool: number,
): Driver {
  const token: AuthToken | undefined = password === null ? undefined : auth.basic(username, password);
  return driverFor(uri, token as AuthToken, {
    disableLosslessIntegers: true,
    maxConnectionPoolSize: pool,
    connectionTimeout: CONNECT_MILLISECONDS_MAX,
    connectionAcquisitionTimeout: CONNECT_MILLISECONDS_MAX + 400,
    connectionLivenessCheckTimeout: 30_000,
    maxTransactionRetryTime: 15_000,
    notificationFilter: { minimumSeverityLevel: 'OFF' },
    telemetryDisabled: true,
    userAgent: 'parcours',
  });
}

function leave({ requests, pulses }: Drivers): void {
  requests.close().catch(ignore);
  pulses.close().catch(ignore);
}

/** A process that was busy finds its timers due before it reads what has arrived meanwhile: that is read first. */
function afterWhatHasArrived(then: () => void): void {
  setImmediate(() => setImmediate(then));
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}

function ignore(): void {}
