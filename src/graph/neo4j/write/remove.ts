/**
 * Removes the releases of a graph that are not in force: the one that was replaced, and what loaders left that were ended.
 * Requests that began before the last flip may still be reading: they are waited for. Only nodes and relationships of ours
 * are removed; a node that somebody linked to their own data stays, with that link, and is told of.
 */
import { KIND_NAMES, type Kind, RELATION_NAMES, RELATIONS } from '../../../model.ts';
import { pattern } from '../cypher/filter.ts';
import { integer } from '../integers.ts';
import { labelOf, READ_MILLISECONDS_MAX, RELEASE_LABEL } from '../layout.ts';
import type { Lock } from './lock.ts';
import type { Hooks } from './release.ts';
import type { Target } from './statement.ts';

/** Beyond what a request may take: clocks and the last statement's way back. */
const MARGIN_MILLISECONDS = 500;
/** Nodes of a kind a transaction. */
const PIECE = 2_000;
/** While it waits, a loader hears within that time that it is to stop. */
const WAIT_MILLISECONDS = 100;

/** How many nodes of ours a release has there, as an expression of `$release`. */
export const NODES_THERE = KIND_NAMES.map(
  (kind) => `COUNT { MATCH (n:${labelOf(kind)}) WHERE n.release = $release AND n.ordre >= 0 }`,
).join(' + ');

export async function removeOthers(
  { signal }: Target,
  lock: Lock,
  inForce: number,
  { say }: Pick<Hooks, 'say'>,
): Promise<void> {
  const { others, ago } = await othersThan(lock, inForce);
  // What was never in force has no readers.
  const read = others.some(({ flipped }) => flipped === true);
  const wait = READ_MILLISECONDS_MAX + MARGIN_MILLISECONDS - ago;
  if (read && wait > 0) {
    say(`kept for requests under way: what was in force before, ${(wait / 1_000).toFixed(1)} s`);
    const end = performance.now() + wait;
    while (performance.now() < end) {
      signal?.throwIfAborted();
      await new Promise((resolve) => setTimeout(resolve, Math.min(WAIT_MILLISECONDS, end - performance.now())));
    }
  }
  for (const other of others) {
    const stay = await remove(lock, other);
    say(
      stay === 0
        ? `release ${other.release} removed`
        : `release ${other.release} removed, but for ${stay} nodes that have relationships which are not ours: they stay`,
    );
  }
}

/** What a `ParcoursRelease` tells of itself. */
interface Other {
  readonly release: number;
  readonly flipped?: boolean;
  readonly [count: string]: unknown;
}

async function othersThan(lock: Lock, inForce: number) {
  const others = `COLLECT {
    MATCH (r:${RELEASE_LABEL}) WHERE r.graph = $graph AND r.release <> $inForce
    RETURN properties(r) ORDER BY r.release
  }`;
  const returned = `${others} AS others, timestamp() - coalesce(g.flipped, 0) AS ago`;
  const found = await lock.write('', { inForce: integer(inForce) }, returned);
  return found as { readonly others: readonly Other[]; readonly ago: number };
}

/** How many nodes stay. */
async function remove(lock: Lock, other: Other): Promise<number> {
  const release = integer(other.release);
  // Whoever is reading it as a whole asks for this at the end.
  await lock.write(`CALL () { MATCH (r:${RELEASE_LABEL} {release: $release}) SET r.removed = true }`, { release });
  const inPieces = async (kind: Kind, clauses: string): Promise<void> => {
    const count = Number(other[`nodes${kind}`] ?? 0);
    const text = `CALL () {
      MATCH (n:${labelOf(kind)}) WHERE n.release = $release AND n.ordre >= $from AND n.ordre < $to ${clauses}
    }`;
    for (let from = 0; from < count; from += PIECE) {
      await lock.write(text, { release, from: integer(from), to: integer(from + PIECE) });
    }
  };
  for (const name of RELATION_NAMES) {
    await inPieces(
      RELATIONS[name].from,
      `MATCH ${pattern('n', `${name}>`, 'm', 'e')} WHERE m.release = $release DELETE e`,
    );
  }
  for (const kind of KIND_NAMES) await inPieces(kind, 'AND NOT EXISTS { (n)--() } DELETE n');
  const stay = await nodesOf(lock, other.release);
  if (stay === 0) {
    await lock.write(`CALL () { MATCH (r:${RELEASE_LABEL} {release: $release}) DELETE r }`, { release });
  }
  return stay;
}

async function nodesOf(lock: Lock, release: number): Promise<number> {
  const { count } = await lock.write('', { release: integer(release) }, `${NODES_THERE} AS count`);
  return count as number;
}
