/** What a search finds, in which order, and what it says of it: on a small release whose answers can be worked out on paper. */
import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { qualityOf, readCases } from '../bench/search/quality.ts';
import { load } from '../loaders/load.ts';
import { inflectionsOf } from '../src/analysis/search/inflected.ts';
import { referenceOf } from '../src/analysis/search/reference.ts';
import { type Found, search } from '../src/analysis/search/search.ts';
import { suggest } from '../src/analysis/search/suggest.ts';
import { distance, typosForgiven } from '../src/analysis/search/typo.ts';
import { topologyOf } from '../src/graph/topology.ts';
import { KIND_NAMES, type Kind } from '../src/model.ts';
import { contentOf, formation, interet, metier, rome, statut } from './support/content.ts';
import { ONISEP } from './support/documents.ts';

const MARCHE = topologyOf(
  contentOf(
    {
      Metier: [
        metier('MET.1', 'boulanger/ère', { appellations: { feminin: 'boulangère', masculin: 'boulanger' } }),
        metier('MET.2', 'pâtissier/ère', {
          autresAppellations: [{ nom: 'boulanger/ère-pâtissier/ère', feminin: null, masculin: null }],
        }),
        metier('MET.3', 'œnologue'),
        metier('MET.4', 'architecte d’intérieur'),
        metier('MET.5', 'architecte'),
        metier('MET.6', 'directeur/trice des ressources\u00A0humaines'),
        metier('MET.7', 'professeur/e d’éducation physique et sportive', {
          autresAppellations: [{ nom: 'professeur/e de sport', feminin: null, masculin: null }],
        }),
        metier('MET.8', 'chef/fe de quai'),
        metier('MET.9', 'chef/fe décorateur/trice'),
        metier('MET.10', 'secrétaire'),
        metier('MET.11', 'greffier/ère', {
          autresAppellations: [{ nom: 'secrétaire', feminin: null, masculin: null }],
        }),
        metier('MET.12', 'webdesigner'),
        metier('MET.13', 'photographe'),
      ],
      Formation: [
        formation('FOR.1', 'CAP boulanger'),
        formation('FOR.2', 'BTS management commercial opérationnel'),
        formation('FOR.3', 'architecte'),
        formation('FOR.4', 'BTS tourisme'),
      ],
      Statut: [statut('STATUT.salarie', 'salarié')],
      Interet: [interet('INTERET.dehors', 'j’aimerais travailler dehors')],
      Rome: [rome('D1102'), rome('K1403')],
    },
    { CLASSE_SOUS: { 'MET.1': ['ROME.D1102'], 'MET.8': ['ROME.K1403'], 'MET.9': ['ROME.K1403'] } },
  ),
);

function ids(text: string, kinds?: readonly Kind[]): string[] {
  return search(MARCHE, text, { kinds, first: 100 }).hits.map(({ id }) => id);
}

/** The best hit's text with its highlights in brackets. */
function marked(text: string): string {
  const [hit] = search(MARCHE, text, { first: 1 }).hits;
  if (hit === undefined) return '';
  let from = 0;
  const parts = hit.highlights.map(({ start, end }) => {
    const part = `${hit.text.slice(from, start)}[${hit.text.slice(start, end)}]`;
    from = end;
    return part;
  });
  return parts.join('') + hit.text.slice(from);
}

describe('an answer', () => {
  test('is whole: how many, how well, and of each hit the score, the field, the text and where in it', () => {
    const expected: Found = {
      match: 'all',
      total: 3,
      hits: [
        {
          kind: 'Metier',
          ordinal: 2,
          id: 'MET.1',
          score: 1,
          field: 'nom',
          text: 'boulanger/ère',
          highlights: [{ start: 0, end: 13 }],
        },
        {
          kind: 'Metier',
          ordinal: 8,
          id: 'MET.2',
          score: 0.8342,
          field: 'autreAppellation',
          text: 'boulanger/ère-pâtissier/ère',
          highlights: [{ start: 0, end: 13 }],
        },
      ],
    };
    expect(search(MARCHE, 'boulangere', { first: 2 })).toEqual(expected);
    expect(search(MARCHE, 'boulanger', { first: 2 })).toEqual(expected);
    expect(search(MARCHE, 'boulanger', { first: 0 })).toEqual({ match: 'all', total: 3, hits: [] });
  });

  test.each([
    '',
    ' ',
    '\u00A0',
    '...',
    '«»',
    '🎩',
    '\u0000',
    '\uD800',
    '\uDC00\uD800',
    '‮',
    '(* AND ~"'.replace('AND', ''),
  ])('to %j is empty', (text) => {
    expect(search(MARCHE, text, { first: 10 })).toEqual({ match: 'none', total: 0, hits: [] });
    expect(suggest(MARCHE, text, { first: 10 })).toEqual([]);
  });
});

