import { defineConfig } from 'vitest/config';
import { ONE_GRAPHQL } from './graphql.config.ts';

export default defineConfig({
  resolve: { alias: ONE_GRAPHQL },
  test: {
    include: ['tests/**/*.test.ts'],
    testTimeout: 60_000,
    hookTimeout: 120_000,
    reporters: process.env['CI'] ? ['default', ['json', { outputFile: 'dist/test-results.json' }]] : ['default'],
    // graphql refuses values of another copy of itself: let every package share the one that the tests load.
    server: { deps: { inline: [/graphql/, /@pothos/, /@envelop/, /@graphql-tools/] } },
  },
});
