/**
 * The load, in a process of its own. It speaks HTTP over bare sockets, as much of it as these servers answer with, so that
 * it takes little of the machine that it shares with them.
 */
import { connect } from 'node:net';

export interface Round {
  readonly port: number;
  /** Bodies of requests, sent in turn. */
  readonly bodies: readonly string[];
  readonly connections: number;
  readonly milliseconds: number;
}

export interface Measured {
  /** Requests a second. */
  readonly rate: number;
  /** Median, in milliseconds. */
  readonly latency: number;
}

export function runLoad(): void {
  process.on('message', async (round: Round) => process.send?.(await measure(round)));
}

async function measure({ port, bodies, connections, milliseconds }: Round): Promise<Measured> {
  const requests = bodies.map(requestOf);
  const times: number[] = [];
  let turn = 0;
  const start = performance.now();
  const client = async (): Promise<void> => {
    const link = open(port);
    while (performance.now() - start < milliseconds) {
      const sent = performance.now();
      await link.ask(requests[turn++ % requests.length] as Buffer);
      times.push(performance.now() - sent);
    }
    link.close();
  };
  await Promise.all(Array.from({ length: connections }, client));
  const seconds = (performance.now() - start) / 1_000;
  times.sort((a, b) => a - b);
  return { rate: times.length / seconds, latency: times[times.length >> 1] ?? Number.NaN };
}

/** One request, for the text of its answer. */
export async function askOnce(port: number, body: string): Promise<string> {
  const link = open(port);
  const answer = await link.ask(requestOf(body));
  link.close();
  return answer.toString('utf8');
}

function requestOf(body: string): Buffer {
  return Buffer.from(
    `POST /graphql HTTP/1.1\r\nhost: 127.0.0.1\r\naccept: application/json\r\ncontent-type: application/json\r\ncontent-length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
  );
}

/** A connection that is kept: one request at a time. */
function open(port: number) {
  const socket = connect({ host: '127.0.0.1', port, noDelay: true });
  let chunks: Buffer[] = [];
  let missing = -1;
  let settle: { readonly resolve: (body: Buffer) => void; readonly reject: (error: Error) => void } | null = null;
  const fail = (error: Error): void => settle?.reject(error);
  socket.on('error', fail);
  socket.on('close', () => fail(new Error('the server closed the connection')));
  socket.on('data', (bytes: Buffer) => {
    chunks.push(bytes);
    if (missing < 0) {
      const head = Buffer.concat(chunks);
      const end = head.indexOf('\r\n\r\n');
      if (end < 0) return;
      const text = head.toString('latin1', 0, end).toLowerCase();
      const length = /\ncontent-length: ([0-9]+)/.exec(text)?.[1];
      if (!text.startsWith('http/1.1 200') || length === undefined) return fail(new Error(head.toString('utf8')));
      chunks = [head.subarray(end + 4)];
      missing = Number(length) - (head.length - end - 4);
    } else {
      missing -= bytes.length;
    }
    if (missing > 0) return;
    const body = Buffer.concat(chunks);
    chunks = [];
    missing = -1;
    settle?.resolve(body);
  });
  return {
    ask: (request: Buffer): Promise<Buffer> =>
      new Promise((resolve, reject) => {
        settle = { resolve, reject };
        socket.write(request);
      }),
    close: () => {
      settle = null;
      socket.destroy();
    },
  };
}
