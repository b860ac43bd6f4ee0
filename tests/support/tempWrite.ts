import type { Driver } from 'neo4j-driver';
import type { Content } from '../../src/graph/graph.ts';
import { integer } from '../../src/graph/neo4j/integers.ts';
import { labelOf, SCHEMA_STATEMENTS } from '../../src/graph/neo4j/layout.ts';
import { encode, INTEGER_COLUMNS } from '../../src/graph/neo4j/properties.ts';
import { topologyOf } from '../../src/graph/topology.ts';
import { KIND_NAMES, type NodeOf, RELATION_NAMES, RELATIONS } from '../../src/model.ts';

let next = Math.floor(Date.now() / 1000) * 1000;
let ready = false;
export async function tempWrite(driver: Driver, graph: string, content: Content): Promise<number> {
  const topology = topologyOf<NodeOf>(content);
  const release = next++;
  const session = driver.session({ database: 'neo4j' });
  if (!ready) for (const text of SCHEMA_STATEMENTS) await session.run(text);
  ready = true;
  await session.executeWrite(async (tx) => {
    for (const kind of KIND_NAMES) {
      const rows = topology.nodes[kind].map((node, i) => ({
        ...Object.fromEntries(
          Object.entries(encode(kind, node)).map(([k, v]) => [k, INTEGER_COLUMNS.has(k) ? integer(v as number) : v]),
        ),
        release: integer(release),
        ordre: integer(i),
      }));
      await tx.run(`UNWIND $rows AS row CREATE (n:${labelOf(kind)}) SET n = row`, { rows });
    }
    for (const name of RELATION_NAMES) {
      const { from, to } = RELATIONS[name];
      const rows = content.edges[name].flatMap(({ from, to }) =>
        to.map((end, rang) => ({ from, end, rang: integer(rang) })),
      );
      await tx.run(
        `UNWIND $rows AS row MATCH (a:${labelOf(from)} {release: $release, id: row.from}) MATCH (b:${labelOf(to)} {release: $release, id: row.end}) CREATE (a)-[:${name} {rang: row.rang}]->(b)`,
        { rows, release: integer(release) },
      );
    }
    const counts = Object.fromEntries([
      ...KIND_NAMES.map((kind) => [`nodes${kind}`, integer(content.nodes[kind].length)]),
      ...RELATION_NAMES.map((name) => [
        `relations${name}`,
        integer(content.edges[name].reduce((s, { to }) => s + to.length, 0)),
      ]),
    ]);
    const { errors, warnings, notices } = content.diagnostics;
    await tx.run(`CREATE (r:ParcoursRelease) SET r = $properties`, {
      properties: {
        graph,
        release: integer(release),
        format: integer(1),
        fingerprint: content.fingerprint,
        date: content.date,
        errors: integer(errors),
        warnings: integer(warnings),
        notices: integer(notices),
        ...counts,
      },
    });
    await tx.run(`MERGE (g:ParcoursGraph {name: $graph}) SET g.release = $release, g.format = 1`, {
      graph,
      release: integer(release),
    });
  });
  await session.close();
  return release;
}
