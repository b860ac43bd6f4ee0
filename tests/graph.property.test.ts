/** The embedded store against the plain definition: what the port says, written down without any thought of speed. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { embeddedGraph } from '../src/graph/embedded/graph.ts';
import type { Content, Filter, Page, Place, Selection, Sort } from '../src/graph/graph.ts';
import {
  type AnyNode,
  endsOf,
  KIND_NAMES,
  type Kind,
  type Path,
  relationOf,
  type Step,
  targetOf,
} from '../src/model.ts';
import { idsOf, kinds, listQuestions, pathsFrom, releases, selection, walkQuestions } from './support/content.ts';

const RUNS = { numRuns: 400 };

describe('on random releases', () => {
  test('a node is found by its id, and by no other', () => {
    fc.assert(
      fc.property(releases, (content) => {
        const graph = embeddedGraph(content);
        const ids = [...KIND_NAMES.flatMap((kind) => idsOf(content.nodes[kind])), 'MET.0', '__proto__'];
        for (const kind of KIND_NAMES) {
          const own = content.nodes[kind] as readonly AnyNode[];
          expect(graph.nodes(kind, ids)).toEqual(ids.map((id) => own.find((node) => node.id === id)));
        }
      }),
      RUNS,
    );
  });

  test('a list is what its filter, sort, places and size say', () => {
    fc.assert(
      fc.property(listQuestions, ({ content, kind, chosen }) => {
        const graph = embeddedGraph(content);
        expect(graph.list(kind, chosen)).toEqual(pageOf(namesOf(content, kind), content, kind, chosen, false));
      }),
      RUNS,
    );
  });

  test('a walk of any length is what its filter, sort, places and size say, from each node alike', () => {
    fc.assert(
      fc.property(walkQuestions, ({ content, path, target, chosen }) => {
        const graph = embeddedGraph(content);
        const ids = [...idsOf(content.nodes[endsOf(path[0] as Step).from]), 'MET.0'];
        expect(graph.follow(path, ids, chosen)).toEqual(
          ids.map((id) => pageOf(walked(content, path, id, target), content, target, chosen, path.length > 1)),
        );
      }),
      RUNS,
    );
  });

  test('every walk there is, of one to three steps, agrees with its definition', () => {
    fc.assert(
      fc.property(releases, kinds, (content, kind) => {
        const graph = embeddedGraph(content);
        const ids = idsOf(content.nodes[kind]);
        for (const path of pathsFrom(kind)) {
          const expected = ids.map((id) => walked(content, path, id, targetOf(path, kind)));
          const found = graph.follow(path, ids, selection());
          expect(found.map(({ nodes }) => idsOf(nodes))).toEqual(expected.map((far) => far.map(({ node }) => node.id)));
          if (path.length > 1) {
            expect(found.map(({ routes }) => routes)).toEqual(expected.map((far) => far.map(({ given }) => given)));
          }
        }
      }),
      { numRuns: 60 },
    );
  });

  test('the pages of a list, forwards and backwards, make the whole list', () => {
    fc.assert(
      fc.property(listQuestions, sizes, ({ content, kind, chosen }, size) => {
        const graph = embeddedGraph(content);
        const { filter, sort } = chosen;
        const whole = graph.list(kind, selection({ filter, sort }));
        expectPaged(whole, size, (bounds) => graph.list(kind, selection({ filter, sort, ...bounds })));
      }),
      RUNS,
    );
  });

  test('the pages of a walk, forwards and backwards, make the whole walk', () => {
    fc.assert(
      fc.property(walkQuestions, sizes, ({ content, path, chosen }, size) => {
        const graph = embeddedGraph(content);
        const { filter, sort } = chosen;
        for (const id of idsOf(content.nodes[endsOf(path[0] as Step).from])) {
          const ask = (but: Partial<Selection>): Page => {
            const [page] = graph.follow(path, [id], selection({ filter, sort, ...but }));
            if (page === undefined) throw new Error('no page');
            return page;
          };
          expectPaged(ask({}), size, ask);
        }
      }),
      { numRuns: 200 },
    );
  });

  test('a filter and its negation share out the whole list', () => {
    fc.assert(
      fc.property(listQuestions, ({ content, kind, chosen: { filter } }) => {
        const graph = embeddedGraph(content);
        const some = filter ?? { all: [] };
        const kept = idsOf(graph.list(kind, selection({ filter: some })).nodes);
        const others = idsOf(graph.list(kind, selection({ filter: { not: some } })).nodes);
        expect([...kept, ...others].sort()).toEqual(idsOf(content.nodes[kind]).sort());
      }),
      RUNS,
    );
  });

  test('what is examined grows with the question, and the answer never depends on being told', () => {
    fc.assert(
      fc.property(walkQuestions, ({ content, path, chosen }) => {
        const graph = embeddedGraph(content);
        const ids = idsOf(content.nodes[endsOf(path[0] as Step).from]);
        let examined = 0;
        const examine = (count: number): void => {
          examined += count;
        };
        const told = graph.follow(path, ids, { ...chosen, examine });
        expect(told).toEqual(graph.follow(path, ids, chosen));
        expect(examined).toBeGreaterThanOrEqual(told.reduce((sum, { nodes }) => sum + nodes.length, 0));
      }),
      { numRuns: 200 },
    );
  });
});

const sizes = fc.integer({ min: 1, max: 4 });

/** Pages from the first to the last and from the last to the first, each asked with the cursor of the one before. */
function expectPaged(whole: Page, size: number, ask: (but: Partial<Selection>) => Page): void {
  const everything = whole.nodes.map((node, i) => [node.id, whole.places?.[i], whole.routes?.[i]]);
  for (const forwards of [true, false]) {
    const found: unknown[][] = [];
    let cursor: Place | null = null;
    for (;;) {
      const page: Page = ask(forwards ? { first: size, after: cursor } : { last: size, before: cursor });
      const part = page.nodes.map((node, i) => [node.id, page.places?.[i], page.routes?.[i]]);
      if (forwards) found.push(...part);
      else found.unshift(...part);
      expect(page.total).toBe(whole.nodes.length);
      expect(forwards ? page.hasPrevious : page.hasNext).toBe(cursor !== null);
      const more = forwards ? page.hasNext : page.hasPrevious;
      if (!more) break;
      expect(page.nodes).toHaveLength(size);
      cursor = (forwards ? page.places?.at(-1) : page.places?.[0]) ?? null;
    }
    expect(found).toEqual(everything);
  }
}

