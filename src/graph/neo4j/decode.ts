/**
 * Records back into answers. A question's own answer is returned; the pages of what was foreseen below it are kept with the
 * selection that asks for them, by the id of the node they start from, until their turn comes.
 */
import type { AnyNode } from '../../model.ts';
import type { Page, Place, Selection } from '../graph.ts';
import type { LevelShape, PageShape, Shape } from './cypher/statement.ts';
import { type Column, decoder } from './properties.ts';

/** The pages that were brought before they were asked for. */
export type Foreseen = Map<Selection, Map<string, Page>>;

/** The columns of a record, by name. */
export type Cells = Readonly<Record<string, unknown>>;

export interface Decoded {
  /** The page of a list. */
  readonly page: Page | null;
  /** The nodes of a question that names its nodes, by id. */
  readonly nodes: ReadonlyMap<string, AnyNode>;
}

/** Reads what one question brought. `foreseen` receives the rest. */
export function decode(shape: Shape, cells: Cells, foreseen: Foreseen): Decoded {
  if (shape.page !== null) {
    const { page } = shape;
    const target = page.target && levelOf(page.target, cells, foreseen);
    return { page: pageOf(page, cells[page.column as string] as PageCells, target), nodes: new Map() };
  }
  const level = levelOf(shape.level as LevelShape, cells, foreseen);
  return { page: null, nodes: new Map([...level.values()].map(({ node }) => [node.id, node])) };
}

interface Listed {
  readonly node: AnyNode;
  readonly key: string;
}

/** The nodes of a level by their `ordre`. */
type Level = ReadonlyMap<number, Listed>;

type PageCells = readonly [
  ordres: readonly number[] | null,
  more?: boolean | null,
  values?: readonly (readonly (string | number | null)[])[] | null,
  total?: number | null,
  previous?: boolean | null,
  next?: boolean | null,
];

function levelOf(shape: LevelShape, cells: Cells, foreseen: Foreseen): Level {
  const rows = cells[shape.column] as readonly (readonly unknown[])[];
  const { kind, properties, columns, pages } = shape;
  const nodeOf = decoder(kind, properties, columns);
  const id = columns.indexOf('id') + 1;
  const key = columns.indexOf('key') + 1;
  const width = columns.length + 1;
  const targets = pages.map(({ target }) => target && levelOf(target, cells, foreseen));
  const kept = pages.map(({ selection }) => foreseenBy(selection, foreseen));
  const level = new Map<number, Listed>();
  for (const row of rows) {
    const node = nodeOf(row.slice(1, width) as Column[]);
    level.set(row[0] as number, { node, key: key === 0 ? '' : (row[key] as string) });
    for (const [i, page] of pages.entries()) {
      kept[i]?.set(row[id] as string, pageOf(page, row[width + i] as PageCells, targets[i] ?? null));
    }
  }
  return level;
}

/**
 * Where more is served than may be, what lies below was not brought: the page is as long as it is, so that the request is
 * refused for its length; nobody reads its nodes.
 */
function beyond({ nodesMax }: Selection, target: Level | null): Listed {
  if (nodesMax === undefined || target?.size !== 0) throw new Error('a page holds a node that its level does not');
  return NOBODY;
}

const NOBODY: Listed = { node: { id: '' } as AnyNode, key: '' };

function foreseenBy(selection: Selection, foreseen: Foreseen): Map<string, Page> {
  const pages = foreseen.get(selection) ?? new Map<string, Page>();
  foreseen.set(selection, pages);
  return pages;
}

/** `more`: whether the list goes on at the end that the page is not taken from. */
function pageOf({ selection, routes }: PageShape, cells: PageCells, target: Level | null): Page {
  const [ordres, more = null, values = null, total = null, previous = null, next = null] = cells;
  const { first, last, wants } = selection;
  const goesOn = more === true || (ordres === null && (total ?? 0) > (first ?? last ?? (total as number)));
  const flags = {
    total: wants.total ? total : null,
    hasNext: (goesOn && last === null) || next === true,
    hasPrevious: (goesOn && last !== null) || previous === true,
  };
  if (ordres === null || !wants.nodes) {
    return { nodes: [], places: wants.places ? [] : null, routes: routes ? [] : null, ...flags };
  }
  const end = ordres.length;
  const nodes: AnyNode[] = [];
  const places: Place[] | null = wants.places ? [] : null;
  const ways: number[] | null = routes ? [] : null;
  for (let i = 0; i < end; i++) {
    // From the end of the list, the last comes first.
    const at = last === null ? i : end - 1 - i;
    const listed = target?.get(ordres[at] as number) ?? beyond(selection, target);
    nodes.push(listed.node);
    const value = values?.[at];
    places?.push({ value: (value?.[0] ?? null) as Place['value'], key: listed.key, id: listed.node.id });
    ways?.push(value?.at(-1) as number);
  }
  return { nodes, places, routes: ways, ...flags };
}
