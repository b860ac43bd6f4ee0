/**
 * One request's view of a release in Neo4j. Questions that are asked in one turn of the event loop go out in one statement,
 * each with all that is known beforehand of what will be asked below it; what was brought so is answered at once when its
 * turn comes, and what was not goes through a DataLoader, one for each selection.
 */
import DataLoader from 'dataloader';
import { type AnyNode, endsOf, type Kind, type NodeOf, type Path, type Step, targetOf } from '../../model.ts';
import {
  type Answer,
  type Graph,
  type Page,
  type Reading,
  type Release,
  type Selection,
  StoreError,
} from '../graph.ts';
import type { Topology } from '../topology.ts';
import { compile, type Question } from './cypher/statement.ts';
import type { Database } from './database.ts';
import { type Cells, type Decoded, decode, type Foreseen } from './decode.ts';
import { slow } from './failures.ts';
import { FORMAT } from './layout.ts';

export interface Neo4jGraphOptions {
  readonly database: Database;
  /** The graph's name in the database. */
  readonly graph: string;
  readonly signal: AbortSignal | undefined;
  /** How long a statement may take, in milliseconds. */
  readonly deadline: number;
  /** How long it goes on reading its release, in milliseconds: loaders wait as long before they remove one. */
  readonly life: number;
  /** What is read once a release and shared by all requests. */
  readonly releaseOf: (release: InForce) => Answer<Release>;
  readonly topologyOf: (release: InForce) => Answer<Topology>;
}

/**
 * A release as the pointer names it. A database that was emptied, or put back from a backup, gives numbers anew: when it was
 * put in force, in the server's milliseconds, tells two of one number apart.
 */
export interface InForce {
  readonly number: number;
  readonly flipped: number;
}

export function neo4jGraph(options: Neo4jGraphOptions): Graph {
  const { database, graph, signal, deadline, life } = options;
  const foreseen: Foreseen = new Map();
  const followers = new Map<Selection, DataLoader<string, Page>>();
  const questions = new DataLoader<Question, Decoded>(askAll, { cache: false, maxBatchSize: QUESTIONS_MAX });
  let taken: Promise<InForce> | null = null;
  let started = 0;

  return {
    release: () => release().then(options.releaseOf),
    topology: () => release().then(options.topologyOf),
    nodes,
    list,
    follow,
  };

  async function nodes<K extends Kind>(
    kind: K,
    ids: readonly string[],
    reading?: () => Reading,
  ): Promise<readonly (NodeOf[K] | undefined)[]> {
    if (ids.length === 0) return [];
    const { nodes } = await questions.load({ ask: 'nodes', kind, ids, reading: reading?.() ?? null });
    return ids.map((id) => nodes.get(id) as NodeOf[K] | undefined);
  }

  async function list<K extends Kind>(kind: K, selection: Selection): Promise<Page<K>> {
    const { page } = await questions.load({ ask: 'list', kind, selection });
    examined(selection, page as Page);
    return page as Page<K>;
  }

  function follow(path: Path, ids: readonly string[], selection: Selection): Answer<readonly Page[]> {
    const known = foreseen.get(selection);
    const brought = ids.map((id) => known?.get(id));
    if (!brought.includes(undefined)) {
      const pages = brought as Page[];
      for (const page of pages) examined(selection, page);
      return pages;
    }
    return followerOf(path, selection)
      .loadMany([...ids])
      .then((pages) => pages.map((page) => checked(selection, page)));
  }

  function followerOf(path: Path, selection: Selection): DataLoader<string, Page> {
    let follower = followers.get(selection);
    if (follower === undefined) {
      follower = new DataLoader((ids) => followAll(path, ids, selection));
      for (const [id, page] of foreseen.get(selection) ?? []) follower.prime(id, page);
      followers.set(selection, follower);
    }
    return follower;
  }

  async function followAll(path: Path, ids: readonly string[], selection: Selection): Promise<Page[]> {
    await questions.load({ ask: 'follow', path, ids, selection });
    const pages = foreseen.get(selection);
    return ids.map((id) => pages?.get(id) ?? nothing(path, selection));
  }

  /** One statement for all questions of a turn. The first one takes the release; those that come meanwhile wait for it. */
  async function askAll(asked: readonly Question[]): Promise<Decoded[]> {
    if (taken !== null) return askOf(asked, (await taken).number);
    const first = statement(asked, null);
    taken = first.then(([, release]) => release);
    taken.catch(() => {});
    const [decoded] = await first;
    return decoded;
  }

  async function askOf(asked: readonly Question[], release: number): Promise<Decoded[]> {
    const [decoded] = await statement(asked, release);
    return decoded;
  }

  async function statement(asked: readonly Question[], release: number | null): Promise<[Decoded[], InForce]> {
    if (started === 0) started = performance.now();
    const left = started + life - performance.now();
    if (left <= 0) throw slow(life);
    const { text, parameters, shapes } = compile(asked, graph, release);
    const [cells] = await database.run(text, parameters, { signal, deadline: Math.min(deadline, left) });
    const found = releaseIn(cells, graph);
    return [shapes.map((shape) => decode(shape, cells as Cells, foreseen)), found];
  }

  async function release(): Promise<InForce> {
    if (taken === null) await askAll([]);
    return taken as unknown as Promise<InForce>;
  }
}

/** The release that answered. Throws when there is none, or one that a newer version wrote. */
export function releaseIn(cells: Cells | undefined, graph: string): InForce {
  const { release, flipped, format } = cells ?? {};
  if (typeof release !== 'number') {
    throw new StoreError(
      'empty',
      `the database holds no release of "${graph}": load one with parcours load --to <uri> <folder>`,
    );
  }
  if (typeof format === 'number' && format > FORMAT) {
    throw new StoreError(
      'format',
      `the release was written by a newer parcours (format ${format}; this one reads up to ${FORMAT}): update parcours`,
    );
  }
  return { number: release, flipped: Number(flipped ?? 0) };
}

/** Questions that go out in one statement; a document may hold more root fields than a statement should. */
const QUESTIONS_MAX = 20;

/** A database tells what it looked at once it has: what it brought stands for it. */
function examined({ examine }: Selection, { nodes, routes }: Page): void {
  if (examine === undefined) return;
  if (routes !== null) examine(routes.reduce((sum, ways) => sum + ways, 0));
  examine(nodes.length);
}

function checked(selection: Selection, page: Page | Error): Page {
  if (page instanceof Error) throw page;
  examined(selection, page);
  return page;
}

/** What an id that names no node leads to. */
function nothing(path: Path, { wants }: Selection): Page<Kind> {
  const routes = path.length > 1 ? [] : null;
  // The walk must fit all the same.
  targetOf(path, endsOf(path[0] as Step).from);
  const nodes: readonly AnyNode[] = [];
  return {
    nodes,
    places: wants.places ? [] : null,
    routes,
    total: wants.total ? 0 : null,
    hasNext: false,
    hasPrevious: false,
  };
}
