/**
 * Downloads many files of one model, several in parallel, each from the first address that provides it. A file is stored
 * as soon as its length and hash are right, so a download that broke or was cancelled can later continue with the others.
 */
import { isAbort, throwIfCancelled, ZscapeError } from '../base/errors.ts';
import { type FetchFileOptions, fetchFile } from './fetchFile.ts';
import { gitBlobHex } from './gitBlob.ts';

/** A file whose bytes are known in advance. */
export interface WantedFile {
  /** Relative to each of the addresses. */
  readonly path: string;
  readonly bytes: number;
  /** SHA-1 of `blob <bytes>\0` and the file: git's name for it. */
  readonly gitBlob: string;
}

/** The store of finished files. */
export interface KeptFiles {
  /** Returns the file's bytes; null if it has not arrived yet. */
  read(file: WantedFile): Promise<Uint8Array | null>;
  /** Stores a file as a whole or not at all. */
  write(file: WantedFile, bytes: Uint8Array<ArrayBuffer>): Promise<void>;
}

export interface FetchFilesOptions
  extends Pick<FetchFileOptions, 'pauses' | 'patience' | 'fetch' | 'signal'> {
  /** In the order to try them, each with a trailing slash. */
  readonly addresses: readonly string[];
  readonly kept: KeptFiles;
  /** The number of files to fetch in parallel. */
  readonly parallel?: number;
  /** Called with the bytes that are there, including stored ones. */
  readonly onBytes?: (loaded: number, total: number) => void;
}

/** The number of connections that a browser opens to one host, less some that the page itself may need. */
const usualParallel = 4;

/**
 * Downloads files.
 * @throws DOWNLOAD_WRONG_HASH naming the file that was wrong twice; errors of `fetchFile` if no address provides a file;
 * errors of `kept`; CANCELLED. Files finished by then stay stored.
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
  /** The address that answered last: the next files begin with it, too. */
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
    // The first failure ends the others, and is the one reported.
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
    // If there is only one address, a wrong file is requested from it once more.
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

/** Returns whether another address may succeed. */
function isOfTheHost({ code }: ZscapeError): boolean {
  return code !== 'OFFLINE' && !code.startsWith('ADDRESS_') && !code.startsWith('STORAGE_');
}

const hasWrongLength = ({ code }: ZscapeError): boolean =>
  code === 'DOWNLOAD_WRONG_LENGTH' || code === 'DOWNLOAD_TOO_LARGE';

function wrongFile({ path }: WantedFile, addresses: readonly string[]): ZscapeError {
  const hosts = [...new Set(addresses.map((address) => new URL(address).host))].join(' and ');
  return new ZscapeError(
    'DOWNLOAD_WRONG_HASH',
    `The file ${path} from ${hosts} is not the one that was published: its length or hash differed twice. Nothing was kept. Try again later, or tell whoever runs ${hosts}.`,
  );
}

/** Combines the first address's failure with those of the others. */
function allFailed([first, ...others]: readonly ZscapeError[]): ZscapeError {
  if (!first) return new ZscapeError('INTERNAL', 'There is no address to fetch the file from.');
  const more = others.map(({ message }) => message).filter((message) => message !== first.message);
  if (more.length === 0) return first;
  return new ZscapeError(first.code, `${first.message} The next address failed too: ${more.join(' ')}`, {
    cause: first,
  });
}
