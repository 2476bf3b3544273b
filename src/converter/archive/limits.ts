/** How much an archive may ask of this machine. An archive that unpacks to more is refused in words. */
import { ZscapeError } from '../../base/errors.ts';

export interface ArchiveLimits {
  /** Bytes of all files together once unpacked. */
  readonly maxBytes: number;
  /** Unpacked bytes for each packed byte; looked at only beyond `ratioFloor` unpacked bytes. */
  readonly maxRatio: number;
  /** Unpacked bytes below which the ratio does not matter: small archives of zeros harm nobody. */
  readonly ratioFloor: number;
  /** Number of files and folders. */
  readonly maxEntries: number;
  /** Levels of folders. */
  readonly maxDepth: number;
  readonly maxPathLength: number;
}

/**
 * For comparison: progan-128 has 92 MB of weights, packed at a ratio of 1.1, and a graph of less than 1 MB,
 * packed at 20.
 */
export const defaultLimits: ArchiveLimits = {
  maxBytes: 768 * 2 ** 20,
  maxRatio: 200,
  ratioFloor: 32 * 2 ** 20,
  maxEntries: 10_000,
  maxDepth: 32,
  maxPathLength: 1024,
};

export function megabytes(bytes: number): string {
  return `${(bytes / 2 ** 20).toFixed(bytes < 10 * 2 ** 20 ? 1 : 0)} MB`;
}

/** Counts what an archive has unpacked to and stops it at the limits. */
export class ByteBudget {
  #unpacked = 0;
  readonly #name: string;
  readonly #packed: number;
  readonly #limits: ArchiveLimits;

  /** @param packed bytes of the archive, or Infinity where there is no ratio to watch. */
  constructor(name: string, packed: number, limits: ArchiveLimits) {
    this.#name = name;
    this.#packed = Math.max(1, packed);
    this.#limits = limits;
  }

  /** @throws ARCHIVE_TOO_LARGE once the sum passes a limit. */
  spend(bytes: number): void {
    this.#unpacked += bytes;
    if (this.#unpacked > this.#limits.maxBytes) {
      throw new ZscapeError(
        'ARCHIVE_TOO_LARGE',
        `${this.#name} unpacks to more than ${megabytes(this.#limits.maxBytes)}. If it is a model that you trust, raise the limit on the size.`,
      );
    }
    if (this.#unpacked > this.#limits.ratioFloor && this.#unpacked > this.#packed * this.#limits.maxRatio) {
      throw new ZscapeError(
        'ARCHIVE_TOO_LARGE',
        `${this.#name} unpacks to more than ${this.#limits.maxRatio} times its size, as no trained model does. If you trust it, raise the limit on the ratio.`,
      );
    }
  }
}
