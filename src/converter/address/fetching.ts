/**
 * Fetches the files of one model: counts their bytes together, fetches a few at a time, and stops all at the first
 * failure.
 */
import { ZscapeError } from '../../base/errors.ts';
import { type FetchedFile, type FetchFileOptions, fetchFile } from '../../download/fetchFile.ts';
import type { ArchiveLimits } from '../archive/limits.ts';

export interface FetchingOptions extends Pick<FetchFileOptions, 'signal' | 'fetch' | 'pauses' | 'patience'> {
  readonly limits: ArchiveLimits;
  /** Called with the bytes received of all files, and the total as far as it is known. */
  readonly onBytes?: ((loaded: number, total: number | null) => void) | undefined;
}

/** A file known before it is fetched. */
export interface KnownFile {
  /** Addresses to try, in order: the next one is used if the previous one has no such file. */
  readonly addresses: readonly string[];
  /** Its name in the model. */
  readonly path: string;
  readonly expectedBytes?: number;
  /** Whether its content is checked by a hash later. */
  readonly hashed?: boolean;
}

export interface ModelFile {
  readonly path: string;
  readonly bytes: Uint8Array<ArrayBuffer>;
}

/** Fewer than the connections that a browser opens to one host. */
const parallel = 4;

export class Fetching {
  readonly #options: FetchingOptions;
  readonly #loaded = new Map<string, number>();
  /** Bytes of all files, once that is known. */
  #total: number | null = null;
  /** The file that stated it. */
  #what = '';

  constructor(options: FetchingOptions) {
    this.#options = options;
  }

  /** Bytes that may still arrive. */
  get left(): number {
    return this.#options.limits.maxBytes - this.#sum();
  }

  /**
   * Announces how many bytes will follow those already received.
   * @throws DOWNLOAD_TOO_LARGE before any of them is requested
   */
  expect(bytes: number, what: string): void {
    if (bytes > this.left) throw this.#tooLarge(this.#sum() + bytes, what);
    this.#total = this.#sum() + bytes;
    this.#what = what;
  }

  /** Fetches one file. @throws as `fetchFile` */
  async one(
    address: string,
    more: Pick<FetchFileOptions, 'expectedBytes' | 'hashed' | 'signal'> & { maxBytes?: number } = {},
  ): Promise<FetchedFile> {
    const { signal, fetch, pauses, patience } = this.#options;
    const before = this.#loaded.get(address) ?? 0;
    try {
      return await fetchFile(address, {
        ...{ signal, fetch, pauses, patience },
        ...more,
        maxBytes: Math.min(this.left, more.maxBytes ?? Number.POSITIVE_INFINITY),
        onBytes: (loaded, total) => this.#tell(address, loaded, total),
      });
    } catch (error) {
      this.#loaded.set(address, before);
      throw error;
    }
  }

  /** Forgets a file that was only read to find the model. */
  forget(address: string): void {
    this.#loaded.delete(address);
  }

  /** Fetches all files, in order. @throws as `fetchFile` for the first that fails; the others are abandoned */
  async all(files: readonly KnownFile[]): Promise<ModelFile[]> {
    const abort = new AbortController();
    const cancel = () => abort.abort();
    const { signal } = this.#options;
    signal?.addEventListener('abort', cancel, { once: true });
    if (signal?.aborted) cancel();
    const came: ModelFile[] = [];
    const queue = files.entries();
    let failure: { error: unknown } | null = null;
    const lane = async () => {
      for (const [index, file] of queue) {
        if (failure) return;
        try {
          came[index] = { path: file.path, bytes: await this.#known(file, abort.signal) };
        } catch (error) {
          failure ??= { error };
          cancel();
        }
      }
    };
    await Promise.all(Array.from({ length: parallel }, lane));
    signal?.removeEventListener('abort', cancel);
    if (failure) throw (failure as { error: unknown }).error;
    return came;
  }

  async #known(file: KnownFile, signal: AbortSignal): Promise<Uint8Array<ArrayBuffer>> {
    const { addresses, expectedBytes, hashed } = file;
    for (const [index, address] of addresses.entries()) {
      try {
        return (await this.one(address, { expectedBytes, hashed, signal })).bytes;
      } catch (error) {
        if (index === addresses.length - 1 || !isNotThere(error)) throw error;
      }
    }
    throw new Error('A file without an address.');
  }

  #tooLarge(bytes: number, what: string): ZscapeError {
    const inMegabytes = (count: number) => `${Math.round(count / 1e6)} MB`;
    return new ZscapeError(
      'DOWNLOAD_TOO_LARGE',
      `The files of ${what} have ${inMegabytes(bytes)} or more, and the limit is ${inMegabytes(this.#options.limits.maxBytes)}. If you trust the model, convert it on the command line with a higher --max-size.`,
    );
  }

  #sum(): number {
    let sum = 0;
    for (const bytes of this.#loaded.values()) sum += bytes;
    return sum;
  }

  #tell(address: string, loaded: number, total: number | null): void {
    this.#loaded.set(address, loaded);
    const sum = this.#sum();
    // Several files arrive in parallel, and each alone may be within the limit.
    if (sum > this.#options.limits.maxBytes) throw this.#tooLarge(sum, 'the model');
    if (this.#total !== null && sum > this.#total) {
      throw new ZscapeError(
        'DOWNLOAD_WRONG_LENGTH',
        `The files next to ${this.#what} are longer than it says, so they do not belong together.`,
      );
    }
    // Before the other files are known, the first file is all there is.
    const all = this.#total ?? (this.#loaded.size === 1 ? total : null);
    this.#options.onBytes?.(sum, all === null ? null : Math.max(all, sum));
  }
}

/** Returns whether there is no such file at an address, so that another may have it. */
export function isNotThere(error: unknown): boolean {
  return (
    error instanceof ZscapeError && ['FILE_MISSING', 'FILE_IS_PAGE', 'HOST_REFUSED'].includes(error.code)
  );
}
