/** The closed list of levels of access, as ONISEP words them, and their order. */
import type { Niveau } from '../src/model.ts';
import { fold } from '../src/text.ts';

/** `rang`: years of study after the bac. Below zero it only orders: the diplomas before the bac are not a year apart. */
export const NIVEAUX: readonly Niveau[] = [
  { libelle: 'sans diplôme', rang: -5 },
  { libelle: '3E', rang: -4 },
  { libelle: 'diplôme national du brevet', rang: -3 },
  { libelle: 'CAP ou équivalent', rang: -2 },
  { libelle: 'CAP ou équivalent + 1 an', rang: -1 },
  { libelle: 'bac ou équivalent', rang: 0 },
  { libelle: 'bac + 1', rang: 1 },
  { libelle: 'bac + 2', rang: 2 },
  { libelle: 'bac + 3', rang: 3 },
  { libelle: 'bac + 4', rang: 4 },
  { libelle: 'bac + 5', rang: 5 },
  { libelle: 'bac + 6', rang: 6 },
  { libelle: 'bac + 7', rang: 7 },
  { libelle: 'bac + 8', rang: 8 },
  { libelle: 'bac + 9 et plus', rang: 9 },
  { libelle: 'autre formation', rang: null },
];

/** The level that a label names, spaces, case and accents apart: "Bac+7" is "bac + 7". */
export function niveauOf(label: string): Niveau | undefined {
  return BY_KEY.get(keyOf(label));
}

function keyOf(label: string): string {
  return fold(label).replaceAll(' ', '');
}

const BY_KEY: ReadonlyMap<string, Niveau> = new Map(NIVEAUX.map((niveau) => [keyOf(niveau.libelle), niveau]));
