/** What the schema answers, asked as a client asks, and what it asks of the store meanwhile. */
import { Kind, parse, print, visit } from 'graphql';
import { describe, expect, test } from 'vitest';
import { load } from '../loaders/load.ts';
import { embeddedStore } from '../src/graph/embedded/store.ts';
import { KIND_NAMES, KINDS, ROLES } from '../src/model.ts';
import { BAC_5, contentOf, formation, metier, VILLAGE } from './support/content.ts';
import { asking, executing, line, logging, promising, schema } from './support/graphql.ts';
import { operations, VILLAGE_FLAVOUR } from './support/operations.ts';
import { storeOf } from './support/stores.ts';

const village = storeOf(VILLAGE);
const ask = asking(village);

describe('one node by its id', () => {
  for (const [query, data] of [
    [
      '{ metier(id: "MET.1") { id nom niveau { libelle rang } } }',
      { metier: { id: 'MET.1', nom: 'Architecte', niveau: BAC_5 } },
    ],
    ['{ formation(id: "FOR.1") { id nom } }', { formation: { id: 'FOR.1', nom: "Diplôme d'État d'architecte" } }],
    ['{ statut(id: "STATUT.salarie") { id libelle } }', { statut: { id: 'STATUT.salarie', libelle: 'Salarié' } }],
    [
      '{ interet(id: "INTERET.mains") { id libelle } }',
      { interet: { id: 'INTERET.mains', libelle: "J'aime travailler de mes mains" } },
    ],
    ['{ rome(id: "ROME.F1101") { id code } }', { rome: { id: 'ROME.F1101', code: 'F1101' } }],
  ] as const) {
    test(query, async () => expect(await ask(query)).toEqual({ status: 200, body: { data } }));
  }

  test('a métier tells all that its fiche says', async () => {
    const said = metier('MET.7', 'ingénieur/e', {
      appellations: { feminin: 'ingénieure', masculin: 'ingénieur' },
      autresAppellations: [{ nom: 'chef/fe de projet', feminin: 'cheffe de projet', masculin: null }],
      niveau: { libelle: 'autre formation', rang: null },
      dureeEtudes: {
        texte: 'Cinq ans.',
        apres3e: null,
        apresBac: 'Cinq ans.',
        parties: [{ titre: 'Après le bac', texte: 'Cinq ans.' }],
      },
      salaireDebutant: { texte: '1 801,80 € brut par mois.', min: 1801.8, max: null },
      presentation: 'Il *calcule*.',
      enBref: 'En bref.',
      natureDuTravail: 'Calculer.',
      competencesRequises: 'Savoir.',
      conditionsDeTravail: 'Au bureau.',
      vieProfessionnelle: '1 801,80 € brut par mois.',
      accesAuMetier: null,
      sections: [{ titre: 'Le mot du pro', texte: '<b>Bonjour</b>', connue: false }],
    });
    const body = await asking(storeOf(contentOf({ Metier: [said] })))(`{ metier(id: "MET.7") {
      nom appellations { feminin masculin } autresAppellations { nom feminin masculin } niveau { libelle rang }
      dureeEtudes { texte apres3e apresBac parties { titre texte } } salaireDebutant { texte min max }
      presentation enBref natureDuTravail competencesRequises conditionsDeTravail vieProfessionnelle accesAuMetier
      sections { titre texte connue } id } }`);
    const { key, search, ...served } = said;
    expect([key, search]).toEqual(['ingenieur/e', ' ingenieur e']);
    expect(body).toEqual({ status: 200, body: { data: { metier: served } } });
  });

  test('a métier whose fiche says nothing answers null, and empty lists', async () => {
    const query = `{ metier(id: "MET.6") { appellations { feminin } autresAppellations { nom } niveau { rang }
      dureeEtudes { texte } salaireDebutant { min } presentation sections { titre } statuts { totalCount nodes { id } } } }`;
    expect(await ask(query)).toEqual({
      status: 200,
      body: {
        data: {
          metier: {
            appellations: null,
            autresAppellations: [],
            niveau: null,
            dureeEtudes: null,
            salaireDebutant: null,
            presentation: null,
            sections: [],
            statuts: { totalCount: 0, nodes: [] },
          },
        },
      },
    });
  });

  test('an unknown id gives null and one located error; the rest stays', async () => {
    expect(await ask('{ a: metier(id: "MET.0") { nom } b: metier(id: "MET.1") { nom } }')).toEqual({
      status: 200,
      body: {
        data: { a: null, b: { nom: 'Architecte' } },
        errors: [
          {
            message: "Aucun métier n'a l'identifiant « MET.0 ».",
            locations: [{ line: 1, column: 3 }],
            path: ['a'],
            extensions: { code: 'INTROUVABLE', id: 'MET.0' },
          },
        ],
      },
    });
  });

  test('an id of another kind gives null, and an error that says which kind it is of', async () => {
    expect(await ask('{ metier(id: "FOR.1") { nom } rome(id: "MET.1") { code } }')).toEqual({
      status: 200,
      body: {
        data: { metier: null, rome: null },
        errors: [
          {
            message: "Aucun métier n'a l'identifiant « FOR.1 ». Cet identifiant est celui d'un nœud « formation ».",
            locations: [{ line: 1, column: 3 }],
            path: ['metier'],
            extensions: { code: 'INTROUVABLE', id: 'FOR.1' },
          },
          {
            message: "Aucun code ROME n'a l'identifiant « MET.1 ». Cet identifiant est celui d'un nœud « metier ».",
            locations: [{ line: 1, column: 31 }],
            path: ['rome'],
            extensions: { code: 'INTROUVABLE', id: 'MET.1' },
          },
        ],
      },
    });
  });

  for (const id of [
    '__proto__',
    'constructor',
    '',
    ' MET.1',
    'met.1',
    'MET.1\u0000',
    `MET.${'9'.repeat(5_000)}`,
    '\u001b[31m',
  ]) {
    test(`the strange id ${JSON.stringify(id.slice(0, 20))} gives null and a clean error`, async () => {
      const { status, body } = await ask('query($id: ID!) { metier(id: $id) { nom } node(id: $id) { id } }', { id });
      expect({ status, body }).toMatchObject({ status: 200, body: { data: { metier: null, node: null } } });
      const text = JSON.stringify(body);
      expect(text).not.toContain('\\u001b');
      expect(text.length).toBeLessThan(1_500);
    });
  }

  test('an id cut short in an error stays well-formed text', async () => {
    const { body } = await ask('query($id: ID!) { metier(id: $id) { nom } }', { id: `${'x'.repeat(99)}\u{1F388}` });
    expect(JSON.stringify(body)).not.toMatch(/\\ud[89a-f]/i);
  });
});

