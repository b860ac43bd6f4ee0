/** What is usually shipped: MiniSearch as it comes, on names alone and on every name field; and Neo4j's full text. */
import MiniSearch from 'minisearch';
import type { Topology } from '../../src/graph/topology.ts';
import { KIND_NAMES, KINDS, kindOfId, type Metier } from '../../src/model.ts';
import type { Search } from './quality.ts';

/** MiniSearch with its defaults, on the name of each node. */
export function miniSearchOnNames(topology: Topology): Search {
  return miniSearch(topology, ['nom'], {});
}

/** MiniSearch on all that a node is called, with prefixes and typos. */
export function miniSearchOnAllNames(topology: Topology): Search {
  return miniSearch(topology, ['id', 'nom', 'appellations', 'autres'], { prefix: true, fuzzy: 0.2 });
}

function miniSearch(topology: Topology, fields: string[], searchOptions: { prefix?: boolean; fuzzy?: number }): Search {
  const index = new MiniSearch({ fields, searchOptions });
  for (const kind of KIND_NAMES) {
    const { name } = KINDS[kind];
    for (const node of topology.nodes[kind]) {
      const { appellations = null, autresAppellations = [] } = node as Partial<Metier>;
      const autres = autresAppellations.flatMap(({ nom, feminin, masculin }) => [nom, feminin, masculin]);
      index.add({
        id: node.id,
        nom: node[name as keyof typeof node],
        appellations: [appellations?.feminin, appellations?.masculin].join(' '),
        autres: autres.join(' '),
      });
    }
  }
  return (texte, kinds) =>
    index
      .search(texte)
      .map(({ id }) => String(id))
      .filter((id) => kinds.some((kind) => kind === kindOfId(id)));
}

/**
 * Neo4j's full text, on the caller's way to run a statement in one release: each word as it is, as a prefix and with typos,
 * as `@neo4j/graphql` users write it. Letters and digits only are taken from what a client types, in small letters, so that
 * no sign or operator of Lucene's comes of it.
 */
export function neo4jFullText(
  run: (
    statement: string,
    parameters: { readonly index: string; readonly query: string },
  ) => Promise<readonly string[]>,
  index = 'noms',
): Search {
  return async (texte, kinds) => {
    const words = texte.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
    if (words.length === 0) return [];
    const query = words.map((word) => `(${word} OR ${word}* OR ${word}~)`).join(' ');
    const found = await run(
      'CALL db.index.fulltext.queryNodes($index, $query, {limit: 200}) YIELD node WHERE node.release = $release RETURN node.id AS id',
      { index, query },
    ).catch(nothingWhereRefused);
    return found.filter((id) => kinds.some((kind) => kind === kindOfId(id)));
  };
}

/** Lucene refuses a letter that too many words begin with. */
function nothingWhereRefused(error: Error): readonly string[] {
  if (error.message.includes('TooManyClauses')) return [];
  throw error;
}
