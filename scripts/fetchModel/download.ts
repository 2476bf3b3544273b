/** Downloads one file over a connection that may drop at any time, from the first of several addresses that provides it. */
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import { type Dispatcher, EnvHttpProxyAgent, errors, request } from 'undici';
import { throwIfCancelled, ZscapeError } from '../../src/base/errors.ts';
import { contentKind } from '../../src/converter/archive/formats/contentKind.ts';
import { PartFile, type PartState } from './part.ts';
import { beginAgain, header, understand, WrongAddress } from './response.ts';
import { Passing, type RetryOptions, sleep, withRetries } from './retry.ts';

export interface DownloadOptions {
  /** Bytes and SHA-256 (hexadecimal) that the file must have, where known. */
  readonly bytes?: number | null;
  readonly sha256?: string | null;
  readonly maxBytes: number;
  readonly signal?: AbortSignal;
  readonly onProgress?: (have: number, total: number | null) => void;
  readonly onRetry?: RetryOptions['onRetry'];
  /** Tries in a row per address. */
  readonly tries?: number;
  readonly sleep?: RetryOptions['sleep'];
  readonly random?: () => number;
  /** Milliseconds of silence after which a connection counts as dropped. */
  readonly patience?: number;
}

const mostRedirects = 5;

/**
 * @param file where the complete file goes; until then `<file>.part` holds what has arrived, and a later call resumes from it
 * @returns the SHA-256 of the file, hexadecimal
 * @throws NETWORK when no address provides it, ARCHIVE_UNREADABLE when the file has not the known size or hash,
 *   ARCHIVE_TOO_LARGE, CANCELLED
 */
export async function download(
  addresses: readonly string[],
  file: string,
  options: DownloadOptions,
): Promise<string> {
  await mkdir(dirname(file), { recursive: true });
  const agent = new EnvHttpProxyAgent({
    connect: { timeout: options.patience ?? 20_000 },
    headersTimeout: options.patience ?? 30_000,
    bodyTimeout: options.patience ?? 30_000,
  });
  const failures: string[] = [];
  try {
    for (const address of addresses) {
      try {
        return await new Download(address, file, options, agent).run();
      } catch (error) {
        if (!(error instanceof WrongAddress || error instanceof Passing)) throw error;
        failures.push(`${address} ${error.message}`);
      }
    }
  } finally {
    await agent.destroy();
  }
  throw new ZscapeError(
    'NETWORK',
    `The download failed: ${failures.join('; ')}. Check the connection and proxy settings, or give another address with --url.`,
  );
}

class Download {
  readonly #url: string;
  readonly #part: PartFile;
  readonly #file: string;
  readonly #options: DownloadOptions;
  readonly #agent: Dispatcher;

  constructor(url: string, file: string, options: DownloadOptions, agent: Dispatcher) {
    this.#url = url;
    this.#file = file;
    this.#part = new PartFile(file);
    this.#options = options;
    this.#agent = agent;
  }

