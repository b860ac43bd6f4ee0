/** The same content in a Neo4j, and its own full text over all that a node is called, analysed by `standard-folding`. */
import type { Content } from '../../src/graph/graph.ts';
import { connect, readerOf } from '../../src/graph/neo4j/database.ts';
import { integer } from '../../src/graph/neo4j/integers.ts';
import { loadRelease } from '../../src/graph/neo4j/write/release.ts';
import { KIND_NAMES, KINDS } from '../../src/model.ts';
import { startNeo4j } from '../neo4j/servers.ts';
import type { Search } from './quality.ts';
import { neo4jFullText } from './rivals.ts';

const INDEX = 'bench_names_1';
const NAMES = ['id', 'nom', 'feminin', 'masculin', 'autresAppellations', 'libelle', 'code'];

/** Starts a Neo4j unless NEO4J_BENCH_URI names one. Null, with the reason said, where none can be had. */
export async function withFullText<T>(content: Content, work: (search: Search) => Promise<T>): Promise<T | null> {
  const given = process.env['NEO4J_BENCH_URI'];
  const own = given === undefined ? await startNeo4j().catch(notThere) : null;
  const uri = given ?? own?.uri;
  if (uri === undefined) return null;
  const options = { uri, username: '', password: null, database: 'neo4j', pool: 2, deadline: 30_000 };
  const driver = connect(options, options.pool);
  try {
    const target = { driver, uri, database: options.database, graph: 'bench-search' };
    const { release } = await loadRelease(target, content, { say: () => {}, progress: () => {} });
    const labels = KIND_NAMES.map((kind) => KINDS[kind].label).join('|');
    await driver.executeQuery(
      `CREATE FULLTEXT INDEX ${INDEX} IF NOT EXISTS FOR (n:${labels}) ON EACH [${NAMES.map((name) => `n.${name}`)}]
       OPTIONS {indexConfig: {\`fulltext.analyzer\`: 'standard-folding', \`fulltext.eventually_consistent\`: false}}`,
      {},
      { database: options.database },
    );
    await driver.executeQuery('CALL db.awaitIndexes(60)', {}, { database: options.database });
    const reader = readerOf(driver, options);
    const run = async (statement: string, parameters: Readonly<Record<string, unknown>>) =>
      (await reader.run(statement, { ...parameters, release: integer(release) })).map(({ id }) => String(id));
    return await work(neo4jFullText(run, INDEX));
  } finally {
    await driver.close();
    own?.stop();
  }
}

function notThere(error: Error): null {
  console.log(`Neo4j's full text is left out: ${error.message}`);
  return null;
}
