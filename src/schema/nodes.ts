/** The kinds of nodes as GraphQL types: their own fields, and one field for each role that leads to neighbours. */
import { KIND_NAMES, KINDS, type Kind, ROLES } from '../model.ts';
import type { Builder, ObjectRef } from './builder.ts';
import { follow } from './connection.ts';
import { implementMetier } from './metier.ts';
import { type PageTypes, pageArguments } from './pages.ts';
import type { Row, RowBase } from './row.ts';

export type RowRefs = ReturnType<typeof rowRefs>;

export function rowRefs(builder: Builder) {
  return {
    Metier: builder.objectRef<Row<'Metier'>>('Metier'),
    Formation: builder.objectRef<Row<'Formation'>>('Formation'),
    Statut: builder.objectRef<Row<'Statut'>>('Statut'),
    Interet: builder.objectRef<Row<'Interet'>>('Interet'),
    Rome: builder.objectRef<Row<'Rome'>>('Rome'),
  };
}

/** The type of a kind, where only what all rows have in common matters. */
export function rowRef(rows: RowRefs, kind: Kind) {
  return rows[kind] as unknown as ObjectRef<RowBase>;
}

export type NodeInterface = ReturnType<typeof nodeInterface>;

export function nodeInterface(builder: Builder) {
  return builder.interfaceRef<RowBase>('Node').implement({
    description: 'Un nœud du graphe, adressable par son identifiant.',
    resolveType: (row) => row.level.kind,
    fields: (t) => ({
      id: t.exposeID('id', {
        description:
          'Identifiant stable : celui de la source (MET.8097, FOR.11004), ou tiré du libellé (STATUT.salarie).',
      }),
    }),
  });
}

export function implementNodes(builder: Builder, rows: RowRefs, node: NodeInterface, pages: PageTypes): void {
  implementMetier(builder, rows.Metier, node);
  rows.Formation.implement({
    description: KINDS.Formation.says,
    interfaces: [node],
    fields: (t) => ({ nom: t.exposeString('nom', { description: 'Intitulé.' }) }),
  });
  rows.Statut.implement({
    description: KINDS.Statut.says,
    interfaces: [node],
    fields: (t) => ({ libelle: t.exposeString('libelle', { description: 'Libellé.' }) }),
  });
  rows.Interet.implement({
    description: KINDS.Interet.says,
    interfaces: [node],
    fields: (t) => ({ libelle: t.exposeString('libelle', { description: 'Libellé.' }) }),
  });
  rows.Rome.implement({
    description: KINDS.Rome.says,
    interfaces: [node],
    fields: (t) => ({ code: t.exposeString('code', { description: 'Code, une lettre et des chiffres : K1403.' }) }),
  });

  for (const kind of KIND_NAMES) {
    for (const role of ROLES[kind]) {
      const target = pages[role.target];
      builder.objectField(rowRef(rows, kind), role.role, (t) =>
        t.field({
          type: role.path.length > 1 ? target.routesConnection : target.connection,
          description: role.says,
          args: pageArguments(builder, target),
          resolve: (row, args, context, info) => follow(row, role, args, context, info),
        }),
      );
    }
  }
}
