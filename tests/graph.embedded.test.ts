import { describe, expect, test } from 'vitest';
import { embeddedStore } from '../src/graph/embedded/store.ts';
import { PROMISES } from './graph.contract.ts';
import { selection, VILLAGE } from './support/content.ts';

describe('the embedded store keeps every promise of a store:', () => {
  for (const { name, check } of PROMISES) test(name, () => check(embeddedStore));
});

describe('the embedded store', () => {
  test('answers at once, without a promise', () => {
    const graph = embeddedStore(VILLAGE).current();
    const answers = [
      graph.nodes('Metier', ['MET.1']),
      graph.list('Metier', selection()),
      graph.follow(['RECOMMANDE>'], ['MET.1'], selection()),
    ];
    expect(answers.filter((answer) => answer instanceof Promise)).toEqual([]);
  });

  test('serves the very nodes that it was given', () => {
    const graph = embeddedStore(VILLAGE).current();
    const page = graph.list('Metier', selection({ filter: { ids: ['MET.6'] } }));
    expect(page instanceof Promise ? null : page.nodes[0]).toBe(VILLAGE.nodes.Metier[0]);
  });

  test('tells what it is about to examine before it examines it', () => {
    const graph = embeddedStore(VILLAGE).current();
    const told: number[] = [];
    const examine = (count: number): void => void told.push(count);
    graph.list('Metier', selection({ examine, filter: { words: ['a'] }, first: 1 }));
    // A pass over six métiers for the filter, then the page of one.
    expect(told).toEqual([6, 1]);
    told.length = 0;
    const counted = { min: 2, max: null };
    graph.list('Metier', selection({ examine, filter: { path: ['RECOMMANDE>'], counted, filter: { all: [] } } }));
    // Six métiers, six formations, nine edges between them, then the page of three.
    expect(told).toEqual([6, 6, 9, 3]);
    told.length = 0;
    graph.follow(['RECOMMANDE>', '<RECOMMANDE'], ['MET.4'], selection({ examine }));
    // Three formations, six edges back from them, then the page of two.
    expect(told).toEqual([3, 6, 2]);
  });
});