describe('nodes of any kind by their ids', () => {
  test('come in the order asked for, each of its own type; a miss is null with its own error', async () => {
    const query = `{ nodes(ids: ["FOR.1", "MET.0", "MET.1", "nothing", "STATUT.artisan", "INTERET.mains", "ROME.D1102", "MET.1"]) {
      __typename id ... on Metier { nom } ... on Formation { nom } ... on Statut { libelle } ... on Interet { libelle } ... on Rome { code } } }`;
    const missing = (id: string, place: number) => ({
      message: `Aucun nœud n'a l'identifiant « ${id} ».`,
      locations: [{ line: 1, column: 3 }],
      path: ['nodes', place],
      extensions: { code: 'INTROUVABLE', id },
    });
    expect(await ask(query)).toEqual({
      status: 200,
      body: {
        data: {
          nodes: [
            { __typename: 'Formation', id: 'FOR.1', nom: "Diplôme d'État d'architecte" },
            null,
            { __typename: 'Metier', id: 'MET.1', nom: 'Architecte' },
            null,
            { __typename: 'Statut', id: 'STATUT.artisan', libelle: 'Artisan' },
            { __typename: 'Interet', id: 'INTERET.mains', libelle: "J'aime travailler de mes mains" },
            { __typename: 'Rome', id: 'ROME.D1102', code: 'D1102' },
            { __typename: 'Metier', id: 'MET.1', nom: 'Architecte' },
          ],
        },
        errors: [missing('MET.0', 1), missing('nothing', 3)],
      },
    });
  });

  test('one node of any kind', async () => {
    expect(await ask('{ node(id: "FOR.3") { __typename id ... on Formation { metiers { nodes { nom } } } } }')).toEqual(
      {
        status: 200,
        body: {
          data: {
            node: {
              __typename: 'Formation',
              id: 'FOR.3',
              metiers: { nodes: [{ nom: 'Boulangère' }, { nom: 'Ébéniste' }] },
            },
          },
        },
      },
    );
  });

  test('no ids give no nodes; a hundred are answered, one more is refused', async () => {
    const nodes = (count: number) =>
      ask('query($ids: [ID!]!) { nodes(ids: $ids) { id } }', { ids: Array(count).fill('MET.1') });
    expect(await nodes(0)).toEqual({ status: 200, body: { data: { nodes: [] } } });
    expect(await nodes(100)).toEqual({ status: 200, body: { data: { nodes: Array(100).fill({ id: 'MET.1' }) } } });
    expect(await nodes(101)).toEqual({
      status: 400,
      body: {
        data: null,
        errors: [
          {
            message: '« ids » a 101 éléments ; il en faut 100 au plus.',
            locations: [{ line: 1, column: 23 }],
            path: ['nodes'],
            extensions: { code: 'ARGUMENT_INVALIDE', limite: 100 },
          },
        ],
      },
    });
  });

  test('an id is unknown where its kind is known but the node is not', async () => {
    expect((await ask('{ nodes(ids: ["FORMATION.x", "STATUT."]) { id } }')).body).toMatchObject({
      data: { nodes: [null, null] },
    });
  });
});

