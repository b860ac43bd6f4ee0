/** From fiches to a release: nodes, edges, and what only shows when all documents are seen together. */
import { createHash } from 'node:crypto';
import type { Content, Neighbours } from '../src/graph/graph.ts';
import { formsOf } from '../src/inclusive.ts';
import {
  type Appellations,
  type Formation,
  KIND_NAMES,
  type Kind,
  type Metier,
  type NodeOf,
  PROSE_FIELDS,
  type ProseField,
  RELATION_NAMES,
  type RelationName,
  type Section,
} from '../src/model.ts';
import { compareStrings, fold, searchKey, slug, tidy, visible } from '../src/text.ts';
import { aboutFile, compareDiagnostics, countDiagnostics, type Diagnostic, type Text } from './diagnostic.ts';
import type { Block, BlockOf, Fiche, Gendered } from './fiche.ts';
import { niveauOf } from './niveau.ts';
import { dureeEtudesOf, salaireOf, servedText } from './prose.ts';

export interface Loaded {
  readonly content: Content;
  /** All of them, those found before included, in order. */
  readonly diagnostics: readonly Diagnostic[];
}

/** Nothing here depends on the order of the fiches described. `date`: when the release was loaded. */
export function contentOf(all: readonly Described[], before: readonly Diagnostic[], date: Date): Loaded {
  const diagnostics = [...before];
  const report = (one: Diagnostic): void => void diagnostics.push(one);
  const described = withoutDoubles(withShortKeys([...all].sort(byFile), report), report);
  const formations = formationsOf(described, report);
  const statut = memoized((label) => `STATUT.${slug(label)}`);
  const interet = memoized((label) => `INTERET.${slug(label)}`);
  const rome = (code: string): string => `ROME.${code}`;

  const nodes: { [K in Kind]: NodeOf[K][] } = {
    Metier: described.map(({ metier }) => metier),
    Formation: formations.nodes,
    Statut: labelled(
      described.flatMap(({ statuts }) => statuts),
      statut,
    ),
    Interet: labelled(
      described.flatMap(({ interets }) => interets),
      interet,
    ),
    Rome: labelled(
      described.flatMap(({ romes }) => romes),
      rome,
    ).map(({ id, libelle, key, search }) => ({ id, code: libelle, key, search })),
  };
  const edges: Record<RelationName, Neighbours[]> = {
    RECOMMANDE: edgesOf(described, ({ formations: items }) => items.map(formations.idOf)),
    EXERCE_SOUS: edgesOf(described, ({ statuts }) => statuts.map(statut)),
    REPOND_A: edgesOf(described, ({ interets }) => interets.map(interet)),
    CLASSE_SOUS: edgesOf(described, ({ romes }) => romes.map(rome)),
  };
  for (const kind of KIND_NAMES) nodes[kind].sort(byId);

  diagnostics.sort(compareDiagnostics);
  let fingerprint: string | undefined;
  const content: Content = {
    // Hashing takes a tenth of the whole load, and nothing is served by it: it waits until somebody asks.
    get fingerprint() {
      fingerprint ??= fingerprintOf(nodes, edges);
      return fingerprint;
    },
    date: date.toISOString(),
    diagnostics: countDiagnostics(diagnostics),
    nodes,
    edges,
  };
  return { content, diagnostics };
}

/** A fiche with its labels tidied and its values understood. */
export interface Described {
  readonly file: string;
  readonly id: Text;
  readonly metier: Metier;
  readonly formations: readonly Named[];
  readonly statuts: readonly string[];
  readonly interets: readonly string[];
  readonly romes: readonly string[];
}

/** A formation as one fiche names it. */
export interface Named {
  readonly id: string | null;
  readonly nom: string;
  readonly at: Text;
  readonly file: string;
}

type Report = (diagnostic: Diagnostic) => void;

