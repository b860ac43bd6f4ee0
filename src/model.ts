/**
 * The vocabulary of the graph: kinds of nodes, relations between them, and the walks that follow relations.
 *
 * Each relation is stated once, with the role that its far end plays seen from either side and the sentence that
 * describes it. Types, loader checks, indexes, Cypher and GraphQL fields derive from these tables: a new relation is
 * one row, a new longer traversal is one line. This module imports nothing.
 */

/** A job as its fiche tells it. Texts are Markdown, without the indentation that the documents carry. */
export interface Metier {
  readonly id: string;
  readonly nom: string;
  readonly appellations: Appellations | null;
  readonly autresAppellations: readonly AutreAppellation[];
  readonly niveau: Niveau | null;
  readonly dureeEtudes: DureeEtudes | null;
  readonly salaireDebutant: Salaire | null;
  readonly presentation: string | null;
  readonly enBref: string | null;
  readonly natureDuTravail: string | null;
  readonly competencesRequises: string | null;
  readonly conditionsDeTravail: string | null;
  readonly vieProfessionnelle: string | null;
  readonly accesAuMetier: string | null;
  readonly sections: readonly Section[];
  readonly key: string;
  readonly search: string;
}

export interface Formation {
  readonly id: string;
  readonly nom: string;
  readonly key: string;
  readonly search: string;
}

export interface Statut {
  readonly id: string;
  readonly libelle: string;
  readonly key: string;
  readonly search: string;
}

export interface Interet {
  readonly id: string;
  readonly libelle: string;
  readonly key: string;
  readonly search: string;
}

export interface Rome {
  readonly id: string;
  readonly code: string;
  readonly key: string;
  readonly search: string;
}

export interface Appellations {
  readonly feminin: string | null;
  readonly masculin: string | null;
}

export interface AutreAppellation extends Appellations {
  readonly nom: string;
}

/** `rang`: years of study after the bac; below zero before it, where it only orders; null where the level has none. */
export interface Niveau {
  readonly libelle: string;
  readonly rang: number | null;
}

export interface DureeEtudes {
  readonly texte: string;
  readonly apres3e: string | null;
  readonly apresBac: string | null;
  readonly parties: readonly Partie[];
}

export interface Partie {
  readonly titre: string;
  readonly texte: string;
}

/** `min` and `max` in euros a month before tax, null where the text gives no such figure. */
export interface Salaire {
  readonly texte: string;
  readonly min: number | null;
  readonly max: number | null;
}

/** A section of the document, in its order. `connue`: one of the seven that every dialect knows. */
export interface Section {
  readonly titre: string;
  readonly texte: string;
  readonly connue: boolean;
}

/** What a node of each kind holds. `key` sorts and `search` finds: both are folded ASCII (see text.ts). */
export interface NodeOf {
  readonly Metier: Metier;
  readonly Formation: Formation;
  readonly Statut: Statut;
  readonly Interet: Interet;
  readonly Rome: Rome;
}

export type Kind = keyof NodeOf;
export type AnyNode = NodeOf[Kind];

/** What a node of each kind holds but for its prose: what lists, searches and counts need. */
export type OutlineOf = Omit<NodeOf, 'Metier'> & {
  readonly Metier: Omit<Metier, ProseField | 'sections' | 'dureeEtudes'>;
};

/** The properties of each kind's nodes, by name. */
export const PROPERTIES: { readonly [K in Kind]: readonly (keyof NodeOf[K])[] } = {
  Metier: names<Metier>({
    id: 1,
    nom: 1,
    appellations: 1,
    autresAppellations: 1,
    niveau: 1,
    dureeEtudes: 1,
    salaireDebutant: 1,
    presentation: 1,
    enBref: 1,
    natureDuTravail: 1,
    competencesRequises: 1,
    conditionsDeTravail: 1,
    vieProfessionnelle: 1,
    accesAuMetier: 1,
    sections: 1,
    key: 1,
    search: 1,
  }),
  Formation: names<Formation>({ id: 1, nom: 1, key: 1, search: 1 }),
  Statut: names<Statut>({ id: 1, libelle: 1, key: 1, search: 1 }),
  Interet: names<Interet>({ id: 1, libelle: 1, key: 1, search: 1 }),
  Rome: names<Rome>({ id: 1, code: 1, key: 1, search: 1 }),
};

/** All names of a node's properties: the compiler sees to it that none is missing. */
function names<N>(all: Readonly<Record<keyof N, 1>>): readonly (keyof N)[] {
  return Object.keys(all) as (keyof N)[];
}

