/**
 * What any store must do, as a list of promises. A store keeps them all or is none; graph.embedded.test.ts runs them on
 * the embedded one. A store may answer at once or with a promise.
 */
import { expect } from 'vitest';
import type {
  Answer,
  Content,
  Filter,
  Graph,
  Neighbours,
  Page,
  Place,
  Selection,
  Sort,
  Store,
} from '../src/graph/graph.ts';
import { KIND_NAMES, type Kind, type Path, RELATION_NAMES, RELATIONS } from '../src/model.ts';
import { CAP, contentOf, EMPTY, formation, idsOf, metier, selection, VILLAGE } from './support/content.ts';

/** Opens a store of the kind under test that holds this release. */
export type OpenStore = (content: Content) => Answer<Store>;

export interface Promised {
  readonly name: string;
  readonly check: (open: OpenStore) => Promise<void>;
}

export const PROMISES: readonly Promised[] = [
  // The release
  onVillage('a release tells its fingerprint, its date, its diagnostics and what it holds', async (graph) => {
    expect(await graph.release()).toEqual({
      fingerprint: 'f'.repeat(64),
      date: '2025-10-01T08:00:00.000Z',
      diagnostics: { errors: 0, warnings: 2, notices: 1 },
      nodes: { Metier: 6, Formation: 6, Statut: 4, Interet: 3, Rome: 2 },
      relations: { RECOMMANDE: 9, EXERCE_SOUS: 8, REPOND_A: 7, CLASSE_SOUS: 3 },
    });
  }),

  // Nodes by their ids
  onVillage('nodes come aligned with the ids asked for, undefined where there is none', async (graph) => {
    const found = await graph.nodes('Metier', ['MET.4', 'MET.0', 'MET.1', 'MET.4', 'FOR.1', '']);
    expect(found).toEqual([nodeOf('MET.4'), undefined, nodeOf('MET.1'), nodeOf('MET.4'), undefined, undefined]);
  }),
  onVillage('nodes of every kind come whole', async (graph) => {
    for (const kind of KIND_NAMES) {
      const all = VILLAGE.nodes[kind];
      expect(await graph.nodes(kind, idsOf(all))).toEqual(all);
    }
  }),
  onVillage('names that JavaScript gives a meaning to are ids like others', async (graph) => {
    const strange = ['__proto__', 'constructor', 'toString', 'hasOwnProperty'];
    expect(await graph.nodes('Metier', strange)).toEqual(strange.map(() => undefined));
    expect(listed(await graph.list('Metier', selection({ filter: { ids: strange } })))).toEqual([]);
    expect((await graph.follow(['RECOMMANDE>'], strange, selection())).map(listed)).toEqual([[], [], [], []]);
  }),
  onVillage('no ids give no nodes and no pages', async (graph) => {
    expect(await graph.nodes('Metier', [])).toEqual([]);
    expect(await graph.follow(['RECOMMANDE>'], [], selection())).toEqual([]);
  }),

  // Lists and their orders
  ...orders([
    ['Metier', { by: 'given' }, ['MET.1', 'MET.2', 'MET.3', 'MET.5', 'MET.4', 'MET.6']],
    ['Metier', { by: 'name', descending: false }, ['MET.1', 'MET.2', 'MET.3', 'MET.5', 'MET.4', 'MET.6']],
    ['Metier', { by: 'name', descending: true }, ['MET.6', 'MET.4', 'MET.5', 'MET.3', 'MET.2', 'MET.1']],
    ['Metier', { by: 'niveau', descending: false }, ['MET.2', 'MET.3', 'MET.1', 'MET.4', 'MET.5', 'MET.6']],
    ['Metier', { by: 'niveau', descending: true }, ['MET.1', 'MET.4', 'MET.2', 'MET.3', 'MET.5', 'MET.6']],
    ['Metier', { by: 'salaire', descending: false }, ['MET.2', 'MET.3', 'MET.4', 'MET.1', 'MET.5', 'MET.6']],
    ['Metier', { by: 'salaire', descending: true }, ['MET.1', 'MET.4', 'MET.2', 'MET.3', 'MET.5', 'MET.6']],
    ['Metier', count('RECOMMANDE>', false), ['MET.5', 'MET.2', 'MET.6', 'MET.1', 'MET.3', 'MET.4']],
    ['Metier', count('RECOMMANDE>', true), ['MET.4', 'MET.1', 'MET.3', 'MET.2', 'MET.6', 'MET.5']],
    ['Metier', count('REPOND_A>', true), ['MET.1', 'MET.3', 'MET.4', 'MET.2', 'MET.5', 'MET.6']],
    ['Formation', { by: 'given' }, ['FOR.4', 'FOR.3', 'FOR.1', 'FOR.5', 'FOR.6', 'FOR.2']],
    ['Formation', { by: 'name', descending: true }, ['FOR.2', 'FOR.5', 'FOR.6', 'FOR.1', 'FOR.3', 'FOR.4']],
    ['Formation', count('<RECOMMANDE', false), ['FOR.6', 'FOR.4', 'FOR.3', 'FOR.1', 'FOR.5', 'FOR.2']],
    ['Formation', count('<RECOMMANDE', true), ['FOR.3', 'FOR.1', 'FOR.5', 'FOR.2', 'FOR.4', 'FOR.6']],
    ['Rome', { by: 'given' }, ['ROME.D1102', 'ROME.F1101']],
  ]),
  onVillage('sorting by a level or a salary what has none leaves the order of names', async (graph) => {
    for (const by of ['niveau', 'salaire'] as const) {
      for (const descending of [false, true]) {
        const page = await graph.list('Formation', selection({ sort: { by, descending } }));
        expect(listed(page)).toEqual(['FOR.4', 'FOR.3', 'FOR.1', 'FOR.5', 'FOR.6', 'FOR.2']);
      }
    }
  }),

  // Relations, both ways
  onVillage('far ends seen from the origin stand in the order of the document', async (graph) => {
    const pages = await graph.follow(['RECOMMANDE>'], ['MET.4', 'MET.5', 'MET.1', 'MET.0'], selection());
    expect(pages.map(listed)).toEqual([['FOR.1', 'FOR.5', 'FOR.2'], [], ['FOR.2', 'FOR.1'], []]);
  }),
  onVillage('origins seen from the far end stand in the order of their names', async (graph) => {
    const pages = await graph.follow(['<EXERCE_SOUS'], ['STATUT.salarie', 'STATUT.artisan'], selection());
    expect(pages.map(listed)).toEqual([
      ['MET.1', 'MET.2', 'MET.4'],
      ['MET.2', 'MET.3'],
    ]);
  }),
  ...RELATION_NAMES.flatMap((name) => [
    onVillage(`${name} leads from every origin to its far ends, in their order, and nowhere else`, async (graph) => {
      const origins = idsOf(VILLAGE.nodes[RELATIONS[name].from]);
      const pages = await graph.follow([`${name}>`], origins, selection());
      const edges = new Map(VILLAGE.edges[name].map(({ from, to }) => [from, to]));
      expect(pages.map(listed)).toEqual(origins.map((id) => edges.get(id) ?? []));
    }),
    onVillage(`${name} leads back from every far end to its origins, and nowhere else`, async (graph) => {
      const ends = idsOf(VILLAGE.nodes[RELATIONS[name].to]);
      const pages = await graph.follow([`<${name}`], ends, selection());
      const origins = (end: string) => VILLAGE.edges[name].filter(({ to }) => to.includes(end)).map(({ from }) => from);
      expect(pages.map((page) => listed(page).sort())).toEqual(ends.map((end) => origins(end).sort()));
    }),
  ]),
  onVillage('one id asked twice is answered twice', async (graph) => {
    const [one, other] = await graph.follow(['REPOND_A>'], ['MET.3', 'MET.3'], selection());
    expect(one).toEqual(other);
    expect(one && listed(one)).toEqual(['INTERET.mains', 'INTERET.dessiner']);
  }),
  onVillage('an id of another kind has no far ends', async (graph) => {
    const pages = await graph.follow(['<RECOMMANDE'], ['MET.1', 'STATUT.salarie'], selection());
    expect(pages).toEqual([noPage(null), noPage(null)]);
  }),
  onVillage('the far ends of a relation can be sorted by anything', async (graph) => {
    const sorted = async (path: Path, id: string, sort: Sort) =>
      (await graph.follow(path, [id], selection({ sort }))).map(listed);
    expect(await sorted(['RECOMMANDE>'], 'MET.4', { by: 'name', descending: false })).toEqual([
      ['FOR.1', 'FOR.5', 'FOR.2'],
    ]);
    expect(await sorted(['RECOMMANDE>'], 'MET.4', { by: 'name', descending: true })).toEqual([
      ['FOR.2', 'FOR.5', 'FOR.1'],
    ]);
    expect(await sorted(['RECOMMANDE>'], 'MET.3', count('<RECOMMANDE', true))).toEqual([['FOR.3', 'FOR.4']]);
    expect(await sorted(['<EXERCE_SOUS'], 'STATUT.salarie', { by: 'niveau', descending: false })).toEqual([
      ['MET.2', 'MET.1', 'MET.4'],
    ]);
    expect(await sorted(['<EXERCE_SOUS'], 'STATUT.independant', { by: 'niveau', descending: true })).toEqual([
      ['MET.1', 'MET.5'],
    ]);
  }),

  // Longer walks
  onVillage('a longer walk counts routes, leaves out its start and puts the most travelled first', async (graph) => {
    const [page] = await graph.follow(['RECOMMANDE>', '<RECOMMANDE'], ['MET.4'], selection());
    expect(page).toEqual({
      nodes: [nodeOf('MET.1'), nodeOf('MET.6')],
      places: [
        { value: 2, key: 'architecte', id: 'MET.1' },
        { value: 1, key: 'zoologue', id: 'MET.6' },
      ],
      routes: [2, 1],
      total: 2,
      hasNext: false,
      hasPrevious: false,
    });
  }),
  onVillage('equally travelled far ends stand in the order of names', async (graph) => {
    const pages = await graph.follow(['<REPOND_A', 'RECOMMANDE>'], ['INTERET.dessiner', 'INTERET.mains'], selection());
    expect(pages.map(({ nodes, routes }) => [idsOf(nodes), routes])).toEqual([
      [
        ['FOR.1', 'FOR.2', 'FOR.4', 'FOR.3', 'FOR.5'],
        [2, 2, 1, 1, 1],
      ],
      [
        ['FOR.3', 'FOR.4'],
        [2, 1],
      ],
    ]);
  }),
  onVillage('routes multiply along a walk of three steps', async (graph) => {
    const path: Path = ['RECOMMANDE>', '<RECOMMANDE', 'EXERCE_SOUS>'];
    const [page] = await graph.follow(path, ['MET.1'], selection());
    // Over FOR.1 and FOR.2 there are two routes to MET.1 itself and two to MET.4.
    expect(page && [idsOf(page.nodes), page.routes]).toEqual([
      ['STATUT.salarie', 'STATUT.fonctionnaire', 'STATUT.independant'],
      [4, 2, 2],
    ]);
  }),
  onVillage('one walk asked of several nodes answers each as if it were alone', async (graph) => {
    const path: Path = ['REPOND_A>', '<REPOND_A'];
    const ids = ['MET.1', 'MET.2', 'MET.0', 'MET.3', 'MET.4', 'MET.1'];
    const together = await graph.follow(path, ids, selection());
    const alone = await Promise.all(ids.map(async (id) => (await graph.follow(path, [id], selection()))[0]));
    expect(together).toEqual(alone);
    expect(together.map(listed)).toEqual([
      ['MET.4', 'MET.3'],
      ['MET.3'],
      [],
      ['MET.1', 'MET.2', 'MET.4'],
      ['MET.1', 'MET.3'],
      ['MET.4', 'MET.3'],
    ]);
  }),
  onVillage('routes stay with their nodes when a longer walk is filtered, sorted and cut', async (graph) => {
    const ask = (but: Partial<Selection>) =>
      graph.follow(['<REPOND_A', 'RECOMMANDE>'], ['INTERET.dessiner'], selection(but));
    const routed = (pages: readonly Page[]) => pages.map(({ nodes, routes }) => [idsOf(nodes), routes]);
    const byName: Sort = { by: 'name', descending: true };
    expect(routed(await ask({ sort: byName }))).toEqual([
      [
        ['FOR.2', 'FOR.5', 'FOR.1', 'FOR.3', 'FOR.4'],
        [2, 1, 2, 1, 1],
      ],
    ]);
    expect(routed(await ask({ sort: byName, first: 2 }))).toEqual([
      [
        ['FOR.2', 'FOR.5'],
        [2, 1],
      ],
    ]);
    expect(routed(await ask({ filter: { words: ['cap'] } }))).toEqual([
      [
        ['FOR.4', 'FOR.3'],
        [1, 1],
      ],
    ]);
    expect(routed(await ask({ last: 4, filter: { not: { ids: ['FOR.4'] } } }))).toEqual([
      [
        ['FOR.1', 'FOR.2', 'FOR.3', 'FOR.5'],
        [2, 2, 1, 1],
      ],
    ]);
  }),
  onVillage('only longer walks tell routes', async (graph) => {
    const routesOf = async (path: Path, id: string) =>
      (await graph.follow(path, [id], selection())).map(({ routes }) => routes);
    expect(await routesOf(['RECOMMANDE>'], 'MET.1')).toEqual([null]);
    expect(await routesOf(['<REPOND_A', 'RECOMMANDE>'], 'INTERET.unknown')).toEqual([[]]);
    expect((await graph.list('Metier', selection())).routes).toBeNull();
  }),

  // Filters
  ...filters([
    ['words must all begin a word', { words: ['proj', 'che'] }, ['MET.4']],
    ['a word inside a word does not count', { words: ['tecte'] }, []],
    ['no words hold for all', { words: [] }, ['MET.1', 'MET.2', 'MET.3', 'MET.5', 'MET.4', 'MET.6']],
    ['words are compared folded', { words: ['ebeniste'] }, ['MET.3']],
    ['signs of regular expressions are plain text', { words: ['.*'] }, []],
    ['signs of Cypher are plain text', { words: ["'}) return"] }, []],
    ['signs of SQL are plain text', { words: ['%'] }, []],
    ['ids that do not exist name nothing', { ids: ['MET.6', 'MET.0', 'FOR.1', 'MET.1'] }, ['MET.1', 'MET.6']],
    ['no ids name nothing', { ids: [] }, []],
    ['a level has bounds included', { niveau: { min: -2, max: 5 } }, ['MET.1', 'MET.2', 'MET.3', 'MET.4']],
    ['a level can be open above', { niveau: { min: 0, max: null } }, ['MET.1', 'MET.4']],
    ['a level can be open below', { niveau: { min: null, max: -2 } }, ['MET.2', 'MET.3']],
    ['what has no rank meets no bound', { niveau: { min: -9, max: 99 } }, ['MET.1', 'MET.2', 'MET.3', 'MET.4']],
    ['bounds that cross leave nothing', { niveau: { min: 5, max: -2 } }, []],
    ['levels by their ranks', { niveaux: { ranks: [5, 77], labels: [], none: false } }, ['MET.1', 'MET.4']],
    [
      'a level without rank by its label',
      { niveaux: { ranks: [], labels: ['autre formation'], none: false } },
      ['MET.5'],
    ],
    ['a level with a rank is not named by its label', { niveaux: { ranks: [], labels: ['bac + 5'], none: false } }, []],
    ['no level', { niveaux: { ranks: [], labels: [], none: true } }, ['MET.6']],
    ['levels and none', { not: { niveaux: { ranks: [-2], labels: [], none: true } } }, ['MET.1', 'MET.5', 'MET.4']],
    ['no levels name nothing', { niveaux: { ranks: [], labels: [], none: false } }, []],
    ['a salary has bounds included', { salaire: { min: 1766.92, max: 2100 } }, ['MET.2', 'MET.3', 'MET.4']],
    ['a salary is its lowest figure', { salaire: { min: 1800, max: 2000 } }, []],
    ['a salary can be open above', { salaire: { min: 2100, max: null } }, ['MET.1', 'MET.4']],
    ['a salary can be open below', { salaire: { min: null, max: 2099.99 } }, ['MET.2', 'MET.3']],
    ['no figure meets no bound', { salaire: { min: null, max: null } }, ['MET.1', 'MET.2', 'MET.3', 'MET.4']],
    [
      'counted: so many neighbours',
      { path: ['RECOMMANDE>'], counted: { min: 2, max: 2 }, filter: { all: [] } },
      ['MET.1', 'MET.3'],
    ],
    [
      'counted, open above',
      { path: ['RECOMMANDE>'], counted: { min: 2, max: null }, filter: { all: [] } },
      ['MET.1', 'MET.3', 'MET.4'],
    ],
    [
      'counted, open below: those without any included',
      { path: ['RECOMMANDE>'], counted: { min: null, max: 1 }, filter: { all: [] } },
      ['MET.2', 'MET.5', 'MET.6'],
    ],
    [
      'counted: neighbours that do not meet the filter do not count',
      { path: ['RECOMMANDE>'], counted: { min: 1, max: 1 }, filter: { words: ['cap'] } },
      ['MET.2'],
    ],
    [
      'counted, open on both sides: holds for all',
      { path: ['RECOMMANDE>'], counted: { min: null, max: null }, filter: { any: [] } },
      ['MET.1', 'MET.2', 'MET.3', 'MET.5', 'MET.4', 'MET.6'],
    ],
    [
      'counted, bounds that cross leave nothing',
      { path: ['RECOMMANDE>'], counted: { min: 2, max: 1 }, filter: { all: [] } },
      [],
    ],
    [
      'counted from the far end: métiers of neighbours',
      {
        path: ['EXERCE_SOUS>'],
        quantifier: 'some',
        filter: {
          path: ['<EXERCE_SOUS'],
          counted: { min: 2, max: null },
          filter: { salaire: { min: 2000, max: null } },
        },
      },
      ['MET.1', 'MET.2', 'MET.4'],
    ],
    [
      'some: one neighbour at least',
      { path: ['RECOMMANDE>'], quantifier: 'some', filter: { words: ['licence'] } },
      ['MET.4', 'MET.6'],
    ],
    [
      'some of no condition: any neighbour',
      { path: ['RECOMMANDE>'], quantifier: 'some', filter: { all: [] } },
      ['MET.1', 'MET.2', 'MET.3', 'MET.4', 'MET.6'],
    ],
    [
      'none of no condition: no neighbour',
      { path: ['RECOMMANDE>'], quantifier: 'none', filter: { all: [] } },
      ['MET.5'],
    ],
    [
      'none: no neighbour, those without any included',
      { path: ['RECOMMANDE>'], quantifier: 'none', filter: { words: ['licence'] } },
      ['MET.1', 'MET.2', 'MET.3', 'MET.5'],
    ],
    [
      'every: all neighbours, those without any included',
      { path: ['RECOMMANDE>'], quantifier: 'every', filter: { words: ['cap'] } },
      ['MET.2', 'MET.3', 'MET.5'],
    ],
    [
      'every of what nothing meets: those without neighbours only',
      { path: ['RECOMMANDE>'], quantifier: 'every', filter: { any: [] } },
      ['MET.5'],
    ],
    ['an empty all holds', { all: [] }, ['MET.1', 'MET.2', 'MET.3', 'MET.5', 'MET.4', 'MET.6']],
    ['an empty any does not hold', { any: [] }, []],
    ['all: each of them', { all: [{ niveau: { min: 5, max: null } }, { words: ['arch'] }] }, ['MET.1']],
    ['any: one of them', { any: [{ ids: ['MET.6'] }, { words: ['arch'] }] }, ['MET.1', 'MET.6']],
    ['not: the others', { not: { niveau: { min: -2, max: null } } }, ['MET.5', 'MET.6']],
    [
      'conditions on neighbours of neighbours',
      {
        path: ['EXERCE_SOUS>'],
        quantifier: 'some',
        filter: { path: ['<EXERCE_SOUS'], quantifier: 'every', filter: { niveau: { min: null, max: 0 } } },
      },
      ['MET.2', 'MET.3'],
    ],
  ]),
  onVillage('far ends can be filtered, and what is filtered away is not counted', async (graph) => {
    const filter: Filter = { path: ['<RECOMMANDE'], quantifier: 'some', filter: { words: ['zoologue'] } };
    const pages = await graph.follow(['RECOMMANDE>'], ['MET.4', 'MET.1'], selection({ filter }));
    expect(pages.map(({ nodes, total }) => [idsOf(nodes), total])).toEqual([
      [['FOR.5'], 1],
      [[], 0],
    ]);
  }),

  // Pages
  ...pages(),
  onVillage('a list goes on from a place whose node is gone', async (graph) => {
    const after = async (place: Place, but: Partial<Selection> = {}) =>
      listed(await graph.list('Metier', selection({ after: place, ...but })));
    const gone = { value: null, key: 'ecluseur', id: 'MET.9' };
    expect(await after(gone)).toEqual(['MET.5', 'MET.4', 'MET.6']);
    expect(listed(await graph.list('Metier', selection({ before: gone })))).toEqual(['MET.1', 'MET.2', 'MET.3']);
    expect(listed(await graph.list('Metier', selection({ before: gone, last: 2 })))).toEqual(['MET.2', 'MET.3']);
    // A name that is there, under other ids.
    expect(await after({ value: null, key: 'ecrivain', id: 'MET.4' })).toEqual(['MET.5', 'MET.4', 'MET.6']);
    expect(await after({ value: null, key: 'ecrivain', id: 'MET.6' })).toEqual(['MET.4', 'MET.6']);
    // Before the first and after the last.
    expect(await after({ value: null, key: '', id: '' })).toHaveLength(6);
    expect(await after({ value: null, key: '~', id: '~' })).toEqual([]);
  }),
  onVillage(
    'a sorted list goes on from a value that no node has, in both directions and among nulls',
    async (graph) => {
      const after = async (value: number | null, key: string, descending: boolean) =>
        listed(
          await graph.list(
            'Metier',
            selection({ sort: { by: 'niveau', descending }, after: { value, key, id: 'MET.9' } }),
          ),
        );
      expect(await after(0, 'x', false)).toEqual(['MET.1', 'MET.4', 'MET.5', 'MET.6']);
      expect(await after(0, 'x', true)).toEqual(['MET.2', 'MET.3', 'MET.5', 'MET.6']);
      expect(await after(5, 'b', false)).toEqual(['MET.4', 'MET.5', 'MET.6']);
      expect(await after(5, 'b', true)).toEqual(['MET.4', 'MET.2', 'MET.3', 'MET.5', 'MET.6']);
      expect(await after(null, 'f', false)).toEqual(['MET.6']);
      expect(await after(null, 'f', true)).toEqual(['MET.6']);
    },
  ),
  onVillage('the far ends of a relation go on from a place in the document', async (graph) => {
    const [page] = await graph.follow(['RECOMMANDE>'], ['MET.4'], selection({ first: 1 }));
    const [place] = page?.places ?? [];
    const rest = await graph.follow(['RECOMMANDE>'], ['MET.4'], selection({ after: place ?? null }));
    expect(rest.map(({ nodes, hasPrevious }) => [idsOf(nodes), hasPrevious])).toEqual([[['FOR.5', 'FOR.2'], true]]);
  }),
  onVillage('what is not wanted may be left out, and changes nothing else', async (graph) => {
    const ask = (wants: Selection['wants']) => graph.list('Metier', selection({ first: 2, wants }));
    const whole = await ask({ nodes: true, total: true, places: true });
    expect(whole.total).toBe(6);
    const noTotal = await ask({ nodes: true, total: false, places: true });
    expect([noTotal.nodes, noTotal.places, noTotal.hasNext]).toEqual([whole.nodes, whole.places, true]);
    expect(noTotal.total).toBeNull();
    const onlyTotal = await ask({ nodes: false, total: true, places: false });
    expect([onlyTotal.total, onlyTotal.hasNext, onlyTotal.hasPrevious]).toEqual([6, true, false]);
  }),
  onVillage('whoever asks may refuse what is about to be examined, and may ask again', async (graph) => {
    const refuse = () => {
      throw new Error('too much');
    };
    await expect((async () => graph.list('Metier', selection({ examine: refuse })))()).rejects.toThrow('too much');
    const walk: Path = ['RECOMMANDE>', '<RECOMMANDE'];
    let calls = 0;
    const refuseLate = () => {
      calls += 1;
      if (calls > 1) throw new Error('too much');
    };
    const late = selection({ examine: refuseLate });
    await expect((async () => graph.follow(walk, ['MET.4'], late))()).rejects.toThrow('too much');
    const [page] = await graph.follow(walk, ['MET.4'], selection());
    expect(page?.routes).toEqual([2, 1]);
  }),

  // An empty release
  {
    name: 'an empty release answers every question with nothing',
    check: async (open) => {
      const store = await open(EMPTY);
      const graph = store.current();
      for (const kind of KIND_NAMES) {
        expect(await graph.list(kind, selection())).toEqual(noPage(null));
        expect(await graph.nodes(kind, ['MET.1'])).toEqual([undefined]);
      }
      expect(await graph.follow(['RECOMMANDE>', '<RECOMMANDE'], ['MET.1'], selection())).toEqual([noPage([])]);
      await store.close();
    },
  },

  // Replacing a release
  {
    name: 'replace puts a whole release in place, and a graph taken before goes on answering the old one',
    check: async (open) => {
      const store = await open(VILLAGE);
      const old = store.current();
      const before = await tale(old);
      await store.replace(HAMLET);
      expect(await tale(old)).toEqual(before);
      const now = store.current();
      expect((await now.release()).fingerprint).toBe(HAMLET.fingerprint);
      expect(listed(await now.list('Metier', selection()))).toEqual(['MET.1']);
      expect(await now.nodes('Metier', ['MET.1', 'MET.2'])).toEqual([HAMLET.nodes.Metier[0], undefined]);
      expect((await now.follow(['RECOMMANDE>'], ['MET.1', 'MET.2'], selection())).map(listed)).toEqual([['FOR.7'], []]);
      expect(listed(await now.list('Statut', selection()))).toEqual([]);
      await store.replace(VILLAGE);
      expect(await tale(store.current())).toEqual(before);
      await store.close();
    },
  },
  refuses('an edge that ends nowhere', withEdges([{ from: 'MET.1', to: ['FOR.1', 'FOR.404'] }])),
  refuses('an edge that starts nowhere', withEdges([{ from: 'MET.404', to: ['FOR.1'] }])),
  refuses('an edge that ends at a node of another kind', withEdges([{ from: 'MET.1', to: ['STATUT.salarie'] }])),
  refuses('an id that stands twice', {
    ...VILLAGE,
    fingerprint: 'b'.repeat(64),
    nodes: { ...VILLAGE.nodes, Metier: [...VILLAGE.nodes.Metier, metier('MET.1', 'Autre')] },
  }),
  refuses('an edge that stands twice', withEdges([{ from: 'MET.1', to: ['FOR.1', 'FOR.1'] }])),
  refuses(
    'an origin that stands twice',
    withEdges([
      { from: 'MET.1', to: ['FOR.1'] },
      { from: 'MET.1', to: ['FOR.2'] },
    ]),
  ),
  {
    name: 'the content that a store was given is not changed by it',
    check: async (open) => {
      const kept = structuredClone(VILLAGE);
      const store = await open(VILLAGE);
      await store.current().list('Metier', selection({ sort: { by: 'niveau', descending: true } }));
      expect(VILLAGE).toEqual(kept);
      await store.close();
    },
  },
];

