/** What the loader promises of documents together: nodes, edges, names, doubles; and what it understands of prose. */
import { describe, expect, test } from 'vitest';
import { type Described, describe as described, SEARCH_KEY_CHARACTERS_MAX } from '../loaders/content.ts';
import type { Diagnostic } from '../loaders/diagnostic.ts';
import { dureeEtudesOf, rangeOf, salaireOf, servedText } from '../loaders/prose.ts';
import { document, ficheOf, INDENT, lines, loadedFrom, POOR, RICH, withFormations } from './support/documents.ts';

function describedAs(text: string): Described {
  return described(ficheOf(text));
}

/** Every order of some values. */
function permutations<T>(values: readonly T[]): T[][] {
  if (values.length === 0) return [[]];
  return values.flatMap((value, i) =>
    permutations(values.filter((_, other) => other !== i)).map((rest) => [value, ...rest]),
  );
}

/** Documents under the names a.md, b.md, …, in the order given. */
function filed(documents: readonly string[]): (readonly [string, string])[] {
  return documents.map((text, i) => [`${String.fromCharCode(97 + i)}.md`, text]);
}

function formationsOf(documents: readonly string[]): string[] {
  return loadedFrom(filed(documents)).content.nodes.Formation.map(({ id, nom }) => `${id} ${nom}`);
}

/** Diagnostics of a code, as `severity file:line:column+length message; help`. */
function notes(diagnostics: readonly Diagnostic[], ...wanted: readonly string[]): string[] {
  return diagnostics
    .filter(({ code }) => wanted.includes(code))
    .map(
      ({ severity, file, line, column, length, message, help }) =>
        `${severity} ${file}:${line}:${column}+${length} ${message}; ${help}`,
    );
}

