/** How much an archive may ask of this machine. Bombs end at one of these, in words. */
import { ZscapeError } from '../../base/errors.ts';

export interface ArchiveLimits {
  /** Of all files together once unpacked. */
  readonly maxBytes: number;
  /** Unpacked bytes for each packed byte; looked at only beyond `ratioFloor` unpacked bytes. */
  readonly maxRatio: number;
  /** Small archives of zeros pack well and harm nobody. */
  readonly ratioFloor: number;
  /** Files and folders. */
  readonly maxEntries: number;
  /** Levels of folders, and code units of a path. */
  readonly maxDepth: number;
  readonly maxPathLength: number;
}

/** progan-128 unpacks to 92 MB of weights at a ratio of about 1.1, and its graph to less than 1 MB at about 20. */
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
