/**
 * The one place where whole numbers are mapped. Neo4j tells INTEGER from FLOAT, JavaScript does not: numbers that Neo4j must
 * take as INTEGER (limits, ranks, releases) are marked here on their way in; on their way out the driver gives plain numbers
 * (`disableLosslessIntegers`), which are exact, since nothing of ours counts beyond 2^53.
 */
import { type Integer, int } from 'neo4j-driver';

/** Throws when the number is not whole, or too large to be exact. */
export function integer(value: number): Integer {
  if (!Number.isSafeInteger(value)) throw new Error(`${value} is not a whole number that can be kept exactly`);
  return int(value);
}

export function integers(values: readonly number[]): Integer[] {
  return values.map(integer);
}
