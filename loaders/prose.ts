/** What the prose tells in a regular way: the length of studies, and the beginner's salary. */
import type { DureeEtudes, Partie, Salaire } from '../src/model.ts';
import { fold } from '../src/text.ts';

/** A body as it is served: without the twelve spaces before its lines, NFC; nothing else is touched. */
export function servedText(body: string): string {
  return body.replaceAll(INDENT, '\n').trim().normalize('NFC');
}

const INDENT = `\n${' '.repeat(12)}`;

/** "Durée des études" of "En bref": the whole, and what follows "Après la 3e" and "Après le bac". Null without it. */
export function dureeEtudesOf(enBref: string): DureeEtudes | null {
  const lines = enBref.split('\n');
  const start = lines.findIndex((line) => headingOf(line) === 'duree des etudes');
  if (start < 0) return null;
  const body = lines.slice(start + 1);
  const parts = partsOf(body);
  const part = (heading: RegExp): string | null =>
    parts.find(({ titre }) => heading.test(fold(titre).replaceAll(' ', '')))?.texte ?? null;
  return { texte: joined(body), apres3e: part(APRES_3E), apresBac: part(APRES_BAC), parties: parts };
}

/** The ways in which the documents write the two headings, spaces left out; how long it takes may stand behind. */
const APRES_3E = /^apresla3e(?:me)?(?:en[0-9]{1,2}ans?)?$/;
const APRES_BAC = /^apres(?:le)?bac(?:e|calaureat)?(?:en[0-9]{1,2}ans?)?$/;

function partsOf(lines: readonly string[]): Partie[] {
  const parts: { titre: string; lines: string[] }[] = [];
  for (const line of lines) {
    if (headingOf(line) !== null) parts.push({ titre: line.trim().replace(HASHES, '').trim(), lines: [] });
    else parts.at(-1)?.lines.push(line);
  }
  return parts.map(({ titre, lines }) => ({ titre, texte: joined(lines) }));
}

/** "Salaire du débutant" of "Vie professionnelle". Null without it. */
export function salaireOf(vieProfessionnelle: string): Salaire | null {
  const lines = vieProfessionnelle.split('\n');
  const start = lines.findIndex((line) => headingOf(line) === 'salaire du debutant');
  if (start < 0) return null;
  const length = lines.slice(start + 1).findIndex((line) => headingOf(line) !== null);
  const texte = joined(lines.slice(start + 1, length < 0 ? undefined : start + 1 + length));
  return texte === '' ? null : { texte, ...rangeOf(texte) };
}

/**
 * The figures of a salary, in euros a month before tax. Read are statements that begin a line (or follow `<br/>`): "A
 * partir de N", "Entre N et M", "De N à M" or N, then "euros brut par mois". Of several, the lowest and the highest; an open
 * one leaves the range open. Figures by the day, the week or the hour are no such statement.
 */
export function rangeOf(texte: string): { readonly min: number | null; readonly max: number | null } {
  const ranges = texte
    .split('\n')
    .flatMap((line) => line.split(LINE_BREAK))
    .flatMap(statement);
  if (ranges.length === 0) return { min: null, max: null };
  const highest = ranges.map(({ max }) => max);
  return {
    min: Math.min(...ranges.map(({ min }) => min)),
    max: highest.includes(null) ? null : Math.max(...highest.map(Number)),
  };
}

interface Range {
  readonly min: number;
  readonly max: number | null;
}

function statement(line: string): Range[] {
  const tokens = tokensOf(line);
  const [word, ...rest] = tokens;
  if (word === undefined) return [];
  if (word === 'a' && rest[0] === 'partir' && rest[1] === 'de') return range(rest.slice(2), null);
  if (word === 'entre') return range(rest, 'et');
  if (word === 'de') return range(rest, 'a');
  const [single] = range(tokens, null);
  return single === undefined ? [] : [{ min: single.min, max: single.min }];
}

/** `N euros brut par mois`, or `N <between> M euros brut par mois`. */
function range(tokens: readonly string[], between: 'et' | 'a' | null): Range[] {
  const low = numberOf(tokens[0]);
  const high = between === null ? null : numberOf(tokens[1] === between ? tokens[2] : undefined);
  const unit = tokens.slice(between === null ? 1 : 3);
  if (!(low > 0) || (high !== null && !(high > 0)) || !isMonthly(unit)) return [];
  return high === null ? [{ min: low, max: null }] : [{ min: Math.min(low, high), max: Math.max(low, high) }];
}

function isMonthly([currency, ...rest]: readonly string[]): boolean {
  if (currency !== 'euros' && currency !== 'euro' && currency !== 'eur') return false;
  const [gross, ...period] = rest[0]?.startsWith('brut') ? rest : ['', ...rest];
  if (gross === undefined) return false;
  return (
    (period[0] === 'par' && period[1] === 'mois') ||
    period[0] === 'mensuels' ||
    period[0] === 'mensuel' ||
    period[0] === '/mois'
  );
}

/** At most so many words of a statement are looked at: the figures stand in front. */
const TOKENS_MAX = 40;

/** Folded words and numbers; "1 801,50" is one number, 1801.5. */
function tokensOf(line: string): string[] {
  const tokens: string[] = [];
  for (const word of fold(line).split(' ').slice(0, TOKENS_MAX)) {
    const bare = word.replace(TRAILING, '');
    const clean = THOUSANDS.test(bare) ? bare.replace('.', '') : bare.replace(',', '.');
    const before = tokens.at(-1);
    if (THREE_DIGITS.test(clean) && before !== undefined && LEADING_DIGITS.test(before))
      tokens[tokens.length - 1] = before + clean;
    else tokens.push(clean);
  }
  return tokens;
}

function numberOf(token: string | undefined): number {
  return token !== undefined && NUMBER.test(token) ? Number(token) : Number.NaN;
}

const LINE_BREAK = /<br ?\/?>/i;
const NUMBER = /^[0-9]{1,7}(?:\.[0-9]{1,2})?$/;
const THOUSANDS = /^[0-9]{1,3}\.[0-9]{3}$/;
const TRAILING = /[,.;:]$/;
const THREE_DIGITS = /^[0-9]{3}(?:\.[0-9]{1,2})?$/;
const LEADING_DIGITS = /^[0-9]{1,3}$/;
const HASHES = /^#{1,6}/;

/** The folded title of a line that is a heading, whatever its level; null for any other line. */
function headingOf(line: string): string | null {
  const text = line.trimStart();
  return text.startsWith('## ') || text.startsWith('### ') || text.startsWith('#### ')
    ? fold(text.replace(HASHES, ''))
    : null;
}

function joined(lines: readonly string[]): string {
  return lines.join('\n').trim();
}
