/**
 * Connections: pages of neighbours or of a whole kind. `follow` is the only way to a neighbour; it asks the store for a
 * whole level at once, counts what is about to be served, and keeps the answer for the other rows of the level.
 */
import type { FieldNode } from 'graphql';
import type { Page } from '../graph/graph.ts';
import type { Kind, Path, Role } from '../model.ts';
import type { RequestContext } from './context.ts';
import { fault } from './fault.ts';
import { type Connection, connectionsOf, NOTHING_MORE, type Parent } from './pageConnection.ts';
import { type ConnectionArgs, type Question, questionOf, selectionOf } from './question.ts';
import type { Level, RowBase, Step } from './row.ts';
import { type Info, sameFields } from './selected.ts';

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

function takeStep(level: Level, role: Role, args: ConnectionArgs, context: RequestContext, info: Info): Step['answer'] {
  const answer = followLevel(level, role, args, context, info);
  const [first] = info.fieldNodes as readonly [FieldNode];
  level.steps.set(first, [...(level.steps.get(first) ?? []), { fields: info.fieldNodes, answer }]);
  return answer;
}

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
