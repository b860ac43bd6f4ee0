/**
 * Reads a fiche métier in Markdown, line by line. Two dialects: the seeds' own, and a poorer one without ids, statuts
 * and centres d'intérêt. It is not CommonMark: bodies are indented by twelve spaces, and `## Salaire` stands at column 0
 * inside "Vie professionnelle". A line that begins a block is told by how it starts; no search can take longer than its line.
 */

import { PROSE } from '../src/model.ts';
import { fold, slug, tidy, visible } from '../src/text.ts';
import { type Diagnostic, type Place, type Report, reportOn, type Text } from './diagnostic.ts';
import { type Block, type Fiche, type FormationItem, type Gendered, HEADS, type Named, namedBy } from './fiche.ts';
import { NIVEAUX, niveauOf } from './niveau.ts';

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

/** A block before it is understood: the line that begins it, and those up to the next. */
interface Chunk {
  readonly head: Head;
  /** From the line behind the head to the line feed before the next head, that left out. */
  readonly body: string;
}

/** The body's lines with their places. */
function linesOf({ head, body }: Chunk): Text[] {
  return body.split('\n').map((value, i) => ({ value, line: head.line + 1 + i, offset: 0, section: head.value }));
}

interface Head extends Text {
  readonly named: Named | null;
  /** `## Titre`, or `**Titre:** value`. */
  readonly style: 'heading' | 'label';
  /** What stands behind the label on its line. */
  readonly rest: Text;
}