export function describe({ file, title, id, blocks }: Fiche): Described {
  const one = <K extends Block['kind']>(kind: K): BlockOf<K> | undefined =>
    blocks.find((block): block is BlockOf<K> => block.kind === kind);
  const labels = (items: readonly Text[] | undefined): string[] => (items ?? []).map(({ value }) => tidy(value));
  const prose: Partial<Record<ProseField, string>> = {};
  const sections = blocks
    .filter((block) => block.kind === 'section')
    .map(({ titre, texte, field }): Section => {
      const served = servedText(texte.value);
      if (field !== null && served !== '') prose[field] = served;
      return { titre: tidy(titre.value), texte: served, connue: field !== null };
    });
  const texts = Object.fromEntries(PROSE_FIELDS.map((field) => [field, prose[field] ?? null])) as Record<
    ProseField,
    string | null
  >;
  const nom = tidy(title.value);
  const appellations = one('appellations');
  const autresAppellations = (one('autresAppellations')?.items ?? []).map((item) => ({
    nom: tidy(item.nom.value),
    ...gendered(item),
  }));
  const niveau = one('niveau');
  const names = [
    ...bothForms(nom, appellations === undefined ? NO_FORMS : gendered(appellations)),
    ...autresAppellations.flatMap((item) => bothForms(item.nom, item)),
  ];
  return {
    file,
    id,
    metier: {
      id: id.value,
      nom,
      appellations: appellations === undefined ? null : gendered(appellations),
      autresAppellations: distinct(autresAppellations, (item) => JSON.stringify(item)),
      niveau: niveau === undefined ? null : (niveauOf(niveau.label.value) ?? null),
      dureeEtudes: texts.enBref === null ? null : dureeEtudesOf(texts.enBref),
      salaireDebutant: texts.vieProfessionnelle === null ? null : salaireOf(texts.vieProfessionnelle),
      ...texts,
      sections,
      key: fold(nom),
      search: searchKey(names),
    },
    formations: (one('formations')?.items ?? []).map(({ label, id }) => ({
      id: id?.value ?? null,
      nom: tidy(label.value),
      at: label,
      file,
    })),
    statuts: labels(one('statuts')?.items),
    interets: labels(one('interets')?.items),
    romes: labels(one('romes')?.items),
  };
}

function gendered({ feminin, masculin }: Gendered): Appellations {
  return {
    feminin: feminin === null ? null : tidy(feminin.value),
    masculin: masculin === null ? null : tidy(masculin.value),
  };
}

const NO_FORMS: Appellations = { feminin: null, masculin: null };

/** A name and its two forms: those that the fiche gives, else those that an inclusive spelling stands for. */
function bothForms(nom: string, { feminin, masculin }: Appellations): string[] {
  const byRule = feminin === null || masculin === null ? formsOf(nom) : null;
  return [nom, feminin ?? byRule?.feminin, masculin ?? byRule?.masculin].filter((name) => name != null);
}

/** A database's index of texts takes keys of up to 32 kB. */
export const SEARCH_KEY_CHARACTERS_MAX = 30_000;

function withShortKeys(described: readonly Described[], report: Report): Described[] {
  return described.filter(({ file, id, metier: { search } }) => {
    if (search.length <= SEARCH_KEY_CHARACTERS_MAX) return true;
    const found = `the names of ${id.value} hold ${search.length} characters of words; ${SEARCH_KEY_CHARACTERS_MAX} is the limit`;
    const about = aboutFile('error', 'names-too-many', file, found, 'keep the names that people look for');
    report({ ...about, line: id.line, column: id.offset + 1, length: id.value.length });
    return false;
  });
}

/** One id described twice alike counts once; described differently, neither is loaded: which is right is not ours to say. */
function withoutDoubles(described: readonly Described[], report: Report): Described[] {
  const groups = groupBy(described, ({ metier }) => metier.id);
  return [...groups.values()].flatMap((group) => {
    const [first, ...others] = group;
    if (first === undefined || others.length === 0) return group;
    const alike = others.every((other) => contentKey(other) === contentKey(first));
    for (const { file, id } of alike ? others : group) {
      const other = visible(file === first.file ? (others[0]?.file ?? '') : first.file);
      const where = `by ${other}${group.length > 2 ? ` and ${group.length - 2} more` : ''}`;
      const about = alike
        ? aboutFile(
            'notice',
            'id-described-twice',
            file,
            `${id.value} is described in the same words ${where}`,
            'keep one',
          )
        : aboutFile(
            'error',
            'id-described-differently',
            file,
            `${id.value} is described differently ${where}`,
            'keep one; until then none is loaded',
          );
      report({ ...about, line: id.line, column: id.offset + 1, length: id.value.length });
    }
    return alike ? [first] : [];
  });
}

function contentKey({ metier, formations, statuts, interets, romes }: Described): string {
  return JSON.stringify([metier, formations.map(({ id, nom }) => [id, nom]), statuts, interets, romes]);
}

interface Formations {
  readonly nodes: Formation[];
  readonly idOf: (named: Named) => string;
}

