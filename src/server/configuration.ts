/** What the environment may set, read once at the start. Every error names its variable. */
import { z } from 'zod';
import { LIMITS, type Limits } from '../schema/limits.ts';

export interface Configuration {
  readonly port: number;
  readonly host: string;
  readonly limits: Limits;
}

/** Digits only: Number() would take " ", "0x50" and "1e3" too. */
const digits = z
  .string()
  .regex(/^[0-9]{1,15}$/, 'must be a number')
  .transform(Number);
const port = digits.pipe(z.number().max(65_535));
const count = digits.pipe(z.number().min(1));

const environment = z.object({
  PORT: port.default(4000),
  HOST: z.string().min(1).default('127.0.0.1'),
  PARCOURS_NODES_MAX: count.default(LIMITS.nodesMax),
  PARCOURS_VALUES_MAX: count.default(LIMITS.valuesMax),
  PARCOURS_PROSE_MAX: count.default(LIMITS.proseMax),
  PARCOURS_EXAMINED_MAX: count.default(LIMITS.examinedMax),
});

/** Throws an error whose message names every variable at fault. An empty variable counts as not set. */
export function configurationFrom(variables: Readonly<Record<string, string | undefined>>): Configuration {
  const set = Object.fromEntries(Object.entries(variables).filter(([, value]) => value !== undefined && value !== ''));
  const parsed = environment.safeParse(set);
  if (!parsed.success) {
    const faults = parsed.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`);
    throw new Error(`the environment is not usable: ${faults.join('; ')}`);
  }
  const { PORT, HOST, PARCOURS_NODES_MAX, PARCOURS_VALUES_MAX, PARCOURS_EXAMINED_MAX, PARCOURS_PROSE_MAX } =
    parsed.data;
  const limits = {
    nodesMax: PARCOURS_NODES_MAX,
    valuesMax: PARCOURS_VALUES_MAX,
    examinedMax: PARCOURS_EXAMINED_MAX,
    proseMax: PARCOURS_PROSE_MAX,
  };
  return { port: PORT, host: HOST, limits };
}
