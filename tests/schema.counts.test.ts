/** `facettes` and `repartition`, asked as a client asks: whole answers, keys that filter again, errors, what they cost. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { load } from '../loaders/load.ts';
import { AXIS_NAMES, type Axis } from '../src/analysis/axes.ts';
import { embeddedStore } from '../src/graph/embedded/store.ts';
import { LIMITS, ROWS_MAX } from '../src/schema/limits.ts';
import { releases, VILLAGE } from './support/content.ts';
import { asking, executing, promising } from './support/graphql.ts';
import { storeOf } from './support/stores.ts';

const ask = asking(storeOf(VILLAGE));

test('facettes: every axis in its order, what is unknown last', async () => {
  const query = '{ facettes { total axes { axe total valeursTotal valeurs { cle libelle nombre } } } }';
  expect(await ask(query)).toEqual(
    answered('facettes', {
      total: 6,
      axes: [
        facet('NIVEAU', [
          ['-2', 'CAP ou équivalent', 2],
          ['5', 'bac + 5', 2],
          ['autre-formation', 'autre formation', 1],
          [null, 'non renseigné', 1],
        ]),
        facet('SALAIRE', [
          ['1500-1999.99', 'de 1 500 € à moins de 2 000 €', 2],
          ['2000-2499.99', 'de 2 000 € à moins de 2 500 €', 1],
          ['2500-2999.99', 'de 2 500 € à moins de 3 000 €', 1],
          [null, 'non renseigné', 2],
        ]),
        facet('STATUT', [
          ['STATUT.salarie', 'Salarié', 3],
          ['STATUT.artisan', 'Artisan', 2],
          ['STATUT.independant', 'Indépendant', 2],
          ['STATUT.fonctionnaire', 'Fonctionnaire', 1],
          [null, 'non renseigné', 1],
        ]),
        facet('INTERET', [
          ['INTERET.dessiner', "J'aime dessiner", 3],
          ['INTERET.organiser', "J'aime organiser", 2],
          ['INTERET.mains', "J'aime travailler de mes mains", 2],
          [null, 'non renseigné', 2],
        ]),
        facet('FORMATION', [
          ['FOR.3', 'CAP pâtissier', 2],
          ['FOR.1', "Diplôme d'État d'architecte", 2],
          ['FOR.5', 'licence', 2],
          ['FOR.2', 'Master urbanisme', 2],
          ['FOR.4', 'CAP ébéniste', 1],
          [null, 'non renseigné', 1],
        ]),
        facet('ROME_DOMAINE', [
          ['F', 'Construction, bâtiment et travaux publics', 2],
          ['D', 'Commerce, vente et grande distribution', 1],
          [null, 'non renseigné', 3],
        ]),
        facet('ROME', [
          ['ROME.F1101', 'F1101', 2],
          ['ROME.D1102', 'D1102', 1],
          [null, 'non renseigné', 3],
        ]),
      ],
    }),
  );
});

test('facettes: an axis leaves out what the top level of the filter says of it, and nothing of et, ou, non', async () => {
  const counted = async (filtre: string) =>
    ask(`{ facettes(filtre: ${filtre}, axes: [STATUT, NIVEAU]) { total axes { axe total valeurs { cle nombre } } } }`);
  const statuts = (total: number, ...valeurs: readonly (readonly [string | null, number])[]) => ({
    axe: 'STATUT',
    total,
    valeurs: valeurs.map(([cle, nombre]) => ({ cle, nombre })),
  });
  const niveaux = (total: number, ...valeurs: readonly (readonly [string | null, number])[]) => ({
    ...statuts(total, ...valeurs),
    axe: 'NIVEAU',
  });
  const salarie = 'statuts: { auMoinsUn: { ids: ["STATUT.salarie"] } }';
  expect(await counted(`{ niveau: { min: 0 }, ${salarie} }`)).toEqual(
    answered('facettes', {
      total: 2,
      axes: [
        statuts(2, ['STATUT.salarie', 2], ['STATUT.fonctionnaire', 1], ['STATUT.independant', 1]),
        niveaux(3, ['-2', 1], ['5', 2]),
      ],
    }),
  );
  expect(await counted(`{ et: [{ niveau: { min: 0 } }], ${salarie} }`)).toEqual(
    answered('facettes', {
      total: 2,
      axes: [
        statuts(2, ['STATUT.salarie', 2], ['STATUT.fonctionnaire', 1], ['STATUT.independant', 1]),
        niveaux(2, ['5', 2]),
      ],
    }),
  );
});

test('facettes: both axes of the ROME leave out the filter on codes', async () => {
  const filtre = '{ romes: { auMoinsUn: { texte: "d" } } }';
  expect(
    await ask(`{ facettes(filtre: ${filtre}, axes: [ROME, ROME_DOMAINE, SALAIRE]) { total axes { total } } }`),
  ).toEqual(answered('facettes', { total: 1, axes: [{ total: 6 }, { total: 6 }, { total: 1 }] }));
});

test('facettes: so many values an axis, what is unknown beside them, and how many there are', async () => {
  expect(
    await ask('{ facettes(axes: [FORMATION, NIVEAU], premiers: 1) { axes { valeursTotal valeurs { cle nombre } } } }'),
  ).toEqual(
    answered('facettes', {
      axes: [
        {
          valeursTotal: 6,
          valeurs: [
            { cle: 'FOR.3', nombre: 2 },
            { cle: null, nombre: 1 },
          ],
        },
        {
          valeursTotal: 4,
          valeurs: [
            { cle: '-2', nombre: 2 },
            { cle: null, nombre: 1 },
          ],
        },
      ],
    }),
  );
});

test('repartition: salaries by niveau; a group of which nothing is known is null, never 0', async () => {
  const statistiques = '{ connus inconnus somme moyenne minimum q1 mediane q3 maximum }';
  const query = `{ repartition(par: NIVEAU, mesure: SALAIRE_DEBUTANT, tri: AXES) {
    total lignesTotal mesure ${statistiques} lignes { par { cle libelle } puis { cle } nombre mesure ${statistiques} } } }`;
  const line = (cle: string | null, libelle: string, nombre: number, mesure: unknown) => ({
    par: { cle, libelle },
    puis: null,
    nombre,
    mesure,
  });
  const nothing = figures(0, 1, null, null, [null, null, null, null, null]);
  expect(await ask(query)).toEqual(
    answered('repartition', {
      total: 6,
      lignesTotal: 4,
      mesure: figures(4, 2, 8133.84, 2033.46, [1766.92, 1766.92, 1933.46, 2200, 2500]),
      lignes: [
        line('-2', 'CAP ou équivalent', 2, figures(2, 0, 3533.84, 1766.92, Array(5).fill(1766.92))),
        line('5', 'bac + 5', 2, figures(2, 0, 4600, 2300, [2100, 2200, 2300, 2400, 2500])),
        line('autre-formation', 'autre formation', 1, nothing),
        line(null, 'non renseigné', 1, nothing),
      ],
    }),
  );
});

test('repartition: two axes, most métiers first, of so many rows', async () => {
  const query = `{ repartition(par: STATUT, puis: NIVEAU, premiers: 3, filtre: { niveau: {} }) {
    total lignesTotal mesure { connus } lignes { par { cle } puis { cle } nombre mesure { connus } } } }`;
  const line = (par: string, puis: string, nombre: number) => ({
    par: { cle: par },
    puis: { cle: puis },
    nombre,
    mesure: null,
  });
  expect(await ask(query)).toEqual(
    answered('repartition', {
      total: 4,
      lignesTotal: 5,
      mesure: null,
      lignes: [line('STATUT.artisan', '-2', 2), line('STATUT.salarie', '5', 2), line('STATUT.fonctionnaire', '5', 1)],
    }),
  );
});

test('repartition: formations, each once a group, by the axes of the métiers that they lead to', async () => {
  const query =
    '{ repartition(de: FORMATION, par: NIVEAU, mesure: SALAIRE_DEBUTANT, tri: AXES) { total lignes { par { cle } nombre mesure { connus inconnus mediane } } } }';
  expect(await ask(query)).toEqual(
    answered('repartition', {
      total: 5,
      lignes: [
        { par: { cle: '-2' }, nombre: 2, mesure: { connus: 2, inconnus: 0, mediane: 1766.92 } },
        { par: { cle: '5' }, nombre: 3, mesure: { connus: 2, inconnus: 0, mediane: 2300 } },
        { par: { cle: null }, nombre: 1, mesure: { connus: 0, inconnus: 1, mediane: null } },
      ],
    }),
  );
});

describe('a key in a filter again', () => {
  /** What a dashboard makes of a key; null where no filter can say it. */
  const FILTERS: Readonly<Record<Axis, (cle: string) => object | null>> = {
    NIVEAU: (cle) => (Number.isNaN(Number(cle)) ? null : { niveau: { min: Number(cle), max: Number(cle) } }),
    SALAIRE: (cle) => {
      const [min, max] = cle.split('-').map((bound) => (bound === '' ? null : Number(bound)));
      return { salaire: { min, max } };
    },
    STATUT: (cle) => ({ statuts: { auMoinsUn: { ids: [cle] } } }),
    INTERET: (cle) => ({ interets: { auMoinsUn: { ids: [cle] } } }),
    FORMATION: (cle) => ({ formations: { auMoinsUn: { ids: [cle] } } }),
    ROME_DOMAINE: (cle) => ({ romes: { auMoinsUn: { texte: cle } } }),
    ROME: (cle) => ({ romes: { auMoinsUn: { ids: [cle] } } }),
  };

  interface Facets {
    readonly facettes: {
      readonly axes: readonly {
        readonly axe: Axis;
        readonly valeurs: readonly { readonly cle: string | null; readonly nombre: number }[];
      }[];
    };
  }

  test('finds as many métiers as were counted, on random releases', async () => {
    await fc.assert(
      fc.asyncProperty(releases, async (content) => {
        const store = embeddedStore(content);
        const { data } = (await executing(store, '{ facettes { axes { axe valeurs { cle nombre } } } }')) as {
          data: Facets;
        };
        const said = data.facettes.axes.flatMap(({ axe, valeurs }) =>
          valeurs.flatMap(({ cle, nombre }) => {
            const filtre = cle === null ? null : FILTERS[axe](cle);
            return filtre === null ? [] : [{ filtre, nombre }];
          }),
        );
        for (const { filtre, nombre } of said) {
          const query = 'query($filtre: MetierFiltre) { metiers(filtre: $filtre) { totalCount } }';
          expect(await executing(store, query, { filtre }), JSON.stringify(filtre)).toEqual({
            data: { metiers: { totalCount: nombre } },
          });
        }
      }),
      { numRuns: 40 },
    );
  }, 120_000);
});

