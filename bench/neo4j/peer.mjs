/**
 * The peer: @neo4j/graphql on graphql-yoga, in a process of its own and with packages of its own. It is given the URI, and
 * the name of the database; it sends its port to the process that started it.
 */
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { Neo4jGraphQL } from '@neo4j/graphql';
import { createYoga } from 'graphql-yoga';
import neo4j from 'neo4j-driver';

const [, , uri, database] = process.argv;
const driver = neo4j.driver(uri);
const library = new Neo4jGraphQL({
  typeDefs: readFileSync(new URL('peer.graphql', import.meta.url), 'utf8'),
  driver,
  features: {
    excludeDeprecatedFields: {
      attributeFilters: true,
      mutationOperations: true,
      aggregationFilters: true,
      aggregationFiltersOutsideConnection: true,
      relationshipFilters: true,
    },
  },
});
const schema = await library.getSchema();
await library.assertIndexesAndConstraints({ driver, sessionConfig: { database } });
const yoga = createYoga({
  schema,
  context: { sessionConfig: { database } },
  graphiql: false,
  landingPage: false,
  logging: false,
  cors: false,
  multipart: false,
});
const server = createServer(yoga);
server.listen(0, '127.0.0.1', () => process.send(server.address().port));
