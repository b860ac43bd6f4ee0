/** The types `MetierConnection`, `MetierEdge` …, and the arguments that every connection takes. */
import { KIND_NAMES, KINDS, type Kind } from '../model.ts';
import type { AxisType } from './axes.ts';
import type { Builder, ObjectRef } from './builder.ts';
import { type FilterTypes, filterTypes } from './filterTypes.ts';
import { PAGE_DEFAULT, PAGE_MAX } from './limits.ts';
import { type RowRefs, rowRef } from './nodes.ts';
import type { Connection, Edge, PageInfo } from './pageConnection.ts';
import { type SortTypes, sortTypes } from './sort.ts';

export type PageTypes = ReturnType<typeof pageTypes>;

export function pageTypes(builder: Builder, rows: RowRefs, axis: AxisType) {
  const filters = filterTypes(builder, axis);
  const sorts = sortTypes(builder);
  const pageInfo = builder.objectRef<PageInfo>('PageInfo').implement({
    description: "Ce qu'il y a avant et après une page.",
    fields: (t) => ({
      hasNextPage: t.exposeBoolean('hasNextPage', { description: 'Y a-t-il des nœuds après cette page ?' }),
      hasPreviousPage: t.exposeBoolean('hasPreviousPage', { description: 'Y a-t-il des nœuds avant cette page ?' }),
      startCursor: t.exposeString('startCursor', {
        nullable: true,
        description: 'Curseur du premier nœud de la page.',
      }),
      endCursor: t.exposeString('endCursor', { nullable: true, description: 'Curseur du dernier nœud de la page.' }),
    }),
  });
  return Object.fromEntries(
    KIND_NAMES.map((kind) => [
      kind,
      {
        connection: connectionType(builder, kind, rows, pageInfo, false),
        routesConnection: connectionType(builder, kind, rows, pageInfo, true),
        filter: filters[kind],
        sort: sorts[kind],
      },
    ]),
  ) as Record<Kind, KindPages>;
}

interface KindPages {
  readonly connection: ReturnType<typeof connectionType>;
  /** The connection of a longer walk: its edges tell the number of routes. */
  readonly routesConnection: ReturnType<typeof connectionType>;
  readonly filter: FilterTypes[Kind];
  readonly sort: SortTypes[Kind];
}

function connectionType(builder: Builder, kind: Kind, rows: RowRefs, pageInfo: ObjectRef<PageInfo>, routes: boolean) {
  const name = routes ? `${kind}Routes` : kind;
  const { many } = KINDS[kind];
  const edge = builder.objectRef<Edge>(`${name}Edge`).implement({
    description: `Un nœud d'une page de « ${many} », et sa place.`,
    fields: (t) => ({
      cursor: t.exposeString('cursor', { description: 'Curseur : la place du nœud dans la liste.' }),
      node: t.field({
        type: rowRef(rows, kind),
        description: 'Le nœud.',
        resolve: (edge, _args, _context, info) => edge.node(info),
      }),
      ...(routes ? { routes: t.exposeInt('routes', { description: 'Nombre de chemins qui mènent à ce nœud.' }) } : {}),
    }),
  });
  return builder.objectRef<Connection>(`${name}Connection`).implement({
    description: routes ? `Une page de « ${many} », atteints par un ou plusieurs chemins.` : `Une page de « ${many} ».`,
    fields: (t) => ({
      nodes: t.field({
        type: [rowRef(rows, kind)],
        description: 'Les nœuds de la page, dans leur ordre.',
        resolve: (connection, _args, _context, info) => connection.nodes(info),
      }),
      edges: t.field({
        type: [edge],
        description: 'Les mêmes nœuds, chacun avec sa place.',
        resolve: (connection, _args, _context, info) => connection.edges(info),
      }),
      pageInfo: t.expose('pageInfo', { type: pageInfo, description: "Ce qu'il y a avant et après la page." }),
      totalCount: t.exposeInt('totalCount', {
        description: 'Nombre de nœuds de la liste entière ; compté seulement quand on le demande.',
      }),
    }),
  });
}

/** The arguments of a connection to nodes of a kind. */
export function pageArguments(builder: Builder, { filter, sort }: KindPages) {
  return builder.args((t) => ({
    first: t.int({
      description: `Nombre de nœuds depuis le début, de 0 à ${PAGE_MAX} ; ${PAGE_DEFAULT} si rien n'est dit.`,
    }),
    after: t.string({ description: 'Curseur après lequel commencer.' }),
    last: t.int({ description: `Nombre de nœuds jusqu'à la fin, de 0 à ${PAGE_MAX} ; ne va pas avec « first ».` }),
    before: t.string({ description: 'Curseur avant lequel finir.' }),
    filtre: t.field({ type: filter, description: 'Quels nœuds garder ; tous si absent.' }),
    tri: t.field({ type: sort, description: "Dans quel ordre ; celui de la liste si rien n'est dit." }),
  }));
}