describe('relations', () => {
  test('lead both ways, to any depth, in their own order', async () => {
    const query = `{ metier(id: "MET.4") { formations { totalCount nodes { nom metiers { nodes { nom statuts { nodes { libelle } } } } } } } }`;
    const architecte = { nom: 'Architecte', statuts: { nodes: [{ libelle: 'Salarié' }, { libelle: 'Indépendant' }] } };
    const urbaniste = { nom: 'Urbaniste', statuts: { nodes: [{ libelle: 'Fonctionnaire' }, { libelle: 'Salarié' }] } };
    const zoologue = { nom: 'Zoologue', statuts: { nodes: [] } };
    expect(await ask(query)).toEqual({
      status: 200,
      body: {
        data: {
          metier: {
            formations: {
              totalCount: 3,
              nodes: [
                { nom: "Diplôme d'État d'architecte", metiers: { nodes: [architecte, urbaniste] } },
                { nom: 'licence', metiers: { nodes: [urbaniste, zoologue] } },
                { nom: 'Master urbanisme', metiers: { nodes: [architecte, urbaniste] } },
              ],
            },
          },
        },
      },
    });
  });

  test('every role of every kind is a field that answers', async () => {
    for (const kind of KIND_NAMES) {
      const [node] = VILLAGE.nodes[kind];
      const roles = ROLES[kind].map(({ role }) => `${role} { totalCount nodes { id } edges { cursor node { id } } }`);
      const { status, body } = await ask(`{ node(id: "${node?.id}") { ... on ${kind} { ${roles.join(' ')} } } }`);
      expect(status).toBe(200);
      expect(body).not.toHaveProperty('errors');
    }
  });

  test('longer walks tell on each edge in how many ways it is reached, the most travelled first', async () => {
    const query = `{ metier(id: "MET.4") {
        metiersParFormations { totalCount edges { routes node { nom } } }
        metiersParInterets { edges { routes node { nom } } } }
      interet(id: "INTERET.mains") { formations { edges { routes node { nom } } } }
      formation(id: "FOR.1") { interets(first: 1) { totalCount nodes { libelle } edges { routes } } } }`;
    expect(await ask(query)).toEqual({
      status: 200,
      body: {
        data: {
          metier: {
            metiersParFormations: {
              totalCount: 2,
              edges: [
                { routes: 2, node: { nom: 'Architecte' } },
                { routes: 1, node: { nom: 'Zoologue' } },
              ],
            },
            metiersParInterets: {
              edges: [
                { routes: 2, node: { nom: 'Architecte' } },
                { routes: 1, node: { nom: 'Ébéniste' } },
              ],
            },
          },
          interet: {
            formations: {
              edges: [
                { routes: 2, node: { nom: 'CAP pâtissier' } },
                { routes: 1, node: { nom: 'CAP ébéniste' } },
              ],
            },
          },
          formation: { interets: { totalCount: 2, nodes: [{ libelle: "J'aime dessiner" }], edges: [{ routes: 2 }] } },
        },
      },
    });
  });
});

