import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { defineConfig, type Plugin } from 'vite';

/** Builds the GraphiQL page into dist/graphiql, complete: it asks nothing of any other origin. */
export default defineConfig({
  root: here('./client'),
  base: '/graphiql/',
  publicDir: false,
  plugins: [gzipBeside()],
  // The workers import prettier only when they need it, which takes workers that are modules.
  worker: { format: 'es' },
  build: {
    outDir: here('../../../dist/graphiql'),
    emptyOutDir: true,
    // Monaco is one chunk of 2.8 MB, 0.7 MB of it on the wire.
    chunkSizeWarningLimit: 3000,
    rolldownOptions: {
      // "use client" means nothing here, and hundreds of modules say it.
      checks: { moduleLevelDirective: false, bundlerTimings: false },
    },
  },
});

/**
 * Writes `x.gz` beside each file `x` that shrinks. Not Brotli: browsers only accept it over TLS or from localhost,
 * and at its best, 10 s of work, it takes 16 % less.
 */
function gzipBeside(): Plugin {
  return {
    name: 'gzip-beside',
    apply: 'build',
    async writeBundle({ dir }, bundle) {
      if (dir === undefined) throw new Error('the build has no output folder');
      await Promise.all(
        Object.keys(bundle).map(async (name) => {
          const body = await readFile(join(dir, name));
          const zipped = gzipSync(body, { level: 9 });
          if (zipped.length < body.length) await writeFile(join(dir, `${name}.gz`), zipped);
        }),
      );
    },
  };
}

function here(path: string): string {
  return fileURLToPath(new URL(path, import.meta.url));
}
