/**
 * Connections: pages of neighbours or of a whole kind. `follow` is the only way to a neighbour; it asks the store for a
 * whole level at once, counts what is about to be served, and keeps the answer for the other rows of the level.
 */
import type { FieldNode } from 'graphql';
import type { Filter, Page, Place, Selection, Sort } from '../graph/graph.ts';
import type { Kind, Path, Role } from '../model.ts';
import type { RequestContext } from './context.ts';
import { decodeCursor, encodeCursor } from './cursor.ts';
import { fault } from './fault.ts';
import { type FilterInput, toFilter } from './filter.ts';
import { PAGE_DEFAULT, PAGE_MAX } from './limits.ts';
import { addRow, type Level, levelOf, type RowBase } from './row.ts';
import { type Info, selectedBelow } from './selected.ts';
import { type SortInput, toSort } from './sort.ts';

export interface ConnectionArgs {
  readonly first?: number | null | undefined;
  readonly after?: string | null | undefined;
  readonly last?: number | null | undefined;
  readonly before?: string | null | undefined;
  readonly filtre?: FilterInput | null | undefined;
  readonly tri?: SortInput | null | undefined;
}

/** What the fields of a connection type read. Edges and cursors are made when asked for. */
export interface Connection {
  readonly nodes: readonly RowBase[];
  readonly edges: readonly Edge[];
  readonly pageInfo: PageInfo;
  readonly totalCount: number;
}

export interface Edge {
  readonly cursor: string;
  readonly node: RowBase;
  /** In how many ways the node is reached: 1, unless the connection is a longer walk's. */
  readonly routes: number;
}

export interface PageInfo {
  readonly hasNextPage: boolean;
  readonly hasPreviousPage: boolean;
  readonly startCursor: string | null;
  readonly endCursor: string | null;
}

/** The connection of one row along a role. Answers at once where the store does. */
export function follow(
  row: RowBase,
  role: Role,
  args: ConnectionArgs,
  context: RequestContext,
  info: Info,
): Connection | Promise<Connection> {
  if (context.budget.spent !== null) return NOTHING_MORE;
  const { level, position } = row;
  const field = info.fieldNodes[0] as FieldNode;
  let step = level.steps.get(field);
  if (step === undefined) {
    step = followLevel(level, role, args, context, info);
    level.steps.set(field, step);
  }
  if (step instanceof Error) {
    if (step === context.budget.spent) return NOTHING_MORE;
    throw step;
  }
  if (step instanceof Promise) return step.then((connections) => connections[position] as Connection);
  return step[position] as Connection;
}

/**
 * What is left to answer once the budget is spent. It costs nothing to execute, where an error at each of thousands of
 * places would cost more than the budget; the request ends with the budget's one error instead (see execute.ts).
 */
const NOTHING_MORE: Connection = {
  nodes: [],
  edges: [],
  totalCount: 0,
  pageInfo: { hasNextPage: false, hasPreviousPage: false, startCursor: null, endCursor: null },
};

/** The connection of all nodes of a kind. */
export function list(
  kind: Kind,
  args: ConnectionArgs,
  context: RequestContext,
  info: Info,
): Connection | Promise<Connection> {
  if (context.budget.spent !== null) return NOTHING_MORE;
  const question = questionOf(kind, kind, args, info);
  const page = context.graph.list(kind, selectionOf(question, '', context));
  const answer = (page: Page): Connection =>
    connectionsOf([{ served: 1, id: '' }], [page], question, context)[0] as Connection;
  return page instanceof Promise ? page.then(answer) : answer(page);
}

function followLevel(level: Level, role: Role, args: ConnectionArgs, context: RequestContext, info: Info) {
  try {
    const question = questionOf(role.target, role.path.join(' '), args, info);
    const { rows } = level;
    const parents = rows.map(({ node: { id }, served }) => ({ id, served }));
    const pages = askLevel(role.path, parents, question, context);
    return pages instanceof Promise
      ? pages.then((pages) => connectionsOf(parents, pages, question, context))
      : connectionsOf(parents, pages, question, context);
  } catch (error) {
    if (error instanceof Error) return error;
    throw error;
  }
}

/** A cursor belongs to one parent's list: with one, the level is asked parent by parent, and others than that one fail. */
function askLevel(path: Path, parents: readonly Parent[], question: Question, context: RequestContext) {
  const ids = parents.map(({ id }) => id);
  const [only] = ids;
  const { after, before } = question.args;
  if (after == null && before == null) return context.graph.follow(path, ids, selectionOf(question, '', context));
  if (only === undefined || ids.length > 1) {
    throw fault(
      'CURSEUR_INVALIDE',
      'Un curseur appartient à la liste d’un seul nœud : demandez la suite par ce nœud, et lui seul.',
    );
  }
  return context.graph.follow(path, ids, selectionOf(question, only, context));
}

interface Parent {
  readonly id: string;
  /** How many times the query serves it. */
  readonly served: number;
}

/** What a field of the query asks of each parent in its level. */
interface Question {
  readonly kind: Kind;
  readonly args: ConnectionArgs;
  readonly filter: Filter | null;
  readonly sort: Sort;
  readonly first: number | null;
  readonly last: number | null;
  readonly wants: { readonly nodes: boolean; readonly total: boolean; readonly places: boolean };
  /** How many times the query serves each node of a page: more than once with aliases, none for a mere count. */
  readonly times: number;
  /** How many fields it serves of each, edges' own included. */
  readonly values: number;
  /** Names the list, parent apart, in its cursors. */
  readonly scope: string;
}

