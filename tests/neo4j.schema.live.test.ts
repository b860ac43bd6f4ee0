/** Every suite of the schema, on a real Neo4j, live: its answers are those of the embedded store. */
import { afterAll, test } from 'vitest';
import { neo4jMissing } from './support/neo4j.ts';
import { openShared } from './support/neo4jStores.ts';
import { useNeo4j } from './support/stores.ts';

if (neo4jMissing === null) {
  const shared = openShared();
  afterAll(() => shared.close());
  useNeo4j(shared, 'live');
  await import('./schema.test.ts');
  await import('./schema.pages.test.ts');
  await import('./schema.budget.test.ts');
} else {
  test.skip(`the suites of the schema on Neo4j (skipped: ${neo4jMissing})`, () => {});
}
