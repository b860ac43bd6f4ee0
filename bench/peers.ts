/** What the walk is compared with: a hand-written answer, and graphql-js with DataLoader as it is usually written. */
import DataLoader from 'dataloader';
import { buildSchema, type GraphQLSchema, parse } from 'graphql';
import { embeddedStore } from '../src/graph/embedded/store.ts';
import type { Content, Neighbours } from '../src/graph/graph.ts';
import { requestContext } from '../src/schema/context.ts';
import { createSchema } from '../src/schema/schema.ts';
import { createExecutor } from '../src/server/execute.ts';
import { WALK } from './walk.ts';

/** The limit: nested maps over linked objects, and JSON.stringify. */
export function handWritten(content: Content): () => string {
  const graph = linked(content);
  return () =>
    JSON.stringify({
      data: {
        metiers: {
          nodes: graph.metiers.slice(0, 20).map(({ id, nom, formations }) => ({
            id,
            nom,
            formations: {
              nodes: formations.slice(0, 100).map(({ id, nom, metiers }) => ({
                id,
                nom,
                metiers: {
                  nodes: metiers.slice(0, 100).map(({ id, nom, interets }) => ({
                    id,
                    nom,
                    interets: { nodes: interets.slice(0, 100).map(({ id, libelle }) => ({ id, libelle })) },
                  })),
                },
              })),
            },
          })),
        },
      },
    });
}

export function parcours(content: Content): () => string {
  const store = embeddedStore(content);
  const execute = createExecutor(createSchema());
  const document = parse(WALK);
  return () => JSON.stringify(execute({ document, contextValue: requestContext(store.current()) }));
}

export interface StockContext {
  readonly formations: DataLoader<string, readonly FormationObject[]>;
  readonly metiers: DataLoader<string, readonly MetierObject[]>;
  readonly interets: DataLoader<string, readonly InteretObject[]>;
}

/** The types of the walk alone; resolvers as tutorials have them. */
export function stockSchema(content: Content): {
  readonly schema: GraphQLSchema;
  readonly context: () => StockContext;
} {
  const graph = linked(content);
  const schema = buildSchema(`
    type Query { metiers(first: Int = 100): MetierConnection! }
    type Metier { id: ID! nom: String! formations(first: Int = 100): FormationConnection! interets(first: Int = 100): InteretConnection! }
    type Formation { id: ID! nom: String! metiers(first: Int = 100): MetierConnection! }
    type Interet { id: ID! libelle: String! }
    type MetierConnection { nodes: [Metier!]! }
    type FormationConnection { nodes: [Formation!]! }
    type InteretConnection { nodes: [Interet!]! }
  `);
  resolve(schema, 'Query', 'metiers', (_parent, first) => ({ nodes: graph.metiers.slice(0, first) }));
  resolve(schema, 'Metier', 'formations', async ({ id }, first, { formations }) => ({
    nodes: (await formations.load(id)).slice(0, first),
  }));
  resolve(schema, 'Metier', 'interets', async ({ id }, first, { interets }) => ({
    nodes: (await interets.load(id)).slice(0, first),
  }));
  resolve(schema, 'Formation', 'metiers', async ({ id }, first, { metiers }) => ({
    nodes: (await metiers.load(id)).slice(0, first),
  }));
  const batch =
    <T>(of: (id: string) => readonly T[]) =>
    async (ids: readonly string[]): Promise<(readonly T[])[]> =>
      ids.map(of);
  return {
    schema,
    context: () => ({
      formations: new DataLoader(batch((id) => graph.metier(id).formations)),
      interets: new DataLoader(batch((id) => graph.metier(id).interets)),
      metiers: new DataLoader(batch((id) => graph.formation(id).metiers)),
    }),
  };
}

type Resolver = (parent: { id: string }, first: number, context: StockContext) => unknown;

function resolve(schema: GraphQLSchema, type: string, field: string, resolver: Resolver): void {
  const object = schema.getType(type);
  if (object === undefined || !('getFields' in object)) throw new Error(`no type ${type}`);
  const definition = object.getFields()[field];
  if (definition === undefined || !('resolve' in definition)) throw new Error(`no field ${type}.${field}`);
  definition.resolve = (parent: { id: string }, { first }: { first: number }, context: StockContext) =>
    resolver(parent, first, context);
}

interface MetierObject {
  readonly id: string;
  readonly nom: string;
  readonly formations: readonly FormationObject[];
  readonly interets: readonly InteretObject[];
}
interface FormationObject {
  readonly id: string;
  readonly nom: string;
  readonly metiers: MetierObject[];
}
interface InteretObject {
  readonly id: string;
  readonly libelle: string;
}

function linked({ nodes, edges }: Content) {
  const byName = (a: { key: string; id: string }, b: { key: string; id: string }) =>
    a.key < b.key ? -1 : a.key > b.key ? 1 : a.id < b.id ? -1 : 1;
  const interets = new Map(nodes.Interet.map(({ id, libelle }) => [id, { id, libelle }]));
  const formations = new Map(nodes.Formation.map(({ id, nom }) => [id, { id, nom, metiers: [] as MetierObject[] }]));
  const ends = (list: readonly Neighbours[]) => new Map(list.map(({ from, to }) => [from, to]));
  const [recommended, liked] = [ends(edges.RECOMMANDE), ends(edges.REPOND_A)];
  const metiers = [...nodes.Metier].sort(byName).map(({ id, nom }) => {
    const metier: MetierObject = {
      id,
      nom,
      formations: (recommended.get(id) ?? []).map((end) => known(formations, end)),
      interets: (liked.get(id) ?? []).map((end) => known(interets, end)),
    };
    for (const formation of metier.formations) formation.metiers.push(metier);
    return metier;
  });
  const byId = new Map(metiers.map((metier) => [metier.id, metier]));
  return { metiers, metier: (id: string) => known(byId, id), formation: (id: string) => known(formations, id) };
}

function known<T>(map: ReadonlyMap<string, T>, id: string): T {
  const value = map.get(id);
  if (value === undefined) throw new Error(`no ${id}`);
  return value;
}
