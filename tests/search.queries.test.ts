/** What bench/search/queries.json promises, by itself and beside the release that it speaks of. */
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, test } from 'vitest';
import { load } from '../loaders/load.ts';
import { KIND_NAMES, KINDS, type Metier } from '../src/model.ts';
import { fold, words } from '../src/text.ts';
import { ONISEP } from './support/documents.ts';

interface Query {
  readonly texte: string;
  readonly attendus: readonly string[];
  readonly natures?: readonly string[];
  readonly sorte: string;
  readonly pourquoi: string;
}

/** A node as the list sees it: a métier's titles are its name in every form, its others its autres appellations. */
interface Named {
  readonly id: string;
  readonly titles: readonly string[];
  readonly others: readonly string[];
}

const FOLDER = new URL('../bench/search/', import.meta.url);
const QUERIES = JSON.parse(readFileSync(fileURLToPath(new URL('queries.json', FOLDER)), 'utf8')) as readonly Query[];
const README = readFileSync(fileURLToPath(new URL('README.md', FOLDER)), 'utf8');
const NATURES = KIND_NAMES.map((kind) => kind.toUpperCase());
const SHARE_MAX = 0.2;

describe('the list of queries', () => {
  test('says of every query its text, its right answers, its kind of need and a reason, and nothing else', () => {
    for (const query of QUERIES) {
      const { texte, attendus, natures, sorte, pourquoi, ...rest } = query;
      expect({ texte, rest }).toEqual({ texte, rest: {} });
      expect(texte.trim()).not.toBe('');
      expect(attendus.length, texte).toBeGreaterThan(0);
      expect(new Set(attendus).size, texte).toBe(attendus.length);
      expect(natures?.length, texte).not.toBe(0);
      for (const nature of natures ?? []) expect(NATURES, texte).toContain(nature);
      expect(sorte, texte).toMatch(/^[a-z-]+$/);
      expect(pourquoi, texte).toMatch(/^[A-ZÀÉ].{10,}\.$|^(Nom|Code|Identifiant) exact\.$/);
    }
  });

  test('counts what its page says it counts, and no kind of need is more than a fifth of it', () => {
    const told = [...README.matchAll(/^\| `([a-z-]+)` \| (\d+) \|/gm)].map(([, sorte, count]) => [
      sorte,
      Number(count),
    ]);
    expect(Object.fromEntries(told)).toEqual(countBySorte());
    expect(README).toContain(`${QUERIES.length} queries`);
    expect(QUERIES.length).toBeGreaterThanOrEqual(170);
    expect(Math.max(...Object.values(countBySorte()))).toBeLessThanOrEqual(QUERIES.length * SHARE_MAX);
  });

  test('holds enough of the needs that are hard', () => {
    const count = countBySorte();
    const enough = (sortes: readonly string[], least: number) =>
      expect(
        sortes.reduce((sum, sorte) => sum + (count[sorte] ?? 0), 0),
        sortes.join(),
      ).toBeGreaterThanOrEqual(least);
    enough(['faute'], 15);
    enough(['prefixe'], 20);
    enough(['feminin'], 25);
    enough(['synonyme'], 15);
    enough(['formation'], 20);
    enough(['statut', 'interet'], 8);
    enough(['identifiant', 'rome'], 8);
  });

  test('holds the queries of the issue that asked for it', () => {
    const texts = new Set(QUERIES.map(({ texte }) => texte));
    const asked = ['boulengere', 'ingenieure sociale', 'oenologue', 'prof de sport', 'infirmiere', 'BTS MUC'];
    expect([...asked, 'conductrice de bus', 'K1403', 'MET.8097'].filter((text) => !texts.has(text))).toEqual([]);
  });

  test('holds no text twice with the same natures', () => {
    const keys = QUERIES.map(({ texte, natures }) => JSON.stringify([texte, [...(natures ?? NATURES)].sort()]));
    expect(keys.filter((key, i) => keys.indexOf(key) !== i)).toEqual([]);
  });

  test('never contradicts itself: where two queries have the same words, what both may answer is the same', () => {
    const contradictions = QUERIES.flatMap((one, i) =>
      QUERIES.slice(i + 1)
        .filter((other) => spelled(one.texte) === spelled(other.texte) && !agree(one, other))
        .map((other) => [one.texte, other.texte]),
    );
    expect(contradictions).toEqual([]);
  });

  test('asks for answers of the natures that it searches', () => {
    const outside = ({ attendus, natures = NATURES }: Query) => attendus.some((id) => !natures.includes(natureOf(id)));
    expect(QUERIES.filter(outside)).toEqual([]);
  });

  test('writes its féminins without accents', () => {
    expect(textsOf('feminin').filter((texte) => !/^[a-z' -]+$/.test(texte))).toEqual([]);
  });
});

describe.skipIf(!existsSync(ONISEP))(
  'the list beside ONISEP release of 21/10/2025 (skipped where ../shared/onisep is absent: it is no part of the project)',
  () => {
    let all: readonly Named[];
    let byId: ReadonlyMap<string, Named>;

    beforeAll(() => {
      const { nodes } = load([ONISEP], new Date(0)).content;
      const labelled = [
        ...nodes.Formation.map(({ id, nom }) => ({ id, label: nom })),
        ...nodes.Statut.map(({ id, libelle }) => ({ id, label: libelle })),
        ...nodes.Interet.map(({ id, libelle }) => ({ id, label: libelle })),
        ...nodes.Rome.map(({ id, code }) => ({ id, label: code })),
      ];
      all = [
        ...nodes.Metier.map(namedMetier),
        ...labelled.map(({ id, label }) => ({ id, titles: [spelled(label)], others: [] })),
      ];
      byId = new Map(all.map((node) => [node.id, node]));
    });

    test('every expected id is there', () => {
      expect(QUERIES.flatMap(({ attendus }) => attendus).filter((id) => !byId.has(id))).toEqual([]);
    });

    test('a text that is a whole name expects its owners: métiers by title, then by appellation, then the others', () => {
      const wrong = QUERIES.map((query) => ({ query, owners: owners(query) })).filter(
        ({ query, owners }) => owners.length > 0 && sorted(owners) !== sorted(query.attendus),
      );
      expect(wrong).toEqual([]);
    });

    test('a half-typed text begins the shortest name of what it expects, among métiers where it begins one of theirs', () => {
      expect(queriesOf('prefixe').filter((query) => !shortestBegun(query).includes(query.attendus[0] ?? ''))).toEqual(
        [],
      );
    });

    test('a synonym is an appellation of every métier that it expects, and the title of none', () => {
      const holds = (texte: string) => (id: string) => byId.get(id)?.others.includes(spelled(texte));
      expect(queriesOf('synonyme').filter(({ texte, attendus }) => !attendus.every(holds(texte)))).toEqual([]);
      const titles = new Set(all.flatMap((node) => node.titles));
      expect(textsOf('synonyme').filter((texte) => titles.has(spelled(texte)))).toEqual([]);
    });

    test('an exact name is a title that other names contain', () => {
      const alone = textsOf('exact').filter((texte) => {
        const containing = all.filter(({ titles, others }) =>
          [...titles, ...others].some((name) => longer(name, texte)),
        );
        return containing.length === 0 || !all.some(({ titles }) => titles.includes(spelled(texte)));
      });
      expect(alone).toEqual([]);
    });

    test('a métier before a formation: it is a métier, and a formation holds all the words', () => {
      const wrong = queriesOf('metier-avant-formation').filter(
        ({ texte, attendus }) =>
          attendus.some((id) => natureOf(id) !== 'METIER') ||
          !all.some((node) => natureOf(node.id) === 'FORMATION' && holdsAll(texte)(node.titles.join(' '))),
      );
      expect(wrong).toEqual([]);
    });

    test('words in another order are those of a name that does not begin with them', () => {
      const wrong = queriesOf('ordre').filter(({ texte, attendus: [id = ''] }) => {
        const names = namesOf(byId.get(id));
        return !names.some(holdsAll(texte)) || names.some((name) => name.includes(spelled(texte)));
      });
      expect(wrong).toEqual([]);
    });

    test('a typing error is one: no node holds all the words as they are typed', () => {
      expect(textsOf('faute').filter((texte) => all.some((node) => holdsAll(texte)(namesOf(node).join(' '))))).toEqual(
        [],
      );
    });

    test('several words are more than any one name holds', () => {
      expect(textsOf('plusieurs').filter((texte) => all.some((node) => namesOf(node).some(holdsAll(texte))))).toEqual(
        [],
      );
    });

    test('an identifier or a code differs from what it expects in case at most', () => {
      const wrong = [...queriesOf('identifiant'), ...queriesOf('rome')].filter(
        ({ texte, attendus }) =>
          ![texte, `ROME.${texte}`].some((id) => id.toLowerCase() === attendus[0]?.toLowerCase()),
      );
      expect(wrong).toEqual([]);
    });

    function owners({ texte, natures = NATURES }: Query): readonly string[] {
      const name = spelled(texte);
      const found = (holds: (node: Named) => boolean) =>
        all.filter((node) => natures.includes(natureOf(node.id)) && holds(node)).map(({ id }) => id);
      const titled = found(({ titles }) => titles.includes(name));
      const metiers = titled.filter((id) => natureOf(id) === 'METIER');
      if (metiers.length > 0) return metiers;
      const appelled = found(({ others }) => others.includes(name));
      return appelled.length > 0 ? appelled : titled;
    }

    function shortestBegun({ texte }: Query): readonly string[] {
      const begun = all.flatMap((node) =>
        namesOf(node)
          .filter((name) => name.startsWith(spelled(texte)))
          .map(({ length }) => ({ id: node.id, length })),
      );
      const metiers = begun.filter(({ id }) => natureOf(id) === 'METIER');
      const among = metiers.length > 0 ? metiers : begun;
      const least = Math.min(...among.map(({ length }) => length));
      return among.filter(({ length }) => length === least).map(({ id }) => id);
    }
  },
);

function queriesOf(sorte: string): readonly Query[] {
  return QUERIES.filter((query) => query.sorte === sorte);
}

function textsOf(sorte: string): readonly string[] {
  return queriesOf(sorte).map(({ texte }) => texte);
}

function countBySorte(): Readonly<Record<string, number>> {
  const count: Record<string, number> = {};
  for (const { sorte } of QUERIES) count[sorte] = (count[sorte] ?? 0) + 1;
  return count;
}

/** The words of a text as the search compares them, a space between. */
function spelled(text: string): string {
  return words(fold(text)).join(' ');
}

function natureOf(id: string): string {
  const kind = KIND_NAMES.find((name) => KINDS[name].prefixes.some((prefix) => id.startsWith(prefix)));
  return kind?.toUpperCase() ?? 'none';
}

/** Of the natures that both search, they expect the same, where both expect something of them. */
function agree(one: Query, other: Query): boolean {
  const common = (one.natures ?? NATURES).filter((nature) => (other.natures ?? NATURES).includes(nature));
  const within = ({ attendus }: Query) => attendus.filter((id) => common.includes(natureOf(id)));
  const [a, b] = [within(one), within(other)];
  return a.length === 0 || b.length === 0 || sorted(a) === sorted(b);
}

function sorted(ids: readonly string[]): string {
  return [...ids].sort().join(' ');
}

function namedMetier({ id, nom, appellations, autresAppellations }: Metier): Named {
  const forms = (names: readonly (string | null | undefined)[]) =>
    names.flatMap((name) => (name ? [spelled(name)] : []));
  return {
    id,
    titles: forms([nom, appellations?.feminin, appellations?.masculin]),
    others: autresAppellations.flatMap((other) => forms([other.nom, other.feminin, other.masculin])),
  };
}

function namesOf(node: Named | undefined): readonly string[] {
  return node === undefined ? [] : [...node.titles, ...node.others];
}

function holdsAll(texte: string): (name: string) => boolean {
  const wanted = words(fold(texte));
  return (name) => {
    const held = new Set(name.split(' '));
    return wanted.every((word) => held.has(word));
  };
}

function longer(name: string, texte: string): boolean {
  return name !== spelled(texte) && ` ${name} `.includes(` ${spelled(texte)} `);
}
