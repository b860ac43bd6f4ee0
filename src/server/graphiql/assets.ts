import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { extname, join, relative, sep } from 'node:path';

/** A file of the built page, as it goes over the wire. */
export interface Asset {
  readonly body: Buffer;
  /** The same bytes for a client that accepts gzip; null where the build found that it saves nothing. */
  readonly gzip: Buffer | null;
  readonly type: string;
  readonly cacheControl: string;
}

const TYPES: Readonly<Record<string, string>> = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.ttf': 'font/ttf',
  '.woff2': 'font/woff2',
};

/**
 * The files that Vite built into `folder`, by the path of their URL, such as `/graphiql/assets/index-B7eHZF.js`; the page
 * itself under the key `index`. They are read once, here, so no request ever names a file. Empty when there is no folder.
 */
export function graphiqlAssets(folder: string): ReadonlyMap<string, Asset> {
  const assets = new Map<string, Asset>();
  const files = filesIn(folder);
  for (const file of files) {
    if (file.endsWith('.gz')) continue;
    const path = relative(folder, file).split(sep).join('/');
    assets.set(path === 'index.html' ? 'index' : `/graphiql/${path}`, {
      body: readFileSync(file),
      gzip: files.has(`${file}.gz`) ? readFileSync(`${file}.gz`) : null,
      type: TYPES[extname(file)] ?? 'application/octet-stream',
      // A name under assets/ carries the hash of its content: what it names never changes.
      cacheControl: path.startsWith('assets/') ? 'public, max-age=31536000, immutable' : 'no-cache',
    });
  }
  return assets;
}

/** Regular files only: a symbolic link could lead out of the folder. */
function filesIn(folder: string): ReadonlySet<string> {
  if (!existsSync(folder)) return new Set();
  const entries = readdirSync(folder, { withFileTypes: true, recursive: true });
  return new Set(entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name)));
}
