/** Documents for the tests of the loader, whole and in parts, and folders to put them in. Every sentence is our own. */
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { onTestFinished } from 'vitest';
import { contentOf, describe, type Loaded } from '../../loaders/content.ts';
import type { Diagnostic } from '../../loaders/diagnostic.ts';
import type { Fiche } from '../../loaders/fiche.ts';
import { parse } from '../../loaders/parse.ts';

/** Lines as a document holds them: each ends in a line feed. */
export function lines(...all: readonly string[]): string {
  return `${all.join('\n')}\n`;
}

/** What a body carries before each of its lines but the first. */
export const INDENT = ' '.repeat(12);

/** Every block of the richer dialect, in its order. */
export const RICH = lines(
  '# souffleur/euse de verre',
  '**ID:** MET.90001',
  '',
  '**Appellations:**',
  '- Féminin: souffleuse de verre',
  '- Masculin: souffleur de verre',
  '',
  '## Autres appellations',
  '',
  '### verrier/ère à la canne',
  '- Féminin: verrière à la canne',
  '- Masculin: verrier à la canne',
  '',
  "### artisan/e d'art du verre",
  "- Féminin: artisane d'art du verre",
  "- Masculin: artisan d'art du verre",
  '',
  '**Codes ROME:**',
  '- B1602',
  '- A15',
  '',
  '## Présentation',
  '',
  'Une boule de verre rougeoie au bout de la canne.',
  '',
  '## En bref',
  '',
  'Le four ne dort jamais ; la personne qui souffle non plus, ou presque.',
  '',
  `${INDENT}### Durée des études`,
  `${INDENT}## Après la 3e`,
  `${INDENT}Deux ans d'atelier avant de tenir la canne.`,
  `${INDENT}## Après le bac`,
  `${INDENT}Trois ans de plus pour les pièces d'auteur.`,
  '',
  '## Nature du travail',
  '',
  'Cueillir, souffler, trancher.',
  '',
  '## Compétences requises',
  '',
  'Du souffle, et de la patience.',
  '',
  '## Conditions de travail',
  '',
  'Il fait chaud.',
  '',
  '## Vie professionnelle',
  '',
  '## Salaire',
  `${INDENT}### Salaire du débutant`,
  `${INDENT}Entre 1850 et 2100 euros brut par mois`,
  `${INDENT}## Intégrer le marché du travail`,
  `${INDENT}Peu d'ateliers, mais des ateliers fidèles.`,
  '',
  '## Accès au métier',
  '',
  'Niveau CAP',
  `${INDENT}Le geste s'apprend devant le four.`,
  '',
  "**Niveau d'accès minimum:** CAP ou équivalent",
  '',
  '## Formations recommandées',
  '',
  '- CAP arts du verre, option soufflage (ID: FOR.90010)',
  '- brevet de verre : canne (et four) (ID: FOR.90011)',
  '',
  '**Statuts possibles:**',
  '- artisan',
  '- salarié',
  '',
  "## Centres d'intérêt",
  '',
  '- je veux travailler de mes mains',
  "- réparer, bricoler, j'adore ça",
);

/** The poorer dialect: a blank line behind the title, ROME codes on one line, formations without ids, a comment at the end. */
export const POOR = lines(
  '# gardien/ne de phare',
  '',
  '**ID:** MET.90002',
  '',
  '**Codes ROME:** N3101, N3102',
  '',
  '## Présentation',
  '',
  'La lampe tourne, le café aussi.',
  '',
  '## En bref',
  '',
  "Veiller, noter, réparer : la mer n'attend pas.",
  '',
  '## Nature du travail',
  '',
  'Graisser la cloche.',
  '',
  '## Compétences requises',
  '',
  'Aimer le vent.',
  '',
  '## Conditions de travail',
  '',
  'Seul, souvent.',
  '',
  '## Vie professionnelle',
  '',
  '## Salaire',
  `${INDENT}### Salaire du débutant`,
  `${INDENT}A partir de 1900 euros brut par mois`,
  '',
  '## Accès au métier',
  '',
  'Niveau bac',
  '',
  '## Formations recommandées',
  '',
  '- bac pro maintenance des feux (et balises)',
  '- CAP arts du verre, option soufflage',
  '',
  '<!-- SEARCH_KEYWORDS: phare, lampe, mer -->',
);

/** A title, an ID, and the lines given. */
export function document(id: string, ...rest: readonly string[]): string {
  return lines('# essayeur/euse de chapeaux', `**ID:** ${id}`, ...rest);
}

/** A document whose only list is its formations. */
export function withFormations(id: string, ...items: readonly string[]): string {
  return document(id, '', '## Formations recommandées', '', ...items.map((item) => `- ${item}`));
}

/** The fiche that a document gives; throws with its diagnostics where it gives none. */
export function ficheOf(text: string, file = 'fiche.md'): Fiche {
  const { fiche, diagnostics } = parse(text, file);
  if (fiche === undefined) throw new Error(diagnostics.map(({ code, message }) => `${code}: ${message}`).join('\n'));
  return fiche;
}

/** The release that some documents give, as `load` makes it, without files. */
export function loadedFrom(
  documents: Readonly<Record<string, string>> | readonly (readonly [string, string])[],
): Loaded {
  const entries = Array.isArray(documents) ? documents : Object.entries(documents);
  const found: Diagnostic[] = [];
  const described = entries.flatMap(([file, text]) => {
    const { fiche, diagnostics } = parse(text, file);
    found.push(...diagnostics);
    return fiche === undefined ? [] : [describe(fiche)];
  });
  return contentOf(described, found, new Date('2025-10-21T08:00:00.000Z'));
}

/** Values without the places where they stood: a text is its value. */
export function bare(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(bare);
  if (typeof value !== 'object' || value === null) return value;
  if ('value' in value) return value.value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([name]) => !['file', 'line', 'offset', 'section'].includes(name))
      .map(([name, part]) => [name, bare(part)]),
  );
}

/** A folder of its own for one test, taken away behind it. Files may lie in folders that do not exist yet. */
export function folderOf(files: Readonly<Record<string, string | Uint8Array>> = {}): string {
  const folder = mkdtempSync(join(tmpdir(), 'parcours-loader-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), content);
  }
  return folder;
}

/** The folders of documents that a checkout may have. ONISEP's own is no part of the project. */
export const SEEDS = fileURLToPath(new URL('../../seeds', import.meta.url));
export const ONISEP = fileURLToPath(new URL('../../../shared/onisep/metiers-2025-10', import.meta.url));

/** The names of the documents of a folder, and what a document holds. */
export function documentsIn(folder: string): string[] {
  return readdirSync(folder).filter(
    (name) => (name.endsWith('.md') || name.endsWith('.txt')) && !/^readme/i.test(name),
  );
}

export function textOf(folder: string, name: string): string {
  return readFileSync(join(folder, name), 'utf8');
}
