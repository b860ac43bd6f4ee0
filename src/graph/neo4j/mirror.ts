/**
 * A mirror: the release in force in Neo4j, read into the embedded store. It follows new releases, swapped between requests,
 * and goes on answering while Neo4j is away.
 */
import { type EmbeddedGraph, embeddedGraph } from '../embedded/graph.ts';
import { type Graph, type ReadStore, StoreError } from '../graph.ts';
import { openDatabase } from './database.ts';
import { failureOf } from './failures.ts';
import type { InForce } from './graph.ts';
import { readContent } from './read.ts';
import { type Known, knownFrom, type Neo4jOptions, pulseOf, telling } from './store.ts';

export function mirrorStore(options: Neo4jOptions): ReadStore {
  let mirrored: (InForce & { readonly graph: EmbeddedGraph }) | null = null;
  let known: Known = { release: null, trouble: null };
  let checked: string | null = null;
  let reading = false;
  /** Why the last reading failed: it is tried again every pulse, and told of once. */
  let said: string | null = null;
  const tell = telling(options, null);
  const database = openDatabase(
    options,
    pulseOf(options, (heard) => {
      known = knownFrom(heard, options.graph, known.release);
      tell(known.trouble);
      if (known.trouble !== null) return;
      if (isSame(known.release, mirrored)) checked = new Date().toISOString();
      else if (!reading) void follow();
    }),
  );

  return {
    current: () =>
      mirrored?.graph ?? unavailable(known.trouble ?? new StoreError('empty', 'the release is being read')),
    status: () => ({
      ready: mirrored !== null,
      release: mirrored?.graph.release() ?? null,
      mirror: checked === null ? null : { checked },
      trouble: known.trouble,
    }),
    close: () => database.close(),
  };

  /** Reads the release in force. One that is replaced meanwhile, or cannot be read, leaves the mirror as it is. */
  async function follow(): Promise<void> {
    const { release } = known;
    if (release === null) return;
    reading = true;
    try {
      const content = await readContent(database, release.number);
      mirrored = { number: release.number, flipped: release.flipped, graph: embeddedGraph(content) };
      checked = new Date().toISOString();
      said = null;
      options.say(`release ${release.number} mirrored: ${content.nodes.Metier.length} métiers`);
    } catch (error) {
      const { message } = failureOf(error, options) ?? (error as Error);
      if (message !== said) options.say(`release ${release.number} was not mirrored: ${message}`);
      said = message;
    } finally {
      reading = false;
    }
  }
}

function isSame(one: InForce | null, other: InForce | null): boolean {
  return one?.number === other?.number && one?.flipped === other?.flipped;
}

/** A graph that answers every question with the reason why there is none. */
function unavailable(trouble: StoreError): Graph {
  const refuse = (): never => {
    throw trouble;
  };
  return { release: refuse, nodes: refuse, list: refuse, follow: refuse, topology: refuse };
}
