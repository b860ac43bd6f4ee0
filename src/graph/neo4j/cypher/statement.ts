/**
 * One statement for any number of questions, each with all that is known beforehand of what will be asked below it.
 *
 * Nodes go down level by level as lists: `x1` are the distinct nodes of a level, in `l1` each of them stands once, with its
 * columns and, for each walk that goes on from it, its page as a list of `ordre`. So a node is sent once a level, however
 * many parents lead to it. Every subquery aggregates, so it gives one row, and nothing multiplies.
 */
import { endsOf, type Kind, type Path, PROPERTIES, type Step, targetOf } from '../../../model.ts';
import type { Reading, Selection } from '../../graph.ts';
import { GRAPH_LABEL, labelOf } from '../layout.ts';
import { columnsOf } from '../properties.ts';
import { atTheEndOf, ofKind, type PageText, pageText } from './page.ts';
import { type Parameters, parameters } from './parameters.ts';

export type Question =
  | { readonly ask: 'nodes'; readonly kind: Kind; readonly ids: readonly string[]; readonly reading: Reading | null }
  | { readonly ask: 'list'; readonly kind: Kind; readonly selection: Selection }
  | { readonly ask: 'follow'; readonly path: Path; readonly ids: readonly string[]; readonly selection: Selection };

export interface Statement {
  readonly text: string;
  readonly parameters: Readonly<Record<string, unknown>>;
  /** How to read the record, a shape a question. */
  readonly shapes: readonly Shape[];
}

/** What a question's part of the record holds. */
export interface Shape {
  /** The page of a list itself. */
  readonly page: PageShape | null;
  readonly level: LevelShape | null;
}

/** A level: `key` names the record's column; its rows are `[ordre, id, key?, …columns, …pages]`. */
export interface LevelShape {
  readonly column: string;
  readonly kind: Kind;
  readonly properties: readonly string[];
  readonly columns: readonly string[];
  readonly pages: readonly PageShape[];
}

/** A page: `[[ordre …], [[value?, routes?] …], total, more, previous, next]`, where null stands for what is not told. */
export interface PageShape {
  /** The record's column, for the page of a list. */
  readonly column: string | null;
  readonly path: Path | null;
  readonly selection: Selection;
  readonly routes: boolean;
  readonly target: LevelShape | null;
}

/** `release`: the one that the request took; null to take the one in force. */
export function compile(questions: readonly Question[], graph: string, release: number | null): Statement {
  const kept = parameters();
  const text = [
    `MATCH (g:${GRAPH_LABEL} {name: ${kept.add(graph)}})`,
    release === null
      ? 'WITH g.format AS format, g.release AS r'
      : `WITH g.format AS format, ${kept.addInteger(release)} AS r`,
  ];
  const returned = ['format', 'r AS release'];
  const builder: Builder = { kept, text, returned, count: 0 };
  const shapes = questions.map((question) => shapeOf(question, builder));
  text.push(`RETURN ${returned.join(', ')}`);
  return { text: text.join('\n'), parameters: kept.values, shapes };
}

interface Builder {
  readonly kept: Parameters;
  readonly text: string[];
  readonly returned: string[];
  /** Variables are numbered in the order in which they are made. */
  count: number;
}

function shapeOf(question: Question, builder: Builder): Shape {
  if (question.ask === 'list') return { level: null, page: listShape(question.kind, question.selection, builder) };
  const { kind, reading } =
    question.ask === 'nodes'
      ? question
      : { kind: endsOf(question.path[0] as Step).from, reading: onlyFollowing(question.path, question.selection) };
  const ids = builder.kept.add([...new Set(question.ids)]);
  const nodes = { imports: ['r'], bind: `UNWIND ${ids} AS id MATCH (n:${labelOf(kind)} {release: r, id: id})` };
  return { page: null, level: levelShape(kind, nodes, reading, false, [], builder) };
}

function onlyFollowing(path: Path, selection: Selection): Reading {
  return { properties: [], follows: [{ path, selection }] };
}

function listShape(kind: Kind, selection: Selection, builder: Builder): PageShape {
  const { kept, text, returned } = builder;
  const number = builder.count++;
  const parts = pageText(ofKind(kind), selection, number, kept);
  if (parts.found !== null) text.push(`CALL (r) { ${parts.found} }`);
  const cells = cellsOf(parts, number);
  const page = parts.found === null ? [] : [`page${number}`, `size(page${number}) AS c${number}`];
  text.push(
    `CALL (${['r', ...cells.imports].join(', ')}) { WITH ${['*', ...cells.projections].join(', ')} ` +
      `RETURN ${[...page, `${cells.value} AS t${number}`].join(', ')} }`,
  );
  returned.push(`t${number}`);
  const nodes = { imports: [`page${number}`], bind: `UNWIND page${number} AS n` };
  const counts = selection.nodesMax === undefined ? [] : [`c${number}`];
  const target = levelBelow(kind, nodes, parts, selection, counts, builder);
  return { column: `t${number}`, path: null, selection, routes: false, target };
}

/** Where a level's nodes come from: text that binds each of them to `n`, once. */
interface Nodes {
  readonly imports: readonly string[];
  readonly bind: string;
}

