/**
 * A whole release out of Neo4j, in pieces of bounded size: its outline for analyses, all of it for a mirror. A release never
 * changes while it is there; whether it was there to the end is asked at the end.
 */
import {
  type AnyNode,
  KIND_NAMES,
  type Kind,
  type NodeOf,
  type OutlineOf,
  PROPERTIES,
  PROSE_FIELDS,
  RELATION_NAMES,
  RELATIONS,
  type RelationName,
} from '../../model.ts';
import { type Content, type Neighbours, type Release, StoreError } from '../graph.ts';
import { type Topology, topologyOf } from '../topology.ts';
import { pattern } from './cypher/filter.ts';
import type { Bounds, Reader } from './database.ts';
import type { Cells } from './decode.ts';
import { releaseIn } from './graph.ts';
import { integer } from './integers.ts';
import { GRAPH_LABEL, labelOf, RELEASE_LABEL } from './layout.ts';
import { type Column, columnsOf, decoder } from './properties.ts';

/**
 * The small read by which a store follows the graph: the release in force, and what it tells of itself. The pointer is read
 * once: a statement that names it twice may see two releases.
 */
export const PULSE_TEXT =
  `MATCH (g:${GRAPH_LABEL} {name: $graph}) WITH g.release AS release, g.flipped AS flipped, g.format AS format ` +
  `OPTIONAL MATCH (r:${RELEASE_LABEL} {release: release}) RETURN release, flipped, format, properties(r) AS properties`;

const RELEASE_TEXT = `MATCH (r:${RELEASE_LABEL} {release: $release}) RETURN properties(r) AS properties`;

/** Nodes a statement: their prose is some ten thousand characters each. */
const PIECE = 1_000;
/** Bounds for the reads of a whole release: nobody's request waits for one of them alone. */
const BOUNDS: Bounds = { deadline: 30_000 };

export async function readRelease(database: Reader, release: number): Promise<Release> {
  const [cells] = await database.run(RELEASE_TEXT, { release: integer(release) });
  return releaseOf(cells?.['properties'], release);
}

/** What a `ParcoursRelease` tells, as the port has it. Throws when it is gone. */
export function releaseOf(properties: unknown, release: number): Release {
  const node = properties as Readonly<Record<string, unknown>> | null | undefined;
  if (node == null || node['removed'] === true) throw gone(release);
  const number = (name: string): number => Number(node[name] ?? 0);
  return {
    fingerprint: String(node['fingerprint']),
    date: String(node['date']),
    diagnostics: { errors: number('errors'), warnings: number('warnings'), notices: number('notices') },
    nodes: Object.fromEntries(KIND_NAMES.map((kind) => [kind, number(`nodes${kind}`)])) as Release['nodes'],
    relations: Object.fromEntries(
      RELATION_NAMES.map((name) => [name, number(`relations${name}`)]),
    ) as Release['relations'],
  };
}

/** All but the prose. */
export async function readTopology(database: Reader, release: number): Promise<Topology> {
  const { nodes, edges } = await readAll(database, release, (kind) => outlineOf(kind));
  return topologyOf<OutlineOf>({ nodes: nodes as Topology['nodes'], edges });
}

export async function readContent(database: Reader, release: number): Promise<Content> {
  const { told, nodes, edges } = await readAll(database, release, (kind) => PROPERTIES[kind]);
  return {
    fingerprint: told.fingerprint,
    date: told.date,
    diagnostics: told.diagnostics,
    nodes: nodes as { readonly [K in Kind]: readonly NodeOf[K][] },
    edges,
  };
}

/** The content in force, null where there is none. */
export async function readInForce(reader: Reader, graph: string): Promise<Content | null> {
  const [cells] = await reader.run(PULSE_TEXT, { graph });
  return typeof cells?.['release'] === 'number' ? readContent(reader, releaseIn(cells, graph).number) : null;
}

