/**
 * Pages as Cypher. A page is taken from a list of elements: nodes `m`, each with what the list's own order knows of it. The
 * text of a page stands where `n` is the node that its walk starts from, or `r` the release.
 */
import { endsOf, type Kind, type Path, relationOf, type Step, targetOf } from '../../../model.ts';
import type { Filter, Place, Selection, Sort } from '../../graph.ts';
import { labelOf } from '../layout.ts';
import { condition, pattern } from './filter.ts';
import type { Parameters } from './parameters.ts';

/** A list before its page is taken. `match` binds `m`; `extra` names what else it binds; `given` is its own order. */
export interface Elements {
  readonly match: (filter: Filter | null, parameters: Parameters) => string;
  /** How many there are, as an expression. */
  readonly count: (filter: Filter | null, parameters: Parameters) => string;
  readonly extra: 'rang' | 'routes' | null;
  /** Whether it is all nodes of a kind. */
  readonly whole: boolean;
}

/** All nodes of a kind in the release `r`. */
export function ofKind(kind: Kind): Elements {
  const match: Elements['match'] = (filter, parameters) => {
    const entry = filter && entryOf(filter);
    if (entry != null) return fromNeighbours(kind, entry, parameters);
    const kept = filter === null ? '' : ` AND ${condition(filter, 'm', parameters)}`;
    // The lower bound says nothing, but lets the planner read the index on (release, ordre) in its order. Words are found
    // faster by the index of texts, which it takes where it has no such choice.
    const inOrder = filter !== null && asksForWords(filter) ? '' : ' AND m.ordre >= 0';
    return `MATCH (m:${labelOf(kind)}) WHERE m.release = r${inOrder}${kept}`;
  };
  return {
    match,
    count: (filter, parameters) => `COUNT { ${match(filter, parameters)} RETURN m }`,
    extra: null,
    whole: true,
  };
}

/**
 * A filter that asks for a neighbour with given words is entered from there: few nodes have these words, an index of texts
 * finds them, and their neighbours are fewer than the kind. Asked of each node of the kind instead, it costs three times as much.
 */
interface Entry {
  readonly step: Step;
  readonly far: Filter;
  /** What else is asked of the nodes themselves. */
  readonly others: readonly Filter[];
}

function entryOf(filter: Filter): Entry | null {
  const parts = 'all' in filter ? filter.all : [filter];
  for (const part of parts) {
    if (!('quantifier' in part) || part.quantifier !== 'some' || !asksForWords(part.filter)) continue;
    const [step, ...rest] = part.path;
    if (step === undefined || rest.length > 0) continue;
    return { step, far: part.filter, others: parts.filter((other) => other !== part) };
  }
  return null;
}

function asksForWords(filter: Filter): boolean {
  if ('all' in filter) return filter.all.some(asksForWords);
  return 'words' in filter && filter.words.length > 0;
}

function fromNeighbours(kind: Kind, { step, far, others }: Entry, parameters: Parameters): string {
  const { to } = endsOf(step);
  const there = `MATCH (s:${labelOf(to)}) WHERE s.release = r AND ${condition(far, 's', parameters)}`;
  const arrow = step.startsWith('<') ? `-[:${relationOf(step)}]->` : `<-[:${relationOf(step)}]-`;
  const kept = others.map((other) => condition(other, 'm', parameters)).join(' AND ');
  return `${there} MATCH (s)${arrow}(m:${labelOf(kind)}) WITH DISTINCT m${kept === '' ? '' : ` WHERE ${kept}`}`;
}

