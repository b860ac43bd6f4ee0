/** `facettes`: how many métiers have each value of some axes, under a filter. */
import { AXIS_NAMES, type Axis } from '../analysis/axes.ts';
import { type Counted, type Facet, type Facets, facetsOf } from '../analysis/facets.ts';
import type { Topology } from '../graph/topology.ts';
import { type AxisType, checkedPart, computed, VALUE_SAYS } from './axes.ts';
import type { Builder } from './builder.ts';
import type { RequestContext } from './context.ts';
import { fault } from './fault.ts';
import { type FilterInput, toFilter } from './filter.ts';
import type { FilterTypes } from './filterTypes.ts';
import { FACETS_DEFAULT, ROWS_MAX } from './limits.ts';
import { served } from './served.ts';

/** The field of a filter that speaks of an axis: an axis is counted without it. */
const FILTERED_BY: Readonly<Record<Axis, string>> = {
  NIVEAU: 'niveau',
  SALAIRE: 'salaire',
  STATUT: 'statuts',
  INTERET: 'interets',
  FORMATION: 'formations',
  ROME_DOMAINE: 'romes',
  ROME: 'romes',
};

export function facetsField(builder: Builder, axis: AxisType, metierFilter: FilterTypes['Metier']): void {
  const facets = facetsType(builder, axis);
  builder.queryField('facettes', (t) =>
    t.field({
      type: facets,
      description:
        "Combien de métiers ont chaque valeur de quelques axes. Chaque axe est compté sous le filtre privé de ce que son premier niveau dit de cet axe : dans « axes », et par « niveau » pour NIVEAU, « salaire » pour SALAIRE, « statuts », « interets », « formations », et « romes » pour ROME et ROME_DOMAINE. Choisir des valeurs n'efface donc pas les autres. Ce qui est dans « et », « ou », « non » reste.",
      args: {
        filtre: t.arg({ type: metierFilter, description: 'Les métiers à compter ; tous si absent.' }),
        axes: t.arg({
          type: [axis],
          description: 'Les axes, chacun une fois, servis dans cet ordre ; tous si absent.',
        }),
        premiers: t.arg.int({
          required: true,
          defaultValue: FACETS_DEFAULT,
          description: `Combien de valeurs servir par axe, ${ROWS_MAX} au plus, sans compter « non renseigné ».`,
        }),
        sauter: t.arg.int({
          required: true,
          defaultValue: 0,
          description:
            'Combien de valeurs passer, parmi les plus fréquentes, avant de servir ; « non renseigné » est donné à chaque fois.',
        }),
      },
      resolve: (_root, args, context) => computed(context, NOTHING, (topology) => answer(topology, args, context)),
    }),
  );
}

const NOTHING: Facets = { total: 0, facets: [] };

interface Args {
  readonly filtre?: FilterInput | null | undefined;
  readonly axes?: readonly Axis[] | null | undefined;
  readonly premiers: number;
  readonly sauter: number;
}

function answer(topology: Topology, args: Args, { budget }: RequestContext): Facets {
  const { filtre } = args;
  const axes = args.axes ?? AXIS_NAMES;
  const twice = axes.find((axis, i) => axes.indexOf(axis) < i);
  if (twice !== undefined) {
    throw fault('ARGUMENT_INVALIDE', `« axes » a deux fois ${twice} : donnez chaque axe une fois.`);
  }
  const part = checkedPart(args);
  const filter = toFilter('Metier', filtre);
  const asked = axes.map((axis) => {
    const own = without(axis, filtre);
    return { axis, filter: own === filtre ? filter : toFilter('Metier', own) };
  });
  return facetsOf(topology, filter, asked, part, budget.examine);
}

/** The same filter, as an object too, where it says nothing of the axis. */
function without(axis: Axis, filtre: FilterInput | null | undefined): FilterInput | null | undefined {
  const field = FILTERED_BY[axis];
  const others = filtre?.axes?.filter(({ axe }) => axe !== axis);
  if (filtre?.[field] == null && others?.length === filtre?.axes?.length) return filtre;
  return { ...filtre, [field]: null, axes: others ?? null };
}

function facetsType(builder: Builder, axis: AxisType) {
  const counted = builder.objectRef<Counted>('FacetteValeur').implement({
    description: "Une valeur d'un axe et son nombre de métiers.",
    fields: (t) => ({
      cle: t.exposeString('cle', { nullable: true, description: VALUE_SAYS.cle }),
      libelle: t.exposeString('libelle', { description: VALUE_SAYS.libelle }),
      nombre: t.exposeInt('nombre', { description: 'Le nombre de métiers qui ont cette valeur.' }),
    }),
  });
  const facet = builder.objectRef<Facet>('FacetteAxe').implement({
    description: 'Un axe et ses valeurs.',
    fields: (t) => ({
      axe: t.expose('axis', { type: axis, description: "L'axe." }),
      total: t.exposeInt('total', {
        description:
          "Le nombre de métiers comptés sur cet axe. C'est la somme des nombres de toutes les valeurs pour NIVEAU et SALAIRE ; ailleurs un métier compte une fois pour chacune des siennes.",
      }),
      valeurs: t.field({
        type: [counted],
        description:
          'Les valeurs les plus fréquentes, par nombre décroissant, puis par libellé et par clé ; celles de NIVEAU et de SALAIRE sont servies dans leur ordre. Une valeur sans métier n’y est pas. « Non renseigné » vient en dernier, quel que soit son nombre, et n’est jamais omis quand il a un métier.',
        resolve: ({ values }, _args, context, info) => served(values, context, info),
      }),
      valeursTotal: t.exposeInt('valuesTotal', {
        description: 'Combien de valeurs ont au moins un métier, « non renseigné » compris.',
      }),
    }),
  });
  return builder.objectRef<Facets>('Facettes').implement({
    description: 'Des décomptes de métiers par axe.',
    fields: (t) => ({
      total: t.exposeInt('total', { description: 'Le nombre de métiers qui répondent à tout le filtre.' }),
      axes: t.field({
        type: [facet],
        description: 'Un élément par axe demandé, dans le même ordre.',
        resolve: ({ facets }, _args, context, info) => served(facets, context, info),
      }),
    }),
  });
}
