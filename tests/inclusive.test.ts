/** Inclusive spellings: the two forms that each stands for, and what is none. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { formsOf, wordsOf } from '../src/inclusive.ts';

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
    ['ingénieur/e'.normalize('NFD'), 'ingénieure'.normalize('NFD'), 'ingénieur'.normalize('NFD')],
  ])('%s', (text, feminin, masculin) => expect(formsOf(text)).toEqual({ feminin, masculin }));
});

describe('no inclusive spelling is', () => {
  test.each([
    'comptable',
    'pédicure-podologue',
    'UI/UX',
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
  ])('%s', (text) => expect(formsOf(text)).toBeNull());
});

test('the words of a text lie in it, in order, without meeting', () => {
  const units = fc.oneof(
    fc.constantFrom(...'abeéœtrc/·.-()+# \u00A0\u00AD'),
    fc.string({ unit: 'binary', maxLength: 1 }),
  );
  fc.assert(
    fc.property(fc.string({ unit: units, maxLength: 40 }), (text) => {
      let from = 0;
      for (const { start, end, masculin } of wordsOf(text)) {
        expect(start).toBeGreaterThanOrEqual(from);
        expect(text.slice(start, end).startsWith(masculin)).toBe(true);
        expect(masculin).not.toBe('');
        from = end;
      }
      expect(from).toBeLessThanOrEqual(text.length);
    }),
  );
});
