/**
 * A node on its way through a request. A row knows the level it stands in: all nodes that the same field of the query
 * served. What is asked of one row is asked of its whole level at once, so a level costs one call to the store for each
 * field, and N+1 cannot be written: `follow` in connection.ts is the only way to a neighbour.
 */

import type { FieldNode } from 'graphql';
import { type AnyNode, KIND_NAMES, type Kind, type NodeOf, PROPERTIES } from '../model.ts';
import type { Connection } from './pageConnection.ts';

export interface RowBase {
  readonly id: string;
  readonly node: AnyNode;
  readonly level: Level;
  /** Its place in `level.rows`. */
  readonly position: number;
  /** How many times the query serves it at this level. */
  served: number;
}

/** A row reads like its node. */
export type Row<K extends Kind = Kind> = RowBase & NodeOf[K];

export interface Level {
  readonly kind: Kind;
  readonly rows: RowBase[];
  /** What was asked of this level, by the first of the fields that ask it. */
  readonly steps: Map<FieldNode, Step[]>;
}

export interface Step {
  /** The fields of the query that ask this together. A fragment may bring one of them to several places. */
  readonly fields: readonly FieldNode[];
  /** One connection a row, or the error that was met. */
  readonly answer: readonly Connection[] | Promise<readonly Connection[]> | Error;
}

export function levelOf(kind: Kind): Level {
  return { kind, rows: [], steps: new Map() };
}

/** Adds a node to a level. The caller counts how often it is served. */
export function addRow(level: Level, node: AnyNode): RowBase {
  const row = new CLASSES[level.kind](node, level, level.rows.length);
  level.rows.push(row);
  return row;
}

type RowClass = new (node: AnyNode, level: Level, position: number) => RowBase;

/**
 * A class a kind, with a getter for each property of its nodes: what executors read most then costs a property access. A
 * class, because engines make such accesses fast for its instances.
 */
const CLASSES = Object.fromEntries(KIND_NAMES.map((kind) => [kind, rowClass(PROPERTIES[kind])])) as Record<
  Kind,
  RowClass
>;

function rowClass(properties: readonly string[]): RowClass {
  class NodeRow implements RowBase {
    declare readonly id: string;
    readonly node: AnyNode;
    readonly level: Level;
    readonly position: number;
    served = 0;
    constructor(node: AnyNode, level: Level, position: number) {
      this.node = node;
      this.level = level;
      this.position = position;
    }
  }
  for (const name of properties) {
    Object.defineProperty(NodeRow.prototype, name, {
      get(this: RowBase) {
        return this.node[name as keyof AnyNode];
      },
    });
  }
  return NodeRow;
}
