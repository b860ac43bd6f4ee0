/** What the environment and an address may say of a Neo4j, and what operators are told of the rest. */
import { type Driver, Neo4jError, driver as open } from 'neo4j-driver';
import { describe, expect, it } from 'vitest';
import { StoreError } from '../src/graph/graph.ts';
import { failureOf, mayPass } from '../src/graph/neo4j/failures.ts';
import { configurationFrom, storeAddress } from '../src/server/configuration.ts';
import { openProxy } from './support/proxy.ts';
import { parcours } from './support/server.ts';

const SECRET = 'a-secret-of-mine';

describe('The address of a Neo4j', () => {
  it.each([
    'neo4j://localhost:7687',
    'neo4j://localhost',
    'neo4j+s://0a1b2c3d.databases.neo4j.io',
    'neo4j+ssc://graph.example:7687',
    'bolt://127.0.0.1:7687',
    'bolt+s://graph.example',
    'bolt+ssc://[::1]:7687',
  ])('may be %s', (address) => {
    expect(storeAddress(address)).toBe(address);
    expect(storeAddress(`${address}/`)).toBe(address);
  });

  it.each([
    ['', 'it must be an address like neo4j://'],
    ['localhost:7687', 'it must be an address like neo4j://'],
    ['http://localhost:7474', 'it must be an address like neo4j://'],
    ['NEO4J://localhost', 'it must be an address like neo4j://'],
    ['neo4j://localhost:99999', 'it must be an address like neo4j://'],
    ['neo4j://', 'it must be a scheme, a host and a port'],
    ['neo4j://localhost/neo4j', 'NEO4J_DATABASE names the database'],
    ['neo4j://localhost?database=neo4j', 'NEO4J_DATABASE names the database'],
    [`neo4j://neo4j:${SECRET}@localhost`, 'they belong in NEO4J_USERNAME and NEO4J_PASSWORD'],
    [`http://neo4j:${SECRET}@localhost`, 'it must be an address like neo4j://'],
    [`bolt://:${SECRET}@localhost`, 'they belong in NEO4J_USERNAME and NEO4J_PASSWORD'],
  ])('may not be %j', (address, words) => {
    const message = messageOf(() => storeAddress(address));
    expect(message).toContain(words);
    expect(message).not.toContain(SECRET);
  });

  it.each([
    ['serve', '--store'],
    ['load', '--to'],
  ])('is not repeated by %s where it holds a password', async (command, option) => {
    const { code, stdout, stderr } = await parcours([command, option, `neo4j://neo4j:${SECRET}@localhost`]).ended;
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toContain('they belong in NEO4J_USERNAME and NEO4J_PASSWORD');
    expect(stderr).not.toContain(SECRET);
  });
});

describe('The environment', () => {
  it('says nothing of a Neo4j and leaves everything as usual', () => {
    const usual = { username: 'neo4j', password: null, database: null, pool: 20, deadline: 4_000, graph: 'parcours' };
    expect(configurationFrom({}).neo4j).toEqual(usual);
    expect(configurationFrom({ NEO4J_PASSWORD: '', NEO4J_DATABASE: '' }).neo4j).toEqual(usual);
  });

  it('says all that there is to say', () => {
    const { neo4j } = configurationFrom({
      NEO4J_USERNAME: 'analyst',
      NEO4J_PASSWORD: SECRET,
      NEO4J_DATABASE: 'careers.2025',
      NEO4J_POOL: '5',
      NEO4J_DEADLINE: '1000',
      PARCOURS_GRAPH: 'metiers-2025',
    });
    expect(neo4j).toEqual({
      username: 'analyst',
      password: SECRET,
      database: 'careers.2025',
      pool: 5,
      deadline: 1_000,
      graph: 'metiers-2025',
    });
  });

  it.each([
    ['NEO4J_POOL', ['0', '1001', '-1', '1e1', 'many', '5.5']],
    ['NEO4J_DEADLINE', ['0', '99', '5001', 'soon']],
    ['NEO4J_DATABASE', ['a', '1st', 'neo4j`', 'my database', 'x'.repeat(64)]],
    ['PARCOURS_GRAPH', ['-', 'Graph', 'a_b', 'x'.repeat(64)]],
  ])('is refused by the name of the variable: %s', (name, values) => {
    for (const value of values) {
      const message = messageOf(() => configurationFrom({ [name]: value, NEO4J_PASSWORD: SECRET }));
      expect(message).toContain(`${name}: `);
      expect(message).not.toContain(SECRET);
    }
  });

  it('is refused by every variable that is at fault', () => {
    const message = messageOf(() => configurationFrom({ NEO4J_POOL: 'x', NEO4J_DEADLINE: 'y', PARCOURS_GRAPH: 'Z' }));
    for (const name of ['NEO4J_POOL', 'NEO4J_DEADLINE', 'PARCOURS_GRAPH']) expect(message).toContain(`${name}: `);
  });
});

