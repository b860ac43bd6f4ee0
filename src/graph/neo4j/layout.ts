/**
 * How a release lies in Neo4j. Every node of ours carries the number of its release, so that a release is written beside
 * the one in force and put in force by one write to one node:
 *
 *     (:ParcoursGraph {name, release, format, flipped, owner, renewed})    the pointer, and the lock of a loader
 *     (:ParcoursRelease {graph, release, format, fingerprint, nodesMetier, relationsRECOMMANDE, removed, …})
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

/** Labels and relationship types come from the tables of model.ts, and need no quoting but for accents. */
export function labelOf(kind: Kind): string {
  return `\`${KINDS[kind].label}\``;
}

/**
 * The constraints and indexes that the statements use. Their names carry a version: an index whose definition changes gets a
 * new name, since `IF NOT EXISTS` never changes one that is there.
 */
export const SCHEMA_STATEMENTS: readonly string[] = [
  `CREATE CONSTRAINT parcours_graph_1 IF NOT EXISTS FOR (n:${GRAPH_LABEL}) REQUIRE n.name IS UNIQUE`,
  `CREATE CONSTRAINT parcours_counter_1 IF NOT EXISTS FOR (n:${COUNTER_LABEL}) REQUIRE n.name IS UNIQUE`,
  `CREATE CONSTRAINT parcours_release_1 IF NOT EXISTS FOR (n:${RELEASE_LABEL}) REQUIRE n.release IS UNIQUE`,
  ...KIND_NAMES.flatMap((kind) => {
    const name = kind.toLowerCase();
    return [
      `CREATE CONSTRAINT parcours_${name}_id_1 IF NOT EXISTS FOR (n:${labelOf(kind)}) REQUIRE (n.release, n.id) IS UNIQUE`,
      `CREATE CONSTRAINT parcours_${name}_ordre_1 IF NOT EXISTS FOR (n:${labelOf(kind)}) REQUIRE (n.release, n.ordre) IS UNIQUE`,
      `CREATE TEXT INDEX parcours_${name}_search_1 IF NOT EXISTS FOR (n:${labelOf(kind)}) ON (n.search)`,
    ];
  }),
];
