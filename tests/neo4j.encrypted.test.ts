/** Neo4j behind an encrypted link, as a hosted one is: `+s` trusts what an authority signed, `+ssc` any certificate. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type EncryptedLink, openEncrypted, opensslMissing } from './support/encrypted.ts';
import { editionFolder, runLoad } from './support/loads.ts';
import { describeNeo4j, emptyDatabase, neo4jAccount, neo4jMissing, neo4jUri } from './support/neo4j.ts';
import { openShared, type Shared } from './support/neo4jStores.ts';
import { ask, parcours, query } from './support/server.ts';

const GRAPH = 'encrypted';

describeNeo4j('Over an encrypted link', suite, neo4jMissing ?? opensslMissing);

function suite(): void {
  let shared: Shared;
  let link: EncryptedLink;
  beforeAll(async () => {
    shared = openShared();
    await emptyDatabase(shared.driver);
    const { hostname: host, port } = new URL(neo4jUri());
    link = await openEncrypted({ host, port: Number(port) });
  });
  afterAll(async () => {
    await link?.close();
    await shared?.close();
  });

  const load = (uri: string, env = {}) => runLoad([editionFolder('a', 5)], { graph: GRAPH, uri, env });
  const trusted = () => ({ NODE_EXTRA_CA_CERTS: link.certificate });

  test('a release goes in, and is found again by every scheme that encrypts', async () => {
    expect(await load(`bolt+s://localhost:${link.port}`, trusted())).toMatchObject({ code: 0 });
    for (const [scheme, env] of [
      ['bolt+ssc', {}],
      ['neo4j+ssc', {}],
      ['neo4j+s', trusted()],
    ] as const) {
      const { code, stderr } = await load(`${scheme}://localhost:${link.port}`, env);
      expect([scheme, code]).toEqual([scheme, 0]);
      expect(stderr).toContain('nothing has changed');
    }
  });

  test.each(['live', 'mirror'])('a server answers, %s', async (kind) => {
    const { username, password } = neo4jAccount();
    const account = username === '' ? {} : { NEO4J_USERNAME: username, NEO4J_PASSWORD: password };
    const flags = kind === 'mirror' ? ['--mirror'] : [];
    const server = parcours(['serve', '--port', '0', '--store', `neo4j+s://localhost:${link.port}`, ...flags], {
      env: { ...account, PARCOURS_GRAPH: GRAPH, ...trusted() },
    });
    try {
      const origin = await server.origin();
      await expect.poll(async () => (await ask(origin, '/ready')).status, { timeout: 10_000 }).toBe(200);
      expect((await query(origin, '{ metiers { totalCount } }')).json).toEqual({
        data: { metiers: { totalCount: 5 } },
      });
    } finally {
      server.child.kill();
      await server.ended;
    }
  });

  test('a certificate that nobody vouches for is refused at once, and what to do is told', async () => {
    const { code, stderr } = await load(`bolt+s://localhost:${link.port}`);
    expect(code).toBe(3);
    expect(stderr).toContain('is not trusted (DEPTH_ZERO_SELF_SIGNED_CERT)');
    expect(stderr).toContain('NODE_EXTRA_CA_CERTS');
  });

  test('a certificate of another name is refused', async () => {
    const { code, stderr } = await load(`bolt+s://127.0.0.1:${link.port}`, trusted());
    expect(code).toBe(3);
    expect(stderr).toContain('is not trusted');
  });

  test('a server that does not encrypt is told of', async () => {
    const { port } = new URL(neo4jUri());
    const { code, stderr } = await load(`bolt+ssc://127.0.0.1:${port}`);
    expect(code).toBe(3);
    expect(stderr).toContain('does not encrypt');
  });

  test('a server that wants encryption and is not given it is no Neo4j', async () => {
    const { code, stderr } = await load(`bolt://localhost:${link.port}`);
    expect(code).toBe(3);
    expect(stderr).toContain('no Neo4j answers');
  });
}