describe('what is typed need not be spelt as the name is:', () => {
  test.each([
    ['BOULANGERE', 'MET.1'],
    ['boulangère'.normalize('NFD'), 'MET.1'],
    ['boulanger·ère', 'MET.1'],
    ['boulanger(ère)', 'MET.1'],
    ['patissiere', 'MET.2'],
    ['oenologue', 'MET.3'],
    ['ŒNOLOGUE', 'MET.3'],
    ["architecte d'interieur", 'MET.4'],
    ['architecte d interieur', 'MET.4'],
    ['architecte dinterieur', 'MET.4'],
    ['interieur architecte', 'MET.4'],
    ['directrice des ressources humaines', 'MET.6'],
    ['DRH', 'MET.6'],
    ['prof de sport', 'MET.7'],
    ['web designer', 'MET.12'],
    ['web-designer', 'MET.12'],
    ['boulengere', 'MET.1'],
    ['boulnager', 'MET.1'],
    ['oulanger', 'MET.1'],
    ['fotografe', 'MET.13'],
    ['photogaphe', 'MET.13'],
    ['boul', 'MET.1'],
    ['architecte d’in', 'MET.4'],
    ['chef de qua', 'MET.8'],
    ['éducation phys', 'MET.7'],
    ['BTS MCO', 'FOR.2'],
    ['bts muc', 'FOR.2'],
    ['brevet de technicien supérieur tourisme', 'FOR.4'],
    ['K1403', 'ROME.K1403'],
    ['k14', 'ROME.K1403'],
    ['MET.8', 'MET.8'],
    ['met 8', 'MET.8'],
    ['MET . 8', 'MET.8'],
    ['boulangers', 'MET.1'],
    ['CAP boulangère', 'FOR.1'],
    ['salariées', 'STATUT.salarie'],
    ['B.T.S. tourisme', 'FOR.4'],
    ['D.R.H.', 'MET.6'],
    ['professeur·e·s de sport', 'MET.7'],
    ['rome.k1403', 'ROME.K1403'],
    ['statut.salarie', 'STATUT.salarie'],
    ['travailler dehors', 'INTERET.dehors'],
  ])('%s', (text, id) => expect(ids(text)[0]).toBe(id));
});

describe('the order', () => {
  test('is: the exact name, names that begin with it, names that hold it; métiers first', () => {
    expect(ids('architecte')).toEqual(['MET.5', 'FOR.3', 'MET.4']);
  });
  test('has a formation first where the words are its name', () => {
    expect(ids('CAP boulanger')).toEqual(['FOR.1']);
  });
  test('has the title before the same words as a further appellation', () => {
    expect(ids('secretaire')).toEqual(['MET.10', 'MET.11']);
  });
  test('has a whole word before its beginning, and a small word for what it is', () => {
    expect(ids('chef de')).toEqual(['MET.8', 'MET.9']);
  });
  test('has a whole name, be it an appellation and mistyped, before a longer one that begins so', () => {
    const topology = topologyOf(
      contentOf({
        Metier: [
          metier('MET.1', 'dessinateur/trice de BD'),
          metier('MET.2', 'illustrateur/trice', {
            autresAppellations: [{ nom: 'dessinateur/trice', feminin: null, masculin: null }],
          }),
        ],
      }),
    );
    for (const text of ['dessinateur', 'dessinatrice', 'dessinatuer', 'dessinateurs']) {
      const { hits } = search(topology, text, { first: 2 });
      expect(hits.map(({ id }) => id)).toEqual(['MET.2', 'MET.1']);
    }
  });
  test('keeps to the kinds that are asked for', () => {
    expect(ids('boulanger', ['Formation'])).toEqual(['FOR.1']);
    expect(ids('boulanger', ['Formation', 'Metier'])).toEqual(['MET.1', 'MET.2', 'FOR.1']);
    expect(ids('MET.8', ['Formation'])).toEqual([]);
    expect(ids('boulanger', [])).toEqual([]);
  });
});

