/**
 * A fiche métier as its document gives it: every value verbatim, with its place, in the order of the document.
 * `parse.ts` reads it, `render.ts` writes it, `content.ts` makes nodes and edges of it.
 */
import { PROSE, PROSE_FIELDS, type ProseField } from '../src/model.ts';
import { fold } from '../src/text.ts';
import type { Place, Text } from './diagnostic.ts';

export interface Fiche {
  readonly file: string;
  readonly title: Text;
  readonly id: Text;
  readonly blocks: readonly Block[];
}

export type Block =
  | (Gendered & Place & { readonly kind: 'appellations' })
  | (Place & { readonly kind: 'autresAppellations'; readonly items: readonly (Gendered & { readonly nom: Text })[] })
  | (Place & { readonly kind: 'romes'; readonly items: readonly Text[] })
  | (Place & { readonly kind: 'niveau'; readonly label: Text })
  | (Place & { readonly kind: 'formations'; readonly items: readonly FormationItem[] })
  | (Place & { readonly kind: 'statuts'; readonly items: readonly Text[] })
  | (Place & { readonly kind: 'interets'; readonly items: readonly Text[] })
  | SectionBlock
  /** An HTML comment between blocks: kept, never served. */
  | (Place & { readonly kind: 'comment'; readonly texte: Text });

export interface Gendered {
  readonly feminin: Text | null;
  readonly masculin: Text | null;
}

export interface FormationItem {
  readonly label: Text;
  readonly id: Text | null;
}

/** A section of prose. `field`: which of the seven; null for a section that no dialect knows, kept all the same. */
export interface SectionBlock extends Place {
  readonly kind: 'section';
  readonly field: ProseField | null;
  /** `## Titre`, or `**Titre:** value`. */
  readonly style: 'heading' | 'label';
  readonly titre: Text;
  /** Lines joined by line feeds, as they stand, without the blank lines around them. */
  readonly texte: Text;
}

export type BlockOf<K extends Block['kind']> = Extract<Block, { kind: K }>;

/** What heads each block that is not prose, as the richer dialect writes it. */
export const HEADS = {
  id: '**ID:**',
  appellations: '**Appellations:**',
  autresAppellations: '## Autres appellations',
  romes: '**Codes ROME:**',
  niveau: "**Niveau d'accès minimum:**",
  formations: '## Formations recommandées',
  statuts: '**Statuts possibles:**',
  interets: "## Centres d'intérêt",
} as const;

export type HeadKind = keyof typeof HEADS;

/** What a head names, case, accents, apostrophes and the space before a colon apart. */
export type Named = { readonly kind: HeadKind } | { readonly kind: 'section'; readonly field: ProseField };

export function namedBy(head: string): Named | undefined {
  return NAMES.get(nameKey(head));
}

/** `**Codes ROME:**`, `## Codes ROME` and `codes rome :` have one key. */
function nameKey(head: string): string {
  let key = fold(head);
  while (key.startsWith('#') || key.startsWith('*') || key.startsWith(' ')) key = key.slice(1);
  while (key.endsWith('*') || key.endsWith(':') || key.endsWith(' ')) key = key.slice(0, -1);
  return key;
}

const NAMES: ReadonlyMap<string, Named> = new Map<string, Named>([
  ...(Object.keys(HEADS) as HeadKind[]).map((kind): [string, Named] => [nameKey(HEADS[kind]), { kind }]),
  ...PROSE_FIELDS.map((field): [string, Named] => [nameKey(PROSE[field].heading), { kind: 'section', field }]),
]);
