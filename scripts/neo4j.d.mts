/** The long-term support version, on Java 17 to 21, and the newest one known to work, on Java 21 or later. */
export const LONG_TERM: string;
export const NEWEST: string;

/** What is missing to run the version, in words; undefined when nothing is. */
export function canRun(version?: string): string | undefined;

export interface Neo4jOptions {
  /** LONG_TERM unless given. */
  readonly version?: string;
  /** The password of the user `neo4j`, of at least eight characters; nobody is asked for one unless given. */
  readonly password?: string;
  /** Refuses to write to the database `neo4j`. */
  readonly readOnly?: boolean;
  /** A free one unless given. */
  readonly port?: number;
  /** The address, host and port, that it gives to those who come by neo4j://; its own unless given. */
  readonly advertised?: string;
}

export interface Neo4j {
  readonly version: string;
  /** The release of the Java that runs it. */
  readonly java: number;
  readonly port: number;
  readonly uri: string;
  /** The folder of its data, settings and logs. */
  readonly home: string;
  /** The current process, another one after a restart. */
  readonly pid: number;
  /** Resolves to the exit code of the current process, null after a signal. */
  readonly ended: Promise<number | null>;
  /** SIGKILL: data and port stay for `restart`. */
  kill(): Promise<void>;
  /** Stops it if it runs, and starts it anew with its port and its data. */
  restart(changes?: { readonly readOnly?: boolean }): Promise<void>;
  /** Stops it and removes its home. This happens too, some seconds later, when this process ends without it. */
  stop(): Promise<void>;
}

/** Resolves once it can be asked; rejects with the end of its log when it cannot start. */
export function startNeo4j(options?: Neo4jOptions): Promise<Neo4j>;

/** A port that nobody listens on, below those that the system gives to others unasked: it stays free for a while. */
export function freePort(): Promise<number>;
