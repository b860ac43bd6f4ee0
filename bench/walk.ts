/** The walk that is measured, and the data it is measured on: the official release where it is at hand, else the seeds. */
import { existsSync } from 'node:fs';
import { load } from '../loaders/load.ts';
import type { Content } from '../src/graph/graph.ts';

/** 20 métiers → formations → métiers → intérêts. */
export const WALK = `{
  metiers(first: 20) {
    nodes { id nom formations { nodes { id nom metiers { nodes { id nom interets { nodes { id libelle } } } } } } }
  }
}`;

const OFFICIAL = '../shared/onisep/metiers-2025-10';

export function benchContent(from = existsSync(OFFICIAL) ? OFFICIAL : 'seeds'): {
  readonly content: Content;
  readonly from: string;
} {
  return { content: load([from], new Date(0)).content, from };
}
