/**
 * The server as one file, dependencies included: it starts a third faster than some two hundred modules do, and the package
 * installs with no dependency at all. `library` and the benches are for the scripts: dependencies left out.
 */
import { chmodSync } from 'node:fs';
import { defineConfig } from 'vite';

const ENTRIES: Readonly<Record<string, string>> = {
  production: 'src/cli/main.ts',
  library: 'src/library.ts',
  bench: 'bench/main.ts',
  search: 'bench/search/main.ts',
  'bench-neo4j': 'bench/neo4j/main.ts',
};

/**
 * graphql is published twice in one package, as CommonJS and as modules, and refuses values of its other copy. Some packages
 * name its files of the first kind: everything is led to the second.
 */
const ONE_GRAPHQL = [
  { find: /^graphql$/, replacement: 'graphql/index.mjs' },
  { find: /^graphql\/(.+)\.js$/, replacement: 'graphql/$1.mjs' },
];

export default defineConfig(({ mode }) => {
  const bundled = mode === 'production';
  const entry = ENTRIES[mode];
  if (entry === undefined) throw new Error(`no entry for the mode ${mode}`);
  return {
    resolve: { alias: bundled ? ONE_GRAPHQL : [] },
    plugins: bundled ? [{ name: 'executable', writeBundle: () => chmodSync('dist/parcours/main.js', 0o755) }] : [],
    ssr: bundled ? { noExternal: true as const } : {},
    build: {
      ssr: entry,
      outDir: `dist/${bundled ? 'parcours' : mode}`,
      target: 'node20',
      license: bundled ? { fileName: 'third-party-licenses.md' } : false,
      reportCompressedSize: false,
      rollupOptions: { output: { codeSplitting: false } },
    },
  };
});