describe('two documents, one of each dialect', () => {
  const { content, diagnostics } = loadedFrom({ 'riche.md': RICH, 'pauvre.md': POOR });

  test('their release in full: nodes', () => {
    expect(content.nodes).toEqual({
      Metier: [
        {
          id: 'MET.90001',
          nom: 'souffleur/euse de verre',
          appellations: { feminin: 'souffleuse de verre', masculin: 'souffleur de verre' },
          autresAppellations: [
            { nom: 'verrier/ère à la canne', feminin: 'verrière à la canne', masculin: 'verrier à la canne' },
            { nom: "artisan/e d'art du verre", feminin: "artisane d'art du verre", masculin: "artisan d'art du verre" },
          ],
          niveau: { libelle: 'CAP ou équivalent', rang: -2 },
          dureeEtudes: {
            texte:
              "## Après la 3e\nDeux ans d'atelier avant de tenir la canne.\n## Après le bac\nTrois ans de plus pour les pièces d'auteur.",
            apres3e: "Deux ans d'atelier avant de tenir la canne.",
            apresBac: "Trois ans de plus pour les pièces d'auteur.",
            parties: [
              { titre: 'Après la 3e', texte: "Deux ans d'atelier avant de tenir la canne." },
              { titre: 'Après le bac', texte: "Trois ans de plus pour les pièces d'auteur." },
            ],
          },
          salaireDebutant: { texte: 'Entre 1850 et 2100 euros brut par mois', min: 1850, max: 2100 },
          presentation: 'Une boule de verre rougeoie au bout de la canne.',
          enBref:
            "Le four ne dort jamais ; la personne qui souffle non plus, ou presque.\n\n### Durée des études\n## Après la 3e\nDeux ans d'atelier avant de tenir la canne.\n## Après le bac\nTrois ans de plus pour les pièces d'auteur.",
          natureDuTravail: 'Cueillir, souffler, trancher.',
          competencesRequises: 'Du souffle, et de la patience.',
          conditionsDeTravail: 'Il fait chaud.',
          vieProfessionnelle:
            "## Salaire\n### Salaire du débutant\nEntre 1850 et 2100 euros brut par mois\n## Intégrer le marché du travail\nPeu d'ateliers, mais des ateliers fidèles.",
          accesAuMetier: "Niveau CAP\nLe geste s'apprend devant le four.",
          sections: expect.arrayContaining([
            { titre: 'Présentation', texte: 'Une boule de verre rougeoie au bout de la canne.', connue: true },
          ]),
          key: 'souffleur/euse de verre',
          search: ' souffleur euse de verre souffleuse verrier ere a la canne verriere artisan e d art du artisane',
        },
        {
          id: 'MET.90002',
          nom: 'gardien/ne de phare',
          appellations: null,
          autresAppellations: [],
          niveau: null,
          dureeEtudes: null,
          salaireDebutant: { texte: 'A partir de 1900 euros brut par mois', min: 1900, max: null },
          presentation: 'La lampe tourne, le café aussi.',
          enBref: "Veiller, noter, réparer : la mer n'attend pas.",
          natureDuTravail: 'Graisser la cloche.',
          competencesRequises: 'Aimer le vent.',
          conditionsDeTravail: 'Seul, souvent.',
          vieProfessionnelle: '## Salaire\n### Salaire du débutant\nA partir de 1900 euros brut par mois',
          accesAuMetier: 'Niveau bac',
          sections: [
            { titre: 'Présentation', texte: 'La lampe tourne, le café aussi.', connue: true },
            { titre: 'En bref', texte: "Veiller, noter, réparer : la mer n'attend pas.", connue: true },
            { titre: 'Nature du travail', texte: 'Graisser la cloche.', connue: true },
            { titre: 'Compétences requises', texte: 'Aimer le vent.', connue: true },
            { titre: 'Conditions de travail', texte: 'Seul, souvent.', connue: true },
            {
              titre: 'Vie professionnelle',
              texte: '## Salaire\n### Salaire du débutant\nA partir de 1900 euros brut par mois',
              connue: true,
            },
            { titre: 'Accès au métier', texte: 'Niveau bac', connue: true },
          ],
          key: 'gardien/ne de phare',
          search: ' gardien ne de phare gardienne',
        },
      ],
      Formation: [
        {
          id: 'FOR.90010',
          nom: 'CAP arts du verre, option soufflage',
          key: 'cap arts du verre, option soufflage',
          search: ' cap arts du verre option soufflage',
        },
        {
          id: 'FOR.90011',
          nom: 'brevet de verre : canne (et four)',
          key: 'brevet de verre : canne (et four)',
          search: ' brevet de verre canne et four',
        },
        {
          id: 'FORMATION.bac-pro-maintenance-des-feux-et-balises',
          nom: 'bac pro maintenance des feux (et balises)',
          key: 'bac pro maintenance des feux (et balises)',
          search: ' bac pro maintenance des feux et balises',
        },
      ],
      Statut: [
        { id: 'STATUT.artisan', libelle: 'artisan', key: 'artisan', search: ' artisan' },
        { id: 'STATUT.salarie', libelle: 'salarié', key: 'salarie', search: ' salarie' },
      ],
      Interet: [
        {
          id: 'INTERET.je-veux-travailler-de-mes-mains',
          libelle: 'je veux travailler de mes mains',
          key: 'je veux travailler de mes mains',
          search: ' je veux travailler de mes mains',
        },
        {
          id: 'INTERET.reparer-bricoler-j-adore-ca',
          libelle: "réparer, bricoler, j'adore ça",
          key: "reparer, bricoler, j'adore ca",
          search: ' reparer bricoler j adore ca',
        },
      ],
      Rome: [
        { id: 'ROME.A15', code: 'A15', key: 'a15', search: ' a15' },
        { id: 'ROME.B1602', code: 'B1602', key: 'b1602', search: ' b1602' },
        { id: 'ROME.N3101', code: 'N3101', key: 'n3101', search: ' n3101' },
        { id: 'ROME.N3102', code: 'N3102', key: 'n3102', search: ' n3102' },
      ],
    });
  });

  test('their release in full: edges, each list in the order of its document', () => {
    expect(content.edges).toEqual({
      RECOMMANDE: [
        { from: 'MET.90001', to: ['FOR.90010', 'FOR.90011'] },
        { from: 'MET.90002', to: ['FORMATION.bac-pro-maintenance-des-feux-et-balises', 'FOR.90010'] },
      ],
      EXERCE_SOUS: [{ from: 'MET.90001', to: ['STATUT.artisan', 'STATUT.salarie'] }],
      REPOND_A: [
        {
          from: 'MET.90001',
          to: ['INTERET.je-veux-travailler-de-mes-mains', 'INTERET.reparer-bricoler-j-adore-ca'],
        },
      ],
      CLASSE_SOUS: [
        { from: 'MET.90001', to: ['ROME.B1602', 'ROME.A15'] },
        { from: 'MET.90002', to: ['ROME.N3101', 'ROME.N3102'] },
      ],
    });
  });

  test('their release in full: fingerprint, date and counts', () => {
    expect({ ...content, nodes: null, edges: null }).toEqual({
      fingerprint: expect.stringMatching(/^[0-9a-f]{64}$/),
      date: '2025-10-21T08:00:00.000Z',
      diagnostics: { errors: 0, warnings: 2, notices: 1 },
      nodes: null,
      edges: null,
    });
    expect(diagnostics.map(({ file, line, code }) => `${file}:${line} ${code}`)).toEqual([
      'pauvre.md:39 formation-without-id',
      'pauvre.md:40 formation-without-id',
      'riche.md:20 rome-domain',
    ]);
  });
});

