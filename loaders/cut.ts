/**
 * A document in blocks, before they are understood: the line that begins each, and those up to the next. It is not CommonMark:
 * bodies are indented by twelve spaces, and `## Salaire` stands at column 0 inside "Vie professionnelle". A line that begins
 * a block is told by how it starts; no search can take longer than its line.
 */
import { PROSE } from '../src/model.ts';
import { visible } from '../src/text.ts';
import type { Report, Text } from './diagnostic.ts';
import { HEADS, type Named, namedBy } from './fiche.ts';
import { isMarked, named, place, textAt } from './labels.ts';

/** A block before it is understood: the line that begins it, and those up to the next. */
export interface Chunk {
  readonly head: Head;
  /** From the line behind the head to the line feed before the next head, that left out. */
  readonly body: string;
}

export interface Head extends Text {
  readonly named: Named | null;
  /** `## Titre`, or `**Titre:** value`. */
  readonly style: 'heading' | 'label';
  /** What stands behind the label on its line. */
  readonly rest: Text;
}

/** The body's lines with their places. */
export function linesOf({ head, body }: Chunk): Text[] {
  return body.split('\n').map((value, i) => ({ value, line: head.line + 1 + i, offset: 0, section: head.value }));
}

export function cut(
  text: string,
  lines: readonly string[],
  report: Report,
): { title: Text | null; chunks: readonly Chunk[] } {
  const first = lines.findIndex((line) => line.trim() !== '');
  const title = readTitle(lines, first, report);
  const found: { readonly head: Head; readonly start: number; readonly bodyStart: number }[] = [];
  const commentEnd = commentEnds(text);
  let blank = true;
  let start = 0;
  let opaqueUntil = 0;
  for (const [i, line] of lines.entries()) {
    const current = found.at(-1)?.head;
    const isOpaque = start < opaqueUntil;
    const head = i <= first || first < 0 || isOpaque ? null : headOf(line, i + 1, current, blank);
    if (head !== null) {
      found.push({ head, start, bodyStart: start + line.length + 1 });
      blank = true;
    } else if (current !== undefined) {
      blank &&= line.trim() === '';
      if (!isOpaque && line.startsWith(COMMENT)) opaqueUntil = commentEnd(start);
      if (!isOpaque && isProse(current)) reportNearHead(line, i + 1, current, report);
    } else if (i > first && line.trim() !== '') {
      report(
        'error',
        'line-unexpected',
        place(i + 1, 0, ''),
        line.length,
        'nothing stands between the title and the ID',
        `put ${HEADS.id} right behind the title`,
      );
    }
    start += line.length + 1;
  }
  const chunks = found.map(({ head, bodyStart }, i) => ({
    head,
    body: text.slice(bodyStart, (found[i + 1]?.start ?? text.length + 1) - 1),
  }));
  return { title, chunks };
}

export const COMMENT = '<!--';
export const COMMENT_END = '-->';

/** Where a comment that begins at an offset ends; where it begins, if it never does. No text is searched twice for nothing. */
function commentEnds(text: string): (start: number) => number {
  let none = false;
  return (start) => {
    const end = none ? -1 : text.indexOf(COMMENT_END, start);
    none ||= end < 0;
    return end < 0 ? start : end;
  };
}

function readTitle(lines: readonly string[], index: number, report: Report): Text | null {
  const line = lines[index] ?? '';
  const help = 'begin the document with "# " and the name of the métier';
  if (index < 0) {
    report('error', 'title-missing', place(1, 0, ''), 1, 'the document is empty', help);
    return null;
  }
  if (!isMarked(line, '#')) {
    report(
      'error',
      'title-missing',
      place(index + 1, 0, ''),
      line.length,
      'the document does not begin with a title',
      help,
    );
    return null;
  }
  const title = textAt(line, 2, index + 1, 'title');
  return named(title, 'the title', report) ? title : null;
}

/**
 * Whether a line begins a block. Only lines at column 0 can. `current`: the head of the block that it would end; `blank`:
 * whether that block says nothing yet.
 */
function headOf(line: string, number: number, current: Head | undefined, blank: boolean): Head | null {
  if (isMarked(line, '##')) {
    const value = line.slice(3);
    const head = namedBy(value) ?? null;
    // The first line of a body may look like a heading: `## Salaire` in "Vie professionnelle".
    if (head === null && current?.named?.kind === 'section' && blank) return null;
    return {
      value,
      line: number,
      offset: 3,
      section: value,
      named: head,
      style: 'heading',
      rest: textAt('', 0, number, value),
    };
  }
  if (line.startsWith('**')) {
    const end = line.indexOf(':**', 2);
    if (end < 0) return null;
    const value = line.slice(2, end);
    const head = namedBy(value) ?? null;
    if (head === null && current?.style === 'heading' && blank) return null;
    const rest = textAt(line, end + 3, number, value);
    return { value, line: number, offset: 2, section: value, named: head, style: 'label', rest };
  }
  return null;
}

/** Whatever stands in prose is kept, so a head that is written amiss would be lost in it. */
function isProse({ named }: Head): boolean {
  return named === null || named.kind === 'section';
}

function reportNearHead(line: string, number: number, within: Head, report: Report): void {
  if (!NEAR_HEAD.test(line)) return;
  const [label = ''] = line.slice(0, NEAR_HEAD_MAX).replace(MARKS, '').split(LABEL_END, 1);
  const named = namedBy(label);
  // A section may repeat its own title.
  if (named === undefined || named === within.named) return;
  const right = named.kind === 'section' ? `## ${PROSE[named.field].heading}` : HEADS[named.kind];
  report(
    'warning',
    'heading-near',
    place(number, 0, within.section),
    line.length,
    `"${visible(line)}" is read as text of "${visible(within.section)}"`,
    `write "${right}" if a block begins here`,
  );
}

/** Bodies are indented by twelve spaces. */
const NEAR_HEAD = /^ {0,3}[#*]/;
/** No head is longer. */
const NEAR_HEAD_MAX = 80;
const MARKS = /^[#* \u00A0\u202F\t]+/;
const LABEL_END = /[*:]/;
