/** What facets and breakdowns have in common: axes, their values, how many are served. */
import { AXIS_NAMES, type Axis, type Value } from '../analysis/axes.ts';
import type { Served } from '../analysis/facets.ts';
import type { Topology } from '../graph/topology.ts';
import type { Builder } from './builder.ts';
import type { RequestContext } from './context.ts';
import { fault } from './fault.ts';
import { ROWS_MAX } from './limits.ts';

const SAYS: Readonly<Record<Axis, string>> = {
  NIVEAU:
    "Le niveau d'accès minimum, dans l'ordre des niveaux ; clé : son rang, ou son libellé quand il n'a pas de rang.",
  SALAIRE:
    'Le salaire du débutant (montant le plus bas), par tranches : moins de 1 500 €, de 1 500, 2 000 ou 2 500 € à moins de 500 € de plus, 3 000 € et plus ; clé : les bornes pour un filtre, « 1500-1999.99 ».',
  STATUT: 'Les statuts ; clé : identifiant.',
  INTERET: "Les centres d'intérêt ; clé : identifiant.",
  FORMATION: 'Les formations recommandées ; clé : identifiant.',
  ROME_DOMAINE: 'Les grands domaines du ROME, dont la lettre commence les codes ; clé : la lettre.',
  ROME: 'Les codes ROME ; clé : identifiant.',
};

export type AxisType = ReturnType<typeof axisType>;

export function axisType(builder: Builder) {
  return builder.enumType('AxeMetier', {
    description: "Ce d'après quoi compter des métiers.",
    values: Object.fromEntries(AXIS_NAMES.map((axis) => [axis, { value: axis, description: SAYS[axis] }])) as Record<
      Axis,
      { value: Axis; description: string }
    >,
  });
}

export type ValueType = ReturnType<typeof valueType>;

export function valueType(builder: Builder) {
  return builder.objectRef<Value>('ValeurAxe').implement({
    description: "Une valeur d'un axe.",
    fields: (t) => ({
      cle: t.exposeString('cle', { nullable: true, description: VALUE_SAYS.cle }),
      libelle: t.exposeString('libelle', { description: VALUE_SAYS.libelle }),
    }),
  });
}

export const VALUE_SAYS = {
  cle: "De quoi la désigner à nouveau dans un filtre (« axes ») ; nulle pour ce qui n'est pas renseigné ; null se reprend tel quel dans « cles ».",
  libelle: "De quoi l'afficher ; « non renseigné » pour ce qui ne l'est pas.",
} as const;

/** Throws ARGUMENT_INVALIDE. */
export function checkedPart({ premiers, sauter }: { readonly premiers: number; readonly sauter: number }): Served {
  if (premiers < 0 || premiers > ROWS_MAX) {
    const onwards = premiers > ROWS_MAX ? ' Pour la suite, servez-vous de « sauter ».' : '';
    const message = `« premiers » vaut ${premiers} ; il faut un nombre de 0 à ${ROWS_MAX}.${onwards}`;
    throw fault('ARGUMENT_INVALIDE', message, { limite: ROWS_MAX });
  }
  if (sauter < 0) throw fault('ARGUMENT_INVALIDE', `« sauter » vaut ${sauter} ; il faut un nombre à partir de 0.`);
  return { skip: sauter, first: premiers };
}

/** Computes from the whole release; nothing once the budget is spent, which ends the request anyway (see execute.ts). */
export function computed<T>(
  { graph, budget }: RequestContext,
  nothing: T,
  compute: (topology: Topology) => T,
): T | Promise<T> {
  if (budget.spent !== null) return nothing;
  const topology = graph.topology();
  // While a promise is waited for, another field may have spent it.
  return topology instanceof Promise
    ? topology.then((made) => (budget.spent === null ? compute(made) : nothing))
    : compute(topology);
}
