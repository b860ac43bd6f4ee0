/**
 * From folders to texts. A document is a regular file named .md or .txt, in UTF-8, of a bounded size; links, pipes and
 * anything else are refused, never followed. A byte order mark and the line ends of other systems are accepted.
 */
import { isUtf8 } from 'node:buffer';
import { closeSync, constants, fstatSync, lstatSync, openSync, readdirSync, readSync, statSync } from 'node:fs';
import { join, normalize, resolve } from 'node:path';
import { aboutFile, type Diagnostic } from './diagnostic.ts';

export const FILE_BYTES_MAX = 1024 * 1024;
export const LINE_CHARACTERS_MAX = 20_000;
export const FILES_MAX = 20_000;
export const FOLDER_DEPTH_MAX = 16;

export interface Source {
  readonly file: string;
  /** Lines end in line feeds; no byte order mark. */
  readonly text: string;
}

type ReportFile = (diagnostic: Diagnostic) => void;

/**
 * Gives `take` every document below the folders given, or the files given, in the order of their names; returns how
 * many there are, those that could not be read included. One at a time, so that none is held longer than it is needed.
 */
export function readSources(paths: readonly string[], report: ReportFile, take: (source: Source) => void): number {
  const found = paths.flatMap((path) => filesAt(normalize(path), report)).sort();
  const files = [...new Map(found.map((file) => [resolve(file), file])).values()];
  if (files.length > FILES_MAX) {
    const message = `${files.length} documents are more than the ${FILES_MAX} that one release may hold`;
    report(aboutFile('error', 'too-many-files', paths.join(' '), message, 'load fewer folders'));
    return files.length;
  }
  for (const file of files) {
    const text = readText(file, report);
    if (text !== undefined) take({ file, text });
  }
  return files.length;
}

function filesAt(path: string, report: ReportFile): string[] {
  const stats = attempt(path, report, () => statSync(path));
  if (stats === undefined) return [];
  if (!stats.isDirectory()) return [path];
  const files = filesIn(path, 0, report);
  if (files?.length === 0) {
    report(
      aboutFile(
        'error',
        'folder-empty',
        path,
        'the folder holds no document',
        'give a folder with files named .md or .txt',
      ),
    );
  }
  return files ?? [];
}

/** Undefined when the folder cannot be read, which is reported. */
function filesIn(folder: string, depth: number, report: ReportFile): string[] | undefined {
  if (depth > FOLDER_DEPTH_MAX) {
    report(
      aboutFile(
        'error',
        'folder-too-deep',
        folder,
        `the folder lies deeper than ${FOLDER_DEPTH_MAX} levels`,
        'load it by itself',
      ),
    );
    return undefined;
  }
  const entries = attempt(folder, report, () => readdirSync(folder, { withFileTypes: true }));
  return entries?.flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.name.startsWith('.') || isReadme(entry.name)) return [];
    if (isDocument(entry.name)) return [path];
    if (entry.isSymbolicLink()) {
      report(
        aboutFile(
          'notice',
          'link',
          path,
          'this is a symbolic link; it is not followed',
          'give what it points to by its own path',
        ),
      );
      return [];
    }
    return entry.isDirectory() ? (filesIn(path, depth + 1, report) ?? []) : [];
  });
}

/** A folder's README speaks of the documents; it is none. */
function isReadme(name: string): boolean {
  return name.toLowerCase().startsWith('readme.');
}

function isDocument(name: string): boolean {
  const lower = name.toLowerCase();
  return lower.endsWith('.md') || lower.endsWith('.txt');
}

function readText(file: string, report: ReportFile): string | undefined {
  const bytes = attempt(file, report, () => readBytes(file, report));
  if (bytes === undefined) return undefined;
  const fault = faultOf(bytes);
  if (fault !== undefined) {
    report(aboutFile('error', fault.code, file, fault.message, 'save the document as UTF-8 text'));
    return undefined;
  }
  const text = plainLines(bytes.toString('utf8'));
  const long =
    text.length > LINE_CHARACTERS_MAX ? text.split('\n').findIndex((line) => line.length > LINE_CHARACTERS_MAX) : -1;
  if (long < 0) return text;
  const message = `line ${long + 1} is longer than ${LINE_CHARACTERS_MAX} characters`;
  report({ ...aboutFile('error', 'line-too-long', file, message, 'break the line'), line: long + 1, column: 1 });
  return undefined;
}

