/** Normalises the names in archives, or refuses them. Nothing here touches a disk. */
import { ZscapeError } from '../../base/errors.ts';
import type { ArchiveLimits } from './limits.ts';

function unsafe(archive: string, name: string, why: string): ZscapeError {
  return new ZscapeError(
    'ARCHIVE_UNSAFE_PATH',
    `${archive} holds the entry ${JSON.stringify(name.slice(0, 200))}, ${why}. Pack the model again as plain files in one folder.`,
  );
}

/** Describes an entry that is neither a plain file nor a folder. @returns the error to throw. */
export function unsafeKind(archive: string, name: string, kind: string): ZscapeError {
  return unsafe(archive, name, `which is a ${kind}`);
}

function hasControls(name: string): boolean {
  for (let i = 0; i < name.length; i++) {
    const code = name.charCodeAt(i);
    if (code < 0x20 || code === 0x7f) return true;
  }
  return false;
}

/**
 * Normalises a path: `./a//b/` becomes `a/b`; the root itself becomes ''.
 * @throws ARCHIVE_UNSAFE_PATH for a name that leads outside, is absolute, or means different things on different systems.
 */
function plainPath(archive: string, name: string, limits: ArchiveLimits): string {
  if (name.length > limits.maxPathLength) throw unsafe(archive, name, 'whose name is too long');
  if (hasControls(name)) throw unsafe(archive, name, 'whose name has control characters');
  if (name.includes('\\')) throw unsafe(archive, name, 'whose name has a backslash');
  if (name.startsWith('/') || /^[A-Za-z]:/.test(name))
    throw unsafe(archive, name, 'which is an absolute path');
  const parts = name.split('/').filter((part) => part !== '' && part !== '.');
  if (parts.includes('..')) throw unsafe(archive, name, 'which leads out of its folder');
  if (parts.length > limits.maxDepth) throw unsafe(archive, name, 'which is too many folders deep');
  return parts.join('/');
}

/** Keeps the paths of one archive, and refuses duplicates, files used as folders, and too many entries. */
export class PathLedger {
  readonly #archive: string;
  readonly #limits: ArchiveLimits;
  readonly #kinds = new Map<string, 'file' | 'folder'>();
  #entries = 0;

  constructor(archive: string, limits: ArchiveLimits) {
    this.#archive = archive;
    this.#limits = limits;
  }

  /**
   * Adds an entry.
   * @returns the plain path, '' for the root folder itself.
   * @throws ARCHIVE_UNSAFE_PATH, ARCHIVE_TOO_LARGE (too many entries).
   */
  add(name: string, kind: 'file' | 'folder'): string {
    this.#entries += 1;
    if (this.#entries > this.#limits.maxEntries) {
      throw new ZscapeError(
        'ARCHIVE_TOO_LARGE',
        `${this.#archive} holds more than ${this.#limits.maxEntries} files, which is more than any model has.`,
      );
    }
    const path = plainPath(this.#archive, name, this.#limits);
    if (path === '') {
      if (kind === 'file') throw unsafe(this.#archive, name, 'a file without a name');
      return path;
    }
    for (let end = path.indexOf('/'); end !== -1; end = path.indexOf('/', end + 1)) {
      this.#set(path.slice(0, end), 'folder', name);
    }
    if (kind === 'file' && this.#kinds.has(path)) throw unsafe(this.#archive, name, 'which appears twice');
    this.#set(path, kind, name);
    return path;
  }

  #set(path: string, kind: 'file' | 'folder', name: string): void {
    const before = this.#kinds.get(path);
    if (before !== undefined && before !== kind) {
      throw unsafe(this.#archive, name, 'whose name is both a file and a folder');
    }
    this.#kinds.set(path, kind);
  }
}
