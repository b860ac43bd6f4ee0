/** Folders in, a release and its diagnostics out. */
import { contentOf, type Loaded } from './content.ts';
import type { Diagnostic } from './diagnostic.ts';
import type { Fiche } from './fiche.ts';
import { parse } from './parse.ts';
import { readSources } from './source.ts';

export interface Release extends Loaded {
  /** How many documents were found, those in error included. */
  readonly documents: number;
}

/** A document in error is left out, the others are loaded; nothing of a document is loaded in part. */
export function load(paths: readonly string[], date: Date): Release {
  const { sources, diagnostics, files } = readSources(paths);
  const found: Diagnostic[] = [...diagnostics];
  const fiches: Fiche[] = [];
  for (const { file, text } of sources) {
    const parsed = parse(text, file);
    for (const one of parsed.diagnostics) found.push(one);
    if (parsed.fiche !== undefined) fiches.push(parsed.fiche);
  }
  return { ...contentOf(fiches, found, date), documents: files };
}
