/** Files that a model's first file names, at addresses beside it. */
import { ZscapeError } from '../../base/errors.ts';
import type { ArchiveLimits } from '../archive/limits.ts';
import { PathLedger } from '../archive/paths.ts';
import type { KnownFile } from './fetching.ts';

/** Where the first file was asked for, and where it came from in the end. */
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
 * Files beside the first one's final address; where there is none, beside the one that was asked for, since some hosts send
 * each file to a place of its own.
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
        `${what} names the file ${path.slice(0, 200)}, which is not beside it. Only files of the same folder are fetched.`,
      );
    }
    ledger.add(path, 'file');
    const addresses = [...new Set([final, asked].map((base) => addressBeside(base, path)))];
    return { ...known, path, addresses };
  });
}

/** As TF.js does: percent signs are taken as they are, and what stands after `?` goes along. */
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