/** The far ends of a walk from `n`. A walk of several steps counts the routes to each, and leaves its start out. */
export function atTheEndOf(path: Path): Elements {
  const [first, ...rest] = path;
  if (first === undefined) throw new Error('a walk has no step');
  const where = (conditions: readonly string[]): string =>
    conditions.length === 0 ? '' : ` WHERE ${conditions.join(' AND ')}`;
  if (rest.length === 0) {
    const forwards = !first.startsWith('<');
    const match: Elements['match'] = (filter, parameters) =>
      `MATCH ${pattern('n', first, 'm', forwards ? 'e' : '')}${where(conditionsOf(filter, parameters))}`;
    return {
      match,
      count: (filter, parameters) =>
        `COUNT { ${filter === null ? neighboursOf('n', first) : match(filter, parameters)} }`,
      extra: forwards ? 'rang' : null,
      whole: false,
    };
  }
  const home = targetOf(path, endsOf(first).from) === endsOf(first).from;
  const walk: Elements['match'] = (filter, parameters) => {
    // A clause a step: within one clause Cypher never takes a relationship twice, and routes may.
    const steps = path.map((step, i) => `MATCH ${pattern(nameOf(path, i), step, nameOf(path, i + 1))}`);
    const conditions = [...(home ? ['m <> n'] : []), ...conditionsOf(filter, parameters)];
    return `${steps.join(' ')}${where(conditions)}`;
  };
  return {
    match: (filter, parameters) => `${walk(filter, parameters)} WITH m, count(*) AS routes`,
    // No aggregation here: the expression may stand inside of one.
    count: (filter, parameters) => `COUNT { ${walk(filter, parameters)} RETURN DISTINCT m }`,
    extra: 'routes',
    whole: false,
  };
}

/** A page as text. `number` tells its variables from those of other pages. */
export interface PageText {
  /** A subquery that returns `all{number}`, the list as far as it is needed, and `values{number}` beside it. */
  readonly found: string | null;
  /** How many nodes of `all{number}` are served at most, as an expression. */
  readonly size: string | null;
  readonly valued: boolean;
  /** Expressions in which `n`, `r` and `all{number}` may stand; null for what need not be told. */
  readonly total: string | null;
  readonly previous: string | null;
  readonly next: string | null;
}

export function pageText(elements: Elements, selection: Selection, number: number, parameters: Parameters): PageText {
  const { filter, first, last, wants } = selection;
  const most = first ?? last;
  const order = orderOf(selection.sort, elements);
  const after = selection.after && placed(order, selection.after, parameters);
  const before = selection.before && placed(order, selection.before, parameters);
  const bounded = after !== null || before !== null;
  if (!wants.nodes && !bounded) {
    return { ...NOTHING, total: elements.count(filter, parameters) };
  }
  const list = elements.match(filter, parameters);
  const carried = elements.extra === 'routes' ? ', routes' : '';
  const needsValue = wants.places || bounded || order.keys(false).some((key) => key.startsWith('v'));
  const bound = (value: boolean): string => `WITH m${carried}${value ? `, ${order.value} AS v` : ''}`;
  const narrowed = (conditions: readonly (string | undefined)[]): string => {
    const some = conditions.filter((one) => one !== undefined);
    return `${list} ${bound(needsValue)}${some.length === 0 ? '' : ` WHERE ${some.join(' AND ')}`}`;
  };
  // The whole list is counted as it is found, where it must be counted; a whole kind is counted faster by itself.
  const countedHere = wants.total && !bounded && !(elements.whole && filter === null);
  const limit = most === null || countedHere ? '' : ` LIMIT ${parameters.addInteger(most + 1)}`;
  const ordered = ` ORDER BY ${order.keys(last !== null).join(', ')}${limit}`;
  const values = [...(wants.places ? ['v'] : []), ...(elements.extra === 'routes' ? ['routes'] : [])];
  const returned = [
    `collect(m) AS all${number}`,
    ...(values.length === 0 ? [] : [`collect([${values.join(', ')}]) AS values${number}`]),
  ];
  const sorted = bounded
    ? `${narrowed([after?.beyond, before?.below])} WITH m${carried}, v${ordered}`
    : `${narrowed([])}${ordered}`;
  return {
    found: `${sorted} RETURN ${returned.join(', ')}`,
    size: most === null ? null : parameters.addInteger(most),
    valued: values.length > 0,
    total: countedHere ? `size(all${number})` : wants.total ? elements.count(filter, parameters) : null,
    previous: after && `EXISTS { ${narrowed([`NOT ${after.beyond}`])} RETURN m }`,
    next: before && `EXISTS { ${narrowed([after?.beyond, `NOT ${before.below}`])} RETURN m }`,
  };
}