describe('filtre', () => {
  const filtered: readonly (readonly [string, string, readonly string[]])[] = [
    ['metiers', '{}', ['MET.1', 'MET.2', 'MET.3', 'MET.5', 'MET.4', 'MET.6']],
    ['metiers', '{ texte: "ÉBÉN" }', ['MET.3']],
    ['metiers', '{ texte: "projet chef" }', ['MET.4']],
    ['metiers', '{ texte: "ebe\u0301niste" }', ['MET.3']],
    ['metiers', '{ texte: "" }', ['MET.1', 'MET.2', 'MET.3', 'MET.5', 'MET.4', 'MET.6']],
    ['metiers', '{ ids: ["MET.4", "MET.1", "MET.4", "MET.0"] }', ['MET.1', 'MET.4']],
    ['metiers', '{ ids: [] }', []],
    ['metiers', '{ ids: "MET.4" }', ['MET.4']],
    ['metiers', '{ niveau: { min: 0 } }', ['MET.1', 'MET.4']],
    ['metiers', '{ niveau: { max: 0 } }', ['MET.2', 'MET.3']],
    ['metiers', '{ niveau: { min: -2, max: 5 }, texte: "a" }', ['MET.1']],
    [
      'metiers',
      '{ texte: null, ids: null, niveau: null, et: null, ou: null, non: null, formations: null }',
      ['MET.1', 'MET.2', 'MET.3', 'MET.5', 'MET.4', 'MET.6'],
    ],
    ['metiers', '{ formations: { auMoinsUn: { texte: "licence" } } }', ['MET.4', 'MET.6']],
    ['metiers', '{ formations: { aucun: { texte: "licence" } } }', ['MET.1', 'MET.2', 'MET.3', 'MET.5']],
    ['metiers', '{ formations: { tous: { texte: "cap" } } }', ['MET.2', 'MET.3', 'MET.5']],
    ['metiers', '{ formations: { auMoinsUn: {}, tous: { texte: "cap" } } }', ['MET.2', 'MET.3']],
    ['metiers', '{ formations: { aucun: {} } }', ['MET.5']],
    ['metiers', '{ formations: {} }', ['MET.1', 'MET.2', 'MET.3', 'MET.5', 'MET.4', 'MET.6']],
    [
      'metiers',
      '{ statuts: { auMoinsUn: { ids: ["STATUT.artisan"] } }, interets: { auMoinsUn: { texte: "dessiner" } } }',
      ['MET.3'],
    ],
    ['metiers', '{ romes: { auMoinsUn: { texte: "f1101" } } }', ['MET.1', 'MET.4']],
    ['metiers', '{ et: [{ niveau: { min: 5 } }, { texte: "urb" }] }', ['MET.4']],
    ['metiers', '{ et: [] }', ['MET.1', 'MET.2', 'MET.3', 'MET.5', 'MET.4', 'MET.6']],
    ['metiers', '{ ou: [{ texte: "zoo" }, { texte: "arch" }] }', ['MET.1', 'MET.6']],
    ['metiers', '{ ou: [] }', []],
    ['metiers', '{ non: { niveau: { min: -9 } } }', ['MET.5', 'MET.6']],
    ['metiers', '{ non: {} }', []],
    ['metiers', '{ interets: { auMoinsUn: { metiers: { auMoinsUn: { ids: ["MET.2"] } } } } }', ['MET.2', 'MET.3']],
    ['metiers', '{ salaire: { min: 1766.92, max: 2100 } }', ['MET.2', 'MET.3', 'MET.4']],
    ['metiers', '{ salaire: { min: 2000 } }', ['MET.1', 'MET.4']],
    ['metiers', '{ salaire: {} }', ['MET.1', 'MET.2', 'MET.3', 'MET.4']],
    ['metiers', '{ formations: { nombre: { min: 2 } } }', ['MET.1', 'MET.3', 'MET.4']],
    ['metiers', '{ formations: { nombre: { max: 0 } } }', ['MET.5']],
    ['metiers', '{ formations: { nombre: { min: 2, parmi: { texte: "CAP" } } } }', ['MET.3']],
    [
      'metiers',
      '{ formations: { nombre: { min: 1, max: 1, parmi: { metiers: { nombre: { min: 2 } } } } } }',
      ['MET.2', 'MET.3', 'MET.6'],
    ],
    ['metiers', '{ formations: { nombre: { min: 2 }, tous: { texte: "cap" } } }', ['MET.3']],
    ['metiers', '{ formations: { nombre: {} } }', ['MET.1', 'MET.2', 'MET.3', 'MET.5', 'MET.4', 'MET.6']],
    ['formations', '{ metiers: { nombre: { min: 2, parmi: { salaire: { min: 2000 } } } } }', ['FOR.1', 'FOR.2']],
    ['formations', '{ niveau: { min: 5 } }', ['FOR.1', 'FOR.5', 'FOR.2']],
    ['formations', '{ niveau: { max: 0 } }', ['FOR.4', 'FOR.3']],
    ['formations', '{ metiers: { aucun: {} } }', ['FOR.6']],
    ['formations', '{ texte: "l\'architecte" }', []],
    ['formations', '{ texte: "d’etat" }', ['FOR.1']],
    ['statuts', '{ metiers: { tous: { niveau: { max: 0 } } } }', ['STATUT.artisan']],
    [
      'interets',
      '{ metiers: { auMoinsUn: { texte: "urbaniste" } }, non: { texte: "organiser" } }',
      ['INTERET.dessiner'],
    ],
    ['romes', '{ texte: "d" }', ['ROME.D1102']],
  ];
  for (const [field, filtre, ids] of filtered) {
    test(`${field} ${filtre}`, async () => {
      expect(await ask(`{ ${field}(filtre: ${filtre}) { totalCount nodes { id } } }`)).toEqual({
        status: 200,
        body: { data: { [field]: { totalCount: ids.length, nodes: ids.map((id) => ({ id })) } } },
      });
    });
  }

  test('says the same in a variable as in the document', async () => {
    const asked = ask(
      'query($f: MetierFiltre, $n: Int = 5) { metiers(filtre: $f) { nodes { id } } a: metiers(filtre: { niveau: { min: $n } }) { nodes { id } } }',
      {
        f: { ou: [{ texte: 'zoo' }, { formations: { auMoinsUn: { ids: ['FOR.1'] } } }] },
      },
    );
    expect(await asked).toEqual({
      status: 200,
      body: {
        data: {
          metiers: { nodes: [{ id: 'MET.1' }, { id: 'MET.4' }, { id: 'MET.6' }] },
          a: { nodes: [{ id: 'MET.1' }, { id: 'MET.4' }] },
        },
      },
    });
  });

  test('a whole filter in a variable is answered in the time of any other query', async () => {
    const start = performance.now();
    await asking(village)('query($filtre: MetierFiltre) { metiers(filtre: $filtre) { totalCount } }');
    expect(performance.now() - start).toBeLessThan(500);
  }, 120_000);

  test('keeps to its limits, one at a time', async () => {
    const nested = (depth: number): string => (depth === 1 ? '{ texte: "a" }' : `{ non: ${nested(depth - 1)} }`);
    const many = (count: number) => `{ ou: [${Array(count).fill('{ texte: "a" }').join(' ')}] }`;
    const cases: readonly (readonly [string, string | null])[] = [
      [`{ texte: "${'a'.repeat(200)}" }`, null],
      [`{ texte: "${'a'.repeat(251)}" }`, '« texte » a plus de 250 caractères.'],
      [`{ ids: [${Array(250).fill('"MET.1"').join(' ')}] }`, null],
      [`{ ids: [${Array(251).fill('"MET.1"').join(' ')}] }`, '« ids » a plus de 250 éléments.'],
      [nested(8), null],
      [nested(9), '« filtre » est imbriqué sur plus de 8 niveaux.'],
      [many(99), null],
      [many(100), '« filtre » a plus de 100 conditions.'],
    ];
    for (const [filtre, message] of cases) {
      const { status, body } = await ask(`{ metiers(filtre: ${filtre}) { totalCount } }`);
      expect([status, message], filtre.slice(0, 60)).toEqual([message === null ? 200 : 400, message]);
      if (message !== null) {
        expect(body).toMatchObject({
          data: null,
          errors: [{ message, path: ['metiers'], extensions: { code: 'ARGUMENT_INVALIDE' } }],
        });
      }
    }
  });
});