interface KindRow {
  /** The label in Neo4j. */
  readonly label: string;
  /** The root field that gives one, the root field that pages through all. */
  readonly one: string;
  readonly many: string;
  /** The property that names a node. */
  readonly name: string;
  /** How ids of this kind begin. */
  readonly prefixes: readonly string[];
  readonly aucun: string;
  readonly says: string;
}

export const KINDS = {
  Metier: {
    label: 'Métier',
    one: 'metier',
    many: 'metiers',
    name: 'nom',
    prefixes: ['MET.'],
    aucun: 'Aucun métier',
    says: 'Un métier, tel que le décrit sa fiche.',
  },
  Formation: {
    label: 'Formation',
    one: 'formation',
    many: 'formations',
    name: 'nom',
    prefixes: ['FOR.', 'FORMATION.'],
    aucun: 'Aucune formation',
    says: 'Une formation recommandée pour accéder à des métiers.',
  },
  Statut: {
    label: 'Statut',
    one: 'statut',
    many: 'statuts',
    name: 'libelle',
    prefixes: ['STATUT.'],
    aucun: 'Aucun statut',
    says: "Un statut sous lequel un métier s'exerce : salarié, fonctionnaire, artisan…",
  },
  Interet: {
    label: 'Intérêt',
    one: 'interet',
    many: 'interets',
    name: 'libelle',
    prefixes: ['INTERET.'],
    aucun: "Aucun centre d'intérêt",
    says: "Un centre d'intérêt, dit à la première personne.",
  },
  Rome: {
    label: 'Rome',
    one: 'rome',
    many: 'romes',
    name: 'code',
    prefixes: ['ROME.'],
    aucun: 'Aucun code ROME',
    says: 'Un code du répertoire opérationnel des métiers et des emplois (ROME).',
  },
} as const satisfies Record<Kind, KindRow>;

export const KIND_NAMES = Object.keys(KINDS) as readonly Kind[];

interface Side {
  readonly role: string;
  readonly says: string;
}

interface RelationRow {
  readonly from: Kind;
  readonly to: Kind;
  readonly out: Side;
  readonly back: Side;
}

/** Seen from `from`, far ends stand in the order of the document; seen from `to`, in the order of their names. */
export const RELATIONS = {
  RECOMMANDE: {
    from: 'Metier',
    to: 'Formation',
    out: { role: 'formations', says: "Formations recommandées pour y accéder, dans l'ordre de la fiche." },
    back: { role: 'metiers', says: 'Métiers auxquels elle mène.' },
  },
  EXERCE_SOUS: {
    from: 'Metier',
    to: 'Statut',
    out: { role: 'statuts', says: "Statuts sous lesquels il s'exerce, dans l'ordre de la fiche." },
    back: { role: 'metiers', says: "Métiers qui s'exercent sous ce statut." },
  },
  REPOND_A: {
    from: 'Metier',
    to: 'Interet',
    out: { role: 'interets', says: "Centres d'intérêt auxquels il répond, dans l'ordre de la fiche." },
    back: { role: 'metiers', says: "Métiers qui répondent à ce centre d'intérêt." },
  },
  CLASSE_SOUS: {
    from: 'Metier',
    to: 'Rome',
    out: { role: 'romes', says: "Codes ROME sous lesquels il est classé, dans l'ordre de la fiche." },
    back: { role: 'metiers', says: 'Métiers classés sous ce code.' },
  },
} as const satisfies Record<string, RelationRow>;

export type RelationName = keyof typeof RELATIONS;
export const RELATION_NAMES = Object.keys(RELATIONS) as readonly RelationName[];

/** One step along a relation: `RECOMMANDE>` from its origin to its far end, `<RECOMMANDE` back. */
export type Step = `${RelationName}>` | `<${RelationName}`;
/** A walk: steps that fit end to end. */
export type Path = readonly Step[];

interface WalkRow {
  readonly from: Kind;
  readonly role: string;
  readonly path: Path;
  readonly says: string;
}

