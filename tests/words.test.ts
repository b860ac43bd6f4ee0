/** What the search for words in all keys of a kind finds: what a look at each key by itself would. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { eachWithWords } from '../src/graph/words.ts';

const word = fc.string({ unit: fc.constantFrom('a', 'b', 'c'), maxLength: 4 });
const nodes = fc.array(
  fc.array(word.filter((one) => one !== '')).map((words) => ({ search: words.map((one) => ` ${one}`).join('') })),
);

function found(nodes: readonly { readonly search: string }[], words: readonly string[]): number[] {
  const ordinals: number[] = [];
  eachWithWords(nodes, words, (ordinal) => ordinals.push(ordinal));
  return ordinals;
}

test('each node of which every word begins a word of the key, once, in order', () => {
  fc.assert(
    fc.property(nodes, fc.array(word, { maxLength: 3 }), (nodes, words) => {
      const expected = [...nodes.keys()].filter((ordinal) =>
        words.every((word) =>
          nodes[ordinal]?.search
            .split(' ')
            .slice(1)
            .some((other) => other.startsWith(word)),
        ),
      );
      expect(found(nodes, words)).toEqual(expected);
    }),
    { numRuns: 2_000 },
  );
});

test('neither the inside of a word nor the seam between two keys', () => {
  const nodes = [{ search: ' fleuriste' }, { search: '' }, { search: ' riste fleur' }, { search: ' rare' }];
  expect(found(nodes, ['riste'])).toEqual([2]);
  expect(found(nodes, ['fleuriste', 'rare'])).toEqual([]);
  expect(found(nodes, ['r', 'fl'])).toEqual([2]);
  expect(found(nodes, [])).toEqual([0, 1, 2, 3]);
});
