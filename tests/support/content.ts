/** Small releases for tests: one written by hand whose answers can be worked out on paper, and random ones. */
import fc from 'fast-check';
import type { Content, Filter, Neighbours, Place, Selection, Sort, SortKey } from '../../src/graph/graph.ts';
import {
  type AnyNode,
  type Formation,
  type Interet,
  KIND_NAMES,
  type Kind,
  type Metier,
  NEIGHBOURS,
  type Niveau,
  type NodeOf,
  type Path,
  RELATION_NAMES,
  RELATIONS,
  type RelationName,
  type Rome,
  type Salaire,
  type Statut,
  targetOf,
} from '../../src/model.ts';
import { fold, searchKey } from '../../src/text.ts';

export const CAP: Niveau = { libelle: 'CAP ou équivalent', rang: -2 };
export const BAC_5: Niveau = { libelle: 'bac + 5', rang: 5 };
export const AUTRE: Niveau = { libelle: 'autre formation', rang: null };

/** What a fiche tells of a beginner's pay; a text without a figure where `min` is null. */
export function salaire(min: number | null, max: number | null = min): Salaire {
  return { texte: min === null ? 'Variable.' : `À partir de ${min} euros brut par mois.`, min, max };
}

/** A métier whose fiche says nothing but what is given. */
export function metier(id: string, nom: string, said: Partial<Metier> = {}): Metier {
  return {
    id,
    nom,
    appellations: null,
    autresAppellations: [],
    niveau: null,
    dureeEtudes: null,
    salaireDebutant: null,
    presentation: null,
    enBref: null,
    natureDuTravail: null,
    competencesRequises: null,
    conditionsDeTravail: null,
    vieProfessionnelle: null,
    accesAuMetier: null,
    sections: [],
    key: fold(nom),
    search: searchKey([nom]),
    ...said,
  };
}

export function formation(id: string, nom: string): Formation {
  return { id, nom, key: fold(nom), search: searchKey([nom]) };
}

export function statut(id: string, libelle: string): Statut {
  return { id, libelle, key: fold(libelle), search: searchKey([libelle]) };
}

export function interet(id: string, libelle: string): Interet {
  return { id, libelle, key: fold(libelle), search: searchKey([libelle]) };
}

export function rome(code: string): Rome {
  return { id: `ROME.${code}`, code, key: fold(code), search: searchKey([code]) };
}

export type Nodes = { readonly [K in Kind]?: readonly NodeOf[K][] };
export type Edges = Partial<Record<RelationName, Readonly<Record<string, readonly string[]>>>>;

/** A release of these nodes and edges; `edges.RECOMMANDE` maps an origin to its far ends, in the document's order. */
export function contentOf(nodes: Nodes, edges: Edges = {}, fingerprint = 'f'.repeat(64)): Content {
  return {
    fingerprint,
    date: '2025-10-01T08:00:00.000Z',
    diagnostics: { errors: 0, warnings: 2, notices: 1 },
    nodes: {
      Metier: nodes.Metier ?? [],
      Formation: nodes.Formation ?? [],
      Statut: nodes.Statut ?? [],
      Interet: nodes.Interet ?? [],
      Rome: nodes.Rome ?? [],
    },
    edges: Object.fromEntries(
      RELATION_NAMES.map((name) => [
        name,
        Object.entries(edges[name] ?? {}).map(([from, to]): Neighbours => ({ from, to })),
      ]),
    ) as unknown as Content['edges'],
  };
}

export const EMPTY = contentOf({}, {}, '0'.repeat(64));

