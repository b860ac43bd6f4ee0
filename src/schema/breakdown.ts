/** `repartition`: nodes by the values of one or two axes, and figures of the métiers of each group. */
import type { Axis } from '../analysis/axes.ts';
import {
  type Breakdown,
  breakdownOf,
  type Measure,
  type Order,
  type Question,
  type Row,
} from '../analysis/breakdown.ts';
import type { Statistics } from '../analysis/statistics.ts';
import type { Kind } from '../model.ts';
import { type AxisType, checkedPart, computed, type ValueType } from './axes.ts';
import type { Builder } from './builder.ts';
import { fault } from './fault.ts';
import { type FilterInput, toFilter } from './filter.ts';
import type { FilterTypes } from './filterTypes.ts';
import { BREAKDOWN_DEFAULT, ROWS_MAX } from './limits.ts';
import type { NatureType } from './nature.ts';
import { served } from './served.ts';

export function breakdownField(
  builder: Builder,
  axis: AxisType,
  value: ValueType,
  nature: NatureType,
  metierFilter: FilterTypes['Metier'],
): void {
  const breakdown = breakdownType(builder, value);
  const measure = builder.enumType('MesureMetier', {
    description: 'Ce qui se mesure des métiers.',
    values: {
      SALAIRE_DEBUTANT: { description: 'Le salaire du débutant, montant le plus bas, en euros brut par mois.' },
      NIVEAU: { description: "Le rang du niveau d'accès ; avant le bac, les rangs négatifs ne donnent qu'un ordre." },
    },
  });
  const order = builder.enumType('RepartitionTri', {
    description: "L'ordre des lignes.",
    values: {
      NOMBRE: { value: 'count', description: 'Par nombre décroissant ; à égalité, comme AXES.' },
      AXES: {
        value: 'axes',
        description:
          'Par « par », puis par « puis » : NIVEAU et SALAIRE dans leur ordre, les autres axes par libellé puis par clé ; « non renseigné » en dernier.',
      },
    } as const,
  });
  builder.queryField('repartition', (t) =>
    t.field({
      type: breakdown,
      description:
        "Les métiers retenus par un filtre, groupés par les valeurs d'un ou deux axes : une ligne par groupe non vide. Un métier est dans autant de groupes qu'il a de valeurs ; ce qui n'est pas renseigné fait un groupe à part, à son rang parmi les autres. Deux axes d'une même relation (ROME_DOMAINE et ROME) parlent d'un seul et même voisin.",
      args: {
        de: t.arg({
          type: nature,
          required: true,
          defaultValue: 'Metier',
          description:
            'Ce que « nombre » compte : des métiers, ou les voisins d’une autre nature des métiers du groupe, chacun une fois. Un axe qui porte sur ces mêmes voisins parle de celui qui est compté. Un métier sans un tel voisin ne figure alors dans aucun groupe ni dans aucune mesure.',
        }),
        par: t.arg({ type: axis, required: true, description: 'Le premier axe.' }),
        puis: t.arg({ type: axis, description: 'Le second axe.' }),
        filtre: t.arg({ type: metierFilter, description: 'Les métiers à grouper ; tous si absent.' }),
        mesure: t.arg({ type: measure, description: 'Ce qu’il faut mesurer des métiers de chaque groupe.' }),
        tri: t.arg({ type: order, required: true, defaultValue: 'count', description: "L'ordre des lignes." }),
        premiers: t.arg.int({
          required: true,
          defaultValue: BREAKDOWN_DEFAULT,
          description: `Combien de lignes servir, ${ROWS_MAX} au plus.`,
        }),
        sauter: t.arg.int({
          required: true,
          defaultValue: 0,
          description: 'Combien de lignes passer avant de servir.',
        }),
      },
      resolve: (_root, args, context) =>
        computed(context, NOTHING, (topology) => breakdownOf(topology, questionOf(args), context.budget.examine)),
    }),
  );
}

const NOTHING: Breakdown = { total: 0, statistics: null, rows: [], rowsTotal: 0 };