describe('one id in two documents', () => {
  const one = document('MET.1', '', '## Présentation', '', 'Un chapeau.');
  const other = document('MET.1', '', '## Présentation', '', 'Deux chapeaux.');

  test('the same words: a notice that names both, and one métier', () => {
    const { content, diagnostics } = loadedFrom({ 'a.md': one, 'b.md': one, 'c.md': document('MET.2') });
    expect(content.nodes.Metier.map(({ id }) => id)).toEqual(['MET.1', 'MET.2']);
    expect(diagnostics).toEqual([
      {
        severity: 'notice',
        code: 'id-described-twice',
        message: 'MET.1 is described in the same words by a.md',
        help: 'keep one',
        file: 'b.md',
        line: 2,
        column: 9,
        length: 5,
        excerpt: null,
      },
    ]);
  });

  test('the same words in another dress are the same words', () => {
    const dressed = lines('# essayeur/euse de chapeaux', '', '**id :** MET.1', '', '## PRÉSENTATION', 'Un chapeau.');
    const again = dressed.replace('PRÉSENTATION', 'Présentation');
    expect(loadedFrom({ 'a.md': one, 'b.md': again }).diagnostics.map(({ code }) => code)).toEqual([
      'id-described-twice',
    ]);
  });

  test('names whose words make a longer key than databases take: an error, and no métier', () => {
    // ` r0000`, ` r0001` …: six characters each, and the title's two.
    const names = (count: number): string => {
      const words = Array.from({ length: count }, (_, i) => `r${String(i).padStart(4, '0')}`);
      const rows = Array.from({ length: Math.ceil(count / 100) }, (_, i) =>
        words.slice(i * 100, i * 100 + 100).join(' '),
      );
      return `## Autres appellations\n${rows.map((row) => `### ${row}`).join('\n')}`;
    };
    const most = (SEARCH_KEY_CHARACTERS_MAX - 6) / 6;
    const { content, diagnostics } = loadedFrom({
      'a.md': `# abcde\n**ID:** MET.1\n\n${names(most)}\n`,
      'b.md': `# abcde\n**ID:** MET.2\n\n${names(most + 1)}\n`,
    });
    expect(content.nodes.Metier.map(({ id, search }) => [id, search.length])).toEqual([
      ['MET.1', SEARCH_KEY_CHARACTERS_MAX],
    ]);
    expect(diagnostics).toEqual([
      {
        severity: 'error',
        code: 'names-too-many',
        message: 'the names of MET.2 hold 30006 characters of words; 30000 is the limit',
        help: 'keep the names that people look for',
        file: 'b.md',
        line: 2,
        column: 9,
        length: 5,
        excerpt: null,
      },
    ]);
  });

  test('other words: an error in each that names the other, and no métier', () => {
    const { content, diagnostics } = loadedFrom({ 'a.md': one, 'b.md': other, 'c.md': document('MET.2') });
    expect(content.nodes.Metier.map(({ id }) => id)).toEqual(['MET.2']);
    const about = (file: string, rest: string): object => ({
      severity: 'error',
      code: 'id-described-differently',
      message: `MET.1 is described differently by ${rest}`,
      help: 'keep one; until then none is loaded',
      file,
      line: 2,
      column: 9,
      length: 5,
      excerpt: null,
    });
    expect(diagnostics).toEqual([about('a.md', 'b.md'), about('b.md', 'a.md')]);
  });

  test('three documents, one of which differs: none is loaded', () => {
    const { content, diagnostics } = loadedFrom({ 'a.md': one, 'b.md': other, 'c.md': one });
    expect(content.nodes.Metier).toEqual([]);
    expect(notes(diagnostics, 'id-described-differently').map((note) => note.split(';')[0])).toEqual([
      'error a.md:2:9+5 MET.1 is described differently by b.md and 1 more',
      'error b.md:2:9+5 MET.1 is described differently by a.md and 1 more',
      'error c.md:2:9+5 MET.1 is described differently by a.md and 1 more',
    ]);
  });

  test('a métier that is left out leaves nothing behind', () => {
    const links = (statut: string): string => document('MET.1', '', '**Statuts possibles:**', `- ${statut}`);
    const { content } = loadedFrom({ 'a.md': links('artisan'), 'b.md': links('salarié') });
    expect([content.nodes.Statut, content.edges.EXERCE_SOUS]).toEqual([[], []]);
  });

  test('it differs when only its links do', () => {
    const a = withFormations('MET.1', 'CAP (ID: FOR.1)', 'BTS (ID: FOR.2)');
    const b = withFormations('MET.1', 'BTS (ID: FOR.2)', 'CAP (ID: FOR.1)');
    expect(loadedFrom({ 'a.md': a, 'b.md': b }).diagnostics.map(({ code }) => code)).toEqual([
      'id-described-differently',
      'id-described-differently',
    ]);
  });

  test('the outcome is the same in every order of the files', () => {
    const documents = filed([one, other, one, document('MET.2')]);
    const releases = permutations(documents).map((some) => loadedFrom(some));
    expect(new Set(releases.map((release) => JSON.stringify(release))).size).toBe(1);
  });

  test('the names of the files are shown without their control characters', () => {
    const { diagnostics } = loadedFrom({ 'a\u001B[31m.md': one, 'b.md': other });
    expect(diagnostics.map(({ message }) => message)).toContain('MET.1 is described differently by a\\u{1B}[31m.md');
  });
});

