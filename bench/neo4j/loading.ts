/**
 * `npm run bench:neo4j:load`: a release into Neo4j, against the bare driver sending the same rows to the same server in the
 * same run, in turn. `NEO4J_BENCH_URI` names a server whose database may be emptied; else one is started and thrown away.
 * A folder of documents may be given; the official release is taken where it is there.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { createInterface } from 'node:readline';
import neo4j, { type Driver } from 'neo4j-driver';
import { load } from '../../loaders/load.ts';
import type { Content } from '../../src/graph/graph.ts';
import { connect } from '../../src/graph/neo4j/database.ts';
import { encode } from '../../src/graph/neo4j/properties.ts';
import { writeRelease } from '../../src/graph/neo4j/write/release.ts';
import type { Target } from '../../src/graph/neo4j/write/statement.ts';
import { KIND_NAMES, KINDS, RELATION_NAMES, RELATIONS } from '../../src/model.ts';

const ROUNDS = 7;
const FRESH_ROUNDS = 3;
/** Rows a statement of the bare driver: what its manual recommends lies between 1,000 and 10,000. */
const BARE_ROWS = 2_000;
const OFFICIAL = '../shared/onisep/metiers-2025-10';
const QUIET = { say: () => {}, progress: () => {} };

await bench();

async function bench(): Promise<void> {
  const folder = process.argv[2] ?? (existsSync(OFFICIAL) ? OFFICIAL : 'seeds');
  const [content, seeds] = [load([folder], new Date()).content, load(['seeds'], new Date()).content];
  const rows = rowsOf(content);
  console.log(`${folder}: ${content.nodes.Metier.length} métiers, ${rows} nodes and relationships`);
  const given = process.env['NEO4J_BENCH_URI'];
  if (!given) console.log(table('a server that has just started', await onFreshServers(content), rows));
  const server = given ? { uri: given, stop: async () => {} } : await startNeo4j();
  const target = targetAt(server.uri);
  try {
    const other = folder === 'seeds' ? reversed(seeds) : seeds;
    console.log(table('a server at work', await inTurn(subjectsOf(target, content, other)), rows));
    console.log(await noticed(target, content));
  } finally {
    target.driver.close().catch(() => {});
    await server.stop();
  }
}

type Subjects = Readonly<Record<string, () => Promise<number>>>;
type Figures = Readonly<Record<string, number[]>>;

function subjectsOf(target: Target, content: Content, other: Content): Subjects {
  return {
    'the bare driver, into an empty database': () => bare(target.driver, content),
    'parcours, into an empty database': async () => {
      await empty(target.driver);
      return (await writeRelease(target, content, QUIET)).seconds;
    },
    'parcours, over another release': async () => {
      await writeRelease(target, other, QUIET);
      return (await writeRelease(target, { ...content, fingerprint: 'over' }, QUIET)).seconds;
    },
  };
}

/** Each on servers of its own: nothing is compiled, planned or cached there yet. */
async function onFreshServers(content: Content): Promise<Figures> {
  const figures: Figures = { 'the bare driver': [], parcours: [] };
  for (let round = 0; round < FRESH_ROUNDS; round++) {
    for (const [name, seconds] of Object.entries(figures)) {
      const server = await startNeo4j();
      const target = targetAt(server.uri);
      const ours = name === 'parcours';
      seconds.push(ours ? (await writeRelease(target, content, QUIET)).seconds : await bare(target.driver, content));
      target.driver.close().catch(() => {});
      await server.stop();
    }
  }
  return figures;
}

/** Seconds of each subject, a round after the other; the first round warms the server and is not counted. */
async function inTurn(subjects: Subjects): Promise<Figures> {
  const figures: Figures = Object.fromEntries(Object.keys(subjects).map((name) => [name, []]));
  for (let round = 0; round <= ROUNDS; round++) {
    for (const [name, seconds] of Object.entries(subjects)) {
      const took = await seconds();
      if (round > 0) figures[name]?.push(took);
    }
  }
  return figures;
}

function targetAt(uri: string): Target {
  const driver = connect({ uri, username: 'neo4j', password: process.env['NEO4J_PASSWORD'] ?? null }, 5);
  return { driver, uri, database: 'neo4j', graph: 'bench' };
}

interface Server {
  readonly uri: string;
  readonly stop: () => Promise<void>;
}

async function startNeo4j(): Promise<Server> {
  const child = spawn(process.execPath, ['scripts/neo4j.mjs'], { stdio: ['ignore', 'pipe', 'inherit'] });
  const uri = await new Promise<string>((resolve, reject) => {
    createInterface({ input: child.stdout }).on('line', (line) => {
      const [found] = line.match(/neo4j:\/\/[^ ]+/) ?? [];
      if (found !== undefined) resolve(found);
    });
    child.once('exit', () => reject(new Error('there is no Neo4j: set NEO4J_BENCH_URI, or see scripts/neo4j.mjs')));
  });
  const stop = async (): Promise<void> => {
    child.removeAllListeners('exit');
    child.kill('SIGTERM');
    await once(child, 'exit');
  };
  return { uri, stop };
}

