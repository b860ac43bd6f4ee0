/** The input types of filters, one a kind, derived from the table of relations. */
import { KIND_NAMES, KINDS, type Kind, NEIGHBOURS } from '../model.ts';
import type { AxisType } from './axes.ts';
import type { Builder } from './builder.ts';
import { type AxisInput, type CountInput, type FilterInput, QUANTIFIERS, type QuantifiedInput } from './filter.ts';
import { LIST_INPUT_MAX, TEXT_MAX } from './limits.ts';

/** Which kinds can be asked for a level. */
const NIVEAU_SAYS: Partial<Record<Kind, string>> = {
  Metier:
    "Niveau d'accès minimum, en années d'études après le bac (négatif avant le bac) ; un métier sans rang ne répond à aucun intervalle.",
  Formation: "Niveau d'accès d'au moins un des métiers auxquels elle mène, en années d'études après le bac.",
};

const SALAIRE_SAYS =
  'Salaire du débutant, montant le plus bas ; un métier sans montant connu ne répond à aucun intervalle.';

const AXES_SAYS =
  'Valeurs d’axes, par les clés que « facettes » et « repartition » en donnent ; plusieurs éléments se cumulent.';

export type FilterTypes = ReturnType<typeof filterTypes>;

/** The input types `MetierFiltre` … and what they need. */
export function filterTypes(builder: Builder, axis: AxisType) {
  const filters = byKind((kind) => builder.inputRef<FilterInput>(`${kind}Filtre`));
  const quantified = byKind((kind) => builder.inputRef<QuantifiedInput>(`${kind}Quantifie`));
  const niveau = builder.inputType('IntervalleNiveau', {
    description: "Un intervalle de niveaux, bornes comprises, en années d'études après le bac ; négatif avant le bac.",
    fields: (t) => ({
      min: t.int({ description: 'Borne basse ; aucune si absente.' }),
      max: t.int({ description: 'Borne haute ; aucune si absente.' }),
    }),
  });

  const salaire = builder.inputType('IntervalleSalaire', {
    description: 'Un intervalle de salaires, bornes comprises, en euros brut par mois.',
    fields: (t) => ({
      min: t.float({ description: 'Borne basse ; aucune si absente.' }),
      max: t.float({ description: 'Borne haute ; aucune si absente.' }),
    }),
  });

  const axes = builder.inputRef<AxisInput>('AxeFiltre').implement({
    description: 'Les métiers qui ont au moins une de ces valeurs d’un axe.',
    fields: (t) => ({
      axe: t.field({ type: axis, required: true, description: "L'axe." }),
      cles: t.stringList({
        required: { list: true, items: false },
        description: `Les clés de ces valeurs, ${LIST_INPUT_MAX} au plus ; null désigne ce qui n'est pas renseigné. Une liste vide ne laisse rien passer, une clé inconnue n'y ajoute rien ; pour SALAIRE et ROME_DOMAINE, elle est refusée.`,
      }),
    }),
  });

  for (const kind of KIND_NAMES) {
    const { many } = KINDS[kind];
    const count = builder.inputRef<CountInput>(`${kind}Nombre`).implement({
      description: `Un intervalle pour le nombre de voisins (${many}), bornes comprises.`,
      fields: (t) => ({
        min: t.int({ description: 'Borne basse ; aucune si absente.' }),
        max: t.int({ description: 'Borne haute ; aucune si absente.' }),
        parmi: t.field({
          type: filters[kind],
          description: 'Compter seulement les voisins qui répondent à ce filtre.',
        }),
      }),
    });
    quantified[kind].implement({
      description: `Combien de voisins (${many}) doivent répondre à un filtre ; plusieurs conditions se cumulent.`,
      fields: (t) => ({
        auMoinsUn: t.field({ type: filters[kind], description: QUANTIFIERS.auMoinsUn.says }),
        aucun: t.field({ type: filters[kind], description: QUANTIFIERS.aucun.says }),
        tous: t.field({ type: filters[kind], description: QUANTIFIERS.tous.says }),
        nombre: t.field({
          type: count,
          description: 'Le nombre de voisins, ou de ceux qui répondent à un filtre, est dans cet intervalle.',
        }),
      }),
    });
    const says = NIVEAU_SAYS[kind];
    filters[kind].implement({
      description: `Filtre sur les nœuds « ${many} » ; plusieurs conditions se cumulent, un filtre vide laisse tout passer.`,
      fields: (t) => ({
        texte: t.string({
          description: `Mots dont chacun commence un mot ${kind === 'Metier' ? "de l'un de ses noms, pas toujours le même" : 'du nom'}, sans égard aux accents ni à la casse ; un texte sans mot laisse tout passer ; ${TEXT_MAX} caractères au plus.`,
        }),
        ids: t.idList({
          description: `Identifiants, ${LIST_INPUT_MAX} au plus ; un identifiant inconnu ne désigne rien.`,
        }),
        ...(says === undefined ? {} : { niveau: t.field({ type: niveau, description: says }) }),
        ...(kind === 'Metier'
          ? {
              salaire: t.field({ type: salaire, description: SALAIRE_SAYS }),
              axes: t.field({ type: [axes], description: AXES_SAYS }),
            }
          : {}),
        ...Object.fromEntries(
          NEIGHBOURS[kind].map((role) => [
            role.role,
            t.field({ type: quantified[role.target], description: role.says }),
          ]),
        ),
        et: t.field({ type: [filters[kind]], description: 'Tous ces filtres ; une liste vide laisse tout passer.' }),
        ou: t.field({
          type: [filters[kind]],
          description: 'Au moins un de ces filtres ; une liste vide ne laisse rien passer.',
        }),
        non: t.field({ type: filters[kind], description: 'Pas ce filtre.' }),
      }),
    });
  }
  return filters;
}

function byKind<T>(make: (kind: Kind) => T): Record<Kind, T> {
  return Object.fromEntries(KIND_NAMES.map((kind) => [kind, make(kind)])) as Record<Kind, T>;
}
