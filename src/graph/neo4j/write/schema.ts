/** The constraints and indexes, created where they are not there: once they are, loaders need not be allowed to create any. */
import { CONSTRAINTS } from '../layout.ts';
import { type Target, write, writeOnce } from './statement.ts';

export async function createSchema(target: Target): Promise<void> {
  // The first statement of a load: a database that does not answer it is not waited for.
  const rows = await writeOnce(target, 'SHOW CONSTRAINTS YIELD name RETURN collect(name) AS names');
  const there = new Set(rows[0]?.['names'] as readonly string[]);
  for (const { name, text } of CONSTRAINTS) if (!there.has(name)) await write(target, text);
}
