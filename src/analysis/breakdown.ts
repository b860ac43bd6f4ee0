/**
 * Group-by: nodes of a kind by the values of one or two axes of métiers, and figures of the métiers of each group.
 *
 * What is grouped are facts: a métier, with one far end of each relation that the question speaks of, or none. So two axes
 * of one relation, or an axis of the relation to the nodes that are counted, always speak of one and the same far end.
 */
import type { Filter } from '../graph/graph.ts';
import { maskOf } from '../graph/mask.ts';
import { type Adjacency, at, rangOf, salaireOf, type Topology } from '../graph/topology.ts';
import { type Kind, NEIGHBOURS, type Step } from '../model.ts';
import { AXES, type Axis, UNKNOWN, type Value, type Values, valuesOf } from './axes.ts';
import { EVERYTHING } from './facets.ts';
import { type Statistics, statisticsOf } from './statistics.ts';

export interface Question {
  /** What is counted: distinct nodes of this kind, with the métiers that they are far ends of. */
  readonly of: Kind;
  readonly by: Axis;
  readonly thenBy: Axis | null;
  readonly filter: Filter | null;
  readonly measure: Measure | null;
  readonly order: Order;
  readonly first: number;
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
  count: number;
  /** Each once, in ascending order. */
  readonly metiers: number[];
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
  readonly #groups = new Map<number, Group>();
  readonly #all: Group = { by: 0, thenBy: 0, count: 0, metiers: [] };
  readonly #counts = new Set<number>();

  constructor(topology: Topology, question: Question) {
    const { of, by, thenBy } = question;
    this.#topology = topology;
    this.#question = question;
    this.#counted = of === 'Metier' ? null : stepTo(of);
    const steps = [this.#counted, AXES[by].via, thenBy === null ? null : AXES[thenBy].via].filter(
      (step) => step !== null,
    );
    this.#relations = [...new Set(steps)].map((step) => [step, topology.adjacency[step]] as const);
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
    const ends = new Int32Array(this.#relations.length);
    const choose = (depth: number): void => {
      const relation = this.#relations[depth];
      if (relation === undefined) {
        this.#addFact(metier, ends);
        return;
      }
      const [step, { offsets, targets }] = relation;
      const start = at(offsets, metier);
      const end = at(offsets, metier + 1);
      if (start === end) {
        // No far end to count is no fact; no far end to group by is a fact about what is unknown.
        if (step === this.#counted) return;
        ends[depth] = -1;
        choose(depth + 1);
      }
      for (let j = start; j < end; j++) {
        ends[depth] = at(targets, j);
        choose(depth + 1);
      }
    };
    choose(0);
  }

  #addFact(metier: number, ends: Int32Array): void {
    const by = placeOf(this.#by, metier, ends);
    const thenBy = this.#thenBy === null ? 0 : placeOf(this.#thenBy, metier, ends);
    // What is counted stands first among the relations.
    const node = this.#counted === null ? metier : at(ends, 0);
    this.#count(this.#all, -1, metier, node);
    const key = by * ((this.#thenBy?.values.size ?? 0) + 1) + thenBy;
    let group = this.#groups.get(key);
    if (group === undefined) {
      group = { by, thenBy, count: 0, metiers: [] };
      this.#groups.set(key, group);
    }
    this.#count(group, key, metier, node);
  }

  /** Counts a node once a group, and puts a métier there once: métiers come one after the other. */
  #count(group: Group, key: number, metier: number, node: number): void {
    const isNew = group.metiers.at(-1) !== metier;
    if (isNew) group.metiers.push(metier);
    if (this.#counted === null) {
      if (isNew) group.count += 1;
      return;
    }
    const pair = (key + 1) * this.#topology.nodes[this.#question.of].length + node;
    if (this.#counts.has(pair)) return;
    this.#counts.add(pair);
    group.count += 1;
  }

  answer(): Breakdown {
    const { order, first } = this.#question;
    const groups = [...this.#groups.values()].sort(
      (a, b) => (order === 'count' ? b.count - a.count : 0) || a.by - b.by || a.thenBy - b.thenBy,
    );
    return {
      total: this.#all.count,
      statistics: this.#statistics(this.#all),
      rows: groups.slice(0, first).map((group) => ({
        by: valueAt(this.#by.values, group.by),
        thenBy: this.#thenBy === null ? null : valueAt(this.#thenBy.values, group.thenBy),
        count: group.count,
        statistics: this.#statistics(group),
      })),
      rowsTotal: groups.length,
    };
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
  const node = relation < 0 ? metier : at(ends, relation);
  const place = node < 0 ? -1 : at(values.of, node);
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
