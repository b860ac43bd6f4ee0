/**
 * The server as one file, dependencies included: it starts a third faster than some two hundred modules do, and the package
 * installs with no dependency at all. `library` is the same code for the scripts and the bench, with dependencies left out.
 */
import { defineConfig } from 'vite';

export default defineConfig(({ mode }) => ({
  ssr: { noExternal: mode === 'library' ? undefined : true },
  build: {
    ssr: mode === 'library' ? 'src/library.ts' : 'src/cli/main.ts',
    outDir: mode === 'library' ? 'dist/library' : 'dist/parcours',
    target: 'node20',
    license: mode === 'library' ? false : { fileName: 'third-party-licenses.md' },
    reportCompressedSize: false,
    rollupOptions: { output: { codeSplitting: false } },
  },
}));