describe('What the driver throws', () => {
  const at = { uri: 'bolt://graph.example:7687', database: 'careers' };

  it('where nobody listens is "unreachable", and may pass', async () => {
    const proxy = await openProxy({ port: 1 });
    await proxy.close();
    const error = await errorOf(proxy.port);
    expect(failureOf(error, at)).toMatchObject({
      failure: 'unreachable',
      message: `no Neo4j answers at bolt://graph.example:7687 (connect ECONNREFUSED 127.0.0.1:${proxy.port}): start it, or give another address`,
    });
    expect(mayPass(error)).toBe(true);
  });

  it('where whoever listens hangs up is "unreachable", and may pass', async () => {
    const proxy = await openProxy({ port: 1 });
    proxy.refuse(true);
    const error = await errorOf(proxy.port);
    await proxy.close();
    expect(failureOf(error, at)).toMatchObject({ failure: 'unreachable' });
    expect(mayPass(error)).toBe(true);
  });

  it.each([
    ['Neo.ClientError.Security.Unauthorized', 'credentials'],
    ['Neo.ClientError.Security.AuthenticationRateLimit', 'credentials'],
    ['Neo.ClientError.Security.CredentialsExpired', 'credentials'],
    ['Neo.ClientError.Security.Forbidden', 'forbidden'],
    ['Neo.ClientError.Cluster.NotALeader', 'forbidden'],
    ['Neo.ClientError.General.WriteOnReadOnlyAccessDatabase', 'forbidden'],
    ['Neo.ClientError.Database.DatabaseNotFound', 'database'],
    ['Neo.ClientError.Transaction.TransactionTimedOutClientConfiguration', 'slow'],
    ['Neo.TransientError.General.MemoryPoolOutOfMemoryError', 'slow'],
    ['Neo.TransientError.General.DatabaseUnavailable', 'unreachable'],
    ['Neo.TransientError.Transaction.Terminated', 'unreachable'],
    ['ServiceUnavailable', 'unreachable'],
    ['SessionExpired', 'unreachable'],
    ['ProtocolError', 'unreachable'],
  ])('as %s is "%s"', (code, failure) => {
    expect(failureOf(errorWith(code), at)).toMatchObject({ failure });
  });

  it('as a statement that the server does not understand is a fault of ours, and does not pass', () => {
    const error = errorWith('Neo.ClientError.Statement.SyntaxError');
    expect(failureOf(error, at)).toBeNull();
    expect(mayPass(error)).toBe(false);
  });

  it('is told once: what is told already stays as it is', () => {
    const error = new StoreError('slow', 'late');
    expect(failureOf(error, at)).toBe(error);
    expect(mayPass(error)).toBe(false);
  });
});

function messageOf(act: () => unknown): string {
  try {
    act();
  } catch (error) {
    return (error as Error).message;
  }
  throw new Error('it was accepted');
}

function errorWith(code: string): Neo4jError {
  return new Neo4jError('as it says', code, '50N42', 'as it says');
}

async function errorOf(port: number): Promise<unknown> {
  const driver: Driver = open(`bolt://127.0.0.1:${port}`, undefined, { connectionTimeout: 1_000 });
  const session = driver.session();
  try {
    return await session.run('RETURN 1').then(
      () => null,
      (error: unknown) => error,
    );
  } finally {
    await driver.close();
  }
}
