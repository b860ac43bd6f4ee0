/** `parcours check`: all that the loaders have to say of some documents. */
import { countDiagnostics } from '../../loaders/diagnostic.ts';
import { type Format, formatDiagnostics } from '../../loaders/format.ts';
import { load } from '../../loaders/load.ts';
import type { DiagnosticCounts } from '../graph/graph.ts';

/** 1 when there are findings: errors, and in strict mode warnings too. */
export function check(folders: readonly string[], { format, strict }: { format: Format; strict?: true }): number {
  const { diagnostics, documents } = load(folders, new Date());
  process.stdout.write(formatDiagnostics(diagnostics, format));
  const counts = countDiagnostics(diagnostics);
  process.stderr.write(`${summary(documents, counts)}\n`);
  return counts.errors > 0 || (strict === true && counts.warnings > 0) ? 1 : 0;
}

export function summary(documents: number, { errors, warnings, notices }: DiagnosticCounts): string {
  const parts = [counted(errors, 'error'), counted(warnings, 'warning'), counted(notices, 'notice')];
  return `${counted(documents, 'document')}: ${parts.join(', ')}`;
}

export function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}
