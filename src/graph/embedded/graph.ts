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
import { type Ordered, pageOf, rankedBy, rankings } from './order.ts';
import { at, degree, neighbours, sizeOf, tablesOf } from './tables.ts';

export interface EmbeddedGraph extends Graph {
  nodes<K extends Kind>(kind: K, ids: readonly string[]): readonly (NodeOf[K] | undefined)[];
  list<K extends Kind>(kind: K, selection: Selection): Page<K>;
  follow(path: Path, ids: readonly string[], selection: Selection): readonly Page[];
}

export function embeddedGraph(content: Content): EmbeddedGraph {
  const tables = tablesOf(content);
  const ranking = rankings(tables);
  return { release: releaseOf(content), nodes, list, follow };

  function nodes<K extends Kind>(kind: K, ids: readonly string[]): readonly (NodeOf[K] | undefined)[] {
    const ordinals = tables.ordinals[kind];
    return ids.map((id) => {
      const ordinal = ordinals.get(id);
      return ordinal === undefined ? undefined : tables.nodes[kind][ordinal];
    });
  }

  function list<K extends Kind>(kind: K, selection: Selection): Page<K> {
    const mask = selection.filter && maskOf(tables, kind, selection.filter, selection.examine ?? ignore);
    const all = tables.nodes[kind].keys();
    const kept = mask === null ? all : [...all].filter((ordinal) => at(mask, ordinal) === 1);
    const ordered: Ordered =
      selection.sort.by === 'given'
        ? { ordinals: [...kept], values: null, descending: false }
        : rankedBy(ranking(kind, selection.sort), kept);
    return pageOf(tables, kind, ordered, selection, false) as Page<K>;
  }

  function follow(path: Path, ids: readonly string[], selection: Selection): readonly Page[] {
    const [step, ...rest] = path;
    if (step === undefined) throw new Error('a walk has no step');
    const { from } = endsOf(step);
    const target = targetOf(path, from);
    const examine = selection.examine ?? ignore;
    const mask = selection.filter && maskOf(tables, target, selection.filter, examine);
    const { sort } = selection;
    const ranked = sort.by === 'given' ? null : ranking(target, sort);
    const far = rest.length === 0 ? oneStep(step) : severalSteps(path, examine);

    return ids.map((id) => {
      const ordinal = tables.ordinals[from].get(id);
      let found = ordinal === undefined ? NOTHING : far(ordinal);
      if (mask !== null || ranked !== null) examine(found.ordinals.length);
      if (mask !== null) found = keep(found, (far) => at(mask, far) === 1);
      const routes = rest.length === 0 ? null : found;
      const ordered = ranked === null ? found : rankedBy(ranked, Array.from(found.ordinals));
      const page = pageOf(tables, target, ordered, selection, routes !== null && ranked === null);
      return routes === null || ranked === null ? page : { ...page, routes: routesOf(page, routes, target) };
    });
  }

  /** Seen from its origin a relation stands in the document's order, which is a value; from its far end, in names'. */
  function oneStep(step: Step): (ordinal: number) => Ordered {
    const adjacency = tables.adjacency[step];
    const given = !step.startsWith('<');
    return (ordinal) => {
      const ordinals = neighbours(adjacency, ordinal);
      return { ordinals, values: given ? RANKS.subarray(0, ordinals.length) : null, descending: false };
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
      return { ordinals: order.map((i) => at(here, i)), values: order.map((i) => at(ways, i)), descending: true };
    };
  }

  function routesOf(page: Page, found: Ordered, target: Kind): number[] {
    const routes = new Map(Array.from(found.ordinals, (far, i) => [tables.nodes[target][far]?.id, found.values?.[i]]));
    return page.nodes.map(({ id }) => Number(routes.get(id)));
  }
}

const NOTHING: Ordered = { ordinals: [], values: [], descending: false };
/** 0, 1, 2 …: the values of a list in the document's order. A view of it costs less than a list made anew. */
const RANKS = Uint32Array.from({ length: 100_000 }, (_, rank) => rank);

function ignore(): void {}

function keep(list: Ordered, keeps: (ordinal: number) => boolean): Ordered {
  const kept = Array.from(list.ordinals, (_, i) => i).filter((i) => keeps(at(list.ordinals, i)));
  const { values } = list;
  return {
    ordinals: kept.map((i) => at(list.ordinals, i)),
    values: values === null ? null : kept.map((i) => values[i] ?? null),
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
