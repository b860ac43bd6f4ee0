/**
 * Random operations over any schema: valid by construction but for what validation is asked to sort out. A seed gives the
 * same operation for ever.
 */
import {
  type DocumentNode,
  type GraphQLInputType,
  type GraphQLNamedType,
  type GraphQLObjectType,
  GraphQLScalarType,
  type GraphQLSchema,
  getNamedType,
  isAbstractType,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isLeafType,
  isListType,
  isNonNullType,
  isObjectType,
  parse,
  specifiedRules,
  validate,
} from 'graphql';
import { checkLimits } from '../../src/server/documentLimits.ts';

export interface Operation {
  readonly query: string;
  readonly variables: Readonly<Record<string, unknown>>;
  /** Whether nothing in the document keeps it from being compiled (see execute.ts). */
  readonly plain: boolean;
}

/** Values for leaves: `name` is the argument's or the input field's. */
export type LeafValues = (type: string, name: string, random: Random) => string | number | boolean;

export interface Flavour {
  readonly leaves: LeafValues;
  /** How many levels of fields. */
  readonly depth: number;
  readonly directives: number;
  /** How likely a document puts variables inside input objects and lists. */
  readonly nestedVariables: number;
  /** How likely a value given for a variable does not fit it. */
  readonly badVariables: number;
}

/** Of as many seeds as it takes, the first `count` operations that are valid and within the server's limits. */
export function operations(schema: GraphQLSchema, count: number, flavour: Flavour): Operation[] {
  const found: Operation[] = [];
  for (let seed = 1; found.length < count; seed++) {
    if (seed > count * 20) throw new Error('the generator hardly makes a valid operation');
    const operation = operationOf(schema, flavour, randomFrom(seed));
    const document = parse(operation.query);
    if (isWithinLimits(document) && validate(schema, document, specifiedRules).length === 0) found.push(operation);
  }
  return found;
}

/** What the server would refuse before it executes it is not worth executing. */
function isWithinLimits(document: DocumentNode): boolean {
  try {
    checkLimits(document);
    return true;
  } catch {
    return false;
  }
}

export interface Random {
  chance(probability: number): boolean;
  /** From 0 up to, not including, `end`. */
  below(end: number): number;
  pick<T>(from: readonly T[]): T;
}

/** Mulberry32: small, and the same everywhere. */
export function randomFrom(seed: number): Random {
  let state = Math.imul(seed, 0x9e3779b1);
  const next = (): number => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
  return {
    chance: (probability) => next() < probability,
    below: (end) => Math.floor(next() * end),
    pick: (from) => {
      const picked = from[Math.floor(next() * from.length)];
      if (picked === undefined) throw new Error('nothing to pick from');
      return picked;
    },
  };
}

/** How many fields a document has, roughly: validation takes the square of what fragments make of them. */
const FIELDS_MAX = 50;

const ALIASES = ['a', 'b', 'c', 'id', 'nodes', 'class', 'constructor', 'toString', '__proto__', 'length', '_', 'data'];
const VARIABLES = ['v', 'w', 'x', 'first', 'constructor', '__proto__', 'toString', 'class', 'args'];

type Composite = Extract<GraphQLNamedType, { getInterfaces: unknown } | { getTypes: unknown }>;

