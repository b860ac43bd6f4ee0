/** What the folder of seeds promises: a graph worth exploring, true to its source, in sentences that are its own. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { load } from '../loaders/load.ts';
import { NIVEAUX } from '../loaders/niveau.ts';
import { parse } from '../loaders/parse.ts';
import { rangeOf } from '../loaders/prose.ts';
import { render } from '../loaders/render.ts';
import { embeddedGraph } from '../src/graph/embedded/graph.ts';
import type { Neighbours, Selection } from '../src/graph/graph.ts';
import type { Metier, Path } from '../src/model.ts';
import { wordsOf } from './support/ngrams.ts';

const SEEDS = fileURLToPath(new URL('../seeds', import.meta.url));
const SHARED = fileURLToPath(new URL('../../shared', import.meta.url));
const FICHES = join(SHARED, 'onisep/metiers-2025-10');
const USERS_OWN = 'MET.8097_ingenieur-social.txt';

const { content, diagnostics, documents } = load([SEEDS], new Date(0));
const graph = embeddedGraph(content);
const metiers = content.nodes.Metier;
const ours = metiers.filter(({ id }) => id !== 'MET.8097');

/** What people ask for first, and some métiers that they then expect to find. */
const SUBJECTS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'health and care': {
    'MET.38': 'infirmier/ère',
    'MET.561': 'aide-soignant/e',
    'MET.787': 'sage-femme',
    'MET.869': 'médecin généraliste',
    'MET.871': 'psychologue',
  },
  'social work': {
    'MET.64': 'assistant/e de service social',
    'MET.190': 'moniteur/trice-éducateur/trice',
    'MET.668': 'éducateur/trice de jeunes enfants',
    'MET.8097': 'ingénieur/e social/e',
  },
  building: {
    'MET.56': 'électricien/ne installateur/trice',
    'MET.161': 'architecte',
    'MET.263': 'couvreur/euse',
    'MET.266': 'plombier/ère',
  },
  digital: {
    'MET.12': 'développeur/euse informatique',
    'MET.450': 'webdesigner',
    'MET.459': 'expert/e en sécurité informatique',
    'MET.512': 'data scientist',
  },
  'nature and animals': {
    'MET.120': 'ouvrier/ère paysagiste',
    'MET.547': 'agriculteur/trice',
    'MET.905': "soigneur/euse d'animaux",
    'MET.944': 'chef/fe de projet biodiversité',
  },
  'trade and management': {
    'MET.11': 'comptable',
    'MET.539': 'chef/fe de produit marketing',
    'MET.798': 'assistant/e en ressources humaines',
    'MET.860': 'vendeur/euse en magasin',
  },
  'arts and media': {
    'MET.5': 'designer graphique',
    'MET.42': 'danseur/euse',
    'MET.146': 'comédien/ne',
    'MET.677': "journaliste reporter d'images",
    'MET.883': 'photographe',
  },
  'law and public service': {
    'MET.33': 'avocat/e',
    'MET.313': 'gendarme',
    'MET.572': 'sapeur-pompier',
    'MET.769': 'magistrat/e',
  },
  transport: {
    'MET.1': 'contrôleur/euse aérien/ne',
    'MET.154': 'conducteur/trice de train',
    'MET.679': 'conducteur/trice routier/ère',
    'MET.907': "conducteur/trice de bus ou d'autocar",
  },
  industry: {
    'MET.23': "mécanicien/ne d'entretien d'avion",
    'MET.576': 'chaudronnier/ère',
    'MET.759': 'technicien/ne en automatisme',
    'MET.899': 'soudeur/euse',
  },
  sport: {
    'MET.43': "professeur/e d'éducation physique et sportive (EPS)",
    'MET.312': 'moniteur/trice de ski',
    'MET.481': 'entraîneur/euse sportif/ve',
    'MET.783': 'éducateur/trice sportif/ve',
  },
  teaching: {
    'MET.51': 'professeur/e de collège et de lycée',
    'MET.278': "conseiller/ère principal/e d'éducation",
    'MET.292': "formateur/trice d'adultes",
    'MET.557': 'professeur/e des écoles',
  },
};