describe('formations are known by what refers to them', () => {
  test('one id with two names: the most frequent is served, and a notice says so', () => {
    const documents = [
      withFormations('MET.1', 'CAP chapeau (ID: FOR.1)'),
      withFormations('MET.2', 'CAP de chapellerie (ID: FOR.1)'),
      withFormations('MET.3', 'CAP de chapellerie (ID: FOR.1)'),
    ];
    const { content, diagnostics } = loadedFrom(filed(documents));
    expect(content.nodes.Formation.map(({ id, nom }) => [id, nom])).toEqual([['FOR.1', 'CAP de chapellerie']]);
    expect(diagnostics).toEqual([
      {
        severity: 'notice',
        code: 'formation-names',
        message: 'FOR.1 is "CAP de chapellerie" elsewhere; that name is served',
        help: 'give it one name',
        file: 'a.md',
        line: 6,
        column: 3,
        length: 11,
        excerpt: null,
      },
    ]);
  });

  test('one id with two names, as frequent: the first in code-point order, in every order of the files', () => {
    const names = ['zinc', 'Éclair', 'abat-jour', 'Zinc'];
    const served = permutations(names).map((some) =>
      formationsOf(some.map((nom, i) => withFormations(`MET.${i + 1}`, `${nom} (ID: FOR.1)`))),
    );
    expect(new Set(served.flat())).toEqual(new Set(['FOR.1 Zinc']));
  });

  test('code-point order holds beyond the first 65,536 characters', () => {
    const names = ['\u{1F3A9} chapeau', '\uFF5E chapeau'];
    expect(formationsOf(names.map((nom, i) => withFormations(`MET.${i + 1}`, `${nom} (ID: FOR.1)`)))).toEqual([
      'FOR.1 \uFF5E chapeau',
    ]);
  });

  test('two ids with one name: both are kept, and a notice says so', () => {
    const documents = [
      withFormations('MET.1', 'CAP chapeau (ID: FOR.20)'),
      withFormations('MET.2', 'CAP Chapeau (ID: FOR.10)'),
      withFormations('MET.3', 'CAP chapeau (ID: FOR.20)'),
    ];
    const { content, diagnostics } = loadedFrom(filed(documents));
    expect(content.nodes.Formation.map(({ id, nom }) => `${id} ${nom}`)).toEqual([
      'FOR.10 CAP Chapeau',
      'FOR.20 CAP chapeau',
    ]);
    expect(diagnostics).toEqual([
      {
        severity: 'notice',
        code: 'formation-ids',
        message: 'one name stands for several formations: FOR.10, FOR.20',
        help: 'nothing to do, unless they are one',
        file: 'a.md',
        line: 6,
        column: 3,
        length: 11,
        excerpt: null,
      },
    ]);
  });

  test('names and ids at odds are served alike in every order of the documents', () => {
    const items = [
      ['CAP chapeau (ID: FOR.2)', 'CAP chapeau'],
      ['cap CHAPEAU (ID: FOR.1)', 'BTS plume'],
      ['BTS plume (ID: FOR.1)'],
      ['BTS plumes (ID: FOR.3)', 'bts plumes', 'cap chapeau'],
    ];
    const documents = items.map((some, i) => withFormations(`MET.${i + 1}`, ...some));
    const nodesAndEdges = permutations(documents).map((some) => {
      const { nodes, edges, fingerprint } = loadedFrom(filed(some)).content;
      return JSON.stringify({ nodes, edges, fingerprint });
    });
    expect(new Set(nodesAndEdges).size).toBe(1);
  });

  test('without an id it is matched by its label, case, accents and apostrophes apart', () => {
    const { content } = loadedFrom({
      'a.md': withFormations('MET.1', "diplôme d'État de chapellerie (ID: FOR.1)"),
      'b.md': withFormations('MET.2', 'DIPLÔME D’ETAT\u00A0DE CHAPELLERIE'),
    });
    expect(content.nodes.Formation.map(({ id, nom }) => [id, nom])).toEqual([
      ['FOR.1', "diplôme d'État de chapellerie"],
    ]);
    expect(content.edges.RECOMMANDE).toEqual([
      { from: 'MET.1', to: ['FOR.1'] },
      { from: 'MET.2', to: ['FOR.1'] },
    ]);
  });

  test('however often it stands without an id, the name beside the id is served', () => {
    const documents = [
      withFormations('MET.1', 'Cap chapeau (ID: FOR.1)'),
      ...[2, 3, 4].map((i) => withFormations(`MET.${i}`, 'CAP CHAPEAU')),
    ];
    expect(formationsOf(documents)).toEqual(['FOR.1 Cap chapeau']);
  });

  test('without an id it is matched by a name that is seldom given, too', () => {
    const documents = [
      withFormations('MET.1', 'CAP chapeau (ID: FOR.1)'),
      withFormations('MET.2', 'CAP chapeau (ID: FOR.1)'),
      withFormations('MET.3', 'CAP couvre-chef (ID: FOR.1)'),
      withFormations('MET.4', 'cap couvre-chef'),
    ];
    expect(formationsOf(documents)).toEqual(['FOR.1 CAP chapeau']);
  });

  test('without an id it goes to the formation of that name rather than to one seldom called so', () => {
    const documents = [
      withFormations('MET.1', 'CAP chapeau (ID: FOR.1)'),
      withFormations('MET.2', 'CAP chapeau (ID: FOR.1)'),
      withFormations('MET.3', 'BTS plume (ID: FOR.1)'),
      withFormations('MET.4', 'BTS plume (ID: FOR.2)'),
      withFormations('MET.5', 'BTS plume (ID: FOR.2)'),
      withFormations('MET.6', 'BTS plume'),
    ];
    const { content } = loadedFrom(filed(documents));
    expect(content.nodes.Formation.map(({ id, nom }) => `${id} ${nom}`)).toEqual([
      'FOR.1 CAP chapeau',
      'FOR.2 BTS plume',
    ]);
    expect(content.edges.RECOMMANDE.at(-1)).toEqual({ from: 'MET.6', to: ['FOR.2'] });
  });

  test('without an id and unknown, it gets one from its label: one for every way to write it', () => {
    const { content, diagnostics } = loadedFrom({
      'a.md': withFormations('MET.1', 'École de chapellerie'),
      'b.md': withFormations('MET.2', 'ecole de chapellerie'),
      'c.md': withFormations('MET.3', 'École de chapellerie'),
    });
    expect(content.nodes.Formation).toEqual([
      {
        id: 'FORMATION.ecole-de-chapellerie',
        nom: 'École de chapellerie',
        key: 'ecole de chapellerie',
        search: ' ecole de chapellerie',
      },
    ]);
    expect(diagnostics.map(({ code }) => code)).toEqual(Array(3).fill('formation-without-id'));
  });

  test('with and without its id in one list it counts once', () => {
    const { content } = loadedFrom({ 'a.md': withFormations('MET.1', 'CAP', 'BTS (ID: FOR.2)', 'cap (ID: FOR.1)') });
    expect(content.edges.RECOMMANDE).toEqual([{ from: 'MET.1', to: ['FOR.1', 'FOR.2'] }]);
  });

  test('one that no document describes is accepted', () => {
    const { content, diagnostics } = loadedFrom({ 'a.md': withFormations('MET.1', 'CAP (ID: FOR.999999999)') });
    expect([content.nodes.Formation.map(({ id }) => id), diagnostics]).toEqual([['FOR.999999999'], []]);
  });

  test('labels that name properties of JavaScript objects are labels', () => {
    const odd = ['__proto__', 'constructor', 'toString'];
    const { content } = loadedFrom({
      'a.md': document('MET.1', '', '**Statuts possibles:**', ...odd.map((label) => `- ${label}`)),
      'b.md': withFormations('MET.2', ...odd),
    });
    expect(content.nodes.Statut.map(({ libelle }) => libelle).sort()).toEqual([...odd].sort());
    expect(content.nodes.Formation.map(({ nom }) => nom).sort()).toEqual([...odd].sort());
  });
});

