/** The demands that an archive may make on this machine. One that unpacks to more is refused with a sentence. */
import { ZscapeError } from '../../base/errors.ts';

export interface ArchiveLimits {
  /** Bytes of all files together once unpacked. */
  readonly maxBytes: number;
  /** Unpacked bytes per packed byte; only checked beyond `ratioFloor` unpacked bytes. */
  readonly maxRatio: number;
  /** Unpacked bytes below which the ratio does not matter: small archives of zeros do no harm. */
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

/** Counts the unpacked bytes of an archive and stops it at the limits. */
export class ByteBudget {
  #unpacked = 0;
  readonly #name: string;
  readonly #packed: number;
  readonly #limits: ArchiveLimits;

  /** @param packed bytes of the archive, or Infinity if there is no ratio to check. */
  constructor(name: string, packed: number, limits: ArchiveLimits) {
    this.#name = name;
    this.#packed = Math.max(1, packed);
    this.#limits = limits;
  }

  /** Counts bytes. @throws ARCHIVE_TOO_LARGE once the sum exceeds a limit. */
  spend(bytes: number): void {
    this.#unpacked += bytes;
    if (this.#unpacked > this.#limits.maxBytes) {
      throw new ZscapeError(
        'ARCHIVE_TOO_LARGE',
        `${this.#name} unpacks to more than ${megabytes(this.#limits.maxBytes)}. If you trust the model, raise the size limit.`,
      );
    }
    if (this.#unpacked > this.#limits.ratioFloor && this.#unpacked > this.#packed * this.#limits.maxRatio) {
      throw new ZscapeError(
        'ARCHIVE_TOO_LARGE',
        `${this.#name} unpacks to more than ${this.#limits.maxRatio} times its size; no trained model does that. If you trust it, raise the ratio limit.`,
      );
    }
  }
}
