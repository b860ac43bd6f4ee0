/** The same nodes and relationships for the peer, under labels, types and indexes of its own, as its schema wants them. */
import type { Driver } from 'neo4j-driver';
import type { Content } from '../../src/graph/graph.ts';
import { integer } from '../../src/graph/neo4j/integers.ts';

const KINDS = {
  Metier: 'PeerMetier',
  Formation: 'PeerFormation',
  Statut: 'PeerStatut',
  Interet: 'PeerInteret',
} as const;
const LABELS = Object.values(KINDS);

const RELATIONS = [
  { name: 'RECOMMANDE', type: 'PEER_RECOMMANDE', to: 'PeerFormation' },
  { name: 'EXERCE_SOUS', type: 'PEER_EXERCE_SOUS', to: 'PeerStatut' },
  { name: 'REPOND_A', type: 'PEER_REPOND_A', to: 'PeerInteret' },
] as const;

const SCHEMA = [
  ...LABELS.flatMap((label) => [
    `CREATE CONSTRAINT ${label}_id IF NOT EXISTS FOR (n:${label}) REQUIRE n.id IS UNIQUE`,
    `CREATE INDEX ${label}_cle IF NOT EXISTS FOR (n:${label}) ON (n.cle)`,
  ]),
  'CREATE INDEX PeerMetier_rang IF NOT EXISTS FOR (n:PeerMetier) ON (n.rang)',
  'CREATE TEXT INDEX PeerFormation_recherche IF NOT EXISTS FOR (n:PeerFormation) ON (n.recherche)',
  'CREATE FULLTEXT INDEX peer_metier_recherche_1 IF NOT EXISTS FOR (n:PeerMetier) ON EACH [n.recherche] ' +
    "OPTIONS { indexConfig: { `fulltext.analyzer`: 'whitespace' } }",
];

/** Leaves what it finds there when it is of the same content. */
export async function writePeer(driver: Driver, database: string, content: Content): Promise<void> {
  const run = (text: string, parameters = {}) => driver.executeQuery(text, parameters, { database });
  const { records } = await run('MATCH (n:PeerRelease) RETURN n.fingerprint AS fingerprint');
  if (records[0]?.get('fingerprint') === content.fingerprint) return;
  for (const label of [...LABELS, 'PeerRelease']) await run(`MATCH (n:${label}) DETACH DELETE n`);
  for (const text of SCHEMA) await run(text);
  for (const [kind, rows] of Object.entries(rowsOf(content))) {
    await run(`UNWIND $rows AS row CREATE (n:${KINDS[kind as keyof typeof KINDS]}) SET n = row`, { rows });
  }
  for (const { name, type, to } of RELATIONS) {
    const rows = content.edges[name].flatMap(({ from, to }) => to.map((end) => ({ from, end })));
    await run(
      `UNWIND $rows AS row MATCH (a:PeerMetier {id: row.from}), (b:${to} {id: row.end}) CREATE (a)-[:${type}]->(b)`,
      { rows },
    );
  }
  await run('CALL db.awaitIndexes(60)');
  await run('CREATE (:PeerRelease {fingerprint: $fingerprint})', { fingerprint: content.fingerprint });
}

function rowsOf({ nodes }: Content): Readonly<Record<keyof typeof KINDS, readonly object[]>> {
  return {
    Metier: nodes.Metier.map(({ id, nom, key, search, niveau }) => ({
      ...{ id, nom, cle: key, recherche: search, niveau: niveau?.libelle ?? null },
      rang: niveau?.rang == null ? null : integer(niveau.rang),
    })),
    Formation: nodes.Formation.map(({ id, nom, key, search }) => ({ id, nom, cle: key, recherche: search })),
    Statut: nodes.Statut.map(({ id, libelle, key }) => ({ id, libelle, cle: key })),
    Interet: nodes.Interet.map(({ id, libelle, key }) => ({ id, libelle, cle: key })),
  };
}