describe('statuts, intérêts and ROME codes', () => {
  test('ways to write one label are one node, named as most documents name it', () => {
    const statuts = (id: string, ...labels: string[]): string =>
      document(id, '', '**Statuts possibles:**', ...labels.map((label) => `- ${label}`));
    const documents = [statuts('MET.1', 'Salarié'), statuts('MET.2', 'salarié'), statuts('MET.3', 'salarie\u0301 ')];
    for (const some of permutations(documents)) {
      expect(loadedFrom(filed(some)).content.nodes.Statut).toEqual([
        { id: 'STATUT.salarie', libelle: 'salarié', key: 'salarie', search: ' salarie' },
      ]);
    }
  });

  test('the same label with straight and curly apostrophes is one intérêt', () => {
    const interets = (id: string, label: string): string => document(id, '', "## Centres d'intérêt", `- ${label}`);
    const { content } = loadedFrom({
      'a.md': interets('MET.1', "j'aime bouger"),
      'b.md': interets('MET.2', 'j’aime bouger'),
    });
    expect([content.nodes.Interet.map(({ id }) => id), content.edges.REPOND_A]).toEqual([
      ['INTERET.j-aime-bouger'],
      [
        { from: 'MET.1', to: ['INTERET.j-aime-bouger'] },
        { from: 'MET.2', to: ['INTERET.j-aime-bouger'] },
      ],
    ]);
  });

  test('an item that stands twice in its list counts once, where it stands first', () => {
    const text = document(
      'MET.1',
      '',
      '**Statuts possibles:**',
      '- salarié',
      '- artisan',
      '- Salarié',
      '',
      '**Codes ROME:** K1403, K1404, K1403',
    );
    const { edges } = loadedFrom({ 'a.md': text }).content;
    expect([edges.EXERCE_SOUS, edges.CLASSE_SOUS]).toEqual([
      [{ from: 'MET.1', to: ['STATUT.salarie', 'STATUT.artisan'] }],
      [{ from: 'MET.1', to: ['ROME.K1403', 'ROME.K1404'] }],
    ]);
  });
});

