/**
 * `npm run bench:neo4j [-- A C …]`: Parcours on Neo4j, live and as a mirror, against @neo4j/graphql, on the same server, data
 * and machine. Neo4j is the one that NEO4J_BENCH_URI names (without authentication; the bench writes to its database), else
 * one of our own.
 */
import type { Content } from '../../src/graph/graph.ts';
import { connect } from '../../src/graph/neo4j/database.ts';
import { loadRelease } from '../../src/graph/neo4j/write/release.ts';
import { benchContent } from '../walk.ts';
import { compareOn } from './compare.ts';
import { runLoad } from './load.ts';
import { writePeer } from './peerData.ts';
import {
  type Place,
  runSubject,
  type Started,
  SUBJECTS,
  type Subject,
  startNeo4j,
  startSubject,
  versionOf,
} from './servers.ts';
import { WORKLOADS } from './workloads.ts';

const [, , flag = '', ...rest] = process.argv;
if (flag === '--load') runLoad();
else if (flag === '--server') {
  const [subject, uri = '', database = '', graph = ''] = rest;
  await runSubject(subject as Subject, { uri, database, graph });
} else await bench(process.argv.slice(2));

async function bench(letters: readonly string[]): Promise<void> {
  const given = process.env['NEO4J_BENCH_URI'];
  const own = given === undefined ? await startNeo4j() : null;
  const place: Place = { uri: own?.uri ?? given ?? '', database: 'neo4j', graph: 'bench' };
  const started: Started[] = [];
  try {
    const { content, from } = benchContent();
    const server = await write(place, content);
    for (const subject of SUBJECTS) started.push(await startSubject(subject, place));
    const packages = ['@neo4j/graphql', 'graphql-yoga', 'graphql', 'neo4j-driver'].map(versionOf).join(', ');
    const { length } = content.nodes.Metier;
    console.log(`${from}: ${length} métiers. ${server}, Node ${process.version}; the peer: ${packages}.\n`);
    for (const workload of WORKLOADS) {
      if (letters.length === 0 || letters.includes(workload.name)) await compareOn(workload, content, started);
    }
  } finally {
    for (const { stop } of started) stop();
    own?.stop();
  }
}

/** Ours and the peer's copy. The server's own name and version. */
async function write({ uri, database, graph }: Place, content: Content): Promise<string> {
  const driver = connect({ uri, username: '', password: null }, 5);
  try {
    await loadRelease({ driver, uri, database, graph }, content, { say: () => {}, progress: () => {} });
    await writePeer(driver, database, content);
    const { agent = '' } = await driver.getServerInfo({ database });
    return agent;
  } finally {
    await driver.close();
  }
}
