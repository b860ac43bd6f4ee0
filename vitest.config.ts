import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

/** The suites that ask a real Neo4j. They have a project of their own, so that a run without them starts none. */
const NEO4J = ['tests/neo4j.*.test.ts', 'tests/mirror.*.test.ts'];

export default defineConfig({
  // graphql is published as CommonJS and as modules, and refuses values of its other copy: the tests get the copy that node
  // gives to every package.
  resolve: { alias: [{ find: /^graphql$/, replacement: fileURLToPath(import.meta.resolve('graphql')) }] },
  test: {
    testTimeout: 60_000,
    hookTimeout: 120_000,
    setupFiles: ['tests/support/seed.ts'],
    reporters: process.env['CI'] ? ['default', ['json', { outputFile: 'dist/test-results.json' }]] : ['default'],
    projects: [
      { extends: true, test: { name: 'unit', include: ['tests/**/*.test.ts'], exclude: NEO4J } },
      {
        extends: true,
        // One file at a time, after the others: they share one server, which has one database.
        test: {
          name: 'neo4j',
          include: NEO4J,
          globalSetup: 'tests/support/neo4j.global.ts',
          fileParallelism: false,
          // A statement is planned when it is first seen, and these suites ask thousands.
          testTimeout: 300_000,
        },
      },
    ],
  },
});
