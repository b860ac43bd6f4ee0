/** The constraints and indexes, created where they are not there: once they are, loaders need not be allowed to create any. */
import { INDEXES } from '../layout.ts';
import { type Target, write, writeOnce } from './statement.ts';

export async function createSchema(target: Target): Promise<void> {
  // A constraint's index has its name. The first statement of a load: a database that does not answer it is not waited for.
  const rows = await writeOnce(target, 'SHOW INDEXES YIELD name RETURN collect(name) AS names');
  const there = new Set(rows[0]?.['names'] as readonly string[]);
  for (const { name, text } of INDEXES) if (!there.has(name)) await write(target, text);
}