const HAMLET = contentOf(
  { Metier: [metier('MET.1', 'Berger', { niveau: CAP })], Formation: [formation('FOR.7', 'BTS élevage')] },
  { RECOMMANDE: { 'MET.1': ['FOR.7'] } },
  'a'.repeat(64),
);

function onVillage(name: string, check: (graph: Graph) => Promise<void>): Promised {
  return {
    name,
    check: async (open) => {
      const store = await open(VILLAGE);
      await check(store.current());
      await store.close();
    },
  };
}

function orders(expected: readonly (readonly [Kind, Sort, readonly string[]])[]): Promised[] {
  return expected.map(([kind, sort, ids]) =>
    onVillage(`${kind} in the order ${JSON.stringify(sort)}`, async (graph) => {
      const page = await graph.list(kind, selection({ sort }));
      expect(page).toMatchObject({ total: ids.length, hasNext: false, hasPrevious: false, routes: null });
      expect(listed(page)).toEqual(ids);
    }),
  );
}

function count(step: Path[number], descending: boolean): Sort {
  return { by: { count: [step] }, descending };
}

function filters(expected: readonly (readonly [string, Filter, readonly string[]])[]): Promised[] {
  return expected.map(([name, filter, ids]) =>
    onVillage(`filter, ${name}`, async (graph) => {
      const { nodes, total } = await graph.list('Metier', selection({ filter }));
      expect([idsOf(nodes), total]).toEqual([ids, ids.length]);
    }),
  );
}

