/** Documents as `serve` and `load` take them. */
import { type Format, formatDiagnostics } from '../../loaders/format.ts';
import { load } from '../../loaders/load.ts';
import type { Content } from '../graph/graph.ts';
import { say, summary } from './say.ts';

export interface DocumentOptions {
  readonly strict?: true;
  readonly format: Format;
}

/** Undefined when there is no métier, or in strict mode when any document is in error. `verb`: what is not done then. */
export function contentOf(
  folders: readonly string[],
  { format, strict }: DocumentOptions,
  verb: 'serve' | 'load',
): Content | undefined {
  const { content, diagnostics, documents } = load(folders, new Date());
  const told = diagnostics.filter(({ severity }) => severity !== 'notice');
  if (told.length > 0) process.stderr.write(formatDiagnostics(told, format));
  say(
    `${summary(documents, content.diagnostics)}${told.length < diagnostics.length ? ' (parcours check tells all)' : ''}`,
  );
  const done = verb === 'serve' ? 'served' : 'loaded';
  // What a load lacks is gone from the graph: a folder that is not there is most likely misspelt, and no document in error.
  if (verb === 'load' && diagnostics.some(({ code }) => code === 'not-found'))
    say(`nothing is ${done}: a path that was given is not there`);
  else if (content.nodes.Metier.length === 0) say(`there is no métier to ${verb}`);
  else if (strict && content.diagnostics.errors > 0) say(`nothing is ${done}: --strict refuses documents in error`);
  else return content;
  return undefined;
}
