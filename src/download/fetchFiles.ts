/**
 * Many files of one model, several at a time, each from the first address that gives it. A file that has come is kept as soon as its
 * length and hash are right, so that a download that broke or was cancelled goes on with the others later.
 */
import { isAbort, throwIfCancelled, ZscapeError } from '../base/errors.ts';
import { type FetchFileOptions, fetchFile } from './fetchFile.ts';
import { gitBlobHex } from './gitBlob.ts';

/** A file whose bytes are known before they come. */
export interface WantedFile {
  /** Relative to each of the addresses. */
  readonly path: string;
  readonly bytes: number;
  /** SHA-1 of `blob <bytes>\0` and the file: git's name for it. */
  readonly gitBlob: string;
}

/** Where files that have come are kept. */
export interface KeptFiles {
  /** The file's bytes; null where it has not come yet. */
  read(file: WantedFile): Promise<Uint8Array | null>;
  /** As a whole or not at all. */
  write(file: WantedFile, bytes: Uint8Array<ArrayBuffer>): Promise<void>;
}

export interface FetchFilesOptions
  extends Pick<FetchFileOptions, 'pauses' | 'patience' | 'fetch' | 'signal'> {
  /** In the order to try them, each with a slash at its end. */
  readonly addresses: readonly string[];
  readonly kept: KeptFiles;
  /** How many files come at a time. */
  readonly parallel?: number;
  /** Called with the bytes that are there, kept ones among them. */
  readonly onBytes?: (loaded: number, total: number) => void;
}

/** As many connections as a browser opens to one host, less some that the page itself may need. */
const usualParallel = 4;

/**
 * @throws DOWNLOAD_WRONG_HASH naming the file that was wrong twice; what `fetchFile` throws where no address gives a file;
 *   what `kept` throws; CANCELLED. Files that had come by then stay kept.
 */
export async function fetchFiles(files: readonly WantedFile[], options: FetchFilesOptions): Promise<void> {
  const abort = new AbortController();
  const cancel = () => abort.abort();
  options.signal?.addEventListener('abort', cancel, { once: true });
  if (options.signal?.aborted) cancel();
  const work = new Work(files, { ...options, signal: abort.signal });
  try {
    await work.run();
  } catch (error) {
    cancel();
    throw error;
  } finally {
    options.signal?.removeEventListener('abort', cancel);
  }
}

class Work {
  readonly #files: readonly WantedFile[];
  readonly #options: FetchFilesOptions;
  readonly #loaded: number[];
  readonly #total: number;
  /** The address that answered last: the others begin with it, too. */
  #preferred = 0;
  #failure: unknown;

  constructor(files: readonly WantedFile[], options: FetchFilesOptions) {
    this.#files = files;
    this.#options = options;
    this.#loaded = files.map(() => 0);
    this.#total = files.reduce((sum, { bytes }) => sum + bytes, 0);
  }

  async run(): Promise<void> {
    const { kept, parallel = usualParallel, signal } = this.#options;
    const missing: number[] = [];
    for (const [i, file] of this.#files.entries()) {
      throwIfCancelled(signal);
      const bytes = await kept.read(file);
      if (bytes && (await isRight(file, bytes))) this.#tell(i, file.bytes);
      else missing.push(i);
    }
    const queue = missing.values();
    const lane = async () => {
      for (const i of queue) {
        if (this.#failure !== undefined) return;
        await this.#get(i).catch((error: unknown) => {
          this.#failure ??= error;
          throw error;
        });
      }
    };
    // The first failure ends the others; it is the one that is told.
    const lanes = Array.from({ length: Math.min(parallel, missing.length) }, lane);
    await Promise.all(lanes);
  }

  #tell(i: number, loaded: number): void {
    this.#loaded[i] = loaded;
    this.#options.onBytes?.(
      this.#loaded.reduce((sum, bytes) => sum + bytes, 0),
      this.#total,
    );
  }

  async #get(i: number): Promise<void> {
    const file = this.#files[i]!;
    const { addresses, kept } = this.#options;
    const failures: ZscapeError[] = [];
    let wrong = 0;
    const first = this.#preferred;
    // Where there is but one address a wrong file is asked for once more of that one.
    const tries = Math.max(2, addresses.length);
    for (let n = 0; n < tries; n++) {
      const at = (first + n) % addresses.length;
      if (n >= addresses.length && wrong === 0) break;
      try {
        const bytes = await this.#ask(i, addresses[at]!);
        if (await isRight(file, bytes)) {
          this.#preferred = at;
          await kept.write(file, bytes);
          this.#tell(i, file.bytes);
          return;
        }
        wrong++;
      } catch (error) {
        if (!(error instanceof ZscapeError) || isAbort(error) || !isOfTheHost(error)) throw error;
        if (hasWrongLength(error)) wrong++;
        else failures.push(error);
      }
      this.#tell(i, 0);
      if (wrong >= 2) break;
    }
    throw wrong > 0 ? wrongFile(file, addresses) : allFailed(failures);
  }

  async #ask(i: number, address: string): Promise<Uint8Array<ArrayBuffer>> {
    const { path, bytes } = this.#files[i]!;
    const { signal, pauses, patience, fetch } = this.#options;
    const { bytes: came } = await fetchFile(new URL(path, address).href, {
      ...{ maxBytes: bytes, expectedBytes: bytes, hashed: true, signal, pauses, patience, fetch },
      onBytes: (loaded) => this.#tell(i, Math.min(loaded, bytes)),
    });
    return came;
  }
}

async function isRight({ bytes, gitBlob }: WantedFile, came: Uint8Array): Promise<boolean> {
  return came.length === bytes && (await gitBlobHex(came)) === gitBlob;
}

/** What another address may do better. */
function isOfTheHost({ code }: ZscapeError): boolean {
  return code !== 'OFFLINE' && !code.startsWith('ADDRESS_') && !code.startsWith('STORAGE_');
}

const hasWrongLength = ({ code }: ZscapeError): boolean =>
  code === 'DOWNLOAD_WRONG_LENGTH' || code === 'DOWNLOAD_TOO_LARGE';

function wrongFile({ path }: WantedFile, addresses: readonly string[]): ZscapeError {
  const hosts = [...new Set(addresses.map((address) => new URL(address).host))].join(' and ');
  return new ZscapeError(
    'DOWNLOAD_WRONG_HASH',
    `The file ${path} of ${hosts} is not the one that was published: its length or hash is another, and was so twice. Nothing of it was kept. Try again later, or tell whoever runs ${hosts}.`,
  );
}

/** The first address's failure, and what became of the others. */
function allFailed([first, ...others]: readonly ZscapeError[]): ZscapeError {
  if (!first) return new ZscapeError('INTERNAL', 'There is no address to fetch the file from.');
  const more = others.map(({ message }) => message).filter((message) => message !== first.message);
  if (more.length === 0) return first;
  return new ZscapeError(first.code, `${first.message} The next address failed, too: ${more.join(' ')}`, {
    cause: first,
  });
}