describe('tri', () => {
  const sorted: readonly (readonly [string, string, readonly string[]])[] = [
    ['metiers', '{ par: NOM }', ['MET.1', 'MET.2', 'MET.3', 'MET.5', 'MET.4', 'MET.6']],
    ['metiers', '{ par: NOM, sens: DECROISSANT }', ['MET.6', 'MET.4', 'MET.5', 'MET.3', 'MET.2', 'MET.1']],
    ['metiers', '{ par: NIVEAU }', ['MET.2', 'MET.3', 'MET.1', 'MET.4', 'MET.5', 'MET.6']],
    ['metiers', '{ par: SALAIRE }', ['MET.2', 'MET.3', 'MET.4', 'MET.1', 'MET.5', 'MET.6']],
    ['metiers', '{ par: SALAIRE, sens: DECROISSANT }', ['MET.1', 'MET.4', 'MET.2', 'MET.3', 'MET.5', 'MET.6']],
    ['metiers', '{ par: NIVEAU, sens: DECROISSANT }', ['MET.1', 'MET.4', 'MET.2', 'MET.3', 'MET.5', 'MET.6']],
    [
      'metiers',
      '{ par: NOMBRE_FORMATIONS, sens: DECROISSANT }',
      ['MET.4', 'MET.1', 'MET.3', 'MET.2', 'MET.6', 'MET.5'],
    ],
    ['metiers', '{ par: NOMBRE_INTERETS }', ['MET.5', 'MET.6', 'MET.2', 'MET.1', 'MET.3', 'MET.4']],
    ['metiers', '{ par: NOMBRE_STATUTS, sens: CROISSANT }', ['MET.6', 'MET.3', 'MET.5', 'MET.1', 'MET.2', 'MET.4']],
    ['metiers', '{ par: NOMBRE_ROMES, sens: DECROISSANT }', ['MET.1', 'MET.2', 'MET.4', 'MET.3', 'MET.5', 'MET.6']],
    [
      'formations',
      '{ par: NOMBRE_METIERS, sens: DECROISSANT }',
      ['FOR.3', 'FOR.1', 'FOR.5', 'FOR.2', 'FOR.4', 'FOR.6'],
    ],
    [
      'interets',
      '{ par: NOMBRE_METIERS, sens: DECROISSANT }',
      ['INTERET.dessiner', 'INTERET.organiser', 'INTERET.mains'],
    ],
    [
      'statuts',
      '{ par: NOM, sens: DECROISSANT }',
      ['STATUT.salarie', 'STATUT.independant', 'STATUT.fonctionnaire', 'STATUT.artisan'],
    ],
    ['romes', '{ par: NOM }', ['ROME.D1102', 'ROME.F1101']],
  ];
  for (const [field, tri, ids] of sorted) {
    test(`${field} ${tri}`, async () => {
      expect(await ask(`{ ${field}(tri: ${tri}) { nodes { id } } }`)).toEqual({
        status: 200,
        body: { data: { [field]: { nodes: ids.map((id) => ({ id })) } } },
      });
    });
  }

  test('sorts the far ends of a relation', async () => {
    const query = '{ metier(id: "MET.4") { formations(tri: { par: NOM, sens: DECROISSANT }) { nodes { id } } } }';
    expect((await ask(query)).body).toEqual({
      data: { metier: { formations: { nodes: [{ id: 'FOR.2' }, { id: 'FOR.5' }, { id: 'FOR.1' }] } } },
    });
  });

  test('offers each kind only what it has', async () => {
    for (const bad of [
      '{ formations(tri: { par: NIVEAU }) { totalCount } }',
      '{ formations(tri: { par: SALAIRE }) { totalCount } }',
      '{ statuts(filtre: { niveau: { min: 1 } }) { totalCount } }',
      '{ formations(filtre: { salaire: { min: 1 } }) { totalCount } }',
    ]) {
      expect((await ask(bad)).status).toBe(400);
    }
  });
});

