/** What the environment may set, read once at the start. Every error names its variable. */
import { z } from 'zod';
import { GRAPH_NAME, READ_MILLISECONDS_MAX } from '../graph/neo4j/layout.ts';
import { LIMITS, type Limits } from '../schema/limits.ts';

export interface Configuration {
  readonly port: number;
  readonly host: string;
  readonly limits: Limits;
  readonly neo4j: Neo4jConfiguration;
}

/** How to reach a Neo4j, its address apart. */
export interface Neo4jConfiguration {
  readonly username: string;
  /** Null where the server asks for none. */
  readonly password: string | null;
  /** Null for the user's own default. */
  readonly database: string | null;
  /** Connections at the most. */
  readonly pool: number;
  /** How long a statement may take, in milliseconds. */
  readonly deadline: number;
  /** The graph's name in the database, which may hold several. */
  readonly graph: string;
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
  PARCOURS_GRAPH: z
    .string()
    .regex(/^[a-z0-9][a-z0-9-]{0,62}$/, 'must be small letters, digits and hyphens')
    .default(GRAPH_NAME),
  NEO4J_USERNAME: z.string().default('neo4j'),
  NEO4J_PASSWORD: z.string().optional(),
  NEO4J_DATABASE: z
    .string()
    .regex(/^[A-Za-z][A-Za-z0-9.-]{2,62}$/, 'must be the name of a database')
    .optional(),
  NEO4J_POOL: digits.pipe(z.number().min(1).max(1_000)).default(20),
  NEO4J_DEADLINE: digits.pipe(z.number().min(100).max(READ_MILLISECONDS_MAX)).default(4_000),
});

const SCHEMES = ['neo4j', 'neo4j+s', 'neo4j+ssc', 'bolt', 'bolt+s', 'bolt+ssc'];

/** The address of a Neo4j as it was given; throws an error that says what is wrong with it, and repeats no password. */
export function storeAddress(text: string): string {
  const [scheme = ''] = text.split('://', 1);
  const example = 'neo4j://localhost:7687, neo4j+s://xxxx.databases.neo4j.io or bolt://127.0.0.1:7687';
  if (!SCHEMES.includes(scheme) || !URL.canParse(text)) throw new Error(`it must be an address like ${example}`);
  const { username, password, pathname, search, hash, hostname } = new URL(text);
  if (username !== '' || password !== '') {
    throw new Error('it must hold no name and no password: they belong in NEO4J_USERNAME and NEO4J_PASSWORD');
  }
  if (hostname === '' || search !== '' || hash !== '' || !['', '/'].includes(pathname)) {
    throw new Error(`it must be a scheme, a host and a port, like ${example}; NEO4J_DATABASE names the database`);
  }
  return text.replace(/\/$/, '');
}

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
  const neo4j = {
    username: parsed.data.NEO4J_USERNAME,
    password: parsed.data.NEO4J_PASSWORD ?? null,
    database: parsed.data.NEO4J_DATABASE ?? null,
    pool: parsed.data.NEO4J_POOL,
    deadline: parsed.data.NEO4J_DEADLINE,
    graph: parsed.data.PARCOURS_GRAPH,
  };
  const limits = {
    nodesMax: PARCOURS_NODES_MAX,
    valuesMax: PARCOURS_VALUES_MAX,
    examinedMax: PARCOURS_EXAMINED_MAX,
    proseMax: PARCOURS_PROSE_MAX,
  };
  return { port: PORT, host: HOST, limits, neo4j };
}
