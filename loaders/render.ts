/** Writes a fiche in the richer dialect, the one of the seeds: `render(parse(text))` is `text` for every such document. */

import type { Text } from './diagnostic.ts';
import type { Block, Fiche, FormationItem, Gendered } from './fiche.ts';
import { HEADS } from './fiche.ts';

export function render(fiche: Fiche): string {
  const head = [`# ${fiche.title.value}`, `${HEADS.id} ${fiche.id.value}`];
  const lines = fiche.blocks.flatMap((block, i) => [...separator(fiche.blocks[i - 1], block), ...linesOf(block)]);
  return `${[...head, ...lines].join('\n')}\n`;
}

/** The dialect puts a blank line between blocks, but for what follows the appellations. */
function separator(before: Block | undefined, block: Block): string[] {
  const follows = before?.kind === 'appellations' && block.kind !== 'autresAppellations';
  return follows ? [] : [''];
}

function linesOf(block: Block): string[] {
  switch (block.kind) {
    case 'appellations':
      return [HEADS.appellations, ...gendered(block)];
    case 'autresAppellations':
      return [
        HEADS.autresAppellations,
        ...block.items.flatMap((item) => ['', `### ${item.nom.value}`, ...gendered(item)]),
      ];
    case 'romes':
      return [HEADS.romes, ...items(block.items)];
    case 'niveau':
      return [`${HEADS.niveau} ${block.label.value}`];
    case 'formations':
      return [HEADS.formations, '', ...block.items.map(formation)];
    case 'statuts':
      return [HEADS.statuts, ...items(block.items)];
    case 'interets':
      return [HEADS.interets, '', ...items(block.items)];
    case 'section':
      if (block.style === 'label') return [`**${block.titre.value}:**${block.texte.value}`];
      return block.texte.value === ''
        ? [`## ${block.titre.value}`]
        : [`## ${block.titre.value}`, '', block.texte.value];
    case 'comment':
      return [block.texte.value];
  }
}

function gendered({ feminin, masculin }: Gendered): string[] {
  return [
    ...(feminin === null ? [] : [`- Féminin: ${feminin.value}`]),
    ...(masculin === null ? [] : [`- Masculin: ${masculin.value}`]),
  ];
}

function items(texts: readonly Text[]): string[] {
  return texts.map(({ value }) => `- ${value}`);
}

function formation({ label, id }: FormationItem): string {
  return id === null ? `- ${label.value}` : `- ${label.value} (ID: ${id.value})`;
}
