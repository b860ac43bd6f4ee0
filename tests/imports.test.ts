/** Imports go one way (DESIGN.md): model ← graph/graph ← { stores, analysis, schema, loaders } ← { server, cli }. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { posix } from 'node:path';
import ts from 'typescript';
import { describe, expect, test } from 'vitest';

interface Zone {
  readonly name: string;
  /** Files whose path begins so are of this zone; the first zone that fits is theirs. */
  readonly at: string;
  /** What they may import of the project, by how paths begin; Node's own modules are always allowed. */
  readonly own: readonly string[];
  /** Packages that they may import. */
  readonly packages: readonly string[];
}

const VOCABULARY = ['src/model.ts', 'src/text.ts', 'src/inclusive.ts'];
const PORT = [...VOCABULARY, 'src/graph/graph.ts', 'src/graph/topology.ts', 'src/graph/mask.ts', 'src/graph/words.ts'];
const EVERYTHING = ['src/', 'loaders/'];
/** Packages that one place alone may know, whatever else a zone allows. */
const KEPT: Readonly<Record<string, string>> = { '@pothos/core': 'src/schema/', 'neo4j-driver': 'src/graph/neo4j/' };

const ZONES: readonly Zone[] = [
  { name: 'the model', at: 'src/model.ts', own: [], packages: [] },
  { name: 'text', at: 'src/text.ts', own: [], packages: [] },
  { name: 'inclusive spellings', at: 'src/inclusive.ts', own: [], packages: [] },
  {
    name: 'the mirror',
    at: 'src/graph/neo4j/mirror.ts',
    own: [...PORT, 'src/graph/neo4j/', 'src/graph/embedded/'],
    packages: [],
  },
  {
    name: 'the Neo4j store',
    at: 'src/graph/neo4j/',
    own: [...PORT, 'src/graph/neo4j/'],
    packages: ['neo4j-driver', 'dataloader'],
  },
  { name: 'the port', at: 'src/graph/graph.ts', own: PORT, packages: [] },
  { name: 'the topology', at: 'src/graph/topology.ts', own: PORT, packages: [] },
  { name: 'filters over the topology', at: 'src/graph/mask.ts', own: PORT, packages: [] },
  { name: 'words in search keys', at: 'src/graph/words.ts', own: PORT, packages: [] },
  { name: 'a store', at: 'src/graph/', own: [...VOCABULARY, 'src/graph/'], packages: [] },
  { name: 'analysis', at: 'src/analysis/', own: [...PORT, 'src/analysis/'], packages: [] },
  {
    name: 'the schema',
    at: 'src/schema/',
    own: [...PORT, 'src/analysis/', 'src/schema/'],
    packages: ['graphql', '@pothos/core'],
  },
  { name: 'the server', at: 'src/server/', own: EVERYTHING, packages: ['*'] },
  { name: 'the command line', at: 'src/cli/', own: EVERYTHING, packages: ['*'] },
  { name: 'the library of the scripts', at: 'src/library.ts', own: EVERYTHING, packages: [] },
  { name: 'loaders', at: 'loaders/', own: [...PORT, 'loaders/'], packages: [] },
];

/** Sentences about the imports that go the wrong way. `sources` maps paths to texts. */
function faultsOf(sources: ReadonlyMap<string, string>, exists: (path: string) => boolean): string[] {
  return [...sources].flatMap(([path, text]) => {
    const zone = ZONES.find(({ at }) => path.startsWith(at));
    if (zone === undefined) return [`${path} is in no zone`];
    return ts.preProcessFile(text, true, true).importedFiles.flatMap(({ fileName }) => {
      const fault = faultOf(zone, path, fileName, exists);
      return fault === null ? [] : [`${path}: ${zone.name} ${fault}`];
    });
  });
}

function faultOf(zone: Zone, path: string, imported: string, exists: (path: string) => boolean): string | null {
  if (imported.startsWith('.')) {
    const target = posix.join(posix.dirname(path), imported);
    if (!exists(target)) return `imports ${target}, which does not exist`;
    return zone.own.some((allowed) => target.startsWith(allowed)) ? null : `may not import ${target}`;
  }
  if (imported.startsWith('node:') || builtinModules.includes(imported)) {
    return zone.name === 'the model' || zone.name === 'text' ? `may not import ${imported}` : null;
  }
  const name = imported
    .split('/')
    .slice(0, imported.startsWith('@') ? 2 : 1)
    .join('/');
  const kept = KEPT[name];
  if (kept !== undefined && !path.startsWith(kept)) return `may not import ${name}`;
  return zone.packages.includes('*') || zone.packages.includes(name) ? null : `may not import ${name}`;
}

