/** Blocks that are lists of labels, ids or codes: anything but items and blank lines is an error, so that nothing is lost. */
import { fold, slug, visible } from '../src/text.ts';
import type { Head } from './cut.ts';
import type { Place, Report, Text } from './diagnostic.ts';
import type { Block, FormationItem, Gendered } from './fiche.ts';
import { isId, isMarked, named, textAt, trimmed, trimmedStart, unexpected } from './labels.ts';
import { NIVEAUX, niveauOf } from './niveau.ts';

export function readGendered(body: readonly Text[], report: Report): Gendered {
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

export function readSynonyms(body: readonly Text[], report: Report): (Gendered & { nom: Text })[] {
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

export function readRomes(head: Head, body: readonly Text[], report: Report): Text[] {
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

export function readLabels(body: readonly Text[], report: Report): Text[] {
  const items = readItems(body, report).filter((item) => named(item, 'the item', report));
  warnOfTwice(items, ({ value }) => slug(value), report);
  return items;
}

export function readFormations(body: readonly Text[], report: Report): FormationItem[] {
  const items = readItems(body, report).flatMap((item) => readFormation(item, report));
  const withId = items.flatMap(({ id }) => (id === null ? [] : [id]));
  warnOfTwice(withId, ({ value }) => value, report);
  return items;
}

export function readNiveau(at: Place, head: Head, body: readonly Text[], report: Report): Block[] {
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

const ID_LABEL = /^id\s?:/i;

function isRome(value: string): boolean {
  return /^[A-Z](?:[0-9]{2}|[0-9]{4})$/.test(value);
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