interface Args {
  readonly de: Kind;
  readonly par: Axis;
  readonly puis?: Axis | null | undefined;
  readonly filtre?: FilterInput | null | undefined;
  readonly mesure?: Measure | null | undefined;
  readonly tri: Order;
  readonly premiers: number;
  readonly sauter: number;
}

function questionOf(args: Args): Question {
  const { de, par, puis, filtre, mesure, tri } = args;
  if (par === puis) {
    throw fault('ARGUMENT_INVALIDE', `« par » et « puis » sont tous deux ${par} : donnez un autre axe, ou un seul.`);
  }
  return {
    of: de,
    by: par,
    thenBy: puis ?? null,
    filter: toFilter('Metier', filtre),
    measure: mesure ?? null,
    order: tri,
    served: checkedPart(args),
  };
}

function breakdownType(builder: Builder, value: ValueType) {
  const statistics = statisticsType(builder);
  const row = builder.objectRef<Row>('RepartitionLigne').implement({
    description: 'Un groupe.',
    fields: (t) => ({
      par: t.expose('by', { type: value, description: 'Sa valeur sur le premier axe.' }),
      puis: t.expose('thenBy', {
        type: value,
        nullable: true,
        description: 'Sa valeur sur le second axe ; nulle si un seul axe est demandé.',
      }),
      nombre: t.exposeInt('count', { description: 'Combien de nœuds distincts de la nature demandée.' }),
      mesure: t.expose('statistics', {
        type: statistics,
        nullable: true,
        description:
          'La mesure des métiers distincts du groupe ; si « de » n’est pas METIER, de ceux seulement qui ont un voisin compté ; nulle si aucune n’est demandée.',
      }),
    }),
  });
  return builder.objectRef<Breakdown>('Repartition').implement({
    description: 'Une répartition en groupes.',
    fields: (t) => ({
      total: t.exposeInt('total', {
        description:
          "Combien de nœuds distincts sont comptés en tout. C'est la somme des nombres de toutes les lignes quand chaque nœud n'a qu'une valeur : des métiers par NIVEAU ou SALAIRE ; sinon cette somme peut être plus grande.",
      }),
      mesure: t.expose('statistics', {
        type: statistics,
        nullable: true,
        description: 'La mesure de tous les métiers groupés, chacun une fois ; nulle si aucune n’est demandée.',
      }),
      lignes: t.field({
        type: [row],
        description: 'Les premières lignes, dans l’ordre demandé.',
        resolve: ({ rows }, _args, context, info) => served(rows, context, info),
      }),
      lignesTotal: t.exposeInt('rowsTotal', { description: 'Combien il y a de lignes en tout.' }),
    }),
  });
}

function statisticsType(builder: Builder) {
  return builder.objectRef<Statistics>('Statistiques').implement({
    description:
      'Ce que disent ensemble les valeurs connues ; nul partout où aucune n’est connue. Deux décimales ; quartiles interpolés entre les deux valeurs voisines (type 7, celui des tableurs).',
    fields: (t) => ({
      connus: t.exposeInt('known', { description: 'Combien de métiers ont une valeur.' }),
      inconnus: t.exposeInt('unknown', { description: "Combien n'en ont pas." }),
      somme: t.exposeFloat('sum', { nullable: true, description: 'Leur somme.' }),
      moyenne: t.exposeFloat('mean', { nullable: true, description: 'Leur moyenne.' }),
      minimum: t.exposeFloat('minimum', { nullable: true, description: 'La plus petite.' }),
      q1: t.exposeFloat('firstQuartile', { nullable: true, description: 'Le premier quartile.' }),
      mediane: t.exposeFloat('median', { nullable: true, description: 'La médiane.' }),
      q3: t.exposeFloat('thirdQuartile', { nullable: true, description: 'Le troisième quartile.' }),
      maximum: t.exposeFloat('maximum', { nullable: true, description: 'La plus grande.' }),
    }),
  });
}
