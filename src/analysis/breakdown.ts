/**
 * Group-by: nodes of a kind by the values of one or two axes of métiers, and figures of the métiers of each group.
 *
 * What is grouped are facts: a métier, with one far end of each relation that the question speaks of, or none. So two axes
 * of one relation, or an axis of the relation to the nodes that are counted, always speak of one and the same far end.
 */
import type { Filter } from '../graph/graph.ts';
import { maskOf } from '../graph/mask.ts';
import { type Adjacency, at, rangOf, salaireOf, signedAt, type Topology } from '../graph/topology.ts';
import { type Kind, NEIGHBOURS, type Step } from '../model.ts';
import { AXES, type Axis, UNKNOWN, type Value, type Values, valuesOf } from './axes.ts';
import { EVERYTHING, type Served } from './facets.ts';
import { type Statistics, statisticsOf } from './statistics.ts';

export interface Question {
  /** What is counted: distinct nodes of this kind, with the métiers that they are far ends of. */
  readonly of: Kind;
  readonly by: Axis;
  readonly thenBy: Axis | null;
  readonly filter: Filter | null;
  readonly measure: Measure | null;
  readonly order: Order;
  readonly served: Served;
}

/** `axes`: in the axes' own orders, what is unknown last. `count`: most nodes first, then like `axes`. */
export type Order = 'axes' | 'count';

export const MEASURES = { SALAIRE_DEBUTANT: salaireOf, NIVEAU: rangOf } as const;
export type Measure = keyof typeof MEASURES;

export interface Breakdown {
  /** How many distinct nodes are counted in all the groups together. */
  readonly total: number;
  /** Of all métiers that meet the filter and are counted, or lead to what is counted. */
  readonly statistics: Statistics | null;
  readonly rows: readonly Row[];
  readonly rowsTotal: number;
}

export interface Row {
  readonly by: Value;
  readonly thenBy: Value | null;
  readonly count: number;
  /** Of the distinct métiers of the group. */
  readonly statistics: Statistics | null;
}

export function breakdownOf(topology: Topology, question: Question, examine: (count: number) => void): Breakdown {
  const mask = maskOf(topology, 'Metier', question.filter ?? EVERYTHING, examine);
  const groups = new Groups(topology, question);
  const metiers: number[] = [];
  for (let i = 0; i < mask.length; i++) if (mask[i] === 1) metiers.push(i);
  let facts = 0;
  for (const metier of metiers) facts += groups.factsOf(metier);
  examine(facts);
  for (const metier of metiers) groups.add(metier);
  return groups.answer();
}

interface Group {
  readonly by: number;
  readonly thenBy: number;
  /** Each once, in ascending order. */
  readonly metiers: number[];
  /** What is counted, each as often as facts speak of it; empty where métiers are counted. */
  readonly nodes: number[];
}

interface Counted extends Group {
  readonly count: number;
}

/** A class, because its one loop is the innermost of the work. */
class Groups {
  readonly #topology: Topology;
  readonly #question: Question;
  readonly #by: Reader;
  readonly #thenBy: Reader | null;
  readonly #counted: Step | null;
  /** The relations that the question speaks of, each once. */
  readonly #relations: readonly (readonly [Step, Adjacency])[];
  /** The fact at hand: a far end of each relation, -1 for none. */
  readonly #ends: Int32Array;
  readonly #groups = new Map<number, Group>();
  readonly #all: Group = { by: 0, thenBy: 0, metiers: [], nodes: [] };
  /** For each node that may be counted, the group that counted it last. */
  readonly #countedBy: Int32Array;

  constructor(topology: Topology, question: Question) {
    const { of, by, thenBy } = question;
    this.#topology = topology;
    this.#question = question;
    this.#counted = of === 'Metier' ? null : stepTo(of);
    this.#countedBy = new Int32Array(this.#counted === null ? 0 : topology.nodes[of].length).fill(-1);
    const steps = [this.#counted, AXES[by].via, thenBy === null ? null : AXES[thenBy].via].filter(
      (step) => step !== null,
    );
    this.#relations = [...new Set(steps)].map((step) => [step, topology.adjacency[step]] as const);
    this.#ends = new Int32Array(this.#relations.length);
    const names = this.#relations.map(([step]) => step);
    this.#by = readerOf(topology, by, names);
    this.#thenBy = thenBy === null ? null : readerOf(topology, thenBy, names);
  }

