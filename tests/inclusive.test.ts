/** Inclusive spellings: the two forms that each stands for, and what is none. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { formsOf, withoutBegunEnding, wordsOf } from '../src/inclusive.ts';

describe('an inclusive name stands for two', () => {
  test.each([
    ['ingénieur/e social/e', 'ingénieure sociale', 'ingénieur social'],
    ['conducteur/trice de bus', 'conductrice de bus', 'conducteur de bus'],
    ['ambassadeur/drice', 'ambassadrice', 'ambassadeur'],
    ['conducteur/rice', 'conductrice', 'conducteur'],
    ['boulanger/ère', 'boulangère', 'boulanger'],
    ['boulanger/ere', 'boulangère', 'boulanger'],
    ['guide-conférencier/ière', 'guide-conférencière', 'guide-conférencier'],
    ['sportif/ve de haut niveau', 'sportive de haut niveau', 'sportif de haut niveau'],
    ['sportif/ive professionnel/le', 'sportive professionnelle', 'sportif professionnel'],
    ['chef/fe de rang', 'cheffe de rang', 'chef de rang'],
    ['serrurier/ère-métallier/ère', 'serrurière-métallière', 'serrurier-métallier'],
    ['barman/barmaid', 'barmaid', 'barman'],
    ['barman/maid', 'barmaid', 'barman'],
    ['masseur/euse-kinésithérapeute', 'masseuse-kinésithérapeute', 'masseur-kinésithérapeute'],
    ['développeur/se foncier/ère', 'développeuse foncière', 'développeur foncier'],
    ['manager/euse de rayon', 'manageuse de rayon', 'manager de rayon'],
    ['hôte/esse de caisse', 'hôtesse de caisse', 'hôte de caisse'],
    ['technicien/ne', 'technicienne', 'technicien'],
    ['technicien/enne', 'technicienne', 'technicien'],
    ['employé/ée', 'employée', 'employé'],
    ['homme/femme de ménage', 'femme de ménage', 'homme de ménage'],
    ['agent·e', 'agente', 'agent'],
    ['agent.e d’accueil', 'agente d’accueil', 'agent d’accueil'],
    ['agent(e) technique', 'agente technique', 'agent technique'],
    ['chargé-e de mission', 'chargée de mission', 'chargé de mission'],
    ['CHARGE/E DE MISSION', 'CHARGEE DE MISSION', 'CHARGE DE MISSION'],
    ['attache(e) de presse', 'attachee de presse', 'attache de presse'],
    ['delegue/ee', 'deleguee', 'delegue'],
    ['charge.es', 'chargees', 'charges'],
    ['hôte-esse', 'hôtesse', 'hôte'],
    ['agent／e', 'agente', 'agent'],
    ['étudiant·e·s', 'étudiantes', 'étudiants'],
    ['agent.e.s d’accueil', 'agentes d’accueil', 'agents d’accueil'],
    ['chargé-e-s de mission', 'chargées de mission', 'chargés de mission'],
    ['agent(e)s', 'agentes', 'agents'],
    ['agent(e)(s)', 'agentes', 'agents'],
    ['étudiant·es', 'étudiantes', 'étudiants'],
    ['étudiants/es', 'étudiantes', 'étudiants'],
    ['conducteur/trices', 'conductrices', 'conducteurs'],
    ['conseillers/ères', 'conseillères', 'conseillers'],
    ['français·es', 'françaises', 'français'],
    ['heureux·ses', 'heureuses', 'heureux'],
    ['agent⋅e', 'agente', 'agent'],
    ['agent∙e', 'agente', 'agent'],
    ['agent⸱e', 'agente', 'agent'],
    ['agent‧e', 'agente', 'agent'],
    ['agent•e', 'agente', 'agent'],
    ['boulanger/-ère', 'boulangère', 'boulanger'],
    ['serveur(-euse)', 'serveuse', 'serveur'],
    ['acteur·ice', 'actrice', 'acteur'],
    ['comédien/dienne', 'comédienne', 'comédien'],
    ['conducteur/ductrice', 'conductrice', 'conducteur'],
    ['Directeur/Directrice', 'Directrice', 'Directeur'],
    ['maître(maîtresse) d’école', 'maîtresse d’école', 'maître d’école'],
    ['BOULANGER/ÈRE', 'BOULANGÈRE', 'BOULANGER'],
    ['Agent/E', 'Agente', 'Agent'],
    ['écrivain/ne', 'écrivaine', 'écrivain'],
    ['canin/ne', 'canine', 'canin'],
    ['paysan/ne', 'paysanne', 'paysan'],
    ['reporter/trice', 'reportrice', 'reporter'],
    ['designer/se', 'designeuse', 'designer'],
    ['ingénieur/re', 'ingénieure', 'ingénieur'],
    ['infirmier·e', 'infirmière', 'infirmier'],
    ['technicien/e', 'technicienne', 'technicien'],
    ['chef·e', 'cheffe', 'chef'],
    ['sportif·e', 'sportive', 'sportif'],
    ['professionnel·e', 'professionnelle', 'professionnel'],
    ['public/que', 'publique', 'public'],
    ['employé/e'.normalize('NFD'), 'employée'.normalize('NFD'), 'employé'.normalize('NFD')],
    ['employé/ée'.normalize('NFD'), 'employée'.normalize('NFD'), 'employé'.normalize('NFD')],
    ['ingénieur/e'.normalize('NFD'), 'ingénieure'.normalize('NFD'), 'ingénieur'.normalize('NFD')],
  ])('%s', (text, feminin, masculin) => expect(formsOf(text)).toEqual({ feminin, masculin }));
});

describe('no inclusive spelling is', () => {
  test.each([
    'comptable',
    'pédicure-podologue',
    'UI/UX',
    'bac série/ES',
    '24/7',
    'A/B',
    'agent (e',
    'agent/ e',
    'coloriste (textile)',
    'e-sport',
    'vitamine-e',
    'C++/C#',
    '',
    '/',
    'bac +2/3',
    'gestionnaire actif/passif',
    'achat/vente',
    'valoriseur/trice',
    'T.P.E.',
    'rendez-vous',
    'agents/sous',
  ])('%s', (text) => expect(formsOf(text)).toBeNull());
});

describe('while an inclusive spelling is being written, what is begun of its ending is no word', () => {
  const spelt = 'conducteur/trice de bus';
  test.each([11, 12, 13, 14, 15])('the first %d letters', (length) => {
    expect(withoutBegunEnding(spelt.slice(0, length))).toBe('conducteur');
  });
  test.each([
    ['infirmier/è', 'infirmier'],
    ['agent(', 'agent'],
    ['agent·', 'agent'],
    ['boulanger/-è', 'boulanger'],
    ['ambassadeur⸱dri', 'ambassadeur'],
    ['infirmier/ère', 'infirmier/ère'],
    ['conducteur/trice', 'conducteur/trice'],
    ['UI/UX', 'UI/UX'],
    ['sage-f', 'sage-f'],
    ['école (es', 'école (es'],
    ['24/', '24/'],
    ['achat/ven', 'achat/ven'],
    ['/', '/'],
    ['(e', '(e'],
    ['', ''],
  ])('%s', (text, expected) => expect(withoutBegunEnding(text)).toBe(expected));
});

test.each([
  ['S.A.M.U. de nuit', ['SAMU', 'de', 'nuit']],
  ['médecin du S.A.M.U', ['médecin', 'du', 'SAMU']],
  ['U.X. designer', ['UX', 'designer']],
  ['É.N.A.'.normalize('NFC'), ['ÉNA']],
  ['M. Dupont, a.bc, 1.2.3, B', ['M', 'Dupont', 'a', 'bc', '1', '2', '3', 'B']],
])('the dots of a sigle are left out: %s', (text, expected) => {
  expect(wordsOf(text).map(({ masculin }) => masculin)).toEqual(expected);
});

test('the words of a text lie in it, in order, without meeting', () => {
  const units = fc.oneof(
    fc.constantFrom(...'abeéœtrcs/·.-()+# \u00A0\u00AD'),
    fc.string({ unit: 'binary', maxLength: 1 }),
  );
  fc.assert(
    fc.property(fc.string({ unit: units, maxLength: 40 }), (text) => {
      let from = 0;
      for (const { start, end, masculin } of wordsOf(text)) {
        expect(start).toBeGreaterThanOrEqual(from);
        const written = text.slice(start, end).replaceAll('.', '');
        expect([masculin, masculin.slice(0, -1)].some((word) => written.startsWith(word))).toBe(true);
        expect(masculin).not.toBe('');
        from = end;
      }
      expect(from).toBeLessThanOrEqual(text.length);
    }),
  );
});