/**
 * A level. `counts`: variables that count what is served on the way here. Once more is served than may be, the request is
 * bound to be refused, and nothing below is brought.
 */
function levelShape(
  kind: Kind,
  nodes: Nodes,
  reading: Reading | null,
  key: boolean,
  counts: readonly string[],
  builder: Builder,
): LevelShape {
  const { text, returned } = builder;
  const column = `l${builder.count++}`;
  const properties = reading === null ? PROPERTIES[kind] : [...new Set(['id', ...reading.properties])];
  const columns = [...new Set([...columnsOf(kind, properties), ...(key ? ['key'] : [])])];
  const branches = branchesOf(kind, reading, builder);
  const projections = branches.flatMap(({ cells }) => cells.projections);
  const fed = branches.filter(({ parts, selection }) => parts.found !== null && selection.wants.nodes);
  const row = ['n.ordre', ...columns.map((name) => `n.${name}`), ...branches.map(({ cells }) => cells.value)];
  const results = [
    `collect([${row.join(', ')}]) AS ${column}`,
    ...fed.flatMap(({ number }) => [
      `collect(page${number}) AS pages${number}`,
      `sum(size(page${number})) AS c${number}`,
    ]),
  ];
  text.push(
    `CALL (${nodes.imports.join(', ')}) { ${nodes.bind}`,
    ...branches.filter(({ parts }) => parts.found !== null).map(({ parts }) => `  CALL (n) { ${parts.found} }`),
    ...(projections.length === 0 ? [] : [`  WITH *, ${projections.join(', ')}`]),
    `  RETURN ${results.join(', ')} }`,
  );
  returned.push(column);
  const pages = branches.map((branch): PageShape => {
    const { path, selection, parts, number } = branch;
    const here = selection.nodesMax === undefined ? counts : [...counts, `c${number}`];
    const far = targetOf(path, kind);
    const target = levelBelow(far, distinctIn(branch, here, builder), parts, selection, here, builder);
    return { column: null, path, selection, routes: path.length > 1, target };
  });
  return { column, kind, properties, columns, pages };
}

interface Branch {
  readonly path: Path;
  readonly selection: Selection;
  readonly parts: PageText;
  readonly cells: PageCellsText;
  readonly number: number;
}

function branchesOf(kind: Kind, reading: Reading | null, builder: Builder): Branch[] {
  const follows = new Map((reading?.follows ?? []).map((following) => [following.selection, following]));
  return [...follows.values()].map(({ path, selection }) => {
    if (endsOf(path[0] as Step).from !== kind) throw new Error(`the walk ${path.join(' ')} does not start at ${kind}`);
    const number = builder.count++;
    const parts = pageText(atTheEndOf(path), selection, number, builder.kept);
    return { path, selection, parts, cells: cellsOf(parts, number), number };
  });
}

/** The nodes of all pages of a branch, each once. */
function distinctIn({ number, selection: { nodesMax } }: Branch, counts: readonly string[], { kept }: Builder): Nodes {
  const pages =
    nodesMax === undefined
      ? `pages${number}`
      : `CASE WHEN ${counts.join(' + ')} > ${kept.addInteger(nodesMax)} THEN [] ELSE pages${number} END`;
  return {
    imports: [`pages${number}`, ...(nodesMax === undefined ? [] : counts)],
    bind: `UNWIND ${pages} AS p UNWIND p AS n WITH DISTINCT n`,
  };
}

function levelBelow(
  kind: Kind,
  nodes: Nodes,
  parts: PageText,
  selection: Selection,
  counts: readonly string[],
  builder: Builder,
): LevelShape | null {
  if (parts.found === null || !selection.wants.nodes) return null;
  return levelShape(kind, nodes, selection.wants.reading?.() ?? null, selection.wants.places, counts, builder);
}

interface PageCellsText {
  /** Variables that hold what was found. */
  readonly imports: readonly string[];
  /** Projections that make `page{number}`, the nodes that are served, and what else is told of the list. */
  readonly projections: readonly string[];
  /** The page as a value: see `PageShape`. */
  readonly value: string;
}

function cellsOf({ found, size, valued, total, previous, next }: PageText, number: number): PageCellsText {
  const some = found !== null;
  const cut = size === null ? '' : `[..${size}]`;
  // What counts or looks for nodes may aggregate, and so cannot stand where rows are collected: it has its own projection.
  const told = Object.entries({ total, previous, next }).filter(([, text]) => text !== null);
  const cells = [
    some ? `[m IN page${number} | m.ordre]` : 'null',
    valued ? `values${number}${cut}` : 'null',
    total === null ? 'null' : `total${number}`,
    some && size !== null ? `size(all${number}) > ${size}` : 'null',
    previous === null ? 'null' : `previous${number}`,
    next === null ? 'null' : `next${number}`,
  ];
  while (cells.at(-1) === 'null') cells.pop();
  return {
    imports: [...(some ? [`all${number}`] : []), ...(valued ? [`values${number}`] : [])],
    projections: [
      ...(some ? [`all${number}${cut} AS page${number}`] : []),
      ...told.map(([name, text]) => `${text} AS ${name}${number}`),
    ],
    value: `[${cells.join(', ')}]`,
  };
}
