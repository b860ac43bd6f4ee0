import neo4j from 'neo4j-driver';
import { afterAll, describe, test } from 'vitest';
import type { Content, Store } from '../src/graph/graph.ts';
import { neo4jStore } from '../src/graph/neo4j/store.ts';
import { PROMISES } from './graph.contract.ts';
import { tempWrite } from './support/tempWrite.ts';

const URI = process.env['NEO4J_TEST_URI'] ?? 'bolt://127.0.0.1:17687';
const driver = neo4j.driver(URI, undefined as never, { disableLosslessIntegers: true });
afterAll(() => driver.close());
let count = 0;

async function open(content: Content): Promise<Store> {
  const graph = `contract-${process.pid}-${count++}`;
  await tempWrite(driver, graph, content);
  const store = neo4jStore({
    uri: URI,
    database: 'neo4j',
    username: 'neo4j',
    password: null,
    pool: 5,
    deadline: 4000,
    graph,
    say: () => {},
  });
  return { ...store, replace: async (next) => void (await tempWrite(driver, graph, next)) };
}

describe('Neo4j keeps every promise of a store:', () => {
  for (const { name, check } of PROMISES) test(name, () => check(open));
});
