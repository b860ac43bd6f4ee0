import { serverAudits } from 'graphql-http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Served, serveStore } from './support/server.ts';

describe('The server speaks GraphQL over HTTP as the specification says', () => {
  let server: Served;
  beforeAll(async () => {
    server = await serveStore();
  });
  afterAll(() => server.close());

  it('answers all 61 audits of graphql-http', async () => {
    const audits = serverAudits({ url: () => `${server.origin}/graphql` });
    const failed: string[] = [];
    for (const audit of audits) {
      const result = await audit.fn();
      if (result.status !== 'ok') failed.push(`${result.status}: ${audit.id} ${audit.name}: ${result.reason}`);
    }
    expect({ audits: audits.length, failed }).toEqual({ audits: 61, failed: [] });
  });
});
