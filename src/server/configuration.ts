/** What the environment may set, read once at the start. Every error names its variable. */
import { z } from 'zod';
import { LIMITS, type Limits } from '../schema/limits.ts';

export interface Configuration {
  readonly port: number;
  readonly host: string;
  readonly limits: Limits;
}

const port = z.coerce.number().int().min(0).max(65_535);
const count = z.coerce.number().int().min(1).max(Number.MAX_SAFE_INTEGER);

const environment = z.object({
  PORT: port.default(4000),
  HOST: z.string().min(1).default('127.0.0.1'),
  PARCOURS_NODES_MAX: count.default(LIMITS.nodesMax),
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
  const { PORT, HOST, PARCOURS_NODES_MAX, PARCOURS_EXAMINED_MAX, PARCOURS_PROSE_MAX } = parsed.data;
  const limits = { nodesMax: PARCOURS_NODES_MAX, examinedMax: PARCOURS_EXAMINED_MAX, proseMax: PARCOURS_PROSE_MAX };
  return { port: PORT, host: HOST, limits };
}
