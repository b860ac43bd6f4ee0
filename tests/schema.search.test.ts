/** Search, suggestions and references as a client asks for them, and what they ask of the store. */
import { describe, expect, test } from 'vitest';
import { embeddedStore } from '../src/graph/embedded/store.ts';
import { LIMITS } from '../src/schema/limits.ts';
import { contentOf, formation, metier, VILLAGE } from './support/content.ts';
import { asking, line, logging, promising } from './support/graphql.ts';
import { storeOf } from './support/stores.ts';

const village = storeOf(VILLAGE);
const ask = asking(village);

const SECRETARIES = storeOf(
  contentOf(
    {
      Metier: [
        metier('MET.1', 'secrétaire'),
        metier('MET.2', 'greffier/ère', {
          autresAppellations: [{ nom: 'Secrétaire', feminin: null, masculin: null }],
        }),
      ],
      Formation: [formation('FOR.1', 'BTS secrétaire')],
    },
    { RECOMMANDE: { 'MET.1': ['FOR.1'] } },
  ),
);

describe('recherche', () => {
  test('tells how many, how well, and of each node where it was found', async () => {
    const query = `{ recherche(texte: "ebenist") { total correspondance resultats {
      score champ extrait surlignages { debut fin }
      noeud { __typename id ... on Metier { nom niveau { rang } formations { nodes { nom } } } ... on Formation { nom } }
    } } }`;
    expect(await ask(query)).toEqual({
      status: 200,
      body: {
        data: {
          recherche: {
            total: 2,
            correspondance: 'TOUS_LES_MOTS',
            resultats: [
              {
                score: 0.9025,
                champ: 'NOM',
                extrait: 'Ébéniste',
                surlignages: [{ debut: 0, fin: 8 }],
                noeud: {
                  __typename: 'Metier',
                  id: 'MET.3',
                  nom: 'Ébéniste',
                  niveau: { rang: -2 },
                  formations: { nodes: [{ nom: 'CAP ébéniste' }, { nom: 'CAP pâtissier' }] },
                },
              },
              {
                score: 0.4739,
                champ: 'NOM',
                extrait: 'CAP ébéniste',
                surlignages: [{ debut: 4, fin: 12 }],
                noeud: { __typename: 'Formation', id: 'FOR.4', nom: 'CAP ébéniste' },
              },
            ],
          },
        },
      },
    });
  });

  test.each([
    ['architecte', '', 'TOUS_LES_MOTS', 2],
    ['architecet', '', 'TOUS_LES_MOTS_APPROCHES', 2],
    ['architecte lunaire', '', 'PLUSIEURS_MOTS', 2],
    ['xyz', '', 'AUCUN', 0],
    ['architecte', ', natures: [FORMATION]', 'TOUS_LES_MOTS', 1],
    ['architecte', ', natures: null, premiers: 0', 'TOUS_LES_MOTS', 2],
    ['', '', 'AUCUN', 0],
  ])('of « %s »%s says %s', async (texte, rest, correspondance, total) => {
    const { body } = await ask(`query($texte: String!) { recherche(texte: $texte${rest}) { total correspondance } }`, {
      texte,
    });
    expect(body).toEqual({ data: { recherche: { total, correspondance } } });
  });

  test('asks the store for nothing but the topology where names are enough', async () => {
    const { store, calls } = logging(embeddedStore(VILLAGE));
    await asking(store)(`{ recherche(texte: "architecte") { resultats { noeud { __typename id
      ... on Metier { nom autresAppellations { nom } } ... on Formation { nom } } } } }`);
    expect(calls).toEqual([]);
  });

  test('asks for all nodes of a kind at once, and for all their neighbours at once', async () => {
    const { store, calls } = logging(embeddedStore(VILLAGE));
    await asking(store)(`{ recherche(texte: "e", premiers: 100) { resultats { noeud {
      ... on Metier { presentation formations { nodes { id metiers { totalCount } } } }
      ... on Formation { metiers { nodes { id } } }
    } } } }`);
    expect(calls.map(line)).toEqual([
      'nodes Metier 2',
      'nodes Formation 2',
      'follow RECOMMANDE> of 2: nodes',
      'follow <RECOMMANDE of 2: total',
      'follow <RECOMMANDE of 2: nodes',
    ]);
  });

  test('answers alike where the store answers with promises', async () => {
    const query = `{ recherche(texte: "urbanisme") { total resultats { score noeud { id
      ... on Formation { metiers { nodes { id } } } } autre: noeud { ... on Formation { interets { nodes { id } } } } } }
      suggestions(texte: "ma") { texte id } trouverMetier(reference: { nom: "ecrivain" }) { ... on Metier { nom presentation } } }`;
    const there = await ask(query);
    expect(there).toMatchObject({
      status: 200,
      body: { data: { recherche: { total: 1 }, trouverMetier: { nom: 'Écrivain' } } },
    });
    expect(await asking(promising(village))(query)).toEqual(there);
  });

  test.each([
    ['texte: "", premiers: 101', '« premiers » vaut 101 ; il faut un nombre de 0 à 100.', 100],
    ['texte: "", premiers: -1', '« premiers » vaut -1 ; il faut un nombre de 0 à 100.', 100],
    [`texte: "${'é'.repeat(251)}"`, '« texte » a plus de 250 caractères.', 250],
  ])('refuses %s', async (args, message, limite) => {
    for (const field of [`recherche(${args}) { total }`, `suggestions(${args}) { id }`]) {
      const { status, body } = await ask(`{ ${field} }`);
      expect({ status, body }).toMatchObject({
        status: 400,
        body: { errors: [{ message, extensions: { code: 'ARGUMENT_INVALIDE', limite } }] },
      });
    }
  });

  test('counts the nodes that it serves, each time it serves them', async () => {
    const query = '{ recherche(texte: "architecte") { resultats { noeud { id } autre: noeud { id } } } }';
    expect(await asking(village, { ...LIMITS, nodesMax: 4 })(query)).toMatchObject({ status: 200 });
    expect(await asking(village, { ...LIMITS, nodesMax: 3 })(query)).toMatchObject({
      status: 400,
      body: { errors: [{ extensions: { code: 'BUDGET_EPUISE', budget: 'noeuds' } }] },
    });
  });

  test('counts what it looks at', async () => {
    const query = '{ recherche(texte: "architecte") { total } }';
    expect(await asking(storeOf(VILLAGE), { ...LIMITS, examinedMax: 10 })(query)).toMatchObject({
      status: 400,
      body: { errors: [{ extensions: { code: 'BUDGET_EPUISE', budget: 'examen' } }] },
    });
  });
});