describe('all words must be found, else most of them; the answer says which', () => {
  test.each([
    ['architecte intérieur', 'all', ['MET.4']],
    ['architecte interieru', 'approximately', ['MET.4']],
    ['professeur écoles', 'most', ['MET.7']],
    ['photographe martien volant', 'most', ['MET.13']],
    ['martien volant', 'none', []],
    ['abc', 'none', []],
    ['flic', 'none', []],
  ])('%s', (text, match, expected) => {
    expect({ match: search(MARCHE, text, { first: 0 }).match, ids: ids(text) }).toEqual({ match, ids: expected });
  });

  test('a whole name is found among whatever other words', () => {
    expect(ids('j’aimerais bien travailler comme photographe')).toEqual(['INTERET.dehors', 'MET.13']);
    expect(ids('devenir secrétaire de quai')).toEqual(['MET.10', 'MET.11', 'MET.8']);
  });

  test('a name that is whole only with its words begun or mistyped is not as good as one that is', () => {
    const topology = topologyOf(
      contentOf({
        Metier: [metier('MET.1', 'chercheur/euse')],
        Formation: [formation('FOR.1', 'boulangerie spécialisée')],
      }),
    );
    const found = search(topology, 'cherche lointaine boulangerie', { first: 2 });
    expect(found.hits.map(({ id }) => id)).toEqual(['FOR.1', 'MET.1']);
  });

  test('a word is as rare as all its forms are', () => {
    const labels = [
      'métiers de mode',
      'métiers du bois',
      'métiers à part',
      'quel métier',
      'fleuriste rural',
      'fleuriste fin',
    ];
    const topology = topologyOf(contentOf({ Formation: labels.map((nom, i) => formation(`FOR.${i}`, nom)) }));
    expect(search(topology, 'métier lointain fleuriste', { first: 2 }).hits.map(({ text }) => text)).toEqual([
      'fleuriste fin',
      'fleuriste rural',
    ]);
  });

  test('two letters are no initials where only some of the words are found', () => {
    const topology = topologyOf(
      contentOf({
        Metier: [metier('MET.1', 'podo-orthésiste')],
        Formation: [formation('FOR.1', 'diplôme de l’Institut d’études politiques de Lille')],
      }),
    );
    expect(search(topology, 'po', { first: 1 }).hits.map(({ id }) => id)).toEqual(['MET.1']);
    expect(search(topology, 'sciences po Lille', { first: 2 }).hits.map(({ id }) => id)).toEqual(['FOR.1']);
  });

  test('words may be spread over the names of one node', () => {
    expect(search(MARCHE, 'patissier boulanger', { first: 1 })).toMatchObject({ match: 'all', total: 1 });
    expect(ids('sport education')).toEqual(['MET.7']);
  });
});