function table(title: string, figures: Figures, rows: number): string {
  const [first = []] = Object.values(figures);
  const lines = Object.entries(figures).map(([name, seconds]) => {
    const ratios = seconds.map((one, round) => one / (first[round] as number));
    const took = `${median(seconds).toFixed(2)} s (${Math.min(...seconds).toFixed(2)}–${Math.max(...seconds).toFixed(2)})`;
    return `| ${name} | ${took} | ${Math.round(rows / median(seconds))} | ${median(ratios).toFixed(2)} |`;
  });
  return [`| ${title} | seconds | rows a second | ratio |`, '|---|---|---|---|', ...lines].join('\n');
}

/**
 * What anybody writes who has these rows and the driver's manual: ids, a constraint a label, a statement after the other.
 * Its labels are its own, so that no constraint of ours costs it anything, nor its own us.
 */
async function bare(driver: Driver, content: Content): Promise<number> {
  await empty(driver);
  for (const kind of KIND_NAMES) {
    await run(
      driver,
      `CREATE CONSTRAINT bare_${kind} IF NOT EXISTS FOR (n:\`Bare${KINDS[kind].label}\`) REQUIRE n.id IS UNIQUE`,
    );
  }
  const start = performance.now();
  for (const kind of KIND_NAMES) {
    const rows = content.nodes[kind].map((node) => encode(kind, node));
    for (const some of pieces(rows)) {
      await run(driver, `UNWIND $rows AS row CREATE (n:\`Bare${KINDS[kind].label}\`) SET n = row`, some);
    }
  }
  for (const name of RELATION_NAMES) {
    const { from, to } = RELATIONS[name];
    const rows = content.edges[name].flatMap((edge) => edge.to.map((end, rang) => [edge.from, end, neo4j.int(rang)]));
    const text = `UNWIND $rows AS row MATCH (a:\`Bare${KINDS[from].label}\` {id: row[0]}) MATCH (b:\`Bare${KINDS[to].label}\` {id: row[1]}) CREATE (a)-[:${name} {rang: row[2]}]->(b)`;
    for (const some of pieces(rows)) await run(driver, text, some);
  }
  return (performance.now() - start) / 1_000;
}

/** What readers notice: a small read again and again, while nothing happens and while a release goes in. */
async function noticed(target: Target, content: Content): Promise<string> {
  const { driver } = target;
  await empty(driver);
  await writeRelease(target, content, QUIET);
  const again = { ...content, fingerprint: 'again' };
  const read = async (times: number[]): Promise<void> => {
    const start = performance.now();
    await run(
      driver,
      'MATCH (g:ParcoursGraph {name: "bench"}) MATCH (m:`Métier` {release: g.release, ordre: 5})-[:RECOMMANDE]->(f) RETURN count(f)',
    );
    times.push(performance.now() - start);
  };
  const idle: number[] = [];
  while (idle.length < 500) await read(idle);
  const busy: number[] = [];
  let loading = true;
  const loaded = writeRelease(target, again, QUIET).finally(() => {
    loading = false;
  });
  while (loading) await read(busy);
  await loaded;
  const told = (times: readonly number[]): string =>
    `median ${median(times).toFixed(1)} ms, 99 % below ${quantile(times, 0.99).toFixed(1)} ms`;
  return `a reader of one métier: ${told(idle)}; while a release goes in: ${told(busy)}`;
}

async function empty(driver: Driver): Promise<void> {
  await run(driver, 'MATCH (n) CALL (n) { DETACH DELETE n } IN TRANSACTIONS OF 2000 ROWS');
}

async function run(driver: Driver, text: string, rows: readonly unknown[] = []): Promise<void> {
  const session = driver.session({ database: 'neo4j' });
  await session.run(text, { rows });
  await session.close();
}

function* pieces<T>(rows: readonly T[]): Generator<readonly T[]> {
  for (let from = 0; from < rows.length; from += BARE_ROWS) yield rows.slice(from, from + BARE_ROWS);
}

function rowsOf(content: Content): number {
  const nodes = KIND_NAMES.reduce((sum, kind) => sum + content.nodes[kind].length, 0);
  return RELATION_NAMES.reduce(
    (sum, name) => sum + content.edges[name].reduce((all, { to }) => all + to.length, 0),
    nodes,
  );
}

/** The same nodes with every list of far ends the other way round: another release. */
function reversed(content: Content): Content {
  const edges = Object.fromEntries(
    RELATION_NAMES.map((name) => [name, content.edges[name].map(({ from, to }) => ({ from, to: [...to].reverse() }))]),
  ) as unknown as Content['edges'];
  return { ...content, edges, fingerprint: 'reversed' };
}

function median(values: readonly number[]): number {
  return quantile(values, 0.5);
}

function quantile(values: readonly number[], part: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] as number;
}
