/**
 * A TCP proxy on 127.0.0.1 for tests of a link in trouble. What is wrong with a link is data, of all links or of one, and may
 * change at any time; bytes that were swallowed never arrive.
 */
import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

/** `up`: from the client to the target; `down`: the other way. */
export type Direction = 'up' | 'down';

export interface Trouble {
  /** Milliseconds that every byte takes longer, each way. */
  readonly delay?: number;
  /** Takes bytes in and forwards none, with the connection open: both ways, or one. */
  readonly swallow?: true | Direction;
  /** The most bytes a second, each way. */
  readonly rate?: number;
}

export interface Link {
  /** Null: what is wrong with all links is wrong with this one. */
  trouble(trouble: Trouble | null): void;
  /** `reset` ends it as a crash does (RST), `end` as a close does (FIN), both towards client and target. */
  cut(how: 'reset' | 'end'): void;
  /** Ends one direction; the other stays open. */
  halfClose(direction: Direction): void;
  readonly open: boolean;
  /** Bytes that were forwarded to the target, and back. */
  readonly bytes: Readonly<Record<Direction, number>>;
}

export interface TcpProxy {
  readonly port: number;
  /** Links that the client has not ended, oldest first. */
  readonly links: readonly Link[];
  /** Connections that were ever taken, refused ones included. */
  readonly taken: number;
  /** Of all links, those to come included. */
  trouble(trouble: Trouble): void;
  /** Whether a new connection is reset at once. */
  refuse(refused: boolean): void;
  cutAll(how: 'reset' | 'end'): void;
  /** Told each chunk as it passes. */
  onBytes(heard: (direction: Direction, bytes: Buffer) => void): void;
  close(): Promise<void>;
}

export interface Target {
  readonly host?: string;
  readonly port: number;
}

/** On a free port unless told which. */
export async function openProxy(target: Target, port = 0): Promise<TcpProxy> {
  const links = new Set<Link>();
  const ended = new WeakSet<Link>();
  let general: Trouble = {};
  let refusing = false;
  let taken = 0;
  let heard: (direction: Direction, bytes: Buffer) => void = () => {};
  const server = createServer({ allowHalfOpen: true }, (client) => {
    taken += 1;
    client.on('error', () => {});
    if (refusing) {
      client.resetAndDestroy();
      return;
    }
    const link = openLink(
      client,
      target,
      () => general,
      (direction, bytes) => heard(direction, bytes),
    );
    links.add(link);
    client.once('end', () => ended.add(link));
    client.once('close', () => links.delete(link));
  });
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');

  return {
    port: (server.address() as AddressInfo).port,
    get links() {
      return [...links].filter((link) => !ended.has(link));
    },
    get taken() {
      return taken;
    },
    trouble: (trouble) => {
      general = trouble;
    },
    refuse: (refused) => {
      refusing = refused;
    },
    cutAll,
    onBytes: (listener) => {
      heard = listener;
    },
    close: async () => {
      server.close();
      cutAll('reset');
      await once(server, 'close');
    },
  };

  function cutAll(how: 'reset' | 'end'): void {
    for (const link of links) link.cut(how);
  }
}

function openLink(
  client: Socket,
  { host = '127.0.0.1', port }: Target,
  general: () => Trouble,
  heard: (direction: Direction, bytes: Buffer) => void,
): Link {
  const target = connect({ host, port, allowHalfOpen: true }).setNoDelay(true);
  client.setNoDelay(true);
  let own: Trouble | null = null;
  const bytes = { up: 0, down: 0 };
  const troubleNow = (): Trouble => own ?? general();
  const pass = (direction: Direction) => (chunk: Buffer) => {
    bytes[direction] += chunk.length;
    heard(direction, chunk);
  };
  forward(client, target, 'up', troubleNow, pass('up'));
  forward(target, client, 'down', troubleNow, pass('down'));
  // A reset on one side is a reset on the other; a target that refuses does so here too.
  client.on('error', () => target.resetAndDestroy());
  target.on('error', () => client.resetAndDestroy());
  client.once('close', () => target.destroy());
  target.once('close', () => client.destroy());

  return {
    trouble: (trouble) => {
      own = trouble;
    },
    cut: (how) => {
      for (const socket of [client, target]) {
        if (how === 'reset') socket.resetAndDestroy();
        else socket.destroySoon();
      }
    },
    halfClose: (direction) => {
      (direction === 'up' ? target : client).end();
    },
    get open() {
      return !client.destroyed && !client.readableEnded;
    },
    bytes,
  };
}

/** Bytes of one direction arrive in order, each not before its time. */
function forward(
  from: Socket,
  to: Socket,
  direction: Direction,
  troubleNow: () => Trouble,
  pass: (chunk: Buffer) => void,
): void {
  let due = 0;
  let waiting = 0;
  const swallows = (): boolean => {
    const { swallow } = troubleNow();
    return swallow === true || swallow === direction;
  };
  const later = (then: () => void, size: number): void => {
    const { delay = 0, rate } = troubleNow();
    const now = performance.now();
    due = Math.max(now + delay, due + (rate === undefined ? 0 : (size / rate) * 1_000));
    if (waiting === 0 && due <= now) then();
    else {
      waiting += 1;
      setTimeout(() => {
        waiting -= 1;
        then();
      }, due - now);
    }
  };
  from.on('data', (chunk: Buffer) => {
    if (swallows()) return;
    later(() => {
      if (swallows() || !to.writable) return;
      pass(chunk);
      to.write(chunk);
    }, chunk.length);
  });
  // A link that swallows swallows its end too.
  from.on('end', () => {
    if (!swallows()) later(() => to.end(), 0);
  });
}