function questionOf(kind: Kind, name: string, args: ConnectionArgs, info: Info): Question {
  const filter = toFilter(kind, args.filtre);
  const sort = toSort(kind, args.tri);
  const selected = selectedBelow(info.fieldNodes, info);
  const edges = fieldsNamed(selected, 'edges').map((fields) => selectedBelow(fields, info));
  const nodes = [selected, ...edges].flatMap((fields) => [
    ...fieldsNamed(fields, 'nodes'),
    ...fieldsNamed(fields, 'node'),
  ]);
  // An edge without its node costs a node all the same.
  const times = nodes.length + edges.filter((fields) => fieldsNamed(fields, 'node').length === 0).length;
  const values = [...nodes.map((fields) => selectedBelow(fields, info)), ...edges].reduce(
    (sum, { size }) => sum + size,
    0,
  );
  const places = edges.length > 0 || fieldsNamed(selected, 'pageInfo').length > 0;
  return {
    kind,
    args,
    filter,
    sort,
    ...sizeOf(args),
    wants: { nodes: times > 0 || places, total: fieldsNamed(selected, 'totalCount').length > 0, places },
    times,
    values,
    scope: `${name} ${JSON.stringify(filter)} ${JSON.stringify(sort)}`,
  };
}

/** The selections of a field, one for each of its response keys. */
function fieldsNamed(selected: ReadonlyMap<string, readonly FieldNode[]>, name: string): (readonly FieldNode[])[] {
  return [...selected.values()].filter(([field]) => field?.name.value === name);
}

function sizeOf({ first, last }: ConnectionArgs): { first: number | null; last: number | null } {
  if (first != null && last != null) {
    throw fault('ARGUMENT_INVALIDE', '« first » et « last » ne vont pas ensemble : donnez l’un ou l’autre.');
  }
  return last == null
    ? { first: checkedSize(first ?? PAGE_DEFAULT, 'first'), last: null }
    : { first: null, last: checkedSize(last, 'last') };
}

function checkedSize(size: number, argument: string): number {
  if (size >= 0 && size <= PAGE_MAX) return size;
  const message = `« ${argument} » vaut ${size} ; il faut un nombre de 0 à ${PAGE_MAX}. Pour la suite, reprenez le curseur de la page.`;
  throw fault('ARGUMENT_INVALIDE', message, { limite: PAGE_MAX });
}

function selectionOf(question: Question, parent: string, { budget }: RequestContext): Selection {
  const { args, filter, sort, first, last, wants } = question;
  const scope = scopeOf(question, parent);
  return {
    filter,
    sort,
    first,
    last,
    after: args.after == null ? null : decodeCursor(args.after, scope, 'after'),
    before: args.before == null ? null : decodeCursor(args.before, scope, 'before'),
    wants,
    examine: budget.examine,
  };
}

function scopeOf({ scope }: Question, parent: string): string {
  return `${parent} ${scope}`;
}

/** Pages aligned with their parents become connections, whose rows form one level. Counts them first. */
function connectionsOf(
  parents: readonly Parent[],
  pages: readonly Page[],
  question: Question,
  { budget }: RequestContext,
): readonly Connection[] {
  const { kind, times, values } = question;
  let served = 0;
  for (const [i, page] of pages.entries()) served += (parents[i]?.served ?? 0) * page.nodes.length;
  budget.serve(served * times, served * values);

  const level = levelOf(kind);
  const known = new Map<string, RowBase>();
  return pages.map((page, i) => {
    const { id, served } = parents[i] as Parent;
    const rows = page.nodes.map((node) => {
      let row = known.get(node.id);
      if (row === undefined) {
        row = addRow(level, node);
        known.set(node.id, row);
      }
      row.served += served * times;
      return row;
    });
    return new PageConnection(rows, page, question, id);
  });
}

/** A class for its getters: executors read `edges` or `pageInfo` only where the query asks for them. */
class PageConnection implements Connection {
  readonly nodes: readonly RowBase[];
  readonly #page: Page;
  readonly #question: Question;
  readonly #parent: string;

  constructor(nodes: readonly RowBase[], page: Page, question: Question, parent: string) {
    this.nodes = nodes;
    this.#page = page;
    this.#question = question;
    this.#parent = parent;
  }

  get totalCount(): number {
    if (this.#page.total === null) throw new Error('a total that was selected was not counted');
    return this.#page.total;
  }

  get edges(): readonly Edge[] {
    const scope = scopeOf(this.#question, this.#parent);
    const { places, routes } = this.#page;
    return this.nodes.map((node, i) => ({
      node,
      routes: routes?.[i] ?? 1,
      get cursor() {
        return encodeCursor(places?.[i] as Place, scope);
      },
    }));
  }

  get pageInfo(): PageInfo {
    const { places, hasNext, hasPrevious } = this.#page;
    const scope = scopeOf(this.#question, this.#parent);
    const cursor = (place: Place | undefined): string | null =>
      place === undefined ? null : encodeCursor(place, scope);
    return {
      hasNextPage: hasNext,
      hasPreviousPage: hasPrevious,
      get startCursor() {
        return cursor(places?.[0]);
      },
      get endCursor() {
        return cursor(places?.at(-1));
      },
    };
  }
}