describe('what is served of a text', () => {
  test('the twelve spaces before its lines are gone, further ones stay', () => {
    expect(servedText(`Un.\n${INDENT}Deux.\n${INDENT} Trois.\n\n${INDENT}- Quatre.  \nCinq.\n   Six.`)).toBe(
      'Un.\nDeux.\n Trois.\n\n- Quatre.  \nCinq.\n   Six.',
    );
  });

  test('it is composed, and without white space around it', () => {
    expect(servedText(`  ${'é'.normalize('NFD')}\n\n`)).toBe('é');
  });

  test('labels are tidied: composed, single spaces, nothing invisible', () => {
    const { metier, statuts } = describedAs(
      lines(
        `#  e\u0301le\u0300ve\u00A0 modiste `,
        '**ID:** MET.1',
        '**Appellations:**',
        '- Féminin:  éle\u00ADve  modiste ',
        '',
        '**Statuts possibles:**',
        '- libéral\u00A0 ',
      ),
    );
    expect([metier.nom, metier.appellations, metier.key, statuts]).toEqual([
      'élève modiste',
      { feminin: 'éleve modiste', masculin: null },
      'eleve modiste',
      ['libéral'],
    ]);
  });

  test('an appellation that stands twice counts once', () => {
    const text = document(
      'MET.1',
      '',
      '## Autres appellations',
      '',
      '### a',
      '- Féminin: b',
      '',
      '### a',
      '- Féminin: b',
      '',
      '### a',
    );
    expect(describedAs(text).metier.autresAppellations).toEqual([
      { nom: 'a', feminin: 'b', masculin: null },
      { nom: 'a', feminin: null, masculin: null },
    ]);
  });

  test('a section that is empty is served as such, and its field is null', () => {
    const { metier } = describedAs(document('MET.1', '', '## Présentation', '', '## En bref', '', 'Court.'));
    expect([metier.presentation, metier.enBref, metier.sections]).toEqual([
      null,
      'Court.',
      [
        { titre: 'Présentation', texte: '', connue: true },
        { titre: 'En bref', texte: 'Court.', connue: true },
      ],
    ]);
  });
});

