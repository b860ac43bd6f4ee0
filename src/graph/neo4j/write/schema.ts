/** The constraints and indexes, created where they are not there: once they are, loaders need not be allowed to create any. */
import { Neo4jError } from 'neo4j-driver';
import { INDEXES } from '../layout.ts';
import { type Target, write, writeOnce } from './statement.ts';

export async function createSchema(target: Target): Promise<void> {
  // A constraint's index has its name. The first statement of a load: a database that does not answer it is not waited for.
  const rows = await writeOnce(target, 'SHOW INDEXES YIELD name RETURN collect(name) AS names');
  const there = new Set(rows[0]?.['names'] as readonly string[]);
  for (const { name, text } of INDEXES) if (!there.has(name)) await write(target, text).catch(unlessMadeMeanwhile);
}

/** Two loaders may find one missing: `IF NOT EXISTS` does not keep the later of two that come at once from an error. */
function unlessMadeMeanwhile(error: unknown): void {
  if (!(error instanceof Neo4jError && MADE_MEANWHILE.has(error.code))) throw error;
}

const MADE_MEANWHILE: ReadonlySet<string> = new Set([
  'Neo.ClientError.Schema.EquivalentSchemaRuleAlreadyExists',
  'Neo.ClientError.Schema.ConstraintAlreadyExists',
  'Neo.ClientError.Schema.IndexAlreadyExists',
]);
