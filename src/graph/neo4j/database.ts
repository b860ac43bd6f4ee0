/**
 * The link to Neo4j. The driver waits for ever on a link that swallows what is sent, so every statement has a deadline of
 * ours, nobody waits for anything to be closed, and a link that fell silent is left behind with its whole driver.
 *
 * A small read each second, on a connection of its own, tells whether the database answers. While it does not, requests are
 * refused at once (the circuit is open), and those under way end; the first read that succeeds lets them pass again. Before
 * there is a connection that is known to work, a bare socket asks whether anybody speaks there at all (probe.ts): so what is
 * refused, absent or silent for hours costs the driver nothing. Then the small read may take its time, since a far database
 * needs many round trips to be connected to; requests that wait for the first one do so for a moment only.
 */
import { type AuthToken, auth, type Driver, driver as driverFor } from 'neo4j-driver';
import { type Failure, StoreError } from '../graph.ts';
import type { Cells } from './decode.ts';
import { type Address, abandoned, failureOf, mayPass, silent, slow, unreachable } from './failures.ts';
import { type Read, readOnce } from './once.ts';
import { openPool } from './pool.ts';
import { probe } from './probe.ts';

export interface DatabaseOptions extends Address {
  readonly username: string;
  /** Null where the database asks for none. */
  readonly password: string | null;
  /** Connections at the most. */
  readonly pool: number;
  /** How long a statement may take, in milliseconds. */
  readonly deadline: number;
  /** When trouble is noticed; tests have less time. */
  readonly timings?: Timings;
}

/** All in milliseconds. */
export interface Timings {
  /** From one pulse to the next. */
  readonly pulse: number;
  /** A pulse that has no answer by then, on a connection that has worked, tells of silence. */
  readonly silence: number;
  /** While nothing is known of the database, requests wait as long. */
  readonly verdict: number;
  /** The first read of a new connection may take as long. */
  readonly patience: number;
  /** A request without an answer by then has the pulse taken. */
  readonly doubt: number;
  /** A refused password is not tried more often: servers lock out those who guess. */
  readonly refused: number;
  /** A connection whose statement was given up comes back by then, or its driver is left. */
  readonly returns: number;
}

export const TIMINGS: Timings = {
  pulse: 1_000,
  silence: 1_400,
  verdict: 1_900,
  patience: 6_000,
  doubt: 400,
  refused: 6_000,
  returns: 4_000,
};

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
  /** The driver of requests; a new one after each silence. */
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

/** A far database needs most of it for a new connection; a request that finds all connections taken waits little longer. */
const CONNECT_MILLISECONDS_MAX = 2_600;
/** Only a statement that failed sooner than this is tried once more: a pooled connection may have died unnoticed. */
const RETRY_MILLISECONDS_MAX = 500;
const RETRY_PAUSE_MILLISECONDS = 20;

