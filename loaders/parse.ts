/** Reads a fiche métier in Markdown. Two dialects: the seeds' own, and a poorer one without ids, statuts and centres d'intérêt. */
import { visible } from '../src/text.ts';
import { type Chunk, cut, type Head, linesOf } from './cut.ts';
import { type Diagnostic, type Report, reportOn, type Text } from './diagnostic.ts';
import { type Block, type Fiche, HEADS } from './fiche.ts';
import { CONTROL, isId, place, trimmed, unexpected } from './labels.ts';
import { readFormations, readGendered, readLabels, readNiveau, readRomes, readSynonyms } from './lists.ts';
import { readSection, withoutComments } from './sections.ts';

export interface Parsed {
  /** Absent when there was an error. */
  readonly fiche: Fiche | undefined;
  readonly diagnostics: readonly Diagnostic[];
}

/** `text`: lines that end in line feeds, without a byte order mark (see source.ts). `file` is only quoted. */
export function parse(text: string, file: string): Parsed {
  const lines = text.split('\n');
  const report = reportOn(file, lines);
  const { title, chunks } = cut(text, lines, report);
  if (CONTROL.test(text)) checkControls(lines, report);
  const id = readId(chunks, title, report);
  const blocks = chunks.flatMap((chunk) => readBlock(chunk, report));
  reportRepeated(chunks, report);
  const fiche = title !== null && id !== null && !report.failed ? { file, title, id, blocks } : undefined;
  return { fiche, diagnostics: report.diagnostics };
}

function readId(chunks: readonly Chunk[], title: Text | null, report: Report): Text | null {
  const head = chunks.find((chunk) => chunk.head.named?.kind === 'id')?.head;
  if (head === undefined) {
    report(
      'error',
      'id-missing',
      title ?? place(1, 0, ''),
      title?.value.length ?? 1,
      'the document has no ID',
      `add a line "${HEADS.id} MET." and the number of the métier behind the title`,
    );
    return null;
  }
  const before = chunks[chunks.findIndex((chunk) => chunk.head === head) - 1];
  // Written anew, the ID stands in front, and what stands behind it would become that section's text.
  if (before !== undefined && takesWhatFollows(before.head) && before.body.trim() === '') {
    report(
      'error',
      'id-misplaced',
      head,
      head.value.length,
      'the ID stands in a section that is empty',
      'put it right behind the title',
    );
    return null;
  }
  const id = trimmed(head.rest);
  if (isId(id.value, 'MET.') && !CONTROL.test(head.rest.value)) return id;
  report(
    'error',
    'id-malformed',
    id,
    id.value.length,
    `"${visible(id.value)}" is not the id of a métier`,
    'write MET. and up to nine digits, as in MET.8097',
  );
  return null;
}

/** Sections of a heading, known or not, and known ones of a label: where they say nothing yet, an unknown head is their text. */
function takesWhatFollows({ named, style }: Head): boolean {
  return named === null ? style === 'heading' : named.kind === 'section';
}

function readBlock(chunk: Chunk, report: Report): Block[] {
  const { head } = chunk;
  const at = place(head.line, head.offset, head.value);
  if (head.named === null || head.named.kind === 'section') return readSection(at, chunk, report);
  const { lines, comments } = withoutComments(linesOf(chunk));
  switch (head.named.kind) {
    case 'id':
      for (const line of lines) if (line.value.trim() !== '') unexpected(line, 'the ID', report);
      return comments;
    case 'appellations':
      refuseRest(head, report);
      return [{ ...at, kind: 'appellations', ...readGendered(lines, report) }, ...comments];
    case 'autresAppellations':
      refuseRest(head, report);
      return [{ ...at, kind: 'autresAppellations', items: readSynonyms(lines, report) }, ...comments];
    case 'romes':
      return [{ ...at, kind: 'romes', items: readRomes(head, lines, report) }, ...comments];
    case 'niveau':
      return [...readNiveau(at, head, lines, report), ...comments];
    case 'formations':
      refuseRest(head, report);
      return [{ ...at, kind: 'formations', items: readFormations(lines, report) }, ...comments];
    case 'statuts':
    case 'interets':
      refuseRest(head, report);
      return [{ ...at, kind: head.named.kind, items: readLabels(lines, report) }, ...comments];
  }
}

function refuseRest(head: Head, report: Report): void {
  if (head.rest.value.trim() !== '') unexpected(head.rest, head.value, report);
}

function reportRepeated(chunks: readonly Chunk[], report: Report): void {
  const seen = new Map<string, Head>();
  for (const { head } of chunks) {
    if (head.named === null) continue;
    const key = head.named.kind === 'section' ? head.named.field : head.named.kind;
    const before = seen.get(key);
    if (before === undefined) seen.set(key, head);
    else
      report(
        'error',
        'section-twice',
        head,
        head.value.length,
        `"${visible(head.value)}" stands a second time (first on line ${before.line})`,
        'keep one of them; a document holds one métier',
      );
  }
}

/** Control characters in prose are served as they stand; in a label they are an error (see `named`). */
function checkControls(lines: readonly string[], report: Report): void {
  for (const [i, line] of lines.entries()) {
    const offset = line.search(CONTROL);
    if (offset >= 0)
      report(
        'warning',
        'control-character',
        place(i + 1, offset, ''),
        1,
        `the line holds the control character ${visible(line[offset] as string)}`,
        'take it away; it is most often left over from another program',
      );
  }
}
