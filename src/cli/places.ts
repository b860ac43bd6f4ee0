/** Where the package keeps what the commands need, wherever in it this code was built to. */
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = packageAbove(dirname(fileURLToPath(import.meta.url)));

export const PACKAGE = join(root, 'package.json');
export const SEEDS = join(root, 'seeds');
export const GRAPHIQL = join(root, 'dist', 'graphiql');

function packageAbove(folder: string): string {
  if (existsSync(join(folder, 'package.json'))) return folder;
  const above = dirname(folder);
  if (above === folder) throw new Error('parcours is not in its package');
  return packageAbove(above);
}
