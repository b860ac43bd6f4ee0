import { connect, type Socket } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { type Ended, type Launched, parcours, query, statusesIn } from './support/server.ts';

let launched: Launched | undefined;
afterEach(() => void launched?.child.kill('SIGKILL'));

const BODY = JSON.stringify({ query: '{ metier(id: "MET.8097") { nom } }' });

/** A server that serves the seeds in a process of its own. */
async function started(): Promise<Launched & { readonly port: number }> {
  launched = parcours(['serve', '--port', '0']);
  const { port } = await launched.origin();
  expect((await query({ port }, '{ __typename }')).status).toBe(200);
  return { ...launched, port };
}

interface Open {
  readonly socket: Socket;
  readonly heard: () => string;
  readonly over: Promise<string>;
}

/** A connection on which so much was said, listened to until the server ends it. */
function opened(port: number, bytes: string): Promise<Open> {
  return new Promise((resolve, reject) => {
    const socket = connect({ host: '127.0.0.1', port });
    let text = '';
    socket.on('data', (data) => {
      text += data.toString('utf8');
    });
    const over = new Promise<string>((done) => {
      socket.on('close', () => done(text));
    });
    socket.on('error', reject);
    socket.on('connect', () => socket.write(bytes, () => resolve({ socket, heard: () => text, over })));
  });
}

function head(length: number): string {
  return `POST /graphql HTTP/1.1\r\nHost: a\r\ncontent-type: application/json\r\ncontent-length: ${length}\r\n`;
}

/** A request of which the server has the head, as it says itself, and the first bytes of the body. */
async function inFlight(port: number): Promise<Open> {
  const open = await opened(port, `${head(BODY.length)}Expect: 100-continue\r\n\r\n`);
  await expect.poll(open.heard, { interval: 5 }).toBe('HTTP/1.1 100 Continue\r\n\r\n');
  open.socket.write(BODY.slice(0, 10));
  return open;
}

function refused(port: number): Promise<string> {
  return new Promise((resolve) => {
    const socket = connect({ host: '127.0.0.1', port });
    socket.on('connect', () => {
      socket.destroy();
      resolve('accepted');
    });
    socket.on('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? ''));
  });
}

/** How it ended, without what it said. */
function manner({ code, signal }: Ended): { code: number | null; signal: string | null } {
  return { code, signal };
}

describe.each(['SIGTERM', 'SIGINT'] as const)('%s', (signal) => {
  it('lets the request in flight finish, refuses new connections, and ends with 0', async () => {
    const { child, ended, said, port } = await started();
    const { socket, over } = await inFlight(port);
    child.kill(signal);
    await said('parcours: stopping\n');
    await expect.poll(() => refused(port)).toBe('ECONNREFUSED');
    socket.write(BODY.slice(10));
    const text = await over;
    expect(statusesIn(text)).toEqual([100, 200]);
    expect(text).toContain('{"data":{"metier":{"nom":"ingénieur/e social/e"}}}');
    expect(manner(await ended)).toEqual({ code: 0, signal: null });
  });

  it('answers all of many requests in flight', async () => {
    const { child, ended, said, port } = await started();
    const flights = await Promise.all(Array.from({ length: 20 }, () => inFlight(port)));
    child.kill(signal);
    await said('parcours: stopping\n');
    for (const { socket } of flights) socket.write(BODY.slice(10));
    const answers = await Promise.all(flights.map(({ over }) => over));
    expect(answers.map(statusesIn)).toEqual(flights.map(() => [100, 200]));
    expect(manner(await ended)).toEqual({ code: 0, signal: null });
  });

  it('closes connections that only wait: kept alive after an answer, or silent', async () => {
    const { child, ended, port } = await started();
    const kept = await opened(port, `${head(BODY.length)}\r\n${BODY}`);
    await expect.poll(() => statusesIn(kept.heard())).toEqual([200]);
    child.kill(signal);
    await kept.over;
    expect(manner(await ended)).toEqual({ code: 0, signal: null });
  });

  it('ends at once at the second time, whatever is in flight', async () => {
    const { child, ended, said, port } = await started();
    const { over } = await inFlight(port);
    child.kill(signal);
    await said('parcours: stopping\n');
    const before = performance.now();
    child.kill(signal);
    const { code } = await ended;
    // The time is the promise here: the first signal alone would wait for the request for ten seconds.
    expect(performance.now() - before).toBeLessThan(3_000);
    expect(code).not.toBe(0);
    expect(statusesIn(await over)).toEqual([100]);
  });

  it('does not wait for ever for a client that says nothing, or half of it', async () => {
    const { child, ended, said, port } = await started();
    const flights = await Promise.all([
      opened(port, ''),
      opened(port, 'GET / HTTP/1.1\r\nHo'),
      opened(port, `${head(10)}\r\n`),
    ]);
    child.kill(signal);
    await said('parcours: stopping\n');
    const before = performance.now();
    expect(manner(await ended)).toEqual({ code: 0, signal: null });
    expect(performance.now() - before).toBeLessThan(15_000);
    await Promise.all(flights.map(({ over }) => over));
  });

  it('ends it with 0 also when it comes with the first word', async () => {
    for (let attempt = 0; attempt < 5; attempt++) {
      launched = parcours(['serve', '--port', '0']);
      await launched.origin();
      launched.child.kill(signal);
      expect(manner(await launched.ended)).toEqual({ code: 0, signal: null });
    }
  });

  it('says one line and no stack', async () => {
    const { child, ended } = await started();
    child.kill(signal);
    const { stdout, stderr } = await ended;
    expect(stdout).toBe('');
    const lines = stderr.trimEnd().split('\n');
    expect(lines.at(-1)).toBe('parcours: stopping');
    expect(lines.filter((line) => !line.startsWith('parcours: '))).toEqual([]);
  });
});
