/**
 * One fold for everything that compares French text: sort keys, search keys, matching of labels, ids made from labels.
 * Its result is printable ASCII, so that every store compares it alike, byte by byte.
 */

/** What Unicode's own decomposition leaves: letters and signs with a usual ASCII spelling. */
const SPELLINGS: Readonly<Record<string, string>> = {
  œ: 'oe',
  æ: 'ae',
  ß: 'ss',
  ø: 'o',
  ł: 'l',
  đ: 'd',
  ð: 'd',
  þ: 'th',
  ı: 'i',
  '‐': '-',
  '‑': '-',
  '‒': '-',
  '–': '-',
  '—': '-',
  '―': '-',
  '−': '-',
  '⁄': '/',
  '“': '"',
  '”': '"',
  '„': '"',
  '«': '"',
  '»': '"',
  '×': 'x',
  '·': '/',
  '‧': '/',
  '∙': '/',
  '⋅': '/',
  '⸱': '/',
  '•': '-',
  '€': ' eur ',
};

const ASCII_FOLDED = /^(?:[!-@[-_a-~]+(?: [!-@[-_a-~]+)*)?$/;

/**
 * Case, accents, œ and æ, apostrophes, dashes, NBSP and runs of white space made equal; soft hyphens and other
 * invisible characters removed; what has no ASCII spelling written as `~` and its code point.
 */
export function fold(text: string): string {
  if (ASCII_FOLDED.test(text)) return text;
  const known = FOLDED.get(text);
  if (known !== undefined) return known;
  const folded = foldAnew(text);
  if (text.length <= FOLDED_CHARACTERS_MAX) {
    if (FOLDED.size >= FOLDED_MAX) FOLDED.clear();
    FOLDED.set(text, folded);
  }
  return folded;
}

/** Labels and headings come back thousands of times: so many of them, no longer than this, are remembered. */
const FOLDED_MAX = 10_000;
const FOLDED_CHARACTERS_MAX = 100;
const FOLDED = new Map<string, string>();

function foldAnew(text: string): string {
  const bare = text.replace(APOSTROPHES, "'").normalize('NFKD').toLowerCase().replace(ACCENTS, '').replaceAll('`', "'");
  return collapse(NOT_ASCII.test(bare) ? Array.from(bare, spell).join('') : bare);
}

/** NFC, white space (NBSP too) collapsed to single spaces, soft hyphens and zero-width characters removed, trimmed. */
export function tidy(text: string): string {
  const composed = text.normalize('NFC');
  return UNTIDY.test(composed) ? collapse(composed.replace(INVISIBLE, '').normalize('NFC')) : composed;
}

/** The words of a folded text: what a search compares. */
export function words(folded: string): string[] {
  return folded.split(NOT_A_WORD).filter((word) => word !== '');
}

/** A search key: the words of some texts, each behind a space, so that ` word` finds the words that begin with it. */
export function searchKey(texts: readonly string[]): string {
  const distinct = new Set(words(fold(texts.join(' '))));
  return distinct.size === 0 ? '' : ` ${[...distinct].join(' ')}`;
}

/** The longest id that `slug` makes, before a digest is put behind it. */
const SLUG_LENGTH_MAX = 80;

/**
 * An id made from a label: its folded words joined by hyphens. Labels that differ only in case, accents or plain
 * punctuation get the same id; where the slug would lose more (`C++`, `C#`, a very long label), a digest keeps them apart.
 */
export function slug(label: string): string {
  const folded = fold(label);
  const joined = folded.replace(SEPARATORS, '-').replace(EDGES, '');
  const cut = joined.slice(0, SLUG_LENGTH_MAX);
  if (cut === joined && joined !== '' && !MEANINGFUL_SIGN.test(folded)) return joined;
  return [cut.replace(EDGES, ''), digest(folded)].filter((part) => part !== '').join('-');
}

/** FNV-1a, 32 bits, in base 36: enough to keep a few thousand labels apart, never used for more. */
export function digest(text: string): string {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193) >>> 0;
  return hash.toString(36);
}

/** Plain comparison, the one that loaders and every store use. */
export function compareStrings(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** Control characters made visible, so that a text can be shown on a terminal or in a log. */
export function visible(text: string): string {
  return text.replace(CONTROLS, (character) => `\\u{${(character.codePointAt(0) ?? 0).toString(16).toUpperCase()}}`);
}

const INVISIBLE = /[\u00AD\u200B-\u200D\u2060\uFEFF]/g;
const NOT_A_WORD = /[^a-z0-9+#~]/;
const SEPARATORS = /[^a-z0-9]+/g;
const EDGES = /^-|-$/g;
const MEANINGFUL_SIGN = /[^a-z0-9 '",.;:()/!?&-]/;
// biome-ignore lint/suspicious/noControlCharactersInRegex: making control characters visible is what this is for
const CONTROLS = /[\u0000-\u001F\u007F-\u009F\u202A-\u202E\u2066-\u2069]/g;
const MARK_OR_INVISIBLE = /^[\p{M}\p{Cf}]$/u;
const WHITE = /\s/;
/** Before decomposition, which takes an acute accent for a space. */
const APOSTROPHES = /[‘’ʼ′´\u1FFD]/g;
const ACCENTS = /[\u0300-\u036F]/g;
const NOT_ASCII = /[^ -~]/;
/** White space other than single spaces inside, or characters that do not show. */
const UNTIDY = /^ | $| {2}|[^\S ]|[\u00AD\u200B-\u200D\u2060\uFEFF]/;

function spell(character: string): string {
  const spelling = SPELLINGS[character];
  if (spelling !== undefined) return spelling;
  if (character >= ' ' && character <= '~') return character;
  if (MARK_OR_INVISIBLE.test(character)) return '';
  if (WHITE.test(character)) return ' ';
  return `~${(character.codePointAt(0) ?? 0).toString(16)}`;
}

function collapse(text: string): string {
  return UNTIDY.test(text)
    ? text
        .split(WHITE)
        .filter((part) => part !== '')
        .join(' ')
    : text;
}
