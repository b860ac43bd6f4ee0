/** Folders in, a release and its diagnostics out. */
import { contentOf, type Described, describe, type Loaded } from './content.ts';
import type { Diagnostic } from './diagnostic.ts';
import { parse } from './parse.ts';
import { readSources } from './source.ts';

export interface Release extends Loaded {
  /** How many documents were found, those in error included. */
  readonly documents: number;
}

/** A document in error is left out, the others are loaded; nothing of a document is loaded in part. */
export function load(paths: readonly string[], date: Date): Release {
  const found: Diagnostic[] = [];
  const described: Described[] = [];
  const documents = readSources(
    paths,
    (one) => found.push(one),
    ({ file, text }) => {
      const parsed = parse(text, file);
      for (const one of parsed.diagnostics) found.push(one);
      if (parsed.fiche !== undefined) described.push(describe(parsed.fiche));
    },
  );
  return { ...contentOf(described, found, date), documents };
}
