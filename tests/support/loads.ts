/** `parcours load` as it was built, on small folders, and what lies in the database then. */
import type { Driver } from 'neo4j-driver';
import type { Content } from '../../src/graph/graph.ts';
import { labelOf } from '../../src/graph/neo4j/layout.ts';
import { KIND_NAMES, RELATION_NAMES, RELATIONS } from '../../src/model.ts';
import { folderOf, lines } from './documents.ts';
import { neo4jAccount, neo4jUri, rowsOf } from './neo4j.ts';
import { type Ended, type Launched, parcours } from './server.ts';

export interface LoadArguments {
  readonly graph: string;
  readonly uri?: string;
  readonly flags?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
}

export function startLoad(folders: readonly string[], { graph, uri, flags = [], env }: LoadArguments): Launched {
  const { username, password } = neo4jAccount();
  const account = username === '' ? {} : { NEO4J_USERNAME: username, NEO4J_PASSWORD: password };
  return parcours(['load', ...folders, '--to', uri ?? neo4jUri(), ...flags], {
    env: { ...account, PARCOURS_GRAPH: graph, ...env },
  });
}

export function runLoad(folders: readonly string[], options: LoadArguments): Promise<Ended> {
  return startLoad(folders, options).ended;
}

/** A document whose every sentence and name says of which edition it is. */
export function editionOf(edition: string, number: number, formations: readonly number[]): string {
  return lines(
    `# essayeur/euse de chapeaux ${number} ${edition}`,
    `**ID:** MET.${number}`,
    '',
    '**Codes ROME:**',
    `- B${1000 + (number % 90)}`,
    '',
    '## Présentation',
    '',
    `Le chapeau numéro ${number}, édition ${edition}.`,
    '',
    '## Formations recommandées',
    '',
    ...formations.map((one) => `- CAP chapellerie ${one} ${edition} (ID: FOR.${one})`),
    '',
    '**Statuts possibles:**',
    `- artisan ${edition}`,
    '',
    "## Centres d'intérêt",
    '',
    `- j'aime coudre ${number % 7} ${edition}`,
  );
}

/** A folder of so many documents of one edition. */
export function editionFolder(edition: string, size: number, formations = 3): string {
  return folderOf(
    Object.fromEntries(
      Array.from({ length: size }, (_, i) => {
        const chosen = Array.from({ length: formations }, (_, k) => 1 + ((i * 7 + k * 11) % (2 * formations + 10)));
        return [`${i}.md`, editionOf(edition, i + 1, [...new Set(chosen)])];
      }),
    ),
  );
}

/** One statement, as any reader's, which reads the pointer once: what the release in force holds, in figures that no mixture has. */
export const CENSUS_TEXT = `
  MATCH (g:ParcoursGraph {name: $graph}) WITH g.release AS release
  ${KIND_NAMES.map(
    (kind) => `CALL (release) {
    MATCH (n:${labelOf(kind)}) WHERE n.release = release AND n.ordre >= 0
    RETURN '${kind} ' + count(n) + ' ' + sum(n.ordre) + ' ' + sum(size(n.key)) AS ${kind}
  }`,
  ).join('\n  ')}
  ${RELATION_NAMES.map(
    (name) => `CALL (release) {
    MATCH (n:${labelOf(RELATIONS[name].from)})-[e:${name}]->(m) WHERE n.release = release AND n.ordre >= 0 AND m.release = release
    RETURN '${name} ' + count(e) + ' ' + sum(e.rang) + ' ' + sum(n.ordre * m.ordre) AS ${name}
  }`,
  ).join('\n  ')}
  RETURN [${[...KIND_NAMES, ...RELATION_NAMES].join(', ')}] AS census`;

/** What that statement gives for a content in force. */
export function censusOf(content: Content): string[] {
  const ordres = Object.fromEntries(
    KIND_NAMES.map((kind) => [kind, new Map([...content.nodes[kind]].sort(byKey).map(({ id }, ordre) => [id, ordre]))]),
  );
  const sum = (values: readonly number[]): number => values.reduce((all, one) => all + one, 0);
  const kinds = KIND_NAMES.map((kind) => {
    const nodes = content.nodes[kind];
    return `${kind} ${nodes.length} ${(nodes.length * (nodes.length - 1)) / 2} ${sum(nodes.map(({ key }) => key.length))}`;
  });
  const relations = RELATION_NAMES.map((name) => {
    const { from, to } = RELATIONS[name];
    const ends = content.edges[name].flatMap((edge) =>
      edge.to.map((end, rang) => ({
        rang,
        product: Number(ordres[from]?.get(edge.from)) * Number(ordres[to]?.get(end)),
      })),
    );
    return `${name} ${ends.length} ${sum(ends.map(({ rang }) => rang))} ${sum(ends.map(({ product }) => product))}`;
  });
  return [...kinds, ...relations];
}

function byKey(a: { key: string; id: string }, b: { key: string; id: string }): number {
  if (a.key !== b.key) return a.key < b.key ? -1 : 1;
  return a.id < b.id ? -1 : 1;
}

/** How many nodes and relationships there are of each label and type, in the whole database. */
export async function inventory(driver: Driver): Promise<Readonly<Record<string, number>>> {
  const nodes = await rowsOf(driver, 'MATCH (n) RETURN labels(n)[0], toFloat(count(n))');
  const relationships = await rowsOf(driver, 'MATCH ()-[e]->() RETURN type(e), toFloat(count(e))');
  return Object.fromEntries([...nodes, ...relationships]);
}

/** What the inventory of a database is that holds this release and nothing else. */
export function inventoryOf(content: Content): Readonly<Record<string, number>> {
  return Object.fromEntries(
    [
      ['ParcoursGraph', 1],
      ['ParcoursCounter', 1],
      ['ParcoursRelease', 1],
      ...KIND_NAMES.map((kind) => [labelOf(kind).replaceAll('`', ''), content.nodes[kind].length]),
      ...RELATION_NAMES.map((name) => [name, content.edges[name].reduce((all, { to }) => all + to.length, 0)]),
    ].filter(([, count]) => count !== 0),
  );
}
