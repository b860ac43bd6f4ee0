/** The store that answers live from Neo4j: every request reads the release that is in force when it starts. */
import { type ReadStore, type Release, type Status, StoreError } from '../graph.ts';
import { type Database, type DatabaseOptions, openDatabase } from './database.ts';
import type { Cells } from './decode.ts';
import { type InForce, neo4jGraph, releaseIn } from './graph.ts';
import { READ_MILLISECONDS_MAX } from './layout.ts';
import { PULSE_TEXT, readRelease, readTopology, releaseOf } from './read.ts';

export interface Neo4jOptions extends DatabaseOptions {
  /** The graph's name in the database. */
  readonly graph: string;
  /** How long a request goes on reading its release, in milliseconds; tests that take their time have it longer. */
  readonly life?: number;
  /** Told when the database goes away and when it comes back, in words for operators. */
  readonly say: (message: string) => void;
}

export function neo4jStore(options: Neo4jOptions): ReadStore {
  const { graph, deadline, life = READ_MILLISECONDS_MAX } = options;
  let known: Known = { release: null, trouble: null };
  const database = openDatabase(
    options,
    pulseOf(options, (heard) => {
      known = knownFrom(heard, graph, known.release);
      tell(known.trouble);
    }),
  );
  const tell = telling(options, null);
  const releases = kept((release) => readRelease(database, release));
  const topologies = kept((release) => readTopology(database, release));
  return {
    current: (signal) =>
      neo4jGraph({ database, graph, signal, deadline, life, releaseOf: releases, topologyOf: topologies }),
    status: () => statusOf(known, database),
    close: () => database.close(),
  };
}

/** What the last pulse told. */
export interface Known {
  readonly release: (InForce & { readonly told: Release }) | null;
  readonly trouble: StoreError | null;
}

export function pulseOf({ graph }: Neo4jOptions, heard: (records: readonly Cells[] | StoreError) => void) {
  return { text: PULSE_TEXT, parameters: { graph }, heard };
}

/** A release that is known is kept through troubles. */
export function knownFrom(heard: readonly Cells[] | StoreError, graph: string, before: Known['release']): Known {
  if (heard instanceof StoreError) return { release: before, trouble: heard };
  try {
    const [cells] = heard;
    const inForce = releaseIn(cells, graph);
    return { release: { ...inForce, told: releaseOf(cells?.['properties'], inForce.number) }, trouble: null };
  } catch (error) {
    if (error instanceof StoreError) return { release: before, trouble: error };
    throw error;
  }
}

/** Says once that there is trouble, and once that it is over. */
export function telling({ say, uri }: Neo4jOptions, at: StoreError | null): (trouble: StoreError | null) => void {
  let last = at;
  return (trouble) => {
    if (trouble?.failure === last?.failure) return;
    if (trouble !== null) say(trouble.message);
    else say(`${uri} answers`);
    last = trouble;
  };
}

function statusOf({ release, trouble }: Known, database: Database): Status {
  const why = database.trouble() ?? trouble;
  return { ready: why === null && release !== null, release: release?.told ?? null, mirror: null, trouble: why };
}

/** What is read once a release. What failed is tried again by whoever asks next. */
function kept<T>(read: (release: number) => Promise<T>): (release: InForce) => Promise<T> {
  const made = new Map<string, Promise<T>>();
  return ({ number, flipped }) => {
    const name = `${number} ${flipped}`;
    let one = made.get(name);
    if (one === undefined) {
      one = read(number);
      one.catch(() => made.delete(name));
      for (const other of made.keys()) if (made.size >= RELEASES_KEPT_MAX) made.delete(other);
      made.set(name, one);
    }
    return one;
  };
}

/** The one in force, and the one before for requests that are still under way. */
const RELEASES_KEPT_MAX = 2;