/** Every page of a list of six that `first`, `last` and two places can cut out, told by its bounds. */
function pages(): Promised[] {
  const names = ['MET.1', 'MET.2', 'MET.3', 'MET.5', 'MET.4', 'MET.6'];
  const sorts: Sort[] = [
    { by: 'given' },
    { by: 'name', descending: true },
    { by: 'niveau', descending: true },
    count('RECOMMANDE>', false),
  ];
  return sorts.map((sort) =>
    onVillage(`every page of a list in the order ${JSON.stringify(sort)} is that part of the list`, async (graph) => {
      const whole = await graph.list('Metier', selection({ sort }));
      const places = whole.places ?? [];
      expect(places.map(({ id }) => id)).toEqual(listed(whole));
      expect(listed(whole).sort()).toEqual([...names].sort());
      for (let after = -1; after < 6; after++) {
        for (let before = 0; before <= 6; before++) {
          for (const size of [null, 0, 1, 2, 6, 9]) {
            for (const end of ['first', 'last'] as const) {
              const bounds = { after: places[after] ?? null, before: places[before] ?? null };
              const page = await graph.list('Metier', selection({ sort, ...bounds, [end]: size }));
              const start = after + 1;
              const stop = Math.max(start, before);
              const low = end === 'last' && size !== null ? Math.max(start, stop - size) : start;
              const high = end === 'first' && size !== null ? Math.min(stop, start + size) : stop;
              expect(page, JSON.stringify({ after, before, [end]: size })).toEqual({
                nodes: whole.nodes.slice(low, high),
                places: places.slice(low, high),
                routes: null,
                total: 6,
                hasNext: high < 6,
                hasPrevious: low > 0,
              });
            }
          }
        }
      }
    }),
  );
}