describe('the graph of the seeds', () => {
  test("has 150 fiches or more, every statut, every centre d'intérêt, every niveau, 350 formations or more", () => {
    const { nodes } = graph.release();
    expect(documents).toBe(nodes.Metier);
    expect(nodes.Metier).toBeGreaterThanOrEqual(150);
    expect(nodes.Formation).toBeGreaterThanOrEqual(350);
    expect({ statuts: nodes.Statut, interets: nodes.Interet }).toEqual({ statuts: 9, interets: 32 });
    expect(new Set(metiers.map(({ niveau }) => niveau))).toEqual(new Set(NIVEAUX));
  });

  test('joins 100 métiers or more by formations alone', () => {
    expect(Math.max(...componentsOf(content.edges.RECOMMANDE))).toBeGreaterThanOrEqual(100);
  });

  test("gives the user's own document neighbours by niveau, centre d'intérêt and statut", () => {
    const bac7 = graph.list('Metier', { ...EVERYTHING, filter: { niveau: { min: 7, max: 7 } } });
    expect(bac7.nodes.map(({ nom }) => nom)).toEqual(expect.arrayContaining(['avocat/e', 'magistrat/e']));
    expect(metiersFrom('MET.8097', ['REPOND_A>', '<REPOND_A'])).toBeGreaterThan(0);
    expect(metiersFrom('MET.8097', ['EXERCE_SOUS>', '<EXERCE_SOUS'])).toBeGreaterThan(0);
  });

  test.each(Object.entries(SUBJECTS))('holds what one looks for under %s', (_, expected) => {
    const found = graph.nodes('Metier', Object.keys(expected));
    expect(Object.fromEntries(found.map((metier) => [metier?.id, metier?.nom]))).toEqual(expected);
  });

  test('loads without an error or a warning, and with one notice, which is true of the source', () => {
    expect(
      diagnostics.map(({ severity, code, file, line, excerpt }) => [severity, code, basename(file), line, excerpt]),
    ).toEqual([['notice', 'rome-domain', 'MET.323_auxiliaire-veterinaire.md', 23, '- A15']]);
  });
});

describe('the README of the seeds', () => {
  test('says how many there are of what', () => {
    const { nodes, relations } = graph.release();
    const readme = readFileSync(join(SEEDS, 'README.md'), 'utf8');
    const rows = readme.matchAll(/^\| (.+) \| ([0-9,]+) \|$/gm);
    expect(Object.fromEntries(Array.from(rows, ([, what, count]) => [what, Number(count?.replace(',', ''))]))).toEqual({
      fiches: nodes.Metier,
      "of them with all seven sections and a beginner's salary": wholeFiches().length,
      formations: nodes.Formation,
      statuts: nodes.Statut,
      "centres d'intérêt": nodes.Interet,
      "niveaux d'accès": new Set(metiers.map(({ niveau }) => niveau)).size,
      'codes ROME': nodes.Rome,
      'métier–formation links': relations.RECOMMANDE,
      'métier–statut links': relations.EXERCE_SOUS,
      "métier–centre d'intérêt links": relations.REPOND_A,
      'métier–code ROME links': relations.CLASSE_SOUS,
      'métiers joined to one another by formations alone': Math.max(...componentsOf(content.edges.RECOMMANDE)),
    });
    expect(readme).toContain(`the ${ours.length} files in \`.md\``);
  });
});

describe('the documents', () => {
  test('render to themselves, byte for byte, and are named by their ids', () => {
    const names = readdirSync(SEEDS).filter((name) => name !== 'README.md');
    expect(names.length).toBe(documents);
    const faulty = names.filter((name) => {
      const bytes = readFileSync(join(SEEDS, name));
      const { fiche } = parse(bytes.toString('utf8'), name);
      return !(fiche && name.startsWith(`${fiche.id.value}_`) && bytes.equals(Buffer.from(render(fiche))));
    });
    expect(faulty).toEqual([]);
  });

  test("have all seven sections and a beginner's salary with a figure, 60 of them or more", () => {
    expect(wholeFiches().length).toBeGreaterThanOrEqual(60);
  });

  test('have a Présentation of 3 to 5 sentences', () => {
    const others = ours.map(({ id, presentation }) => [id, sentencesOf(presentation ?? '').length] as const);
    expect(others.filter(([, count]) => count < 3 || count > 5)).toEqual([]);
  });

  test('say in En bref how long one studies, under each of its headings', () => {
    const silent = ours.filter(({ dureeEtudes }) => {
      const parts = dureeEtudes?.parties ?? [];
      return parts.length === 0 || parts.some(({ texte }) => sentencesOf(texte).length === 0);
    });
    expect(silent.map(({ id }) => id)).toEqual([]);
  });

  test('are not written from a template: no sentence, names apart, stands in them more than twice', () => {
    const [couvreur, plombier] = graph.nodes('Metier', ['MET.263', 'MET.266']);
    expect(couvreur && namesTakenOut(couvreur)("L'outil des couvreuses.")).toBe(' l outil des # ');
    expect(plombier && namesTakenOut(plombier)("L'outil des plombiers !")).toBe(' l outil des # ');
    const places = new Map<string, string[]>();
    for (const metier of metiers) {
      const nameless = namesTakenOut(metier);
      for (const sentence of proseOf(metier).flatMap(sentencesOf)) {
        const key = nameless(sentence);
        places.set(key, [...(places.get(key) ?? []), `${metier.id}: ${sentence}`]);
      }
    }
    expect(places.size).toBeGreaterThan(2000);
    expect([...places.values()].filter((same) => same.length > 2)).toEqual([]);
  });
});

