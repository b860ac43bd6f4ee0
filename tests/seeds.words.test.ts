/** The sentences of the seeds are ours: no eight words of one stand, in that order, in a text of ONISEP. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, test } from 'vitest';
import { load } from '../loaders/load.ts';
import { parse } from '../loaders/parse.ts';
import { finderOf, runsOf, withoutMarkup, wordsOf } from './support/ngrams.ts';

const SEEDS = fileURLToPath(new URL('../seeds', import.meta.url));
const ONISEP = fileURLToPath(new URL('../../shared/onisep', import.meta.url));
const FICHES = join(ONISEP, 'metiers-2025-10');
const METIERS_XML = join(ONISEP, 'Onisep_Ideo_Fiches_metiers_25062024.xml');
const FORMATIONS_XML = join(ONISEP, 'Onisep_Ideo_Fiches_Formations_25062024.xml');
/** The user's own document is ONISEP's text, and is to be. */
const USERS_OWN = 'MET.8097_ingenieur-social.txt';
/** Lines that every fiche has alike. They end the run before them. */
const FACT_LINES = [
  /^#+ (Durée des études|Après la 3e|Après le bac|Avec ou sans le bac)$/,
  /^#+ (Salaire|Salaire du débutant|Intégrer le marché du travail)$/,
  /^A partir de \d+ euros brut par mois$/,
  /^Entre \d+ et \d+ euros brut par mois$/,
];

describe('runs of eight words', () => {
  const nine = 'Un deux trois quatre cinq six sept huit neuf.';

  test('are found whatever the case, the accents, the punctuation and the lines', () => {
    expect(runsOf(wordsOf(nine))).toEqual([
      'un deux trois quatre cinq six sept huit',
      'deux trois quatre cinq six sept huit neuf',
    ]);
    const find = finderOf(new Set(runsOf(wordsOf("L'été, on répare jusqu'à huit chauffe-eau (gaz ou fioul)."))));
    expect(find(wordsOf('Dès L’ÉTÉ on répare\n   jusqu’à huit CHAUFFE EAU !'))).toEqual([
      'l ete on repare jusqu a huit chauffe',
      'ete on repare jusqu a huit chauffe eau',
    ]);
  });

  test('are not found where one word is missing, or is another, or where only their pairs occur', () => {
    const find = finderOf(new Set(runsOf(wordsOf(nine))));
    expect(find(wordsOf('un deux trois quatre cinq six sept'))).toEqual([]);
    expect(find(wordsOf('un deux trois quatre cinq cent six sept huit neuf'))).toEqual([]);
    const pairs = finderOf(new Set(['a b c d e f g h', 'c d e f g h i j']));
    expect(pairs(wordsOf('b c d e f g h i'))).toEqual([]);
  });

  test('are found across tags and behind entities', () => {
    const find = finderOf(new Set(runsOf(wordsOf(nine))));
    const xml = '<t a="1"><![CDATA[<p>un deux<br/>trois</p>quatre&nbsp;cinq &#115;ix &#x73;ept huit]]></t>';
    expect(find(wordsOf(withoutMarkup(xml)))).toEqual(['un deux trois quatre cinq six sept huit']);
    expect(() => withoutMarkup('&inconnue;')).toThrow('unknown entity &inconnue;');
  });
});

