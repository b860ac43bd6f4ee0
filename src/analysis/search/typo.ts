/** How far two folded words are apart: letters added, left out, changed, or two neighbours exchanged. */

/** Words are compared as far as this; nothing in French is longer. */
export const COMPARED_MAX = 40;

/** How many typos a word of so many letters is forgiven. */
export function typosForgiven(length: number): number {
  return length < 4 || length > COMPARED_MAX ? 0 : length < 8 ? 1 : 2;
}

const WIDTH = COMPARED_MAX + 4;
const rows: readonly Uint8Array[] = [new Uint8Array(WIDTH), new Uint8Array(WIDTH), new Uint8Array(WIDTH)];

/**
 * The Damerau–Levenshtein distance (neighbours exchanged once) of `typed` to `word`, or, with `begun`, to what comes nearest
 * to it of all beginnings of `word`; `max + 1` where it is more than `max`. `typed` has at most COMPARED_MAX letters.
 */
export function distance(typed: string, word: string, max: number, begun: boolean): number {
  const far = max + 1;
  const n = typed.length;
  const m = begun ? Math.min(word.length, n + max) : word.length;
  if (m > n + max || n > m + max) return far;
  let [before, above, row] = rows as [Uint8Array, Uint8Array, Uint8Array];
  for (let j = 0; j <= m; j++) above[j] = j;
  for (let i = 1; i <= n; i++) {
    const letter = typed.charCodeAt(i - 1);
    row[0] = i;
    let least = i;
    for (let j = 1; j <= m; j++) {
      const other = word.charCodeAt(j - 1);
      let cost = Math.min(
        (above[j - 1] as number) + (letter === other ? 0 : 1),
        (above[j] as number) + 1,
        (row[j - 1] as number) + 1,
      );
      if (i > 1 && j > 1 && letter === word.charCodeAt(j - 2) && other === typed.charCodeAt(i - 2)) {
        cost = Math.min(cost, (before[j - 2] as number) + 1);
      }
      row[j] = cost;
      if (cost < least) least = cost;
    }
    if (least > max) return far;
    [before, above, row] = [above, row, before];
  }
  let nearest = above[m] as number;
  if (begun) for (let j = Math.max(0, n - max); j < m; j++) nearest = Math.min(nearest, above[j] as number);
  return Math.min(far, nearest);
}

/** Which letters a word has, a bit each: words with too many letters that the other lacks need no closer look. */
export function lettersOf(word: string): number {
  let letters = 0;
  for (let i = 0; i < word.length; i++) letters |= 1 << (word.charCodeAt(i) & 31);
  return letters;
}

export function bits(mask: number): number {
  let count = 0;
  for (let rest = mask; rest !== 0; rest &= rest - 1) count += 1;
  return count;
}