function refuses(what: string, bad: Content): Promised {
  return {
    name: `content with ${what} is refused, and the old release stays`,
    check: async (open) => {
      const store = await open(VILLAGE);
      const before = await tale(store.current());
      await expect((async () => store.replace(bad))()).rejects.toThrow();
      expect((await store.current().release()).fingerprint).toBe(VILLAGE.fingerprint);
      expect(await tale(store.current())).toEqual(before);
      await store.close();
    },
  };
}

/** The village with other recommendations, under a fingerprint that tells it from the one in force. */
function withEdges(recommande: readonly Neighbours[]): Content {
  return { ...VILLAGE, fingerprint: 'b'.repeat(64), edges: { ...VILLAGE.edges, RECOMMANDE: recommande } };
}

/** All that a graph holds, as it tells it. */
async function tale(graph: Graph): Promise<unknown> {
  const lists = await Promise.all(KIND_NAMES.map((kind) => graph.list(kind, selection())));
  const walks = await Promise.all(
    RELATION_NAMES.map((name) => graph.follow([`${name}>`], idsOf(VILLAGE.nodes.Metier), selection())),
  );
  return [await graph.release(), lists, walks];
}

function listed({ nodes }: Page): string[] {
  return idsOf(nodes);
}

function noPage(routes: readonly number[] | null): Page {
  return { nodes: [], places: [], routes, total: 0, hasNext: false, hasPrevious: false };
}

function nodeOf(id: string): unknown {
  return VILLAGE.nodes.Metier.find((node) => node.id === id);
}