  /** How many facts there are about a métier. */
  factsOf(metier: number): number {
    let facts = 1;
    for (const [, { offsets }] of this.#relations) facts *= Math.max(1, at(offsets, metier + 1) - at(offsets, metier));
    return facts;
  }

  add(metier: number): void {
    this.#choose(metier, 0);
  }

  /** Chooses a far end of each relation from `depth` on, in every way there is. */
  #choose(metier: number, depth: number): void {
    const relation = this.#relations[depth];
    if (relation === undefined) {
      this.#addFact(metier);
      return;
    }
    const [step, { offsets, targets }] = relation;
    const start = at(offsets, metier);
    const end = at(offsets, metier + 1);
    // No far end to count is no fact; no far end to group by is a fact about what is unknown.
    if (start === end && step !== this.#counted) {
      this.#ends[depth] = -1;
      this.#choose(metier, depth + 1);
    }
    for (let j = start; j < end; j++) {
      this.#ends[depth] = at(targets, j);
      this.#choose(metier, depth + 1);
    }
  }

  #addFact(metier: number): void {
    const ends = this.#ends;
    const by = placeOf(this.#by, metier, ends);
    const thenBy = this.#thenBy === null ? 0 : placeOf(this.#thenBy, metier, ends);
    const key = by * ((this.#thenBy?.values.size ?? 0) + 1) + thenBy;
    let group = this.#groups.get(key);
    if (group === undefined) {
      group = { by, thenBy, metiers: [], nodes: [] };
      this.#groups.set(key, group);
    }
    this.#put(this.#all, metier);
    this.#put(group, metier);
  }

  #put({ metiers, nodes }: Group, metier: number): void {
    // Métiers come one after the other.
    if (metiers[metiers.length - 1] !== metier) metiers.push(metier);
    // What is counted stands first among the relations.
    if (this.#counted !== null) nodes.push(signedAt(this.#ends, 0));
  }

  answer(): Breakdown {
    const { order, served } = this.#question;
    const counted = (group: Group, i: number) => ({ ...group, count: this.#count(group, i) });
    const [all, ...groups] = [this.#all, ...this.#groups.values()].map(counted) as [Counted, ...Counted[]];
    groups.sort((a, b) => (order === 'count' ? b.count - a.count : 0) || a.by - b.by || a.thenBy - b.thenBy);
    return {
      total: all.count,
      statistics: this.#statistics(this.#all),
      rows: groups.slice(served.skip, served.skip + served.first).map((group) => ({
        by: valueAt(this.#by.values, group.by),
        thenBy: this.#thenBy === null ? null : valueAt(this.#thenBy.values, group.thenBy),
        count: group.count,
        statistics: this.#statistics(group),
      })),
      rowsTotal: groups.length,
    };
  }

  /** How many distinct nodes a group has; `i` tells it from the others. */
  #count({ metiers, nodes }: Group, i: number): number {
    if (this.#counted === null) return metiers.length;
    let count = 0;
    for (const node of nodes) {
      if (signedAt(this.#countedBy, node) === i) continue;
      this.#countedBy[node] = i;
      count += 1;
    }
    return count;
  }

  #statistics({ metiers }: Group): Statistics | null {
    const { measure } = this.#question;
    if (measure === null) return null;
    const figure = MEASURES[measure];
    const { Metier } = this.#topology.nodes;
    return statisticsOf(metiers.map((i) => figure(Metier[i] as (typeof Metier)[number])));
  }
}

/** Reads the value of an axis off a fact; `relation` is the place of its relation, -1 where the métier has the value. */
interface Reader {
  readonly values: Values;
  readonly relation: number;
}

function readerOf(topology: Topology, axis: Axis, relations: readonly Step[]): Reader {
  const { via } = AXES[axis];
  return { values: valuesOf(topology, axis), relation: via === null ? -1 : relations.indexOf(via) };
}

/** The place of a value; what is unknown stands behind the last one. */
function placeOf({ values, relation }: Reader, metier: number, ends: Int32Array): number {
  const node = relation < 0 ? metier : signedAt(ends, relation);
  const place = node < 0 ? -1 : signedAt(values.of, node);
  return place < 0 ? values.size : place;
}

function valueAt(values: Values, place: number): Value {
  return place === values.size ? UNKNOWN : values.value(place);
}

/** The relation that leads from a métier to nodes of a kind. */
function stepTo(kind: Kind): Step {
  const step = NEIGHBOURS.Metier.find(({ target }) => target === kind)?.path[0];
  if (step === undefined) throw new Error(`no relation leads from a métier to ${kind}`);
  return step;
}
