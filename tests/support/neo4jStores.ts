/** Releases in the Neo4j that the suites share. Each has a graph of its own: graphs of different names never see each other. */
import type { Driver } from 'neo4j-driver';
import { type EmbeddedGraph, embeddedGraph } from '../../src/graph/embedded/graph.ts';
import type { Content, Graph } from '../../src/graph/graph.ts';
import { connect, type Database, type DatabaseOptions, openDatabase } from '../../src/graph/neo4j/database.ts';
import { neo4jGraph } from '../../src/graph/neo4j/graph.ts';
import { readContent, readRelease, readTopology } from '../../src/graph/neo4j/read.ts';
import type { Neo4jOptions } from '../../src/graph/neo4j/store.ts';
import { type Hooks, writeRelease } from '../../src/graph/neo4j/write/release.ts';
import { neo4jAccount, neo4jUri } from './neo4j.ts';

export const QUIET: Hooks = { say: () => {}, progress: () => {} };

/** Tests take their time: a new statement is planned before it runs, and there are many. */
const PATIENCE = 60_000;

export function databaseOptions(uri: string = neo4jUri()): DatabaseOptions {
  const { username, password } = neo4jAccount();
  return { uri, database: 'neo4j', username, password: password === '' ? null : password, pool: 5, deadline: 20_000 };
}

export function storeOptions(graph: string, uri: string = neo4jUri()): Neo4jOptions {
  return { ...databaseOptions(uri), graph, life: PATIENCE, say: () => {} };
}

export interface Shared {
  readonly driver: Driver;
  readonly database: Database;
  /** A graph's name that no other has. */
  readonly newName: () => string;
  /** Writes a release, into a graph of its own unless told which; gives its name and number. */
  readonly put: (content: Content, graph?: string) => Promise<Stored>;
  readonly close: () => Promise<void>;
}

export interface Stored {
  readonly graph: string;
  readonly release: number;
  /** What a request sees that starts now; by another link to the same database where one is given. */
  readonly live: (database?: Database) => Graph;
  readonly mirror: () => Promise<EmbeddedGraph>;
}

/** Opened once a suite, when its server is there. */
export function openShared(uri: string = neo4jUri()): Shared {
  const options = databaseOptions(uri);
  const driver = connect(options, 5, 10_000);
  const database = openDatabase(options, { text: 'RETURN 1', parameters: {}, heard: () => {} });
  const prefix = `test-${process.pid}-${Date.now().toString(36)}`;
  let count = 0;
  const newName = (): string => `${prefix}-${count++}`;
  return {
    driver,
    database,
    newName,
    put: async (content, graph = newName()) => {
      const { release } = await writeRelease({ driver, uri, database: options.database, graph }, content, QUIET);
      return {
        graph,
        release,
        live: (link = database) =>
          neo4jGraph({
            database: link,
            graph,
            signal: undefined,
            deadline: options.deadline,
            life: PATIENCE,
            releaseOf: ({ number }) => readRelease(link, number),
            topologyOf: ({ number }) => readTopology(link, number),
          }),
        mirror: async () => embeddedGraph(await readContent(database, release)),
      };
    },
    close: async () => {
      database.close();
      await driver.close();
    },
  };
}
