/**
 * How a release lies in Neo4j. Every node of ours carries the number of its release, so that a release is written beside
 * the one in force and put in force by one write to one node:
 *
 *     (:ParcoursGraph {name, release, format, flipped, owner, renewed, batch, …})    the pointer, and the lock of a loader
 *     (:ParcoursRelease {graph, release, format, fingerprint, nodesMetier, relationsRECOMMANDE, flipped, removed, …})
 *     (:Métier {release, ordre, id, nom, …})-[:RECOMMANDE {rang}]->(:Formation {release, ordre, id, nom, …})
 *
 * `release`: a number that no other release of this database has, whatever its graph. `ordre`: the node's place in the
 * order of names among its kind (the ordinal of topology.ts), so that no store compares strings to sort by name. `rang`: the
 * place in the document, from 0. A database may hold several graphs under different names, and data that is not ours.
 */
import { KIND_NAMES, KINDS, type Kind } from '../../model.ts';

/** Written into every release. A reader refuses a release whose number is greater than its own. */
export const FORMAT = 1;

/** The name of the graph unless the configuration gives another. */
export const GRAPH_NAME = 'parcours';

/**
 * How long a request may go on reading a release after its first statement, in milliseconds. A loader waits as long, and a
 * little longer, before it removes the release that it replaced: so nobody ever reads what is being removed.
 */
export const READ_MILLISECONDS_MAX = 5_000;

export const GRAPH_LABEL = 'ParcoursGraph';
export const RELEASE_LABEL = 'ParcoursRelease';
/** Gives each release of a database its number. */
export const COUNTER_LABEL = 'ParcoursCounter';

/** Labels and relationship types come from the tables of model.ts; Cypher takes letters with accents as they are. */
export function labelOf(kind: Kind): string {
  return KINDS[kind].label;
}

export interface Index {
  readonly name: string;
  readonly label: string;
  readonly properties: readonly string[];
  /** As Neo4j names it; that of a constraint is a range. */
  readonly type: 'RANGE' | 'TEXT';
  readonly text: string;
}

/**
 * The constraints, each with its index, and the indexes that the statements use. Their names carry a version: one whose
 * definition changes gets a new name, since `IF NOT EXISTS` never changes one that is there.
 */
export const INDEXES: readonly Index[] = [
  unique('graph', GRAPH_LABEL, 'name'),
  unique('counter', COUNTER_LABEL, 'name'),
  unique('release', RELEASE_LABEL, 'release'),
  ...KIND_NAMES.flatMap((kind) => [
    unique(`${kind.toLowerCase()}_id`, labelOf(kind), 'release', 'id'),
    unique(`${kind.toLowerCase()}_ordre`, labelOf(kind), 'release', 'ordre'),
    ofText(`${kind.toLowerCase()}_search`, labelOf(kind), 'search'),
  ]),
];

function unique(what: string, label: string, ...properties: readonly string[]): Index {
  const name = `parcours_${what}_1`;
  const values = properties.map((property) => `n.${property}`).join(', ');
  const text = `CREATE CONSTRAINT ${name} IF NOT EXISTS FOR (n:${label}) REQUIRE (${values}) IS UNIQUE`;
  return { name, label, properties, type: 'RANGE', text };
}

function ofText(what: string, label: string, property: string): Index {
  const name = `parcours_${what}_1`;
  const text = `CREATE TEXT INDEX ${name} IF NOT EXISTS FOR (n:${label}) ON (n.${property})`;
  return { name, label, properties: [property], type: 'TEXT', text };
}
