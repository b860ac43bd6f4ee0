/** Sections of prose, which keep every line, and the comments that stand between blocks. */
import { visible } from '../src/text.ts';
import { type Chunk, COMMENT, COMMENT_END } from './cut.ts';
import type { Place, Report, Text } from './diagnostic.ts';
import type { Block } from './fiche.ts';
import { named, place, textOf } from './labels.ts';

export function readSection(at: Place, { head, body }: Chunk, report: Report): Block[] {
  const field = head.named?.kind === 'section' ? head.named.field : null;
  const titre = textOf(head);
  if (field === null) {
    report(
      'notice',
      'section-unknown',
      head,
      head.value.length,
      `"${visible(head.value)}" is no section of a fiche métier; it is kept and served as it stands`,
      'nothing to do, unless the heading is a slip of the pen',
    );
  }
  named(titre, 'the heading', report);
  if (head.style === 'label') {
    const { prose, comments } = withoutLastComments(withoutEndings(`${head.rest.value}\n${body}`), head.line);
    return [
      { ...at, kind: 'section', field, style: 'label', titre, texte: { ...head.rest, value: prose } },
      ...comments,
    ];
  }
  if (body.trim() === '') {
    report(
      'warning',
      'section-empty',
      head,
      head.value.length,
      `the section "${visible(head.value)}" is empty`,
      'write it, or take its heading away',
    );
  }
  // Blank lines around the text are layout; a line of spaces is not, since it must be given back as it stands.
  const { prose, comments } = withoutLastComments(withoutEndings(body), head.line + 1);
  const start = prose.length - prose.replace(LINE_FEEDS_IN_FRONT, '').length;
  const texte = { value: prose.slice(start), line: head.line + 1 + start, offset: 0, section: head.value };
  return [{ ...at, kind: 'section', field, style: 'heading', titre, texte }, ...comments];
}

/** A comment stands on lines of its own, from column 0 to the end of a line; anything else is for the block to judge. */
export function withoutComments(all: readonly Text[]): { lines: readonly Text[]; comments: Block[] } {
  const lines: Text[] = [];
  const comments: Block[] = [];
  let open: Text[] = [];
  for (const line of all) {
    if (open.length === 0 && !line.value.startsWith(COMMENT)) {
      lines.push(line);
      continue;
    }
    open.push(line);
    const end = line.value.indexOf(COMMENT_END);
    if (end < 0) continue;
    if (line.value.slice(end + COMMENT_END.length).trim() === '') comments.push(comment(open));
    else for (const kept of open) lines.push(kept);
    open = [];
  }
  for (const kept of open) lines.push(kept);
  return { lines, comments };
}

/** Prose keeps the comments within it; one that stands behind it, after a blank line, is none of its text. */
function withoutLastComments(text: string, firstLine: number): { prose: string; comments: readonly Block[] } {
  let prose = text;
  let line = firstLine + lineFeedsIn(text);
  const comments: Block[] = [];
  for (;;) {
    const start = prose.lastIndexOf(`\n\n${COMMENT}`);
    const value = prose.slice(start + 2);
    const isLast = start > 0 && value.indexOf(COMMENT_END) === value.trimEnd().length - COMMENT_END.length;
    if (!isLast || prose.slice(0, start).trim() === '') return { prose, comments: comments.reverse() };
    line -= lineFeedsIn(value);
    comments.push(comment([{ value, line, offset: 0, section: 'comment' }]));
    const before = withoutEndings(prose.slice(0, start));
    line -= start + 2 - before.length;
    prose = before;
  }
}

function comment(lines: readonly Text[]): Block {
  const [first] = lines as [Text];
  const value = lines
    .map(({ value }) => value)
    .join('\n')
    .trimEnd();
  const at = place(first.line, 0, 'comment');
  return { ...at, kind: 'comment', texte: { ...at, value } };
}

function lineFeedsIn(text: string): number {
  let count = 0;
  for (let i = text.indexOf('\n'); i >= 0; i = text.indexOf('\n', i + 1)) count += 1;
  return count;
}

const LINE_FEEDS_IN_FRONT = /^\n+/;

/** Without the line feeds at the end. */
function withoutEndings(text: string): string {
  let end = text.length;
  while (end > 0 && text[end - 1] === '\n') end--;
  return text.slice(0, end);
}
