/** A server over a Neo4j behind a link that can be put in trouble, and what it answers then. */
import { embeddedStore } from '../../src/graph/embedded/store.ts';
import type { Content, ReadStore } from '../../src/graph/graph.ts';
import type { Timings } from '../../src/graph/neo4j/database.ts';
import { mirrorStore } from '../../src/graph/neo4j/mirror.ts';
import { type Neo4jOptions, neo4jStore } from '../../src/graph/neo4j/store.ts';
import { contentOf, formation, metier } from './content.ts';
import { storeOptions } from './neo4jStores.ts';
import { openProxy, type Target, type TcpProxy } from './proxy.ts';
import { type Answer, ask, query, type Served, serveStore } from './server.ts';

/** Trouble is noticed sooner than in production, so that tests of many silences are short. */
export const SOON: Timings = {
  pulse: 100,
  silence: 400,
  verdict: 600,
  patience: 3_000,
  doubt: 100,
  refused: 300,
  returns: 300,
};

export type Kind = 'live' | 'mirror';
export const KINDS: readonly Kind[] = ['live', 'mirror'];

export interface Troubled {
  readonly proxy: TcpProxy;
  readonly store: ReadStore;
  readonly served: Served;
  /** What the store said to its operators. */
  readonly said: readonly string[];
  readonly ask: (document?: string) => Promise<Answer>;
  readonly ready: () => Promise<Answer>;
  /** Resolves once the server is ready. */
  readonly readied: () => Promise<void>;
  readonly close: () => Promise<void>;
}

export interface TroubledOptions extends Partial<Omit<Neo4jOptions, 'uri' | 'say' | 'graph'>> {
  readonly kind: Kind;
  readonly graph: string;
  readonly target: Target;
  readonly scheme?: 'bolt' | 'neo4j';
  /** One that is there already; it is not closed with the rest when it was given. */
  readonly proxy?: TcpProxy;
  /** Host and port to ask instead of the proxy's. */
  readonly address?: string;
}

export const DOCUMENT = '{ metier(id: "MET.1") { nom formations { nodes { nom metiers { nodes { nom } } } } } }';

/** Generous: a far database needs some seconds to be connected to, and the patience of a connection that failed goes by first. */
const READY_MILLISECONDS_MAX = 15_000;

/** What the embedded store answers to `DOCUMENT`. */
export async function rightAnswer(content: Content): Promise<string> {
  const served = await serveStore({ store: embeddedStore(content) });
  const { text } = await query(served, DOCUMENT);
  await served.close();
  return text;
}

export async function openTroubled({ kind, target, scheme = 'bolt', proxy: given, address, ...rest }: TroubledOptions) {
  const proxy = given ?? (await openProxy(target));
  const said: string[] = [];
  const options: Neo4jOptions = {
    ...storeOptions(rest.graph, `${scheme}://${address ?? `127.0.0.1:${proxy.port}`}`),
    deadline: 4_000,
    life: 5_000,
    ...rest,
    say: (message) => said.push(message),
  };
  const store = kind === 'live' ? neo4jStore(options) : mirrorStore(options);
  const served = await serveStore({ store });
  const ready = (): Promise<Answer> => ask(served, '/ready');
  const troubled: Troubled = {
    proxy,
    store,
    served,
    said,
    ask: (document = DOCUMENT) => query(served, document),
    ready,
    readied: async () => {
      const start = performance.now();
      while ((await ready()).status !== 200) {
        if (performance.now() - start > READY_MILLISECONDS_MAX) throw new Error(`not ready: ${(await ready()).text}`);
        await new Promise((wake) => setTimeout(wake, 20));
      }
    },
    close: async () => {
      await store.close();
      await served.close();
      if (given === undefined) await proxy.close();
    },
  };
  return troubled;
}

/** The whole answer of a server whose database is away. */
export const AWAY = {
  errors: [
    {
      message: 'Les données ne sont pas disponibles pour le moment. Réessayez dans quelques instants.',
      extensions: { code: 'DONNEES_INDISPONIBLES' },
    },
  ],
};

export const LATE = {
  errors: [
    {
      message: 'Cette requête a pris trop de temps. Demandez-en moins à la fois, ou réessayez plus tard.',
      extensions: { code: 'DELAI_DEPASSE' },
    },
  ],
};

/** Every métier leads to every formation: a filter of some depth keeps a database busy for as long as one likes. */
export function dense(size: number) {
  const numbers = Array.from({ length: size }, (_, i) => i);
  const formations = numbers.map((i) => `FOR.${i}`);
  return contentOf(
    {
      Metier: numbers.map((i) => metier(`MET.${i}`, `Métier ${i}`)),
      Formation: numbers.map((i) => formation(`FOR.${i}`, `Formation ${i}`)),
    },
    { RECOMMANDE: Object.fromEntries(numbers.map((i) => [`MET.${i}`, formations])) },
    'd'.repeat(64),
  );
}

export const HEAVY =
  '{ metiers(first: 1, filtre: { formations: { tous: { metiers: { tous: { formations: { tous: { metiers: { tous: ' +
  '{ texte: "metier" } } } } } } } } }) { totalCount } }';
