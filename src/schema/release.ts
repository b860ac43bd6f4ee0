/** `donnees`: the release that answers. */
import type { DiagnosticCounts, Release, Status } from '../graph/graph.ts';
import { KIND_NAMES, type Kind, RELATION_NAMES, RELATIONS, type RelationName } from '../model.ts';
import type { Builder } from './builder.ts';
import type { NatureType } from './nature.ts';

export function releaseField(builder: Builder, nature: NatureType): void {
  const relation = builder.enumType('Relation', {
    description: 'La nature d’un lien, nommée comme dans le graphe.',
    values: Object.fromEntries(RELATION_NAMES.map((name) => [name, { description: describe(name) }])),
  });
  const nodeCount = builder.objectRef<{ kind: Kind; nombre: number }>('DecompteNoeuds').implement({
    description: 'Le nombre de nœuds d’une nature.',
    fields: (t) => ({
      nature: t.field({ type: nature, description: 'La nature.', resolve: ({ kind }) => kind }),
      nombre: t.exposeInt('nombre', { description: 'Le nombre de nœuds.' }),
    }),
  });
  const relationCount = builder.objectRef<{ relation: RelationName; nombre: number }>('DecompteRelations').implement({
    description: 'Le nombre de liens d’une nature.',
    fields: (t) => ({
      relation: t.field({ type: relation, description: 'La nature du lien.', resolve: ({ relation }) => relation }),
      nombre: t.exposeInt('nombre', { description: 'Le nombre de liens.' }),
    }),
  });
  const diagnostics = builder.objectRef<DiagnosticCounts>('DecompteDiagnostics').implement({
    description: 'Ce que le chargement a trouvé à dire des documents ; « parcours check » en donne le détail.',
    fields: (t) => ({
      erreurs: t.exposeInt('errors', { description: 'Erreurs : autant de raisons d’écarter un document.' }),
      avertissements: t.exposeInt('warnings', { description: 'Avertissements.' }),
      remarques: t.exposeInt('notices', { description: 'Remarques.' }),
      total: t.int({
        description: 'Tous ensemble.',
        resolve: ({ errors, warnings, notices }) => errors + warnings + notices,
      }),
    }),
  });
  const mirror = builder.objectRef<Status>('Miroir').implement({
    description: 'Une copie en mémoire des données d’une base : elle répond même quand la base est absente.',
    fields: (t) => ({
      joignable: t.boolean({
        description: 'La base répond-elle ? Sinon, les données sont celles de la dernière vérification.',
        resolve: ({ trouble }) => trouble === null,
      }),
      verifieLe: t.field({
        type: 'DateTime',
        description: 'Quand il a été vérifié pour la dernière fois que ces données sont celles de la base.',
        resolve: ({ mirror }) => mirror?.checked ?? '',
      }),
    }),
  });
  const release = builder.objectRef<Release>('Donnees').implement({
    description: 'La livraison de données qui répond.',
    fields: (t) => ({
      empreinte: t.exposeString('fingerprint', { description: 'SHA-256 du contenu : le même pour le même contenu.' }),
      date: t.expose('date', { type: 'DateTime', description: 'Quand elle a été chargée.' }),
      noeuds: t.field({
        type: [nodeCount],
        description: 'Nombre de nœuds par nature.',
        resolve: ({ nodes }) => KIND_NAMES.map((kind) => ({ kind, nombre: nodes[kind] })),
      }),
      relations: t.field({
        type: [relationCount],
        description: 'Nombre de liens par nature.',
        resolve: ({ relations }) => RELATION_NAMES.map((relation) => ({ relation, nombre: relations[relation] })),
      }),
      miroir: t.field({
        type: mirror,
        nullable: true,
        description: 'De quand date ce qui répond, si c’est le miroir d’une base ; nul sinon.',
        resolve: (_release, _args, { status }) => {
          const now = status();
          return now.mirror === null ? null : now;
        },
      }),
      diagnostics: t.expose('diagnostics', {
        type: diagnostics,
        description: 'Décompte des diagnostics du chargement.',
      }),
    }),
  });
  builder.queryField('donnees', (t) =>
    t.field({
      type: release,
      description: 'La livraison de données qui répond à cette requête : empreinte, date, décomptes.',
      resolve: (_root, _args, { graph }) => graph.release(),
    }),
  );
}

function describe(name: RelationName): string {
  const { from, to, out } = RELATIONS[name];
  return `De ${from} à ${to} : ${out.says.charAt(0).toLowerCase()}${out.says.slice(1)}`;
}