describe('as a reader of the search found it wanting:', () => {
  const VILLE = topologyOf(
    contentOf({
      Metier: [
        metier('MET.1', 'mécanicien/ne moto'),
        metier('MET.2', 'pilote automobile'),
        metier('MET.3', 'technicien/ne automatisme', {
          autresAppellations: [{ nom: 'mécanicien/ne de maintenance', feminin: null, masculin: null }],
        }),
        metier('MET.4', 'ingénieur/e gaz'),
        metier('MET.5', 'ingénieur/e automobile et autres véhicules'),
        metier('MET.6', 'chargé/e de la paie'),
        metier('MET.7', 'chargé/e de clientèle banque'),
        metier('MET.8', 'aide-soignant/e'),
        metier('MET.9', 'agent/e d’escale commercial/e'),
        metier('MET.10', 'agent/e commercial/e'),
        metier('MET.11', 'souscripteur/trice'),
        metier('MET.12', 'valoriseur/trice'),
        metier('MET.13', 'conseiller/ère financier/ère', {
          autresAppellations: [{ nom: 'conseiller/ère bancaire', feminin: 'conseillère financier', masculin: null }],
        }),
        metier('MET.14', 'chef/fe des ventes'),
        metier('MET.15', 'dessinateur/trice'),
        metier('MET.16', 'responsable e-commerce'),
      ],
      Formation: [
        formation('FOR.1', 'TP technicien expert automobile'),
        formation('FOR.2', 'diplôme d’État d’aide-soignant'),
      ],
    }),
  );
  const found = (text: string) => search(VILLE, text, { first: 3 }).hits.map(({ id }) => id);

  test('a word that names have is no typo of another one', () => {
    const { match, hits } = search(VILLE, 'mécanicien automobile', { first: 9 });
    expect(match).toBe('most');
    expect(hits.map(({ id }) => id)).toContain('MET.1');
  });

  test('what one name has in whole and another one of the node begins with is no find', () => {
    expect(search(VILLE, 'mécanicien auto', { first: 1 }).match).toBe('most');
  });

  test.each([
    ['a half-typed small word', 'ingénieur/e au', 'MET.5'],
    ['a half-typed letter behind a small word', 'chargée de c', 'MET.7'],
    ['an inflection that would be a small word', 'dess', 'MET.15'],
    ['a lone e', 'aide soignant e', 'MET.8'],
    ['lone signs and lone es', 'agent / e commercial / e', 'MET.10'],
    ['an e that is a word', 'responsable e commerce', 'MET.16'],
    ['an ending behind a mistyped word', 'souscripteru/trice', 'MET.11'],
  ])('%s: %s', (_what, text, id) => expect(found(text)[0]).toBe(id));

  test('a name is a reference as it is served, however oddly', () => {
    expect(referenceOf(VILLE, 'Metier', 'name', 'conseillère financier')).toEqual({ outcome: 'found', id: 'MET.13' });
  });

  test.each(['MET.99999', 'met 99999', 'FOR.4'])('an id that no node has finds nothing: %s', (text) => {
    expect(search(VILLE, text, { first: 3 })).toEqual({ match: 'none', total: 0, hits: [] });
  });

  test('nor does one of a kind that is not looked for', () => {
    expect(search(VILLE, 'MET.1', { kinds: ['Formation'], first: 3 })).toEqual({ match: 'none', total: 0, hits: [] });
  });

  test('a word before a number is a word, and an article has no féminin', () => {
    const topology = topologyOf(contentOf({ Formation: [formation('FOR.1', 'formation de niveau 2')] }));
    expect(search(topology, 'formation 2', { first: 1 })).toMatchObject({ match: 'all', total: 1 });
    expect(found('un e')).toContain('MET.9');
  });

  test('a word that only a label has may be a typo', () => {
    const topology = topologyOf(
      contentOf({
        Metier: [metier('MET.1', 'designer/euse graphique')],
        Formation: [formation('FOR.1', 'Graphic Arts')],
      }),
    );
    expect(search(topology, 'designer graphic', { first: 1 })).toMatchObject({ match: 'approximately', total: 1 });
  });
});

describe('a diploma is found by its sigle and by its name, in part or in full:', () => {
  const DIPLOMAS = topologyOf(
    contentOf({
      Metier: [metier('MET.1', 'infirmier/ère'), metier('MET.2', 'serveur/euse en restauration')],
      Formation: [
        formation('FOR.1', 'diplôme d’État d’infirmier'),
        formation('FOR.2', 'TP serveur en restauration'),
        formation('FOR.3', 'CS (ex MC) zingueur'),
        formation('FOR.4', 'BM zingueur'),
        formation('FOR.5', 'mastère spé. cybersécurité'),
        formation('FOR.6', 'bac pro arts et techniques de la bijouterie'),
        formation('FOR.7', 'BMA bijouterie'),
      ],
    }),
  );
  test.each([
    ['DE infirmier', 'FOR.1'],
    ['D.E. infirmière', 'FOR.1'],
    ['diplôme d’état infirmier', 'FOR.1'],
    ['de infirmier', 'MET.1'],
    ['L’ÉCOLE DE INFIRMIER', 'MET.1'],
    ['titre pro serveuse en restauration', 'FOR.2'],
    ['titre professionnel serveur restauration', 'FOR.2'],
    ['certificat de spécialisation zingueur', 'FOR.3'],
    ['brevet de maîtrise zingueur', 'FOR.4'],
    ['mastère spécialisé cybersécurité', 'FOR.5'],
    ['baccalauréat professionnel bijouterie', 'FOR.6'],
  ])('%s', (text, id) => expect(search(DIPLOMAS, text, { first: 1 }).hits[0]?.id).toBe(id));
});

describe('highlights are the words of the text as served', () => {
  test.each([
    ['oenologu', '[œnologue]'],
    ['interieur', 'architecte d’[intérieur]'],
    ['ressources humaines', 'directeur/trice des [ressources]\u00A0[humaines]'],
    ['DRH', '[directeur/trice] [des] [ressources]\u00A0[humaines]'],
    ['boulnager', '[boulanger/ère]'],
    ['met.8', '[MET.8]'],
    ['MCO', 'BTS [management] [commercial] [opérationnel]'],
    ['quai chef', '[chef/fe] de [quai]'],
  ])('%s', (text, expected) => expect(marked(text)).toBe(expected));
});

