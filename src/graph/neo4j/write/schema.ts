/** The constraints and indexes, created where they are not there: once they are, loaders need not be allowed to create any. */
import { Neo4jError } from 'neo4j-driver';
import { KIND_NAMES, PROPERTIES, RELATION_NAMES } from '../../../model.ts';
import { StoreError } from '../../graph.ts';
import { INDEXES, type Index, labelOf, RELEASE_LABEL } from '../layout.ts';
import { columnsOf } from '../properties.ts';
import { type Target, write, writeOnce } from './statement.ts';

export async function createSchema(target: Target): Promise<void> {
  const there = await refuseObstacles(target);
  for (const { name, text } of INDEXES) if (!there.has(name)) await write(target, text).catch(unlessMadeMeanwhile);
}

/** The names of what is there; throws at what a load could not do with. Changes nothing. */
export async function refuseObstacles(target: Target): Promise<ReadonlySet<string>> {
  // A constraint's index has its name. The first statement of a load: a database that does not answer it is not waited for.
  const rows = (await writeOnce(target, SHOW)) as unknown as readonly There[];
  for (const one of rows) refuseObstacle(one, target);
  return new Set(rows.map(({ name }) => name));
}

const SHOW =
  'SHOW INDEXES YIELD name, type, labelsOrTypes, properties, owningConstraint ' +
  'RETURN name, type, coalesce(labelsOrTypes, []) AS labels, coalesce(properties, []) AS properties, owningConstraint AS constraint';

interface There {
  readonly name: string;
  readonly type: string;
  readonly labels: readonly string[];
  readonly properties: readonly string[];
  /** The name of the constraint that it is of, null for an index of its own. */
  readonly constraint: string | null;
}

const OURS: ReadonlyMap<string, Index> = new Map(INDEXES.map((index) => [index.name, index]));
/** What is ours carries, by label or type, the number of its release apart: a constraint on anything else forbids nothing. */
const WRITTEN: ReadonlyMap<string, ReadonlySet<string>> = new Map([
  ...KIND_NAMES.map((kind): [string, ReadonlySet<string>] => [
    labelOf(kind),
    new Set(['ordre', 'key', 'search', ...columnsOf(kind, PROPERTIES[kind])]),
  ]),
  ...RELATION_NAMES.map((name): [string, ReadonlySet<string>] => [name, new Set(['rang'])]),
  [RELEASE_LABEL, new Set(['graph', 'format', 'date', 'errors', 'warnings', 'notices', 'flipped'])],
]);

/** What others made may stand where ours belongs, or forbid what two releases beside each other have in common. */
function refuseObstacle(there: There, { uri }: Target): void {
  const { name, labels, properties, constraint } = there;
  const ours = OURS.get(name);
  const misnamed = ours !== undefined && !isOf(there, ours);
  const forbids =
    constraint !== null &&
    labels.some((label) => {
      const written = WRITTEN.get(label);
      if (written === undefined) return false;
      const alone = label !== RELEASE_LABEL && properties.join() === 'release';
      return alone || properties.every((one) => written.has(one));
    });
  if (!misnamed && !forbids) return;
  const what = constraint === null ? 'index' : 'constraint';
  const why = misnamed ? 'has a name that parcours needs' : 'forbids two releases beside each other';
  throw new StoreError(
    'database',
    `the ${what} "${name}" on ${labels.join(', ')} (${properties.join(', ')}) at ${uri} ${why}: ` +
      `DROP ${what.toUpperCase()} ${name}, or take another database`,
  );
}

function isOf({ type, labels, properties, constraint }: There, ours: Index): boolean {
  const alike = labels.join() === ours.label && properties.join() === ours.properties.join() && type === ours.type;
  return alike && (ours.type === 'RANGE') === (constraint !== null);
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
