/**
 * Nodes that a search found, and how they are told of. What was found is in the topology; the nodes themselves are asked
 * for when the query reads more of them than lists hold, one call to the store for each kind. All nodes of a kind that a
 * field serves are one level, so that what is asked of one is asked of all.
 */
import type { FieldNode } from 'graphql';
import type { Field } from '../analysis/search/names.ts';
import type { Range } from '../analysis/search/search.ts';
import type { Answer } from '../graph/graph.ts';
import type { Topology } from '../graph/topology.ts';
import { type AnyNode, KIND_NAMES, type Kind, PROPERTIES, PROSE_FIELDS } from '../model.ts';
import type { Builder } from './builder.ts';
import type { RequestContext } from './context.ts';
import type { NatureType } from './nature.ts';
import type { NodeInterface } from './nodes.ts';
import { foreseen } from './question.ts';
import { readingOf } from './reading.ts';
import { addRow, levelOf, type RowBase } from './row.ts';
import { type Info, sameFields, selectedBelow, valuesBelow } from './selected.ts';

/** A node as the topology knows it. */
export interface Place {
  readonly kind: Kind;
  readonly id: string;
}

/** A node that was found, among all that were found with it. */
export interface FoundNode {
  readonly place: number;
  readonly among: FoundNodes;
}

/** The nodes of one answer, as rows: made once for each field of the query that asks for them. */
export class FoundNodes {
  readonly #topology: Topology;
  readonly #places: readonly Place[];
  readonly #context: RequestContext;
  readonly #made: { readonly fields: readonly FieldNode[]; readonly rows: Answer<readonly RowBase[]> }[] = [];

  constructor(topology: Topology, places: readonly Place[], context: RequestContext) {
    this.#topology = topology;
    this.#places = places;
    this.#context = context;
  }

  row(place: number, info: Info): Answer<RowBase> {
    const rows = this.#rows(info);
    return rows instanceof Promise ? rows.then((rows) => rows[place] as RowBase) : (rows[place] as RowBase);
  }

  #rows(info: Info): Answer<readonly RowBase[]> {
    const fields = info.fieldNodes;
    const known = this.#made.find((one) => sameFields(one.fields, fields));
    if (known !== undefined) return known.rows;
    const size = this.#places.length;
    this.#context.budget.serve(size, size * valuesBelow(fields, info));
    const rows = this.#ask(info);
    this.#made.push({ fields, rows });
    return rows;
  }

  #ask(info: Info): Answer<readonly RowBase[]> {
    const { graph } = this.#context;
    const nodes = new Map<string, AnyNode>();
    const pending = KIND_NAMES.map((kind) => {
      const ids = this.#places.filter((place) => place.kind === kind).map(({ id }) => id);
      if (ids.length === 0) return undefined;
      if (isOutlined(kind, info)) return keep(this.#outlines(kind, ids));
      const found = graph.nodes(kind, ids, () => readingOf(kind, [info.fieldNodes], info, foreseen(this.#context)));
      return found instanceof Promise ? found.then(keep) : keep(found);
    });
    const rows = (): readonly RowBase[] => rowsOf(this.#places, nodes);
    return pending.some((one) => one instanceof Promise) ? Promise.all(pending).then(rows) : rows();

    function keep(found: readonly (AnyNode | undefined)[]): void {
      for (const node of found) if (node !== undefined) nodes.set(node.id, node);
    }
  }

  /** Nothing but what the topology holds is read of them. */
  #outlines(kind: Kind, ids: readonly string[]): AnyNode[] {
    return ids.map((id) => this.#topology.nodes[kind][this.#topology.ordinals[kind].get(id) as number] as AnyNode);
  }
}

function rowsOf(places: readonly Place[], nodes: ReadonlyMap<string, AnyNode>): RowBase[] {
  const levels = new Map(KIND_NAMES.map((kind) => [kind, levelOf(kind)]));
  return places.map(({ kind, id }) => {
    const node = nodes.get(id);
    if (node === undefined) throw new Error(`${id} is in the topology, and not in the store`);
    const row = addRow(levels.get(kind) as ReturnType<typeof levelOf>, node);
    row.served = 1;
    return row;
  });
}

const NOT_OUTLINED: ReadonlySet<string> = new Set([...PROSE_FIELDS, 'sections', 'dureeEtudes']);

/** Whether the topology holds all that a query reads of the nodes of a kind. */
function isOutlined(kind: Kind, info: Info): boolean {
  const own: ReadonlySet<string> = new Set(PROPERTIES[kind]);
  return [...selectedBelow(info.fieldNodes, info, kind).values()].every((fields) => {
    const name = fields[0]?.name.value ?? '';
    return name === '__typename' || (own.has(name) && !NOT_OUTLINED.has(name));
  });
}

export type FoundTypes = ReturnType<typeof foundTypes>;

/** What all answers that tell of found nodes have in common. */
export function foundTypes(builder: Builder, node: NodeInterface, nature: NatureType) {
  const field = builder.enumType('ChampTrouve', {
    description: 'Où un nœud a été trouvé : par quel de ses noms, ou par son identifiant.',
    values: Object.fromEntries(
      Object.entries(FIELDS).map(([field, { name, says }]) => [name, { value: field as Field, description: says }]),
    ) as Record<string, { value: Field; description: string }>,
  });
  const highlight = builder.objectRef<Range>('Surlignage').implement({
    description:
      'Une partie d’un texte à mettre en valeur, en unités UTF-16 : ce que comptent les chaînes de JavaScript.',
    fields: (t) => ({
      debut: t.exposeInt('start', { description: 'Où elle commence, à partir de 0.' }),
      fin: t.exposeInt('end', { description: 'Où elle finit : la première place qui n’en est plus.' }),
    }),
  });
  return { node, nature, field, highlight };
}

const FIELDS: Readonly<Record<Field, { name: string; says: string }>> = {
  identifiant: { name: 'IDENTIFIANT', says: 'L’identifiant, quelle qu’en soit la casse.' },
  nom: { name: 'NOM', says: 'Le nom d’un métier, au féminin comme au masculin, ou celui d’une formation.' },
  libelle: { name: 'LIBELLE', says: 'Le libellé d’un statut ou d’un centre d’intérêt.' },
  code: { name: 'CODE', says: 'Un code ROME.' },
  feminin: { name: 'FEMININ', says: 'Le nom au féminin, là où il n’est pas celui que dit déjà le nom.' },
  masculin: { name: 'MASCULIN', says: 'Le nom au masculin, là où il n’est pas celui que dit déjà le nom.' },
  autreAppellation: { name: 'AUTRE_APPELLATION', says: 'Une autre appellation du métier.' },
};
