/** What a field of the query asks of a store: its arguments, checked, and what is selected below it. */
import { type FieldNode, GraphQLError } from 'graphql';
import type { Filter, Selection, Sort, Wants } from '../graph/graph.ts';
import type { Kind } from '../model.ts';
import { digest } from '../text.ts';
import type { Budget } from './budget.ts';
import type { RequestContext } from './context.ts';
import { decodeCursor } from './cursor.ts';
import { fault } from './fault.ts';
import { type FilterInput, toFilter } from './filter.ts';
import { PAGE_DEFAULT, PAGE_MAX } from './limits.ts';
import { readingOf, type SelectionOf, waysBelow } from './reading.ts';
import { type Info, sameFields, selectedBelow } from './selected.ts';
import { type SortInput, toSort } from './sort.ts';

export interface ConnectionArgs {
  readonly first?: number | null | undefined;
  readonly after?: string | null | undefined;
  readonly last?: number | null | undefined;
  readonly before?: string | null | undefined;
  readonly filtre?: FilterInput | null | undefined;
  readonly tri?: SortInput | null | undefined;
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
export function questionOf(
  kind: Kind,
  name: string,
  args: ConnectionArgs,
  info: Info,
  context: RequestContext,
): Question {
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

export function selectionOf(question: Question, parent: string, budget: Budget): Selection {
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

export function scopeOf({ scope }: Question, parent: string): string {
  return `${parent} ${scope}`;
}
