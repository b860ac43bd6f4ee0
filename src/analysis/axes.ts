/**
 * Axes: what métiers are counted by. A value belongs to the node at the far end of one relation, or to the métier itself;
 * each such node has one value at most. A métier whose far ends have no value is unknown on that axis.
 */

import { salaireOf, type Topology } from '../graph/topology.ts';
import { endsOf, KINDS, type Kind, type Step } from '../model.ts';
import { compareStrings, fold } from '../text.ts';

interface AxisRow {
  /** What leads from a métier to the nodes that have the values; null where the métier has them. */
  readonly via: Step | null;
  /** Whether the values have an order of their own, which counts should not upset. */
  readonly ordinal: boolean;
  readonly valuesOf: (topology: Topology) => Values;
}

/** `of`: for each ordinal of the nodes that have the values, the place of its value; -1 for none. Places are in order. */
export interface Values {
  readonly size: number;
  readonly of: Int32Array;
  readonly value: (place: number) => Value;
}

/** `cle` names a value for programs; null where nothing is known. */
export interface Value {
  readonly cle: string | null;
  readonly libelle: string;
}

export const UNKNOWN: Value = { cle: null, libelle: 'non renseigné' };

export const AXES = {
  NIVEAU: { via: null, ordinal: true, valuesOf: niveaux },
  SALAIRE: { via: null, ordinal: true, valuesOf: salaires },
  STATUT: nodesBy('EXERCE_SOUS>'),
  INTERET: nodesBy('REPOND_A>'),
  FORMATION: nodesBy('RECOMMANDE>'),
  ROME_DOMAINE: { via: 'CLASSE_SOUS>', ordinal: false, valuesOf: domaines },
  ROME: nodesBy('CLASSE_SOUS>'),
} as const satisfies Record<string, AxisRow>;

export type Axis = keyof typeof AXES;
export const AXIS_NAMES = Object.keys(AXES) as readonly Axis[];

/** The values of an axis, in its order: made when first asked for, and kept with the release. */
export function valuesOf(topology: Topology, axis: Axis): Values {
  let made = MADE.get(topology);
  if (made === undefined) {
    made = new Map();
    MADE.set(topology, made);
  }
  let values = made.get(axis);
  if (values === undefined) {
    values = AXES[axis].valuesOf(topology);
    made.set(axis, values);
  }
  return values;
}

const MADE = new WeakMap<Topology, Map<Axis, Values>>();

/** The bands of salaries: euros a month, from `min` up to, not including, the next one's. */
export const SALARY_BANDS: readonly (Value & { readonly min: number })[] = [
  { min: 0, cle: '0-1499.99', libelle: 'moins de 1 500 €' },
  { min: 1500, cle: '1500-1999.99', libelle: 'de 1 500 € à moins de 2 000 €' },
  { min: 2000, cle: '2000-2499.99', libelle: 'de 2 000 € à moins de 2 500 €' },
  { min: 2500, cle: '2500-2999.99', libelle: 'de 2 500 € à moins de 3 000 €' },
  { min: 3000, cle: '3000-', libelle: '3 000 € et plus' },
];

/** The domains of the ROME, by the letter that its codes begin with. */
const DOMAINES: Readonly<Record<string, string>> = {
  A: 'Agriculture et pêche, espaces naturels et espaces verts, soins aux animaux',
  B: "Arts et façonnage d'ouvrages d'art",
  C: 'Banque, assurance, immobilier',
  D: 'Commerce, vente et grande distribution',
  E: 'Communication, média et multimédia',
  F: 'Construction, bâtiment et travaux publics',
  G: 'Hôtellerie-restauration, tourisme, loisirs et animation',
  H: 'Industrie',
  I: 'Installation et maintenance',
  J: 'Santé',
  K: 'Services à la personne et à la collectivité',
  L: 'Spectacle',
  M: "Support à l'entreprise",
  N: 'Transport et logistique',
};

/** Each far end is a value of its own; ordinals are in the order of names already. */
function nodesBy(via: Step): AxisRow {
  const kind: Kind = endsOf(via).to;
  const name = KINDS[kind].name;
  return {
    via,
    ordinal: false,
    valuesOf: ({ nodes, all }) => ({
      size: nodes[kind].length,
      of: Int32Array.from(all[kind]),
      value: (place) => {
        const node = nodes[kind][place] as { readonly id: string } & Readonly<Record<string, unknown>>;
        return { cle: node.id, libelle: String(node[name]) };
      },
    }),
  };
}

/** By rank; levels without one come after, by their label, which is their key. */
function niveaux({ nodes }: Topology): Values {
  const keys = nodes.Metier.map(({ niveau }) => {
    if (niveau === null) return null;
    return niveau.rang === null ? niveau.libelle : String(niveau.rang);
  });
  const found = new Map<string, { readonly cle: string; readonly libelle: string; readonly rang: number | null }>();
  for (const [i, { niveau }] of nodes.Metier.entries()) {
    const cle = keys[i];
    if (niveau === null || cle == null) continue;
    const before = found.get(cle);
    // Two spellings of one level: the first in the alphabet names it, whatever the order of the métiers.
    if (before === undefined || compareStrings(niveau.libelle, before.libelle) < 0) found.set(cle, { cle, ...niveau });
  }
  const ordered = [...found.values()].sort(
    (a, b) =>
      (a.rang ?? Number.POSITIVE_INFINITY) - (b.rang ?? Number.POSITIVE_INFINITY) ||
      compareStrings(fold(a.libelle), fold(b.libelle)) ||
      compareStrings(a.cle, b.cle),
  );
  return listed(
    ordered.map(({ cle, libelle }) => ({ cle, libelle })),
    keys,
  );
}

function salaires({ nodes }: Topology): Values {
  const keys = nodes.Metier.map((metier) => {
    const salaire = salaireOf(metier);
    return salaire === null ? null : (SALARY_BANDS.findLast(({ min }) => salaire >= min)?.cle ?? null);
  });
  return listed(
    SALARY_BANDS.map(({ cle, libelle }) => ({ cle, libelle })),
    keys,
  );
}

/** A letter that no domain has names itself. */
function domaines({ nodes }: Topology): Values {
  const letters = nodes.Rome.map(({ code }) => code.charAt(0).toUpperCase());
  const values = [...new Set(letters)].map((letter) => ({ cle: letter, libelle: DOMAINES[letter] ?? letter }));
  values.sort((a, b) => compareStrings(fold(a.libelle), fold(b.libelle)) || compareStrings(a.cle, b.cle));
  return listed(values, letters);
}

function listed(values: readonly Value[], keys: readonly (string | null)[]): Values {
  const places = new Map(values.map(({ cle }, place) => [cle, place]));
  return {
    size: values.length,
    of: Int32Array.from(keys, (key) => (key === null ? -1 : (places.get(key) ?? -1))),
    value: (place) => values[place] as Value,
  };
}