/** Six métiers. By name: Architecte, Boulangère, Ébéniste, Écrivain, Urbaniste, Zoologue. Two formations share a name. */
export const VILLAGE = contentOf(
  {
    Metier: [
      metier('MET.6', 'Zoologue'),
      metier('MET.4', 'Urbaniste', {
        niveau: BAC_5,
        salaireDebutant: salaire(2100, null),
        search: searchKey(['Urbaniste', 'chef de projet']),
      }),
      metier('MET.5', 'Écrivain', { niveau: AUTRE, salaireDebutant: salaire(null) }),
      metier('MET.3', 'Ébéniste', { niveau: CAP, salaireDebutant: salaire(1766.92) }),
      metier('MET.2', 'Boulangère', { niveau: CAP, salaireDebutant: salaire(1766.92, 1900) }),
      metier('MET.1', 'Architecte', { niveau: BAC_5, salaireDebutant: salaire(2500) }),
    ],
    Formation: [
      formation('FOR.6', 'Licence'),
      formation('FOR.5', 'licence'),
      formation('FOR.4', 'CAP ébéniste'),
      formation('FOR.3', 'CAP pâtissier'),
      formation('FOR.2', 'Master urbanisme'),
      formation('FOR.1', "Diplôme d'État d'architecte"),
    ],
    Statut: [
      statut('STATUT.salarie', 'Salarié'),
      statut('STATUT.independant', 'Indépendant'),
      statut('STATUT.fonctionnaire', 'Fonctionnaire'),
      statut('STATUT.artisan', 'Artisan'),
    ],
    Interet: [
      interet('INTERET.organiser', "J'aime organiser"),
      interet('INTERET.mains', "J'aime travailler de mes mains"),
      interet('INTERET.dessiner', "J'aime dessiner"),
    ],
    Rome: [rome('F1101'), rome('D1102')],
  },
  {
    RECOMMANDE: {
      'MET.1': ['FOR.2', 'FOR.1'],
      'MET.2': ['FOR.3'],
      'MET.3': ['FOR.4', 'FOR.3'],
      'MET.4': ['FOR.1', 'FOR.5', 'FOR.2'],
      'MET.6': ['FOR.5'],
    },
    EXERCE_SOUS: {
      'MET.1': ['STATUT.salarie', 'STATUT.independant'],
      'MET.2': ['STATUT.artisan', 'STATUT.salarie'],
      'MET.3': ['STATUT.artisan'],
      'MET.4': ['STATUT.fonctionnaire', 'STATUT.salarie'],
      'MET.5': ['STATUT.independant'],
    },
    REPOND_A: {
      'MET.1': ['INTERET.dessiner', 'INTERET.organiser'],
      'MET.2': ['INTERET.mains'],
      'MET.3': ['INTERET.mains', 'INTERET.dessiner'],
      'MET.4': ['INTERET.organiser', 'INTERET.dessiner'],
    },
    CLASSE_SOUS: { 'MET.1': ['ROME.F1101'], 'MET.2': ['ROME.D1102'], 'MET.4': ['ROME.F1101'] },
  },
);

/** A selection of everything, in the list's own order, all wanted; `but` says what differs. */
export function selection(but: Partial<Selection> = {}): Selection {
  return {
    filter: null,
    sort: { by: 'given' },
    after: null,
    before: null,
    first: null,
    last: null,
    wants: { nodes: true, total: true, places: true },
    ...but,
  };
}

export function idsOf(nodes: readonly AnyNode[]): string[] {
  return nodes.map(({ id }) => id);
}

/** Few names for many nodes, so that orders are full of ties; some differ in what folding takes away only. */
const NAMES = ['Abeille', 'abeille', 'Âne', 'ane bleu', 'Zébu', 'Œuf', "l'Œuf à l'âne"];
const NIVEAUX: readonly (Niveau | null)[] = [null, AUTRE, CAP, { libelle: 'bac ou équivalent', rang: 0 }, BAC_5];

/** Repeated, at the bounds of filters and bands, in between, absent; some texts give no figure. */
const SALAIRES: readonly (Salaire | null)[] = [
  null,
  salaire(null),
  ...[1200, 1500, 1766.92, 1999.5, 2000, 3000, 3000].map((min) => salaire(min)),
];