test('what cannot be asked is refused, and the message says what to do', async () => {
  const refused: readonly (readonly [string, string])[] = [
    ['facettes(axes: [ROME, NIVEAU, ROME]) { total }', '« axes » a deux fois ROME : donnez chaque axe une fois.'],
    ['facettes(premiers: -1) { total }', '« premiers » vaut -1 ; il faut un nombre de 0 à 1000.'],
    ['facettes(premiers: 1001) { total }', '« premiers » vaut 1001 ; il faut un nombre de 0 à 1000.'],
    ['repartition(par: ROME, premiers: 1001) { total }', '« premiers » vaut 1001 ; il faut un nombre de 0 à 1000.'],
    [
      'repartition(par: ROME, puis: ROME) { total }',
      '« par » et « puis » sont tous deux ROME : donnez un autre axe, ou un seul.',
    ],
  ];
  expect(ROWS_MAX).toBe(1000);
  for (const [field, message] of refused) {
    const { status, body } = await ask(`{ ${field} }`);
    expect([status, body], field).toMatchObject([
      400,
      { data: null, errors: [{ message, extensions: { code: 'ARGUMENT_INVALIDE' } }] },
    ]);
  }
  for (const field of ['facettes(premiers: 0) { total }', 'facettes(axes: []) { total }'])
    expect((await ask(`{ ${field} }`)).status).toBe(200);
});

