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
import { atTheEndOf, type Elements, ofKind, type PageText, pageText } from './page.ts';
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

/** A page: `[[ordre …], [[value?, routes?] …], total, previous, next]`, where null stands for what is not told. */
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
  const nodes = `x${builder.count++}`;
  const ids = builder.kept.add([...new Set(question.ids)]);
  builder.text.push(
    `CALL (r) { UNWIND ${ids} AS id MATCH (m:${labelOf(kind)} {release: r, id: id}) RETURN collect(m) AS ${nodes} }`,
  );
  return { page: null, level: levelShape(kind, nodes, reading, false, [], builder) };
}

function onlyFollowing(path: Path, selection: Selection): Reading {
  return { properties: [], follows: [{ path, selection }] };
}

function listShape(kind: Kind, selection: Selection, builder: Builder): PageShape {
  const { kept, text, returned } = builder;
  const number = builder.count++;
  const elements = ofKind(kind);
  const parts = pageText(elements, selection, String(number), kept);
  const flags = flagsOf(parts, number);
  if (flags.length > 0) text.push(`CALL (r) { RETURN ${flags.join(', ')} }`);
  if (parts.page !== null) text.push(`CALL (r) { ${parts.page} }`);
  returned.push(`${pageValue(elements, parts, selection, number)} AS t${number}`);
  const counts = selection.nodesMax === undefined ? [] : [`size(${served(selection, number, kept)})`];
  const target = targetLevel(kind, served(selection, number, kept), parts, selection, counts, builder);
  return { column: `t${number}`, path: null, selection, routes: false, target };
}

/**
 * The level of some nodes: `nodes` is an expression, a list of them. `counts`: expressions that count what is served on the
 * way here. Once more is served than may be, the request is bound to be refused, and nothing below is brought.
 */
function levelShape(
  kind: Kind,
  nodes: string,
  reading: Reading | null,
  key: boolean,
  counts: readonly string[],
  builder: Builder,
): LevelShape {
  const { kept, text, returned } = builder;
  const number = builder.count++;
  const properties = reading === null ? PROPERTIES[kind] : [...new Set(['id', ...reading.properties])];
  const columns = [...new Set([...columnsOf(kind, properties), ...(key ? ['key'] : [])])];
  const branches = branchesOf(kind, reading, builder);
  const rows = [
    'n.ordre',
    ...columns.map((column) => `n.${column}`),
    ...branches.map(({ elements, parts, selection, number }) => pageValue(elements, parts, selection, number)),
  ];
  const fed = branches.filter(({ parts, selection }) => parts.page !== null && selection.wants.nodes);
  const results = [
    `collect([${rows.join(', ')}]) AS l${number}`,
    ...fed.map(({ selection, number }) => `collect(${served(selection, number, kept)}) AS pages${number}`),
  ];
  text.push(
    `CALL (*) { UNWIND ${nodes} AS n`,
    ...branches.flatMap(({ parts, number }) => {
      const flags = flagsOf(parts, number);
      return [
        ...(parts.page === null ? [] : [`  CALL (n, r) { ${parts.page} }`]),
        ...(flags.length === 0 ? [] : [`  CALL (n, r) { RETURN ${flags.join(', ')} }`]),
      ];
    }),
    `  RETURN ${results.join(', ')} }`,
  );
  returned.push(`l${number}`);
  const pages = branches.map(({ path, elements, parts, selection, number: branch }): PageShape => {
    const [distinct, count] = [`x${branch}`, `c${branch}`];
    const here = selection.nodesMax === undefined ? counts : [...counts, count];
    if (parts.page !== null && selection.wants.nodes) {
      text.push(
        ...(here === counts ? [] : [`WITH *, reduce(sum = 0, p IN pages${branch} | sum + size(p)) AS ${count}`]),
        `CALL (*) { UNWIND ${unlessTooMany(`pages${branch}`, here, selection, kept)} AS p UNWIND p AS m RETURN collect(DISTINCT m) AS ${distinct} }`,
      );
    }
    const target = targetLevel(targetOf(path, kind), distinct, parts, selection, here, builder);
    return { column: null, path, selection, routes: elements.extra === 'routes', target };
  });
  return { column: `l${number}`, kind, properties, columns, pages };
}

interface Branch {
  readonly path: Path;
  readonly selection: Selection;
  readonly elements: Elements;
  readonly parts: PageText;
  readonly number: number;
}

function branchesOf(kind: Kind, reading: Reading | null, builder: Builder): Branch[] {
  const follows = new Map((reading?.follows ?? []).map((following) => [following.selection, following]));
  return [...follows.values()].map(({ path, selection }) => {
    if (endsOf(path[0] as Step).from !== kind) throw new Error(`the walk ${path.join(' ')} does not start at ${kind}`);
    const number = builder.count++;
    const elements = atTheEndOf(path);
    return { path, selection, elements, parts: pageText(elements, selection, String(number), builder.kept), number };
  });
}

function targetLevel(
  kind: Kind,
  nodes: string,
  parts: PageText,
  selection: Selection,
  counts: readonly string[],
  builder: Builder,
): LevelShape | null {
  if (parts.page === null || !selection.wants.nodes) return null;
  return levelShape(kind, nodes, selection.wants.reading?.() ?? null, selection.wants.places, counts, builder);
}

/** The nodes of a page that are served: one more was asked for, to know whether the list goes on. */
function served({ first, last }: Selection, number: number, kept: Parameters): string {
  const size = first ?? last;
  return size === null ? `page${number}` : `page${number}[..${kept.addInteger(size)}]`;
}

function unlessTooMany(pages: string, counts: readonly string[], { nodesMax }: Selection, kept: Parameters): string {
  if (nodesMax === undefined) return pages;
  return `CASE WHEN ${counts.join(' + ')} > ${kept.addInteger(nodesMax)} THEN [] ELSE ${pages} END`;
}

function flagsOf({ total, previous, next }: PageText, number: number): string[] {
  return [
    ...(total === null ? [] : [`${total} AS total${number}`]),
    ...(previous === null ? [] : [`${previous} AS previous${number}`]),
    ...(next === null ? [] : [`${next} AS next${number}`]),
  ];
}

/** A page as a value: see `PageShape`. */
function pageValue(elements: Elements, parts: PageText, { wants }: Selection, number: number): string {
  const valued = parts.page !== null && (wants.places || elements.extra === 'routes');
  const values = [
    parts.page === null ? 'null' : `[m IN page${number} | m.ordre]`,
    valued ? `values${number}` : 'null',
    parts.total === null ? 'null' : `total${number}`,
    parts.previous === null ? 'null' : `previous${number}`,
    parts.next === null ? 'null' : `next${number}`,
  ];
  while (values.at(-1) === 'null') values.pop();
  return `[${values.join(', ')}]`;
}
