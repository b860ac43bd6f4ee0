/** The Neo4j that the suites share (see neo4j.global.ts). It has one database: each suite empties it before it begins. */
import neo4j, { type Driver } from 'neo4j-driver';
import { describe, inject } from 'vitest';

const provided = inject('neo4j');

/** Why there is no Neo4j to ask, null where there is one. */
export const neo4jMissing = provided.missing;

/** The version that a suite with a server of its own starts. */
export const NEO4J_VERSION = provided.version;

export interface Account {
  readonly username: string;
  readonly password: string;
}

export function neo4jUri(): string {
  if (provided.missing !== null) throw new Error(provided.missing);
  return provided.uri;
}

/** Both are empty where nobody is asked for them. */
export function neo4jAccount(): Account {
  return { username: provided.username, password: provided.password };
}

/** A suite that needs a Neo4j; where there is none, it is skipped and its title says why. */
export function describeNeo4j(title: string, suite: () => void, missing: string | null = provided.missing): void {
  describe.skipIf(missing !== null)(missing === null ? title : `${title} (skipped: ${missing})`, suite);
}

/** A driver to the shared server unless told of another, which does not retry for long; whoever opens it closes it. */
export function openDriver(uri: string = neo4jUri(), { username, password }: Account = neo4jAccount()): Driver {
  return neo4j.driver(uri, username === '' ? undefined : neo4j.auth.basic(username, password), {
    connectionTimeout: 3_000,
    maxTransactionRetryTime: 3_000,
  });
}

/** Flat rows of one statement, in a transaction of its own. */
export async function rowsOf(
  driver: Driver,
  statement: string,
  parameters: Readonly<Record<string, unknown>> = {},
): Promise<unknown[][]> {
  const { records } = await driver.executeQuery(statement, parameters, { database: 'neo4j' });
  return records.map((record) => [...record.values()]);
}

/** Leaves nothing in the database: no node, no constraint, no index but the two that it makes itself. */
export async function emptyDatabase(driver: Driver): Promise<void> {
  await rowsOf(driver, 'MATCH (n) DETACH DELETE n');
  const drop = async (kind: string, names: unknown[][]): Promise<void> => {
    for (const [name] of names) await rowsOf(driver, `DROP ${kind} \`${name}\``);
  };
  await drop('CONSTRAINT', await rowsOf(driver, 'SHOW CONSTRAINTS YIELD name RETURN name'));
  await drop('INDEX', await rowsOf(driver, "SHOW INDEXES YIELD name, type WHERE type <> 'LOOKUP' RETURN name"));
}
