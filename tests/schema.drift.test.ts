import { readFileSync } from 'node:fs';
import {
  buildSchema,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isIntrospectionType,
  isObjectType,
  isSpecifiedScalarType,
  validateSchema,
} from 'graphql';
import { expect, test } from 'vitest';
import { KIND_NAMES, KINDS, NEIGHBOURS, ROLES } from '../src/model.ts';
import { createSchema, printedSchema } from '../src/schema/schema.ts';

const schema = createSchema();
const types = Object.values(schema.getTypeMap()).filter(
  (type) => !isIntrospectionType(type) && !isSpecifiedScalarType(type),
);

test('schema.graphql is the schema that is served: `npm run schema` prints it', () => {
  expect(readFileSync('schema.graphql', 'utf8')).toBe(printedSchema(schema));
});

test('the schema is valid, and so is what is printed of it', () => {
  expect(validateSchema(schema)).toEqual([]);
  expect(validateSchema(buildSchema(printedSchema(schema)))).toEqual([]);
});

test('every type, field, argument, input field and enum value is described, in a sentence', () => {
  const described: [string, string | null | undefined][] = [];
  for (const type of types) {
    described.push([type.name, type.description]);
    if (isObjectType(type) || isInterfaceType(type)) {
      for (const field of Object.values(type.getFields())) {
        described.push([`${type.name}.${field.name}`, field.description]);
        for (const arg of field.args) described.push([`${type.name}.${field.name}(${arg.name})`, arg.description]);
      }
    } else if (isInputObjectType(type)) {
      for (const field of Object.values(type.getFields()))
        described.push([`${type.name}.${field.name}`, field.description]);
    } else if (isEnumType(type)) {
      for (const value of type.getValues()) described.push([`${type.name}.${value.name}`, value.description]);
    }
  }
  expect(described.length).toBeGreaterThan(300);
  // A capital or a French quotation mark first, a full stop (or a question mark, or what comes before a name) last.
  const undescribed = described.filter(([, text]) => !/^[A-ZÀÉÊÎ«].*[.?…]$/s.test(text ?? ''));
  expect(undescribed).toEqual([]);
});

test('what an analyst sees is spelt without accents, and types begin with a capital', () => {
  const names = types.flatMap((type) => [
    type.name,
    ...(isObjectType(type) || isInterfaceType(type) || isInputObjectType(type) ? Object.keys(type.getFields()) : []),
  ]);
  expect(names.filter((name) => !/^[A-Za-z][A-Za-z0-9]*$/.test(name))).toEqual([]);
  expect(types.filter(({ name }) => !/^[A-Z]/.test(name))).toEqual([]);
});

test('every kind, role and relation of the model has its fields, and no field stands beside them', () => {
  const query = Object.keys(schema.getQueryType()?.getFields() ?? {}).sort();
  const expected = [
    ...KIND_NAMES.flatMap((kind) => [KINDS[kind].one, KINDS[kind].many, `trouver${kind}`]),
    ...['node', 'nodes', 'donnees', 'recherche', 'suggestions'],
  ];
  expect(query).toEqual(expected.sort());
  for (const kind of KIND_NAMES) {
    const type = schema.getType(kind);
    const fields = isObjectType(type) ? Object.values(type.getFields()) : [];
    const roles = fields.filter(({ type }) => String(type).endsWith('Connection!')).map(({ name }) => name);
    expect(roles.sort()).toEqual(ROLES[kind].map(({ role }) => role).sort());
    const filter = schema.getType(`${kind}Filtre`);
    expect(isInputObjectType(filter) ? Object.keys(filter.getFields()) : []).toEqual(
      expect.arrayContaining([...NEIGHBOURS[kind].map(({ role }) => role), 'texte', 'ids', 'et', 'ou', 'non']),
    );
  }
});