function cut(text: string, lines: readonly string[], report: Report): { title: Text | null; chunks: readonly Chunk[] } {
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

const COMMENT = '<!--';
const COMMENT_END = '-->';

/** Where a comment that begins at an offset ends; where it begins, if it never does. No text is searched twice for nothing. */
function commentEnds(text: string): (start: number) => number {
  let none = false;
  return (start) => {
    const end = none ? -1 : text.indexOf(COMMENT_END, start);
    none ||= end < 0;
    return end < 0 ? start : end;
  };
}

/** The mark at column 0 with white space behind it, NBSP included; or the mark and nothing else. */
function isMarked(line: string, mark: string): boolean {
  return line.startsWith(mark) && (line.length === mark.length || BLANK.test(line.charAt(mark.length)));
}

const BLANK = /[ \u00A0\u202F\t]/;

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
  if (before?.head.named?.kind === 'section' && before.body.trim() === '') {
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

/** A comment stands on lines of its own, from column 0 to the end of a line; anything else is for the block to judge. */
function withoutComments(all: readonly Text[]): { lines: readonly Text[]; comments: Block[] } {
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

function comment(lines: readonly Text[]): Block {
  const [first] = lines as [Text];
  const value = lines
    .map(({ value }) => value)
    .join('\n')
    .trimEnd();
  const at = place(first.line, 0, 'comment');
  return { ...at, kind: 'comment', texte: { ...at, value } };
}

function readSection(at: Place, { head, body }: Chunk, report: Report): Block[] {
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

function readGendered(body: readonly Text[], report: Report): Gendered {
  let feminin: Text | null = null;
  let masculin: Text | null = null;
  for (const item of readItems(body, report)) {
    const colon = item.value.indexOf(':');
    const gender = fold(item.value.slice(0, Math.max(colon, 0)));
    const value = trimmedStart({ ...item, value: item.value.slice(colon + 1), offset: item.offset + colon + 1 });
    if (gender !== 'feminin' && gender !== 'masculin') {
      report(
        'error',
        'gender-unknown',
        item,
        item.value.length,
        'an appellation is neither "Féminin: …" nor "Masculin: …"',
        'write "- Féminin: " or "- Masculin: " in front of it',
      );
    } else if ((gender === 'feminin' ? feminin : masculin) !== null) {
      report(
        'error',
        'gender-twice',
        item,
        item.value.length,
        `"${visible(item.value.slice(0, colon))}" stands twice`,
        'keep one of them',
      );
    } else if (named(value, 'the appellation', report)) {
      if (gender === 'feminin') feminin = value;
      else masculin = value;
    }
  }
  return { feminin, masculin };
}

function readSynonyms(body: readonly Text[], report: Report): (Gendered & { nom: Text })[] {
  const groups: { nom: Text; lines: Text[] }[] = [];
  for (const line of body) {
    if (isMarked(line.value, '###')) {
      const nom = textAt(line.value, 4, line.line, line.section);
      if (named(nom, 'the appellation', report)) groups.push({ nom, lines: [] });
    } else if (groups.length > 0) {
      groups.at(-1)?.lines.push(line);
    } else if (line.value.trim() !== '') {
      unexpected(line, 'Autres appellations', report);
    }
  }
  return groups.map(({ nom, lines }) => ({ nom, ...readGendered(lines, report) }));
}

function readRomes(head: Head, body: readonly Text[], report: Report): Text[] {
  const inline = head.rest.value.trim() === '' ? [] : splitOnCommas(head.rest);
  const items = [...inline, ...readItems(body, report)].filter((item) => {
    const code = trimmed(item);
    if (code.value === '') return named(code, 'the ROME code', report);
    if (!isRome(code.value)) {
      report(
        'error',
        'rome-malformed',
        code,
        code.value.length,
        `"${visible(code.value)}" is no ROME code`,
        'write a capital letter and four digits, as in K1403 (or the letter and two digits of a whole professional domain)',
      );
      return false;
    }
    if (code.value.length !== 5) {
      report(
        'notice',
        'rome-domain',
        code,
        code.value.length,
        `${code.value} is a professional domain of the ROME, not a code of its own`,
        'give the code with four digits where it is known',
      );
    }
    return true;
  });
  warnOfTwice(items, ({ value }) => value.trim(), report);
  return items;
}

function readLabels(body: readonly Text[], report: Report): Text[] {
  const items = readItems(body, report).filter((item) => named(item, 'the item', report));
  warnOfTwice(items, ({ value }) => slug(value), report);
  return items;
}

function readFormations(body: readonly Text[], report: Report): FormationItem[] {
  const items = readItems(body, report).flatMap((item) => readFormation(item, report));
  const withId = items.flatMap(({ id }) => (id === null ? [] : [id]));
  warnOfTwice(withId, ({ value }) => value, report);
  return items;
}

/** An item that stands twice in its list counts once. */
function warnOfTwice(items: readonly Text[], keyOf: (item: Text) => string, report: Report): void {
  const seen = new Map<string, Text>();
  for (const item of items) {
    const before = seen.get(keyOf(item));
    if (before === undefined) seen.set(keyOf(item), item);
    else
      report(
        'warning',
        'item-twice',
        item,
        item.value.length,
        `"${visible(item.value)}" stands twice in its list (first on line ${before.line}); it counts once`,
        'take one of the two away',
      );
  }
}

function readNiveau(at: Place, head: Head, body: readonly Text[], report: Report): Block[] {
  for (const line of body) if (line.value.trim() !== '') unexpected(line, head.value, report);
  const label = trimmedStart(head.rest);
  if (!named(label, 'the level', report)) return [];
  if (niveauOf(label.value) === undefined) {
    const known = NIVEAUX.map(({ libelle }) => libelle).join(', ');
    report(
      'error',
      'niveau-unknown',
      label,
      label.value.length,
      `"${visible(label.value)}" is not a known level`,
      `write one of: ${known}`,
    );
  }
  return [{ ...at, kind: 'niveau', label }];
}

/** `label (ID: FOR.123)`. Labels hold parentheses, commas and colons of their own: only the last parenthesis counts. */
function readFormation(item: Text, report: Report): FormationItem[] {
  const text = item.value.trimEnd();
  const open = text.endsWith(')') ? text.lastIndexOf('(') : -1;
  const inside = open < 0 ? '' : text.slice(open + 1, -1);
  if (!ID_LABEL.test(inside.trim())) {
    if (!named(item, 'the formation', report)) return [];
    report(
      'warning',
      'formation-without-id',
      item,
      item.value.length,
      'this formation has no id; it is matched by its label',
      'add " (ID: FOR." with its number and ")" at the end of the line',
    );
    return [{ label: item, id: null }];
  }
  const colon = inside.indexOf(':');
  const id = trimmed(textAt(text.slice(0, -1), open + 2 + colon, item.line, item.section));
  const label = { ...item, value: item.value.slice(0, open).trimEnd() };
  const placed = { ...id, offset: item.offset + id.offset };
  if (!isId(id.value, 'FOR.')) {
    report(
      'error',
      'formation-id-malformed',
      placed,
      id.value.length,
      `"${visible(id.value)}" is not the id of a formation`,
      'write FOR. and up to nine digits, as in FOR.11004',
    );
    return [];
  }
  return named(label, 'the formation', report) ? [{ label, id: placed }] : [];
}

/** The items of a list, without their marks. Anything but items and blank lines is an error: nothing may be lost. */
function readItems(body: readonly Text[], report: Report): Text[] {
  return body.flatMap((line) => {
    const indent = line.value.length - line.value.trimStart().length;
    const text = line.value.slice(indent);
    if (text === '') return [];
    if (isMarked(text, '-') || isMarked(text, '*')) {
      return [textAt(line.value, Math.min(indent + 2, line.value.length), line.line, line.section)];
    }
    unexpected(line, line.section, report);
    return [];
  });
}

function splitOnCommas(text: Text): Text[] {
  let offset = text.offset;
  return text.value.split(',').map((value) => {
    const part = { ...text, value, offset };
    offset += value.length + 1;
    return trimmed(part);
  });
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

/** True for a label that says something and holds no control character; reports otherwise. */
function named(label: Text, what: string, report: Report): boolean {
  if (tidy(label.value) === '') {
    report(
      'error',
      'label-empty',
      label,
      Math.max(1, label.value.length),
      `${what} is empty`,
      'write it, or take the line away',
    );
    return false;
  }
  if (CONTROL.test(label.value)) {
    report(
      'error',
      'label-control-character',
      label,
      label.value.length,
      `${what} holds a control character: "${visible(label.value)}"`,
      'take the control character away',
    );
    return false;
  }
  return true;
}

function refuseRest(head: Head, report: Report): void {
  if (head.rest.value.trim() !== '') unexpected(head.rest, head.value, report);
}

function unexpected(line: Text, where: string, report: Report): void {
  report(
    'error',
    'line-unexpected',
    line,
    line.value.length,
    `this line is no item of "${visible(where)}"`,
    'begin it with "- ", or put it under a heading of its own',
  );
}

const ID_LABEL = /^id\s?:/i;

function isId(value: string, prefix: string): boolean {
  return value.startsWith(prefix) && /^[0-9]{1,9}$/.test(value.slice(prefix.length));
}

function isRome(value: string): boolean {
  return /^[A-Z](?:[0-9]{2}|[0-9]{4})$/.test(value);
}

function place(line: number, offset: number, section: string): Place {
  return { line, offset, section };
}

function textAt(line: string, offset: number, number: number, section: string): Text {
  return { value: line.slice(offset), line: number, offset, section };
}

function textOf({ value, line, offset, section }: Text): Text {
  return { value, line, offset, section };
}

function trimmedStart(text: Text): Text {
  const value = text.value.trimStart();
  return { ...text, value, offset: text.offset + text.value.length - value.length };
}

function trimmed(text: Text): Text {
  const start = trimmedStart(text);
  return { ...start, value: start.value.trimEnd() };
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: finding control characters is what this is for
const CONTROL = /[\u0000-\u0008\u000B-\u001F\u007F-\u009F]/;
