/** Diagnostics for people, for programs and for GitHub's annotations. */
import { visible } from '../src/text.ts';
import type { Diagnostic } from './diagnostic.ts';

export const FORMATS = ['text', 'json', 'github'] as const;
export type Format = (typeof FORMATS)[number];

/** One string for all of them, ending in a line feed; empty for none, except in JSON. */
export function formatDiagnostics(diagnostics: readonly Diagnostic[], format: Format): string {
  if (format === 'json') return `${JSON.stringify(diagnostics, null, 2).replace(UNSAFE_IN_JSON, escaped)}\n`;
  return diagnostics.map(format === 'github' ? annotation : paragraph).join('');
}

/** JSON escapes the control characters of ASCII itself; a terminal obeys these too. */
const UNSAFE_IN_JSON = /[\u007F-\u009F\u2028\u2029\u202A-\u202E\u2066-\u2069]/g;

function escaped(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
}

/** The style of a good compiler: what, where, the line with the place marked, and what to do. */
function paragraph(diagnostic: Diagnostic): string {
  const { severity, code, message, help, line, column, excerpt } = diagnostic;
  const title = `${severity}[${code}]: ${visible(message)}\n`;
  const remedy = `help: ${visible(help)}\n\n`;
  if (line === null || column === null || excerpt === null) {
    const place = line === null ? '' : `:${line}${column === null ? '' : `:${column}`}`;
    return `${title}  --> ${visible(diagnostic.file)}${place}\n   = ${remedy}`;
  }
  const number = String(line);
  const margin = ' '.repeat(number.length);
  const { text, start, width } = crop(excerpt, column - 1, diagnostic.length);
  return (
    `${title}${margin} --> ${visible(diagnostic.file)}:${line}:${column}\n` +
    `${margin} |\n` +
    `${number} | ${text}\n` +
    `${margin} | ${' '.repeat(start)}${'^'.repeat(width)}\n` +
    `${margin} = ${remedy}`
  );
}

/** How much of a long line is shown before and after the place meant. */
const CROP = 60;

function crop(line: string, offset: number, length: number): { text: string; start: number; width: number } {
  const characters = [...line];
  const part = (begin: number, end: number): string =>
    visible(characters.slice(begin, end).join('').replaceAll('\t', ' '));
  const from = Math.max(0, offset - CROP);
  const markEnd = Math.min(characters.length, offset + Math.min(length, 2 * CROP));
  const to = Math.min(characters.length, markEnd + CROP);
  const before = `${from > 0 ? '…' : ''}${part(from, offset)}`;
  const marked = part(offset, markEnd);
  const after = `${part(markEnd, to)}${to < characters.length ? '…' : ''}`;
  return { text: `${before}${marked}${after}`, start: [...before].length, width: Math.max(1, [...marked].length) };
}

/** https://docs.github.com/actions/reference/workflow-commands: a line that becomes an annotation. */
function annotation({ severity, code, message, help, file, line, column }: Diagnostic): string {
  const place = line === null ? '' : `,line=${line},col=${column ?? 1}`;
  const properties = `file=${property(file)}${place},title=${property(code)}`;
  return `::${severity} ${properties}::${data(`${message}; ${help}`)}\n`;
}

function data(text: string): string {
  return visible(text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A'));
}

function property(text: string): string {
  return data(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