/** Opens without following a link or waiting for a pipe, and reads no more than a document may hold. */
function readBytes(file: string, report: ReportFile): Buffer | undefined {
  const refuse = (code: string, message: string, help: string): undefined => {
    report(aboutFile('error', code, file, message, help));
    return undefined;
  };
  const kind = lstatSync(file);
  if (!kind.isFile() && !kind.isSymbolicLink()) {
    return refuse('not-a-file', `this is ${nameOf(kind)}, not a file`, 'move it away, or give it another name');
  }
  const handle = openSync(file, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
  try {
    const stats = fstatSync(handle);
    if (!stats.isFile()) return refuse('not-a-file', 'this is not a file', 'move it away, or give it another name');
    if (stats.size > FILE_BYTES_MAX) {
      return refuse(
        'file-too-large',
        `${stats.size} bytes are more than the ${FILE_BYTES_MAX} that a document may have`,
        'split it: a document holds one métier',
      );
    }
    const bytes = Buffer.allocUnsafe(stats.size);
    let length = 0;
    while (length < bytes.length) {
      const read = readSync(handle, bytes, length, bytes.length - length, length);
      if (read === 0) break;
      length += read;
    }
    return bytes.subarray(0, length);
  } finally {
    closeSync(handle);
  }
}

function nameOf(stats: { isDirectory(): boolean; isFIFO(): boolean; isSocket(): boolean }): string {
  return stats.isDirectory() ? 'a folder' : stats.isFIFO() ? 'a pipe' : stats.isSocket() ? 'a socket' : 'a device';
}

/** Runs a file operation; what the system refuses is a diagnostic of that file. */
function attempt<T>(file: string, report: ReportFile, operation: () => T): T | undefined {
  try {
    return operation();
  } catch (error) {
    const { code, syscall } = error as NodeJS.ErrnoException;
    if (code === undefined) throw error;
    if (code === 'ENOENT' && syscall === 'stat') {
      report(aboutFile('error', 'not-found', file, 'there is no such file or folder', 'check the path'));
      return undefined;
    }
    if (code === 'ELOOP' && syscall === 'open') {
      report(
        aboutFile(
          'error',
          'link',
          file,
          'this is a symbolic link; it is not followed',
          'put the document itself there',
        ),
      );
      return undefined;
    }
    report(
      aboutFile(
        'error',
        'unreadable',
        file,
        `the system refuses to ${syscall ?? 'read'} it (${code})`,
        'check that it exists and may be read',
      ),
    );
    return undefined;
  }
}

function faultOf(bytes: Buffer): { code: string; message: string } | undefined {
  const [first, second] = bytes;
  if ((first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff)) {
    return { code: 'not-utf8', message: 'the file is in UTF-16 (byte 0)' };
  }
  const zero = bytes.indexOf(0);
  if (zero >= 0) return { code: 'binary', message: `the file is not text: there is a NUL at byte ${zero}` };
  if (isUtf8(bytes)) return undefined;
  const offset = firstInvalidByte(bytes);
  return {
    code: 'not-utf8',
    message: `the file is not UTF-8: byte ${offset} is 0x${(bytes[offset] ?? 0).toString(16).padStart(2, '0')}`,
  };
}

/** Where the first character that is not well-formed begins. Only called when there is one. */
function firstInvalidByte(bytes: Buffer): number {
  let offset = 0;
  while (offset < bytes.length) {
    const length = sequenceLength(bytes[offset] as number);
    if (length === 0 || !isUtf8(bytes.subarray(offset, offset + length))) return offset;
    offset += length;
  }
  return offset;
}

function sequenceLength(lead: number): number {
  if (lead < 0x80) return 1;
  if (lead < 0xc2) return 0;
  if (lead < 0xe0) return 2;
  return lead < 0xf0 ? 3 : lead < 0xf5 ? 4 : 0;
}

/** Line feeds only. A carriage return alone ends a line only where the whole document uses it so. */
function plainLines(text: string): string {
  const unmarked = text.startsWith('\uFEFF') ? text.slice(1) : text;
  if (!unmarked.includes('\r')) return unmarked;
  return unmarked.includes('\n') ? unmarked.replaceAll('\r\n', '\n') : unmarked.replaceAll('\r', '\n');
}
