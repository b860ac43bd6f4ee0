/**
 * One statement for any number of questions, each with all that is known beforehand of what will be asked below it.
 *
 * Nodes go down level by level as lists: in `l1` each node of a level stands once, with its
 * columns and, for each walk that goes on from it, its page as a list of `ordre`. So a node is sent once a level, however
 * many parents lead to it. Every subquery aggregates, so it gives one row, and nothing multiplies.
 *
 * Names are short, since a driver sends a text of up to 1,400 bytes in one piece: of what is numbered, `a` is all that was
 * found, `p` the page of it, `v` its values, `q` the pages of a level, `c` how many nodes they hold, `l` a level's rows.
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

/** A page: `[[ordre …], more, [[value?, routes?] …], total, previous, next]`, where null stands for what is not told. */
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
      ? 'WITH g.format AS format, g.flipped AS flipped, g.release AS r'
      : `WITH g.format AS format, g.flipped AS flipped, ${kept.addInteger(release)} AS r`,
  ];
  const returned = ['format', 'flipped', 'r AS release'];
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
  const served = { bound: question.ids.length, counts: [] };
  return { page: null, level: levelShape(kind, nodes, reading, false, served, builder) };
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
  const page = parts.found === null ? [] : [`p${number}`];
  text.push(
    `CALL (${['r', ...cells.imports].join(', ')}) { WITH ${['*', ...cells.projections].join(', ')} ` +
      `RETURN ${[...page, `${cells.value} AS t${number}`].join(', ')} }`,
  );
  returned.push(`t${number}`);
  const nodes = { imports: [`p${number}`], bind: `UNWIND p${number} AS n` };
  const served = { bound: mostOf(selection), counts: [] };
  const target = levelBelow(kind, nodes, parts, selection, served, builder);
  return { column: `t${number}`, path: null, selection, routes: false, target };
}

/** Where a level's nodes come from: text that binds each of them to `n`, once. */
interface Nodes {
  readonly imports: readonly string[];
  readonly bind: string;
}

/**
 * What is served on the way to a level: how many nodes at the most, and variables that count them where that may be more
 * than a request may have. Once it is, the request is bound to be refused, and nothing below is brought.
 */
interface Served {
  readonly bound: number;
  readonly counts: readonly string[];
}

function mostOf({ first, last }: Selection): number {
  return first ?? last ?? Number.POSITIVE_INFINITY;
}

function levelShape(
  kind: Kind,
  nodes: Nodes,
  reading: Reading | null,
  key: boolean,
  served: Served,
  builder: Builder,
): LevelShape {
  const { text, returned } = builder;
  const column = `l${builder.count++}`;
  const properties = reading === null ? PROPERTIES[kind] : [...new Set(['id', ...reading.properties])];
  const columns = [...new Set([...columnsOf(kind, properties), ...(key ? ['key'] : [])])];
  const branches = branchesOf(kind, reading, served, builder);
  const projections = branches.flatMap(({ cells }) => cells.projections);
  const fed = branches.filter(({ parts, selection }) => parts.found !== null && selection.wants.nodes);
  const row = ['n.ordre', ...columns.map((name) => `n.${name}`), ...branches.map(({ cells }) => cells.value)];
  const results = [
    `collect([${row.join(', ')}]) AS ${column}`,
    ...fed.flatMap(({ number, counted }) => [
      `collect(p${number}) AS q${number}`,
      ...(counted ? [`sum(size(p${number})) AS c${number}`] : []),
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
    const { path, selection, parts, counted, number } = branch;
    const counts = counted ? [...served.counts, `c${number}`] : served.counts;
    const below = { bound: served.bound * mostOf(selection), counts };
    const nodes = distinctIn(branch, counts, builder);
    const target = levelBelow(targetOf(path, kind), nodes, parts, selection, below, builder);
    return { column: null, path, selection, routes: path.length > 1, target };
  });
  return { column, kind, properties, columns, pages };
}

interface Branch {
  readonly path: Path;
  readonly selection: Selection;
  readonly parts: PageText;
  readonly cells: PageCellsText;
  /** Whether its pages may hold more nodes than a request may be served. */
  readonly counted: boolean;
  readonly number: number;
}

function branchesOf(kind: Kind, reading: Reading | null, { bound }: Served, builder: Builder): Branch[] {
  const follows = new Map((reading?.follows ?? []).map((following) => [following.selection, following]));
  return [...follows.values()].map(({ path, selection }) => {
    if (endsOf(path[0] as Step).from !== kind) throw new Error(`the walk ${path.join(' ')} does not start at ${kind}`);
    const number = builder.count++;
    const parts = pageText(atTheEndOf(path), selection, number, builder.kept);
    const counted = bound * mostOf(selection) > (selection.nodesMax ?? Number.POSITIVE_INFINITY);
    return { path, selection, parts, cells: cellsOf(parts, number), counted, number };
  });
}

/** The nodes of all pages of a branch, each once. */
function distinctIn({ number, counted, selection }: Branch, counts: readonly string[], { kept }: Builder): Nodes {
  const { nodesMax } = selection;
  const pages =
    counted && nodesMax !== undefined
      ? `CASE WHEN ${counts.join(' + ')} > ${kept.addInteger(nodesMax)} THEN [] ELSE q${number} END`
      : `q${number}`;
  return {
    imports: [`q${number}`, ...(counted ? counts : [])],
    bind: `UNWIND ${pages} AS p UNWIND p AS n WITH DISTINCT n`,
  };
}

function levelBelow(
  kind: Kind,
  nodes: Nodes,
  parts: PageText,
  selection: Selection,
  served: Served,
  builder: Builder,
): LevelShape | null {
  if (parts.found === null || !selection.wants.nodes) return null;
  return levelShape(kind, nodes, selection.wants.reading?.() ?? null, selection.wants.places, served, builder);
}

interface PageCellsText {
  /** Variables that hold what was found. */
  readonly imports: readonly string[];
  /** Projections that make `p{number}`, the nodes that are served, and what else is told of the list. */
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
    some ? `[m IN p${number} | m.ordre]` : 'null',
    some && size !== null ? `size(a${number}) > ${size}` : 'null',
    valued ? `v${number}${cut}` : 'null',
    total === null ? 'null' : `total${number}`,
    previous === null ? 'null' : `previous${number}`,
    next === null ? 'null' : `next${number}`,
  ];
  while (cells.at(-1) === 'null') cells.pop();
  return {
    imports: [...(some ? [`a${number}`] : []), ...(valued ? [`v${number}`] : [])],
    projections: [
      ...(some ? [`a${number}${cut} AS p${number}`] : []),
      ...told.map(([name, text]) => `${text} AS ${name}${number}`),
    ],
    value: `[${cells.join(', ')}]`,
  };
}
