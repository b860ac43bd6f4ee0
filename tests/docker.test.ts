/** What docker-compose.yml and the Dockerfile promise. No engine runs them here: what they copy, and how it starts, is tried. */
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { ask, launch, ROOT } from './support/server.ts';

interface Service {
  readonly image?: string;
  readonly build?: string;
  readonly command?: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
  readonly ports?: readonly string[];
  readonly read_only?: boolean;
  readonly cap_drop?: readonly string[];
  readonly security_opt: readonly string[];
  readonly healthcheck: { readonly test?: readonly string[]; readonly disable?: boolean };
  readonly depends_on?: Readonly<Record<string, { readonly condition: string }>>;
  readonly restart: string;
}

interface Compose {
  readonly services: Readonly<Record<'neo4j' | 'load' | 'serve', Service>>;
}

interface Instruction {
  readonly word: string;
  readonly text: string;
}

const compose = parse(read('docker-compose.yml'), { merge: true }) as Compose;
const { neo4j, load, serve } = compose.services;
const stages = stagesOf(read('Dockerfile'));
const [build = [], final = []] = stages;

describe('docker-compose.yml', () => {
  it('starts Neo4j, then the loader once, then the server', () => {
    expect(Object.keys(compose.services)).toEqual(['neo4j', 'load', 'serve']);
    expect(load.depends_on).toEqual({ neo4j: { condition: 'service_healthy' } });
    expect(serve.depends_on).toEqual({
      neo4j: { condition: 'service_healthy' },
      load: { condition: 'service_completed_successfully' },
    });
    expect([neo4j.restart, load.restart, serve.restart]).toEqual(['unless-stopped', 'no', 'unless-stopped']);
    expect([load.command, serve.command]).toEqual([
      ['load', '--to', 'neo4j://neo4j:7687', '/data/fiches'],
      ['serve', '--store', 'neo4j://neo4j:7687', '--mirror'],
    ]);
  });

  it('takes the long-term support version of Neo4j, the one that the tests run', () => {
    expect(neo4j.image).toBe('neo4j:5.26-community');
  });

  it('knows when Neo4j and the server are well', () => {
    // That it answers there is tested in neo4j.server.test.ts.
    expect(neo4j.healthcheck.test).toEqual([
      'CMD',
      'wget',
      '--quiet',
      '--output-document=/dev/null',
      'http://127.0.0.1:7687',
    ]);
    expect(serve.healthcheck.test?.slice(0, 3)).toEqual(['CMD', 'node', '-e']);
    expect(load.healthcheck).toEqual({ disable: true });
  });

  it('holds no password, and starts nothing where none is given', () => {
    const given = /^(?:neo4j\/)?\$\{NEO4J_PASSWORD:\?[^}]+\}$/;
    const passwords = [
      neo4j.environment['NEO4J_AUTH'],
      load.environment['NEO4J_PASSWORD'],
      serve.environment['NEO4J_PASSWORD'],
    ];
    for (const password of passwords) expect(password).toMatch(given);
    expect(load.environment).toMatchObject({ NEO4J_USERNAME: 'neo4j', NEO4J_DATABASE: 'neo4j' });
  });

  it('publishes on this machine alone unless told otherwise, the loader nowhere', () => {
    const ports = [...(neo4j.ports ?? []), ...(serve.ports ?? [])];
    expect(ports.map((port) => /^\$\{PARCOURS_ADDRESS:-127\.0\.0\.1\}:/.test(port))).toEqual([true, true, true]);
    expect(load.ports).toBeUndefined();
  });

  it('lets nobody gain privileges, and our own write nothing', () => {
    for (const { security_opt } of Object.values(compose.services)) {
      expect(security_opt).toEqual(['no-new-privileges:true']);
    }
    for (const { read_only, cap_drop } of [load, serve]) expect([read_only, cap_drop]).toEqual([true, ['ALL']]);
  });
});

