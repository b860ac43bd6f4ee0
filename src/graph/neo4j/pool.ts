/**
 * The connections of requests. One that fell silent while the others work would be lent for ever: when a connection does not
 * come back, new ones are opened beside all the old ones, which are closed once the last of them that answers is done.
 */
import type { Driver } from 'neo4j-driver';
import { type Once, type Read, readOnce, type Statement } from './once.ts';

export interface Pool {
  /** The driver of the connections that are lent now. */
  readonly driver: () => Driver;
  readonly read: (statement: Statement, once: Once) => Read;
  /** Leaves all connections where they are, and whoever waits for them; the next read opens new ones. */
  readonly renew: () => void;
  readonly close: () => void;
}

/** `returns`: how long a connection may take to come back after its statement was given up, in milliseconds. */
export function openPool(open: () => Driver, returns: number): Pool {
  let lent = lend();
  const retired = new Set<Lent>();

  return {
    driver: () => lent.driver,
    read,
    renew: () => {
      leaveAll();
      lent = lend();
    },
    close: leaveAll,
  };

  function lend(): Lent {
    return { driver: open(), reads: new Set() };
  }

  function leaveAll(): void {
    for (const { driver } of [lent, ...retired]) leave(driver);
    retired.clear();
  }

  function read(statement: Statement, once: Once): Read {
    const from = lent;
    const read = readOnce(from.driver, statement, once);
    from.reads.add(read);
    const done = (): void => {
      from.reads.delete(read);
      closeIfDone(from);
    };
    read.records.then(done, () => {
      done();
      const late = setTimeout(() => retire(from), returns);
      late.unref();
      void read.returned.then(() => clearTimeout(late));
    });
    return read;
  }

  function retire(from: Lent): void {
    if (from !== lent) return;
    retired.add(from);
    lent = lend();
    closeIfDone(from);
  }

  function closeIfDone(from: Lent): void {
    if (from.reads.size === 0 && retired.delete(from)) leave(from.driver);
  }
}

interface Lent {
  readonly driver: Driver;
  /** Those that have no answer yet. */
  readonly reads: Set<Read>;
}

/** Nobody waits for it: on a dead link a driver's promise to close is never kept. Its sockets are ended at once. */
function leave(driver: Driver): void {
  driver.close().catch(() => {});
}
