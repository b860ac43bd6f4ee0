/** What a métier tells of itself: names, level, studies, salary, prose. */
import {
  type Appellations,
  type AutreAppellation,
  type DureeEtudes,
  KINDS,
  type Niveau,
  type Partie,
  PROSE,
  PROSE_FIELDS,
  type Salaire,
  type Section,
} from '../model.ts';
import type { Builder } from './builder.ts';
import type { NodeInterface, RowRefs } from './nodes.ts';
import { served, written } from './served.ts';

export function implementMetier(builder: Builder, metier: RowRefs['Metier'], node: NodeInterface): void {
  const types = valueTypes(builder);
  metier.implement({
    description: KINDS.Metier.says,
    interfaces: [node],
    fields: (t) => ({
      nom: t.exposeString('nom', { description: "Nom, tel que l'écrit la fiche : « ingénieur/e social/e »." }),
      appellations: t.expose('appellations', {
        type: types.appellations,
        nullable: true,
        description: 'Le nom au féminin et au masculin ; nul si la fiche ne les donne pas.',
      }),
      autresAppellations: t.field({
        type: [types.autreAppellation],
        resolve: ({ autresAppellations }, _args, context, info) => served(autresAppellations, context, info),
        description: 'Autres noms du métier, dans l’ordre de la fiche.',
      }),
      niveau: t.expose('niveau', {
        type: types.niveau,
        nullable: true,
        description: "Niveau d'accès minimum ; nul si la fiche ne le donne pas.",
      }),
      dureeEtudes: t.expose('dureeEtudes', {
        type: types.dureeEtudes,
        nullable: true,
        description: 'Durée des études ; nul si la fiche ne la donne pas.',
      }),
      salaireDebutant: t.expose('salaireDebutant', {
        type: types.salaire,
        nullable: true,
        description: 'Salaire du débutant ; nul si la fiche ne le donne pas.',
      }),
      sections: t.field({
        type: [types.section],
        resolve: ({ sections }, _args, context, info) => served(sections, context, info),
        description: 'Toutes les sections de la fiche, dans leur ordre, celles que le modèle ne connaît pas comprises.',
      }),
    }),
  });
  for (const field of PROSE_FIELDS) {
    const { heading, says } = PROSE[field];
    builder.objectField(metier, field, (t) =>
      t.string({
        nullable: true,
        resolve: ({ [field]: texte }, _args, { budget }) => (texte === null ? null : written(texte, budget)),
        description: `« ${heading} » : ${says.charAt(0).toLowerCase()}${says.slice(1)} En Markdown ; nul si la fiche n’en dit rien.`,
      }),
    );
  }
}

function valueTypes(builder: Builder) {
  const appellations = builder.objectRef<Appellations>('Appellations').implement({
    description: 'Un nom au féminin et au masculin.',
    fields: (t) => ({
      feminin: t.exposeString('feminin', { nullable: true, description: 'Au féminin.' }),
      masculin: t.exposeString('masculin', { nullable: true, description: 'Au masculin.' }),
    }),
  });
  const autreAppellation = builder.objectRef<AutreAppellation>('AutreAppellation').implement({
    description: 'Un autre nom du métier.',
    fields: (t) => ({
      nom: t.exposeString('nom', { description: 'Nom.' }),
      feminin: t.exposeString('feminin', { nullable: true, description: 'Au féminin.' }),
      masculin: t.exposeString('masculin', { nullable: true, description: 'Au masculin.' }),
    }),
  });
  const niveau = builder.objectRef<Niveau>('Niveau').implement({
    description: "Un niveau d'accès.",
    fields: (t) => ({
      libelle: t.exposeString('libelle', { description: 'Libellé : « bac + 5 ».' }),
      rang: t.exposeInt('rang', {
        nullable: true,
        description:
          "Années d'études après le bac ; négatif avant le bac, où il ne donne qu'un ordre ; nul quand le niveau n'a pas de rang.",
      }),
    }),
  });
  const partie = builder.objectRef<Partie>('PartieDureeEtudes').implement({
    description: 'Une partie de la durée des études, sous son intertitre.',
    fields: (t) => ({
      titre: t.string({
        description: 'Intertitre : « Après le bac ».',
        resolve: ({ titre }, _args, { budget }) => written(titre, budget),
      }),
      texte: t.string({ description: 'Texte.', resolve: ({ texte }, _args, { budget }) => written(texte, budget) }),
    }),
  });
  const dureeEtudes = builder.objectRef<DureeEtudes>('DureeEtudes').implement({
    description: 'La durée des études, selon le point de départ.',
    fields: (t) => ({
      texte: t.string({
        description: 'Le texte entier.',
        resolve: ({ texte }, _args, { budget }) => written(texte, budget),
      }),
      apres3e: t.string({
        nullable: true,
        resolve: ({ apres3e }, _args, { budget }) => (apres3e === null ? null : written(apres3e, budget)),
        description: 'Après la classe de troisième ; nul si la fiche n’en dit rien.',
      }),
      apresBac: t.string({
        nullable: true,
        resolve: ({ apresBac }, _args, { budget }) => (apresBac === null ? null : written(apresBac, budget)),
        description: 'Après le bac ; nul si la fiche n’en dit rien.',
      }),
      parties: t.field({
        type: [partie],
        description: 'Toutes les parties, dans leur ordre.',
        resolve: ({ parties }, _args, context, info) => served(parties, context, info),
      }),
    }),
  });
  const salaire = builder.objectRef<Salaire>('Salaire').implement({
    description: 'Un salaire, en euros brut par mois.',
    fields: (t) => ({
      texte: t.string({
        description: 'Le texte de la fiche.',
        resolve: ({ texte }, _args, { budget }) => written(texte, budget),
      }),
      min: t.exposeFloat('min', {
        nullable: true,
        description: 'Montant le plus bas que donne le texte ; nul s’il n’en donne pas au mois.',
      }),
      max: t.exposeFloat('max', {
        nullable: true,
        description: 'Montant le plus haut ; nul si le texte le laisse ouvert.',
      }),
    }),
  });
  const section = builder.objectRef<Section>('Section').implement({
    description: 'Une section de la fiche.',
    fields: (t) => ({
      titre: t.string({ description: 'Titre.', resolve: ({ titre }, _args, { budget }) => written(titre, budget) }),
      texte: t.string({
        description: 'Texte, en Markdown.',
        resolve: ({ texte }, _args, { budget }) => written(texte, budget),
      }),
      connue: t.exposeBoolean('connue', { description: 'Faux pour une section que le modèle ne connaît pas.' }),
    }),
  });
  return { appellations, autreAppellation, niveau, dureeEtudes, salaire, section };
}
