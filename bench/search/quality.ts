/** How often a search puts the right node first, on a list of queries that say which nodes are right. */
import { readFileSync } from 'node:fs';
import { KIND_NAMES, type Kind } from '../../src/model.ts';

export interface Case {
  readonly texte: string;
  /** Ids of nodes that may stand first; usually one. */
  readonly attendus: readonly string[];
  readonly sorte: string;
  /** What is searched, as the schema names it; everything when absent. */
  readonly natures?: readonly string[];
}

/** The ids of the nodes found, the best first. */
export type Search = (texte: string, kinds: readonly Kind[]) => readonly string[] | Promise<readonly string[]>;

export interface Quality {
  readonly name: string;
  readonly recallAt1: number;
  /** The mean of 1 / place of the first right node, among the first ten. */
  readonly meanReciprocalRank: number;
  readonly misses: readonly { readonly query: Case; readonly found: readonly string[] }[];
}

const PLACES = 10;

export function readCases(file: string): Case[] {
  return JSON.parse(readFileSync(file, 'utf8')) as Case[];
}

export function kindsOf({ natures }: Case): readonly Kind[] {
  return KIND_NAMES.filter((kind) => natures?.includes(kind.toUpperCase()) ?? true);
}

export async function qualityOf(name: string, cases: readonly Case[], search: Search): Promise<Quality> {
  const misses: Quality['misses'][number][] = [];
  let reciprocal = 0;
  for (const query of cases) {
    const found = (await search(query.texte, kindsOf(query))).slice(0, PLACES);
    const place = found.findIndex((id) => query.attendus.includes(id));
    if (place >= 0) reciprocal += 1 / (place + 1);
    if (place !== 0) misses.push({ query, found });
  }
  const recallAt1 = 1 - misses.length / cases.length;
  return { name, recallAt1, meanReciprocalRank: reciprocal / cases.length, misses };
}

export function qualityTable(title: string, qualities: readonly Quality[]): string {
  const rows = qualities.map(
    ({ name, recallAt1, meanReciprocalRank }) =>
      `| ${name.padEnd(48)} | ${recallAt1.toFixed(3)} | ${meanReciprocalRank.toFixed(3)} |`,
  );
  return [`\n${title}`, '| search | recall@1 | MRR |', '|---|---|---|', ...rows, ''].join('\n');
}
