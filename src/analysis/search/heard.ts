/** A folded word as it is heard in French, roughly: words that sound alike and are spelt otherwise come out the same. */

/** Letters by ear: `fotografe` and `photographe` give one text. */
export function heard(word: string): string {
  let sound = '';
  for (let i = 0; i < word.length; ) {
    const rule = RULES.get(word.charAt(i))?.find(([letters, , before]) => fits(word, i, letters, before));
    const [letters, letter] = rule ?? [word.charAt(i), word.charAt(i)];
    if (!sound.endsWith(letter) || letter === '') sound += letter;
    i += letters.length;
  }
  return withoutSilentEnd(sound);
}

type Rule = readonly [letters: string, sound: string, before?: string];

const VOWELS = 'aeiouy';
const SOFT = 'eiy';
const CONSONANTS = 'bcdfgjklpqrstvwxz';

/** What is written, what is heard, and before which letters only (`$`: at the end too). The first that fits holds. */
const RULES: ReadonlyMap<string, readonly Rule[]> = byFirstLetter([
  ['eau', 'o'],
  ['aux', 'o', '$'],
  ['au', 'o'],
  ['ain', 'in', `${CONSONANTS}$`],
  ['ein', 'in', `${CONSONANTS}$`],
  ['aim', 'in', 'bp$'],
  ['ai', 'e'],
  ['ei', 'e'],
  ['an', 'an', `${CONSONANTS}$`],
  ['am', 'an', 'bp'],
  ['en', 'an', CONSONANTS],
  ['em', 'an', 'bp'],
  ['im', 'in', 'bp'],
  ['yn', 'in', `${CONSONANTS}$`],
  ['ym', 'in', 'bp'],
  ['om', 'on', 'bp'],
  ['oeu', 'e'],
  ['oe', 'e'],
  ['eu', 'e'],
  ['ph', 'f'],
  ['chr', 'kr'],
  ['ch', 'ch'],
  ['cqu', 'k'],
  ['ck', 'k'],
  ['c', 's', SOFT],
  ['sc', 's', SOFT],
  ['cc', 'ks', SOFT],
  ['c', 'k'],
  ['qu', 'k'],
  ['q', 'k'],
  ['gu', 'g', SOFT],
  ['ge', 'j', 'ao'],
  ['g', 'j', SOFT],
  ['h', ''],
  ['y', 'i'],
  ['z', 's'],
  ['w', 'v'],
  ['ti', 'si', 'o'],
]);

function byFirstLetter(rules: readonly Rule[]): Map<string, Rule[]> {
  const grouped = new Map<string, Rule[]>();
  for (const rule of rules) {
    const first = rule[0].charAt(0);
    grouped.set(first, [...(grouped.get(first) ?? []), rule]);
  }
  return grouped;
}

function fits(word: string, at: number, letters: string, before: string | undefined): boolean {
  if (!word.startsWith(letters, at)) return false;
  if (before === undefined) return true;
  const next = word.charAt(at + letters.length);
  return before.includes(next === '' ? '$' : next);
}

/** Of a plural, a feminine or a mute consonant the ear knows nothing. */
function withoutSilentEnd(sound: string): string {
  let end = sound.length;
  while (end > SOUND_MIN && SILENT.includes(sound.charAt(end - 1))) end -= 1;
  return sound.slice(0, end);
}

const SOUND_MIN = 3;
const SILENT = 'estdx';

/** Whether a word has a sound worth comparing. */
export function isHeard(word: string): boolean {
  return word.length >= HEARD_MIN && [...word].some((letter) => VOWELS.includes(letter));
}

const HEARD_MIN = 4;
