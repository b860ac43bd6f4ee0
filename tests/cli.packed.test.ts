import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ask, command, type Ended, launch, PACKAGE, query, ROOT, SEEDS } from './support/server.ts';

interface Packed {
  readonly filename: string;
  readonly size: number;
  readonly files: readonly { readonly path: string }[];
}

interface Manifest {
  readonly dependencies?: unknown;
  readonly optionalDependencies?: unknown;
  readonly peerDependencies?: unknown;
  readonly files: readonly string[];
}

/** npm as a user has it: none of this project's settings, and no network, for the package needs none. */
const NPM = {
  npm_config_offline: 'true',
  npm_config_audit: 'false',
  npm_config_fund: 'false',
  npm_config_update_notifier: 'false',
  npm_config_loglevel: 'error',
};

let folder: string;
let packed: Packed;
let elsewhere: string;
let installed: Ended;

beforeAll(async () => {
  command();
  folder = mkdtempSync(join(tmpdir(), 'parcours-packed-'));
  // Without scripts: the tests run on what is built, and a build under their feet would break them.
  const pack = await npm(['pack', '--json', '--ignore-scripts', '--pack-destination', folder], ROOT);
  expect(pack.code, pack.stderr).toBe(0);
  const [first] = JSON.parse(pack.stdout) as Packed[];
  if (first === undefined) throw new Error('npm packed nothing');
  packed = first;
  elsewhere = consumer('elsewhere');
  installed = await npm(['install', join(folder, packed.filename), '--engine-strict=false'], elsewhere);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function npm(args: readonly string[], cwd: string): Promise<Ended> {
  return launch('npm', args, { cwd, env: NPM }).ended;
}

function npx(args: readonly string[]): Promise<Ended> {
  return launch('npx', ['--no-install', 'parcours', ...args], { cwd: elsewhere, env: NPM }).ended;
}

/** A project of somebody else's. */
function consumer(name: string): string {
  const path = join(folder, name);
  mkdirSync(path);
  writeFileSync(join(path, 'package.json'), '{"name":"somebody-else","private":true}\n');
  return path;
}

describe('The package', () => {
  it('holds what it says, and nothing that only we need', () => {
    const paths = packed.files.map(({ path }) => path);
    const { files } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as Manifest;
    const absent = [...files, 'package.json', 'README.md', 'LICENSE', PACKAGE.bin.parcours].filter(
      (wanted) => !paths.some((path) => path === wanted || path.startsWith(`${wanted}/`)),
    );
    expect(absent).toEqual([]);
    expect(paths).toContain('dist/graphiql/index.html');
    expect(paths.filter((path) => path.startsWith('seeds/') && !/readme/i.test(path)).length).toBe(
      readdirSync(SEEDS).filter((name) => !/readme/i.test(name)).length,
    );
    expect(
      paths.filter((path) => /^(?:src|loaders|tests|bench|scripts|node_modules|\.)|\.map$|\.test\./.test(path)),
    ).toEqual([]);
  });

  it('installs elsewhere, without the network, on the Node that runs this', () => {
    expect({ code: installed.code, stderr: installed.stderr }).toEqual({ code: 0, stderr: '' });
    const manifest = JSON.parse(
      readFileSync(join(elsewhere, 'node_modules/parcours/package.json'), 'utf8'),
    ) as Manifest;
    expect([manifest.dependencies, manifest.optionalDependencies, manifest.peerDependencies]).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
    expect(readdirSync(join(elsewhere, 'node_modules')).filter((name) => !name.startsWith('.'))).toEqual(['parcours']);
  });

  it('installs also where engines are taken at their word', async () => {
    const strict = await npm(['install', join(folder, packed.filename), '--engine-strict=true'], consumer('strict'));
    expect({ code: strict.code, stderr: strict.stderr }).toEqual({ code: 0, stderr: '' });
  });

  it('names the licences of what it was bundled from', () => {
    const licences = readFileSync(
      join(elsewhere, 'node_modules/parcours/dist/parcours/third-party-licenses.md'),
      'utf8',
    );
    for (const name of ['@pothos/core', 'commander', 'graphql', 'graphql-jit', 'graphql-yoga', 'zod']) {
      expect(licences).toContain(name);
    }
  });
});

describe('npx parcours, once installed', () => {
  it('--version', async () => {
    const { code, stdout } = await npx(['--version']);
    expect({ code, stdout }).toEqual({ code: 0, stdout: `${PACKAGE.version}\n` });
  });

  it('check finds the seeds of the package, and folders of the place it runs in', async () => {
    const { code, stderr } = await npx(['check']);
    expect(code).toBe(0);
    expect(stderr).toMatch(/^[0-9]+ documents: 0 errors, 0 warnings, /);
    mkdirSync(join(elsewhere, 'fiches'));
    writeFileSync(join(elsewhere, 'fiches/bad.md'), 'no title\n');
    const own = await npx(['check', 'fiches']);
    expect(own.code).toBe(1);
    expect(own.stdout).toContain('fiches/bad.md');
  });

  // By its own name, not by npx: npx does not pass signals on, and the server would outlive it.
  it('serve answers a traversal, and serves the page of GraphiQL with all that it needs', async () => {
    const { child, ended, origin } = launch(
      process.execPath,
      [join(elsewhere, 'node_modules/.bin/parcours'), 'serve', '--port', '0'],
      { cwd: elsewhere },
    );
    try {
      const place = await origin();
      const { status, json } = await query(
        place,
        `{ metier(id: "MET.8097") { nom formations { nodes { id nom metiers { totalCount } } }
           interets { nodes { libelle metiers(first: 3) { nodes { nom statuts { nodes { libelle } } } } } } } }`,
      );
      expect({ status, json }).toMatchObject({
        status: 200,
        json: { data: { metier: { nom: 'ingénieur/e social/e' } } },
      });
      const page = await ask(place, '/graphql', { headers: { accept: 'text/html' } });
      expect(page.status).toBe(200);
      const links = [...page.text.matchAll(/(?:src|href)="(\/[^"]*)"/g)].map(([, link]) => link ?? '');
      expect(links.length).toBeGreaterThan(1);
      for (const link of links)
        expect({ link, status: (await ask(place, link)).status }).toEqual({ link, status: 200 });
    } finally {
      child.kill('SIGTERM');
    }
    expect((await ended).code).toBe(0);
  });
});
