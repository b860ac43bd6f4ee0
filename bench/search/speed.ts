/** How long the index takes to make, what it holds in memory, and how long questions take. */
import { search } from '../../src/analysis/search/search.ts';
import { indexOf } from '../../src/analysis/search/searchIndex.ts';
import { suggest } from '../../src/analysis/search/suggest.ts';
import type { Topology } from '../../src/graph/topology.ts';

export interface Speed {
  readonly nodes: number;
  readonly names: number;
  readonly words: number;
  /** Milliseconds. */
  readonly build: number;
  /** Megabytes; null without `--expose-gc`. */
  readonly memory: number | null;
  readonly search: Times;
  readonly suggest: Times;
}

/** Milliseconds a call. */
interface Times {
  readonly median: number;
  readonly p95: number;
  readonly most: number;
}

export function speedOf(topology: Topology, texts: readonly string[]): Speed {
  const before = memory();
  const start = performance.now();
  const index = indexOf(topology, () => {});
  const build = performance.now() - start;
  const after = memory();
  // What is half typed asks the most of both: every text and its beginnings.
  const typed = texts.flatMap((text) => [1, 3, 6].map((length) => text.slice(0, length)));
  search(topology, 'xqzwvkpjy', { first: 10 });
  suggest(topology, 'a', { first: 8 });
  return {
    nodes: index.nodeCount,
    names: index.names.count,
    words: index.words.list.length,
    build,
    memory: before === null || after === null ? null : (after - before) / 2 ** 20,
    search: timesOf(texts, (text) => search(topology, text, { first: 10 })),
    suggest: timesOf([...texts, ...typed], (text) => suggest(topology, text, { first: 8 })),
  };
}

export function speedTable(title: string, speeds: readonly Speed[]): string {
  const rows = speeds.map(({ nodes, names, words, build, memory, search, suggest }) =>
    [
      '',
      ...[nodes, names, words].map((count) => count.toLocaleString('en')),
      `${build.toFixed(0)} ms`,
      memory === null ? '?' : `${memory.toFixed(1)} MB`,
      shown(search),
      shown(suggest),
      '',
    ]
      .join(' | ')
      .trim(),
  );
  return [
    `\n${title}`,
    '| nodes | names | words | index | memory | recherche: median, p95, most | suggestions |',
    '|---|---|---|---|---|---|---|',
    ...rows,
    '',
  ].join('\n');
}

function shown({ median, p95, most }: Times): string {
  return `${[median, p95, most].map((time) => time.toFixed(2)).join(', ')} ms`;
}

const ROUNDS = 3;

function timesOf(texts: readonly string[], call: (text: string) => unknown): Times {
  const times: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    for (const text of texts) {
      const start = performance.now();
      call(text);
      if (round > 0) times.push(performance.now() - start);
    }
  }
  times.sort((a, b) => a - b);
  const part = (share: number): number => times[Math.min(times.length - 1, Math.floor(times.length * share))] ?? 0;
  return { median: part(0.5), p95: part(0.95), most: part(1) };
}

function memory(): number | null {
  if (globalThis.gc === undefined) return null;
  globalThis.gc();
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers;
}