/** Random releases: up to eight métiers, six formations and a few of the others, any edges between them. */
export const releases: fc.Arbitrary<Content> = fc
  .record({
    metiers: fc.array(
      fc.record({
        nom: fc.constantFrom(...NAMES),
        niveau: fc.constantFrom(...NIVEAUX),
        salaireDebutant: fc.constantFrom(...SALAIRES),
      }),
      { maxLength: 8 },
    ),
    formations: fc.array(fc.constantFrom(...NAMES), { maxLength: 6 }),
    statuts: fc.array(fc.constantFrom(...NAMES), { maxLength: 3 }),
    interets: fc.array(fc.constantFrom(...NAMES), { maxLength: 4 }),
    romes: fc.integer({ min: 0, max: 3 }),
  })
  .chain(({ metiers, formations, statuts, interets, romes }) => {
    const nodes: { [K in Kind]: NodeOf[K][] } = {
      // Ids count down where names repeat, so that no order comes about by chance; MET.10 stands before MET.9.
      Metier: metiers.map(({ nom, ...said }, i) => metier(`MET.${12 - i}`, nom, said)),
      Formation: formations.map((nom, i) => formation(`FOR.${11 - i}`, nom)),
      Statut: statuts.map((nom, i) => statut(`STATUT.s${9 - i}`, nom)),
      Interet: interets.map((nom, i) => interet(`INTERET.i${9 - i}`, nom)),
      Rome: Array.from({ length: romes }, (_, i) => rome(`${i === 1 ? 'J' : 'A'}110${9 - i}`)),
    };
    const edges = Object.fromEntries(
      RELATION_NAMES.map((name) => {
        const { from, to } = RELATIONS[name];
        const farEnds = fc.shuffledSubarray(nodes[to].map(({ id }) => id));
        return [name, fc.tuple(...nodes[from].map(({ id }) => farEnds.map((ends) => [id, ends] as const)))];
      }),
    );
    return fc
      .record(edges)
      .map((drawn) =>
        contentOf(
          nodes,
          Object.fromEntries(Object.entries(drawn).map(([name, pairs]) => [name, Object.fromEntries(pairs)])),
        ),
      );
  });

/** Every walk of one to three steps from a kind. */
export function pathsFrom(kind: Kind, steps = 3): Path[] {
  return NEIGHBOURS[kind].flatMap(({ path, target }) => [
    path,
    ...(steps > 1 ? pathsFrom(target, steps - 1).map((rest) => [...path, ...rest]) : []),
  ]);
}

export const kinds: fc.Arbitrary<Kind> = fc.constantFrom(...KIND_NAMES);

export function sortsOf(kind: Kind): fc.Arbitrary<Sort> {
  const keys: SortKey[] = [
    'name',
    ...(kind === 'Metier' ? (['niveau', 'salaire'] as const) : []),
    ...NEIGHBOURS[kind].map(({ path }) => ({ count: path })),
  ];
  return fc.oneof(
    fc.constant<Sort>({ by: 'given' }),
    fc.record({ by: fc.constantFrom(...keys), descending: fc.boolean() }),
  );
}

/** Random filters on a kind, nested up to `depth` deep; ids are of nodes that are there and of some that are not. */
export function filtersOf(content: Content, kind: Kind, depth = 3): fc.Arbitrary<Filter> {
  const known = [...content.nodes[kind].map(({ id }) => id), 'MET.0', '__proto__'];
  const leaves: fc.Arbitrary<Filter>[] = [
    fc.record({ ids: fc.subarray(known) }),
    fc.record({ words: fc.subarray(['a', 'abeille', 'ane', 'b', 'l', 'oe', 'zebu', 'a1', '']) }),
    fc.record({ niveau: fc.record({ min: bounds, max: bounds }) }),
    fc.record({
      niveaux: fc.record({
        ranks: fc.subarray([-2, 5, 9]),
        labels: fc.subarray([BAC_5.libelle, AUTRE.libelle, 'unheard of']),
        none: fc.boolean(),
      }),
    }),
    fc.record({ salaire: fc.record({ min: salaireBounds, max: salaireBounds }) }),
  ];
  if (depth === 1) return fc.oneof(...leaves);
  const same = filtersOf(content, kind, depth - 1);
  return fc.oneof(
    ...leaves,
    fc.record({ all: fc.array(same, { maxLength: 3 }) }),
    fc.record({ any: fc.array(same, { maxLength: 3 }) }),
    fc.record({ not: same }),
    ...NEIGHBOURS[kind].map(({ path, target }) =>
      fc.record({
        path: fc.constant(path),
        quantifier: fc.constantFrom('some' as const, 'none' as const, 'every' as const),
        filter: filtersOf(content, target, depth - 1),
      }),
    ),
    ...NEIGHBOURS[kind].map(({ path, target }) =>
      fc.record({
        path: fc.constant(path),
        counted: fc.record({ min: countBounds, max: countBounds }),
        filter: filtersOf(content, target, depth - 1),
      }),
    ),
  );
}

