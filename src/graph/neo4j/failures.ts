/** What the driver throws, told in our words: what happened, where, and what to do. */
import { isRetryableError, Neo4jError } from 'neo4j-driver';
import { type Failure, StoreError } from '../graph.ts';

/** Where a database is, as messages name it. */
export interface Address {
  readonly uri: string;
  readonly database: string | null;
}

/** What a statement of ours should never meet: the server understood it, and refused. */
export function refusedBy(error: unknown): string | null {
  if (!(error instanceof Neo4jError)) return null;
  return error.message
    .split('\n')
    .map((line) => line.trim())
    .join(' ');
}

/** Null for what is a fault of ours: a statement that the server does not understand. */
export function failureOf(error: unknown, at: Address): StoreError | null {
  if (error instanceof StoreError) return error;
  if (!(error instanceof Error)) return null;
  const code = String((error as { code?: unknown }).code ?? '');
  const known = KNOWN.find(({ codes, of }) => (of?.test(at.uri) ?? true) && codes.some((one) => code.startsWith(one)));
  if (known !== undefined) return new StoreError(known.failure, known.says(at), { cause: error });
  if (BUSY.test(error.message))
    return new StoreError(
      'slow',
      `no connection to ${at.uri} was to be had in time: all are taken, or it does not answer`,
      { cause: error },
    );
  return UNREACHABLE_CODES.some((one) => code.startsWith(one)) ? unreachable(at, error) : null;
}

/** What the driver threw in our words, where there are any: it has many shapes for a link that broke. */
export function toldInWords(error: unknown, at: Address): unknown {
  return failureOf(error, at) ?? (mayPass(error) ? unreachable(at, error) : error);
}

/**
 * Whether another try may succeed at once: a connection was lost, or the server asks for another try. What breaks while a
 * connection is made comes out of the driver in any shape, its own faults included: only what a server said is an answer.
 */
export function mayPass(error: unknown): boolean {
  if (error instanceof StoreError) return false;
  return isRetryableError(error as Neo4jError) || !(error instanceof Neo4jError && error.code.startsWith('Neo.'));
}

export function unreachable({ uri }: Address, cause?: unknown): StoreError {
  const reason = cause instanceof Error ? reasonIn(cause.message) : null;
  const encryption = ENCRYPTION.find(({ reasons }) => reason !== null && reasons.test(reason));
  const message =
    encryption !== undefined
      ? `${encryption.says(uri)} (${reason}): ${encryption.help}`
      : `no Neo4j answers at ${uri}${reason === null ? '' : ` (${reason})`}: start it, or give another address`;
  return new StoreError('unreachable', message, { cause });
}

/** Why a connection that wants encryption may not come about. */
const ENCRYPTION: readonly {
  readonly reasons: RegExp;
  readonly says: (uri: string) => string;
  readonly help: string;
}[] = [
  {
    reasons: /CERT|ISSUER|SIGNATURE|certificate/,
    says: (uri) => `the certificate of ${uri} is not trusted`,
    help: 'name the file of its authority in NODE_EXTRA_CA_CERTS, or take "+ssc" instead of "+s" to trust any certificate',
  },
  {
    reasons: /TLS|SSL|wrong version number|EPROTO/,
    says: (uri) => `${uri} does not encrypt`,
    help: 'take bolt:// or neo4j://, or have the server encrypt',
  },
];

/** The driver wraps what a socket said into advice of its own. */
function reasonIn(message: string): string {
  const [, code] = /Socket responded with: (\w+)/.exec(message) ?? [];
  const [, cause] = message.split('Caused by: ', 2);
  return code ?? firstSentence(cause ?? message);
}

export function silent({ uri }: Address, milliseconds: number): StoreError {
  return new StoreError(
    'silent',
    `${uri} has not answered for ${milliseconds} ms: look at the network and the database's load`,
  );
}

export function slow(milliseconds: number): StoreError {
  return new StoreError('slow', `the question took longer than ${milliseconds} ms, and was ended`);
}

export function abandoned(): StoreError {
  return new StoreError('abandoned', 'whoever asked has left');
}

interface Known {
  readonly failure: Failure;
  readonly codes: readonly string[];
  /** The addresses that it is told of; any, unless given. */
  readonly of?: RegExp;
  readonly says: (at: Address) => string;
}

const KNOWN: readonly Known[] = [
  {
    failure: 'credentials',
    codes: [
      'Neo.ClientError.Security.Unauthorized',
      'Neo.ClientError.Security.AuthenticationRateLimit',
      'Neo.ClientError.Security.CredentialsExpired',
      'Neo.ClientError.Security.TokenExpired',
    ],
    says: ({ uri }) => `${uri} refuses the name or the password: set NEO4J_USERNAME and NEO4J_PASSWORD`,
  },
  {
    failure: 'database',
    codes: ['Neo.ClientError.Database.DatabaseNotFound'],
    says: ({ uri, database }) => `${uri} has no database named "${database ?? 'neo4j'}": set NEO4J_DATABASE`,
  },
  {
    failure: 'forbidden',
    codes: ['Neo.ClientError.Security.Forbidden', 'Neo.ClientError.Statement.AccessMode'],
    says: ({ uri }) => `${uri} does not allow this to the user of NEO4J_USERNAME: give one who may`,
  },
  {
    failure: 'forbidden',
    codes: [
      'Neo.ClientError.General.WriteOnReadOnlyAccessDatabase',
      'Neo.ClientError.General.ForbiddenOnReadOnlyDatabase',
    ],
    says: ({ uri, database }) =>
      `the database ${database === null ? '' : `"${database}" `}at ${uri} is read-only: make it writable, or give another address`,
  },
  {
    failure: 'forbidden',
    codes: ['Neo.ClientError.Cluster.NotALeader'],
    of: /^bolt/,
    says: ({ uri }) =>
      `${uri} follows another server of its cluster, which alone writes: give neo4j:// for bolt://, which finds it`,
  },
  {
    failure: 'slow',
    codes: [
      'Neo.ClientError.Transaction.TransactionTimedOut',
      'Neo.TransientError.Transaction.LockAcquisitionTimeout',
      'Neo.TransientError.General.TransactionMemoryLimit',
      'Neo.TransientError.General.MemoryPoolOutOfMemoryError',
    ],
    says: () => 'the question took longer, or more memory, than it may, and was ended',
  },
];

const UNREACHABLE_CODES = [
  'ServiceUnavailable',
  'SessionExpired',
  // A connection that ends while it is made.
  'ProtocolError',
  'ECONN',
  'EPIPE',
  'Neo.TransientError',
  // Somebody ended the statement at the server: an operator, or the server's own end.
  'Neo.ClientError.Transaction.Terminated',
  'Neo.ClientError.Database',
  'Neo.ClientError.Cluster',
];
const BUSY = /acquisition timed out/;

function firstSentence(message: string): string {
  const [first = ''] = message.split(/[\n]|\. /, 1);
  return first.slice(0, 200);
}