describe.skipIf(!existsSync(SHARED))('the seeds beside ../shared', () => {
  test("hold the user's own document as it was given", () => {
    const given = readFileSync(join(SHARED, 'seeds/000_7d5a3b9da2de6e74.txt'));
    expect(given.equals(readFileSync(join(SEEDS, USERS_OWN)))).toBe(true);
  });

  test('state the facts of the source, all of them and in its order', () => {
    const ids = new Set(metiers.map(({ id }) => id));
    const files = readdirSync(FICHES).filter((name) => ids.has(name.slice(0, name.indexOf('_'))));
    const source = load(
      files.map((name) => join(FICHES, name)),
      new Date(0),
    ).content;
    expect(content.edges).toEqual(source.edges);
    const { Metier: ourMetiers, ...ourNodes } = content.nodes;
    const { Metier: theirMetiers, ...theirNodes } = source.nodes;
    expect(ourNodes).toEqual(theirNodes);
    expect(ourMetiers.map(factsOf)).toEqual(theirMetiers.map(factsOf));
    const stated = ourMetiers.filter(({ salaireDebutant }) => salaireDebutant !== null);
    const theirs = new Map(theirMetiers.map((metier) => [metier.id, firstFigures(metier)]));
    expect(stated.map((metier) => [metier.id, firstFigures(metier)])).toEqual(
      stated.map(({ id }) => [id, theirs.get(id)]),
    );
  });
});

const EVERYTHING: Selection = {
  filter: null,
  sort: { by: 'given' },
  after: null,
  before: null,
  first: null,
  last: null,
  wants: { nodes: true, total: true, places: false },
};

function wholeFiches(): Metier[] {
  return ours.filter(({ sections, salaireDebutant }) => sections.length === 7 && salaireDebutant?.min != null);
}

function metiersFrom(id: string, path: Path): number {
  return graph.follow(path, [id], EVERYTHING)[0]?.total ?? 0;
}

/** How many origins each component of a relation holds, by union-find over all of its edges. */
function componentsOf(edges: readonly Neighbours[]): number[] {
  const parents = new Map<string, string>();
  const rootOf = (id: string): string => {
    let root = id;
    for (let parent = parents.get(root); parent !== undefined; parent = parents.get(root)) root = parent;
    return root;
  };
  for (const { from, to } of edges) {
    for (const far of to) {
      const [one, other] = [rootOf(from), rootOf(far)];
      if (one !== other) parents.set(one, other);
    }
  }
  const sizes = new Map<string, number>();
  for (const { from } of edges) sizes.set(rootOf(from), (sizes.get(rootOf(from)) ?? 0) + 1);
  return [...sizes.values()];
}

/** What a fiche states of its métier, but for its prose and its salary. */
function factsOf({ id, nom, appellations, autresAppellations, niveau, key, search }: Metier): Partial<Metier> {
  return { id, nom, appellations, autresAppellations, niveau, key, search };
}

/** The source may go on, behind `<br/>`, with what one begins with in other places; the seeds state the first figure. */
function firstFigures({ salaireDebutant }: Metier): ReturnType<typeof rangeOf> {
  return rangeOf(salaireDebutant?.texte.split('<br/>')[0] ?? '');
}

/** The paragraphs of a fiche: no headings, no figure of the salary. */
function proseOf({ sections, salaireDebutant }: Metier): string[] {
  const lines = sections.flatMap(({ texte }) => texte.split('\n')).map((line) => line.trim());
  return lines.filter((line) => line !== '' && !line.startsWith('#') && line !== salaireDebutant?.texte);
}

/** Sentences end in a full stop, or the like, before a capital or a figure; abbreviations do not end one. */
function sentencesOf(text: string): string[] {
  const parts = text.replace(ABBREVIATION, '$1 ').split(SENTENCE_END);
  return parts.map((part) => part.trim()).filter((part) => part !== '');
}

const ABBREVIATION = /\b(M|Mme|Dr|St|Ste|env|art|cf)\. /g;
const SENTENCE_END = /(?<=[.!?])["»)]?\s+(?=["«(]?\s?[A-ZÀÂÇÉÈÊËÎÏÔÛÜŒ0-9])/;

/** Folds a sentence and puts `#` for each name of its métier: whole or its first word, in the singular or the plural. */
function namesTakenOut({ nom, appellations, autresAppellations }: Metier): (sentence: string) => string {
  const given = [nom, ...[appellations, ...autresAppellations].flatMap((one) => [one?.feminin, one?.masculin])];
  const names = given.filter((name) => typeof name === 'string').map(wordsOf);
  const forms = names.flatMap((name) => [name, name.slice(0, 1)]);
  const plurals = forms.map((name) => name.map((word) => `${word}s`));
  const longestFirst = [...forms, ...plurals].map((name) => ` ${name.join(' ')} `).sort((a, b) => b.length - a.length);
  return (sentence) =>
    longestFirst.reduce((text, name) => text.replaceAll(name, ' # '), ` ${wordsOf(sentence).join(' ')} `);
}
