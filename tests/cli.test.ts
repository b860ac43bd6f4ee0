import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { command, type Ended, type LaunchOptions, PACKAGE, parcours, query, ROOT, SEEDS } from './support/server.ts';

const SEED_FILES = readdirSync(SEEDS)
  .filter((name) => /\.(?:md|txt)$/.test(name) && !/^readme\./i.test(name))
  .sort();

let folder: string;
beforeAll(() => {
  command();
  folder = mkdtempSync(join(tmpdir(), 'parcours-cli-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function run(args: readonly string[], options: LaunchOptions = {}): Promise<Ended> {
  return parcours(args, { cwd: folder, ...options }).ended;
}

/** What a shell makes of `parcours` and the rest of the line. */
function shell(rest: string): { stdout: string; stderr: string } {
  const line = `"${process.execPath}" "${command()}" ${rest}`;
  return spawnSync('sh', ['-c', line], { encoding: 'utf8', maxBuffer: 10 ** 8, timeout: 30_000 });
}

/** A new folder with these files. */
function documents(name: string, files: Readonly<Record<string, string>>): string {
  const path = join(folder, name);
  mkdirSync(path, { recursive: true });
  for (const [file, text] of Object.entries(files)) writeFileSync(join(path, file), text);
  return path;
}

const GOOD = `# fleuriste
**ID:** MET.18

**Appellations:**
- Féminin: fleuriste
- Masculin: fleuriste

## Présentation

Compose des bouquets.

**Niveau d'accès minimum:** CAP ou équivalent

## Formations recommandées

- CAP fleuriste (ID: FOR.496)

**Statuts possibles:**
- salarié

## Centres d'intérêt

- j'aime la nature
`;
const OTHER = GOOD.replaceAll('fleuriste', 'jardinier').replace('MET.18', 'MET.19').replace('FOR.496', 'FOR.497');
const BAD = GOOD.replace('MET.18', 'MET.dix-huit').replaceAll('fleuriste', 'cassé');

function expectNoStack({ stderr, stdout }: Ended): void {
  expect(stderr + stdout).not.toMatch(/\n\s+at |node:internal|Node\.js v|UnhandledPromise/);
}

describe('parcours --help', () => {
  it('names the commands and the exit codes', async () => {
    const { code, stdout, stderr } = await run(['--help']);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    for (const part of ['serve', 'check', 'render', 'Exit codes: 0 ok, 1 findings in documents, 2 usage, 3 ']) {
      expect(stdout).toContain(part);
    }
  });

  it.each([
    ['serve', ['--port', '--host', '--strict', '--format', 'PORT', 'HOST', '4000', '127.0.0.1']],
    ['check', ['--strict', '--format', '"text", "json",']],
    ['render', ['--out', '<file...>']],
  ])('of %s names its options and gives examples', async (name, parts) => {
    for (const args of [
      [name, '--help'],
      [name, '-h'],
      ['help', name],
    ]) {
      const { code, stdout, stderr } = await run(args);
      expect({ args, code, stderr }).toEqual({ args, code: 0, stderr: '' });
      for (const part of parts) expect(stdout).toContain(part);
      expect(stdout).toMatch(new RegExp(`Examples:\n(?: {2}\\$ [^\n]*parcours ${name}[^\n]*\n){2,}`));
    }
  });

  it('comes of itself where no command is given, as an error of usage', async () => {
    const { code, stdout, stderr } = await run([]);
    expect(code).toBe(2);
    expect(stdout).toBe('');
    expect(stderr).toContain('Usage: parcours');
  });
});

describe('parcours --version', () => {
  it('is that of the package', async () => {
    for (const flag of ['--version', '-V']) {
      const { code, stdout, stderr } = await run([flag]);
      expect({ flag, code, stdout, stderr }).toEqual({ flag, code: 0, stdout: `${PACKAGE.version}\n`, stderr: '' });
    }
  });
});

describe('Usage', () => {
  const wrong: readonly (readonly [readonly string[], string])[] = [
    [['nope'], "error: unknown command 'nope'"],
    [['serv'], "error: unknown command 'serv'"],
    [['--nope'], "error: unknown option '--nope'"],
    [['serve', '--nope'], "error: unknown option '--nope'"],
    [['check', '--port', '1'], "error: unknown option '--port'"],
    [['check', '--format', 'xml'], "argument 'xml' is invalid. Allowed choices are text, json, github."],
    [['serve', '--format', 'TEXT'], "argument 'TEXT' is invalid. Allowed choices are text, json, github."],
    [['check', '--format'], "error: option '-f, --format <format>' argument missing"],
    [['render'], "error: missing required argument 'file'"],
    [['render', 'a', '--out'], 'argument missing'],
    [['serve', '--port', 'abc'], 'It must be a number from 0 to 65535.'],
    [['serve', '--port', '65536'], 'It must be a number from 0 to 65535.'],
    [['serve', '--port=-1'], 'It must be a number from 0 to 65535.'],
    [['serve', '--port', '80.5'], 'It must be a number from 0 to 65535.'],
    [['serve', '--port', '0x50'], 'It must be a number from 0 to 65535.'],
    [['serve', '--port', '1e3'], 'It must be a number from 0 to 65535.'],
    [['serve', '--port='], 'It must be a number from 0 to 65535.'],
  ];
  it.each(wrong)('%j is wrong: 2, and why', async (args, why) => {
    const ended = await run(args);
    expect({ code: ended.code, stdout: ended.stdout }).toEqual({ code: 2, stdout: '' });
    expect(ended.stderr).toContain(why);
    expectNoStack(ended);
  });

  const environments: readonly (readonly [string, string])[] = [
    ['PORT', 'abc'],
    ['PORT', '65536'],
    ['PORT', '-1'],
    ['PORT', '80.5'],
    ['PORT', '0x50'],
    ['PORT', '1e3'],
    ['PORT', ' '],
    ['PORT', 'tcp://10.0.0.1:80'],
    ['PARCOURS_NODES_MAX', '0'],
    ['PARCOURS_NODES_MAX', 'many'],
    ['PARCOURS_EXAMINED_MAX', '-5'],
  ];
  it.each(environments)('%s=%j in the environment is wrong: 2, and the name of the variable', async (name, value) => {
    const child = parcours(['serve'], {
      cwd: folder,
      env: { [name]: value, ...(name === 'PORT' ? {} : { PORT: '0' }) },
    });
    const served = child.origin().then(
      () => child.child.kill('SIGKILL'),
      () => {},
    );
    const ended = await child.ended;
    await served;
    expect({ code: ended.code, stdout: ended.stdout }).toEqual({ code: 2, stdout: '' });
    expect(ended.stderr).toContain('parcours: the environment is not usable: ');
    expect(ended.stderr).toContain(name);
    expectNoStack(ended);
  });

  it('all variables at fault are named together', async () => {
    const { code, stderr } = await run(['serve'], { env: { PORT: 'x', PARCOURS_NODES_MAX: 'y' } });
    expect(code).toBe(2);
    expect(stderr).toMatch(/PORT: .*PARCOURS_NODES_MAX: /);
  });

  it('the environment of serve is no business of check', async () => {
    expect((await run(['check'], { env: { PORT: 'abc' } })).code).toBe(0);
  });
});

describe('parcours check', () => {
  it('has nothing against the seeds', async () => {
    const { code, stderr } = await run(['check']);
    expect(code).toBe(0);
    expect(stderr).toMatch(new RegExp(`^${SEED_FILES.length} documents: 0 errors, 0 warnings, [0-9]+ notices?\n$`));
    expect((await run(['check', '--strict'])).code).toBe(0);
  });

  it('tells where, what, and what to do, with the line', async () => {
    const path = documents('check-text', { 'good.md': GOOD, 'bad.md': BAD });
    const { code, stdout, stderr } = await run(['check', path]);
    expect({ code, stderr }).toEqual({ code: 1, stderr: '2 documents: 1 error, 0 warnings, 0 notices\n' });
    expect(stdout).toMatch(
      /^error\[[a-z-]+\]: .+\n {2}--> .*\/bad\.md:2:9\n {2}\|\n2 \| \*\*ID:\*\* MET\.dix-huit\n {2}\| {9}\^{12}\n {2}= help: .+\n\n$/,
    );
  });

  it('tells programs the same as JSON, and JSON also where there is nothing to tell', async () => {
    const path = documents('check-json', { 'good.md': GOOD, 'bad.md': BAD });
    const { code, stdout } = await run(['check', path, '--format', 'json']);
    expect(code).toBe(1);
    expect(JSON.parse(stdout)).toEqual([
      {
        severity: 'error',
        code: expect.stringMatching(/^[a-z-]+$/),
        message: expect.any(String),
        help: expect.any(String),
        file: join(path, 'bad.md'),
        line: 2,
        column: 9,
        length: 12,
        excerpt: '**ID:** MET.dix-huit',
      },
    ]);
    const nothing = await run(['check', documents('check-none', { 'good.md': GOOD }), '-f', 'json']);
    expect({ code: nothing.code, stdout: nothing.stdout }).toEqual({ code: 0, stdout: '[]\n' });
  });

  it('tells GitHub the same as annotations', async () => {
    const path = documents('check,github: 100%', { 'good.md': GOOD, 'bad.md': BAD });
    const { code, stdout } = await run(['check', path, '--format=github']);
    expect(code).toBe(1);
    expect(stdout).toMatch(/^::error file=.*check%2Cgithub%3A 100%25\/bad\.md,line=2,col=9,title=[a-z-]+::.+\n$/);
    expect(stdout.trimEnd().split('\n').length).toBe(1);
  });

  it('counts warnings as findings only with --strict', async () => {
    const path = documents('check-strict', { 'warned.md': `${GOOD}\n## Présentation bis\n\n` });
    const loose = await run(['check', path]);
    const strict = await run(['check', path, '--strict']);
    expect(loose.stdout).toBe(strict.stdout);
    expect(loose.stdout).toContain('warning[');
    expect([loose.code, strict.code]).toEqual([0, 1]);
  });

  it('finds what is missing, empty, unreadable or no document', async () => {
    const missing = await run(['check', join(folder, 'missing')]);
    expect(missing.code).toBe(1);
    expect(missing.stdout).toContain('error[not-found]');
    const empty = await run(['check', documents('empty', {})]);
    expect(empty.code).toBe(1);
    expect(empty.stdout).toContain('error[folder-empty]');
    const binary = await run(['check', documents('binary', { 'picture.md': '\u0089PNG\r\n\u001a\n\u0000' })]);
    expect(binary.code).toBe(1);
    const link = documents('link', { 'good.md': GOOD });
    symlinkSync('/etc/hostname', join(link, 'link.md'));
    const linked = await run(['check', link]);
    expect(linked.code).toBe(1);
    expect(linked.stdout).toContain('error[link]');
    for (const ended of [missing, empty, binary, linked]) expectNoStack(ended);
  });

  it('takes weird names as they come, and escapes what would steer a terminal', async () => {
    const path = documents('weird', { '$(touch x).md': GOOD, '-rf.md': OTHER, 'a\nb\u001b[31m.md': BAD });
    const { code, stdout } = await run(['check', path]);
    expect(code).toBe(1);
    expect(stdout).not.toContain('\u001b');
    expect(stdout).not.toContain('a\nb');
    expect(existsSync(join(folder, 'x'))).toBe(false);
    const github = await run(['check', path, '-f', 'github']);
    expect(github.stdout.trimEnd().split('\n').length).toBe(1);
  });

  it('takes several folders and files, and a name that begins with a dash after --', async () => {
    const path = documents('several', { 'good.md': GOOD, '-other.md': OTHER });
    const { code, stderr } = await run(['check', '--', 'good.md', '-other.md'], { cwd: path });
    expect({ code, stderr }).toEqual({ code: 0, stderr: '2 documents: 0 errors, 0 warnings, 0 notices\n' });
  });

  it('tells all of it through a pipe that is slow', () => {
    const path = documents('many', Object.fromEntries(Array.from({ length: 400 }, (_, i) => [`${i}.md`, BAD])));
    const { stdout } = shell(`check "${path}" --format json | (sleep 0.5; cat)`);
    expect((JSON.parse(stdout) as unknown[]).length).toBe(400);
  });

  it.skipIf(!existsSync('/dev/full'))('says in a line that its output cannot be written', () => {
    for (const rest of [`check "${SEEDS}" --format json`, `search boulanger "${SEEDS}"`, `render "${SEEDS}"`]) {
      const { stderr } = shell(`${rest} > /dev/full; echo "ends with $?" >&2`);
      expect(stderr).toMatch(/(?:^|\n)parcours: the output cannot be written: .*ENOSPC.*\nends with 3\n$/);
    }
  });

  it('ends quietly when nobody listens any more', () => {
    for (const rest of [`check "${join(folder, 'many')}" --format json | head -c 1`, `render "${SEEDS}" | head -c 1`]) {
      const { stdout, stderr } = shell(rest);
      expect(stdout).toMatch(/^[[#]$/);
      expect(stderr).not.toMatch(/EPIPE|\n\s+at |Node\.js v/);
    }
  });
});

describe('parcours render', () => {
  it('gives every seed back byte for byte, into a folder', async () => {
    const out = join(folder, 'rendered', 'deep');
    const { code, stdout, stderr } = await run(['render', SEEDS, '--out', out]);
    expect({ code, stdout, stderr }).toEqual({ code: 0, stdout: '', stderr: '' });
    expect(readdirSync(out).sort()).toEqual(SEED_FILES);
    const changed = SEED_FILES.filter((name) => !readFileSync(join(out, name)).equals(readFileSync(join(SEEDS, name))));
    expect(changed).toEqual([]);
  });

  it('gives documents back byte for byte on standard output', async () => {
    for (const name of [SEED_FILES[0] ?? '', SEED_FILES.find((file) => file.endsWith('.txt')) ?? '']) {
      const { code, stdout, stderr } = await run(['render', join(SEEDS, name)]);
      expect({ name, code, stderr }).toEqual({ name, code: 0, stderr: '' });
      expect(stdout).toBe(readFileSync(join(SEEDS, name), 'utf8'));
    }
  });

  it('may write over what it read', async () => {
    const seed = readFileSync(join(SEEDS, SEED_FILES[0] ?? ''), 'utf8');
    const path = documents('over', { 'good.md': seed });
    expect((await run(['render', path, '--out', path])).code).toBe(0);
    expect(readdirSync(path)).toEqual(['good.md']);
    expect(readFileSync(join(path, 'good.md'), 'utf8')).toBe(seed);
  });

  it('leaves a document in error alone and says so: 1; the others are written', async () => {
    const path = documents('render-bad', { 'good.md': GOOD, 'bad.md': BAD });
    const out = join(folder, 'render-bad-out');
    const { code, stderr } = await run(['render', path, '-o', out]);
    expect(code).toBe(1);
    expect(stderr).toContain('bad.md:2:9');
    expect(readdirSync(out)).toEqual(['good.md']);
  });

  it('refuses to write two documents to one file: 2, and writes nothing', async () => {
    const one = documents('one', { 'same.md': GOOD });
    const two = documents('two', { 'same.md': OTHER });
    const out = join(folder, 'doubles');
    const ended = await run(['render', one, two, '--out', out]);
    expect({ code: ended.code, exists: existsSync(out) }).toEqual({ code: 2, exists: false });
    expect(ended.stderr).toContain('"same.md"');
    expect((await run(['render', one, two])).code).toBe(0);
  });

  it('says why it cannot write: 3', async () => {
    const path = documents('unwritable', { 'good.md': GOOD });
    const ended = await run(['render', path, '--out', join(path, 'good.md')]);
    expect(ended.code).toBe(3);
    expect(ended.stderr).toMatch(/^parcours: cannot write to ".*good\.md": E[A-Z]+/);
    expectNoStack(ended);
  });

  it('says what is not there: 1', async () => {
    const ended = await run(['render', 'missing.md']);
    expect({ code: ended.code, stdout: ended.stdout }).toEqual({ code: 1, stdout: '' });
    expect(ended.stderr).toContain('error[not-found]');
  });
});

describe('parcours serve', () => {
  async function served(
    args: readonly string[],
    options: LaunchOptions = {},
  ): Promise<{ answer: unknown; ended: Ended; origin: string }> {
    const { child, ended, origin } = parcours(['serve', ...args], { cwd: folder, ...options });
    try {
      const place = await origin();
      const { json } = await query(place, '{ metiers { totalCount } donnees { diagnostics { erreurs } } }');
      child.kill('SIGTERM');
      return { answer: json, ended: await ended, origin: place.origin };
    } finally {
      child.kill('SIGKILL');
    }
  }

  const counted = (metiers: number, erreurs: number): unknown => ({
    data: { metiers: { totalCount: metiers }, donnees: { diagnostics: { erreurs } } },
  });

  it('serves the seeds unless told otherwise, and says where', async () => {
    const { answer, ended, origin } = await served(['--port', '0']);
    expect(answer).toEqual(counted(SEED_FILES.length, 0));
    expect({ code: ended.code, stdout: ended.stdout }).toEqual({ code: 0, stdout: '' });
    const lines = ended.stderr.trimEnd().split('\n');
    expect(lines[0]).toMatch(new RegExp(`^parcours: ${SEED_FILES.length} documents: 0 errors, 0 warnings, `));
    expect(lines.slice(1)).toEqual([
      expect.stringMatching(new RegExp(`^parcours: serving ${SEED_FILES.length} métiers and [0-9]+ formations$`)),
      `parcours: GraphiQL and GraphQL: ${origin}/graphql`,
      'parcours: stopping',
    ]);
  });

  it('serves the good documents of a folder with a bad one, and tells of that', async () => {
    const path = documents('mixed', { 'good.md': GOOD, 'bad.md': BAD, 'other.txt': OTHER });
    const { answer, ended } = await served([path, '--port', '0']);
    expect(answer).toEqual(counted(2, 1));
    expect(ended.stderr).toContain(`${join(path, 'bad.md')}:2:9`);
    expect(ended.stderr).toContain('2 | **ID:** MET.dix-huit');
    expect(ended.stderr).toContain('parcours: 3 documents: 1 error, 0 warnings, 0 notices');
    const json = await served([path, '--port', '0', '--format', 'github']);
    expect(json.ended.stderr).toContain('::error file=');
  });

  it('serves nothing of it with --strict: 1', async () => {
    const path = documents('mixed-strict', { 'good.md': GOOD, 'bad.md': BAD });
    const ended = await run(['serve', path, '--strict', '--port', '0']);
    expect(ended.code).toBe(1);
    expect(ended.stderr).toContain('bad.md:2:9');
    expect(ended.stderr).toContain('parcours: nothing is served: --strict refuses documents in error\n');
    expect(ended.stderr).not.toContain('http://');
    expect((await served([documents('clean', { 'good.md': GOOD }), '--strict', '--port', '0'])).answer).toEqual(
      counted(1, 0),
    );
  });

  it('serves nothing where there is nothing: a folder that is missing, empty, or all in error: 1', async () => {
    for (const path of [join(folder, 'missing'), documents('void', {}), documents('bad-only', { 'bad.md': BAD })]) {
      const ended = await run(['serve', path, '--port', '0']);
      expect({ path, code: ended.code }).toEqual({ path, code: 1 });
      expect(ended.stderr).toMatch(/error\[[a-z-]+\]: /);
      expect(ended.stderr).toContain('parcours: there is no métier to serve\n');
      expectNoStack(ended);
    }
  });

  it('serves a folder beside a missing one, and tells of that', async () => {
    const path = documents('beside', { 'good.md': GOOD });
    const { answer, ended } = await served([path, 'missing', '--port', '0']);
    expect(answer).toEqual(counted(1, 1));
    expect(ended.stderr).toContain('error[not-found]');
  });

  it('says that a port is in use, or an address is not to be had: 3', async () => {
    const taken = createServer();
    const port = await new Promise<number>((resolve) => {
      taken.listen(0, '127.0.0.1', () => resolve((taken.address() as { port: number }).port));
    });
    try {
      const ended = await run(['serve', '--port', String(port)]);
      expect({ code: ended.code, stdout: ended.stdout }).toEqual({ code: 3, stdout: '' });
      expect(ended.stderr).toMatch(
        new RegExp(
          `parcours: cannot listen on 127\\.0\\.0\\.1, port ${port}: .*EADDRINUSE.*; choose others with --host and --port\n$`,
        ),
      );
      expectNoStack(ended);
      const elsewhere = await run(['serve', '--host', '192.0.2.1', '--port', '0']);
      expect(elsewhere.code).toBe(3);
      expect(elsewhere.stderr).toContain('cannot listen on 192.0.2.1');
      expectNoStack(elsewhere);
    } finally {
      taken.close();
    }
  });

  it('takes PORT and HOST from the environment, and options before them; empty ones are as none', async () => {
    const { origin } = await served([], { env: { PORT: '0', HOST: '127.0.0.2' } });
    expect(origin).toMatch(/^http:\/\/127\.0\.0\.2:[0-9]+$/);
    const other = await served(['--host', '127.0.0.3', '--port', '0'], { env: { PORT: '1', HOST: '127.0.0.2' } });
    expect(other.origin).toMatch(/^http:\/\/127\.0\.0\.3:[0-9]+$/);
    const empty = await served(['--port', '0'], { env: { PORT: '', HOST: '' } });
    expect(empty.origin).toMatch(/^http:\/\/127\.0\.0\.1:[0-9]+$/);
  });

  it('takes its budget from the environment', async () => {
    const { child, ended, origin } = parcours(['serve'], { env: { PORT: '0', PARCOURS_NODES_MAX: '3' } });
    try {
      const { json } = await query(await origin(), '{ metiers(first: 4) { nodes { id } } }');
      expect(json).toMatchObject({ errors: [{ extensions: { code: 'BUDGET_EPUISE', limite: 3 } }] });
    } finally {
      child.kill('SIGTERM');
      await ended;
    }
  });

  it('runs from anywhere, also through a link, as npm installs it', async () => {
    const link = join(folder, 'parcours-link');
    symlinkSync(command(), link);
    chmodSync(command(), 0o755);
    const { stdout, status } = spawnSync(link, ['--version'], { cwd: '/', encoding: 'utf8' });
    expect({ status, stdout }).toEqual({ status: 0, stdout: `${PACKAGE.version}\n` });
  });

  it('is what npm start runs', () => {
    const { scripts } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as { scripts: { start: string } };
    expect(scripts.start).toBe('node scripts/start.mjs serve');
  });
});