const project = new Map(
  ['src', 'loaders'].flatMap((folder) =>
    readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .map((path) => posix.join(folder, path))
      .filter((path) => /\.(ts|tsx|mts|cts|js|mjs|cjs|jsx)$/.test(path))
      .map((path): [string, string] => [path, readFileSync(path, 'utf8')]),
  ),
);

test('no import of the project goes the wrong way', () => {
  expect(project.size).toBeGreaterThan(40);
  expect(faultsOf(project, existsSync)).toEqual([]);
});

test('every file of the project exists in a zone that says what it may import', () => {
  for (const path of project.keys())
    expect(
      ZONES.some(({ at }) => path.startsWith(at)),
      path,
    ).toBe(true);
});

describe('the rule finds what is planted:', () => {
  const planted: readonly (readonly [string, string, string])[] = [
    ['src/model.ts', "import { fold } from './text.ts';", 'the model may not import src/text.ts'],
    ['src/model.ts', "import { readFileSync } from 'node:fs';", 'the model may not import node:fs'],
    ['src/text.ts', "import type { Kind } from './model.ts';", 'text may not import src/model.ts'],
    [
      'src/graph/graph.ts',
      "import { embeddedStore } from './embedded/store.ts';",
      'the port may not import src/graph/embedded/store.ts',
    ],
    ['src/graph/embedded/x.ts', "import { GraphQLError } from 'graphql';", 'a store may not import graphql'],
    [
      'src/graph/embedded/x.ts',
      "import type { Budget } from '../../schema/budget.ts';",
      'a store may not import src/schema/budget.ts',
    ],
    ['src/graph/embedded/x.ts', "import neo4j from 'neo4j-driver';", 'a store may not import neo4j-driver'],
    ['src/graph/neo4j/x.ts', "import { GraphQLError } from 'graphql/error';", 'the Neo4j store may not import graphql'],
    [
      'src/schema/x.ts',
      "import { embeddedStore } from '../graph/embedded/store.ts';",
      'the schema may not import src/graph/embedded/store.ts',
    ],
    ['src/schema/x.ts', "export { load } from '../../loaders/load.ts';", 'the schema may not import loaders/load.ts'],
    [
      'src/schema/x.ts',
      "const { load } = await import('../../loaders/load.ts');",
      'the schema may not import loaders/load.ts',
    ],
    [
      'src/schema/x.ts',
      "type Store = import('../graph/embedded/store.ts').EmbeddedStore;",
      'the schema may not import src/graph/embedded/store.ts',
    ],
    ['src/schema/x.ts', "export * from '../server/http.ts';", 'the schema may not import src/server/http.ts'],
    ['src/server/x.ts', "import SchemaBuilder from '@pothos/core';", 'the server may not import @pothos/core'],
    [
      'src/cli/x.ts',
      "import { driver } from 'neo4j-driver/lib/driver.js';",
      'the command line may not import neo4j-driver',
    ],
    [
      'loaders/x.ts',
      "import { embeddedStore } from '../src/graph/embedded/store.ts';",
      'loaders may not import src/graph/embedded/store.ts',
    ],
    ['loaders/x.ts', "import 'graphql';", 'loaders may not import graphql'],
    [
      'src/analysis/x.ts',
      "import { createSchema } from '../schema/schema.ts';",
      'analysis may not import src/schema/schema.ts',
    ],
    [
      'src/schema/x.ts',
      "import { at } from '../graph/graph.js';",
      'the schema imports src/graph/graph.js, which does not exist',
    ],
  ];
  for (const [path, text, fault] of planted) {
    test(fault, () => expect(faultsOf(new Map([[path, text]]), existsSync)).toEqual([`${path}: ${fault}`]));
  }

  test('and a file outside every zone', () => {
    expect(faultsOf(new Map([['src/utils.ts', '']]), existsSync)).toEqual(['src/utils.ts is in no zone']);
  });

  test('and nothing where nothing is wrong', () => {
    const text =
      "import type { Graph } from '../graph/graph.ts';\nimport { GraphQLError } from 'graphql';\n// import 'loaders/load.ts'";
    expect(faultsOf(new Map([['src/schema/x.ts', text]]), existsSync)).toEqual([]);
  });
});
