/** Ids as people type them: `met.8097`, `MET 8097`, `rome k1403`. */
import type { Topology } from '../../graph/topology.ts';
import { KIND_NAMES, KINDS } from '../../model.ts';
import { fold } from '../../text.ts';
import type { NodePlace } from './searchIndex.ts';

/** The node whose id a text is: case does not matter, nor which signs stand behind the prefix. */
export function placeOfId({ ordinals }: Topology, text: string): NodePlace | undefined {
  const typed = fold(text);
  for (const kind of KIND_NAMES) {
    for (const prefix of KINDS[kind].prefixes) {
      const begins = prefix.slice(0, -1).toLowerCase();
      if (!typed.startsWith(begins)) continue;
      const rest = typed.slice(begins.length).replace(SIGNS, '');
      for (const id of [prefix + rest, prefix + rest.toUpperCase()]) {
        const ordinal = ordinals[kind].get(id);
        if (ordinal !== undefined) return { kind, ordinal };
      }
    }
  }
  return undefined;
}

/** Whether a text is written as the sources write ids, a prefix of theirs and a number: then it is nothing but that id. */
export function isSourceId(text: string): boolean {
  return SOURCE_ID.test(fold(text));
}

const SOURCE_ID = /^(?:met|for)[. _:-]*[0-9]+$/;

/** What stands between a prefix and what is behind it. */
const SIGNS = /^[. _:-]+/;
