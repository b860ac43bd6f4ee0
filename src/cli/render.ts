/** `parcours render`: documents written anew as they were understood. */
import { mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { Diagnostic } from '../../loaders/diagnostic.ts';
import { formatDiagnostics } from '../../loaders/format.ts';
import { parse } from '../../loaders/parse.ts';
import { render as renderFiche } from '../../loaders/render.ts';
import { readSources } from '../../loaders/source.ts';

/** 1 when a document is in error; the others are written all the same. 3 when the folder cannot be written to. */
export function render(paths: readonly string[], { out }: { out?: string }): number {
  const found: Diagnostic[] = [];
  const rendered = new Map<string, string>();
  const doubles: string[] = [];
  readSources(
    paths,
    (one) => found.push(one),
    ({ file, text }) => {
      const { fiche, diagnostics } = parse(text, file);
      found.push(...diagnostics);
      if (fiche === undefined) return;
      const name = out === undefined ? file : basename(file);
      if (rendered.has(name)) doubles.push(name);
      rendered.set(name, renderFiche(fiche));
    },
  );
  const [double] = doubles;
  if (double !== undefined) {
    process.stderr.write(`parcours: two documents are named ${JSON.stringify(double)}; write them to two folders\n`);
    return 2;
  }
  const errors = found.filter(({ severity }) => severity === 'error');
  process.stderr.write(formatDiagnostics(errors, 'text'));
  if (out === undefined) for (const text of rendered.values()) process.stdout.write(text);
  else if (!write(out, rendered)) return 3;
  return errors.length > 0 ? 1 : 0;
}

/** Each file appears whole: it is written under another name first. */
function write(folder: string, files: ReadonlyMap<string, string>): boolean {
  try {
    mkdirSync(folder, { recursive: true });
    for (const [name, text] of files) {
      const path = join(folder, name);
      writeFileSync(`${path}.tmp`, text);
      renameSync(`${path}.tmp`, path);
    }
    return true;
  } catch (error) {
    process.stderr.write(`parcours: cannot write to ${JSON.stringify(folder)}: ${(error as Error).message}\n`);
    return false;
  }
}
