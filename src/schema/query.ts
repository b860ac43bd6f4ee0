/** The root: one node by its id, several by their ids, all nodes of a kind. */
import type { GraphQLError } from 'graphql';
import type { Answer } from '../graph/graph.ts';
import { type AnyNode, KIND_NAMES, KINDS, type Kind, kindOfId } from '../model.ts';
import { visible } from '../text.ts';
import type { Builder } from './builder.ts';
import { list } from './connection.ts';
import type { RequestContext } from './context.ts';
import { fault } from './fault.ts';
import { NODES_BY_ID_MAX } from './limits.ts';
import { type NodeInterface, type RowRefs, rowRef } from './nodes.ts';
import { type PageTypes, pageArguments } from './pages.ts';
import { foreseen } from './question.ts';
import { readingOf } from './reading.ts';
import { addRow, levelOf, type RowBase } from './row.ts';
import type { Info } from './selected.ts';

export function queryFields(builder: Builder, rows: RowRefs, node: NodeInterface, pages: PageTypes): void {
  for (const kind of KIND_NAMES) {
    const { one, many, prefixes } = KINDS[kind];
    builder.queryField(one, (t) =>
      t.field({
        type: rowRef(rows, kind),
        nullable: true,
        description: `Le nœud « ${one} » de cet identifiant ; nul, avec une erreur, s'il n'y en a pas.`,
        args: {
          id: t.arg.id({ required: true, description: `Identifiant ; il commence par ${prefixes.join(' ou par ')}` }),
        },
        resolve: (_root, { id }, context, info) => lookup(kind, id, context, info),
      }),
    );
    builder.queryField(many, (t) =>
      t.field({
        type: pages[kind].connection,
        description: `Tous les nœuds « ${many} », dans l'ordre des noms.`,
        args: pageArguments(builder, pages[kind]),
        resolve: (_root, args, context, info) => list(kind, args, context, info),
      }),
    );
  }
  builder.queryField('node', (t) =>
    t.field({
      type: node,
      nullable: true,
      description: "Le nœud de cet identifiant, quelle que soit sa nature ; nul, avec une erreur, s'il n'y en a pas.",
      args: { id: t.arg.id({ required: true, description: 'Identifiant.' }) },
      resolve: (_root, { id }, context, info) => lookup(kindOfId(id), id, context, info),
    }),
  );
  builder.queryField('nodes', (t) =>
    t.field({
      type: [node],
      nullable: { list: false, items: true },
      description:
        'Les nœuds de ces identifiants, dans le même ordre ; à la place de chaque inconnu, nul et une erreur.',
      args: { ids: t.arg.idList({ required: true, description: `Identifiants, ${NODES_BY_ID_MAX} au plus.` }) },
      // An error in the list becomes null and a located error: the others stay.
      resolve: (_root, { ids }, context, info) => lookupAll(ids, context, info) as Answer<RowBase[]>,
    }),
  );
}

function lookup(kind: Kind | undefined, id: string, context: RequestContext, info: Info): Answer<RowBase> {
  const answer = lookupAll([id], context, info, kind);
  return answer instanceof Promise ? answer.then(only) : only(answer);
}

function only([row]: readonly (RowBase | Error)[]): RowBase {
  if (row === undefined || row instanceof Error) throw row;
  return row;
}

/** Rows aligned with the ids; an error where there is no such node. One call to the store for each kind. */
function lookupAll(
  ids: readonly string[],
  context: RequestContext,
  info: Info,
  wanted?: Kind,
): Answer<(RowBase | GraphQLError)[]> {
  const { graph, budget } = context;
  if (ids.length > NODES_BY_ID_MAX) {
    const message = `« ids » a ${ids.length} éléments ; il en faut ${NODES_BY_ID_MAX} au plus.`;
    throw fault('ARGUMENT_INVALIDE', message, { limite: NODES_BY_ID_MAX });
  }
  budget.serve(ids.length, ids.length);
  const rows = new Map<string, RowBase>();
  const kinds = wanted === undefined ? KIND_NAMES : [wanted];
  const pending = kinds.map((kind) => {
    const own = [...new Set(ids.filter((id) => (wanted ?? kindOfId(id)) === kind))];
    if (own.length === 0) return undefined;
    const found = graph.nodes(kind, own, () => readingOf(kind, [info.fieldNodes], info, foreseen(context)));
    return found instanceof Promise ? found.then((nodes) => place(kind, nodes)) : place(kind, found);
  });
  const aligned = (): (RowBase | GraphQLError)[] => ids.map((id) => rows.get(id) ?? missing(wanted, id));
  return pending.some((one) => one instanceof Promise) ? Promise.all(pending).then(aligned) : aligned();

  function place(kind: Kind, nodes: readonly (AnyNode | undefined)[]): void {
    const level = levelOf(kind);
    for (const node of nodes) {
      if (node === undefined) continue;
      const row = addRow(level, node);
      row.served = ids.filter((id) => id === node.id).length;
      rows.set(node.id, row);
    }
  }
}

function missing(wanted: Kind | undefined, id: string): GraphQLError {
  const shown = visible([...id.slice(0, 200)].slice(0, 100).join(''));
  const kind = kindOfId(id);
  const nobody = wanted === undefined ? 'Aucun nœud' : KINDS[wanted].aucun;
  const hint =
    wanted !== undefined && kind !== undefined && kind !== wanted
      ? ` Cet identifiant est celui d'un nœud « ${KINDS[kind].one} ».`
      : '';
  return fault('INTROUVABLE', `${nobody} n'a l'identifiant « ${shown} ».${hint}`, { id: shown });
}