export function openDatabase(options: DatabaseOptions, pulse: Pulse): Database {
  const { database, timings = TIMINGS } = options;
  const requests = openPool(() => connect(options, options.pool), timings.returns);
  // On a connection of its own, the pulse never waits for requests.
  const pulses = openPool(() => connect(options, 1), timings.returns);
  /** Undefined before there is a verdict. */
  let trouble: StoreError | null | undefined;
  /** Whether the connection of the pulse has worked. */
  let proven = false;
  let beating = false;
  let next: NodeJS.Timeout | undefined;
  const closed = new AbortController();
  const waiting = new Set<() => void>();
  const underWay = new Set<Read['end']>();
  void beat();

  return {
    run,
    trouble: () => trouble ?? null,
    driver: requests.driver,
    close: () => {
      closed.abort();
      clearTimeout(next);
      for (const end of underWay) end(abandoned());
      for (const pass of waiting) pass();
      requests.close();
      pulses.close();
    },
  };

  async function run(
    text: string,
    parameters: Readonly<Record<string, unknown>>,
    { signal, deadline = options.deadline }: Bounds = {},
  ): Promise<readonly Cells[]> {
    const start = performance.now();
    for (;;) {
      if (trouble === undefined) await new Promise<void>((resolve) => waiting.add(resolve));
      if (closed.signal.aborted || signal?.aborted === true) throw abandoned();
      if (closesCircuit(trouble)) throw trouble;
      const left = deadline - (performance.now() - start);
      try {
        return await attempt(text, parameters, { signal, deadline: left });
      } catch (error) {
        const early = performance.now() - start < RETRY_MILLISECONDS_MAX;
        if (!(early && mayPass(error))) {
          const failure = failureOf(error, options);
          if (failure?.failure === 'unreachable') void beat();
          throw failure ?? error;
        }
        await pause(RETRY_PAUSE_MILLISECONDS);
      }
    }
  }

  /** One try, which the caller's signal and the end of the link end too. */
  function attempt(
    text: string,
    parameters: Readonly<Record<string, unknown>>,
    { signal, deadline }: { readonly signal: AbortSignal | undefined; readonly deadline: number },
  ): Promise<readonly Cells[]> {
    const read = requests.read({ text, parameters }, { database, deadline, late: slow });
    const left = (): void => read.end(abandoned());
    const doubt = setTimeout(() => void beat(), timings.doubt);
    underWay.add(read.end);
    signal?.addEventListener('abort', left, { once: true });
    return read.records.finally(() => {
      clearTimeout(doubt);
      underWay.delete(read.end);
      signal?.removeEventListener('abort', left);
    });
  }

  async function beat(): Promise<void> {
    if (closed.signal.aborted || beating) return;
    beating = true;
    clearTimeout(next);
    conclude(proven ? await again() : await anew());
    beating = false;
    if (closed.signal.aborted) return;
    next = setTimeout(() => void beat(), trouble?.failure === 'credentials' ? timings.refused : timings.pulse);
    next.unref();
  }

  /** A connection may have been cut while the database is well: only what a new one tells is a verdict. */
  async function again(): Promise<readonly Cells[] | StoreError> {
    const heard = await listen(timings.silence);
    if (!(heard instanceof StoreError) || !LOST.has(heard.failure)) return heard;
    if (heard.failure === 'silent') {
      conclude(heard);
      requests.renew();
      pulses.renew();
    }
    return anew();
  }

  async function anew(): Promise<readonly Cells[] | StoreError> {
    proven = false;
    const late = setTimeout(() => {
      if (!closesCircuit(trouble)) conclude(silent(options, timings.verdict));
    }, timings.verdict);
    late.unref();
    const failure = await probe(options, timings.verdict, closed.signal);
    const heard = failure ?? (await listen(timings.patience));
    clearTimeout(late);
    proven = !(heard instanceof StoreError);
    if (!proven) pulses.renew();
    return heard;
  }

  async function listen(milliseconds: number): Promise<readonly Cells[] | StoreError> {
    const late = (): StoreError => silent(options, milliseconds);
    const read = pulses.read(pulse, { database, deadline: milliseconds, late });
    const end = (): void => read.end(abandoned());
    closed.signal.addEventListener('abort', end, { once: true });
    try {
      return await read.records;
    } catch (error) {
      const failure = failureOf(error, options);
      if (failure !== null) return failure;
      // The statement is right: what a driver says in other words is that it has lost its connection.
      return mayPass(error) ? unreachable(options, error) : new StoreError('database', (error as Error).message);
    } finally {
      closed.signal.removeEventListener('abort', end);
    }
  }

  function conclude(heard: readonly Cells[] | StoreError): void {
    if (closed.signal.aborted) return;
    trouble = heard instanceof StoreError ? heard : null;
    if (closesCircuit(trouble)) for (const end of underWay) end(trouble);
    pulse.heard(heard);
    for (const pass of waiting) pass();
    waiting.clear();
  }
}

const LOST: ReadonlySet<Failure> = new Set<Failure>(['unreachable', 'silent']);

/** While these last, no statement is tried. */
const CLOSING: ReadonlySet<Failure> = new Set<Failure>([...LOST, 'credentials', 'database', 'forbidden']);

function closesCircuit(trouble: StoreError | null | undefined): trouble is StoreError {
  return trouble != null && CLOSING.has(trouble.failure);
}

/** Reads by a driver that somebody else keeps: no pulse, no circuit. */
export function readerOf(driver: Driver, { database, deadline: usual }: DatabaseOptions): Reader {
  return {
    run: (text, parameters, { deadline = usual } = {}) =>
      readOnce(driver, { text, parameters }, { database, deadline, late: slow }).records,
  };
}

/** A driver as this house wants it. The password goes nowhere else. */
export function connect(
  { uri, username, password }: Omit<DatabaseOptions, 'pool' | 'deadline' | 'database'>,
  pool: number,
  patience: number = CONNECT_MILLISECONDS_MAX,
): Driver {
  const token: AuthToken | undefined = password === null ? undefined : auth.basic(username, password);
  return driverFor(uri, token as AuthToken, {
    disableLosslessIntegers: true,
    maxConnectionPoolSize: pool,
    connectionTimeout: patience,
    connectionAcquisitionTimeout: patience + 400,
    connectionLivenessCheckTimeout: 30_000,
    maxTransactionRetryTime: 15_000,
    notificationFilter: { minimumSeverityLevel: 'OFF' },
    telemetryDisabled: true,
    userAgent: 'parcours',
  });
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