describe.skipIf(!existsSync(ONISEP))('the seeds beside the texts of ../shared/onisep', () => {
  let seeds: ReadonlyMap<string, string>;
  let copies: readonly ReadonlyMap<string, string>[];
  let found: ReadonlyMap<string, string>;

  beforeAll(() => {
    seeds = seedRuns();
    copies = [
      copiedFrom(join(FICHES, 'MET.1_contrôleureuse_aérienne.md'), /\n## Présentation\n\n(.+)\n/),
      copiedFrom(METIERS_XML, /<p>([^<&]{80,})<\/p>/),
      copiedFrom(FORMATIONS_XML, /<p>([^<&]{80,})<\/p>/),
    ];
    found = findInSources(new Set([seeds, ...copies].flatMap((places) => [...places.keys()])));
  });

  test('have no eight words in a row in common with them', () => {
    expect(seeds.size).toBeGreaterThan(50_000);
    const common = [...seeds].filter(([run]) => found.has(run));
    expect(common.map(([run, place]) => `seeds/${place}: "${run}" stands in ${found.get(run)}`)).toEqual([]);
  });

  test('would be found out, had they a paragraph of any of the three kinds of source', () => {
    for (const places of copies) {
      expect(places.size).toBeGreaterThan(0);
      expect([...places.keys()].filter((run) => !found.has(run))).toEqual([]);
    }
  });
});

/** Each run of our sentences, and the line where it begins. Runs that lie within a name or a label are facts. */
function seedRuns(): Map<string, string> {
  const files = readdirSync(SEEDS).filter((file) => file !== 'README.md' && file !== USERS_OWN);
  const places = new Map(files.flatMap((file) => [...placesOf(readFileSync(join(SEEDS, file), 'utf8'), file)]));
  for (const label of labels()) for (const run of runsOf(wordsOf(label))) places.delete(run);
  return places;
}

/** The runs of a fiche whose Présentation is a source's first paragraph, in capitals. */
function copiedFrom(file: string, paragraph: RegExp): Map<string, string> {
  const [, text = ''] = paragraph.exec(readFileSync(file, 'utf8')) ?? [];
  return placesOf(`# copie\n**ID:** MET.0\n\n## Présentation\n\n${text.toUpperCase()}\n`, 'MET.0_copie.md');
}

function placesOf(text: string, file: string): Map<string, string> {
  const places = new Map<string, string>();
  for (const passage of passagesOf(text, file)) {
    const lines = passage.flatMap(({ line, text }) => wordsOf(text).map(() => line));
    const runs = runsOf(passage.flatMap(({ text }) => wordsOf(text)));
    for (const [i, run] of runs.entries()) places.set(run, `${file}:${lines[i]}`);
  }
  return places;
}

interface Line {
  readonly line: number;
  readonly text: string;
}

/** The prose of a fiche: lines in a row, cut where a fact stands between them. */
function passagesOf(text: string, file: string): Line[][] {
  const sections = (parse(text, file).fiche?.blocks ?? []).filter((block) => block.kind === 'section');
  return sections.flatMap(({ texte }) => {
    const passages: Line[][] = [[]];
    for (const [i, line] of texte.value.split('\n').entries()) {
      if (FACT_LINES.some((fact) => fact.test(line.trim()))) passages.push([]);
      else passages.at(-1)?.push({ line: texte.line + i, text: line });
    }
    return passages;
  });
}

/** Names of métiers and formations, statuts, centres d'intérêt: those of the seeds, and all of the official release. */
function labels(): string[] {
  const { nodes } = load([SEEDS], new Date(0)).content;
  const gendered = nodes.Metier.flatMap(({ nom, appellations, autresAppellations }) => [
    nom,
    ...[appellations, ...autresAppellations].flatMap((one) => [one?.feminin, one?.masculin]),
    ...autresAppellations.map((one) => one.nom),
  ]);
  const official = [METIERS_XML, FORMATIONS_XML].flatMap((file) =>
    Array.from(readFileSync(file, 'utf8').matchAll(LABEL), ([, label = '']) => withoutMarkup(label)),
  );
  return [
    ...gendered.filter((name) => typeof name === 'string'),
    ...nodes.Formation.map(({ nom }) => nom),
    ...[...nodes.Statut, ...nodes.Interet].map(({ libelle }) => libelle),
    ...official,
  ];
}

const LABEL = /<(?:nom_metier|libelle(?:_[a-z]+)?|formation_poursuite_Etudes)>([^<]*)</g;

/** The runs that stand in a source, and in which. One file is held at a time. */
function findInSources(runs: ReadonlySet<string>): Map<string, string> {
  const find = finderOf(runs);
  const found = new Map<string, string>();
  for (const file of [...readdirSync(FICHES).map((name) => join(FICHES, name)), METIERS_XML, FORMATIONS_XML]) {
    const text = withoutMarkup(readFileSync(file, 'utf8'));
    for (const run of find(wordsOf(text))) found.set(run, basename(file));
  }
  return found;
}