test('donnees tells the release that answers', async () => {
  const query =
    '{ donnees { empreinte date noeuds { nature nombre } relations { relation nombre } diagnostics { erreurs avertissements remarques total } } }';
  expect(await ask(query)).toEqual({
    status: 200,
    body: {
      data: {
        donnees: {
          empreinte: 'f'.repeat(64),
          date: '2025-10-01T08:00:00.000Z',
          noeuds: [
            { nature: 'METIER', nombre: 6 },
            { nature: 'FORMATION', nombre: 6 },
            { nature: 'STATUT', nombre: 4 },
            { nature: 'INTERET', nombre: 3 },
            { nature: 'ROME', nombre: 2 },
          ],
          relations: [
            { relation: 'RECOMMANDE', nombre: 9 },
            { relation: 'EXERCE_SOUS', nombre: 8 },
            { relation: 'REPOND_A', nombre: 7 },
            { relation: 'CLASSE_SOUS', nombre: 3 },
          ],
          diagnostics: { erreurs: 0, avertissements: 2, remarques: 1, total: 3 },
        },
      },
    },
  });
});

describe('one level, one call', () => {
  const seeds = storeOf(load(['seeds'], new Date(0)).content);
  const WALK =
    '{ metiers(first: 20) { nodes { formations { nodes { metiers { nodes { interets { nodes { libelle } } } } } } } } }';

  test('the walk from 20 métiers over formations and métiers to intérêts asks the store four times', async () => {
    const { store, calls } = logging(seeds);
    const { body } = await asking(store)(WALK);
    expect(body).not.toHaveProperty('errors');
    expect(calls.map((call) => ('follow' in call ? call.follow : 'list' in call ? call.list : call.nodes))).toEqual([
      'Metier',
      ['RECOMMANDE>'],
      ['<RECOMMANDE'],
      ['REPOND_A>'],
    ]);
    for (const call of calls) if ('follow' in call) expect(new Set(call.ids).size).toBe(call.ids.length);
  });

  test('a store that answers with promises is asked as often, and answers the same', async () => {
    const [quick, slow] = [logging(seeds), logging(promising(seeds))];
    expect(await asking(slow.store)(WALK)).toEqual(await asking(quick.store)(WALK));
    expect(slow.calls.map(line)).toEqual(quick.calls.map(line));
  });

  const villageCalls: readonly (readonly [string, string, readonly string[]])[] = [
    ['one node', '{ metier(id: "MET.1") { nom } }', ['nodes Metier 1']],
    [
      'a node and its relation',
      '{ metier(id: "MET.1") { formations { nodes { nom } } } }',
      ['nodes Metier 1', 'follow RECOMMANDE> of 1: nodes'],
    ],
    ['a mere count', '{ metiers { totalCount } }', ['list Metier: total']],
    [
      'counts at a level',
      '{ metiers { nodes { formations { totalCount } } } }',
      ['list Metier: nodes', 'follow RECOMMANDE> of 6: total'],
    ],
    [
      'no count unless it is asked for',
      '{ metiers { edges { cursor node { id } } pageInfo { endCursor } } }',
      ['list Metier: nodes places'],
    ],
    ['a count behind an alias', '{ metiers { combien: totalCount } }', ['list Metier: total']],
    [
      'a count in fragments',
      '{ metiers { ...A } } fragment A on MetierConnection { ... { ...B } } fragment B on MetierConnection { totalCount }',
      ['list Metier: total'],
    ],
    ['a count that is skipped', '{ metiers { totalCount @skip(if: true) nodes { id } } }', ['list Metier: nodes']],
    [
      'a fragment that is not included',
      '{ metiers { ...A @include(if: false) nodes { id } } } fragment A on MetierConnection { totalCount }',
      ['list Metier: nodes'],
    ],
    [
      'a fragment that is skipped here and spread there',
      '{ metiers { ...A @skip(if: true) ...A nodes { id } } } fragment A on MetierConnection { totalCount }',
      ['list Metier: nodes total'],
    ],
    [
      'aliases of one field, each its own',
      '{ metiers { nodes { a: formations { nodes { id } } b: formations(first: 1) { nodes { id } } } } }',
      ['list Metier: nodes', 'follow RECOMMANDE> of 6: nodes', 'follow RECOMMANDE> of 6: nodes'],
    ],
    [
      'one field named twice, merged',
      '{ metiers { nodes { formations { totalCount } formations { nodes { id } } } } }',
      ['list Metier: nodes', 'follow RECOMMANDE> of 6: nodes total'],
    ],
    [
      'nodes and edges of one page',
      '{ metiers { nodes { formations { totalCount } } edges { node { nom } } } }',
      ['list Metier: nodes places', 'follow RECOMMANDE> of 6: total'],
    ],
    [
      'nodes by ids, a call for each kind',
      '{ nodes(ids: ["MET.1", "FOR.1", "MET.2", "MET.1"]) { ... on Metier { formations { totalCount } } ... on Formation { metiers { totalCount } } } }',
      ['nodes Metier 2', 'nodes Formation 1', 'follow RECOMMANDE> of 2: total', 'follow <RECOMMANDE of 1: total'],
    ],
    [
      'relations below a fragment',
      '{ metiers(first: 2) { nodes { ...F } } } fragment F on Metier { statuts { nodes { ...G } } } fragment G on Statut { metiers { nodes { id } } }',
      ['list Metier: nodes', 'follow EXERCE_SOUS> of 2: nodes', 'follow <EXERCE_SOUS of 3: nodes'],
    ],
    [
      'nothing below an empty level',
      '{ metiers(filtre: { ou: [] }) { nodes { formations { nodes { metiers { totalCount } } } } } }',
      ['list Metier: nodes, filtered'],
    ],
    ['the release', '{ donnees { empreinte } }', []],
  ];
  for (const [name, query, expected] of villageCalls) {
    test(name, async () => {
      for (const wrap of [(store: typeof village) => store, promising]) {
        const { store, calls } = logging(wrap(village));
        expect((await asking(store)(query)).body).not.toHaveProperty('errors');
        expect(calls.map(line)).toEqual(expected);
      }
    });
  }

  test('no role of any kind asks more than once for a level', async () => {
    for (const kind of KIND_NAMES) {
      const roles = ROLES[kind].map(({ role }) => `${role} { nodes { id } }`).join(' ');
      const { store, calls } = logging(village);
      await asking(store)(`{ ${KINDS[kind].many} { nodes { ${roles} } } }`);
      expect(calls).toHaveLength(1 + ROLES[kind].length);
    }
  });
});

