/** `parcours check`: all that the loaders have to say of some documents. */
import { countDiagnostics } from '../../loaders/diagnostic.ts';
import { type Format, formatDiagnostics } from '../../loaders/format.ts';
import { load } from '../../loaders/load.ts';
import { summary } from './say.ts';

/** 1 when there are findings: errors, and in strict mode warnings too. */
export function check(folders: readonly string[], { format, strict }: { format: Format; strict?: true }): number {
  const { diagnostics, documents } = load(folders, new Date());
  process.stdout.write(formatDiagnostics(diagnostics, format));
  const counts = countDiagnostics(diagnostics);
  process.stderr.write(`${summary(documents, counts)}\n`);
  return counts.errors > 0 || (strict === true && counts.warnings > 0) ? 1 : 0;
}
