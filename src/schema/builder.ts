/** The Pothos builder. Fields are non-null unless they say otherwise. */
import SchemaBuilder from '@pothos/core';
import type { RequestContext } from './context.ts';

export interface SchemaTypes {
  Context: RequestContext;
  DefaultFieldNullability: false;
  Scalars: {
    ID: { Input: string; Output: string };
    DateTime: { Input: never; Output: string };
  };
}

export type Builder = ReturnType<typeof createBuilder>;
export type ObjectRef<T> = PothosSchemaTypes.ObjectRef<PothosSchemaTypes.ExtendDefaultTypes<SchemaTypes>, T>;

export function createBuilder() {
  const builder = new SchemaBuilder<SchemaTypes>({ defaultFieldNullability: false });
  builder.queryType({ description: 'Le graphe des métiers : chaque nœud mène à ses voisins, dans tous les sens.' });
  builder.scalarType('DateTime', {
    description: 'Date et heure en temps universel, au format ISO 8601.',
    specifiedByURL: 'https://scalars.graphql.org/andimarek/date-time.html',
    serialize: (value) => value,
    parseValue: () => {
      throw new TypeError('DateTime is never an input');
    },
  });
  return builder;
}
