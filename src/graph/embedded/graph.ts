/** The verbs of the port over one release in memory. This is their executable definition: other stores agree with it. */
import {
  endsOf,
  KIND_NAMES,
  type Kind,
  type NodeOf,
  type Path,
  RELATION_NAMES,
  type Step,
  targetOf,
} from '../../model.ts';
import type { Content, Graph, Page, Release, Selection } from '../graph.ts';
import { type Mask, maskOf } from '../mask.ts';
import { at, byteAt, degree, neighbours, sizeOf, type Tables, topologyOf } from '../topology.ts';
import { type Ordered, pageOf, type Ranking, ranked, rankings, unranked } from './order.ts';

export interface EmbeddedGraph extends Graph {
  release(): Release;
  topology(): Tables;
  nodes<K extends Kind>(kind: K, ids: readonly string[]): readonly (NodeOf[K] | undefined)[];
  list<K extends Kind>(kind: K, selection: Selection): Page<K>;
  follow(path: Path, ids: readonly string[], selection: Selection): readonly Page[];
}

export function embeddedGraph(content: Content): EmbeddedGraph {
  const tables = topologyOf<NodeOf>(content);
  const rankingOf = rankings(tables);
  const release = releaseOf(content);
  return { release: () => release, topology: () => tables, nodes, list, follow };

  function nodes<K extends Kind>(kind: K, ids: readonly string[]): readonly (NodeOf[K] | undefined)[] {
    const ordinals = tables.ordinals[kind];
    return ids.map((id) => {
      const ordinal = ordinals.get(id);
      return ordinal === undefined ? undefined : tables.nodes[kind][ordinal];
    });
  }

  function list<K extends Kind>(kind: K, selection: Selection): Page<K> {
    const { filter, sort, examine = ignore } = selection;
    const mask = filter && maskOf(tables, kind, filter, examine);
    const ranking = sort.by === 'given' ? null : rankingOf(kind, sort.by, sort.descending);
    const all = ranking?.order ?? tables.all[kind];
    const kept = mask === null ? all : keptOf(all, mask);
    return pageOf(tables, kind, ranking === null ? unranked(kept) : ranked(ranking, kept), selection, false) as Page<K>;
  }

  function follow(path: Path, ids: readonly string[], selection: Selection): readonly Page[] {
    const [step, ...rest] = path;
    if (step === undefined) throw new Error('a walk has no step');
    const { filter, sort, examine = ignore } = selection;
    const { from } = endsOf(step);
    const target = targetOf(path, from);
    const mask = filter && maskOf(tables, target, filter, examine);
    const ranking = sort.by === 'given' ? null : rankingOf(target, sort.by, sort.descending);
    const several = rest.length > 0;
    const ways = new Uint32Array(several && ranking !== null ? tables.nodes[target].length : 0);
    const neighboursOf = several ? severalSteps(path, examine) : oneStep(step);

    return ids.map((id) => {
      const ordinal = tables.ordinals[from].get(id);
      let found = ordinal === undefined ? NOTHING : neighboursOf(ordinal);
      if (mask !== null || ranking !== null) examine(found.ordinals.length);
      if (mask !== null) found = keep(found, mask);
      if (ranking === null) return pageOf(tables, target, found, selection, several);
      const page = pageOf(tables, target, ranked(ranking, inRankOrder(ranking, found.ordinals)), selection, false);
      return several ? { ...page, routes: routesOf(page, found, target, ways) } : page;
    });
  }

  /** Seen from its origin a relation stands in the document's order, which is a value; from its far end, in names'. */
  function oneStep(step: Step): (ordinal: number) => Ordered {
    const adjacency = tables.adjacency[step];
    const given = !step.startsWith('<');
    return (ordinal) => {
      const ordinals = neighbours(adjacency, ordinal);
      return given ? { ordinals, value: itself, descending: false } : unranked(ordinals);
    };
  }

  /** Counts the routes to each far end, the start itself left out, and puts the most travelled first. */
  function severalSteps(path: Path, examine: (count: number) => void): (ordinal: number) => Ordered {
    const routes = path.map((step) => new Uint32Array(sizeOf(tables, step)));
    const home = endsOf(path[0] as Step).from === endsOf(path.at(-1) as Step).to;
    return (ordinal) => {
      let here = Uint32Array.of(ordinal);
      let ways = Uint32Array.of(1);
      for (const [i, step] of path.entries()) {
        const { offsets, targets } = tables.adjacency[step];
        let edges = 0;
        for (let j = 0; j < here.length; j++) edges += degree(tables.adjacency[step], at(here, j));
        examine(edges);
        const counts = routes[i] as Uint32Array;
        const reached = new Uint32Array(Math.min(edges, counts.length));
        let size = 0;
        // Plain loops: this is the innermost of all work, and iterators over typed arrays are ten times slower.
        for (let j = 0; j < here.length; j++) {
          const end = at(offsets, at(here, j) + 1);
          for (let k = at(offsets, at(here, j)); k < end; k++) {
            const next = at(targets, k);
            if (counts[next] === 0) reached[size++] = next;
            counts[next] = at(counts, next) + at(ways, j);
          }
        }
        here = reached.subarray(0, size);
        ways = new Uint32Array(size);
        for (let j = 0; j < size; j++) {
          ways[j] = at(counts, at(here, j));
          counts[at(here, j)] = 0;
        }
      }
      return mostTravelled(here, ways, home ? ordinal : null);
    };
  }

  /** The routes to the nodes of a page that is not sorted by them. `ways`: a place for each ordinal of the kind. */
  function routesOf(page: Page, found: Ordered, target: Kind, ways: Uint32Array): number[] {
    for (let i = 0; i < found.ordinals.length; i++) ways[at(found.ordinals, i)] = Number(found.value(i));
    return page.nodes.map(({ id }) => at(ways, tables.ordinals[target].get(id) as number));
  }
}

