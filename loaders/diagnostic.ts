/** What the loaders have to say of a document: where, what, why, and what to do about it. */
import type { DiagnosticCounts } from '../src/graph/graph.ts';

/** An error leaves its document out; a warning or a notice does not. */
export type Severity = 'error' | 'warning' | 'notice';

export interface Diagnostic {
  readonly severity: Severity;
  /** Stable, for programs. */
  readonly code: string;
  readonly message: string;
  /** What to do about it. */
  readonly help: string;
  readonly file: string;
  /** From 1; null where the whole file is meant. Columns count characters. */
  readonly line: number | null;
  readonly column: number | null;
  /** How many characters from the column on are meant. */
  readonly length: number;
  /** The offending line, as it stands in the document. */
  readonly excerpt: string | null;
}

/** A place in a document: the line, the offset in it from 0, and the section that it belongs to. */
export interface Place {
  readonly line: number;
  readonly offset: number;
  readonly section: string;
}

/** A value as it stands in the document, and where. */
export interface Text extends Place {
  readonly value: string;
}

/** At most so many errors, and so many other diagnostics, are kept for one document; the last then says so. */
export const DIAGNOSTICS_PER_FILE_MAX = 100;

export function countDiagnostics(diagnostics: readonly Diagnostic[]): DiagnosticCounts {
  const count = (severity: Severity): number => diagnostics.filter((one) => one.severity === severity).length;
  return { errors: count('error'), warnings: count('warning'), notices: count('notice') };
}

/** A diagnostic about a file as a whole. */
export function aboutFile(severity: Severity, code: string, file: string, message: string, help: string): Diagnostic {
  return { severity, code, message, help, file, line: null, column: null, length: 0, excerpt: null };
}

/** Files by name, then lines, then columns: the same whatever order the files were read in. */
export function compareDiagnostics(a: Diagnostic, b: Diagnostic): number {
  return (
    (a.file < b.file ? -1 : a.file > b.file ? 1 : 0) ||
    (a.line ?? 0) - (b.line ?? 0) ||
    (a.column ?? 0) - (b.column ?? 0) ||
    (a.code < b.code ? -1 : a.code > b.code ? 1 : 0)
  );
}

/** Collects the diagnostics of one document. */
export interface Report {
  (severity: Severity, code: string, at: Place, length: number, message: string, help: string): void;
  readonly diagnostics: readonly Diagnostic[];
  /** True once an error was reported. */
  readonly failed: boolean;
}

export function reportOn(file: string, lines: readonly string[]): Report {
  const diagnostics: Diagnostic[] = [];
  const kept = { errors: 0, others: 0 };
  const report = (severity: Severity, code: string, at: Place, length: number, message: string, help: string): void => {
    const group = severity === 'error' ? 'errors' : 'others';
    kept[group] += 1;
    if (kept[group] > DIAGNOSTICS_PER_FILE_MAX + 1) return;
    if (kept[group] > DIAGNOSTICS_PER_FILE_MAX) {
      diagnostics.push({
        ...aboutFile('notice', 'more', file, 'more was found from here on', 'mend what stands before and look again'),
        line: at.line,
        column: 1,
      });
      return;
    }
    const excerpt = lines[at.line - 1] ?? '';
    const column = charactersIn(excerpt.slice(0, at.offset)) + 1;
    const characters = charactersIn(excerpt.slice(at.offset, at.offset + length));
    diagnostics.push({ severity, code, message, help, file, line: at.line, column, length: characters, excerpt });
  };
  return Object.defineProperties(report, {
    diagnostics: { get: () => diagnostics },
    failed: { get: () => kept.errors > 0 },
  }) as unknown as Report;
}

/** Code points, not the halves of surrogate pairs. */
function charactersIn(text: string): number {
  return [...text].length;
}