/** Formations are known by what refers to them. A formation has the name that most fiches give it. */
function formationsOf(described: readonly Described[], report: Report): Formations {
  const mentions = described.flatMap(({ formations }) => formations);
  const withId = mentions.filter(({ id }) => id !== null);
  const byFormation = [...groupBy(withId, ({ id }) => id ?? '')].sort(([a], [b]) => compareStrings(b, a));
  const served = byFormation.map(([id, group]) => ({ id, noms: [mostFrequent(group.map(({ nom }) => nom))] }));
  const said = byFormation.map(([id, group]) => ({ id, noms: group.map(({ nom }) => nom) }));
  // Later entries win: a name that is served before one that a fiche happens to use, the first id before the others.
  const known = new Map<string, string>();
  for (const { id, noms } of [...said, ...served]) for (const nom of new Set(noms)) known.set(fold(nom), id);
  const idOf = ({ id, nom }: Named): string => id ?? known.get(fold(nom)) ?? `FORMATION.${slug(nom)}`;
  const groups = groupBy(mentions, idOf);
  const nodes = [...groups].map(([id, group]): Formation => {
    const nom = mostFrequent(group.filter((one) => one.id !== null || !known.has(fold(one.nom))).map((one) => one.nom));
    const other = group.find((one) => one.nom !== nom && one.id !== null);
    if (other !== undefined)
      report(
        note(other, 'formation-names', `${id} is "${visible(nom)}" elsewhere; that name is served`, 'give it one name'),
      );
    return { id, nom, key: fold(nom), search: searchKey([nom]) };
  });
  for (const [, alike] of groupBy(nodes, ({ key }) => key)) {
    const ids = alike.map(({ id }) => id).sort();
    const mention = ids.length < 2 ? undefined : groups.get(ids[1] as string)?.[0];
    if (mention !== undefined)
      report(
        note(
          mention,
          'formation-ids',
          `one name stands for several formations: ${ids.join(', ')}`,
          'nothing to do, unless they are one',
        ),
      );
  }
  return { nodes, idOf };
}

function note({ file, at }: Named, code: string, message: string, help: string): Diagnostic {
  return {
    ...aboutFile('notice', code, file, message, help),
    line: at.line,
    column: at.offset + 1,
    length: at.value.length,
  };
}

interface Labelled {
  readonly id: string;
  readonly libelle: string;
  readonly key: string;
  readonly search: string;
}

function labelled(labels: readonly string[], idOf: (label: string) => string): Labelled[] {
  return [...groupBy(labels, idOf)].map(([id, group]) => {
    const libelle = mostFrequent(group);
    return { id, libelle, key: fold(libelle), search: searchKey([libelle]) };
  });
}

function edgesOf(described: readonly Described[], farEnds: (one: Described) => readonly string[]): Neighbours[] {
  return described
    .map((one) => ({ from: one.metier.id, to: [...new Set(farEnds(one))] }))
    .filter(({ to }) => to.length > 0)
    .sort((a, b) => compareStrings(a.from, b.from));
}

/** The most frequent of some names; of several, the first in code-point order. */
function mostFrequent(names: readonly string[]): string {
  const counts = [...groupBy(names, (name) => name)].map(([name, group]) => ({ name, count: group.length }));
  counts.sort((a, b) => b.count - a.count || Buffer.compare(Buffer.from(a.name), Buffer.from(b.name)));
  return counts[0]?.name ?? '';
}

/** SHA-256 of nodes and edges, in hexadecimal. File names and lines are not part of it. */
function fingerprintOf(
  nodes: { readonly [K in Kind]: readonly NodeOf[K][] },
  edges: Record<RelationName, Neighbours[]>,
): string {
  const hash = createHash('sha256');
  for (const { sections, ...metier } of nodes.Metier) {
    // The sections hold all prose: it is hashed once, and as it stands, since it is most of what there is.
    const headings = sections.map(({ titre, texte, connue }) => [titre, connue, texte.length]);
    hash.update(`${JSON.stringify([{ ...metier, ...SAID_BY_SECTIONS }, headings])}\n`);
    for (const { texte } of sections) hash.update(texte);
  }
  for (const kind of KIND_NAMES) if (kind !== 'Metier') hash.update(`${kind} ${JSON.stringify(nodes[kind])}\n`);
  for (const name of RELATION_NAMES) hash.update(`${name} ${JSON.stringify(edges[name])}\n`);
  return hash.digest('hex');
}

function memoized(compute: (label: string) => string): (label: string) => string {
  const made = new Map<string, string>();
  return (label) => {
    const known = made.get(label) ?? compute(label);
    made.set(label, known);
    return known;
  };
}

function groupBy<T>(values: readonly T[], keyOf: (value: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const value of values) {
    const key = keyOf(value);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [value]);
    else group.push(value);
  }
  return groups;
}

function distinct<T>(values: readonly T[], keyOf: (value: T) => string): T[] {
  return [...new Map(values.map((value) => [keyOf(value), value])).values()];
}

function byFile(a: Described, b: Described): number {
  return compareStrings(a.file, b.file);
}

function byId(a: { id: string }, b: { id: string }): number {
  return compareStrings(a.id, b.id);
}

const SAID_BY_SECTIONS = Object.fromEntries(PROSE_FIELDS.map((field) => [field, undefined]));
