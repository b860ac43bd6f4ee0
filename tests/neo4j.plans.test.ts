/** What is sent to Neo4j: how many statements a request costs, and how the planner means to run them. */
import { parse } from 'graphql';
import type { Plan } from 'neo4j-driver';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Database } from '../src/graph/neo4j/database.ts';
import { requestContext } from '../src/schema/context.ts';
import { createExecutor } from '../src/server/execute.ts';
import { VILLAGE } from './support/content.ts';
import { schema } from './support/graphql.ts';
import { describeNeo4j, neo4jMissing } from './support/neo4j.ts';
import { openShared, type Shared, type Stored } from './support/neo4jStores.ts';
import { operations, VILLAGE_FLAVOUR } from './support/operations.ts';

let shared: Shared;
let village: Stored;
beforeAll(async () => {
  if (neo4jMissing !== null) return;
  shared = openShared();
  village = await shared.put(VILLAGE);
});
afterAll(() => shared?.close());

interface Sent {
  readonly text: string;
  readonly parameters: Readonly<Record<string, unknown>>;
}

/** The statements that an operation sends, in their order. */
async function statementsOf(query: string, variableValues: Readonly<Record<string, unknown>> = {}): Promise<Sent[]> {
  const sent: Sent[] = [];
  const logging: Database = {
    ...shared.database,
    run: (text, parameters, bounds) => {
      sent.push({ text, parameters });
      return shared.database.run(text, parameters, bounds);
    },
  };
  const live = village.live(logging);
  const contextValue = requestContext(live);
  const { errors } = await createExecutor(schema)({ document: parse(query), variableValues, contextValue });
  expect(errors, query).toBeUndefined();
  return sent;
}

const WALK = `{ metiers(first: 20) { nodes { nom formations { nodes { nom metiers { nodes { nom interets { nodes { libelle } } } } } } } } }`;

describeNeo4j('a request costs one statement', () => {
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
    const contextValue = requestContext(village.live());
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

describeNeo4j('the planner', () => {
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
        const { summary } = await shared.driver.executeQuery(
          `EXPLAIN ${text}`,
          { ...parameters },
          { database: 'neo4j' },
        );
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
