/** Filters in French words, a type a kind, derived from the table of relations; and what they mean to a store. */

import type { Axis } from '../analysis/axes.ts';
import { axisFilter } from '../analysis/axisFilter.ts';
import type { Bounds, Filter, Quantifier } from '../graph/graph.ts';
import { KIND_NAMES, KINDS, type Kind, NEIGHBOURS } from '../model.ts';
import { fold, words } from '../text.ts';
import type { AxisType } from './axes.ts';
import type { Builder } from './builder.ts';
import { fault } from './fault.ts';
import { FILTER_CONDITIONS_MAX, FILTER_DEPTH_MAX, LIST_INPUT_MAX, TEXT_MAX } from './limits.ts';

/** What a client may give. Relations stand beside the fixed fields under their roles. */
export interface FilterInput {
  readonly texte?: string | null;
  readonly ids?: readonly string[] | null;
  readonly niveau?: BoundsInput | null;
  readonly salaire?: BoundsInput | null;
  readonly axes?: readonly AxisInput[] | null;
  readonly et?: readonly FilterInput[] | null;
  readonly ou?: readonly FilterInput[] | null;
  readonly non?: FilterInput | null;
  readonly [role: string]: unknown;
}

/** Some values of an axis, by their keys. */
export interface AxisInput {
  readonly axe: Axis;
  readonly cles: readonly (string | null | undefined)[];
}

interface BoundsInput {
  readonly min?: number | null | undefined;
  readonly max?: number | null | undefined;
}

interface CountInput extends BoundsInput {
  readonly parmi?: FilterInput | null | undefined;
}

type QuantifiedInput = { readonly [Q in keyof typeof QUANTIFIERS]?: FilterInput | null } & {
  readonly nombre?: CountInput | null;
};

const QUANTIFIERS = {
  auMoinsUn: {
    quantifier: 'some',
    says: 'Au moins un voisin répond à ce filtre ; un filtre vide demande seulement qu’il y en ait un.',
  },
  aucun: {
    quantifier: 'none',
    says: 'Aucun voisin ne répond à ce filtre ; un filtre vide demande qu’il n’y en ait pas.',
  },
  tous: { quantifier: 'every', says: 'Tous les voisins répondent à ce filtre ; vrai aussi quand il n’y en a pas.' },
} as const satisfies Record<string, { quantifier: Quantifier; says: string }>;

/** Which kinds can be asked for a level. */
const NIVEAU_SAYS: Partial<Record<Kind, string>> = {
  Metier:
    "Niveau d'accès minimum, en années d'études après le bac (négatif avant le bac) ; un métier sans rang ne répond à aucun intervalle.",
  Formation: "Niveau d'accès d'au moins un des métiers auxquels elle mène, en années d'études après le bac.",
};

const SALAIRE_SAYS =
  'Salaire du débutant, montant le plus bas ; un métier sans montant connu ne répond à aucun intervalle.';

const AXES_SAYS =
  'Valeurs d’axes, par les clés que « facettes » et « repartition » en donnent ; de plusieurs éléments, tous valent.';

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
        description: `Les clés de ces valeurs, ${LIST_INPUT_MAX} au plus ; null : ce qui n'est pas renseigné. Une clé qui ne désigne rien ne laisse rien passer.`,
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
          description: `Mots dont chacun commence un mot de l'un de ses noms, pas forcément le même, sans égard aux accents ni à la casse ; un texte sans mot laisse tout passer ; ${TEXT_MAX} caractères au plus.`,
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

