/** Pages as connections: rows, edges and cursors are made when asked for, and counted before they are served. */
import { type FieldNode, GraphQLError } from 'graphql';
import type { Page, Place } from '../graph/graph.ts';
import type { Budget } from './budget.ts';
import type { RequestContext } from './context.ts';
import { encodeCursor } from './cursor.ts';
import { type Question, scopeOf } from './question.ts';
import { addRow, levelOf, type RowBase } from './row.ts';
import { type Info, sameFields, selectedBelow, valuesBelow } from './selected.ts';

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

/**
 * What is left to answer once the budget is spent. It costs nothing to execute, where an error at each of thousands of
 * places would cost more than the budget; the request ends with the budget's one error instead (see execute.ts).
 */
export const NOTHING_MORE: Connection = {
  nodes: () => [],
  edges: () => [],
  totalCount: 0,
  pageInfo: { hasNextPage: false, hasPreviousPage: false, startCursor: null, endCursor: null },
};

export interface Parent {
  readonly id: string;
  /** How many times the query serves it. */
  readonly served: number;
}

/** Pages aligned with their parents become connections. */
export function connectionsOf(
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
