/** A release as batches of rows, each small enough for one transaction. */
import type { Integer } from 'neo4j-driver';
import {
  KIND_NAMES,
  KINDS,
  type Kind,
  type NodeOf,
  RELATION_NAMES,
  RELATIONS,
  type RelationName,
} from '../../../model.ts';
import { neighbours, type Topology } from '../../topology.ts';
import { integer, integers } from '../integers.ts';
import { labelOf } from '../layout.ts';
import { type Column, encode, INTEGER_COLUMNS } from '../properties.ts';

export interface Batch {
  /** Clauses that write the rows into the release `$release`. */
  readonly text: string;
  readonly parameters: Readonly<Record<string, unknown>>;
  /** Nodes or relationships that it writes. */
  readonly size: number;
}

/** One text for all kinds: a statement that is new to the server costs it more than a batch of rows. */
const NODES_TEXT = 'UNWIND $rows AS row CREATE (n:$($label)) SET n = row';

const ROWS_MAX = 2_000;
/** Characters of the columns of a batch: métiers carry prose. */
const CHARACTERS_MAX = 2_000_000;
const RELATIONSHIPS_MAX = 5_000;

export function* batchesOf(topology: Topology<NodeOf>, release: number): Generator<Batch> {
  for (const kind of KIND_NAMES) yield* nodeBatches(kind, topology.nodes[kind], release);
  for (const name of RELATION_NAMES) yield* relationBatches(name, topology);
}

/** How many nodes and relationships there are. */
export function sizeOf(topology: Topology<NodeOf>): number {
  const nodes = KIND_NAMES.reduce((sum, kind) => sum + topology.nodes[kind].length, 0);
  return RELATION_NAMES.reduce((sum, name) => sum + topology.adjacency[`${name}>`].targets.length, nodes);
}

function* nodeBatches(kind: Kind, nodes: readonly NodeOf[Kind][], release: number): Generator<Batch> {
  const { label } = KINDS[kind];
  const number = integer(release);
  let rows: Readonly<Record<string, Column | Integer>>[] = [];
  let characters = 0;
  for (const [ordre, node] of nodes.entries()) {
    const columns = encode(kind, node);
    rows.push({ ...withIntegers(columns), release: number, ordre: integer(ordre) });
    for (const value of Object.values(columns)) if (typeof value === 'string') characters += value.length;
    if (rows.length >= ROWS_MAX || characters >= CHARACTERS_MAX) {
      yield { text: NODES_TEXT, parameters: { label, rows }, size: rows.length };
      rows = [];
      characters = 0;
    }
  }
  if (rows.length > 0) yield { text: NODES_TEXT, parameters: { label, rows }, size: rows.length };
}

/** A row an origin: its `ordre`, and those of its far ends in the order of the document. */
function* relationBatches(name: RelationName, { adjacency, nodes }: Topology<NodeOf>): Generator<Batch> {
  const { from, to } = RELATIONS[name];
  const text = `
    UNWIND $rows AS row MATCH (a:${labelOf(from)} {release: $release, ordre: row[0]})
    UNWIND range(0, size(row[1]) - 1) AS rang MATCH (b:${labelOf(to)} {release: $release, ordre: row[1][rang]})
    CREATE (a)-[:${name} {rang: rang}]->(b)`;
  let rows: unknown[] = [];
  let size = 0;
  for (let ordre = 0; ordre < nodes[from].length; ordre++) {
    const ends = neighbours(adjacency[`${name}>`], ordre);
    if (ends.length === 0) continue;
    rows.push([integer(ordre), integers([...ends])]);
    size += ends.length;
    if (size >= RELATIONSHIPS_MAX) {
      yield { text, parameters: { rows }, size };
      rows = [];
      size = 0;
    }
  }
  if (rows.length > 0) yield { text, parameters: { rows }, size };
}

function withIntegers(columns: Readonly<Record<string, Column>>): Record<string, Column | Integer> {
  const rows: Record<string, Column | Integer> = { ...columns };
  for (const name of INTEGER_COLUMNS) if (typeof rows[name] === 'number') rows[name] = integer(rows[name]);
  return rows;
}