function operationOf(schema: GraphQLSchema, flavour: Flavour, random: Random): Operation {
  const definitions: string[] = [];
  const variables: Record<string, unknown> = Object.create(null);
  const fragments: { name: string; type: string; text: string }[] = [];
  const withDirectives = random.chance(flavour.directives);
  const withNested = random.chance(flavour.nestedVariables);
  let plain = true;
  let room = FIELDS_MAX;
  const query = schema.getQueryType();
  if (!query) throw new Error('no queries');
  const body = selections(query, flavour.depth);
  const named = random.chance(0.5) ? ' Asked' : '';
  const declared = definitions.length > 0 ? `(${definitions.join(', ')})` : '';
  const head = named === '' && declared === '' && random.chance(0.5) ? '' : `query${named}${declared} `;
  const texts = fragments.map(({ name, type, text }) => `fragment ${name} on ${type} ${text}`);
  return { query: [head + body, ...texts].join('\n'), variables, plain };

  function selections(type: Composite, depth: number): string {
    const parts = Array.from({ length: 1 + random.below(4) }, () => selection(type, room > 0 ? depth : 1));
    return `{ ${parts.join(' ')} }`;
  }

  function selection(type: Composite, depth: number): string {
    const roll = room > 0 ? random.below(20) : 19;
    if (roll === 0) return `${alias(0.3)}__typename${directives()}`;
    if (roll <= 3) return inline(type, depth);
    if (roll <= 6) return spread(type, depth);
    return field(type, depth);
  }

  function field(type: Composite, depth: number): string {
    room -= 1;
    if (!('getFields' in type)) return `__typename${directives()}`;
    const fields = Object.values(type.getFields()).filter((one) => depth > 1 || isLeafType(getNamedType(one.type)));
    if (fields.length === 0) return '__typename';
    const chosen = random.pick(fields);
    const given = chosen.args
      .filter(({ type, defaultValue }) =>
        isNonNullType(type) && defaultValue === undefined ? true : random.chance(chosen.args.length > 3 ? 0.2 : 0.6),
      )
      .map((argument) => `${argument.name}: ${value(argument.type, argument.name, 0)}`);
    const written = given.length > 0 ? `(${given.join(', ')})` : '';
    const target = getNamedType(chosen.type);
    const below = isObjectType(target) || isAbstractType(target) ? ` ${selections(target, depth - 1)}` : '';
    return `${alias(0.25)}${chosen.name}${written}${directives()}${below}`;
  }

  function inline(type: Composite, depth: number): string {
    const on = random.chance(0.2) ? '' : ` on ${random.pick(overlapping(type)).name}`;
    const inside = on === '' ? type : (schema.getType(on.slice(4)) as Composite);
    return `...${on}${directives()} ${selections(inside, depth)}`;
  }

  function spread(type: Composite, depth: number): string {
    room -= 5;
    const fitting = fragments.filter((one) => overlapping(type).some(({ name }) => name === one.type));
    if (fitting.length > 0 && random.chance(0.6)) return `...${random.pick(fitting).name}${directives()}`;
    const on = random.pick(overlapping(type));
    const text = selections(on, Math.min(depth, 2 + random.below(2)));
    const name = `F${fragments.length}`;
    fragments.push({ name, type: on.name, text });
    return `...${name}${directives()}`;
  }

  /** The types whose objects may also be of this one. */
  function overlapping(type: Composite): Composite[] {
    const possible = (one: Composite): readonly GraphQLObjectType[] =>
      isAbstractType(one) ? schema.getPossibleTypes(one) : [one];
    const own = possible(type);
    return Object.values(schema.getTypeMap()).filter(
      (one): one is Composite =>
        (isObjectType(one) || isAbstractType(one)) &&
        !one.name.startsWith('__') &&
        (isInterfaceType(one) || isObjectType(one) || isAbstractType(one)) &&
        possible(one).some((object) => own.includes(object)),
    );
  }

  function alias(probability: number): string {
    return random.chance(probability) ? `${random.pick(ALIASES)}: ` : '';
  }

  function directives(): string {
    if (!withDirectives || random.chance(0.7)) return '';
    plain = false;
    const condition = random.chance(0.5) ? variable('Boolean!', random.chance(0.5)) : String(random.chance(0.5));
    return ` @${random.pick(['skip', 'include'])}(if: ${condition})`;
  }

  /** A literal, or a variable. */
  function value(type: GraphQLInputType, name: string, depth: number): string {
    if (random.chance(depth === 0 ? 0.4 : withNested ? 0.3 : 0)) {
      return declared_(type, name);
    }
    if (isNonNullType(type)) return notNull(type.ofType, name, depth);
    return random.chance(0.07) ? 'null' : notNull(type, name, depth);
  }

  function notNull(type: GraphQLInputType, name: string, depth: number): string {
    if (isNonNullType(type)) return notNull(type.ofType, name, depth);
    if (isListType(type)) {
      if (random.chance(0.2)) return value(type.ofType, name, depth + 1);
      const items = Array.from({ length: random.below(4) }, () => value(type.ofType, name, depth + 1));
      return `[${items.join(', ')}]`;
    }
    if (isInputObjectType(type)) {
      const fields = Object.values(type.getFields())
        .filter(
          (one) => (isNonNullType(one.type) && one.defaultValue === undefined) || random.chance(depth > 2 ? 0.1 : 0.35),
        )
        .map((one) => `${one.name}: ${value(one.type, one.name, depth + 1)}`);
      return `{ ${fields.join(', ')} }`;
    }
    if (isEnumType(type)) return random.pick(type.getValues()).name;
    return literal(leaf(type, name));
  }

  /** Declares a variable of this type, or of one that may stand in its place, and gives it a value, or none. */
  function declared_(type: GraphQLInputType, name: string): string {
    const nullable = isNonNullType(type) ? type.ofType : type;
    const strict = isNonNullType(type) ? random.chance(0.8) : random.chance(0.3);
    const byDefault = random.chance(strict ? 0.1 : 0.4) ? ` = ${constant(nullable, name, 0)}` : '';
    const given = strict && byDefault === '' ? !random.chance(flavour.badVariables) : random.chance(0.6);
    const variable = `${random.pick(VARIABLES)}${definitions.length}`;
    // Names without a number, now and then: `$__proto__`, `$constructor`.
    const bare = variable.replace(/\d+$/, '');
    const chosen = definitions.some((one) => one.startsWith(`$${bare}:`)) || random.chance(0.5) ? variable : bare;
    definitions.push(`$${chosen}: ${String(nullable)}${strict ? '!' : ''}${byDefault}`);
    if (given) {
      const bad = random.chance(flavour.badVariables);
      variables[chosen] = bad
        ? random.pick<unknown>([null, 'no', 1.5, {}, [[]], true])
        : json(strict ? nullable : type, name, 0);
    }
    return `$${chosen}`;
  }

  function variable(type: string, value: boolean): string {
    const name = `if${definitions.length}`;
    definitions.push(`$${name}: ${type}`);
    variables[name] = value;
    return `$${name}`;
  }

  /** A literal without a variable. */
  function constant(type: GraphQLInputType, name: string, depth: number): string {
    if (isNonNullType(type)) return constant(type.ofType, name, depth);
    if (isListType(type)) return `[${constant(type.ofType, name, depth + 1)}]`;
    if (isInputObjectType(type)) {
      const fields = Object.values(type.getFields())
        .filter((one) => (isNonNullType(one.type) && one.defaultValue === undefined) || random.chance(0.2 - depth / 20))
        .map((one) => `${one.name}: ${constant(one.type, one.name, depth + 1)}`);
      return `{ ${fields.join(', ')} }`;
    }
    if (isEnumType(type)) return random.pick(type.getValues()).name;
    return literal(leaf(type, name));
  }

  function json(type: GraphQLInputType, name: string, depth: number): unknown {
    if (isNonNullType(type)) return json(type.ofType, name, depth);
    if (depth > 0 && random.chance(0.1)) return random.chance(0.5) ? null : undefined;
    if (isListType(type)) {
      if (random.chance(0.2)) return json(type.ofType, name, depth + 1);
      return Array.from({ length: random.below(4) }, () => json(type.ofType, name, depth + 1) ?? null);
    }
    if (isInputObjectType(type)) {
      const fields = Object.values(type.getFields()).filter(
        (one) => (isNonNullType(one.type) && one.defaultValue === undefined) || random.chance(depth > 2 ? 0.1 : 0.35),
      );
      return Object.fromEntries(fields.map((one) => [one.name, json(one.type, one.name, depth + 1)]));
    }
    if (isEnumType(type)) return random.pick(type.getValues()).name;
    return leaf(type, name);
  }

  function leaf(type: GraphQLInputType, name: string): string | number | boolean {
    if (!(type instanceof GraphQLScalarType)) throw new Error(`no values for ${String(type)}`);
    return flavour.leaves(type.name, name, random);
  }
}

function literal(value: string | number | boolean): string {
  return JSON.stringify(value);
}

/** Ids, words and numbers that mean something in the village: operations that hardly fail. */
export const VILLAGE_FLAVOUR: Flavour = {
  depth: 7,
  directives: 0.1,
  nestedVariables: 0,
  badVariables: 0,
  leaves: (type, name, random) => {
    if (type === 'ID')
      return random.pick([
        'MET.1',
        'MET.3',
        'MET.4',
        'FOR.1',
        'FOR.3',
        'STATUT.salarie',
        'INTERET.dessiner',
        'ROME.F1101',
      ]);
    if (type === 'Int') return name === 'min' || name === 'max' ? random.pick([-2, 0, 5]) : 1 + random.below(4);
    if (type === 'Float') return random.pick([0, 1766.92, 2100]);
    return type === 'Boolean' ? random.chance(0.5) : random.pick(['a', 'cap', '']);
  },
};
