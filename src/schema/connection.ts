/**
 * Connections: pages of neighbours or of a whole kind. `follow` is the only way to a neighbour; it asks the store for a
 * whole level at once, counts what is about to be served, and keeps the answer for the other rows of the level.
 */
import { type FieldNode, GraphQLError } from 'graphql';
import type { Filter, Page, Place, Selection, Sort, Wants } from '../graph/graph.ts';
import type { Kind, Path, Role } from '../model.ts';
import { digest } from '../text.ts';
import type { Budget } from './budget.ts';
import type { RequestContext } from './context.ts';
import { decodeCursor, encodeCursor } from './cursor.ts';
import { fault } from './fault.ts';
import { type FilterInput, toFilter } from './filter.ts';
import { PAGE_DEFAULT, PAGE_MAX } from './limits.ts';
import { readingOf, type SelectionOf, waysBelow } from './reading.ts';
import { addRow, type Level, levelOf, type RowBase, type Step } from './row.ts';
import { type Info, selectedBelow, valuesBelow } from './selected.ts';
import { type SortInput, toSort } from './sort.ts';

export interface ConnectionArgs {
  readonly first?: number | null | undefined;
  readonly after?: string | null | undefined;
  readonly last?: number | null | undefined;
  readonly before?: string | null | undefined;
  readonly filtre?: FilterInput | null | undefined;
  readonly tri?: SortInput | null | undefined;
}

/** What the fields of a connection type read. Rows, edges and cursors are made when asked for. */
export interface Connection {
  readonly nodes: (info: Info) => readonly RowBase[];
  readonly edges: (info: Info) => readonly Edge[];
  readonly pageInfo: PageInfo;
  readonly totalCount: number;
}

export interface Edge {
  readonly cursor: string;
  readonly node: (info: Info) => RowBase;
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
  const answer = stepOf(level, info.fieldNodes) ?? takeStep(level, role, args, context, info);
  if (answer instanceof Error) {
    if (answer === context.budget.spent) return NOTHING_MORE;
    throw answer;
  }
  if (answer instanceof Promise) return answer.then((connections) => connections[position] as Connection);
  return answer[position] as Connection;
}

function stepOf(level: Level, fields: readonly FieldNode[]): Step['answer'] | undefined {
  const steps = level.steps.get(fields[0] as FieldNode);
  const first = steps?.[0];
  if (first === undefined || first.fields === fields) return first?.answer;
  return steps?.find((step) => sameFields(step.fields, fields))?.answer;
}

function sameFields(some: readonly FieldNode[], others: readonly FieldNode[]): boolean {
  return some === others || (some.length === others.length && some.every((field, i) => field === others[i]));
}

function takeStep(level: Level, role: Role, args: ConnectionArgs, context: RequestContext, info: Info): Step['answer'] {
  const answer = followLevel(level, role, args, context, info);
  const [first] = info.fieldNodes as readonly [FieldNode];
  level.steps.set(first, [...(level.steps.get(first) ?? []), { fields: info.fieldNodes, answer }]);
  return answer;
}

/**
 * What is left to answer once the budget is spent. It costs nothing to execute, where an error at each of thousands of
 * places would cost more than the budget; the request ends with the budget's one error instead (see execute.ts).
 */
const NOTHING_MORE: Connection = {
  nodes: () => [],
  edges: () => [],
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
  const question = questionOf(kind, kind, args, info, context);
  const page = context.graph.list(kind, selectionOf(question, '', context.budget));
  const answer = (page: Page): Connection =>
    connectionsOf([{ served: 1, id: '' }], [page], question, context)[0] as Connection;
  return page instanceof Promise ? page.then(answer) : answer(page);
}