describe('the budget', () => {
  const seeds = embeddedStore(load(['seeds'], new Date(0)).content);

  test('ends what examines too much with one error', async () => {
    const query = '{ facettes { total } a: repartition(par: FORMATION, puis: INTERET) { total } }';
    const { status, body } = await asking(seeds, { ...LIMITS, examinedMax: 5_000 })(query);
    expect([status, body]).toMatchObject([
      400,
      { errors: [{ extensions: { code: 'BUDGET_EPUISE', budget: 'examen', limite: 5_000 } }] },
    ]);
    expect(body).toHaveProperty('errors.length', 1);
  });

  test('counts every value that is served', async () => {
    // A row, its number and its key below `par`: four rows of three values each.
    const query = '{ repartition(par: NIVEAU) { lignes { nombre par { cle } } } }';
    const village = embeddedStore(VILLAGE);
    expect((await asking(village, { ...LIMITS, valuesMax: 12 })(query)).status).toBe(200);
    expect(await asking(village, { ...LIMITS, valuesMax: 11 })(query)).toMatchObject({
      status: 400,
      body: { errors: [{ extensions: { code: 'BUDGET_EPUISE', budget: 'valeurs', limite: 11 } }] },
    });
  });
});

test('a store that answers with promises answers the same', async () => {
  const query = `{
    facettes(filtre: { niveau: { min: 0 } }) { total axes { axe total valeurs { cle libelle nombre } } }
    repartition(par: INTERET, puis: STATUT, mesure: NIVEAU) { total lignes { par { cle } puis { cle } nombre mesure { mediane } } }
  }`;
  const store = embeddedStore(VILLAGE);
  expect(await executing(promising(store), query)).toEqual(await executing(store, query));
});