const NOTHING: Ordered = unranked(new Uint32Array(0));

/** The value of a list in the document's order is the place in it. */
function itself(i: number): number {
  return i;
}

function ignore(): void {}

/** Most routes first, then in the order of ordinals: both in one number, which typed arrays sort without a comparison. */
function mostTravelled(here: Uint32Array, ways: Uint32Array, without: number | null): Ordered {
  const packed = new Float64Array(here.length);
  let size = 0;
  for (let i = 0; i < here.length; i++) {
    if (here[i] !== without) packed[size++] = at(here, i) - at(ways, i) * ORDINALS_MAX;
  }
  packed.subarray(0, size).sort();
  const ordinals = new Uint32Array(size);
  for (let i = 0; i < size; i++) {
    const both = packed[i] as number;
    ordinals[i] = both + routesIn(both) * ORDINALS_MAX;
  }
  return { ordinals, value: (i) => routesIn(packed[i] as number), descending: true };
}

const ORDINALS_MAX = 2 ** 32;

function routesIn(packed: number): number {
  return Math.ceil(-packed / ORDINALS_MAX);
}

/** Ranks sort without a comparison, and lead back to their ordinals. */
function inRankOrder({ ranks, order }: Ranking, ordinals: Uint32Array): Uint32Array {
  const sorted = new Uint32Array(ordinals.length);
  for (let i = 0; i < sorted.length; i++) sorted[i] = at(ranks, at(ordinals, i));
  sorted.sort();
  for (let i = 0; i < sorted.length; i++) sorted[i] = at(order, at(sorted, i));
  return sorted;
}

function keep(list: Ordered, mask: Mask): Ordered {
  const { ordinals, value, descending } = list;
  const places: number[] = [];
  for (let i = 0; i < ordinals.length; i++) if (byteAt(mask, at(ordinals, i)) === 1) places.push(i);
  return { ordinals: keptOf(ordinals, mask), value: (i) => value(places[i] as number), descending };
}

/** The ordinals that a mask keeps, in their order. */
function keptOf(ordinals: Uint32Array, mask: Mask): Uint32Array {
  const kept = new Uint32Array(ordinals.length);
  let size = 0;
  for (let i = 0; i < ordinals.length; i++) {
    const ordinal = at(ordinals, i);
    if (byteAt(mask, ordinal) === 1) kept[size++] = ordinal;
  }
  return kept.subarray(0, size);
}

function releaseOf(content: Content): Release {
  const { date, diagnostics, nodes, edges } = content;
  return {
    get fingerprint() {
      return content.fingerprint;
    },
    date,
    diagnostics,
    nodes: Object.fromEntries(KIND_NAMES.map((kind) => [kind, nodes[kind].length])) as Release['nodes'],
    relations: Object.fromEntries(
      RELATION_NAMES.map((name) => [name, edges[name].reduce((sum, { to }) => sum + to.length, 0)]),
    ) as Release['relations'],
  };
}
