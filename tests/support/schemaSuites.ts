/** Every suite of the schema, on a real Neo4j: its answers are those of the embedded store. */
import { afterAll, test } from 'vitest';
import { neo4jMissing } from './neo4j.ts';
import { openShared } from './neo4jStores.ts';
import { useNeo4j } from './stores.ts';

export async function schemaSuitesOn(how: 'live' | 'mirror'): Promise<void> {
  if (neo4jMissing !== null) {
    test.skip(`the suites of the schema on Neo4j (skipped: ${neo4jMissing})`, () => {});
    return;
  }
  const shared = openShared();
  afterAll(() => shared.close());
  useNeo4j(shared, how);
  await import('../schema.test.ts');
  await import('../schema.pages.test.ts');
  await import('../schema.budget.test.ts');
  await import('../schema.counts.test.ts');
  await import('../schema.search.test.ts');
}
