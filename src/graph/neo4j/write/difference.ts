/** What loading a release would change, without writing anything. */
import { KIND_NAMES, type Kind, RELATION_NAMES, type RelationName } from '../../../model.ts';
import type { Content } from '../../graph.ts';
import { encode } from '../properties.ts';

export interface Change {
  /** A kind of nodes, or the name of a relation. */
  readonly of: Kind | RelationName;
  readonly added: readonly string[];
  readonly removed: readonly string[];
  /** Nodes whose content differs; origins whose far ends stand in another order. */
  readonly changed: readonly string[];
}

/** A row for each kind and relation in which anything differs. `before`: null when there is no release yet. */
export function differencesOf(before: Content | null, after: Content): Change[] {
  const nodes = KIND_NAMES.map((kind) => changeOf(kind, nodesOf(before, kind), nodesOf(after, kind)));
  const relations = RELATION_NAMES.map((name) => relationChange(name, before, after));
  return [...nodes, ...relations].filter(
    ({ added, removed, changed }) => added.length + removed.length + changed.length > 0,
  );
}

function nodesOf(content: Content | null, kind: Kind): ReadonlyMap<string, string> {
  return new Map((content?.nodes[kind] ?? []).map((node) => [node.id, JSON.stringify(encode(kind, node))]));
}

function relationChange(name: RelationName, before: Content | null, after: Content): Change {
  const edges = changeOf(name, edgesOf(before, name), edgesOf(after, name));
  const ends = new Map((before?.edges[name] ?? []).map(({ from, to }) => [from, to]));
  const reordered = after.edges[name]
    .filter(({ from, to }) => {
      const old = ends.get(from);
      return old?.length === to.length && old.join() !== to.join() && [...old].sort().join() === [...to].sort().join();
    })
    .map(({ from }) => from);
  return { ...edges, changed: reordered };
}

function edgesOf(content: Content | null, name: RelationName): ReadonlyMap<string, string> {
  return new Map(
    (content?.edges[name] ?? []).flatMap(({ from, to }) => to.map((end) => [`${from} → ${end}`, ''] as const)),
  );
}

function changeOf(of: Change['of'], before: ReadonlyMap<string, string>, after: ReadonlyMap<string, string>): Change {
  return {
    of,
    added: [...after.keys()].filter((id) => !before.has(id)),
    removed: [...before.keys()].filter((id) => !after.has(id)),
    changed: [...after].filter(([id, text]) => before.has(id) && before.get(id) !== text).map(([id]) => id),
  };
}
