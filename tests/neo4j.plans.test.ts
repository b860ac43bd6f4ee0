/** What is sent to Neo4j: how many statements a request costs, and how the planner means to run them. */
import { parse } from 'graphql';
import neo4j, { type Plan } from 'neo4j-driver';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Graph } from '../src/graph/graph.ts';
import { type Database, openDatabase } from '../src/graph/neo4j/database.ts';
import { neo4jGraph } from '../src/graph/neo4j/graph.ts';
import { readRelease, readTopology } from '../src/graph/neo4j/read.ts';
import { requestContext } from '../src/schema/context.ts';
import { createExecutor } from '../src/server/execute.ts';
import { VILLAGE } from './support/content.ts';
import { schema } from './support/graphql.ts';
import { operations, VILLAGE_FLAVOUR } from './support/operations.ts';
import { tempWrite } from './support/tempWrite.ts';

const URI = process.env['NEO4J_TEST_URI'] ?? 'bolt://127.0.0.1:17687';
const driver = neo4j.driver(URI, undefined as never, { disableLosslessIntegers: true });
const options = { uri: URI, database: 'neo4j', username: 'neo4j', password: null, pool: 5, deadline: 20_000 };
const database = openDatabase(options, { text: 'RETURN 1', parameters: {}, heard: () => {} });
const graph = `plans-${process.pid}`;
beforeAll(async () => void (await tempWrite(driver, graph, VILLAGE)));
afterAll(async () => {
  database.close();
  await driver.close();
});

interface Sent {
  readonly text: string;
  readonly parameters: Readonly<Record<string, unknown>>;
}

/** The statements that an operation sends, in their order. */
async function statementsOf(query: string, variableValues: Readonly<Record<string, unknown>> = {}): Promise<Sent[]> {
  const sent: Sent[] = [];
  const logging: Database = {
    ...database,
    run: (text, parameters, bounds) => {
      sent.push({ text, parameters });
      return database.run(text, parameters, bounds);
    },
  };
  const live: Graph = neo4jGraph({
    database: logging,
    graph,
    signal: undefined,
    deadline: 20_000,
    life: 60_000,
    releaseOf: (release) => readRelease(logging, release),
    topologyOf: (release) => readTopology(logging, release),
  });
  const contextValue = requestContext(live);
  const { errors } = await createExecutor(schema)({ document: parse(query), variableValues, contextValue });
  expect(errors, query).toBeUndefined();
  return sent;
}

const WALK = `{ metiers(first: 20) { nodes { nom formations { nodes { nom metiers { nodes { nom interets { nodes { libelle } } } } } } } } }`;

describe('a request costs one statement', () => {
  test.each([
    [
      'by an id, with neighbours',
      '{ metier(id: "MET.1") { nom formations { nodes { nom } } statuts { nodes { libelle } } interets { nodes { libelle } } } }',
    ],
    ['for a walk of any depth', WALK],
    [
      'for a page with totals, counts and cursors',
      '{ metiers(first: 2, filtre: { niveau: { min: 0 } }, tri: { par: NOM }) { totalCount pageInfo { endCursor hasNextPage } nodes { nom formations { totalCount } } } }',
    ],
    [
      'for orders and pages on every level',
      '{ metiers(first: 3, tri: { par: NIVEAU }) { nodes { nom formations(first: 1, tri: { par: NOM, sens: DECROISSANT }) { nodes { nom metiers(last: 2) { edges { cursor node { nom } } } } } } } }',
    ],
    [
      'for several root fields',
      '{ a: metiers { nodes { nom } } b: formations { totalCount } metier(id: "MET.2") { nom } nodes(ids: ["FOR.1", "MET.1", "ROME.F1101"]) { id ... on Metier { romes { nodes { code } } } } }',
    ],
    [
      'for longer walks with routes',
      '{ metiers { nodes { metiersParFormations(first: 2) { edges { routes node { nom } } } } } interets { nodes { formations { edges { routes node { nom } } } } } }',
    ],
    [
      'for aliases and fragments',
      '{ metiers { nodes { ...F a: formations(first: 1) { nodes { nom } } } edges { node { ...F } } } } fragment F on Metier { nom formations { nodes { id } } }',
    ],
  ])('%s', async (_what, query) => {
    expect((await statementsOf(query)).map(({ text }) => text)).toHaveLength(1);
  });

  test('and one more for what a cursor below the root leaves open', async () => {
    const page = '{ metier(id: "MET.4") { formations(first: 1) { pageInfo { endCursor } } } }';
    const contextValue = requestContext(
      neo4jGraph({
        database,
        graph,
        signal: undefined,
        deadline: 20_000,
        life: 60_000,
        releaseOf: (r) => readRelease(database, r),
        topologyOf: (r) => readTopology(database, r),
      }),
    );
    const { data } = await createExecutor(schema)({ document: parse(page), variableValues: {}, contextValue });
    const cursor = (data as { metier: { formations: { pageInfo: { endCursor: string } } } }).metier.formations.pageInfo
      .endCursor;
    const sent = await statementsOf(
      'query ($after: String) { metier(id: "MET.4") { formations(first: 1, after: $after) { nodes { nom metiers { nodes { nom } } } } } }',
      { after: cursor },
    );
    expect(sent).toHaveLength(2);
  });
});

describe('the planner', () => {
  const FORBIDDEN = ['CartesianProduct', 'AllNodesScan', 'Eager', 'EagerAggregationAcrossRows'];

  test('means to run no statement by scanning all nodes, multiplying rows or being eager', async () => {
    const asked = [
      WALK,
      ...operations(schema, 60, VILLAGE_FLAVOUR)
        .filter(({ variables }) => Object.keys(variables).length === 0)
        .map(({ query }) => query),
    ];
    const found: string[] = [];
    let plans = 0;
    for (const query of asked) {
      const sent = await statementsOf(query).catch(() => []);
      for (const { text, parameters } of sent) {
        const { summary } = await driver.executeQuery(`EXPLAIN ${text}`, { ...parameters }, { database: 'neo4j' });
        plans += 1;
        for (const operator of operatorsOf(summary.plan as Plan)) {
          if (FORBIDDEN.includes(operator)) found.push(`${operator}: ${text}`);
        }
      }
    }
    expect(plans).toBeGreaterThan(20);
    expect(found).toEqual([]);
  });
});

function operatorsOf(plan: Plan): string[] {
  return [plan.operatorType.replace(/@.*$/, ''), ...plan.children.flatMap(operatorsOf)];
}
