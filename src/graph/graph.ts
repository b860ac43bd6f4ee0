/**
 * The port: what any store must do. `Graph` is one release, read-only; `Store` is the place that holds the current one.
 *
 * Answers are aligned with the ids asked for: `undefined` = no such node, `null` = no such value, `[]` = no neighbours.
 * Order is total, so every store answers the same. A verb may answer at once or with a promise. Names, arguments,
 * defaults, limits and messages belong to the callers.
 */
import type { Kind, NodeOf, Path, RelationName } from '../model.ts';
import type { Topology } from './topology.ts';

export type Answer<T> = T | Promise<T>;

/** What a request may be told about the release that answers it. */
export interface Release {
  /** SHA-256 of the content, in hexadecimal: equal for equal content, whatever files it came from. */
  readonly fingerprint: string;
  /** When the release was loaded, ISO 8601 in UTC. */
  readonly date: string;
  readonly nodes: Readonly<Record<Kind, number>>;
  readonly relations: Readonly<Record<RelationName, number>>;
  readonly diagnostics: DiagnosticCounts;
}

export interface DiagnosticCounts {
  readonly errors: number;
  readonly warnings: number;
  readonly notices: number;
}

/** A whole release as the loaders make it: every edge's ends are among the nodes, no node or edge twice. */
export interface Content {
  readonly fingerprint: string;
  readonly date: string;
  readonly diagnostics: DiagnosticCounts;
  readonly nodes: { readonly [K in Kind]: readonly NodeOf[K][] };
  readonly edges: Readonly<Record<RelationName, readonly Neighbours[]>>;
}

/** The far ends of one relation from one node, in the order of its document. */
export interface Neighbours {
  readonly from: string;
  readonly to: readonly string[];
}

/** Which nodes: a condition as data. Absent parts do not occur; an empty `all` holds, an empty `any` does not. */
export type Filter =
  | { readonly all: readonly Filter[] }
  | { readonly any: readonly Filter[] }
  | { readonly not: Filter }
  | { readonly ids: readonly string[] }
  /** Folded words, each of which begins a word of the node's search key. */
  | { readonly words: readonly string[] }
  /** Bounds included. A métier without rank meets no bound. */
  | { readonly niveau: Bounds }
  /** The métier's level is one of these. */
  | { readonly niveaux: Levels }
  /** The lowest figure of a beginner's salary, euros a month. A métier without one meets no bound. */
  | { readonly salaire: Bounds }
  | { readonly path: Path; readonly quantifier: Quantifier; readonly filter: Filter }
  /** How many neighbours by this one step meet the filter. Told from the variant above by `counted`. */
  | { readonly path: Path; readonly counted: Bounds; readonly filter: Filter };

/** An interval, bounds included; null where it is open. */
export interface Bounds {
  readonly min: number | null;
  readonly max: number | null;
}

/** Levels of métiers: by their rank, by their label where they have no rank; `none` stands for no level at all. */
export interface Levels {
  readonly ranks: readonly number[];
  readonly labels: readonly string[];
  readonly none: boolean;
}

/** `every` holds where there is no neighbour at all. */
export type Quantifier = 'some' | 'none' | 'every';

/**
 * The order of a list. `given`: the list's own order (the document's order for a relation seen from its origin, most
 * routes first for a longer walk, names otherwise). Ties are broken by name, then id, always ascending; nodes without
 * the value come last in both directions.
 */
export type Sort = { readonly by: 'given' } | { readonly by: SortKey; readonly descending: boolean };
export type SortKey = 'name' | 'niveau' | 'salaire' | { readonly count: Path };

/** A place in an ordered list: the sort's value, then name and id. It need not be a node's that still exists. */
export interface Place {
  readonly value: string | number | null;
  readonly key: string;
  readonly id: string;
}

