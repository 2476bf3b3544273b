/** Finds the addresses of files that a model's first file names. */
import { ZscapeError } from '../../base/errors.ts';
import type { ArchiveLimits } from '../archive/limits.ts';
import { PathLedger } from '../archive/paths.ts';
import type { KnownFile } from './fetching.ts';

/** The address that was requested for the first file, and the one that it finally came from. */
export interface Came {
  readonly asked: string;
  /** After redirects. */
  readonly final: string;
}

export interface Beside {
  readonly path: string;
  readonly expectedBytes?: number;
  readonly hashed?: boolean;
}

/**
 * Locates files beside the first one's final address, or, if they are missing there, beside the requested one, since some
 * hosts send each file to its own place.
 * @throws ARCHIVE_UNSAFE_PATH for a path that leads elsewhere
 */
export function filesBeside(
  files: readonly Beside[],
  { asked, final }: Came,
  what: string,
  limits: ArchiveLimits,
): KnownFile[] {
  const ledger = new PathLedger(what, limits);
  return files.map(({ path, ...known }) => {
    if (/^[a-z][a-z0-9+.-]*:|^\/\//i.test(path)) {
      throw new ZscapeError(
        'ARCHIVE_UNSAFE_PATH',
        `${what} names the file ${path.slice(0, 200)}, which is not next to it. Only files in the same folder are fetched.`,
      );
    }
    ledger.add(path, 'file');
    const addresses = [...new Set([final, asked].map((base) => addressBeside(base, path)))];
    return { ...known, path, addresses };
  });
}

/** Resolves a path as TF.js does: percent signs are kept, and the part after `?` is appended. */
function addressBeside(base: string, path: string): string {
  const url = new URL(
    path
      .split('/')
      .map((part) => part.replace(/[?#]/g, encodeURIComponent))
      .join('/'),
    base,
  );
  url.search = new URL(base).search;
  return url.href;
}
