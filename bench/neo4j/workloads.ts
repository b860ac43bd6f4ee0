/**
 * What is asked, of us and of the peer, each in its own words, and how their answers are made comparable. No workload asks
 * the same twice in a row: it goes round ids, pages, filters or words.
 */
import type { Content } from '../../src/graph/graph.ts';

export interface Workload {
  readonly name: string;
  readonly says: string;
  readonly ours: string;
  readonly theirs: string;
  /** Whether the order of lists is asked for. Where it is not, the peer is spared sorting them. */
  readonly ordered: boolean;
  /** The variables of each question in turn, for us and for the peer. */
  readonly turns: (facts: Facts) => readonly Turn[];
}

export interface Facts {
  readonly content: Content;
  /** Our cursor after so many métiers in the order of names. */
  readonly cursor: (offset: number) => string | null;
}

export interface Turn {
  readonly ours: Readonly<Record<string, unknown>>;
  readonly theirs: Readonly<Record<string, unknown>>;
}

export const WORKLOADS: readonly Workload[] = [
  {
    name: 'A',
    says: 'a métier by id, with formations, statuts and intérêts',
    ordered: false,
    ours: `query A($id: ID!) {
      metier(id: $id) {
        id nom
        formations { nodes { id nom } } statuts { nodes { id libelle } } interets { nodes { id libelle } }
      }
    }`,
    theirs: `query A($id: ID!) {
      metier: peerMetiers(where: { id: { eq: $id } }) {
        id nom formations { id nom } statuts { id libelle } interets { id libelle }
      }
    }`,
    turns: ({ content }) => spread(content.nodes.Metier, 50).map(({ id }) => ({ ours: { id }, theirs: { id } })),
  },
  {
    name: 'B',
    says: '20 métiers → formations → métiers → intérêts',
    ordered: false,
    ours: `query B($apres: String) {
      metiers(first: 20, after: $apres) {
        nodes { id nom formations { nodes { id nom metiers { nodes { id nom interets { nodes { id libelle } } } } } } }
      }
    }`,
    theirs: `query B($offset: Int!) {
      metiers: peerMetiers(limit: 20, offset: $offset, sort: [{ cle: ASC }, { id: ASC }]) {
        id nom formations { id nom metiers { id nom interets { id libelle } } }
      }
    }`,
    turns: pages(20, 10),
  },
  {
    name: 'C',
    says: 'a page of 100 filtered by niveau and by a word of a formation, sorted, with total and number of formations of each',
    ordered: true,
    ours: `query C($filtre: MetierFiltre) {
      metiers(first: 100, filtre: $filtre, tri: { par: NOM }) {
        totalCount nodes { id nom formations { totalCount } }
      }
    }`,
    theirs: `query C($where: PeerMetierWhere) {
      metiers: peerMetiersConnection(first: 100, where: $where, sort: [{ cle: ASC }, { id: ASC }]) {
        totalCount edges { node { id nom formations: formationsConnection { totalCount } } }
      }
    }`,
    turns: () =>
      [-9, 1, 2, 3].flatMap((min) =>
        ['master', 'diplome', 'licence', 'ingenieur'].map((word) => ({
          ours: { filtre: { niveau: { min, max: 8 }, formations: { auMoinsUn: { texte: word } } } },
          theirs: {
            where: { rang: { gte: min, lte: 8 }, formations: { some: { recherche: { contains: ` ${word}` } } } },
          },
        })),
      ),
  },
  {
    name: 'D',
    says: 'full text: 20 hits with name and level, sorted by name',
    ordered: true,
    ours: `query D($texte: String!) {
      metiers(filtre: { texte: $texte }, first: 20) { nodes { id nom niveau { libelle rang } } }
    }`,
    theirs: `query D($phrase: String!) {
      metiers: recherche(phrase: $phrase, first: 20, sort: [{ node: { cle: ASC } }, { node: { id: ASC } }]) {
        edges { node { id nom niveau rang } }
      }
    }`,
    turns: ({ content }) =>
      WORDS.map((texte) => texte.split(' '))
        .filter((words) => hits(content, words) >= 20)
        .map((words) => ({
          ours: { texte: words.join(' ') },
          theirs: { phrase: words.map((word) => `+${word}*`).join(' ') },
        })),
  },
  {
    name: 'E',
    says: 'the walk of B from 100 métiers, sorted and a page of 10 on every level',
    ordered: true,
    ours: `query E($apres: String) {
      metiers(first: 100, after: $apres) {
        nodes { id nom formations(first: 10, tri: { par: NOM }) {
          nodes { id nom metiers(first: 10, tri: { par: NOM }) {
            nodes { id nom interets(first: 10, tri: { par: NOM }) { nodes { id libelle } } }
          } }
        } }
      }
    }`,
    theirs: `query E($offset: Int!) {
      metiers: peerMetiers(limit: 100, offset: $offset, sort: [{ cle: ASC }, { id: ASC }]) {
        id nom formations(limit: 10, sort: [{ cle: ASC }, { id: ASC }]) {
          id nom metiers(limit: 10, sort: [{ cle: ASC }, { id: ASC }]) {
            id nom interets(limit: 10, sort: [{ cle: ASC }, { id: ASC }]) { id libelle }
          }
        }
      }
    }`,
    turns: pages(100, 8),
  },
];