/** Longer traversals: a line each. Their far ends are ordered by the number of routes that lead there. */
export const WALKS: readonly WalkRow[] = [
  {
    from: 'Metier',
    role: 'metiersParFormations',
    path: ['RECOMMANDE>', '<RECOMMANDE'],
    says: 'Autres métiers recommandant une même formation, ceux qui en partagent le plus en tête.',
  },
  {
    from: 'Metier',
    role: 'metiersParInterets',
    path: ['REPOND_A>', '<REPOND_A'],
    says: "Autres métiers répondant à un même centre d'intérêt, ceux qui en partagent le plus en tête.",
  },
  {
    from: 'Interet',
    role: 'formations',
    path: ['<REPOND_A', 'RECOMMANDE>'],
    says: "Formations menant à des métiers qui répondent à ce centre d'intérêt, celles qui mènent au plus grand nombre en tête.",
  },
  {
    from: 'Formation',
    role: 'interets',
    path: ['<RECOMMANDE', 'REPOND_A>'],
    says: "Centres d'intérêt des métiers auxquels elle mène, les plus fréquents en tête.",
  },
];

/** What leads from a kind to its neighbours: a relation seen from one of its sides, or a longer walk. */
export interface Role {
  readonly kind: Kind;
  readonly role: string;
  readonly path: Path;
  readonly target: Kind;
  readonly says: string;
}

export function relationOf(step: Step): RelationName {
  return (step.startsWith('<') ? step.slice(1) : step.slice(0, -1)) as RelationName;
}

/** Where a step starts and where it ends. */
export function endsOf(step: Step): { readonly from: Kind; readonly to: Kind } {
  const { from, to } = RELATIONS[relationOf(step)];
  return step.startsWith('<') ? { from: to, to: from } : { from, to };
}

/** The kind at the far end of a walk. Throws when its steps do not fit. */
export function targetOf(path: Path, from: Kind): Kind {
  let kind = from;
  for (const step of path) {
    const ends = endsOf(step);
    if (ends.from !== kind) throw new Error(`walk ${path.join(' ')}: ${step} starts at ${ends.from}, not at ${kind}`);
    kind = ends.to;
  }
  return kind;
}

const relationRoles: readonly Role[] = RELATION_NAMES.flatMap((name) => {
  const { from, to, out, back } = RELATIONS[name];
  return [
    { kind: from, role: out.role, path: [`${name}>`], target: to, says: out.says },
    { kind: to, role: back.role, path: [`<${name}`], target: from, says: back.says },
  ] satisfies Role[];
});

const walkRoles: readonly Role[] = WALKS.map(({ from, role, path, says }) => ({
  kind: from,
  role,
  path,
  target: targetOf(path, from),
  says,
}));

/** Every role, by the kind it starts from: relations first, longer walks after them. */
export const ROLES: Readonly<Record<Kind, readonly Role[]>> = byKind([...relationRoles, ...walkRoles]);
/** The roles of one step only: what filters and counts may speak of. */
export const NEIGHBOURS: Readonly<Record<Kind, readonly Role[]>> = byKind(relationRoles);

function byKind(roles: readonly Role[]): Record<Kind, readonly Role[]> {
  const grouped = Object.fromEntries(KIND_NAMES.map((kind) => [kind, [] as Role[]])) as Record<Kind, Role[]>;
  for (const role of roles) {
    if (grouped[role.kind].some((other) => other.role === role.role))
      throw new Error(`two roles of ${role.kind} are named ${role.role}`);
    grouped[role.kind].push(role);
  }
  return grouped;
}

/** The prose sections that every dialect knows: the field that serves each and the heading it stands under. */
export const PROSE = {
  presentation: { heading: 'Présentation', says: "Ce qu'est le métier, en quelques phrases." },
  enBref: { heading: 'En bref', says: 'Le métier en bref, durée des études comprise.' },
  natureDuTravail: { heading: 'Nature du travail', says: 'Les tâches et les missions.' },
  competencesRequises: { heading: 'Compétences requises', says: 'Les savoir-faire et les qualités attendus.' },
  conditionsDeTravail: {
    heading: 'Conditions de travail',
    says: 'Les lieux, les horaires, les statuts, les contraintes.',
  },
  vieProfessionnelle: {
    heading: 'Vie professionnelle',
    says: "Le salaire du débutant et l'insertion sur le marché du travail.",
  },
  accesAuMetier: { heading: 'Accès au métier', says: 'Les diplômes et les concours qui y mènent, par niveau.' },
} as const satisfies Record<string, { heading: string; says: string }>;

export type ProseField = keyof typeof PROSE;
export const PROSE_FIELDS = Object.keys(PROSE) as readonly ProseField[];

/** The kind that an id belongs to, told by how it begins. */
export function kindOfId(id: string): Kind | undefined {
  return KIND_NAMES.find((kind) => KINDS[kind].prefixes.some((prefix) => id.startsWith(prefix)));
}