interface Everything {
  readonly told: Release;
  readonly nodes: Readonly<Record<Kind, readonly AnyNode[]>>;
  readonly edges: Readonly<Record<RelationName, readonly Neighbours[]>>;
}

async function readAll(
  database: Reader,
  release: number,
  propertiesOf: (kind: Kind) => readonly string[],
): Promise<Everything> {
  const told = await readRelease(database, release);
  const nodes: Record<string, readonly AnyNode[]> = {};
  for (const kind of KIND_NAMES) {
    nodes[kind] = await readNodes(database, release, kind, propertiesOf(kind), told.nodes[kind]);
  }
  const edges: Record<string, readonly Neighbours[]> = {};
  for (const name of RELATION_NAMES) edges[name] = await readEdges(database, release, name, told);
  const toldAtTheEnd = await readRelease(database, release);
  if (toldAtTheEnd.fingerprint !== told.fingerprint) throw gone(release);
  return { told, nodes, edges } as Everything;
}

async function readNodes(
  database: Reader,
  release: number,
  kind: Kind,
  properties: readonly string[],
  count: number,
): Promise<readonly AnyNode[]> {
  const columns = columnsOf(kind, properties);
  const text =
    `MATCH (n:${labelOf(kind)}) WHERE n.release = $release AND n.ordre >= $from AND n.ordre < $to ` +
    `RETURN collect([n.ordre, ${columns.map((column) => `n.${column}`).join(', ')}]) AS rows`;
  const nodeOf = decoder(kind, properties, columns);
  const nodes: AnyNode[] = [];
  for await (const rows of pieces<readonly Column[]>(database, release, text, count)) {
    for (const [ordre, ...values] of rows) nodes[ordre as number] = nodeOf(values);
  }
  if (nodes.length !== count || nodes.includes(undefined as never)) throw await damaged(database, release);
  return nodes;
}

async function readEdges(database: Reader, release: number, name: RelationName, told: Release): Promise<Neighbours[]> {
  const { from } = RELATIONS[name];
  const text =
    `MATCH (n:${labelOf(from)}) WHERE n.release = $release AND n.ordre >= $from AND n.ordre < $to ` +
    `WITH n, COLLECT { MATCH ${pattern('n', `${name}>`, 'm', 'e')} RETURN m.id ORDER BY e.rang } AS ends ` +
    'RETURN collect([n.id, ends]) AS rows';
  const edges: Neighbours[] = [];
  let count = 0;
  for await (const rows of pieces<readonly [string, readonly string[]]>(database, release, text, told.nodes[from])) {
    for (const [from, to] of rows) {
      if (to.length > 0) edges.push({ from, to });
      count += to.length;
    }
  }
  if (count !== told.relations[name]) throw await damaged(database, release);
  return edges;
}

async function* pieces<Row>(
  database: Reader,
  release: number,
  text: string,
  count: number,
): AsyncGenerator<readonly Row[]> {
  for (let from = 0; from < count; from += PIECE) {
    const parameters = { release: integer(release), from: integer(from), to: integer(from + PIECE) };
    const [cells] = (await database.run(text, parameters, BOUNDS)) as readonly [Cells];
    yield cells['rows'] as readonly Row[];
  }
}

function outlineOf(kind: Kind): readonly string[] {
  const prose: ReadonlySet<string> = new Set([...PROSE_FIELDS, 'sections', 'dureeEtudes']);
  return PROPERTIES[kind].filter((name) => !prose.has(name));
}

/** Why a release does not hold what it says of itself: it is being removed, or somebody meddled with it. */
async function damaged(database: Reader, release: number): Promise<StoreError> {
  await readRelease(database, release);
  return new StoreError(
    'database',
    `release ${release} does not hold what it says of itself, somebody changed its nodes: load the documents again`,
  );
}

function gone(release: number): StoreError {
  return new StoreError(
    'empty',
    `release ${release} was removed while it was read: another one is in force, ask again`,
  );
}