const bounds = fc.constantFrom(null, -3, -2, 0, 5, 6);
const salaireBounds = fc.constantFrom(null, 0, 1500, 1766.92, 2000, 9999);
const countBounds = fc.constantFrom(null, -1, 0, 1, 2, 3);

/** Places that need not be a node's: between nodes, before all of them, after all of them. */
export const strangePlaces: fc.Arbitrary<Place> = fc.record({
  value: fc.constantFrom<string | number | null>(null, 0, 1, 2, 5),
  key: fc.constantFrom('', 'abeille', 'ane', 'b', 'zebu', '~'),
  id: fc.constantFrom('', 'MET.10', 'FOR.7', 'STATUT.s8', '~'),
});

function boundsOf(): fc.Arbitrary<Pick<Selection, 'after' | 'before' | 'first' | 'last'>> {
  const place = fc.option(strangePlaces, { freq: 2 });
  const size = fc.integer({ min: 0, max: 9 });
  return fc
    .record({
      after: place,
      before: place,
      first: fc.constant(null),
      last: fc.constant(null),
    })
    .chain((places) =>
      fc.oneof(
        fc.constant(places),
        size.map((first) => ({ ...places, first })),
        size.map((last) => ({ ...places, last })),
      ),
    );
}

function selections(content: Content, kind: Kind): fc.Arbitrary<Selection> {
  return fc
    .record({ filter: fc.option(filtersOf(content, kind)), sort: sortsOf(kind), bounds: boundsOf() })
    .map(({ filter, sort, bounds }) => selection({ filter, sort, ...bounds }));
}

/** A list of a random release, asked for in a random way. */
export const listQuestions = fc
  .record({ content: releases, kind: kinds })
  .chain(({ content, kind }) => selections(content, kind).map((chosen) => ({ content, kind, chosen })));

/** A walk of one to three steps in a random release, asked for in a random way. */
export const walkQuestions = fc.record({ content: releases, kind: kinds }).chain(({ content, kind }) =>
  fc.constantFrom(...pathsFrom(kind)).chain((path) => {
    const target = targetOf(path, kind);
    return selections(content, target).map((chosen) => ({ content, path, target, chosen }));
  }),
);

/** A list or a walk, asked for in a random way. */
export type PortQuestion =
  | { readonly list: Kind; readonly chosen: Selection }
  | { readonly path: Path; readonly chosen: Selection };

/** A random release, and so many random questions to it. */
export function questionedReleases(
  count: number,
): fc.Arbitrary<{ readonly content: Content; readonly questions: readonly PortQuestion[] }> {
  return releases.chain((content) => {
    const question = kinds.chain((kind) =>
      fc.oneof(
        selections(content, kind).map((chosen): PortQuestion => ({ list: kind, chosen })),
        fc
          .constantFrom(...pathsFrom(kind))
          .chain((path) => selections(content, targetOf(path, kind)).map((chosen): PortQuestion => ({ path, chosen }))),
      ),
    );
    return fc.record({
      content: fc.constant(content),
      questions: fc.array(question, { minLength: count, maxLength: count }),
    });
  });
}