describe('the words that a word may be an inflection of', () => {
  test.each([
    ['serveuses', ['serveuse', 'serveur']],
    ['conductrice', ['conductrices', 'conducteur']],
    ['boulangere', ['boulangeres', 'boulanger']],
    ['salariee', ['salariees', 'salarie']],
    ['assistante', ['assistantes', 'assistant']],
    ['bureau', ['bureaux']],
  ])('%s', (word, expected) => expect(inflectionsOf(word)).toEqual(expect.arrayContaining(expected)));

  test.each([
    ['vente', 'vent'],
    ['prise', 'prix'],
    ['course', 'cours'],
    ['armee', 'arme'],
    ['femme', 'homme'],
    ['danseuse', 'dans'],
    ['bts', 'bt'],
    ['c', 'cs'],
  ])('%s is none of %s', (word, other) => expect(inflectionsOf(word)).not.toContain(other));
});

describe('typos', () => {
  test('are one from four letters on, two from eight', () => {
    expect([1, 3, 4, 7, 8, 40, 41].map(typosForgiven)).toEqual([0, 0, 1, 1, 2, 2, 0]);
  });
  test.each([
    ['chef', 'chef', 2, false, 0],
    ['chfe', 'chef', 2, false, 1],
    ['cef', 'chef', 2, false, 1],
    ['chhef', 'chef', 2, false, 1],
    ['chaf', 'chef', 2, false, 1],
    ['ca', 'abc', 2, false, 3],
    ['boulengre', 'boulangere', 2, false, 2],
    ['bou', 'boulanger', 2, false, 3],
    ['bou', 'boulanger', 2, true, 0],
    ['bol', 'boulanger', 2, true, 1],
    ['', 'chef', 2, true, 0],
    ['zzzz', 'chef', 1, true, 2],
  ] as const)('from %s to %s, %d at most', (typed, word, max, begun, expected) => {
    expect(distance(typed, word, max, begun)).toBe(expected);
  });
});

describe('suggestions', () => {
  test('are names that begin so, the shortest first, then what a search finds; no text twice', () => {
    expect(suggest(MARCHE, 'boul', { first: 8 }).map(({ text, id }) => [text, id])).toEqual([
      ['boulanger/ère', 'MET.1'],
      ['boulanger/ère-pâtissier/ère', 'MET.2'],
      ['CAP boulanger', 'FOR.1'],
    ]);
    expect(suggest(MARCHE, 'secr', { first: 8 }).map(({ text, id }) => [text, id])).toEqual([['secrétaire', 'MET.10']]);
    expect(suggest(MARCHE, 'archi', { first: 8 }).map(({ text }) => text)).toEqual([
      'architecte',
      'architecte d’intérieur',
    ]);
  });
  test('tell kind, id and what is already typed', () => {
    expect(suggest(MARCHE, 'directrice des r', { kinds: ['Metier'], first: 1 })).toEqual([
      {
        text: 'directeur/trice des ressources\u00A0humaines',
        kind: 'Metier',
        id: 'MET.6',
        highlights: [
          { start: 0, end: 15 },
          { start: 16, end: 19 },
          { start: 20, end: 30 },
        ],
      },
    ]);
  });
  test('are the same while an inclusive spelling is being written', () => {
    const texts = (text: string) => suggest(MARCHE, text, { first: 8 }).map(({ text }) => text);
    for (const text of ['boulanger/', 'boulanger/è', 'boulanger/èr', 'boulanger(', 'boulanger(èr', 'boulanger·è']) {
      expect(texts(text), text).toEqual(texts('boulanger'));
      expect(ids(text)).toEqual(ids('boulanger'));
    }
  });
  test('highlight each part of a name once', () => {
    const topology = topologyOf(contentOf({ Metier: [metier('MET.1', '½ pensionnaire')] }));
    expect(suggest(topology, '½ pens', { first: 1 })).toMatchObject([
      {
        highlights: [
          { start: 0, end: 1 },
          { start: 2, end: 14 },
        ],
      },
    ]);
  });
  test('are as many as asked for', () => {
    expect(suggest(MARCHE, 'a', { first: 1 })).toHaveLength(1);
    expect(suggest(MARCHE, 'a', { first: 0 })).toEqual([]);
  });
});