describe('one page reached twice by one query', () => {
  // `nodes` and `edges` of a page serve the same métiers, and F names one field of theirs: what is selected below it may
  // still differ from one to the other.
  const cases: readonly (readonly [string, string, string])[] = [
    [
      'a count asked for on one of two ways',
      '{ metiers(first: 1) { nodes { ...F } edges { node { ...F formations { totalCount } } } } } fragment F on Metier { formations { nodes { id } } }',
      '{ metiers(first: 1) { nodes { formations { nodes { id } } } edges { node { formations { nodes { id } totalCount } } } } }',
    ],
    [
      'nodes asked for on one of two ways',
      '{ metiers(first: 1) { nodes { ...F } edges { node { ...F formations { nodes { id } } } } } } fragment F on Metier { formations { totalCount } }',
      '{ metiers(first: 1) { nodes { formations { totalCount } } edges { node { formations { totalCount nodes { id } } } } } }',
    ],
    [
      'edges asked for behind one of two aliases',
      '{ metiers(first: 1) { a: nodes { ...F } b: nodes { ...F formations { edges { cursor } } } } } fragment F on Metier { formations { totalCount } }',
      '{ metiers(first: 1) { a: nodes { formations { totalCount } } b: nodes { formations { totalCount edges { cursor } } } } }',
    ],
  ];
  for (const [name, shared, spelt] of cases) {
    for (const wrap of [(store: typeof village) => store, promising]) {
      test(`${name}, store ${wrap === promising ? 'with' : 'without'} promises`, async () => {
        const asked = asking(wrap(village));
        const expected = await asked(spelt);
        expect(expected.body).not.toHaveProperty('errors');
        expect(await asked(shared)).toEqual(expected);
      });
    }
  }
});

