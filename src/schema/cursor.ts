/**
 * Keyset cursors: the place after which a page begins, not a number of nodes to skip. A cursor carries the sort's value,
 * the node's name and id, and a digest of these and of the list that they belong to, so that a cursor that is damaged, or
 * that another list gave, is told apart from a good one.
 */
import type { Place } from '../graph/graph.ts';
import { digest } from '../text.ts';
import { fault } from './fault.ts';

/** `scope` names the list: where it starts, its walk, filter and order. */
export function encodeCursor(place: Place, scope: string): string {
  const parts = [place.value, place.key, place.id];
  return Buffer.from(JSON.stringify([...parts, check(parts, scope)])).toString('base64url');
}

/** Throws CURSEUR_INVALIDE for anything that `encodeCursor` did not make for this list. */
export function decodeCursor(cursor: string, scope: string, argument: string): Place {
  const parts = parse(cursor);
  if (!Array.isArray(parts) || parts.length !== 4) throw damaged(argument);
  const [value, key, id, digested] = parts as unknown[];
  const valid = value === null || typeof value === 'string' || typeof value === 'number';
  if (!valid || typeof key !== 'string' || typeof id !== 'string') throw damaged(argument);
  if (digested !== check([value, key, id], scope)) throw foreign(argument);
  // Decoding passes over signs that base64 does not know: only what was given out is taken back.
  if (encodeCursor({ value, key, id }, scope) !== cursor) throw damaged(argument);
  return { value, key, id };
}

function check(parts: readonly unknown[], scope: string): string {
  return digest(`${scope} ${JSON.stringify(parts)}`);
}

function parse(cursor: string): unknown {
  try {
    return JSON.parse(Buffer.from(cursor, 'base64url').toString());
  } catch {
    return null;
  }
}

function damaged(argument: string): Error {
  return fault(
    'CURSEUR_INVALIDE',
    `« ${argument} » n'est pas un curseur. Reprenez celui d'une page, sans rien y changer.`,
  );
}

function foreign(argument: string): Error {
  return fault(
    'CURSEUR_INVALIDE',
    `« ${argument} » est le curseur d'une autre liste, d'un autre filtre ou d'un autre tri. Reprenez la liste depuis le début.`,
  );
}
