/** Other ways to write the words of a query: two joined to one, one parted in two (`web designer`, `sagefemme`). */
import type { Typed } from './reading.ts';
import type { SearchIndex } from './searchIndex.ts';

const RESPELT_MAX = 8;
const PART_MIN = 3;

/** A few at most, and only such whose new words are words of the release. */
export function respelt({ words: { numbers } }: SearchIndex, typed: readonly Typed[]): Typed[][] {
  const found: Typed[][] = [];
  for (let i = 0; i < typed.length && found.length < RESPELT_MAX; i++) {
    const word = typed[i] as Typed;
    const [form = ''] = word.forms;
    const next = typed[i + 1];
    const joined = form + (next?.forms[0] ?? '');
    if (next !== undefined && numbers.has(joined)) {
      found.push([...typed.slice(0, i), { forms: [joined], small: false, last: next.last }, ...typed.slice(i + 2)]);
    }
    if (numbers.has(form)) continue;
    for (let length = PART_MIN; length <= form.length - PART_MIN && found.length < RESPELT_MAX; length++) {
      const parts = [form.slice(0, length), form.slice(length)];
      if (!parts.every((part) => numbers.has(part))) continue;
      const [left, right] = parts.map(
        (part, j): Typed => ({ forms: [part], small: false, last: word.last && j === 1 }),
      );
      found.push([...typed.slice(0, i), left as Typed, right as Typed, ...typed.slice(i + 1)]);
    }
  }
  return found;
}