export interface Selection {
  readonly filter: Filter | null;
  readonly sort: Sort;
  readonly after: Place | null;
  readonly before: Place | null;
  /** At most one of both is given: that many nodes from the start, or from the end. */
  readonly first: number | null;
  readonly last: number | null;
  /** What is asked for: what is not may be left out. */
  readonly wants: Wants;
  /** Told how many edges or nodes are about to be examined, or by a database were; may throw to refuse. */
  readonly examine?: (count: number) => void;
  /** The most nodes that whoever asks will serve in one request: what lies beyond need not be brought. */
  readonly nodesMax?: number | undefined;
}

export interface Wants {
  readonly nodes: boolean;
  readonly total: boolean;
  readonly places: boolean;
  /** What will be read of the nodes: everything, unless this says less. */
  readonly reading?: (() => Reading) | undefined;
}

/**
 * What is known beforehand of what will be read of some nodes. A store may bring only that, and bring it sooner; answers
 * never depend on it. It is a function wherever it is handed on, so that stores that need none of it pay nothing.
 */
export interface Reading {
  readonly properties: readonly string[];
  readonly follows: readonly Following[];
}

/** A walk that will be followed from every one of some nodes. */
export interface Following {
  readonly path: Path;
  readonly selection: Selection;
}

/** A page of a list. `places` and `routes` are aligned with `nodes`; `total` and the flags speak of the whole list. */
export interface Page<K extends Kind = Kind> {
  readonly nodes: readonly NodeOf[K][];
  readonly places: readonly Place[] | null;
  /** For a walk of several steps: in how many ways each node is reached. */
  readonly routes: readonly number[] | null;
  readonly total: number | null;
  readonly hasNext: boolean;
  readonly hasPrevious: boolean;
}

export interface Graph {
  release(): Answer<Release>;
  nodes<K extends Kind>(
    kind: K,
    ids: readonly string[],
    reading?: () => Reading,
  ): Answer<readonly (NodeOf[K] | undefined)[]>;
  list<K extends Kind>(kind: K, selection: Selection): Answer<Page<K>>;
  /** The far ends of a walk from each of some nodes; a node is not its own far end. An unknown id has none. */
  follow(path: Path, ids: readonly string[], selection: Selection): Answer<readonly Page[]>;
  /** The whole release but for its prose: what every analysis works on. Made once a release. */
  topology(): Answer<Topology>;
}

/** What serves: a place that holds the release in force. */
export interface ReadStore {
  /** The release in force. A request takes it once and keeps it to its end; `signal` ends what it still waits for. */
  current(signal?: AbortSignal): Graph;
  status(): Status;
  close(): Answer<void>;
}

export interface Store extends ReadStore {
  /** Puts a whole release in place of the one before: readers see the old one or the new one, never a mixture. */
  replace(content: Content): Answer<void>;
}

/** How a store fares. */
export interface Status {
  /** Whether requests are answered now. */
  readonly ready: boolean;
  /** The release in force, as far as the store knows it. */
  readonly release: Release | null;
  /** Of a mirror: when it last heard of its source. */
  readonly mirror: { readonly checked: string } | null;
  /** Why the database does not answer, in words for operators. A mirror goes on answering all the same. */
  readonly trouble: StoreError | null;
}

/**
 * Why a store cannot answer. `unreachable`: nobody answers there; `silent`: the link swallows what is sent; `credentials`,
 * `database`, `forbidden`: the database refuses; `empty`: no release was ever loaded; `format`: the release was written
 * by a newer version; `slow`: the question took longer than it may; `abandoned`: whoever asked has left.
 */
export type Failure =
  | 'unreachable'
  | 'silent'
  | 'credentials'
  | 'database'
  | 'forbidden'
  | 'empty'
  | 'format'
  | 'slow'
  | 'abandoned';

/** The message is for operators: what happened, where, and what to do. */
export class StoreError extends Error {
  override readonly name = 'StoreError';
  readonly failure: Failure;

  constructor(failure: Failure, message: string, options?: ErrorOptions) {
    super(message, options);
    this.failure = failure;
  }
}
