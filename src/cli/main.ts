#!/usr/bin/env node
/**
 * `parcours`: serve, load, check, search, render. Exit codes: 0 ok, 1 findings, or nothing found, 2 usage, 3 what the command
 * needs is not to be had.
 */
import { readFileSync } from 'node:fs';
import { Command, CommanderError, InvalidArgumentError, Option } from 'commander';
import { FORMATS, type Format } from '../../loaders/format.ts';
import { RESULTS_DEFAULT, RESULTS_MAX } from '../schema/limits.ts';
import { storeAddress } from '../server/configuration.ts';
import { check } from './check.ts';
import { type LoadOptions, loadInto } from './load.ts';
import { PACKAGE, SEEDS } from './places.ts';
import { render } from './render.ts';
import { say } from './say.ts';
import { NATURES, SEARCH_FORMATS, type SearchOptions, search } from './search.ts';
import { type ServeOptions, serve } from './serve.ts';

const EXIT_USAGE = 2;
const EXIT_NOT_TO_BE_HAD = 3;
const HELP_HINT = '(parcours --help tells more)';

function program(finish: (code: number) => void): Command {
  const { version } = JSON.parse(readFileSync(PACKAGE, 'utf8')) as { version: string };
  const parcours = new Command('parcours')
    .description('A GraphQL knowledge graph of French careers.')
    .version(version)
    .exitOverride()
    .showHelpAfterError(HELP_HINT)
    .addHelpText('after', '\nExit codes: 0 ok, 1 findings in documents, 2 usage, 3 store or port not to be had.');

  parcours
    .command('serve')
    .description('load documents and serve their graph over GraphQL, with GraphiQL at /graphql')
    .argument('[folder...]', 'folders or files of fiches métiers (.md, .txt); the seeds of this package unless given')
    .option('-p, --port <number>', 'port to listen on; 0 takes a free one (environment: PORT; 4000)', toPort)
    .option('-H, --host <address>', 'address to listen on (environment: HOST; 127.0.0.1)')
    .option('--strict', 'serve nothing when any document is in error')
    .option('--store <uri>', 'answer from the Neo4j at this address instead (neo4j://, neo4j+s://, bolt://)')
    .option('--mirror', 'with --store: answer from a copy in memory, which follows the database')
    .addOption(formatOption())
    .addHelpText(
      'after',
      examples([
        'parcours serve',
        'parcours serve fiches/ --port 8080',
        'HOST=0.0.0.0 parcours serve fiches/ more.md --strict',
        'NEO4J_PASSWORD=… parcours serve --store neo4j://localhost:7687 --mirror',
      ]),
    )
    .action(async (folders: string[], options: ServeOptions, command: Command) => {
      if (options.store !== undefined && folders.length > 0) {
        command.error('error: --store answers from a database: give no folder, or load the folder into it first');
      }
      if (options.mirror === true && options.store === undefined) {
        command.error('error: --mirror goes with --store <uri>');
      }
      const { store, ...rest } = options;
      const at = store === undefined ? {} : { store: addressOf(command, '--store', store) };
      leave(await serve(orSeeds(folders), { ...rest, ...at }, process.env));
    });

  parcours
    .command('load')
    .description('load documents into a Neo4j, as a whole: readers see the old release or the new one')
    .argument('[folder...]', 'folders or files of fiches métiers; the seeds of this package unless given')
    .requiredOption('--to <uri>', 'the address of the Neo4j (neo4j://, neo4j+s://, bolt://)')
    .option('--strict', 'load nothing when any document is in error')
    .option('--dry-run', 'say what would change, and write nothing')
    .addOption(formatOption())
    .addHelpText(
      'after',
      examples([
        'NEO4J_PASSWORD=… parcours load --to neo4j://localhost:7687 fiches/',
        'parcours load --to bolt://127.0.0.1:7687 fiches/ --dry-run',
      ]),
    )
    .action(async (folders: string[], options: LoadOptions, command: Command) => {
      const to = addressOf(command, '--to', options.to);
      leave(await loadInto(orSeeds(folders), { ...options, to }, process.env));
    });

  parcours
    .command('check')
    .description('say what is wrong with documents, without serving them')
    .argument('[folder...]', 'folders or files of fiches métiers; the seeds of this package unless given')
    .option('--strict', 'warnings count as findings too')
    .addOption(formatOption())
    .addHelpText(
      'after',
      examples([
        'parcours check fiches/',
        'parcours check fiches/ --format json > findings.json',
        'parcours check fiches/ --format github',
      ]),
    )
    .action((folders: string[], options: { strict?: true; format: Format }) =>
      finish(check(orSeeds(folders), options)),
    );

  parcours
    .command('search')
    .description('find métiers, formations and the rest by their names, as `recherche` does over GraphQL')
    .argument('<text>', 'words, the last of which may be half typed, or an id; quote it where it has spaces')
    .argument('[folder...]', 'folders or files of fiches métiers; the seeds of this package unless given')
    .option('-n, --nature <nature>', 'a kind of nodes to look for, again for another; all unless given', toNatures)
    .option('-l, --limit <number>', `results to show, ${RESULTS_MAX} at most`, toLimit, RESULTS_DEFAULT)
    .addOption(
      new Option('-f, --format <format>', 'how to print results').choices(SEARCH_FORMATS).default('text' as const),
    )
    .addHelpText(
      'after',
      `${examples([
        'parcours search boulangère',
        'parcours search "prof de sport" fiches/ --nature metier --limit 3',
        'parcours search "BTS MCO" fiches/ --format json',
      ])}\n\nExit codes: 0 found, 1 nothing found, 2 usage, 3 no document to search. Set NO_COLOR to have no colour.`,
    )
    .action(async (text: string, folders: string[], options: SearchOptions) => {
      const colour = process.stdout.isTTY === true && (process.env['NO_COLOR'] ?? '') === '';
      finish(await search(text, orSeeds(folders), options, colour));
    });

  parcours
    .command('render')
    .description('write documents anew in the dialect of the seeds, as they were understood')
    .argument('<file...>', 'files or folders of fiches métiers')
    .option('-o, --out <folder>', 'write files of the same names there, instead of to standard output')
    .addHelpText('after', examples(['parcours render fiche.txt', 'parcours render fiches/ --out clean/']))
    .action((files: string[], options: { out?: string }) => finish(render(files, options)));

  return parcours;
}

