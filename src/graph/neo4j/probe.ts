/**
 * Whether a Neo4j speaks at an address, asked on a bare socket: the first bytes of Bolt, and the four that answer them. The
 * driver keeps a connection whose first bytes are swallowed for ever, and gives no hand on it; this one is ours to end.
 */
import { connect as connectPlainly, isIP, type Socket } from 'node:net';
import { connect as connectSecurely } from 'node:tls';
import type { StoreError } from '../graph.ts';
import { type Address, silent, unreachable } from './failures.ts';

/** Null when it speaks. Never rejects; `signal` ends it as silent. */
export function probe(at: Address, milliseconds: number, signal: AbortSignal): Promise<StoreError | null> {
  return new Promise((resolve) => {
    const { socket, ready } = socketTo(at.uri);
    const settle = (failure: StoreError | null): void => {
      clearTimeout(late);
      signal.removeEventListener('abort', leave);
      socket.destroy();
      resolve(failure);
    };
    const leave = (): void => settle(silent(at, milliseconds));
    const late = setTimeout(leave, milliseconds);
    signal.addEventListener('abort', leave, { once: true });
    socket.once(ready, () => socket.write(HANDSHAKE));
    socket.once('data', () => settle(null));
    socket.on('error', (error) => settle(unreachable(at, error)));
    socket.once('end', () => settle(unreachable(at, new Error('the connection was closed'))));
  });
}

/** What Bolt begins with: who speaks, and four versions of which one is enough. */
const HANDSHAKE = Buffer.from('6060b01700000805000004040000000400000003', 'hex');
const PORT = 7687;

/** Certificates are for the driver to judge: nothing is told on this connection. */
function socketTo(uri: string): { readonly socket: Socket; readonly ready: 'connect' | 'secureConnect' } {
  const { protocol, hostname, port } = new URL(uri);
  const host = hostname.replace(/^\[|\]$/g, '');
  const to = { host, port: port === '' ? PORT : Number(port) };
  if (!protocol.includes('+s')) return { socket: connectPlainly(to), ready: 'connect' };
  const named = isIP(host) === 0 ? { servername: host } : {};
  return { socket: connectSecurely({ ...to, ...named, rejectUnauthorized: false }), ready: 'secureConnect' };
}
