/** Where the package keeps what the commands need, seen from dist/src/cli. */
import { fileURLToPath } from 'node:url';

export const PACKAGE = place('../../../package.json');
export const SEEDS = place('../../../seeds');
export const GRAPHIQL = place('../../graphiql');

function place(path: string): string {
  return fileURLToPath(new URL(path, import.meta.url));
}