// The plain definition.

/** A node of a list, with the value that the list's own order gives it. */
interface Placed {
  readonly node: AnyNode;
  readonly given: number | null;
}

/** All nodes of a kind in the order of names. */
function namesOf(content: Content, kind: Kind): Placed[] {
  return [...content.nodes[kind]].sort(byName).map((node) => ({ node, given: null }));
}

function byName(a: AnyNode, b: AnyNode): number {
  if (a.key !== b.key) return a.key < b.key ? -1 : 1;
  return a.id < b.id ? -1 : a.id > b.id ? 1 : 0;
}

/** The ids at the end of a step, in the order that the relation has from there. */
function stepped(content: Content, step: Step, id: string): string[] {
  const edges = content.edges[relationOf(step)];
  if (!step.startsWith('<')) return edges.filter(({ from }) => from === id).flatMap(({ to }) => to);
  const origins = edges.filter(({ to }) => to.includes(id)).map(({ from }) => from);
  return nodesOf(content, endsOf(step).to, origins)
    .sort(byName)
    .map((node) => node.id);
}

function nodesOf(content: Content, kind: Kind, ids: readonly string[]): AnyNode[] {
  return ids.flatMap((id) => (content.nodes[kind] as readonly AnyNode[]).filter((node) => node.id === id));
}

/** The far ends of a walk, in its own order. Every route is walked. */
function walked(content: Content, path: Path, id: string, target: Kind): Placed[] {
  const ends = path.reduce((here, step) => here.flatMap((one) => stepped(content, step, one)), [id]);
  const [only] = path;
  if (path.length === 1 && only !== undefined) {
    return nodesOf(content, target, ends).map((node, i) => ({ node, given: only.startsWith('<') ? null : i }));
  }
  const distinct = [...new Set(ends)].filter((end) => end !== id);
  return nodesOf(content, target, distinct)
    .map((node) => ({ node, given: ends.filter((end) => end === node.id).length }))
    .sort((a, b) => b.given - a.given || byName(a.node, b.node));
}

