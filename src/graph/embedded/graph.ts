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
import { maskOf } from './mask.ts';
import { type Ordered, pageOf, ranked, rankings, unranked } from './order.ts';
import { at, degree, neighbours, sizeOf, tablesOf } from './tables.ts';

export interface EmbeddedGraph extends Graph {
  nodes<K extends Kind>(kind: K, ids: readonly string[]): readonly (NodeOf[K] | undefined)[];
  list<K extends Kind>(kind: K, selection: Selection): Page<K>;
  follow(path: Path, ids: readonly string[], selection: Selection): readonly Page[];
}

export function embeddedGraph(content: Content): EmbeddedGraph {
  const tables = tablesOf(content);
  const rankingOf = rankings(tables);
  return { release: releaseOf(content), nodes, list, follow };

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
    const kept = mask === null ? all : all.filter((ordinal) => at(mask, ordinal) === 1);
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
    const neighboursOf = several ? severalSteps(path, examine) : oneStep(step);

    return ids.map((id) => {
      const ordinal = tables.ordinals[from].get(id);
      let found = ordinal === undefined ? NOTHING : neighboursOf(ordinal);
      if (mask !== null || ranking !== null) examine(found.ordinals.length);
      if (mask !== null) found = keep(found, (far) => at(mask, far) === 1);
      if (ranking === null) return pageOf(tables, target, found, selection, several);
      const sorted = Uint32Array.from(found.ordinals).sort((a, b) => at(ranking.ranks, a) - at(ranking.ranks, b));
      const page = pageOf(tables, target, ranked(ranking, sorted), selection, false);
      return several ? { ...page, routes: routesOf(page, found, target) } : page;
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
      let here: number[] = [ordinal];
      let ways: ArrayLike<number> = [1];
      for (const [i, step] of path.entries()) {
        const adjacency = tables.adjacency[step];
        examine(here.reduce((sum, node) => sum + degree(adjacency, node), 0));
        const counts = routes[i] as Uint32Array;
        const reached: number[] = [];
        for (const [j, node] of here.entries()) {
          for (const next of neighbours(adjacency, node)) {
            if (counts[next] === 0) reached.push(next);
            counts[next] = at(counts, next) + at(ways, j);
          }
        }
        ways = reached.map((node) => at(counts, node));
        for (const node of reached) counts[node] = 0;
        here = reached;
      }
      const order = Array.from(here.keys())
        .filter((i) => !(home && here[i] === ordinal))
        .sort((a, b) => at(ways, b) - at(ways, a) || at(here, a) - at(here, b));
      const counts = order.map((i) => at(ways, i));
      return { ordinals: order.map((i) => at(here, i)), value: (i) => at(counts, i), descending: true };
    };
  }

  function routesOf(page: Page, found: Ordered, target: Kind): number[] {
    const routes = new Map(Array.from(found.ordinals, (far, i) => [tables.nodes[target][far]?.id, found.value(i)]));
    return page.nodes.map(({ id }) => Number(routes.get(id)));
  }
}

const NOTHING: Ordered = unranked([]);

/** The value of a list in the document's order is the place in it. */
function itself(i: number): number {
  return i;
}

function ignore(): void {}

function keep(list: Ordered, keeps: (ordinal: number) => boolean): Ordered {
  const kept = Array.from(list.ordinals, (_, i) => i).filter((i) => keeps(at(list.ordinals, i)));
  return {
    ordinals: kept.map((i) => at(list.ordinals, i)),
    value: (i) => list.value(at(kept, i)),
    descending: list.descending,
  };
}

function releaseOf({ fingerprint, date, diagnostics, nodes, edges }: Content): Release {
  return {
    fingerprint,
    date,
    diagnostics,
    nodes: Object.fromEntries(KIND_NAMES.map((kind) => [kind, nodes[kind].length])) as Release['nodes'],
    relations: Object.fromEntries(
      RELATION_NAMES.map((name) => [name, edges[name].reduce((sum, { to }) => sum + to.length, 0)]),
    ) as Release['relations'],
  };
}