/** The condition that a store understands; null for none. Throws ARGUMENT_INVALIDE over a limit. */
export function toFilter(kind: Kind, input: FilterInput | null | undefined): Filter | null {
  let conditions = 0;
  return input === null || input === undefined ? null : translate(kind, input, 1);

  function translate(kind: Kind, input: FilterInput, depth: number): Filter {
    if (depth > FILTER_DEPTH_MAX) throw tooMuch('« filtre » est imbriqué sur', FILTER_DEPTH_MAX, 'niveaux');
    const { texte, ids, niveau, salaire, axes, et, ou, non } = input;
    const all: Filter[] = [];
    if (texte != null) all.push({ words: wordsOf(texte) });
    if (ids != null) all.push({ ids: [...new Set(bounded(ids, 'ids'))].sort() });
    if (niveau != null) all.push(levelFilter(kind, niveau));
    if (salaire != null) all.push({ salaire: boundsOf(salaire) });
    for (const chosen of bounded(axes ?? [], 'axes')) {
      const filter = axisCondition(chosen);
      all.push(filter);
      if ('any' in filter) conditions += filter.any.length;
    }
    for (const { role, path, target } of NEIGHBOURS[kind]) {
      const quantified = input[role] as QuantifiedInput | null | undefined;
      for (const name of QUANTIFIER_NAMES) {
        const inner = quantified?.[name];
        if (inner != null)
          all.push({ path, quantifier: QUANTIFIERS[name].quantifier, filter: translate(target, inner, depth + 1) });
      }
      const counted = quantified?.nombre;
      if (counted != null) {
        const filter = translate(target, counted.parmi ?? {}, depth + 1);
        all.push({ path, counted: boundsOf(counted), filter });
      }
    }
    for (const part of bounded(et ?? [], 'et')) all.push(translate(kind, part, depth + 1));
    if (ou != null) all.push({ any: bounded(ou, 'ou').map((part) => translate(kind, part, depth + 1)) });
    if (non != null) all.push({ not: translate(kind, non, depth + 1) });
    conditions += all.length;
    if (conditions > FILTER_CONDITIONS_MAX) throw tooMuch('« filtre » a', FILTER_CONDITIONS_MAX, 'conditions');
    const [only] = all;
    return only !== undefined && all.length === 1 ? only : { all };
  }
}

/** A formation has no level of its own: that of the métiers it leads to stands for it. */
function levelFilter(kind: Kind, niveau: BoundsInput): Filter {
  const filter: Filter = { niveau: boundsOf(niveau) };
  return kind === 'Metier' ? filter : { path: ['<RECOMMANDE'], quantifier: 'some', filter };
}

function axisCondition({ axe, cles }: AxisInput): Filter {
  const keys = bounded(cles, 'cles').map((cle) => cle ?? null);
  const filter = axisFilter(axe, keys);
  if (filter !== null) return filter;
  const wrong = keys.find((cle) => axisFilter(axe, [cle]) === null)?.slice(0, TEXT_MAX);
  throw fault(
    'ARGUMENT_INVALIDE',
    `« ${wrong} » n’est pas une clé de ${axe} : reprenez celles que « facettes » donne.`,
  );
}

function boundsOf({ min, max }: BoundsInput): Bounds {
  return { min: min ?? null, max: max ?? null };
}

function wordsOf(texte: string): string[] {
  if (texte.length > TEXT_MAX) throw tooMuch('« texte » a', TEXT_MAX, 'caractères');
  return words(fold(texte));
}

function bounded<T>(list: readonly T[], name: string): readonly T[] {
  if (list.length > LIST_INPUT_MAX) throw tooMuch(`« ${name} » a`, LIST_INPUT_MAX, 'éléments');
  return list;
}

function tooMuch(what: string, limit: number, unit: string): Error {
  return fault('ARGUMENT_INVALIDE', `${what} plus de ${limit} ${unit}.`, { limite: limit });
}

const QUANTIFIER_NAMES = Object.keys(QUANTIFIERS) as (keyof typeof QUANTIFIERS)[];

function byKind<T>(make: (kind: Kind) => T): Record<Kind, T> {
  return Object.fromEntries(KIND_NAMES.map((kind) => [kind, make(kind)])) as Record<Kind, T>;
}
