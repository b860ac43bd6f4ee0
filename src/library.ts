/** What the scripts and the bench use of the house. */
export { load } from '../loaders/load.ts';
export { embeddedStore } from './graph/embedded/store.ts';
export { requestContext } from './schema/context.ts';
export { LIMITS } from './schema/limits.ts';
export { createSchema, printedSchema } from './schema/schema.ts';
export { createExecutor } from './server/execute.ts';
export { createGraphql } from './server/graphql.ts';
export { createHttpServer, stopServer } from './server/http.ts';