describe('the length of studies', () => {
  test('the whole, what follows the 3e, what follows the bac, and all parts', () => {
    expect(
      dureeEtudesOf(
        lines(
          'Un mot.',
          '',
          '### Durée des études',
          'En tout, long.',
          '## Après la 3e',
          'Court.',
          '',
          'Ou pas.',
          '## Après le bac',
          'Long.',
        ),
      ),
    ).toEqual({
      texte: 'En tout, long.\n## Après la 3e\nCourt.\n\nOu pas.\n## Après le bac\nLong.',
      apres3e: 'Court.\n\nOu pas.',
      apresBac: 'Long.',
      parties: [
        { titre: 'Après la 3e', texte: 'Court.\n\nOu pas.' },
        { titre: 'Après le bac', texte: 'Long.' },
      ],
    });
  });

  test.each([
    ['Après la 3e', 'x', null],
    ['Après la 3 e', 'x', null],
    ['Après la 3ème', 'x', null],
    ['après la 3E', 'x', null],
    ['Après la 3ᵉ', 'x', null],
    ['Après le bac', null, 'x'],
    ['Après le Bac', null, 'x'],
    ['Après le bace', null, 'x'],
    ['Après\u00A0le bac ', null, 'x'],
    ['Après le baccalauréat', null, 'x'],
    ['Après bac', null, 'x'],
    ['Après le bac en 7 ans', null, 'x'],
    ['Après la 3e en 2 ans', 'x', null],
    ['Après le bac pro', null, null],
    ['Avec ou sans le bac', null, null],
    ['Après le bac + 5', null, null],
  ])('"%s"', (titre, apres3e, apresBac) => {
    expect(dureeEtudesOf(`### Durée des études\n## ${titre}\nx`)).toMatchObject({ apres3e, apresBac });
  });

  test.each(['## Durée des études', '### DURÉE DES ÉTUDES', '### Duree des etudes', '#### Durée\u00A0des études  '])(
    '"%s"',
    (heading) => {
      expect(dureeEtudesOf(`${heading}\nUn an.`)).toEqual({
        texte: 'Un an.',
        apres3e: null,
        apresBac: null,
        parties: [],
      });
    },
  );

  test('none without its heading', () => {
    expect([dureeEtudesOf(''), dureeEtudesOf('Durée des études\nUn an.')]).toEqual([null, null]);
  });
});