describe('The Dockerfile', () => {
  it('builds from the lock file, without scripts of packages, in a stage of its own', () => {
    expect(stages.length).toBe(2);
    expect(build.filter(({ word }) => word === 'RUN').map(({ text }) => text)).toEqual([
      'npm ci --ignore-scripts',
      'npm run build',
    ]);
    expect(final.filter(({ word }) => word === 'RUN')).toEqual([]);
  });

  it('copies only what is there and what .dockerignore lets through, which lets through nothing else', () => {
    const [everything, ...allowed] = read('.dockerignore')
      .split('\n')
      .filter((line) => line !== '' && !line.startsWith('#'));
    expect(everything).toBe('*');
    const copied = stages.flat().flatMap((instruction) => sourcesOf(instruction, false));
    expect([...new Set(copied)].sort()).toEqual(allowed.map((line) => line.slice(1)).sort());
    expect(allowed.every((line) => line.startsWith('!') && existsSync(join(ROOT, line.slice(1))))).toBe(true);
  });

  it('runs as a user that is not root, told by number', () => {
    expect(final.filter(({ word }) => word === 'USER')).toEqual([{ word: 'USER', text: '1000:1000' }]);
  });

  it('takes no secret and no build argument', () => {
    const words = stages.flat().filter(({ word, text }) => word === 'ARG' || /password|secret|token/i.test(text));
    expect(words).toEqual([]);
  });
});

describe('What the image holds', () => {
  const folder = mkdtempSync(join(tmpdir(), 'parcours-image-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it('serves what it copied, on every address, and is found well then and not after', async () => {
    for (const instruction of final) {
      for (const source of [...sourcesOf(instruction, false), ...sourcesOf(instruction, true)]) {
        const path = source.replace(/^\/app\//, '');
        mkdirSync(join(folder, path, '..'), { recursive: true });
        cpSync(join(ROOT, path), join(folder, path), { recursive: true });
      }
    }
    const variables = Object.fromEntries(
      textOf('ENV')
        .split(' ')
        .map((pair) => pair.split('=') as [string, string]),
    );
    expect(variables).toEqual({ NODE_ENV: 'production', HOST: '0.0.0.0', PORT: '4000' });
    const [program = '', ...args] = [...listOf(textOf('ENTRYPOINT')), ...listOf(textOf('CMD'))];
    const server = launch(program, args, { cwd: folder, env: { ...variables, PORT: '0' } });
    try {
      const { host, port } = await server.origin();
      expect(host).toBe('0.0.0.0');
      const check = async (): Promise<readonly (number | null)[]> => [
        await checked(listOf(textOf('HEALTHCHECK').replace(/^.*CMD /, '')), port),
        await checked((serve.healthcheck.test ?? []).slice(1), port),
      ];
      expect((await ask({ port }, '/graphql', { headers: { accept: 'text/html' } })).status).toBe(200);
      expect(await check()).toEqual([0, 0]);
      server.child.kill('SIGTERM');
      expect((await server.ended).code).toBe(0);
      expect(await check()).toEqual([1, 1]);
    } finally {
      server.child.kill('SIGKILL');
    }
  });

  /** A health check's exit code, asked of the port of this test instead of the image's. */
  async function checked([program = '', ...args]: readonly string[], port: number): Promise<number | null> {
    const here = args.map((argument) => argument.replace(':4000/', `:${port}/`));
    return (await launch(program, here, { env: { PORT: String(port) } }).ended).code;
  }
});

function read(path: string): string {
  return readFileSync(join(ROOT, path), 'utf8');
}

/** The instructions of each stage, continued lines joined. */
function stagesOf(text: string): Instruction[][] {
  const found: Instruction[][] = [];
  const lines = text.replaceAll(/\\\n\s*/g, '').split('\n');
  for (const line of lines.filter((line) => line !== '' && !line.startsWith('#'))) {
    const [word = '', ...rest] = line.split(' ');
    if (word === 'FROM') found.push([]);
    found.at(-1)?.push({ word, text: rest.join(' ') });
  }
  return found;
}

/** What a COPY takes, from the context or from the stage before. */
function sourcesOf({ word, text }: Instruction, fromStage: boolean): string[] {
  if (word !== 'COPY' || text.startsWith('--from=build ') !== fromStage) return [];
  return text
    .split(' ')
    .filter((part) => !part.startsWith('--'))
    .slice(0, -1);
}

function textOf(word: string): string {
  const [instruction, ...others] = final.filter((candidate) => candidate.word === word);
  expect([instruction?.word, others]).toEqual([word, []]);
  return instruction?.text ?? '';
}

function listOf(text: string): string[] {
  return JSON.parse(text) as string[];
}