test('suggestions are names with their nodes, and what of them is already typed', async () => {
  expect(
    await ask('{ suggestions(texte: "arch", premiers: 1) { texte nature id surlignages { debut fin } } }'),
  ).toEqual({
    status: 200,
    body: {
      data: {
        suggestions: [{ texte: 'Architecte', nature: 'METIER', id: 'MET.1', surlignages: [{ debut: 0, fin: 10 }] }],
      },
    },
  });
});

describe('a reference', () => {
  const asked = asking(SECRETARIES);
  const FIELDS = `__typename
    ... on Node { id }
    ... on ReferenceAmbigue { reference candidats { champ extrait noeud { id ... on Metier { nom } } } }
    ... on ReferenceIntrouvable { reference suggestions { champ extrait noeud { id } } }`;

  test.each([
    ['trouverMetier(reference: { id: "met.2" })', { __typename: 'Metier', id: 'MET.2' }],
    ['trouverMetier(reference: { nom: "GREFFIERE" })', { __typename: 'Metier', id: 'MET.2' }],
    ['trouverFormation(reference: { nom: "bts secretaire" })', { __typename: 'Formation', id: 'FOR.1' }],
    [
      'trouverMetier(reference: { nom: "secretaire" })',
      {
        __typename: 'ReferenceAmbigue',
        reference: 'secretaire',
        candidats: [
          { champ: 'NOM', extrait: 'secrétaire', noeud: { id: 'MET.1', nom: 'secrétaire' } },
          { champ: 'AUTRE_APPELLATION', extrait: 'Secrétaire', noeud: { id: 'MET.2', nom: 'greffier/ère' } },
        ],
      },
    ],
    [
      'trouverMetier(reference: { nom: "grefier" })',
      {
        __typename: 'ReferenceIntrouvable',
        reference: 'grefier',
        suggestions: [{ champ: 'NOM', extrait: 'greffier/ère', noeud: { id: 'MET.2' } }],
      },
    ],
    [
      'trouverRome(reference: { code: "K1403" })',
      { __typename: 'ReferenceIntrouvable', reference: 'K1403', suggestions: [] },
    ],
  ])('%s', async (field, expected) => {
    expect(await asked(`{ trouve: ${field} { ${FIELDS} } }`)).toEqual({
      status: 200,
      body: { data: { trouve: expected } },
    });
  });

  test('may be a variable, whole or in part', async () => {
    const expected = { status: 200, body: { data: { trouverMetier: { __typename: 'Metier', id: 'MET.2' } } } };
    const whole = `query($reference: ReferenceMetier!) { trouverMetier(reference: $reference) { ${FIELDS} } }`;
    expect(await asked(whole, { reference: { nom: 'greffier' } })).toEqual(expected);
    const part = `query($nom: String!) { trouverMetier(reference: { nom: $nom }) { ${FIELDS} } }`;
    expect(await asked(part, { nom: 'greffier' })).toEqual(expected);
    for (const reference of [{}, { nom: 'greffier', id: 'MET.2' }, { nom: null }]) {
      expect((await asked(whole, { reference })).status).toBe(400);
    }
  });

  test.each(['{}', '{ id: "MET.1", nom: "secretaire" }', '{ nom: null }', '{ libelle: "x" }'])(
    'is refused where it does not give exactly one of its fields: %s',
    async (reference) => {
      const { status, body } = await asked(`{ trouverMetier(reference: ${reference}) { __typename } }`);
      expect({ status, body }).toMatchObject({ status: 400, body: { errors: [{}] } });
    },
  );

  test.each([{ nom: null }, {}])(
    'is refused where its only field is a variable without a value: %j',
    async (variables) => {
      const query = 'query($nom: String) { trouverMetier(reference: { nom: $nom }) { __typename } }';
      expect(await asked(query, variables)).toMatchObject({
        status: 400,
        body: { errors: [{ extensions: { code: 'REQUETE_INVALIDE' } }] },
      });
    },
  );

  test('is refused where it is too long, and shown without control characters where it is strange', async () => {
    const query =
      'query($nom: String!) { trouverMetier(reference: { nom: $nom }) { ... on ReferenceIntrouvable { reference } } }';
    expect(await asked(query, { nom: 'x'.repeat(501) })).toMatchObject({
      status: 400,
      body: { errors: [{ message: '« nom » a plus de 500 caractères.', extensions: { code: 'ARGUMENT_INVALIDE' } }] },
    });
    expect(await asked(query, { nom: '\u001b[31m' })).toEqual({
      status: 200,
      body: { data: { trouverMetier: { reference: '\\u{1B}[31m' } } },
    });
  });
});
