/** The kinds of nodes as clients name them. */
import { KIND_NAMES, KINDS } from '../model.ts';
import type { Builder } from './builder.ts';

export type NatureType = ReturnType<typeof natureType>;

export function natureType(builder: Builder) {
  return builder.enumType('Nature', {
    description: 'La nature d’un nœud.',
    values: Object.fromEntries(
      KIND_NAMES.map((kind) => [kind.toUpperCase(), { value: kind, description: KINDS[kind].says }]),
    ),
  });
}
