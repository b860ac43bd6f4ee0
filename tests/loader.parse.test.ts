/** What `parse` promises of one document: its values, their places, and what it has to say of it. */
import { existsSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { describe as described } from '../loaders/content.ts';
import { DIAGNOSTICS_PER_FILE_MAX, type Diagnostic, type Text } from '../loaders/diagnostic.ts';
import type { Block, BlockOf, Fiche } from '../loaders/fiche.ts';
import { LABEL_CHARACTERS_MAX } from '../loaders/labels.ts';
import { NIVEAUX } from '../loaders/niveau.ts';
import { parse } from '../loaders/parse.ts';
import { render } from '../loaders/render.ts';
import {
  bare,
  document,
  documentsIn,
  ficheOf,
  INDENT,
  lines,
  ONISEP,
  POOR,
  RICH,
  SEEDS,
  textOf,
  withFormations,
} from './support/documents.ts';

const FILE = 'essai.md';

/** Everything that is said of a document. */
function said(text: string): readonly Diagnostic[] {
  return parse(text, FILE).diagnostics;
}

function codes(text: string): string[] {
  return said(text).map(({ severity, code, line, column }) => `${severity} ${code} ${line}:${column}`);
}

function blockOf<K extends Block['kind']>(fiche: Fiche, kind: K): BlockOf<K> | undefined {
  return fiche.blocks.find((block): block is BlockOf<K> => block.kind === kind);
}

/** The sections as they are served. */
function servedSections(text: string): string[] {
  return described(ficheOf(text)).metier.sections.map(({ titre, texte }) => `${titre}: ${texte}`);
}

/** Every text of a fiche, in the order of its places: `line:offset section | value`, first line of the value only. */
function places(fiche: Fiche): string[] {
  const found: Text[] = [];
  const visit = (value: unknown): void => {
    if (typeof value !== 'object' || value === null) return;
    if ('value' in value) found.push(value as Text);
    else Object.values(value).forEach(visit);
  };
  visit(fiche);
  return found
    .sort((a, b) => a.line - b.line || a.offset - b.offset)
    .map(({ line, offset, section, value }) => `${line}:${offset} ${section} | ${value.split('\n', 1)[0]}`);
}

describe('a document comes back byte for byte from render(parse(document))', () => {
  test('each seed', () => {
    const names = documentsIn(SEEDS);
    expect(names.length).toBeGreaterThanOrEqual(13);
    expect(names.filter((name) => render(ficheOf(textOf(SEEDS, name), name)) !== textOf(SEEDS, name))).toEqual([]);
  });

  test('each seed is free of errors and warnings', () => {
    const findings = documentsIn(SEEDS)
      .flatMap((name) => parse(textOf(SEEDS, name), name).diagnostics)
      .filter(({ severity }) => severity !== 'notice');
    expect(findings).toEqual([]);
  });

  test('a document with every block of the richer dialect', () => {
    expect(render(ficheOf(RICH))).toBe(RICH);
  });

  test('a document without appellations, and one that has its codes ROME right behind them', () => {
    const without = document('MET.1', '', '## Présentation', '', 'Un chapeau, une tête.');
    const tight = document(
      'MET.1',
      '',
      '**Appellations:**',
      '- Féminin: a',
      '- Masculin: b',
      '**Codes ROME:**',
      '- B1806',
    );
    expect(render(ficheOf(without))).toBe(without);
    expect(render(ficheOf(tight))).toBe(tight);
  });

  test('trailing spaces in titles, labels, items and prose', () => {
    const text = lines(
      '# essayeur/euse de chapeaux ',
      '**ID:** MET.1',
      '',
      '**Appellations:**',
      '- Féminin: essayeuse  ',
      '- Masculin: essayeur ',
      '## Présentation',
      '',
      'Un chapeau.  ',
      `${INDENT}Deux chapeaux. `,
      '',
      "**Niveau d'accès minimum:** bac + 2 ",
      '',
      '**Statuts possibles:**',
      '- salarié ',
    );
    expect(render(ficheOf(text))).toBe(text);
  });

  test('unknown sections of both styles, and a comment at the end', () => {
    const text = document(
      'MET.1',
      '',
      '## Anecdotes',
      '',
      'Un feutre vaut deux pailles.',
      '',
      '**Outils:** la forme, le fer',
      '',
      '**Voir aussi:**',
      '- la modiste',
      '',
      '<!-- fin -->',
    );
    expect(render(ficheOf(text))).toBe(text);
  });

  describe.skipIf(!existsSync(ONISEP))(
    'ONISEP release of 21/10/2025 (skipped where ../shared/onisep is absent: it is no part of the project)',
    () => {
      test('913 of 913', () => {
        const names = documentsIn(ONISEP);
        const broken = names.filter((name) => {
          const { fiche } = parse(textOf(ONISEP, name), name);
          return fiche === undefined || render(fiche) !== textOf(ONISEP, name);
        });
        expect({ documents: names.length, broken }).toEqual({ documents: 913, broken: [] });
      });

      test('no document has an error or a warning, and none a section that is unknown', () => {
        const findings = documentsIn(ONISEP).flatMap((name) =>
          parse(textOf(ONISEP, name), name)
            .diagnostics.filter(({ severity, code }) => severity !== 'notice' || code === 'section-unknown')
            .map(({ code, line }) => `${name}:${line} ${code}`),
        );
        expect(findings).toEqual([]);
      });

      test('every prose section keeps all its lines, Salaire inside Vie professionnelle', () => {
        const wrong = documentsIn(ONISEP).filter((name) => {
          const text = textOf(ONISEP, name);
          const inside = described(ficheOf(text, name)).metier.vieProfessionnelle?.startsWith('## Salaire\n') ?? false;
          return inside !== text.includes('\n## Salaire\n');
        });
        expect(wrong).toEqual([]);
      });
    },
  );
});

describe('the richer dialect', () => {
  test('every value of a fiche is read, in the order of the document', () => {
    const section = (field: string, titre: string, ...texte: string[]): object => ({
      kind: 'section',
      field,
      style: 'heading',
      titre,
      texte: texte.join('\n'),
    });
    expect(bare(ficheOf(RICH))).toEqual({
      title: 'souffleur/euse de verre',
      id: 'MET.90001',
      blocks: [
        { kind: 'appellations', feminin: 'souffleuse de verre', masculin: 'souffleur de verre' },
        {
          kind: 'autresAppellations',
          items: [
            { nom: 'verrier/ère à la canne', feminin: 'verrière à la canne', masculin: 'verrier à la canne' },
            { nom: "artisan/e d'art du verre", feminin: "artisane d'art du verre", masculin: "artisan d'art du verre" },
          ],
        },
        { kind: 'romes', items: ['B1602', 'A15'] },
        section('presentation', 'Présentation', 'Une boule de verre rougeoie au bout de la canne.'),
        section(
          'enBref',
          'En bref',
          'Le four ne dort jamais ; la personne qui souffle non plus, ou presque.',
          '',
          `${INDENT}### Durée des études`,
          `${INDENT}## Après la 3e`,
          `${INDENT}Deux ans d'atelier avant de tenir la canne.`,
          `${INDENT}## Après le bac`,
          `${INDENT}Trois ans de plus pour les pièces d'auteur.`,
        ),
        section('natureDuTravail', 'Nature du travail', 'Cueillir, souffler, trancher.'),
        section('competencesRequises', 'Compétences requises', 'Du souffle, et de la patience.'),
        section('conditionsDeTravail', 'Conditions de travail', 'Il fait chaud.'),
        section(
          'vieProfessionnelle',
          'Vie professionnelle',
          '## Salaire',
          `${INDENT}### Salaire du débutant`,
          `${INDENT}Entre 1850 et 2100 euros brut par mois`,
          `${INDENT}## Intégrer le marché du travail`,
          `${INDENT}Peu d'ateliers, mais des ateliers fidèles.`,
        ),
        section('accesAuMetier', 'Accès au métier', 'Niveau CAP', `${INDENT}Le geste s'apprend devant le four.`),
        { kind: 'niveau', label: 'CAP ou équivalent' },
        {
          kind: 'formations',
          items: [
            { label: 'CAP arts du verre, option soufflage', id: 'FOR.90010' },
            { label: 'brevet de verre : canne (et four)', id: 'FOR.90011' },
          ],
        },
        { kind: 'statuts', items: ['artisan', 'salarié'] },
        { kind: 'interets', items: ['je veux travailler de mes mains', "réparer, bricoler, j'adore ça"] },
      ],
    });
  });

  test('every value knows its line, its offset and its section', () => {
    expect(places(ficheOf(RICH))).toEqual([
      '1:2 title | souffleur/euse de verre',
      '2:8 ID | MET.90001',
      '5:11 Appellations | souffleuse de verre',
      '6:12 Appellations | souffleur de verre',
      '10:4 Autres appellations | verrier/ère à la canne',
      '11:11 Autres appellations | verrière à la canne',
      '12:12 Autres appellations | verrier à la canne',
      "14:4 Autres appellations | artisan/e d'art du verre",
      "15:11 Autres appellations | artisane d'art du verre",
      "16:12 Autres appellations | artisan d'art du verre",
      '19:2 Codes ROME | B1602',
      '20:2 Codes ROME | A15',
      '22:3 Présentation | Présentation',
      '24:0 Présentation | Une boule de verre rougeoie au bout de la canne.',
      '26:3 En bref | En bref',
      '28:0 En bref | Le four ne dort jamais ; la personne qui souffle non plus, ou presque.',
      '36:3 Nature du travail | Nature du travail',
      '38:0 Nature du travail | Cueillir, souffler, trancher.',
      '40:3 Compétences requises | Compétences requises',
      '42:0 Compétences requises | Du souffle, et de la patience.',
      '44:3 Conditions de travail | Conditions de travail',
      '46:0 Conditions de travail | Il fait chaud.',
      '48:3 Vie professionnelle | Vie professionnelle',
      '50:0 Vie professionnelle | ## Salaire',
      '56:3 Accès au métier | Accès au métier',
      '58:0 Accès au métier | Niveau CAP',
      "61:28 Niveau d'accès minimum | CAP ou équivalent",
      '65:2 Formations recommandées | CAP arts du verre, option soufflage',
      '65:43 Formations recommandées | FOR.90010',
      '66:2 Formations recommandées | brevet de verre : canne (et four)',
      '66:41 Formations recommandées | FOR.90011',
      '69:2 Statuts possibles | artisan',
      '70:2 Statuts possibles | salarié',
      "74:2 Centres d'intérêt | je veux travailler de mes mains",
      "75:2 Centres d'intérêt | réparer, bricoler, j'adore ça",
    ]);
  });

  test('every value stands at the place that it names', () => {
    const rows = RICH.split('\n');
    const strayed = places(ficheOf(RICH)).filter((place) => {
      const [, line, offset, value] = /^(\d+):(\d+) .*? \| (.*)$/.exec(place) ?? [];
      return !rows[Number(line) - 1]?.startsWith(value ?? '?', Number(offset));
    });
    expect(strayed).toEqual([]);
  });

  test('nothing is said of a document that has nothing wrong, but of its professional domain', () => {
    expect(codes(RICH)).toEqual(['notice rome-domain 20:3']);
  });

  test('a column-0 "## Salaire" that begins the body of Vie professionnelle belongs to it', () => {
    const text = document('MET.1', '', '## Vie professionnelle', '', '## Salaire', `${INDENT}Variable.`);
    expect(servedSections(text)).toEqual(['Vie professionnelle: ## Salaire\nVariable.']);
    expect(codes(text)).toEqual([]);
  });

  test('a column-0 heading later in a body begins a section of its own', () => {
    const text = document('MET.1', '', '## Vie professionnelle', '', 'Calme.', '', '## Salaire', '', 'Variable.');
    expect(servedSections(text)).toEqual(['Vie professionnelle: Calme.', 'Salaire: Variable.']);
    expect(codes(text)).toEqual(['notice section-unknown 8:4']);
  });

  test.each([
    '##Formations recommandées',
    '# Formations recommandées',
    '### Formations recommandées',
    ' ## Formations recommandées',
    '**Formations recommandées** :',
    '**Formations recommandées**',
    '* Formations recommandées :',
    "**Niveau d'accès minimum** : bac + 5",
    '##Compétences requises',
  ])('a head written amiss, "%s", is kept as text, with a warning', (head) => {
    const text = document('MET.1', '', '## En bref', '', 'Court.', '', head, '', '- BTS (ID: FOR.1)');
    expect(servedSections(text)).toEqual([`En bref: Court.\n\n${head}\n\n- BTS (ID: FOR.1)`]);
    expect(codes(text)).toEqual(['warning heading-near 8:1']);
  });

  test.each(['### En bref', '#Formation', '* Formations', '**Statuts**', '#', '**', '*** : **'])(
    'text that only resembles a head, "%s", is text',
    (line) => {
      const text = document('MET.1', '', '## En bref', '', 'Court.', '', line);
      expect(servedSections(text)).toEqual([`En bref: Court.\n\n${line}`]);
      expect(codes(text)).toEqual([]);
    },
  );

  test('a heading that is indented is text', () => {
    const text = document('MET.1', '', '## En bref', '', 'Court.', '', `${INDENT}## Présentation`, `${INDENT}Long.`);
    expect(servedSections(text)).toEqual(['En bref: Court.\n\n## Présentation\nLong.']);
  });

  test('bullets, URLs, rules and hashes inside a body are text', () => {
    const body = [
      '- un point',
      '* une étoile',
      '---',
      '#hashtag',
      '# un titre',
      'https://example.org/?a=1&b=2#c',
      '**gras** et *maigre*',
    ];
    const text = document('MET.1', '', '## Présentation', '', ...body);
    expect(servedSections(text)).toEqual([`Présentation: ${body.join('\n')}`]);
    expect(render(ficheOf(text))).toBe(text);
  });

  test('a document needs a title and an ID, nothing else', () => {
    expect(parse('# a\n**ID:** MET.1', FILE)).toEqual({
      diagnostics: [],
      fiche: {
        file: FILE,
        title: { value: 'a', line: 1, offset: 2, section: 'title' },
        id: { value: 'MET.1', line: 2, offset: 8, section: 'ID' },
        blocks: [],
      },
    });
  });

  test('blocks are read in whatever order they stand', () => {
    const text = lines(
      '# a',
      '',
      '**Statuts possibles:**',
      '- salarié',
      '',
      "**Niveau d'accès minimum:** 3E",
      '',
      '**ID:** MET.1',
      '',
      '## Présentation',
      '',
      'Texte.',
    );
    expect(bare(ficheOf(text))).toEqual({
      title: 'a',
      id: 'MET.1',
      blocks: [
        { kind: 'statuts', items: ['salarié'] },
        { kind: 'niveau', label: '3E' },
        { kind: 'section', field: 'presentation', style: 'heading', titre: 'Présentation', texte: 'Texte.' },
      ],
    });
  });

  test('items may be indented, marked by stars, and set apart by blank lines', () => {
    const text = document('MET.1', '', '**Statuts possibles:**', '* artisan', '', '   - salarié');
    expect(bare(blockOf(ficheOf(text), 'statuts'))).toEqual({ kind: 'statuts', items: ['artisan', 'salarié'] });
  });

  test('commas inside the items of a list do not split them', () => {
    const text = document('MET.1', '', "## Centres d'intérêt", '', "- enquêter, analyser l'information, j'en rêve");
    expect(bare(blockOf(ficheOf(text), 'interets'))).toEqual({
      kind: 'interets',
      items: ["enquêter, analyser l'information, j'en rêve"],
    });
  });
});

describe('the poorer dialect', () => {
  test('every value of a fiche is read', () => {
    const section = (field: string, titre: string, texte: string): object => ({
      kind: 'section',
      field,
      style: 'heading',
      titre,
      texte,
    });
    expect(bare(ficheOf(POOR))).toEqual({
      title: 'gardien/ne de phare',
      id: 'MET.90002',
      blocks: [
        { kind: 'romes', items: ['N3101', 'N3102'] },
        section('presentation', 'Présentation', 'La lampe tourne, le café aussi.'),
        section('enBref', 'En bref', "Veiller, noter, réparer : la mer n'attend pas."),
        section('natureDuTravail', 'Nature du travail', 'Graisser la cloche.'),
        section('competencesRequises', 'Compétences requises', 'Aimer le vent.'),
        section('conditionsDeTravail', 'Conditions de travail', 'Seul, souvent.'),
        section(
          'vieProfessionnelle',
          'Vie professionnelle',
          `## Salaire\n${INDENT}### Salaire du débutant\n${INDENT}A partir de 1900 euros brut par mois`,
        ),
        section('accesAuMetier', 'Accès au métier', 'Niveau bac'),
        {
          kind: 'formations',
          items: [
            { label: 'bac pro maintenance des feux (et balises)', id: null },
            { label: 'CAP arts du verre, option soufflage', id: null },
          ],
        },
        { kind: 'comment', texte: '<!-- SEARCH_KEYWORDS: phare, lampe, mer -->' },
      ],
    });
  });

  test('the codes of an inline list know their own offsets', () => {
    expect(places(ficheOf(POOR)).slice(0, 4)).toEqual([
      '1:2 title | gardien/ne de phare',
      '3:8 ID | MET.90002',
      '5:16 Codes ROME | N3101',
      '5:23 Codes ROME | N3102',
    ]);
  });

  test('each formation without an id is told of, and nothing else', () => {
    expect(codes(POOR)).toEqual(['warning formation-without-id 39:3', 'warning formation-without-id 40:3']);
  });

  test('rendered in the richer dialect it says the same', () => {
    expect(bare(ficheOf(render(ficheOf(POOR))))).toEqual(bare(ficheOf(POOR)));
  });

  test('the metier has neither appellations, niveau, statuts nor intérêts', () => {
    const { metier, statuts, interets, romes, formations } = described(ficheOf(POOR));
    expect({
      appellations: metier.appellations,
      autresAppellations: metier.autresAppellations,
      niveau: metier.niveau,
      statuts,
      interets,
      romes,
      formations: formations.map(({ id, nom }) => [id, nom]),
    }).toEqual({
      appellations: null,
      autresAppellations: [],
      niveau: null,
      statuts: [],
      interets: [],
      romes: ['N3101', 'N3102'],
      formations: [
        [null, 'bac pro maintenance des feux (et balises)'],
        [null, 'CAP arts du verre, option soufflage'],
      ],
    });
  });
});

describe('headings are known whatever their dress', () => {
  test.each([
    ['NFD', '## Présentation'.normalize('NFD')],
    ['upper case', '## PRÉSENTATION'],
    ['no accent', '## Presentation'],
    ['trailing spaces', '## Présentation  '],
    ['a colon', '## Présentation :'],
    ['a soft hyphen', '## Présen\u00ADtation'],
    ['a label', '**Présentation:**'],
    ['a label with NBSP before its colon', '**Présentation\u00A0:**'],
  ])('Présentation: %s', (_, heading) => {
    const text = document('MET.1', '', heading, 'Un chapeau.');
    expect(codes(text)).toEqual([]);
    expect(described(ficheOf(text)).metier.presentation).toBe('Un chapeau.');
  });

  test.each([
    ['straight apostrophe', "**Niveau d'accès minimum:** bac + 2"],
    ['curly apostrophe', '**Niveau d’accès minimum:** bac + 2'],
    ['NBSP before the colon', '**Niveau d’accès minimum\u00A0:** bac + 2'],
    ['NFD', '**Niveau d’accès minimum:** bac + 2'.normalize('NFD')],
    ['NBSP between words', "**Niveau\u00A0d'accès\u202Fminimum:** bac\u00A0+\u00A02"],
    ['upper case', "**NIVEAU D'ACCÈS MINIMUM:** BAC + 2"],
    ['no spaces in the level', "**Niveau d'accès minimum:** bac+2"],
  ])("Niveau d'accès minimum: %s", (_, line) => {
    const text = document('MET.1', '', line);
    expect(codes(text)).toEqual([]);
    expect(described(ficheOf(text)).metier.niveau).toEqual({ libelle: 'bac + 2', rang: 2 });
  });

  test.each(["## Centres d'intérêt", '## Centres d’intérêt', "## CENTRES D'INTERET", "**Centres d'intérêt:**"])(
    '%s',
    (heading) => {
      const text = document('MET.1', '', heading, '- j’aime bouger');
      expect(codes(text)).toEqual([]);
      expect(described(ficheOf(text)).interets).toEqual(['j’aime bouger']);
    },
  );

  test.each(['**Codes ROME:**', '**Codes\u00A0ROME :**', '**codes rome:**', '## Codes ROME'])('%s', (heading) => {
    const text = document('MET.1', '', heading, '- K1403');
    expect(codes(text)).toEqual([]);
    expect(described(ficheOf(text)).romes).toEqual(['K1403']);
  });

  test.each(['**id:** MET.7', '**ID :** MET.7', '**ID:**\u00A0MET.7\u00A0', '**ID:**MET.7'])('%s', (line) => {
    expect(bare(ficheOf(lines('# a', line)))).toEqual({ title: 'a', id: 'MET.7', blocks: [] });
  });

  test.each(['- féminin: a', '- FEMININ : a', `- ${'Féminin'.normalize('NFD')}\u00A0: a`, '- Féminin:a'])(
    '%s',
    (item) => {
      const text = document('MET.1', '', '**Appellations:**', item, '- Masculin: b');
      expect(bare(blockOf(ficheOf(text), 'appellations'))).toEqual({
        kind: 'appellations',
        feminin: 'a',
        masculin: 'b',
      });
    },
  );

  test('a hard space behind the hashes does not hide a known heading', () => {
    const text = document('MET.1', '', '## En bref', '', 'Court.', '', '##\u00A0Nature du travail', '', 'Essayer.');
    expect(servedSections(text)).toEqual(['En bref: Court.', 'Nature du travail: Essayer.']);
  });
});

describe('levels', () => {
  test('the sixteen of ONISEP, with their ranks', () => {
    expect(NIVEAUX.map(({ libelle, rang }) => `${rang} ${libelle}`)).toEqual([
      '-5 sans diplôme',
      '-4 3E',
      '-3 diplôme national du brevet',
      '-2 CAP ou équivalent',
      '-1 CAP ou équivalent + 1 an',
      '0 bac ou équivalent',
      '1 bac + 1',
      '2 bac + 2',
      '3 bac + 3',
      '4 bac + 4',
      '5 bac + 5',
      '6 bac + 6',
      '7 bac + 7',
      '8 bac + 8',
      '9 bac + 9 et plus',
      'null autre formation',
    ]);
  });

  test('a level is known in any case, and served as ONISEP words it', () => {
    const rangs = NIVEAUX.flatMap(({ libelle }) =>
      [libelle, libelle.toUpperCase(), `${libelle.slice(0, 1).toUpperCase()}${libelle.slice(1)}`, ` ${libelle} `].map(
        (label) => described(ficheOf(document('MET.1', '', `**Niveau d'accès minimum:** ${label}`))).metier.niveau,
      ),
    );
    expect(rangs).toEqual(NIVEAUX.flatMap((niveau) => [niveau, niveau, niveau, niveau]));
  });
});

describe('formations', () => {
  /** The items of a list of formations, or what is said of it. */
  const read = (...items: string[]): unknown => {
    const { fiche, diagnostics } = parse(withFormations('MET.1', ...items), FILE);
    const block = fiche === undefined ? undefined : blockOf(fiche, 'formations');
    return block === undefined ? diagnostics.map(({ code }) => code) : bare(block.items);
  };

  test.each([
    ['parentheses', 'titre professionnel (niveau 5) (ID: FOR.1)', 'titre professionnel (niveau 5)', 'FOR.1'],
    ['a school before the id', 'expert en chapeaux (EPSI) (ID: FOR.22)', 'expert en chapeaux (EPSI)', 'FOR.22'],
    [
      'commas and colons',
      'BUT chapellerie, parcours : feutre, paille (ID: FOR.3)',
      'BUT chapellerie, parcours : feutre, paille',
      'FOR.3',
    ],
    ['an open parenthesis', 'licence (mention chapeaux (ID: FOR.4)', 'licence (mention chapeaux', 'FOR.4'],
    ['an id of its own inside', 'CAP (ID: FOR.1) rénové (ID: FOR.2)', 'CAP (ID: FOR.1) rénové', 'FOR.2'],
    ['trailing spaces', 'CAP chapeau (ID: FOR.5)   ', 'CAP chapeau', 'FOR.5'],
    ['no space before the parenthesis', 'CAP chapeau(ID: FOR.6)', 'CAP chapeau', 'FOR.6'],
    ['a space before the colon', 'CAP chapeau (ID : FOR.7)', 'CAP chapeau', 'FOR.7'],
    ['a hard space before the colon', 'CAP chapeau (ID\u00A0: FOR.8)', 'CAP chapeau', 'FOR.8'],
    ['no space behind the colon', 'CAP chapeau (ID:FOR.9)', 'CAP chapeau', 'FOR.9'],
    ['a label of one sign', '? (ID: FOR.10)', '?', 'FOR.10'],
  ])('the id is the last parenthesis of the line: %s', (_, item, label, id) => {
    expect(read(item)).toEqual([{ label, id }]);
  });

  test.each([
    ['parentheses', 'CAP (ancien régime)'],
    ['a parenthesis that speaks of an idea', 'CAP (idée : chapeau)'],
    ['only a parenthesis', '(sans nom)'],
  ])('a label without id keeps all its text: %s', (_, item) => {
    expect(read(item)).toEqual([{ label: item, id: null }]);
  });

  test('the place of an id counts from the start of the line', () => {
    const fiche = ficheOf(withFormations('MET.1', 'CAP (a) (ID:  FOR.12)'));
    expect(blockOf(fiche, 'formations')?.items).toEqual([
      {
        label: { value: 'CAP (a)', line: 6, offset: 2, section: 'Formations recommandées' },
        id: { value: 'FOR.12', line: 6, offset: 16, section: 'Formations recommandées' },
      },
    ]);
  });

  test.each([
    'CAP (ID: 12)',
    'CAP (ID: for.12)',
    'CAP (ID: FOR.)',
    'CAP (ID: FOR.1234567890)',
    'CAP (ID: MET.1)',
    'CAP (ID:)',
  ])('a malformed id is refused: %s', (item) => {
    expect(read(item)).toEqual(['formation-id-malformed']);
  });
});

describe('an ID that does not stand behind the title', () => {
  test('is read, or refused, but never changes what the headings around it mean', () => {
    const text = lines('# a', '', '## Présentation', '', '**ID:** MET.1', '', '## Débouchés', '', 'Des têtes.');
    const { fiche, diagnostics } = parse(text, FILE);
    if (fiche === undefined) expect(diagnostics.map(({ severity }) => severity)).toContain('error');
    else expect(bare(ficheOf(render(fiche)))).toEqual(bare(fiche));
  });
  test.each([
    ['a known one', '## Présentation'],
    ['an unknown one', '## Portrait'],
    ['a known one written as a label', '**En bref:**'],
  ])('is refused in a section that says nothing, which would take in what stands behind it: %s', (_what, head) => {
    const text = lines('# chapelier', head, '**ID:** MET.1', '**Portrait:** on me voit');
    expect(codes(text)).toContain('error id-misplaced 3:3');
  });
});

describe('unknown sections are kept and served in their place', () => {
  const text = document(
    'MET.1',
    '',
    '## Présentation',
    '',
    'Un chapeau.',
    '',
    '## Débouchés',
    '',
    'Des têtes.',
    '',
    `${INDENT}Beaucoup.`,
    '',
    '## En bref',
    '',
    'Essayer.',
    '',
    "**Secteurs d'activité:** la mode, le théâtre",
    '',
    '**Métiers associés:**',
    '- modiste',
    '- costumier/ère',
    '',
    "**Niveau d'accès minimum:** bac + 1",
    '',
    '## Sources',
    '',
    'La chapelière du coin.',
  );

  test('both styles, in the order of the document', () => {
    expect(described(ficheOf(text)).metier.sections).toEqual([
      { titre: 'Présentation', texte: 'Un chapeau.', connue: true },
      { titre: 'Débouchés', texte: 'Des têtes.\n\nBeaucoup.', connue: false },
      { titre: 'En bref', texte: 'Essayer.', connue: true },
      { titre: "Secteurs d'activité", texte: 'la mode, le théâtre', connue: false },
      { titre: 'Métiers associés', texte: '- modiste\n- costumier/ère', connue: false },
      { titre: 'Sources', texte: 'La chapelière du coin.', connue: false },
    ]);
  });

  test('they come back byte for byte', () => {
    expect(render(ficheOf(text))).toBe(text);
  });

  test('each is told of, in case its heading is a slip of the pen', () => {
    expect(said(text).map(({ message }) => message)).toEqual([
      '"Débouchés" is no section of a fiche métier; it is kept and served as it stands',
      '"Secteurs d\'activité" is no section of a fiche métier; it is kept and served as it stands',
      '"Métiers associés" is no section of a fiche métier; it is kept and served as it stands',
      '"Sources" is no section of a fiche métier; it is kept and served as it stands',
    ]);
  });

  test('two unknown sections may have one title', () => {
    const twice = document('MET.1', '', '## Note', '', 'Une.', '', '## Note', '', 'Deux.');
    expect(servedSections(twice)).toEqual(['Note: Une.', 'Note: Deux.']);
  });

  test('titles that name properties of JavaScript objects are titles', () => {
    const odd = document(
      'MET.1',
      '',
      '## __proto__',
      '',
      'Une.',
      '',
      '## constructor',
      '',
      'Deux.',
      '',
      '**toString:** Trois.',
    );
    expect(servedSections(odd)).toEqual(['__proto__: Une.', 'constructor: Deux.', 'toString: Trois.']);
  });
});

describe('comments are kept and never served', () => {
  test('one at the end, behind a blank line', () => {
    expect(blockOf(ficheOf(POOR), 'comment')).toEqual({
      kind: 'comment',
      line: 42,
      offset: 0,
      section: 'comment',
      texte: { value: '<!-- SEARCH_KEYWORDS: phare, lampe, mer -->', line: 42, offset: 0, section: 'comment' },
    });
    expect(JSON.stringify(described(ficheOf(POOR)).metier)).not.toContain('SEARCH_KEYWORDS');
  });

  test('one of several lines, blank ones and headings among them, comes back byte for byte', () => {
    const text = document('MET.1', '', '**Statuts possibles:**', '- salarié', '', '<!-- un', '', '## deux', '-->');
    expect(render(ficheOf(text))).toBe(text);
    expect(described(ficheOf(text)).metier.sections).toEqual([]);
    expect(codes(text)).toEqual([]);
  });

  test('one right behind a list', () => {
    const text = document('MET.1', '', '**Statuts possibles:**', '- salarié', '<!-- fin -->');
    expect(codes(text)).toEqual([]);
    expect(described(ficheOf(text)).statuts).toEqual(['salarié']);
  });

  test('one right behind the level, and one behind a line of spaces', () => {
    expect(codes(document('MET.1', '', "**Niveau d'accès minimum:** 3E", '<!-- fin -->'))).toEqual([]);
    expect(codes(document('MET.1', '', '**Statuts possibles:**', '- salarié', '  ', '<!-- fin -->'))).toEqual([]);
  });

  test('one at the end, behind a section of the label style, is not served with it', () => {
    const text = document('MET.1', '', '**Sources:** la chapelière', '', '<!-- fin -->');
    expect(servedSections(text)).toEqual(['Sources: la chapelière']);
    expect(render(ficheOf(text))).toBe(text);
  });

  test('one that never ends is told of', () => {
    const text = document('MET.1', '', '**Statuts possibles:**', '- artisan', '', '<!-- note', '', '- salarié');
    expect(parse(text, FILE).diagnostics.map(({ severity }) => severity)).toContain('error');
  });

  test('one behind the appellations survives rendering', () => {
    const text = document('MET.1', '', '**Appellations:**', '- Féminin: a', '- Masculin: b', '', '<!-- à relire -->');
    expect(bare(ficheOf(render(ficheOf(text))))).toEqual(bare(ficheOf(text)));
  });

  test('what stands behind a comment is not swallowed with it: prose', () => {
    const text = document('MET.1', '', '## Présentation', '', 'Avant.', '', '<!-- note -->', '', 'Après.');
    const { fiche, diagnostics } = parse(text, FILE);
    const kept = fiche !== undefined && JSON.stringify(described(fiche).metier).includes('Après.');
    expect({ keptOrRefused: kept || diagnostics.some(({ severity }) => severity === 'error') }).toEqual({
      keptOrRefused: true,
    });
  });

  test('what stands behind a comment is not swallowed with it: items', () => {
    const text = document('MET.1', '', '**Statuts possibles:**', '- artisan', '', '<!-- note -->', '', '- salarié');
    const { fiche, diagnostics } = parse(text, FILE);
    const kept = fiche !== undefined && described(fiche).statuts.includes('salarié');
    expect({ keptOrRefused: kept || diagnostics.some(({ severity }) => severity === 'error') }).toEqual({
      keptOrRefused: true,
    });
  });
});

describe('texts are kept as they stand, never evaluated', () => {
  test('HTML, YAML tags, Cypher, GraphQL and templates in prose', () => {
    const body = [
      '<script>alert(1)</script> <p>un</p><br/>',
      '!!js/function "function () { return 1 }" &ancre *ancre',
      "'}) MATCH (n) DETACH DELETE n //",
      '{ metier(id: "MET.1") { nom } }',
      // biome-ignore lint/suspicious/noTemplateCurlyInString: it must stay a text
      '${process.exit(1)} {{ 7 * 7 }} $(touch x) `id`',
      '\\u0041 %41 &amp; &#65;',
    ];
    const text = document('MET.1', '', '## Présentation', '', ...body);
    expect(described(ficheOf(text)).metier.presentation).toBe(body.join('\n'));
    expect(render(ficheOf(text))).toBe(text);
  });

  test('the same in labels', () => {
    const label = '<img src=x onerror=alert(1)> \'}) RETURN n // !!python/object "x" {{7*7}}';
    const text = document('MET.1', '', '**Statuts possibles:**', `- ${label}`);
    expect(described(ficheOf(text)).statuts).toEqual([label]);
  });

  test('a document with YAML in front has no title there', () => {
    expect(codes(lines('---', 'id: MET.1', '---', '# a', '**ID:** MET.1'))).toContain('error title-missing 1:1');
  });

  test('a line of 15,000 spaces is a line like another', () => {
    const spaces = ' '.repeat(15_000);
    const text = withFormations('MET.1', `CAP${spaces}chapeau${spaces}(ID: FOR.1)${spaces}`, `licence${spaces}`);
    expect(described(ficheOf(text)).formations.map(({ id, nom }) => [id, nom])).toEqual([
      ['FOR.1', 'CAP chapeau'],
      [null, 'licence'],
    ]);
    expect(codes(document('MET.1', '', `${spaces}x`))).toEqual(['error line-unexpected 4:1']);
    expect(codes(document('MET.1', '', '**Statuts possibles:**', `-${spaces}`))).toEqual(['error label-empty 5:3']);
  });

  test('lines of 15,000 hashes, stars, parentheses and hyphens are read too', () => {
    const odd = ['#', '*', '(', ')', '-', ':', '(ID: '].map((sign) => sign.repeat(15_000));
    const text = document('MET.1', '', '## Présentation', '', ...odd, 'Fin.');
    expect(described(ficheOf(text)).metier.presentation).toBe([...odd, 'Fin.'].join('\n'));
  });
});

describe('documents as large as may be, of one kind of line, are read to their end', () => {
  const repeated = (line: string, count: number, ...before: string[]): string =>
    document('MET.1', '', ...before) + `${line}\n`.repeat(count);
  /** How many lines a fiche keeps of a document, or which codes refuse it. */
  const outcome = (text: string): unknown => {
    const { fiche, diagnostics } = parse(text, FILE);
    if (fiche === undefined) return [...new Set(diagnostics.map(({ code }) => code))];
    expect(described(fiche).metier.id).toBe('MET.1');
    return render(fiche).split('\n').length >= text.trimEnd().split('\n').length ? 'kept' : 'cut';
  };

  test.each([
    ['comments behind prose', repeated('<!-- -->\n', 20_000, '## Présentation', '', 'x', ''), 'kept'],
    ['comments behind a list', repeated('<!-- -->\n', 20_000, '**Statuts possibles:**', '- x', ''), 'kept'],
    ['blank lines before prose', document('MET.1', '', '## Présentation', `${'\n'.repeat(500_000)}x`), 'cut'],
    ['one-letter headings', repeated('## x\n\ny\n', 20_000), 'kept'],
    ['one-letter labels', repeated('**x:** y\n', 20_000), 'kept'],
    ['hashes', repeated('### ', 100_000, '## En bref', '', '### Durée des études'), 'kept'],
    ['items', repeated('- a', 200_000, '**Statuts possibles:**'), 'kept'],
    ['open parentheses', repeated('- a((((((((', 50_000, '## Formations recommandées', ''), 'kept'],
    ['spaces', repeated(' '.repeat(19_000), 50, '## Présentation', '', 'x'), 'kept'],
    ['autres appellations', repeated('\n### a', 100_000, '## Autres appellations'), 'kept'],
  ])('%s', (_, text, expected) => {
    expect(outcome(text)).toBe(expected);
  });

  test.each([
    ['comments that never end, in prose', repeated('\n<!--', 150_000, '## Présentation', '', 'x')],
    ['comments that never end, in a list', repeated('<!--', 200_000, '**Statuts possibles:**', '- x')],
    ['appellations', repeated('- Féminin: a', 50_000, '**Appellations:**')],
    ['control characters', repeated('\u0007', 400_000, '## Présentation', '')],
    ['headings of nothing', repeated('## ', 200_000)],
    ['IDs', repeated('**ID:** MET.1', 50_000)],
  ])('%s: refused or read, without a throw', (_, text) => {
    const { fiche, diagnostics } = parse(text, FILE);
    expect(fiche !== undefined || diagnostics.some(({ severity }) => severity === 'error')).toBe(true);
    expect(diagnostics.length).toBeLessThanOrEqual(2 * (DIAGNOSTICS_PER_FILE_MAX + 1));
  });
});

describe('diagnostics say where, what, why, and what to do', () => {
  const helpOnTitle = 'begin the document with "# " and the name of the métier';
  const helpOnLine = 'begin it with "- ", or put it under a heading of its own';

  test('title-missing: an empty document', () => {
    const diagnostic = {
      severity: 'error',
      code: 'title-missing',
      message: 'the document is empty',
      help: helpOnTitle,
      file: FILE,
      line: 1,
      column: 1,
    };
    expect(said('')[0]).toMatchObject({ ...diagnostic, excerpt: '' });
    expect(said('\n  \n')[0]).toMatchObject({ ...diagnostic, excerpt: '' });
    expect(parse('', FILE).fiche).toBeUndefined();
  });

  test('title-missing: another first line', () => {
    expect(said(lines('', 'essayeur', '**ID:** MET.1'))).toEqual([
      {
        severity: 'error',
        code: 'title-missing',
        message: 'the document does not begin with a title',
        help: helpOnTitle,
        file: FILE,
        line: 2,
        column: 1,
        length: 8,
        excerpt: 'essayeur',
      },
    ]);
  });

  test('label-empty: a title that says nothing', () => {
    expect(said(lines('#  ', '**ID:** MET.1'))).toEqual([
      {
        severity: 'error',
        code: 'label-empty',
        message: 'the title is empty',
        help: 'write it, or take the line away',
        file: FILE,
        line: 1,
        column: 3,
        length: 1,
        excerpt: '#  ',
      },
    ]);
  });

  test('id-missing', () => {
    expect(said(lines('# essayeur', '', '## Présentation', '', 'Texte.'))).toEqual([
      {
        severity: 'error',
        code: 'id-missing',
        message: 'the document has no ID',
        help: 'add a line "**ID:** MET." and the number of the métier behind the title',
        file: FILE,
        line: 1,
        column: 3,
        length: 8,
        excerpt: '# essayeur',
      },
    ]);
  });

  test.each([
    ['8097', '8097'],
    ['MET.', 'MET.'],
    ['met.8097', 'met.8097'],
    ['MET.80x97', 'MET.80x97'],
    ['MET.8097 bis', 'MET.8097 bis'],
    ['MET.1234567890', 'MET.1234567890'],
    ['MET.-1', 'MET.-1'],
    ['MET.８', 'MET.８'],
    ['FOR.11004', 'FOR.11004'],
    ['__proto__', '__proto__'],
    ['MET.8\u001B[31m', 'MET.8\\u{1B}[31m'],
    ['MET.8\u0007', 'MET.8\\u{7}'],
    ['MET.80\r97', 'MET.80\\u{D}97'],
    ['MET.8\u202E7', 'MET.8\\u{202E}7'],
    ['MET.8\u009B31m', 'MET.8\\u{9B}31m'],
  ])('id-malformed: %j is refused, and shown without its control characters', (id, shown) => {
    const { fiche, diagnostics } = parse(document(id), FILE);
    expect(fiche).toBeUndefined();
    expect(diagnostics.filter(({ severity }) => severity === 'error')).toEqual([
      {
        severity: 'error',
        code: 'id-malformed',
        message: `"${shown}" is not the id of a métier`,
        help: 'write MET. and up to nine digits, as in MET.8097',
        file: FILE,
        line: 2,
        column: 9,
        length: id.length,
        excerpt: `**ID:** ${id}`,
      },
    ]);
  });

  test('id-malformed: a carriage return at its end is no white space', () => {
    expect(parse('# a\n**ID:** MET.1\r\n', FILE).fiche).toBeUndefined();
  });

  test('id-malformed: no id behind the label', () => {
    expect(codes(lines('# a', '**ID:**'))).toEqual(['error id-malformed 2:8']);
  });

  test('line-unexpected: between the title and the ID', () => {
    expect(said(lines('# a', 'un mot', '**ID:** MET.1'))).toEqual([
      {
        severity: 'error',
        code: 'line-unexpected',
        message: 'nothing stands between the title and the ID',
        help: 'put **ID:** right behind the title',
        file: FILE,
        line: 2,
        column: 1,
        length: 6,
        excerpt: 'un mot',
      },
    ]);
  });

  test.each([
    ['behind the ID', ['un mot'], 3, 1, 'un mot', 'the ID'],
    ['in a list', ['**Statuts possibles:**', '- artisan', 'salarié'], 5, 1, 'salarié', 'Statuts possibles'],
    ['an item without a space', ['**Statuts possibles:**', '-artisan'], 4, 1, '-artisan', 'Statuts possibles'],
    ['behind the label of a list', ['**Statuts possibles:** artisan'], 3, 23, ' artisan', 'Statuts possibles'],
    ['behind the label of the appellations', ['**Appellations:** a'], 3, 18, ' a', 'Appellations'],
    ['under the level', ["**Niveau d'accès minimum:** 3E", 'ou presque'], 4, 1, 'ou presque', "Niveau d'accès minimum"],
    [
      'before the first of the autres appellations',
      ['## Autres appellations', '- a'],
      4,
      1,
      '- a',
      'Autres appellations',
    ],
    [
      'among the formations',
      ['## Formations recommandées', 'CAP (ID: FOR.1)'],
      4,
      1,
      'CAP (ID: FOR.1)',
      'Formations recommandées',
    ],
  ])('line-unexpected: %s', (_, rest, line, column, meant, where) => {
    const text = document('MET.1', ...rest);
    expect(said(text)).toEqual([
      {
        severity: 'error',
        code: 'line-unexpected',
        message: `this line is no item of "${where}"`,
        help: helpOnLine,
        file: FILE,
        line,
        column,
        length: meant.length,
        excerpt: text.split('\n')[line - 1],
      },
    ]);
    expect(parse(text, FILE).fiche).toBeUndefined();
  });

  test.each([
    ['an item', ['**Statuts possibles:**', '- '], 4, 3, 'the item'],
    ['an item of one hyphen', ['**Statuts possibles:**', '-'], 4, 2, 'the item'],
    ['an item of one hard space', ['**Statuts possibles:**', '- \u00A0'], 4, 3, 'the item'],
    ['an item of one invisible character', ['**Statuts possibles:**', '- \u200B'], 4, 3, 'the item'],
    ['an item of one soft hyphen', ["## Centres d'intérêt", '- \u00AD'], 4, 3, 'the item'],
    ['a formation with an id', ['## Formations recommandées', '- (ID: FOR.1)'], 4, 3, 'the formation'],
    ['a formation without an id', ['## Formations recommandées', '- '], 4, 3, 'the formation'],
    ['an appellation', ['**Appellations:**', '- Féminin: '], 4, 12, 'the appellation'],
    ['one of the autres appellations', ['## Autres appellations', '### '], 4, 5, 'the appellation'],
    ['a ROME code', ['**Codes ROME:**', '- '], 4, 3, 'the ROME code'],
    ['a ROME code between commas', ['**Codes ROME:** K1403,, K1404'], 3, 23, 'the ROME code'],
    ['the level', ["**Niveau d'accès minimum:**"], 3, 28, 'the level'],
    ['a heading', ['## ', 'texte'], 3, 4, 'the heading'],
    ['a label', ['**:** texte'], 3, 3, 'the heading'],
  ])('label-empty: %s', (_, rest, line, column, what) => {
    const text = document('MET.1', ...rest);
    expect(said(text).filter(({ severity }) => severity === 'error')).toEqual([
      {
        severity: 'error',
        code: 'label-empty',
        message: `${what} is empty`,
        help: 'write it, or take the line away',
        file: FILE,
        line,
        column,
        length: (text.split('\n')[line - 1] ?? '').length < column ? 0 : 1,
        excerpt: text.split('\n')[line - 1],
      },
    ]);
    expect(parse(text, FILE).fiche).toBeUndefined();
  });

  test('label-empty: a title of one invisible character', () => {
    expect(codes(lines('# \u200B', '**ID:** MET.1'))).toEqual(['error label-empty 1:3']);
  });

  test('gender-unknown', () => {
    expect(said(document('MET.1', '', '**Appellations:**', '- essayeuse', '- Neutre: essayeur'))).toEqual([
      {
        severity: 'error',
        code: 'gender-unknown',
        message: 'an appellation is neither "Féminin: …" nor "Masculin: …"',
        help: 'write "- Féminin: " or "- Masculin: " in front of it',
        file: FILE,
        line: 5,
        column: 3,
        length: 9,
        excerpt: '- essayeuse',
      },
      {
        severity: 'error',
        code: 'gender-unknown',
        message: 'an appellation is neither "Féminin: …" nor "Masculin: …"',
        help: 'write "- Féminin: " or "- Masculin: " in front of it',
        file: FILE,
        line: 6,
        column: 3,
        length: 16,
        excerpt: '- Neutre: essayeur',
      },
    ]);
  });

  test('gender-twice', () => {
    expect(said(document('MET.1', '', '**Appellations:**', '- Féminin: a', '- féminin: b'))).toEqual([
      {
        severity: 'error',
        code: 'gender-twice',
        message: '"féminin" stands twice',
        help: 'keep one of them',
        file: FILE,
        line: 6,
        column: 3,
        length: 10,
        excerpt: '- féminin: b',
      },
    ]);
  });

  test.each(['k1403', 'K14', 'K140', 'K14035', '1403K', 'É1403', 'K14O3', 'K1403 K1404', 'K1403\u001B', 'K1403;'])(
    'rome-malformed: %j, unless it is a professional domain',
    (code) => {
      const shown = code.replace('\u001B', '\\u{1B}');
      const expected =
        code === 'K14'
          ? []
          : [
              {
                severity: 'error',
                code: 'rome-malformed',
                message: `"${shown}" is no ROME code`,
                help: 'write a capital letter and four digits, as in K1403 (or the letter and two digits of a whole professional domain)',
                file: FILE,
                line: 5,
                column: 3,
                length: code.length,
                excerpt: `- ${code}`,
              },
            ];
      const diagnostics = said(document('MET.1', '', '**Codes ROME:**', `- ${code}`));
      expect(diagnostics.filter(({ severity }) => severity === 'error')).toEqual(expected);
    },
  );

  test('rome-malformed: the place is its own within an inline list', () => {
    expect(codes(document('MET.1', '', '**Codes ROME:** K1403, k1404 , X1'))).toEqual([
      'error rome-malformed 4:24',
      'error rome-malformed 4:32',
    ]);
  });

  test('rome-domain', () => {
    expect(said(document('MET.1', '', '**Codes ROME:** A15'))).toEqual([
      {
        severity: 'notice',
        code: 'rome-domain',
        message: 'A15 is a professional domain of the ROME, not a code of its own',
        help: 'give the code with four digits where it is known',
        file: FILE,
        line: 4,
        column: 17,
        length: 3,
        excerpt: '**Codes ROME:** A15',
      },
    ]);
  });

  test('niveau-unknown', () => {
    expect(said(document('MET.1', '', "**Niveau d'accès minimum:** bac + 12"))).toEqual([
      {
        severity: 'error',
        code: 'niveau-unknown',
        message: '"bac + 12" is not a known level',
        help: 'write one of: sans diplôme, 3E, diplôme national du brevet, CAP ou équivalent, CAP ou équivalent + 1 an, bac ou équivalent, bac + 1, bac + 2, bac + 3, bac + 4, bac + 5, bac + 6, bac + 7, bac + 8, bac + 9 et plus, autre formation',
        file: FILE,
        line: 4,
        column: 29,
        length: 8,
        excerpt: "**Niveau d'accès minimum:** bac + 12",
      },
    ]);
  });

  test('formation-without-id', () => {
    expect(said(withFormations('MET.1', 'CAP chapeau'))).toEqual([
      {
        severity: 'warning',
        code: 'formation-without-id',
        message: 'this formation has no id; it is matched by its label',
        help: 'add " (ID: FOR." with its number and ")" at the end of the line',
        file: FILE,
        line: 6,
        column: 3,
        length: 11,
        excerpt: '- CAP chapeau',
      },
    ]);
  });

  test('formation-id-malformed', () => {
    expect(
      said(withFormations('MET.1', 'CAP chapeau (ID: FOR.\u001B1)')).filter(({ severity }) => severity === 'error'),
    ).toEqual([
      {
        severity: 'error',
        code: 'formation-id-malformed',
        message: '"FOR.\\u{1B}1" is not the id of a formation',
        help: 'write FOR. and up to nine digits, as in FOR.11004',
        file: FILE,
        line: 6,
        column: 20,
        length: 6,
        excerpt: '- CAP chapeau (ID: FOR.\u001B1)',
      },
    ]);
  });

  test('item-twice: labels, codes and ids', () => {
    const text = document(
      'MET.1',
      '',
      '**Codes ROME:** K1403, K1403',
      '',
      '## Formations recommandées',
      '',
      '- CAP (ID: FOR.1)',
      '- CAP (ID: FOR.1)',
      '',
      '**Statuts possibles:**',
      '- salarié',
      '- Salarié',
    );
    const twice = (value: string, first: number, at: Partial<Diagnostic>): object => ({
      severity: 'warning',
      code: 'item-twice',
      message: `"${value}" stands twice in its list (first on line ${first}); it counts once`,
      help: 'take one of the two away',
      file: FILE,
      length: value.length,
      ...at,
    });
    expect(said(text)).toEqual([
      twice('K1403', 4, { line: 4, column: 24, excerpt: '**Codes ROME:** K1403, K1403' }),
      twice('FOR.1', 8, { line: 9, column: 12, excerpt: '- CAP (ID: FOR.1)' }),
      twice('Salarié', 12, { line: 13, column: 3, excerpt: '- Salarié' }),
    ]);
  });

  test('section-unknown', () => {
    expect(said(document('MET.1', '', '## Anecdotes', '', 'Texte.'))).toEqual([
      {
        severity: 'notice',
        code: 'section-unknown',
        message: '"Anecdotes" is no section of a fiche métier; it is kept and served as it stands',
        help: 'nothing to do, unless the heading is a slip of the pen',
        file: FILE,
        line: 4,
        column: 4,
        length: 9,
        excerpt: '## Anecdotes',
      },
    ]);
  });

  test('section-empty', () => {
    expect(said(document('MET.1', '', '## Présentation', '', '## En bref', '', 'Texte.'))).toEqual([
      {
        severity: 'warning',
        code: 'section-empty',
        message: 'the section "Présentation" is empty',
        help: 'write it, or take its heading away',
        file: FILE,
        line: 4,
        column: 4,
        length: 12,
        excerpt: '## Présentation',
      },
    ]);
  });

  test('section-empty: a section of white space says nothing either', () => {
    expect(codes(document('MET.1', '', '## Présentation', '', '  \u00A0'))).toEqual(['warning section-empty 4:4']);
  });

  test('section-twice: prose, lists and the ID', () => {
    const text = document(
      'MET.1',
      '**ID:** MET.2',
      '',
      '## En bref',
      '',
      'Un.',
      '',
      '**En bref:** deux',
      '',
      '## EN BREF',
      '',
      'Trois.',
    );
    const twice = (value: string, first: number, at: Partial<Diagnostic>): object => ({
      severity: 'error',
      code: 'section-twice',
      message: `"${value}" stands a second time (first on line ${first})`,
      help: 'keep one of them; a document holds one métier',
      file: FILE,
      length: value.length,
      ...at,
    });
    expect(said(text)).toEqual([
      twice('ID', 2, { line: 3, column: 3, excerpt: '**ID:** MET.2' }),
      twice('En bref', 5, { line: 9, column: 3, excerpt: '**En bref:** deux' }),
      twice('EN BREF', 5, { line: 11, column: 4, excerpt: '## EN BREF' }),
    ]);
  });

  test('section-twice: two documents in one are none', () => {
    const { fiche, diagnostics } = parse(RICH + RICH, FILE);
    expect(fiche).toBeUndefined();
    expect(new Set(diagnostics.filter(({ severity }) => severity === 'error').map(({ code }) => code))).toEqual(
      new Set(['line-unexpected', 'section-twice']),
    );
  });

  test('control-character: prose keeps it and is served with it', () => {
    const text = document('MET.1', '', '## Présentation', '', 'Un \u0081chapeau\u0007.');
    expect(said(text)).toEqual([
      {
        severity: 'warning',
        code: 'control-character',
        message: 'the line holds the control character \\u{81}',
        help: 'take it away; it is most often left over from another program',
        file: FILE,
        line: 6,
        column: 4,
        length: 1,
        excerpt: 'Un \u0081chapeau\u0007.',
      },
    ]);
    expect(described(ficheOf(text)).metier.presentation).toBe('Un \u0081chapeau\u0007.');
  });

  test.each([
    ['the title', ['# a\u001B[2J', '**ID:** MET.1'], 1, 3, 'the title', 'a\\u{1B}[2J', 5],
    [
      'an item',
      ['# a', '**ID:** MET.1', '**Statuts possibles:**', '- \u0007salarié'],
      4,
      3,
      'the item',
      '\\u{7}salarié',
      8,
    ],
    ['a heading', ['# a', '**ID:** MET.1', '## \u0000Note', 'Texte.'], 3, 4, 'the heading', '\\u{0}Note', 5],
    [
      'a formation',
      ['# a', '**ID:** MET.1', '## Formations recommandées', '- C\rAP (ID: FOR.1)'],
      4,
      3,
      'the formation',
      'C\\u{D}AP',
      4,
    ],
  ])('label-control-character: %s', (_, rows, line, column, what, shown, length) => {
    const { fiche, diagnostics } = parse(lines(...rows), FILE);
    expect(fiche).toBeUndefined();
    expect(diagnostics.filter(({ severity }) => severity === 'error')).toEqual([
      {
        severity: 'error',
        code: 'label-control-character',
        message: `${what} holds a control character: "${shown}"`,
        help: 'take the control character away',
        file: FILE,
        line,
        column,
        length,
        excerpt: rows[line - 1],
      },
    ]);
  });

  test.each([
    ['the title', (label: string) => [`# ${label}`, '**ID:** MET.1'], 1, 3],
    ['the appellation', (label: string) => ['# a', '**ID:** MET.1', '## Autres appellations', `### ${label}`], 4, 5],
    ['the item', (label: string) => ['# a', '**ID:** MET.1', '**Statuts possibles:**', `- ${label}`], 4, 3],
    [
      'the formation',
      (label: string) => ['# a', '**ID:** MET.1', '## Formations recommandées', `- ${label} (ID: FOR.1)`],
      4,
      3,
    ],
    ['the formation', (label: string) => ['# a', '**ID:** MET.1', '## Formations recommandées', `- ${label}`], 4, 3],
    ['the heading', (label: string) => ['# a', '**ID:** MET.1', `## ${label}`, 'Texte.'], 3, 4],
  ] as const)('label-too-long: %s', (what, rows, line, column) => {
    const longest = 'é'.repeat(LABEL_CHARACTERS_MAX);
    expect(parse(lines(...rows(longest)), FILE).fiche).toBeDefined();
    const { fiche, diagnostics } = parse(lines(...rows(`${longest}e`)), FILE);
    expect(fiche).toBeUndefined();
    expect(diagnostics.filter(({ severity }) => severity === 'error')).toEqual([
      {
        severity: 'error',
        code: 'label-too-long',
        message: `${what} has 1001 characters; 1000 is the limit`,
        help: 'write it shorter; what explains it belongs into a section',
        file: FILE,
        line,
        column,
        length: 1001,
        excerpt: expect.any(String),
      },
    ]);
  });

  test('more: what is said of one document ends somewhere, and says so at its end', () => {
    const items = Array.from({ length: DIAGNOSTICS_PER_FILE_MAX + 50 }, () => '-');
    const diagnostics = said(document('MET.1', '', '**Statuts possibles:**', ...items));
    expect(diagnostics.length).toBe(DIAGNOSTICS_PER_FILE_MAX + 1);
    expect(diagnostics.at(-1)).toEqual({
      severity: 'notice',
      code: 'more',
      message: 'more was found from here on',
      help: 'mend what stands before and look again',
      file: FILE,
      line: 5 + DIAGNOSTICS_PER_FILE_MAX,
      column: 1,
      length: 0,
      excerpt: null,
    });
  });

  test('more: a document that is left out says why, however many warnings it has', () => {
    const body = Array.from({ length: DIAGNOSTICS_PER_FILE_MAX + 50 }, () => 'un \u0007bip');
    const { fiche, diagnostics } = parse(document('8097', '', '## Présentation', '', ...body), FILE);
    expect(fiche).toBeUndefined();
    expect(diagnostics.filter(({ severity }) => severity === 'error').map(({ code }) => code)).toEqual([
      'id-malformed',
    ]);
  });

  test('columns and lengths count characters, not the halves of surrogate pairs', () => {
    const text = document('MET.1', '', '**Appellations:**', '- 🎩🎩 : haut-de-forme');
    expect(said(text).map(({ column, length }) => ({ column, length }))).toEqual([{ column: 3, length: 18 }]);
    const id = withFormations('MET.1', '🎩 (ID: 7)');
    expect(said(id).map(({ column, length }) => ({ column, length }))).toEqual([{ column: 10, length: 1 }]);
  });

  test('all that is wrong with a document is said at once', () => {
    const text = lines(
      '# ',
      '**ID:** 12',
      '**Codes ROME:** x',
      "**Niveau d'accès minimum:** haut",
      '## Formations recommandées',
      '- a (ID: b)',
      '**Statuts possibles:**',
      '- ',
    );
    expect(new Set(codes(text))).toEqual(
      new Set([
        'error label-empty 1:3',
        'error id-malformed 2:9',
        'error rome-malformed 3:17',
        'error niveau-unknown 4:29',
        'error formation-id-malformed 6:10',
        'error label-empty 8:3',
      ]),
    );
  });
});
