/** `parcours search`: what it prints and where, and what it exits with. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { command, type Ended, parcours } from './support/server.ts';

const FICHES = [
  ['MET.17', 'boulanger/ère', 'CAP boulanger (ID: FOR.618)'],
  ['MET.152', 'pâtissier/ère', 'CAP pâtissier (ID: FOR.669)'],
  ['MET.1', 'œnologue', 'CAP boulanger (ID: FOR.618)'],
] as const;

let folder: string;
beforeAll(() => {
  command();
  folder = mkdtempSync(join(tmpdir(), 'parcours-search-'));
  for (const [id, nom, formation] of FICHES) {
    writeFileSync(
      join(folder, `${id}.md`),
      `# ${nom}\n**ID:** ${id}\n\n## Présentation\n\nUn métier.\n\n## Formations recommandées\n\n- ${formation}\n`,
    );
  }
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function run(...args: string[]): Promise<Ended> {
  return parcours(['search', ...args], { cwd: folder }).ended;
}

describe('parcours search', () => {
  test('prints a line a result, and how many there are beside it', async () => {
    const { code, stdout, stderr } = await run('boulangere', '.');
    expect({ code, stdout, stderr }).toEqual({
      code: 0,
      stdout: '1.0000  metier     MET.17   boulanger/ère\n0.5393  formation  FOR.618  CAP boulanger\n',
      stderr: '2 results with every word\n',
    });
  });

  test('shows as many as are asked for, of the kinds that are asked for, where they were found', async () => {
    expect(await run('boulanger', '.', '--limit', '1')).toMatchObject({
      code: 0,
      stdout: '1.0000  metier  MET.17  boulanger/ère\n',
      stderr: '2 results with every word, 1 shown\n',
    });
    expect(await run('patisier', '.', '-n', 'formation', '-n', 'rome')).toMatchObject({
      code: 0,
      stdout: '0.4559  formation  FOR.669  CAP pâtissier\n',
      stderr: '1 result with every word, some shortened or with typos\n',
    });
    expect(await run('met.1', '.')).toMatchObject({ code: 0, stdout: '1.0000  metier  MET.1  œnologue (MET.1)\n' });
  });

  test('prints what GraphQL answers as JSON', async () => {
    const { code, stdout, stderr } = await run('œno', '.', '--format', 'json');
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(JSON.parse(stdout)).toEqual({
      total: 1,
      correspondance: 'TOUS_LES_MOTS',
      resultats: [
        {
          score: 0.9025,
          champ: 'NOM',
          extrait: 'œnologue',
          surlignages: [{ debut: 0, fin: 8 }],
          noeud: { __typename: 'Metier', id: 'MET.1', nom: 'œnologue' },
        },
      ],
    });
  });

  test('exits with 1 where nothing is found', async () => {
    expect(await run('xyz', '.')).toMatchObject({ code: 1, stdout: '', stderr: 'nothing found\n' });
    const { code, stdout } = await run('...', '.', '--format', 'json');
    expect({ code, answer: JSON.parse(stdout) }).toEqual({
      code: 1,
      answer: { total: 0, correspondance: 'AUCUN', resultats: [] },
    });
  });

  test('exits with 3 where there is no document, so that a wrong folder is not taken for a text that is not found', async () => {
    const { code, stdout, stderr } = await run('œnologue', 'nowhere');
    expect({ code, stdout }).toEqual({ code: 3, stdout: '' });
    expect(stderr).toContain('there is no such file or folder');
    expect(stderr).toMatch(/parcours: there is no document to search\n$/);
  });

  test('searches the seeds where no folder is given', async () => {
    expect(await run('expert comptable')).toMatchObject({ code: 0, stdout: expect.stringContaining('MET.149') });
  });

  test('says what is wrong with documents, and searches the others', async () => {
    writeFileSync(join(folder, 'bad.txt'), '# sans identifiant\n');
    try {
      const { code, stdout, stderr } = await run('œnologue', '.');
      expect({ code, stdout }).toEqual({ code: 0, stdout: '1.0000  metier  MET.1  œnologue\n' });
      expect(stderr).toContain('bad.txt');
    } finally {
      rmSync(join(folder, 'bad.txt'));
    }
  });

  test.each([
    [[], "error: missing required argument 'text'"],
    [['x', '--limit', '101'], 'It must be a number from 0 to 100.'],
    [['x', '--limit', '-1'], 'It must be a number from 0 to 100.'],
    [['x', '--nature', 'Metier'], 'It must be one of metier, formation, statut, interet, rome.'],
    [['x', '--format', 'github'], 'Allowed choices are text, json.'],
    [['é'.repeat(251), '.'], '« texte » a plus de 250 caractères.'],
  ])('%j is wrong: 2, and why', async (args, why) => {
    const { code, stdout, stderr } = await run(...args);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toContain(why);
  });

  test('--help names its options and gives examples', async () => {
    const { code, stdout } = await run('--help');
    expect(code).toBe(0);
    for (const part of ['--nature', '--limit', '--format', 'NO_COLOR', '1 nothing found', '$ parcours search']) {
      expect(stdout).toContain(part);
    }
  });
});