/** A driver never ends a connection whose first bytes were swallowed: a command that had one does not wait for it. */
function leave(code: number): never {
  process.exit(code);
}

function formatOption(): Option {
  return new Option('-f, --format <format>', 'how to print diagnostics').choices(FORMATS).default('text');
}

function toPort(text: string): number {
  const port = Number(text);
  if (!/^[0-9]{1,5}$/.test(text) || port > 65_535)
    throw new InvalidArgumentError('It must be a number from 0 to 65535.');
  return port;
}

function toNatures(text: string, before: readonly string[] = []): readonly string[] {
  if (!NATURES.some((nature) => nature === text))
    throw new InvalidArgumentError(`It must be one of ${NATURES.join(', ')}.`);
  return [...before, text];
}

function toLimit(text: string): number {
  const limit = Number(text);
  if (!/^[0-9]{1,3}$/.test(text) || limit > RESULTS_MAX)
    throw new InvalidArgumentError(`It must be a number from 0 to ${RESULTS_MAX}.`);
  return limit;
}

/** Checked here, since commander's own message would repeat the address, and with it a password. */
function addressOf(command: Command, option: string, text: string): string {
  try {
    return storeAddress(text);
  } catch (error) {
    return command.error(`error: the address of ${option} is not one: ${(error as Error).message}`);
  }
}

function orSeeds(folders: readonly string[]): readonly string[] {
  return folders.length === 0 ? [SEEDS] : folders;
}

function examples(lines: readonly string[]): string {
  return `\nExamples:\n${lines.map((line) => `  $ ${line}`).join('\n')}`;
}

// Whoever reads the output may stop reading: `parcours check | head` is no error. A disk that is full is.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') return;
  say(`the output cannot be written: ${error.message}`);
  process.exit(EXIT_NOT_TO_BE_HAD);
});

try {
  await program((code) => {
    process.exitCode = code;
  }).parseAsync();
} catch (error) {
  if (!(error instanceof CommanderError)) throw error;
  process.exitCode = error.exitCode === 0 ? 0 : EXIT_USAGE;
}
