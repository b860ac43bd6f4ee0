/** Runs of eight words: what two texts have in common when one was copied from the other. */
import { fold } from '../../src/text.ts';

export const RUN_WORDS = 8;

/** Words as they are compared: letters and digits, folded; apostrophes, hyphens and any other sign part them. */
export function wordsOf(text: string): string[] {
  return text.split('\n').flatMap((line) => fold(line).match(WORD) ?? []);
}

const WORD = /[a-z0-9]+/g;

/** Every run of eight words of a text, joined by spaces. Shorter texts have none. */
export function runsOf(list: readonly string[]): string[] {
  return Array.from({ length: Math.max(0, list.length - RUN_WORDS + 1) }, (_, i) => runAt(list, i));
}

/**
 * Looks for some runs in texts: gives those that occur. A run can only occur where its seven pairs of words do, one
 * behind the other; so a text costs two look-ups a word, and strings are made only where copying is likely.
 */
export function finderOf(runs: ReadonlySet<string>): (list: readonly string[]) => string[] {
  const followers = new Map<string, Set<string>>();
  for (const run of runs) {
    const list = run.split(' ');
    for (const [i, word] of list.slice(0, -1).entries()) {
      const known = followers.get(word);
      if (known === undefined) followers.set(word, new Set([list[i + 1] as string]));
      else known.add(list[i + 1] as string);
    }
  }
  return (list) => {
    const found: string[] = [];
    let pairs = 0;
    for (let i = 1; i < list.length; i++) {
      pairs = followers.get(list[i - 1] as string)?.has(list[i] as string) ? pairs + 1 : 0;
      if (pairs < RUN_WORDS - 1) continue;
      const run = runAt(list, i - RUN_WORDS + 1);
      if (runs.has(run)) found.push(run);
    }
    return found;
  };
}

/** The text of a document in XML, or of one with tags left in it. Throws on an entity that it does not know. */
export function withoutMarkup(text: string): string {
  return text
    .replaceAll('<![CDATA[', ' ')
    .replaceAll(']]>', ' ')
    .replace(TAG, ' ')
    .replace(ENTITY, (entity, name: string) => {
      if (name.startsWith('#x')) return String.fromCodePoint(Number.parseInt(name.slice(2), 16));
      if (name.startsWith('#')) return String.fromCodePoint(Number(name.slice(1)));
      const character = ENTITIES[name];
      if (character === undefined) throw new Error(`unknown entity ${entity}`);
      return character;
    });
}

const TAG = /<[/?!]?[a-z][^<>]*>/gi;
const ENTITY = /&(#x[0-9a-f]+|#[0-9]+|[a-z]+);/gi;
const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: ' ' };

function runAt(list: readonly string[], start: number): string {
  return list.slice(start, start + RUN_WORDS).join(' ');
}
