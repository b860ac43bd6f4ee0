/** `npm run bench:search`: how well the search finds, beside what is usually shipped; how long it takes, here and × 100. */
import { existsSync } from 'node:fs';
import { load } from '../../loaders/load.ts';
import { search } from '../../src/analysis/search/search.ts';
import { topologyOf } from '../../src/graph/topology.ts';
import type { Kind } from '../../src/model.ts';
import { enlarged } from './large.ts';
import { withFullText } from './neo4j.ts';
import { type Case, kindsOf, type Quality, qualityOf, qualityTable, readCases } from './quality.ts';
import { miniSearchOnAllNames, miniSearchOnNames } from './rivals.ts';
import { speedOf, speedTable } from './speed.ts';

const OFFICIAL = '../shared/onisep/metiers-2025-10';
const TIMES = 100;
const LISTS = ['queries', 'validation', 'review', 'unseen'].map((name) => `bench/search/${name}.json`);

const [, , folder = existsSync(OFFICIAL) ? OFFICIAL : 'seeds', verbose] = process.argv;
const { content } = load([folder], new Date(0));
const topology = topologyOf(content);

for (const list of LISTS) {
  if (!existsSync(list)) continue;
  const cases = readCases(list);
  const ours = await qualityOf('parcours', cases, idsFound);
  const rivals = [
    await qualityOf('MiniSearch, defaults, names alone', cases, miniSearchOnNames(topology)),
    await qualityOf('MiniSearch, all names, prefix, fuzzy 0.2', cases, miniSearchOnAllNames(topology)),
  ];
  const fullText = await withFullText(content, (ask) => qualityOf('Neo4j full text, standard-folding', cases, ask));
  const table = [ours, ...rivals, ...(fullText === null ? [] : [fullText])];
  console.log(qualityTable(`${list}: ${cases.length} queries on ${folder}`, table));
  console.log(bySort(cases, ours));
  if (verbose === '--verbose') for (const miss of ours.misses) console.log(shown(miss));
}

const texts = LISTS.filter((list) => existsSync(list)).flatMap((list) => readCases(list).map(({ texte }) => texte));
const speeds = [speedOf(topologyOf(content), texts), speedOf(enlarged(content, TIMES), texts)];
console.log(speedTable(`Speed on ${folder}, and × ${TIMES}; Node ${process.version}`, speeds));

function idsFound(texte: string, kinds: readonly Kind[]): string[] {
  return search(topology, texte, { kinds, first: 10 }).hits.map(({ id }) => id);
}

function bySort(cases: readonly Case[], { misses }: Quality): string {
  const sorts = [...new Set(cases.map(({ sorte }) => sorte))];
  return sorts
    .map((sort) => {
      const all = cases.filter(({ sorte }) => sorte === sort).length;
      return `${sort} ${all - misses.filter(({ query }) => query.sorte === sort).length}/${all}`;
    })
    .join(' · ');
}

function shown({ query, found }: Quality['misses'][number]): string {
  const hits = search(topology, query.texte, { kinds: kindsOf(query), first: 4 }).hits.map(
    ({ id, text, score }) => `${id} ${score} ${text}`,
  );
  return `  ${query.sorte}: ${query.texte} → ${query.attendus.join(' ')}, place ${found.findIndex((id) => query.attendus.includes(id)) + 1}\n${hits.map((hit) => `      ${hit}`).join('\n')}`;
}