test('every axis of the seeds has a value, and what has one value a métier adds up', async () => {
  const seeds = embeddedStore(load(['seeds'], new Date(0)).content);
  const { data } = (await executing(
    seeds,
    '{ facettes(premiers: 1000) { total axes { axe total valeursTotal valeurs { cle nombre } } } }',
  )) as {
    data: {
      facettes: {
        total: number;
        axes: { axe: Axis; total: number; valeursTotal: number; valeurs: { cle: string | null; nombre: number }[] }[];
      };
    };
  };
  const { total, axes } = data.facettes;
  expect(total).toBe(167);
  expect(axes.map(({ axe }) => axe)).toEqual(AXIS_NAMES);
  for (const { axe, total: counted, valeursTotal, valeurs } of axes) {
    const sum = valeurs.reduce((all, { nombre }) => all + nombre, 0);
    // At most so many values are served, and what is unknown beside them.
    expect([counted, valeurs.length], axe).toEqual([167, Math.min(valeursTotal, ROWS_MAX + 1)]);
    expect(valeurs[0]?.cle, axe).not.toBeNull();
    if (axe === 'NIVEAU' || axe === 'SALAIRE') expect(sum, axe).toBe(167);
    else if (axe !== 'FORMATION') expect(sum, axe).toBeGreaterThanOrEqual(167);
  }
});

/** A facet of the whole village, where nothing is left out. */
function facet(axe: Axis, valeurs: readonly (readonly [string | null, string, number])[]) {
  return {
    axe,
    total: 6,
    valeursTotal: valeurs.length,
    valeurs: valeurs.map(([cle, libelle, nombre]) => ({ cle, libelle, nombre })),
  };
}

function figures(
  connus: number,
  inconnus: number,
  somme: number | null,
  moyenne: number | null,
  [minimum, q1, mediane, q3, maximum]: readonly (number | null)[],
) {
  return { connus, inconnus, somme, moyenne, minimum, q1, mediane, q3, maximum };
}

function answered(field: string, value: unknown) {
  return { status: 200, body: { data: { [field]: value } } };
}
