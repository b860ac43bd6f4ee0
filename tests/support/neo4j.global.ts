/**
 * One Neo4j for all suites of the project `neo4j`: the one that NEO4J_TEST_URI names (with NEO4J_TEST_USERNAME and
 * NEO4J_TEST_PASSWORD where it asks for them; its database is emptied by the tests), else one of our own, of the version
 * NEO4J_TEST_VERSION, where Java and Maven are there. Else suites are told why there is none.
 */
import type { TestProject } from 'vitest/node';
import { canRun, LONG_TERM, startNeo4j } from '../../scripts/neo4j.mjs';

/** What the suites are told; `missing` says in words why there is no server. */
export interface ProvidedNeo4j {
  readonly uri: string;
  readonly username: string;
  readonly password: string;
  /** The version that suites with a server of their own start. */
  readonly version: string;
  readonly missing: string | null;
}

declare module 'vitest' {
  interface ProvidedContext {
    readonly neo4j: ProvidedNeo4j;
  }
}

const NOBODY = { uri: '', username: '', password: '' };

export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const {
    NEO4J_TEST_URI: uri,
    NEO4J_TEST_USERNAME: username = '',
    NEO4J_TEST_PASSWORD: password = '',
    NEO4J_TEST_VERSION: version = LONG_TERM,
  } = process.env;
  if (uri) {
    project.provide('neo4j', { uri, username, password, version, missing: null });
    return async () => {};
  }
  const missing = canRun(version);
  if (missing !== undefined) {
    project.provide('neo4j', { ...NOBODY, version, missing });
    return async () => {};
  }
  const server = await startNeo4j({ version });
  project.provide('neo4j', { ...NOBODY, uri: server.uri, version, missing: null });
  return server.stop;
}