  async run(): Promise<string> {
    const { signal, onRetry } = this.#options;
    await withRetries(() => this.#attempt(), {
      tries: this.#options.tries ?? 6,
      sleep: this.#options.sleep ?? sleep,
      random: this.#options.random ?? Math.random,
      signal,
      onRetry,
    });
    const sha256 = await this.#check();
    await this.#part.finish();
    return sha256;
  }

  /** Makes one request; returns when the file is complete. */
  async #attempt(): Promise<void> {
    const { signal, maxBytes, onProgress } = this.#options;
    throwIfCancelled(signal);
    const asked = await this.#part.resumable(this.#url);
    const response = await this.#get(asked);
    const { body } = response;
    let have = asked?.have ?? 0;
    const before = have;
    // Bytes that cannot be resumed from are no progress.
    let keeps = asked !== undefined;
    try {
      const answer = understand(response.statusCode, response.headers, asked, maxBytes);
      if (answer === beginAgain) {
        await this.#part.discard();
        throw new Passing('has a different file from the one that was begun', { wait: 1, progressed: false });
      }
      if (answer.complete) return;
      const state: PartState | undefined =
        answer.validator === undefined
          ? undefined
          : { url: this.#url, validator: answer.validator, total: answer.total };
      keeps = state !== undefined;
      have = answer.from;
      onProgress?.(have, answer.total);
      have = await this.#part.append(answer.from, state, watched(body, answer, maxBytes), (bytes) => {
        have = bytes;
        onProgress?.(bytes, answer.total);
      });
      if (answer.total !== null && have !== answer.total) {
        if (have > answer.total) await this.#part.discard();
        throw new Passing(`sent ${have} bytes of ${answer.total}`, { progressed: keeps && have > before });
      }
    } catch (error) {
      throw this.#meaning(error, keeps && have > before);
    } finally {
      body.on('error', () => undefined).destroy();
    }
  }

  async #get(asked: (PartState & { have: number }) | undefined): Promise<Dispatcher.ResponseData> {
    const headers: Record<string, string> = { 'user-agent': 'zscape', 'accept-encoding': 'identity' };
    if (asked !== undefined) {
      headers.range = `bytes=${asked.have}-`;
      headers['if-range'] = asked.validator;
    }
    let url = this.#url;
    try {
      for (let hop = 0; hop <= mostRedirects; hop++) {
        const response = await request(url, {
          dispatcher: this.#agent,
          headers,
          signal: this.#options.signal,
        });
        const location = header(response.headers, 'location');
        if (response.statusCode < 300 || response.statusCode >= 400 || location === undefined)
          return response;
        await response.body.dump();
        url = new URL(location, url).href;
        if (!/^https?:/.test(url)) throw new WrongAddress(`redirects to ${url.slice(0, 40)}`);
      }
    } catch (error) {
      throw this.#meaning(error, false);
    }
    throw new WrongAddress('redirects endlessly');
  }

  /** Turns errors of the network into ours and returns all others unchanged. */
  #meaning(error: unknown, progressed: boolean): unknown {
    if (this.#options.signal?.aborted) return new ZscapeError('CANCELLED', 'Cancelled.');
    if (error instanceof ZscapeError || error instanceof Passing || error instanceof WrongAddress)
      return error;
    if (error instanceof errors.InvalidArgumentError || error instanceof TypeError) {
      return new WrongAddress('is not an address that can be requested');
    }
    const code = error instanceof Error && 'code' in error ? String(error.code) : '';
    if (code === 'ENOSPC' || code === 'EACCES' || code === 'EROFS' || code === 'EDQUOT') {
      return new ZscapeError('OUTPUT_UNWRITABLE', `${this.#file} cannot be written (${code}).`, {
        cause: error,
      });
    }
    const said = error instanceof Error ? error.message : String(error);
    return new Passing(`could not be reached or dropped the connection (${said || code})`, {
      cause: error,
      progressed,
    });
  }

  async #check(): Promise<string> {
    const { bytes, sha256 } = this.#options;
    const { path } = this.#part;
    const hash = createHash('sha256');
    let length = 0;
    let head = new Uint8Array(0);
    for await (const chunk of createReadStream(path, { highWaterMark: 2 ** 20 })) {
      if (length === 0) head = (chunk as Uint8Array<ArrayBuffer>).subarray(0, 512);
      length += chunk.length;
      hash.update(chunk);
    }
    const found = hash.digest('hex');
    const kind = contentKind(head);
    if (kind === 'html' || kind === 'empty' || kind === 'json') {
      await this.#part.discard();
      throw new WrongAddress(`returned ${kind === 'empty' ? 'nothing' : 'a page'} instead of an archive`);
    }
    const wrong =
      (bytes != null && bytes !== length && `${length} bytes instead of ${bytes}`) ||
      (sha256 != null && sha256 !== found && `the SHA-256 ${found} instead of ${sha256}`);
    if (!wrong) return found;
    await this.#part.discard();
    throw new ZscapeError(
      'ARCHIVE_UNREADABLE',
      `The download from ${this.#url} has ${wrong}. Run the command again.`,
    );
  }
}

/** Passes a body on, and stops one that runs past its announced size or past the limit. */
async function* watched(
  body: AsyncIterable<Uint8Array>,
  { from, total }: { from: number; total: number | null },
  maxBytes: number,
): AsyncGenerator<Uint8Array> {
  let have = from;
  for await (const chunk of body) {
    have += chunk.length;
    if (have > maxBytes) {
      throw new ZscapeError(
        'ARCHIVE_TOO_LARGE',
        `The archive is larger than ${maxBytes} bytes. Check the address.`,
      );
    }
    if (total !== null && have > total)
      throw new Passing(`sends more than the ${total} bytes that it announced`);
    yield chunk;
  }
}
