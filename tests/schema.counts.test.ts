/** `facettes` and `repartition`, asked as a client asks: whole answers, worked out on paper; keys that filter again. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { load } from '../loaders/load.ts';
import { AXIS_NAMES, type Axis } from '../src/analysis/axes.ts';
import { embeddedStore } from '../src/graph/embedded/store.ts';
import { LIMITS, ROWS_MAX } from '../src/schema/limits.ts';
import { EMPTY, releases, VILLAGE } from './support/content.ts';
import { asking, executing, promising } from './support/graphql.ts';
import { storeOf } from './support/stores.ts';

const village = storeOf(VILLAGE);
const ask = asking(village);

type Counted = readonly [cle: string | null, libelle: string, nombre: number];

async function facettes(args: string, selected = 'valeursTotal') {
  const query = `{ facettes(${args}) { total axes { axe total valeurs { cle libelle nombre } ${selected} } } }`;
  const answer = await ask(query);
  expect(await asking(promising(village))(query)).toEqual(answer);
  return answer;
}

function facet(axe: string, total: number, valeurs: readonly Counted[], valeursTotal = valeurs.length) {
  return {
    axe,
    total,
    valeurs: valeurs.map(([cle, libelle, nombre]) => ({ cle, libelle, nombre })),
    valeursTotal,
  };
}

describe('facettes', () => {
  test('counts every axis, in the order asked, the unknown last and never 0', async () => {
    const axes = 'axes: [NIVEAU, SALAIRE, STATUT, INTERET, FORMATION, ROME_DOMAINE, ROME]';
    expect(await facettes(axes)).toEqual({
      status: 200,
      body: {
        data: {
          facettes: {
            total: 6,
            axes: [
              facet('NIVEAU', 6, [
                ['-2', 'CAP ou équivalent', 2],
                ['5', 'bac + 5', 2],
                ['autre formation', 'autre formation', 1],
                [null, 'non renseigné', 1],
              ]),
              facet('SALAIRE', 6, [
                ['1500-1999.99', 'de 1 500 € à moins de 2 000 €', 2],
                ['2000-2499.99', 'de 2 000 € à moins de 2 500 €', 1],
                ['2500-2999.99', 'de 2 500 € à moins de 3 000 €', 1],
                [null, 'non renseigné', 2],
              ]),
              facet('STATUT', 6, [
                ['STATUT.salarie', 'Salarié', 3],
                ['STATUT.artisan', 'Artisan', 2],
                ['STATUT.independant', 'Indépendant', 2],
                ['STATUT.fonctionnaire', 'Fonctionnaire', 1],
                [null, 'non renseigné', 1],
              ]),
              facet('INTERET', 6, [
                ['INTERET.dessiner', "J'aime dessiner", 3],
                ['INTERET.organiser', "J'aime organiser", 2],
                ['INTERET.mains', "J'aime travailler de mes mains", 2],
                [null, 'non renseigné', 2],
              ]),
              facet('FORMATION', 6, [
                ['FOR.3', 'CAP pâtissier', 2],
                ['FOR.1', "Diplôme d'État d'architecte", 2],
                ['FOR.5', 'licence', 2],
                ['FOR.2', 'Master urbanisme', 2],
                ['FOR.4', 'CAP ébéniste', 1],
                [null, 'non renseigné', 1],
              ]),
              facet('ROME_DOMAINE', 6, [
                ['F', 'Construction, bâtiment et travaux publics', 2],
                ['D', 'Commerce, vente et grande distribution', 1],
                [null, 'non renseigné', 3],
              ]),
              facet('ROME', 6, [
                ['ROME.F1101', 'F1101', 2],
                ['ROME.D1102', 'D1102', 1],
                [null, 'non renseigné', 3],
              ]),
            ],
          },
        },
      },
    });
  });

  test('an axis is counted without what the filter says of it at its top, and the total with everything', async () => {
    const filtre = '{ niveau: { min: 5 }, statuts: { auMoinsUn: { ids: ["STATUT.salarie"] } } }';
    expect((await facettes(`filtre: ${filtre}, axes: [NIVEAU, STATUT, SALAIRE]`)).body).toEqual({
      data: {
        facettes: {
          total: 2,
          axes: [
            facet('NIVEAU', 3, [
              ['-2', 'CAP ou équivalent', 1],
              ['5', 'bac + 5', 2],
            ]),
            facet('STATUT', 2, [
              ['STATUT.salarie', 'Salarié', 2],
              ['STATUT.fonctionnaire', 'Fonctionnaire', 1],
              ['STATUT.independant', 'Indépendant', 1],
            ]),
            facet('SALAIRE', 2, [
              ['2000-2499.99', 'de 2 000 € à moins de 2 500 €', 1],
              ['2500-2999.99', 'de 2 500 € à moins de 3 000 €', 1],
            ]),
          ],
        },
      },
    });
  });

  for (const [axe, condition] of [
    ['NIVEAU', 'niveau: { min: 99 }'],
    ['SALAIRE', 'salaire: { min: 9999 }'],
    ['STATUT', 'statuts: { tous: { ids: [] }, nombre: { min: 9 } }'],
    ['INTERET', 'interets: { nombre: { min: 9 } }'],
    ['FORMATION', 'formations: { nombre: { min: 9 } }'],
    ['ROME_DOMAINE', 'romes: { nombre: { min: 9 } }'],
    ['ROME', 'romes: { nombre: { min: 9 } }'],
  ] as const) {
    test(`${axe} is counted without « ${condition} », unless that stands inside « et », « ou » or « non »`, async () => {
      const totals = async (filtre: string) =>
        (await ask(`{ facettes(filtre: ${filtre}, axes: [${axe}]) { total axes { total } } }`)).body;
      const expected = (total: number, own: number) => ({ data: { facettes: { total, axes: [{ total: own }] } } });
      expect(await totals(`{ ${condition} }`)).toEqual(expected(0, 6));
      expect(await totals(`{ et: [{ ${condition} }] }`)).toEqual(expected(0, 0));
      expect(await totals(`{ ou: [{ ${condition} }] }`)).toEqual(expected(0, 0));
      expect(await totals(`{ non: { non: { ${condition} } } }`)).toEqual(expected(0, 0));
    });
  }

  test('« premiers » keeps the most frequent values, and what is unknown beside them', async () => {
    expect((await facettes('axes: [STATUT, NIVEAU, ROME], premiers: 1')).body).toEqual({
      data: {
        facettes: {
          total: 6,
          axes: [
            facet(
              'STATUT',
              6,
              [
                ['STATUT.salarie', 'Salarié', 3],
                [null, 'non renseigné', 1],
              ],
              5,
            ),
            facet(
              'NIVEAU',
              6,
              [
                ['-2', 'CAP ou équivalent', 2],
                [null, 'non renseigné', 1],
              ],
              4,
            ),
            facet(
              'ROME',
              6,
              [
                ['ROME.F1101', 'F1101', 2],
                [null, 'non renseigné', 3],
              ],
              3,
            ),
          ],
        },
      },
    });
  });

  test('an ordinal axis serves its most frequent values in its own order', async () => {
    const filtre = '{ non: { ids: ["MET.3"] } }';
    expect((await facettes(`filtre: ${filtre}, axes: [NIVEAU], premiers: 2`)).body).toEqual({
      data: {
        facettes: {
          total: 5,
          axes: [
            facet(
              'NIVEAU',
              5,
              [
                ['-2', 'CAP ou équivalent', 1],
                ['5', 'bac + 5', 2],
                [null, 'non renseigné', 1],
              ],
              4,
            ),
          ],
        },
      },
    });
  });

  test('a key names the same métiers again in a filter, what is unknown too', async () => {
    const { body } = await facettes('premiers: 20');
    const { axes } = (body as { data: { facettes: { axes: ReturnType<typeof facet>[] } } }).data.facettes;
    let asked = 0;
    for (const { axe, valeurs } of axes) {
      for (const { cle, nombre } of valeurs) {
        asked += 1;
        const filtre = `{ axes: [{ axe: ${axe}, cles: [${JSON.stringify(cle)}] }] }`;
        const expected = { status: 200, body: { data: { metiers: { totalCount: nombre } } } };
        expect(await ask(`{ metiers(filtre: ${filtre}) { totalCount } }`), filtre).toEqual(expected);
      }
    }
    expect(asked).toBe(29);
  });

  test.each([
    ['NIVEAU', '"-2", "autre formation", null'],
    ['SALAIRE', '"2000-2499.99", null'],
    ['STATUT', '"STATUT.salarie", null'],
    ['ROME_DOMAINE', '"D", "Z"'],
    ['ROME', '"ROME.F1101"'],
  ])('several values of %s chosen hide none of its others', async (axe, cles) => {
    const filtre = `{ axes: [{ axe: ${axe}, cles: [${cles}] }] }`;
    const query = (filtre: string) =>
      `{ facettes(filtre: ${filtre}, axes: [${axe}]) { axes { total valeurs { cle nombre } } } }`;
    expect(await ask(query(filtre))).toEqual(await ask(query('{}')));
    const { total, facettes } = await both(filtre);
    expect(total).toBeGreaterThan(0);
    expect(total).toBeLessThan(6);
    expect(facettes).toBe(total);
  });

  test('what is chosen of one axis restricts the others, a domain its codes too', async () => {
    const filtre = '{ axes: [{ axe: ROME_DOMAINE, cles: ["F"] }] }';
    expect(
      (await ask(`{ facettes(filtre: ${filtre}, axes: [ROME]) { total axes { total valeurs { cle } } } }`)).body,
    ).toEqual({
      data: { facettes: { total: 2, axes: [{ total: 2, valeurs: [{ cle: 'ROME.F1101' }] }] } },
    });
  });

  test('of several elements all hold, and none chosen is none found', async () => {
    const chosen = (...cles: string[]) => `{ axes: [${cles.map((one) => `{ axe: STATUT, cles: ${one} }`).join(' ')}] }`;
    expect(await both(chosen('["STATUT.salarie"]', '["STATUT.fonctionnaire"]'))).toEqual({ total: 1, facettes: 1 });
    expect(await both(chosen('[]'))).toEqual({ total: 0, facettes: 0 });
    expect(await both('{ axes: [] }')).toEqual({ total: 6, facettes: 6 });
    // A level with a rank has its rank for a key, written one way.
    expect(await both('{ axes: [{ axe: NIVEAU, cles: ["bac + 5", "05", "-0"] }] }')).toEqual({ total: 0, facettes: 0 });
  });

  test.each([
    ['SALAIRE', '1500-2000', '« 1500-2000 » n’est pas une clé de SALAIRE : reprenez celles que « facettes » donne.'],
    ['ROME_DOMAINE', 'f', '« f » n’est pas une clé de ROME_DOMAINE : reprenez celles que « facettes » donne.'],
    ['ROME_DOMAINE', 'F1', '« F1 » n’est pas une clé de ROME_DOMAINE : reprenez celles que « facettes » donne.'],
  ])('what can be no key of %s is refused', async (axe, cle, message) => {
    const filtre = `{ axes: [{ axe: ${axe}, cles: ["${cle}"] }] }`;
    expect(await ask(`{ metiers(filtre: ${filtre}) { totalCount } }`)).toMatchObject({
      status: 400,
      body: { errors: [{ message, extensions: { code: 'ARGUMENT_INVALIDE' } }] },
    });
  });

  test.each([
    ['keys', `[{ axe: FORMATION, cles: [${Array(251).fill('"FOR.1"')}] }]`, '« cles » a plus de 250 éléments.'],
    ['elements', `[${Array(51).fill('{ axe: ROME, cles: [] }')}]`, '« filtre » a plus de 100 conditions.'],
    [
      'bands',
      `[${Array(13).fill('{ axe: SALAIRE, cles: ["0-1499.99", "1500-1999.99", "2000-2499.99", "2500-2999.99", null] }')}]`,
      '« filtre » a plus de 100 conditions.',
    ],
    [
      'domains',
      `[${Array(4).fill(`{ axe: ROME_DOMAINE, cles: [${[...'ABCDEFGHIJKLMNOPQRSTUVWXYZ'].map((one) => `"${one}"`)}] }`)}]`,
      '« filtre » a plus de 100 conditions.',
    ],
  ])('more %s than a filter may have are refused', async (_what, axes, message) => {
    expect(await ask(`{ metiers(filtre: { axes: ${axes} }) { totalCount } }`)).toMatchObject({
      status: 400,
      body: { errors: [{ message, extensions: { code: 'ARGUMENT_INVALIDE' } }] },
    });
  });

  async function both(filtre: string): Promise<{ total: number; facettes: number }> {
    const { body } = await ask(
      `{ metiers(filtre: ${filtre}) { totalCount } facettes(filtre: ${filtre}, axes: []) { total } }`,
    );
    const { metiers, facettes } = (body as { data: { metiers: { totalCount: number }; facettes: { total: number } } })
      .data;
    return { total: metiers.totalCount, facettes: facettes.total };
  }

  test('« sauter » goes on where a part ended; what is unknown stands in every part', async () => {
    const cles = async (part: string) => {
      const { body } = await ask(`{ facettes(axes: [STATUT], ${part}) { axes { valeurs { cle } } } }`);
      const { axes } = (body as { data: { facettes: { axes: { valeurs: { cle: string | null }[] }[] } } }).data
        .facettes;
      return axes[0]?.valeurs.map(({ cle }) => cle);
    };
    const all = await cles('premiers: 9');
    expect(await cles('premiers: 2')).toEqual([...(all?.slice(0, 2) ?? []), null]);
    expect(await cles('premiers: 2, sauter: 2')).toEqual(all?.slice(2));
    expect(await cles('premiers: 2, sauter: 99')).toEqual([null]);
    expect(await ask('{ facettes(sauter: -1) { total } }')).toMatchObject({
      status: 400,
      body: { errors: [{ message: '« sauter » vaut -1 ; il faut un nombre à partir de 0.' }] },
    });
  });

  test('no axes given are all of them', async () => {
    expect(await facettes('premiers: 3')).toEqual(await facettes(`premiers: 3, axes: [${AXIS_NAMES.join(' ')}]`));
  });

  test('an empty release has nothing to count, and no axes asked are none answered', async () => {
    const nothing = await asking(embeddedStore(EMPTY))(
      '{ facettes(axes: [NIVEAU, ROME]) { total axes { total valeurs { cle } valeursTotal } } }',
    );
    const empty = { total: 0, valeurs: [], valeursTotal: 0 };
    expect(nothing.body).toEqual({ data: { facettes: { total: 0, axes: [empty, empty] } } });
    expect((await facettes('axes: []')).body).toEqual({ data: { facettes: { total: 6, axes: [] } } });
  });
});

const MESURE = 'mesure { connus inconnus somme moyenne minimum q1 mediane q3 maximum }';

describe('repartition', () => {
  test('groups métiers by one axis and measures each group: nothing known is null', async () => {
    const query = `{ repartition(par: STATUT, mesure: SALAIRE_DEBUTANT) { total ${MESURE} lignesTotal lignes { par { cle libelle } puis { cle } nombre ${MESURE} } } }`;
    const row = (cle: string | null, libelle: string, nombre: number, mesure: unknown) => ({
      par: { cle, libelle },
      puis: null,
      nombre,
      mesure,
    });
    expect(await ask(query)).toEqual({
      status: 200,
      body: {
        data: {
          repartition: {
            total: 6,
            mesure: mesure(4, 2, 8133.84, 2033.46, [1766.92, 1766.92, 1933.46, 2200, 2500]),
            lignesTotal: 5,
            lignes: [
              row('STATUT.salarie', 'Salarié', 3, mesure(3, 0, 6366.92, 2122.31, [1766.92, 1933.46, 2100, 2300, 2500])),
              row('STATUT.artisan', 'Artisan', 2, mesure(2, 0, 3533.84, 1766.92, Array(5).fill(1766.92))),
              row('STATUT.independant', 'Indépendant', 2, mesure(1, 1, 2500, 2500, Array(5).fill(2500))),
              row('STATUT.fonctionnaire', 'Fonctionnaire', 1, mesure(1, 0, 2100, 2100, Array(5).fill(2100))),
              row(null, 'non renseigné', 1, mesure(0, 1, null, null, Array(5).fill(null))),
            ],
          },
        },
      },
    });
    expect(await asking(promising(village))(query)).toEqual(await ask(query));
  });

  const grouped: readonly (readonly [string, string, unknown])[] = [
    [
      'in the order of the axis, what is unknown last',
      'par: NIVEAU, tri: AXES',
      breakdown(6, [
        ['-2', 2],
        ['5', 2],
        ['autre formation', 1],
        [null, 1],
      ]),
    ],
    [
      'by two axes: a group for each pair that there is',
      'par: NIVEAU, puis: STATUT, tri: AXES',
      breakdown(6, [
        ['-2', 'STATUT.artisan', 2],
        ['-2', 'STATUT.salarie', 1],
        ['5', 'STATUT.fonctionnaire', 1],
        ['5', 'STATUT.independant', 1],
        ['5', 'STATUT.salarie', 2],
        ['autre formation', 'STATUT.independant', 1],
        [null, null, 1],
      ]),
    ],
    [
      'under a filter',
      'par: ROME, filtre: { niveau: { max: 0 } }',
      breakdown(2, [
        ['ROME.D1102', 1],
        [null, 1],
      ]),
    ],
    [
      'counting formations: each once a group, whatever the number of métiers that recommend it',
      'de: FORMATION, par: INTERET',
      breakdown(5, [
        ['INTERET.dessiner', 5],
        ['INTERET.organiser', 3],
        ['INTERET.mains', 2],
        [null, 1],
      ]),
    ],
    [
      'counting statuts by formation, what no métier leads to left out',
      'de: STATUT, par: FORMATION, tri: AXES',
      breakdown(4, [
        ['FOR.4', 1],
        ['FOR.3', 2],
        ['FOR.1', 3],
        ['FOR.5', 2],
        ['FOR.2', 3],
        [null, 1],
      ]),
    ],
    [
      'an axis of what is counted speaks of the node that is counted',
      'de: ROME, par: ROME_DOMAINE',
      breakdown(2, [
        ['D', 1],
        ['F', 1],
      ]),
    ],
    [
      'two axes of one relation speak of one far end',
      'par: ROME_DOMAINE, puis: ROME',
      breakdown(6, [
        [null, null, 3],
        ['F', 'ROME.F1101', 2],
        ['D', 'ROME.D1102', 1],
      ]),
    ],
    ['only the first rows', 'par: NIVEAU, premiers: 1', breakdown(6, [['-2', 2]], 4)],
    ['no rows', 'par: NIVEAU, premiers: 0', breakdown(6, [], 4)],
    ['the rows behind', 'par: NIVEAU, premiers: 1, sauter: 1', breakdown(6, [['5', 2]], 4)],
    ['behind all rows', 'par: NIVEAU, sauter: 4', breakdown(6, [], 4)],
  ];
  for (const [name, args, expected] of grouped) {
    test(`${name}: ${args}`, async () => {
      const query = `{ repartition(${args}) { total mesure { connus } lignesTotal lignes { par { cle } puis { cle } nombre } } }`;
      expect(await ask(query)).toEqual({ status: 200, body: { data: { repartition: expected } } });
    });
  }
});

test('arguments at fault are told of, with what to do', async () => {
  const cases: readonly (readonly [string, string, string])[] = [
    ['facettes', 'axes: [ROME, NIVEAU, ROME]', '« axes » a deux fois ROME : donnez chaque axe une fois.'],
    ['facettes', 'axes: [ROME], premiers: -1', bounds(-1)],
    ['facettes', 'axes: [ROME], premiers: 1001', bounds(1001)],
    ['facettes', `axes: [ROME], filtre: { texte: "${'a'.repeat(251)}" }`, '« texte » a plus de 250 caractères.'],
    [
      'repartition',
      'par: ROME, puis: ROME',
      '« par » et « puis » sont tous deux ROME : donnez un autre axe, ou un seul.',
    ],
    ['repartition', 'par: ROME, premiers: -1', bounds(-1)],
    ['repartition', 'par: ROME, premiers: 1001', bounds(1001)],
  ];
  for (const [field, args, message] of cases) {
    expect(await ask(`{ ${field}(${args}) { total } }`), args).toMatchObject({
      status: 400,
      body: { data: null, errors: [{ message, path: [field], extensions: { code: 'ARGUMENT_INVALIDE' } }] },
    });
  }
  expect(
    (await ask('{ facettes(axes: [ROME], premiers: 1000) { total } repartition(par: ROME, premiers: 1000) { total } }'))
      .status,
  ).toBe(200);
});

describe('rows served count as values, each time they are served:', () => {
  const served: readonly (readonly [string, string, number])[] = [
    ['a total', '{ facettes(axes: [NIVEAU]) { total } }', 0],
    // An axis of two fields, four values of one.
    ['values', '{ facettes(axes: [NIVEAU]) { axes { valeurs { cle } } } }', 2 + 4],
    [
      'values by two aliases',
      '{ facettes(axes: [NIVEAU]) { axes { valeurs { cle } v: valeurs { cle nombre } } } }',
      5 + 4 + 8,
    ],
    ['rows', '{ repartition(par: NIVEAU) { lignes { nombre par { cle libelle } } } }', 4 * 4],
  ];
  for (const [name, query, values] of served) {
    test(`${name}: exactly ${values}`, async () => {
      for (const store of [village, promising(village)]) {
        const free = await asking(store)(query);
        expect(free.body).not.toHaveProperty('errors');
        expect(await asking(store, { ...LIMITS, valuesMax: values })(query)).toEqual(free);
        if (values === 0) continue;
        const { status, body } = await asking(store, { ...LIMITS, valuesMax: values - 1 })(query);
        expect([status, body]).toMatchObject([
          400,
          { errors: [{ extensions: { code: 'BUDGET_EPUISE', budget: 'valeurs' } }] },
        ]);
        expect(body).not.toHaveProperty('data');
      }
    });
  }
});

describe('a key in a filter again', () => {
  /** The same in the filter's other words; null where they cannot say it. */
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
            const other = cle === null ? null : FILTERS[axe](cle);
            const chosen = { axes: [{ axe, cles: [cle] }] };
            return [chosen, ...(other === null ? [] : [other])].map((filtre) => ({ filtre, nombre }));
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

describe('the budget of what is examined', () => {
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

function bounds(premiers: number): string {
  const onwards = premiers > 0 ? ' Pour la suite, servez-vous de « sauter ».' : '';
  return `« premiers » vaut ${premiers} ; il faut un nombre de 0 à 1000.${onwards}`;
}

function mesure(
  connus: number,
  inconnus: number,
  somme: number | null,
  moyenne: number | null,
  quantiles: readonly (number | null)[],
) {
  const [minimum, q1, mediane, q3, maximum] = quantiles;
  return { connus, inconnus, somme, moyenne, minimum, q1, mediane, q3, maximum };
}

type Grouped = readonly [string | null, number] | readonly [string | null, string | null, number];

function breakdown(total: number, rows: readonly Grouped[], lignesTotal = rows.length) {
  return {
    total,
    mesure: null,
    lignesTotal,
    lignes: rows.map((row) => ({
      par: { cle: row[0] },
      puis: row.length === 3 ? { cle: row[1] } : null,
      nombre: row.at(-1),
    })),
  };
}
