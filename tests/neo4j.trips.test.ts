/** How often a request waits for Neo4j: times that the link turns from asking to answering, on a connection that is there. */
import { once } from 'node:events';
import { type AddressInfo, connect as connectTo, createServer, type Server } from 'node:net';
import { parse } from 'graphql';
import type { Driver } from 'neo4j-driver';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { connect, type Database, readerOf } from '../src/graph/neo4j/database.ts';
import { requestContext } from '../src/schema/context.ts';
import { createExecutor } from '../src/server/execute.ts';
import { VILLAGE } from './support/content.ts';
import { schema } from './support/graphql.ts';
import { describeNeo4j, neo4jUri } from './support/neo4j.ts';
import { databaseOptions, openShared, type Shared, type Stored } from './support/neo4jStores.ts';

let trips = 0;
let shared: Shared;
let village: Stored;
let counting: Server;
let driver: Driver;
let link: Database;

describeNeo4j('a request waits for Neo4j', () => {
  beforeAll(async () => {
    shared = openShared();
    village = await shared.put(VILLAGE);
    counting = await countingServer(neo4jUri());
    const { port } = counting.address() as AddressInfo;
    const options = { ...databaseOptions(`bolt://127.0.0.1:${port}`), pool: 1 };
    driver = connect(options, options.pool);
    link = { ...shared.database, run: readerOf(driver, options).run };
    await asked('{ metiers { totalCount } }');
  });
  afterAll(async () => {
    await driver.close();
    counting.close();
    await shared.close();
  });

  test.each([
    [
      'a node with its neighbours',
      '{ metier(id: "MET.1") { nom formations { nodes { nom } } statuts { nodes { libelle } } } }',
    ],
    [
      'a walk over every level',
      '{ metiers { nodes { nom formations { nodes { nom metiers { nodes { nom interets { nodes { libelle } } } } } } } } }',
    ],
    [
      'several root fields',
      '{ metiers { totalCount } formations { nodes { nom } } nodes(ids: ["MET.1", "FOR.1"]) { id } }',
    ],
  ])('once for %s', async (_what, query) => {
    trips = 0;
    await asked(query);
    expect(trips).toBe(1);
  });
});

async function asked(query: string): Promise<void> {
  const contextValue = requestContext(village.live(link));
  const { errors } = await createExecutor(schema)({ document: parse(query), variableValues: {}, contextValue });
  expect(errors).toBeUndefined();
}

/** Passes bytes on, and counts each time that the client speaks after the server did. */
async function countingServer(uri: string): Promise<Server> {
  const { hostname, port } = new URL(uri);
  const server = createServer((client) => {
    const far = connectTo(Number(port), hostname);
    let answered = true;
    client.on('data', (bytes) => {
      if (answered) trips += 1;
      answered = false;
      far.write(bytes);
    });
    far.on('data', (bytes) => {
      answered = true;
      client.write(bytes);
    });
    const end = (): void => {
      client.destroy();
      far.destroy();
    };
    for (const socket of [client, far]) socket.on('close', end).on('error', end);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return server;
}
