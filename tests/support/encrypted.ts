/** A link that is encrypted in front of a server that is not, with a certificate that its own authority signed: itself. */
import { execFileSync, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { type AddressInfo, connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createServer } from 'node:tls';
import type { Target } from './proxy.ts';

/** Why there is no certificate to be had, null where there is one. */
export const opensslMissing =
  spawnSync('openssl', ['version']).status === 0 ? null : 'certificates are made by openssl, which is not there';

export interface EncryptedLink {
  readonly port: number;
  /** The file of the certificate. */
  readonly certificate: string;
  readonly close: () => Promise<void>;
}

export async function openEncrypted(target: Target): Promise<EncryptedLink> {
  const folder = mkdtempSync(join(tmpdir(), 'parcours-tls-'));
  const [key, certificate] = [join(folder, 'key.pem'), join(folder, 'certificate.pem')];
  const names = 'subjectAltName=DNS:localhost';
  const made = ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '2', '-subj', '/CN=localhost'];
  execFileSync('openssl', [...made, '-addext', names, '-keyout', key, '-out', certificate], { stdio: 'pipe' });
  const server = createServer({ key: readFileSync(key), cert: readFileSync(certificate) }, (client) => {
    const upstream = connect(target);
    client.pipe(upstream).pipe(client);
    client.on('error', () => upstream.destroy());
    upstream.on('error', () => client.destroy());
  });
  // A client that does not trust the certificate leaves.
  server.on('tlsClientError', () => {});
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    certificate,
    close: async () => {
      server.close();
      rmSync(folder, { recursive: true });
    },
  };
}