function holds(content: Content, kind: Kind, node: AnyNode, filter: Filter): boolean {
  if ('all' in filter) return filter.all.every((part) => holds(content, kind, node, part));
  if ('any' in filter) return filter.any.some((part) => holds(content, kind, node, part));
  if ('not' in filter) return !holds(content, kind, node, filter.not);
  if ('ids' in filter) return filter.ids.includes(node.id);
  if ('words' in filter) {
    return filter.words.every((word) =>
      node.search
        .split(' ')
        .slice(1)
        .some((other) => other.startsWith(word)),
    );
  }
  if ('niveau' in filter) {
    const { min, max } = filter.niveau;
    const rang = rangOf(node);
    return rang !== null && rang >= (min ?? rang) && rang <= (max ?? rang);
  }
  if ('niveaux' in filter) {
    const { ranks, labels, none } = filter.niveaux;
    const niveau = 'niveau' in node ? node.niveau : null;
    if (niveau === null) return none;
    return niveau.rang === null ? labels.includes(niveau.libelle) : ranks.includes(niveau.rang);
  }
  if ('salaire' in filter) {
    const { min, max } = filter.salaire;
    const salaire = salaireOf(node);
    return salaire !== null && salaire >= (min ?? salaire) && salaire <= (max ?? salaire);
  }
  const [step] = filter.path;
  if (step === undefined) throw new Error('no step');
  const { to } = endsOf(step);
  const found = nodesOf(content, to, stepped(content, step, node.id)).map((far) =>
    holds(content, to, far, filter.filter),
  );
  if ('counted' in filter) {
    const { min, max } = filter.counted;
    const count = found.filter((held) => held).length;
    return count >= (min ?? count) && count <= (max ?? count);
  }
  if (filter.quantifier === 'every') return !found.includes(false);
  return found.includes(true) === (filter.quantifier === 'some');
}

function rangOf(node: AnyNode): number | null {
  return 'niveau' in node ? (node.niveau?.rang ?? null) : null;
}

function salaireOf(node: AnyNode): number | null {
  return 'salaireDebutant' in node ? (node.salaireDebutant?.min ?? null) : null;
}

/** What the sort compares, null where the node has no such value. */
function sortedBy(content: Content, sort: Sort, { node, given }: Placed): string | number | null {
  if (sort.by === 'given') return given;
  if (sort.by === 'name') return node.key;
  if (sort.by === 'niveau') return rangOf(node);
  if (sort.by === 'salaire') return salaireOf(node);
  const [step] = sort.by.count;
  return step === undefined ? null : stepped(content, step, node.id).length;
}

/** Values first, nulls last; then name and id, always ascending. */
function comparePlaces(a: Place, b: Place, descending: boolean): number {
  if (a.value !== b.value) {
    if (a.value === null) return 1;
    if (b.value === null) return -1;
    return (a.value < b.value ? -1 : 1) * (descending ? -1 : 1);
  }
  if (a.key !== b.key) return a.key < b.key ? -1 : 1;
  return a.id < b.id ? -1 : a.id > b.id ? 1 : 0;
}

function pageOf(list: readonly Placed[], content: Content, kind: Kind, chosen: Selection, routes: boolean): Page {
  const { filter, sort, after, before, first, last } = chosen;
  // The longest walks stand first in their own order.
  const descending = sort.by === 'given' ? routes : sort.descending;
  const kept = list
    .filter(({ node }) => filter === null || holds(content, kind, node, filter))
    .map((one) => {
      const place: Place = { value: sortedBy(content, sort, one), key: one.node.key, id: one.node.id };
      return { ...one, place };
    });
  if (sort.by !== 'given') kept.sort((a, b) => comparePlaces(a.place, b.place, descending));
  const between = kept.filter(
    ({ place }) =>
      (after === null || comparePlaces(place, after, descending) > 0) &&
      (before === null || comparePlaces(place, before, descending) < 0),
  );
  // `slice(-0)` would be everything.
  const page =
    first !== null
      ? between.slice(0, first)
      : last !== null
        ? between.slice(between.length - Math.min(last, between.length))
        : between;
  // What stands before the page: all that is not after its start. An empty page stands where its bounds meet.
  const start = startOf();
  return {
    nodes: page.map(({ node }) => node),
    places: page.map(({ place }) => place),
    routes: routes ? page.map(({ given }) => Number(given)) : null,
    total: kept.length,
    hasNext: start + page.length < kept.length,
    hasPrevious: start > 0,
  };

  function startOf(): number {
    const firstAfter = kept.filter(
      ({ place }) => after !== null && comparePlaces(place, after, descending) <= 0,
    ).length;
    return last === null ? firstAfter : firstAfter + between.length - page.length;
  }
}
