/**
 * What is drawn at random in the tests is drawn from one seed, so that a run can be repeated and a commit is judged alike
 * whenever it is tried. `TEST_SEED=random` draws another one, `TEST_SEED=<integer>` repeats it; fast-check prints the seed of
 * what fails.
 */
import fc from 'fast-check';

const SEED = 20_261_130;

function seedOf(said: string | undefined): number | undefined {
  if (said === undefined || said === '') return SEED;
  if (said === 'random') return undefined;
  const seed = Number(said);
  if (!Number.isInteger(seed)) throw new Error(`TEST_SEED is "${said}": an integer, or "random"`);
  return seed;
}

const seed = seedOf(process.env['TEST_SEED']);
fc.configureGlobal({ ...fc.readConfigureGlobal(), ...(seed === undefined ? {} : { seed }) });