const NOTHING = { found: null, size: null, valued: false, previous: null, next: null };

function conditionsOf(filter: Filter | null, parameters: Parameters): string[] {
  return filter === null ? [] : [condition(filter, 'm', parameters)];
}

/** The nodes that a walk passes: it starts at `n` and ends at `m`. */
function nameOf(path: Path, i: number): string {
  return i === 0 ? 'n' : i === path.length ? 'm' : `s${i}`;
}

interface Order {
  /** What the list is sorted by, null where it is by names alone. */
  readonly value: string;
  readonly type: 'number' | 'string' | null;
  readonly descending: boolean;
  /** Whether nodes may be without the value. */
  readonly nullable: boolean;
  /** What `ORDER BY` takes; the other way round for a page that is taken from the end. */
  readonly keys: (reversed: boolean) => readonly string[];
}

function orderOf(sort: Sort, { extra }: Elements): Order {
  if (sort.by === 'given') {
    if (extra === 'rang') return ordered('e.rang', 'number', false);
    if (extra === 'routes') return ordered('routes', 'number', true);
    return ordered('null', null, false);
  }
  const { by, descending } = sort;
  // `ordre` is the order of names, ids where they are equal: upwards it says all.
  if (by === 'name') return { ...ordered('m.key', 'string', descending), ...(descending ? {} : { keys: byOrdre }) };
  if (by === 'niveau') return ordered('m.rang', 'number', descending, true);
  if (by === 'salaire') return ordered('m.salaireMin', 'number', descending, true);
  return ordered(`COUNT { ${countPattern(by.count)} }`, 'number', descending);
}

/** Neighbours by one step are counted without visiting them: the end of such a pattern must not be looked at. */
function countPattern(path: Path): string {
  const [step, ...rest] = path as readonly [Step, ...Step[]];
  if (step === undefined || rest.length > 0) throw new Error('a sort counts the neighbours of one step');
  return neighboursOf('m', step);
}

function neighboursOf(variable: string, step: Step): string {
  return step.startsWith('<') ? `(${variable})<-[:${relationOf(step)}]-()` : `(${variable})-[:${relationOf(step)}]->()`;
}

/** Nodes without the value come last in both directions; names, then ids, decide between equals: that is `ordre`. */
function ordered(value: string, type: Order['type'], descending: boolean, nullable = false): Order {
  const by = (key: string, down: boolean): string => (down ? `${key} DESC` : key);
  return {
    value,
    type,
    descending,
    nullable,
    keys: (reversed) => [
      ...(nullable ? [by('v IS NULL', reversed)] : []),
      ...(type === null ? [] : [by('v', descending !== reversed)]),
      by('m.ordre', reversed),
    ],
  };
}

function byOrdre(reversed: boolean): readonly string[] {
  return [reversed ? 'm.ordre DESC' : 'm.ordre'];
}

/** Where an element stands to a place: conditions on `m` and its value `v`, never null. */
function placed(
  { type, descending }: Order,
  { value, key, id }: Place,
  parameters: Parameters,
): { readonly beyond: string; readonly below: string } {
  const [k, i] = [parameters.add(key), parameters.add(id)];
  const beyond = `(m.key > ${k} OR (m.key = ${k} AND m.id > ${i}))`;
  const below = `(m.key < ${k} OR (m.key = ${k} AND m.id < ${i}))`;
  if (type === null) return value === null ? { beyond, below } : { beyond: 'true', below: 'false' };
  if (value === null) return { beyond: `(v IS NULL AND ${beyond})`, below: `(v IS NOT NULL OR ${below})` };
  // A place of another list's making: all that has a value stands on one side of it, as it does in memory.
  if (typeof value !== type) {
    return { beyond: `(v IS NULL OR ${!descending})`, below: `(v IS NOT NULL AND ${descending})` };
  }
  const v = parameters.add(value);
  const [more, less] = descending ? ['<', '>'] : ['>', '<'];
  return {
    beyond: `(v IS NULL OR v ${more} ${v} OR (v = ${v} AND ${beyond}))`,
    below: `(v IS NOT NULL AND (v ${less} ${v} OR (v = ${v} AND ${below})))`,
  };
}
