/** Places and short texts of a document, and what every label must be. */
import { tidy, visible } from '../src/text.ts';
import type { Place, Report, Text } from './diagnostic.ts';

export function place(line: number, offset: number, section: string): Place {
  return { line, offset, section };
}

export function textAt(line: string, offset: number, number: number, section: string): Text {
  return { value: line.slice(offset), line: number, offset, section };
}

export function textOf({ value, line, offset, section }: Text): Text {
  return { value, line, offset, section };
}

export function trimmedStart(text: Text): Text {
  const value = text.value.trimStart();
  return { ...text, value, offset: text.offset + text.value.length - value.length };
}

export function trimmed(text: Text): Text {
  const start = trimmedStart(text);
  return { ...start, value: start.value.trimEnd() };
}

/** Labels become keys, and ids where they have none: databases take keys of some thousand characters at most. */
export const LABEL_CHARACTERS_MAX = 1_000;

/** True for a label that says something, is no longer than labels are, and holds no control character; reports otherwise. */
export function named(label: Text, what: string, report: Report): boolean {
  const { length } = tidy(label.value);
  if (length === 0) {
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
  if (length > LABEL_CHARACTERS_MAX) {
    report(
      'error',
      'label-too-long',
      label,
      label.value.length,
      `${what} has ${length} characters; ${LABEL_CHARACTERS_MAX} is the limit`,
      'write it shorter; what explains it belongs into a section',
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

export function unexpected(line: Text, where: string, report: Report): void {
  report(
    'error',
    'line-unexpected',
    line,
    line.value.length,
    `this line is no item of "${visible(where)}"`,
    'begin it with "- ", or put it under a heading of its own',
  );
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: finding control characters is what this is for
export const CONTROL = /[\u0000-\u0008\u000B-\u001F\u007F-\u009F]/;

/** The mark at column 0 with white space behind it, NBSP included; or the mark and nothing else. */
export function isMarked(line: string, mark: string): boolean {
  return line.startsWith(mark) && (line.length === mark.length || BLANK.test(line.charAt(mark.length)));
}

const BLANK = /[ \u00A0\u202F\t]/;

export function isId(value: string, prefix: string): boolean {
  return value.startsWith(prefix) && /^[0-9]{1,9}$/.test(value.slice(prefix.length));
}
