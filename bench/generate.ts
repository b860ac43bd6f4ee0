/** A release many times the size of another: each copy has its own métiers, formations and codes, and shares the rest. */
import type { Content } from '../src/graph/graph.ts';
import type { Kind } from '../src/model.ts';

/** What a larger world has more of; there are no more statuts and intérêts in it. */
const COPIED: ReadonlySet<Kind> = new Set(['Metier', 'Formation', 'Rome']);

export function multiplied({ nodes, edges, ...rest }: Content, times: number): Content {
  const copies = Array.from({ length: times }, (_, copy) => copy);
  const idIn = (copy: number, id: string): string => (copy === 0 ? id : `${id}-${copy}`);
  const copied = <N extends { readonly id: string; readonly key: string }>(list: readonly N[]): N[] =>
    copies.flatMap((copy) =>
      list.map((node) => (copy === 0 ? node : { ...node, id: idIn(copy, node.id), key: `${node.key} ${copy}` })),
    );
  const linked = (list: Content['edges']['RECOMMANDE'], to: Kind): Content['edges']['RECOMMANDE'] =>
    copies.flatMap((copy) =>
      list.map(({ from, to: ends }) => ({
        from: idIn(copy, from),
        to: COPIED.has(to) ? ends.map((id) => idIn(copy, id)) : ends,
      })),
    );
  return {
    ...rest,
    nodes: {
      Metier: copied(nodes.Metier),
      Formation: copied(nodes.Formation),
      Statut: nodes.Statut,
      Interet: nodes.Interet,
      Rome: copied(nodes.Rome),
    },
    edges: {
      RECOMMANDE: linked(edges.RECOMMANDE, 'Formation'),
      EXERCE_SOUS: linked(edges.EXERCE_SOUS, 'Statut'),
      REPOND_A: linked(edges.REPOND_A, 'Interet'),
      CLASSE_SOUS: linked(edges.CLASSE_SOUS, 'Rome'),
    },
  };
}
