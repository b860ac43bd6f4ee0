/**
 * Removes the releases of a graph that are not in force: the one that was replaced, and what loaders left that were ended.
 * Requests that began before the last flip may still be reading: they are waited for. Only nodes and relationships of ours
 * are removed; a node that somebody linked to their own data stays, with that link, and is told of.
 */
import { KIND_NAMES, type Kind, RELATION_NAMES, RELATIONS } from '../../../model.ts';
import { pattern } from '../cypher/filter.ts';
import { integer } from '../integers.ts';
import { GRAPH_LABEL, labelOf, READ_MILLISECONDS_MAX, RELEASE_LABEL } from '../layout.ts';
import type { Lock } from './lock.ts';
import { rowsOf, type Target } from './transaction.ts';

/** Beyond what a request may take: clocks and the last statement's way back. */
const MARGIN_MILLISECONDS = 500;
/** Nodes of a kind a transaction. */
const PIECE = 2_000;

export async function removeOthers(
  target: Target,
  lock: Lock,
  inForce: number,
  say: (message: string) => void,
): Promise<void> {
  const others = await lock.write((transaction) =>
    rowsOf(
      transaction,
      `MATCH (g:${GRAPH_LABEL} {name: $graph}) MATCH (r:${RELEASE_LABEL}) WHERE r.graph = $graph AND r.release <> $inForce
       RETURN r.release AS release, properties(r) AS told, timestamp() - coalesce(g.flipped, 0) AS ago ORDER BY release`,
      { graph: target.graph, inForce: integer(inForce) },
    ),
  );
  const [first] = others;
  if (first === undefined) return;
  const wait = READ_MILLISECONDS_MAX + MARGIN_MILLISECONDS - (first['ago'] as number);
  if (wait > 0) {
    say(`kept for requests under way: what was in force before, ${(wait / 1_000).toFixed(1)} s`);
    await new Promise((resolve) => setTimeout(resolve, wait));
  }
  for (const { release, told } of others) {
    const stay = await remove(lock, release as number, told as Readonly<Record<string, number>>);
    say(
      stay === 0
        ? `release ${release} removed`
        : `release ${release} removed, but for ${stay} nodes that have relationships which are not ours: they stay`,
    );
  }
}

/** How many nodes stay. */
async function remove(lock: Lock, release: number, told: Readonly<Record<string, number>>): Promise<number> {
  // Whoever is reading it as a whole asks for this at the end.
  await lock.write((transaction) =>
    rowsOf(transaction, `MATCH (r:${RELEASE_LABEL} {release: $release}) SET r.removed = true`, {
      release: integer(release),
    }),
  );
  for (const name of RELATION_NAMES) {
    const { from } = RELATIONS[name];
    const text = `${nodesBetween(from)} MATCH ${pattern('n', `${name}>`, 'm', 'e')} WHERE m.release = $release DELETE e`;
    await inPieces(lock, release, told[`nodes${from}`] ?? 0, text);
  }
  let stay = 0;
  for (const kind of KIND_NAMES) {
    const count = told[`nodes${kind}`] ?? 0;
    await inPieces(lock, release, count, `${nodesBetween(kind)} AND NOT EXISTS { (n)--() } DELETE n`);
    const [left] = await lock.write((transaction) =>
      rowsOf(
        transaction,
        `MATCH (n:${labelOf(kind)}) WHERE n.release = $release AND n.ordre >= 0 RETURN count(n) AS count`,
        {
          release: integer(release),
        },
      ),
    );
    stay += left?.['count'] as number;
  }
  if (stay === 0) {
    await lock.write((transaction) =>
      rowsOf(transaction, `MATCH (r:${RELEASE_LABEL} {release: $release}) DELETE r`, { release: integer(release) }),
    );
  }
  return stay;
}

function nodesBetween(kind: Kind): string {
  return `MATCH (n:${labelOf(kind)}) WHERE n.release = $release AND n.ordre >= $from AND n.ordre < $to`;
}

async function inPieces(lock: Lock, release: number, count: number, text: string): Promise<void> {
  for (let from = 0; from < count; from += PIECE) {
    const parameters = { release: integer(release), from: integer(from), to: integer(from + PIECE) };
    await lock.write((transaction) => rowsOf(transaction, text, parameters));
  }
}
