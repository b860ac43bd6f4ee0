/** Write transactions: each is held by the loader's lock, tried again where the driver knows how, and never waited for for ever. */
import { type Driver, type ManagedTransaction, session } from 'neo4j-driver';
import { type Address, silent } from '../failures.ts';

export interface Target extends Address {
  readonly driver: Driver;
  /** The graph's name in the database. */
  readonly graph: string;
}

/** However slow the database, one batch is done by then; the driver's own attempts included. */
const TRANSACTION_MILLISECONDS_MAX = 30_000;

export type Work<T> = (transaction: ManagedTransaction) => Promise<T>;

/** A transaction that may run more than once: what it writes must come to the same. */
export function write<T>(target: Target, work: Work<T>): Promise<T> {
  const opened = target.driver.session({ ...named(target), defaultAccessMode: session.WRITE });
  return bounded(opened.executeWrite(work), target).finally(() => void opened.close().catch(() => {}));
}

/** A statement in a transaction of its own, as changes of constraints need it. */
export async function alone(target: Target, text: string): Promise<void> {
  const opened = target.driver.session({ ...named(target), defaultAccessMode: session.WRITE });
  await bounded(opened.run(text), target).finally(() => void opened.close().catch(() => {}));
}

/** The rows of one statement, by name. */
export async function rowsOf(
  transaction: ManagedTransaction,
  text: string,
  parameters: Readonly<Record<string, unknown>> = {},
): Promise<Readonly<Record<string, unknown>>[]> {
  const { records } = await transaction.run(text, parameters);
  return records.map((record) => record.toObject());
}

function named({ database }: Address): { readonly database?: string } {
  return database === null ? {} : { database };
}

/** The driver waits for ever on a link that swallows what is sent. */
function bounded<T>(promise: Promise<T>, at: Address): Promise<T> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(silent(at, TRANSACTION_MILLISECONDS_MAX)), TRANSACTION_MILLISECONDS_MAX);
    promise.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}
