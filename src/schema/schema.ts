/** The whole schema, made of the tables of model.ts. No store is in sight: resolvers ask the context's graph. */
import { type GraphQLSchema, lexicographicSortSchema, printSchema } from 'graphql';
import { axisType, valueType } from './axes.ts';
import { breakdownField } from './breakdown.ts';
import { createBuilder } from './builder.ts';
import { facetsField } from './facets.ts';
import { foundTypes } from './found.ts';
import { natureType } from './nature.ts';
import { implementNodes, nodeInterface, rowRefs } from './nodes.ts';
import { pageTypes } from './pages.ts';
import { queryFields } from './query.ts';
import { referenceFields } from './reference.ts';
import { releaseField } from './release.ts';
import { searchFields } from './search.ts';

export function createSchema(): GraphQLSchema {
  const builder = createBuilder();
  const rows = rowRefs(builder);
  const node = nodeInterface(builder);
  const axis = axisType(builder);
  const pages = pageTypes(builder, rows, axis);
  implementNodes(builder, rows, node, pages);
  queryFields(builder, rows, node, pages);
  const nature = natureType(builder);
  const found = foundTypes(builder, node, nature);
  searchFields(builder, found);
  referenceFields(builder, rows, found);
  releaseField(builder, nature);
  facetsField(builder, axis, pages.Metier.filter);
  breakdownField(builder, axis, valueType(builder), nature, pages.Metier.filter);
  return builder.toSchema({ sortSchema: false });
}

/** The schema as `schema.graphql` holds it: sorted, so that its order says nothing. */
export function printedSchema(schema: GraphQLSchema): string {
  return `${printSchema(lexicographicSortSchema(schema))}\n`;
}