function followLevel(
  level: Level,
  role: Role,
  args: ConnectionArgs,
  context: RequestContext,
  info: Info,
): Step['answer'] {
  try {
    const question = questionOf(role.target, role.path.join(' '), args, info, context);
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
  if (after == null && before == null)
    return context.graph.follow(path, ids, selectionOf(question, '', context.budget));
  if (only === undefined || ids.length > 1) {
    throw fault(
      'CURSEUR_INVALIDE',
      'Un curseur appartient à la liste d’un seul nœud : demandez la suite par ce nœud, et lui seul.',
    );
  }
  return context.graph.follow(path, ids, selectionOf(question, only, context.budget));
}

interface Parent {
  readonly id: string;
  /** How many times the query serves it. */
  readonly served: number;
}

/** What a field of the query asks of each parent in its level. */
export interface Question {
  readonly fields: readonly FieldNode[];
  readonly name: string;
  readonly kind: Kind;
  readonly args: ConnectionArgs;
  readonly filter: Filter | null;
  readonly sort: Sort;
  readonly first: number | null;
  readonly last: number | null;
  readonly wants: Wants;
  /** Whether nodes are served, not only their number or places. */
  readonly serves: boolean;
  /** Names the list, parent apart, in its cursors. */
  readonly scope: string;
  /** What it asks a store, wherever no cursor is given: one object, by which a store knows it again. */
  selection: Selection | null;
}

/** One field of the query asks one question, in whatever order it comes to be asked. */
function questionOf(kind: Kind, name: string, args: ConnectionArgs, info: Info, context: RequestContext): Question {
  const [field] = info.fieldNodes as readonly [FieldNode];
  const asked = context.questions.get(field) ?? [];
  const known = asked.find((one) => one.name === name && sameFields(one.fields, info.fieldNodes));
  if (known !== undefined) return known;
  const question = newQuestion(kind, name, args, info, context);
  context.questions.set(field, [...asked, question]);
  return question;
}

function newQuestion(kind: Kind, name: string, args: ConnectionArgs, info: Info, context: RequestContext): Question {
  const filter = toFilter(kind, args.filtre);
  const sort = toSort(kind, args.tri);
  const selected = new Set([...selectedBelow(info.fieldNodes, info).values()].map(([field]) => field?.name.value));
  const places = selected.has('edges') || selected.has('pageInfo');
  return {
    fields: info.fieldNodes,
    name,
    kind,
    args,
    filter,
    sort,
    ...sizeOf(args),
    wants: {
      nodes: places || selected.has('nodes'),
      total: selected.has('totalCount'),
      places,
      reading: () => readingOf(kind, waysBelow(info.fieldNodes, info), info, foreseen(context)),
    },
    serves: selected.has('nodes') || selected.has('edges'),
    selection: null,
    scope: `${name} ${digest(JSON.stringify(filter))} ${JSON.stringify(sort)}`,
  };
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

function selectionOf(question: Question, parent: string, budget: Budget): Selection {
  const { args, filter, sort, first, last, wants } = question;
  if (question.selection !== null) return question.selection;
  const scope = scopeOf(question, parent);
  const selection: Selection = {
    filter,
    sort,
    first,
    last,
    after: args.after == null ? null : decodeCursor(args.after, scope, 'after'),
    before: args.before == null ? null : decodeCursor(args.before, scope, 'before'),
    wants,
    examine: budget.examine,
    nodesMax: question.serves ? budget.nodesMax : undefined,
  };
  if (args.after == null && args.before == null) question.selection = selection;
  return selection;
}

/**
 * What the fields below will ask, told beforehand: the same question that each asks when its turn comes. A cursor belongs to
 * one parent, so what has one waits for its turn; so does what is at fault, to be told of in its place.
 */
export function foreseen(context: RequestContext): SelectionOf {
  return ({ path, target }, args, info) => {
    if (args.after != null || args.before != null) return null;
    try {
      const question = questionOf(target, path.join(' '), args, info, context);
      return { path, selection: selectionOf(question, '', context.budget) };
    } catch (error) {
      if (error instanceof GraphQLError) return null;
      throw error;
    }
  };
}

function scopeOf({ scope }: Question, parent: string): string {
  return `${parent} ${scope}`;
}

/** Pages aligned with their parents become connections. */
function connectionsOf(
  parents: readonly Parent[],
  pages: readonly Page[],
  question: Question,
  { budget }: RequestContext,
): readonly Connection[] {
  const step = new StepPages(parents, pages, question, budget);
  return pages.map((_, position) => new PageConnection(step, position));
}

/** One way in which a query serves the pages of a step: the fields that ask for it, the rows page by page. */
interface Way {
  readonly fields: readonly FieldNode[];
  readonly rows: readonly (readonly RowBase[])[];
}

/**
 * The pages of one step. A query may serve them in several ways (`nodes`, `edges`, aliases of both), each with its own
 * fields below: each way is a level of its own, counted when it is first taken.
 */
class StepPages {
  readonly parents: readonly Parent[];
  readonly pages: readonly Page[];
  readonly question: Question;
  readonly #budget: Budget;
  readonly #ways: Way[] = [];
  #last: Way | undefined;

  constructor(parents: readonly Parent[], pages: readonly Page[], question: Question, budget: Budget) {
    this.parents = parents;
    this.pages = pages;
    this.question = question;
    this.#budget = budget;
  }

  /** The rows of one page, as `nodes` serves them: counted when they are first asked for. */
  nodes(info: Info, position: number): readonly RowBase[] {
    // Executors ask for all pages of one way in a row, with the same list of fields.
    const last = this.#last;
    if (last !== undefined && last.fields === info.fieldNodes) return last.rows[position] ?? [];
    return this.#rows(info, position, () => this.#count(1, valuesBelow(info.fieldNodes, info)));
  }

  /** The rows of one page, as `node` serves them below edges, which were counted with all that is below them. */
  nodesOfEdges(info: Info, position: number): readonly RowBase[] {
    return this.#rows(info, position, () => true);
  }

  /** Whether the edges of all pages may be served. An edge whose node is not asked for costs a node all the same. */
  edges(info: Info): boolean {
    if (this.#ways.some(({ fields }) => sameFields(fields, info.fieldNodes))) return this.#budget.spent === null;
    this.#ways.push({ fields: info.fieldNodes, rows: [] });
    const selected = selectedBelow(info.fieldNodes, info);
    const below = [...selected.values()].filter(([field]) => field?.name.value === 'node');
    const values = below.reduce((sum, fields) => sum + valuesBelow(fields, info), selected.size);
    return this.#count(Math.max(1, below.length), values);
  }

  #rows(info: Info, position: number, mayServe: () => boolean): readonly RowBase[] {
    let way = this.#ways.find(({ fields }) => sameFields(fields, info.fieldNodes));
    if (way === undefined) {
      way = { fields: info.fieldNodes, rows: mayServe() ? this.#level() : [] };
      this.#ways.push(way);
    }
    this.#last = way;
    return way.rows[position] ?? [];
  }

  /** A level of the rows of all pages, page by page. */
  #level(): RowBase[][] {
    const level = levelOf(this.question.kind);
    const known = new Map<string, RowBase>();
    return this.pages.map(({ nodes }, position) => {
      const { served } = this.parents[position] as Parent;
      return nodes.map((node) => {
        let row = known.get(node.id);
        if (row === undefined) {
          row = addRow(level, node);
          known.set(node.id, row);
        }
        row.served += served;
        return row;
      });
    });
  }

  /** False once the budget is spent. */
  #count(nodes: number, values: number): boolean {
    let served = 0;
    for (const [i, page] of this.pages.entries()) served += (this.parents[i]?.served ?? 0) * page.nodes.length;
    if (this.#budget.spent === null) attempt(() => this.#budget.serve(served * nodes, served * values));
    return this.#budget.spent === null;
  }
}

/** What the budget throws is kept by the budget itself. */
function attempt(count: () => void): void {
  try {
    count();
  } catch (error) {
    if (!(error instanceof GraphQLError)) throw error;
  }
}

class PageConnection implements Connection {
  readonly #step: StepPages;
  readonly #position: number;

  constructor(step: StepPages, position: number) {
    this.#step = step;
    this.#position = position;
  }

  get #page(): Page {
    return this.#step.pages[this.#position] as Page;
  }

  get #scope(): string {
    return scopeOf(this.#step.question, this.#step.parents[this.#position]?.id ?? '');
  }

  get totalCount(): number {
    if (this.#page.total === null) throw new Error('a total that was selected was not counted');
    return this.#page.total;
  }

  nodes(info: Info): readonly RowBase[] {
    return this.#step.nodes(info, this.#position);
  }

  edges(info: Info): readonly Edge[] {
    if (!this.#step.edges(info)) return [];
    const scope = this.#scope;
    const { nodes, places, routes } = this.#page;
    return nodes.map((_, i) => ({
      node: (info) => this.#step.nodesOfEdges(info, this.#position)[i] as RowBase,
      routes: routes?.[i] ?? 1,
      get cursor() {
        return encodeCursor(places?.[i] as Place, scope);
      },
    }));
  }

  get pageInfo(): PageInfo {
    const { places, hasNext, hasPrevious } = this.#page;
    const scope = this.#scope;
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
