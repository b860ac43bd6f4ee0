import { afterAll, beforeAll, test } from 'vitest';
import type { Content, Store } from '../src/graph/graph.ts';
import { mirrorStore } from '../src/graph/neo4j/mirror.ts';
import { neo4jStore } from '../src/graph/neo4j/store.ts';
import { PROMISES } from './graph.contract.ts';
import { describeNeo4j } from './support/neo4j.ts';
import { openShared, type Shared, storeOptions } from './support/neo4jStores.ts';

let shared: Shared;

describeNeo4j('a store over Neo4j keeps every promise of a store,', () => {
  beforeAll(() => {
    shared = openShared();
  });
  afterAll(() => shared.close());

  for (const { name, check } of PROMISES) test(`live: ${name}`, () => check(openLive));
  for (const { name, check } of PROMISES) test(`mirrored: ${name}`, () => check(openMirror));
});

async function openLive(content: Content): Promise<Store> {
  const { graph } = await shared.put(content);
  const store = neo4jStore(storeOptions(graph));
  return { ...store, replace: async (next) => void (await shared.put(next, graph)) };
}

async function openMirror(content: Content): Promise<Store> {
  const { graph } = await shared.put(content);
  const store = mirrorStore(storeOptions(graph));
  const mirrored = async (fingerprint: string): Promise<void> => {
    while (store.status().release?.fingerprint !== fingerprint) await new Promise((wake) => setTimeout(wake, 5));
  };
  await mirrored(content.fingerprint);
  return {
    ...store,
    replace: async (next) => {
      await shared.put(next, graph);
      await mirrored(next.fingerprint);
    },
  };
}