describe("the beginner's salary", () => {
  test('it is what stands between its heading and the next', () => {
    const text = lines(
      '## Salaire',
      '### Salaire du débutant',
      'A partir de 1900 euros brut par mois, hors primes.',
      '',
      'Variable ensuite.',
      '## Intégrer le marché du travail',
      'A partir de 3000 euros brut par mois.',
    );
    expect(salaireOf(text)).toEqual({
      texte: 'A partir de 1900 euros brut par mois, hors primes.\n\nVariable ensuite.',
      min: 1900,
      max: null,
    });
  });

  test('none without its heading, or with nothing under it', () => {
    expect([
      salaireOf('A partir de 1900 euros brut par mois'),
      salaireOf('### Salaire du débutant\n\n## Intégrer le marché du travail\nVite.'),
      salaireOf(''),
    ]).toEqual([null, null, null]);
  });

  test.each([
    '### salaire du debutant',
    '### SALAIRE DU DÉBUTANT',
    '## Salaire du débutant',
    '### Salaire\u00A0du débutant ',
  ])('"%s"', (heading) => {
    expect(salaireOf(`${heading}\nVariable`)).toEqual({ texte: 'Variable', min: null, max: null });
  });

  test.each([
    // An open range.
    ['A partir de 1801 euros brut par mois', 1801, null],
    ['À partir de 1801 euros brut par mois.', 1801, null],
    ['à partir de 1801 euros bruts par mois, hors primes', 1801, null],
    ['A\u00A0partir de 1801 euros brut par mois, selon la taille du chapeau', 1801, null],
    ['A partir de 1801 euros par mois', 1801, null],
    ['A partir de 1801 euros bruts mensuels', 1801, null],
    ['A partir de 1801 € brut par mois', 1801, null],
    ['A partir de 1801€ brut par mois', 1801, null],
    ['A partir de 1801 €/mois', 1801, null],
    // A closed range.
    ['Entre 1801 et 2300 euros brut par mois', 1801, 2300],
    ['Entre 1801 et 2300 euros brut par mois, hors primes', 1801, 2300],
    ['De 800 à 1700 euros brut par mois. Le chapeau est fourni.', 800, 1700],
    ['de 800 a 1700 euros brut par mois', 800, 1700],
    ['Entre 2300 et 1801 euros brut par mois', 1801, 2300],
    ['Entre 1801 et 1801 euros brut par mois', 1801, 1801],
    // A figure alone.
    ['1532 euros brut par mois, chapeau et plume compris', 1532, 1532],
    // Thousands and decimals.
    ['A partir de 1 801 euros brut par mois', 1801, null],
    ['A partir de 1\u00A0801 euros brut par mois', 1801, null],
    ['A partir de 1\u202F801 euros brut par mois', 1801, null],
    ['A partir de 1\u2009801\u00A0euros brut par mois', 1801, null],
    ['Entre 1 801 et 2 300 euros brut par mois', 1801, 2300],
    ['De 1\u202F801 à 12\u202F300 euros brut par mois', 1801, 12300],
    ['A partir de 1801,50 euros brut par mois', 1801.5, null],
    ['A partir de 1\u00A0801,5 euros brut par mois', 1801.5, null],
    ['A partir de 1801.25 euros brut par mois', 1801.25, null],
    // Several statements.
    ['A partir de 1801 euros brut par mois\nEntre 2000 et 2500 euros brut par mois', 1801, null],
    ['Entre 1900 et 2100 euros brut par mois\nEntre 1801 et 2500 euros brut par mois', 1801, 2500],
    ['Entre 1900 et 2100 euros brut par mois<br/>De 2000 à 2500 euros brut par mois', 1900, 2500],
    ['Dans le privé :<br/>A partir de 1801 euros brut par mois', 1801, null],
    ['A partir de 1801 euros brut par mois<br/>Primes en plus', 1801, null],
    ['A partir de 1801 euros brut par mois <br/> Primes en plus', 1801, null],
    ['A partir de 1801 euros brut par mois<br>Primes en plus', 1801, null],
    ['A partir de 1801 euros brut par mois<br />Primes en plus', 1801, null],
    ['A partir de 1801 euros brut par mois<BR/>Primes en plus', 1801, null],
    ['Variable\nA partir de 1801 euros brut par mois', 1801, null],
    // No figure of a month.
    ['1084 euros par semaine de 35 heures', null, null],
    ['769,64 euros brut par semaine', null, null],
    ['De 250 à 350 euros brut par jour', null, null],
    ['Entre 80 et 90 euros brut le forfait', null, null],
    ['De 100 à 800 euros pour chaque chapeau vendu', null, null],
    ['A partir de 25 000 euros brut par an', null, null],
    ["12 euros de l'heure", null, null],
    ['A partir de 1801 euros net par mois', null, null],
    ['A partir du Smic', null, null],
    ['Variable selon les têtes', null, null],
    ['Il gagne 1801 euros brut par mois', null, null],
    ['', null, null],
    // Nothing that is no plain number.
    ['A partir de 0 euros brut par mois', null, null],
    ['A partir de -5 euros brut par mois', null, null],
    ['A partir de Infinity euros brut par mois', null, null],
    ['A partir de 0x709 euros brut par mois', null, null],
    ['A partir de 1e9 euros brut par mois', null, null],
    ['Entre 1801 euros brut par mois', null, null],
    ['Entre et 1801 euros brut par mois', null, null],
    ['De 1801 et 2300 euros brut par mois', null, null],
  ])('%j', (texte, min, max) => {
    expect(rangeOf(texte)).toEqual({ min, max });
  });

  test('a point between thousands is never taken for a decimal point', () => {
    expect([null, 1801]).toContain(rangeOf('A partir de 1.801 euros brut par mois').min);
  });
});