/** An answer's data in one shape for both: lists for connections, in a fixed order where none was asked for. */
export function comparable(answer: unknown, ordered: boolean): unknown {
  const { data, errors } = answer as { readonly data?: { readonly metier?: unknown }; readonly errors?: unknown };
  if (errors !== undefined || data == null) throw new Error(`no answer: ${JSON.stringify(errors).slice(0, 500)}`);
  const { metier, ...rest } = data;
  return plain(metier === undefined ? rest : { metier: [metier].flat() }, ordered);
}

function plain(value: unknown, ordered: boolean): unknown {
  if (Array.isArray(value)) {
    const items = value.map((item) => plain(item, ordered));
    return ordered ? items : items.sort((a, b) => (idOf(a) < idOf(b) ? -1 : 1));
  }
  if (typeof value !== 'object' || value === null) return value;
  const { nodes, edges, ...rest } = value as Record<string, unknown>;
  const list = nodes ?? (edges as readonly { readonly node: unknown }[] | undefined)?.map(({ node }) => node);
  const own = Object.entries(rest).flatMap(([name, one]) => (name === 'niveau' ? level(one, rest) : [[name, one]]));
  const object = Object.fromEntries(own.map(([name, one]) => [name, plain(one, ordered)]));
  if (list === undefined) return object;
  return Object.keys(rest).length === 0 ? plain(list, ordered) : { ...object, nodes: plain(list, ordered) };
}

/** Ours is an object, the peer's two columns. */
function level(niveau: unknown, { rang }: Record<string, unknown>): [string, unknown][] {
  if (typeof niveau === 'string') return [['niveau', { libelle: niveau, rang }]];
  return [
    ['niveau', niveau],
    ['rang', (niveau as { readonly rang: unknown } | null)?.rang ?? null],
  ];
}

function idOf(item: unknown): string {
  return (item as { readonly id: string }).id;
}

/** Pages of so many métiers, from the first on. */
function pages(size: number, count: number): Workload['turns'] {
  return ({ cursor }) =>
    Array.from({ length: count }, (_, i) => ({ ours: { apres: cursor(i * size) }, theirs: { offset: i * size } }));
}

function spread<T>(items: readonly T[], count: number): T[] {
  return Array.from({ length: count }, (_, i) => items[Math.floor((i * items.length) / count)] as T);
}

function hits({ nodes }: Content, words: readonly string[]): number {
  return nodes.Metier.filter(({ search }) => words.every((word) => search.includes(` ${word}`))).length;
}

const WORDS: readonly string[] = [
  ...['technic', 'charge', 'ingenieur', 'conseil', 'responsable', 'agent', 'chef', 'directeur', 'assistant', 'operat'],
  ...['medecin', 'animat', 'chef projet', 'technicien maintenance', 'ingenieur etude', 'redact', 'mecanic', 'commerc'],
];
