/**
 * Limits on the shape of a document, checked once it is parsed and before it is validated, fragments expanded: a few
 * bytes of nested fragments stand for 2^30 fields, and some validation rules take the square of what they are given.
 */
import {
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  Kind,
  Lexer,
  type ParseOptions,
  parse,
  type SelectionSetNode,
  Source,
  TokenKind,
} from 'graphql';
import { fault } from '../schema/fault.ts';

export const TOKENS_MAX = 2_000;
/** Brackets, braces and parentheses open at once: twice what the deepest document within the limits needs. */
export const NESTING_MAX = 100;
/** Each is compiled by itself, and kept. */
export const OPERATIONS_MAX = 20;
export const VALIDATION_ERRORS_MAX = 5;

interface DocumentLimit {
  readonly max: number;
  readonly what: string;
  readonly advice: string;
}

export const DOCUMENT_LIMITS = {
  depth: { max: 15, what: 'niveaux', advice: 'Descendez moins profond, en plusieurs requêtes.' },
  fields: { max: 500, what: 'champs', advice: 'Demandez moins de champs.' },
  aliases: { max: 30, what: 'alias', advice: 'Demandez plusieurs nœuds par « nodes(ids) » ou par un filtre « ids ».' },
  directives: { max: 20, what: 'directives', advice: 'Choisissez les champs dans le document même.' },
  introspections: { max: 3, what: '« __schema » ou « __type »', advice: 'Demandez le schéma une fois.' },
  rootFields: { max: 20, what: 'champs à la racine', advice: 'Répartissez-les sur plusieurs requêtes.' },
} as const satisfies Record<string, DocumentLimit>;

type Measure = { readonly [K in keyof typeof DOCUMENT_LIMITS]: number };

/** graphql's `parse`, within the limits. Throws LIMITE_DEPASSEE, or graphql's own syntax error. */
export function parseWithinLimits(source: string | Source, options?: ParseOptions): DocumentNode {
  checkTokens(typeof source === 'string' ? new Source(source) : source);
  const document = parse(source, options);
  checkLimits(document);
  return document;
}

/** Before parsing, which takes some stack for each bracket that stands open. What is no token is left to the parser. */
function checkTokens(source: Source): void {
  const lexer = new Lexer(source);
  let nesting = 0;
  for (let tokens = 0; ; tokens++) {
    const kind = nextKind(lexer);
    if (kind === TokenKind.EOF) return;
    if (kind === TokenKind.BRACE_L || kind === TokenKind.BRACKET_L || kind === TokenKind.PAREN_L) nesting += 1;
    if (kind === TokenKind.BRACE_R || kind === TokenKind.BRACKET_R || kind === TokenKind.PAREN_R) nesting -= 1;
    if (tokens >= TOKENS_MAX) throw overTokens('mots et signes', TOKENS_MAX);
    if (nesting > NESTING_MAX) throw overTokens('signes ouverts à la fois', NESTING_MAX);
  }
}

function nextKind(lexer: Lexer): TokenKind {
  try {
    return lexer.advance().kind;
  } catch {
    return TokenKind.EOF;
  }
}

export function checkLimits(document: DocumentNode): void {
  const fragments = new Map<string, FragmentDefinitionNode>();
  for (const definition of document.definitions) {
    if (definition.kind === Kind.FRAGMENT_DEFINITION) fragments.set(definition.name.value, definition);
  }
  const operations = document.definitions.filter(({ kind }) => kind === Kind.OPERATION_DEFINITION).length;
  if (operations > OPERATIONS_MAX) throw overTokens('opérations', OPERATIONS_MAX);
  const measured = new Map<string, Measure>();
  for (const definition of document.definitions) {
    if (definition.kind !== Kind.OPERATION_DEFINITION && definition.kind !== Kind.FRAGMENT_DEFINITION) continue;
    const own = definition.directives?.length ?? 0;
    const measure = measureOf(definition.selectionSet);
    const total = { ...measure, directives: measure.directives + own };
    for (const name of Object.keys(DOCUMENT_LIMITS) as (keyof Measure)[]) {
      const isRoot = definition.kind === Kind.OPERATION_DEFINITION;
      if ((name !== 'rootFields' || isRoot) && total[name] > DOCUMENT_LIMITS[name].max) throw over(name);
    }
  }

  function measureOf(selectionSet: SelectionSetNode): Measure {
    const sum = { depth: 0, fields: 0, aliases: 0, directives: 0, introspections: 0, rootFields: 0 };
    for (const selection of selectionSet.selections) {
      sum.directives += selection.directives?.length ?? 0;
      if (selection.kind === Kind.FIELD) addField(sum, selection);
      else
        add(
          sum,
          selection.kind === Kind.INLINE_FRAGMENT ? measureOf(selection.selectionSet) : spread(selection.name.value),
        );
    }
    return sum;
  }

  /** A fragment is measured once. One that spreads itself counts as nothing here: validation refuses it. */
  function spread(name: string): Measure {
    const known = measured.get(name);
    if (known !== undefined) return known;
    measured.set(name, NOTHING);
    const fragment = fragments.get(name);
    const measure = fragment === undefined ? NOTHING : measureOf(fragment.selectionSet);
    measured.set(name, measure);
    return measure;
  }

  function addField(sum: Mutable<Measure>, field: FieldNode): void {
    sum.fields += 1;
    sum.rootFields += 1;
    sum.introspections += field.name.value === '__schema' || field.name.value === '__type' ? 1 : 0;
    sum.aliases += field.alias === undefined ? 0 : 1;
    const below = field.selectionSet === undefined ? NOTHING : measureOf(field.selectionSet);
    // Introspection is deep by nature; graphql's own rule keeps it from going round in circles.
    const depth = field.name.value.startsWith('__') ? 1 : below.depth + 1;
    add(sum, { ...below, depth, rootFields: 0 });
  }
}

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

const NOTHING: Measure = { depth: 0, fields: 0, aliases: 0, directives: 0, introspections: 0, rootFields: 0 };

function add(sum: Mutable<Measure>, other: Measure): void {
  sum.depth = Math.max(sum.depth, other.depth);
  sum.fields += other.fields;
  sum.aliases += other.aliases;
  sum.directives += other.directives;
  sum.introspections += other.introspections;
  sum.rootFields += other.rootFields;
}

function overTokens(what: string, limit: number): Error {
  const message = `Ce document a plus de ${limit} ${what}. Passez les valeurs par des variables, ou demandez moins.`;
  return fault('LIMITE_DEPASSEE', message, { limite: limit, mesure: 'tokens' });
}

function over(name: keyof Measure): Error {
  const { max, what, advice } = DOCUMENT_LIMITS[name];
  return fault('LIMITE_DEPASSEE', `Ce document a plus de ${max} ${what}. ${advice}`, { limite: max, mesure: name });
}
