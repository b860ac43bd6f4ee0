/** Orders in French words, a type a kind: by name, by level, by salary, by the number of neighbours. */
import type { Sort, SortKey } from '../graph/graph.ts';
import { KIND_NAMES, KINDS, type Kind, NEIGHBOURS } from '../model.ts';
import type { Builder } from './builder.ts';

export interface SortInput {
  readonly par: string;
  readonly sens: 'CROISSANT' | 'DECROISSANT';
}

interface Criterion {
  readonly name: string;
  readonly key: SortKey;
  readonly says: string;
}

/** What nodes of each kind can be sorted by. */
const CRITERIA: Readonly<Record<Kind, readonly Criterion[]>> = Object.fromEntries(
  KIND_NAMES.map((kind): [Kind, Criterion[]] => [
    kind,
    [
      { name: 'NOM', key: 'name', says: 'Par nom, sans égard aux accents ni à la casse.' },
      ...(kind === 'Metier'
        ? [
            {
              name: 'NIVEAU',
              key: 'niveau' as const,
              says: "Par niveau d'accès minimum ; les métiers sans rang en dernier.",
            },
            {
              name: 'SALAIRE',
              key: 'salaire' as const,
              says: 'Par salaire du débutant, montant le plus bas ; les métiers sans montant en dernier.',
            },
          ]
        : []),
      ...NEIGHBOURS[kind].map(({ role, path }) => ({
        name: `NOMBRE_${role.toUpperCase()}`,
        key: { count: path },
        says: `Par nombre de voisins « ${role} ».`,
      })),
    ],
  ]),
) as unknown as Record<Kind, readonly Criterion[]>;

export type SortTypes = ReturnType<typeof sortTypes>;

/** The input types `MetierTri` … */
export function sortTypes(builder: Builder) {
  const sens = builder.enumType('Sens', {
    description: "Le sens d'un tri.",
    values: {
      CROISSANT: { description: 'Du plus petit au plus grand, de A à Z.' },
      DECROISSANT: { description: 'Du plus grand au plus petit, de Z à A.' },
    },
  });
  return Object.fromEntries(
    KIND_NAMES.map((kind) => {
      const { many } = KINDS[kind];
      const par = builder.enumType(`${kind}TriPar`, {
        description: `Ce d'après quoi trier les nœuds « ${many} ».`,
        values: Object.fromEntries(CRITERIA[kind].map(({ name, says }) => [name, { description: says }])),
      });
      const input = builder.inputRef<SortInput>(`${kind}Tri`).implement({
        description: `Un ordre des nœuds « ${many} » ; à égalité, par nom puis par identifiant.`,
        fields: (t) => ({
          par: t.field({ type: par, required: true, description: "Ce d'après quoi trier." }),
          sens: t.field({ type: sens, required: true, defaultValue: 'CROISSANT', description: 'Dans quel sens.' }),
        }),
      });
      return [kind, input];
    }),
  ) as Record<Kind, ReturnType<typeof builder.inputRef<SortInput>>>;
}

export function toSort(kind: Kind, input: SortInput | null | undefined): Sort {
  const criterion = CRITERIA[kind].find(({ name }) => name === input?.par);
  return input == null || criterion === undefined
    ? { by: 'given' }
    : { by: criterion.key, descending: input.sens === 'DECROISSANT' };
}
