/** Filters in French words, and what they mean to a store. */

import type { Axis } from '../analysis/axes.ts';
import { axisFilter } from '../analysis/axisFilter.ts';
import type { Bounds, Filter, Quantifier } from '../graph/graph.ts';
import { type Kind, NEIGHBOURS } from '../model.ts';
import { fold, words } from '../text.ts';
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

export interface CountInput extends BoundsInput {
  readonly parmi?: FilterInput | null | undefined;
}

export type QuantifiedInput = { readonly [Q in keyof typeof QUANTIFIERS]?: FilterInput | null } & {
  readonly nombre?: CountInput | null;
};

export const QUANTIFIERS = {
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
      conditions += conditionsOf(filter);
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

/** How many conditions a key filter is made of. */
function conditionsOf(filter: Filter): number {
  if ('any' in filter) return filter.any.reduce((sum, part) => sum + conditionsOf(part), 0);
  if ('all' in filter) return filter.all.reduce((sum, part) => sum + conditionsOf(part), 0);
  return 'filter' in filter ? 1 + conditionsOf(filter.filter) : 1;
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