describe('a reference', () => {
  test.each([
    ['id', 'met.8', 'MET.8'],
    ['name', 'Cheffe de quai', 'MET.8'],
    ['name', 'CHEF DE QUAI', 'MET.8'],
    ['name', 'professeure de sport', 'MET.7'],
    ['rome', 'd1102', 'MET.1'],
    ['rome', 'D 1102', 'MET.1'],
    ['rome', 'ROME.D1102', 'MET.1'],
    ['rome', 'rome d1102', 'MET.1'],
    ['name', 'Web designer', 'MET.12'],
  ] as const)('by %s, %s, is found', (by, text, id) => {
    expect(referenceOf(MARCHE, 'Metier', by, text)).toEqual({ outcome: 'found', id });
  });

  test('to a code may have spaces in it', () => {
    expect(referenceOf(MARCHE, 'Rome', 'name', 'K 1403')).toEqual({ outcome: 'found', id: 'ROME.K1403' });
  });

  test('that is the title of one and a further appellation of another is ambiguous, the title first', () => {
    expect(referenceOf(MARCHE, 'Metier', 'name', 'Secrétaire')).toEqual({
      outcome: 'ambiguous',
      candidates: [
        { kind: 'Metier', id: 'MET.10', field: 'nom', text: 'secrétaire' },
        { kind: 'Metier', id: 'MET.11', field: 'autreAppellation', text: 'secrétaire' },
      ],
    });
  });

  test('by a code that classes several is ambiguous', () => {
    expect(referenceOf(MARCHE, 'Metier', 'rome', 'K1403')).toMatchObject({
      outcome: 'ambiguous',
      candidates: [{ id: 'MET.8' }, { id: 'MET.9' }],
    });
  });

  test.each([
    ['name', 'boulangere patissie', ['MET.2']],
    ['name', 'chef', ['MET.8', 'MET.9']],
    ['name', '', []],
    ['id', 'MET.999', []],
    ['id', 'FOR.1', []],
    ['rome', 'Z9999', []],
  ] as const)('by %s, %j, is missed, with what comes near', (by, text, near) => {
    const resolved = referenceOf(MARCHE, 'Metier', by, text);
    expect(resolved.outcome).toBe('missing');
    expect('near' in resolved ? resolved.near.map(({ id }) => id) : null).toEqual(near);
  });
});

test('the index is made once a release', () => {
  const topology = topologyOf(contentOf({ Metier: [metier('MET.1', 'comptable')] }));
  const examined: number[] = [];
  for (let i = 0; i < 2; i++) search(topology, 'comptable', { first: 1, examine: (count) => examined.push(count) });
  expect(examined).toEqual([1, 3, 3]);
});

describe('the seeds', () => {
  const seeds = topologyOf(load(['seeds'], new Date(0)).content);
  for (const kind of KIND_NAMES) {
    test(`every ${kind} is found first by its own name, or another of that name is`, () => {
      for (const node of seeds.nodes[kind]) {
        const name =
          (node as { nom?: string }).nom ?? (node as { libelle?: string }).libelle ?? (node as { code: string }).code;
        const [hit] = search(seeds, name, { kinds: [kind], first: 1 }).hits;
        expect({ name, key: seeds.nodes[kind][hit?.ordinal ?? -1]?.key }).toEqual({ name, key: node.key });
      }
    });
  }
});

describe.skipIf(!existsSync(ONISEP))('the list of queries on the official release', () => {
  for (const list of ['queries', 'validation', 'review', 'unseen']) {
    test(`${list}: the right answer is first nearly always`, async () => {
      const topology = topologyOf(load([ONISEP], new Date(0)).content);
      const cases = readCases(`bench/search/${list}.json`);
      const quality = await qualityOf(list, cases, (text, kinds) =>
        search(topology, text, { kinds, first: 10 }).hits.map(({ id }) => id),
      );
      expect(quality.recallAt1).toBeGreaterThanOrEqual(0.97);
      expect(quality.meanReciprocalRank).toBeGreaterThanOrEqual(0.98);
    });
  }
});

test('MiniSearch is what the bench compares with, and no part of the package', () => {
  expect(JSON.parse(readFileSync('package.json', 'utf8'))).not.toHaveProperty('dependencies');
});