test('any query answers the same with each of its fragments spelt out where it is spread', async () => {
  for (const { query, variables } of operations(schema, 600, VILLAGE_FLAVOUR)) {
    for (const store of [village, promising(village)]) {
      const shared = told(await executing(store, query, variables));
      expect(shared, query).toEqual(told(await executing(store, spelt(query), variables)));
      expect(JSON.stringify(shared), query).not.toMatch(/was not counted|Cannot read/);
    }
  }
});

test('a request works on one release from its first to its last node', async () => {
  const store = embeddedStore(VILLAGE);
  const slow = promising(store);
  const asked = asking(slow)(
    '{ metiers(first: 1) { nodes { nom formations { nodes { nom metiers { nodes { nom } } } } } } donnees { empreinte } }',
  );
  store.replace(
    contentOf({ Metier: [metier('MET.1', 'Autre')], Formation: [formation('FOR.1', 'Autre')] }, {}, 'c'.repeat(64)),
  );
  const { body } = await asked;
  expect(body).toMatchObject({
    data: {
      metiers: { nodes: [{ nom: 'Architecte', formations: { nodes: [{ nom: 'Master urbanisme' }, {}] } }] },
      donnees: { empreinte: 'f'.repeat(64) },
    },
  });
  expect((await asking(slow)('{ metiers { nodes { nom } } }')).body).toEqual({
    data: { metiers: { nodes: [{ nom: 'Autre' }] } },
  });
});

test('the schema has no mutation and no subscription', () => {
  expect([schema.getMutationType(), schema.getSubscriptionType()]).toEqual([undefined, undefined]);
});

/** The query without named fragments: each stands, as a copy of its own, where it was spread. */
function spelt(query: string): string {
  const document = parse(query);
  const fragments = new Map(
    document.definitions.flatMap((one) =>
      one.kind === Kind.FRAGMENT_DEFINITION ? [[one.name.value, one] as const] : [],
    ),
  );
  const inlined = visit(document, {
    FragmentDefinition: () => null,
    FragmentSpread: ({ name, directives }) => {
      const fragment = fragments.get(name.value);
      if (fragment === undefined) throw new Error(`no fragment ${name.value}`);
      const { typeCondition, selectionSet } = fragment;
      return {
        kind: Kind.INLINE_FRAGMENT,
        typeCondition,
        selectionSet,
        ...(directives === undefined ? {} : { directives }),
      };
    },
  });
  const text = print(inlined);
  return text.includes('...F') ? spelt(`${text}\n${[...fragments.values()].map(print).join('\n')}`) : text;
}

/** An answer but for where in the document its errors are. */
function told(answer: unknown): unknown {
  return JSON.parse(JSON.stringify(answer, (name, value) => (name === 'locations' ? undefined : value)));
}
