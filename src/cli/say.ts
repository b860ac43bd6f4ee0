/** What commands tell whoever runs them: on standard error, a line each. */
import type { DiagnosticCounts } from '../graph/graph.ts';

export function say(message: string): void {
  process.stderr.write(`parcours: ${message}\n`);
}

export function summary(documents: number, { errors, warnings, notices }: DiagnosticCounts): string {
  const parts = [counted(errors, 'error'), counted(warnings, 'warning'), counted(notices, 'notice')];
  return `${counted(documents, 'document')}: ${parts.join(', ')}`;
}

export function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}
