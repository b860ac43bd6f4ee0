/** Words that a folded word is the plural, the singular or the féminin of, or would be if they were words. */
import { ENDINGS } from '../../inclusive.ts';
import { fold } from '../../text.ts';

/**
 * Labels of formations and statuts are masculin: whoever looks for `CAP menuisière` means `CAP menuisier`. The other way
 * there is no need, since names of métiers are known in both forms.
 */
export function inflectionsOf(word: string): string[] {
  if (word.length < INFLECTED_MIN) return [];
  const singular = word.length > INFLECTED_MIN && PLURALS.includes(word.slice(-1)) ? [word.slice(0, -1)] : [];
  const plurals = PLURALS.map((ending) => word + ending);
  const found = new Set([...plurals, ...singular, ...[word, ...singular].flatMap(masculinsOf)]);
  found.delete(word);
  return [...found];
}

const INFLECTED_MIN = 3;
const PLURALS = ['s', 'x'];

function masculinsOf(word: string): string[] {
  return GENDERS.filter(({ feminin, stem }) => word.length >= feminin.length + stem && word.endsWith(feminin)).map(
    ({ masculin, feminin }) => word.slice(0, word.length - feminin.length) + masculin,
  );
}

/** With fewer letters before it, an ending is likely to be none: `prise` is no féminin of `prix`, `vente` none of `vent`. */
const STEM_MIN = 4;
const STEM_MIN_ALONE = 6;

/** What a masculin and its féminin end in. Where a masculin has no ending of its own, an `e` is all that tells of it. */
const GENDERS = ENDINGS.filter(([masculin, , feminin]) => masculin !== '' || feminin === 'e').map(
  ([masculin, , feminin]) => ({
    masculin: fold(masculin),
    feminin: fold(feminin),
    stem: masculin === '' ? STEM_MIN_ALONE : STEM_MIN,
  }),
);
