/**
 * Reads a bundle before the page asks for it: the first script of the page knows which one it will most likely be, and
 * the weights are on their way while the page's own script is still being fetched.
 */

import {
  type LoadedBundle,
  type ReadOptions,
  type ReadProgress,
  readBundle,
} from '../../bundle/read/reader.ts';
import type { BackendChoice } from '../contract.ts';

/** What the page's first script tells the worker. It is no part of the protocol between the engine's two halves. */
export type EarlyMessage = ReadAheadMessage | StartAheadMessage;

/** As `start`, which the page's own script will say once more. */
export interface StartAheadMessage {
  type: 'startAhead';
  choice: BackendChoice;
}

export interface ReadAheadMessage {
  type: 'readAhead';
  /** The bundle's folder. */
  url: string;
  /** The text of its `zscape.json`. */
  manifestText: string;
}

type Read = typeof readBundle;

interface Reading {
  url: string;
  abort: AbortController;
  bundle: Promise<LoadedBundle>;
  progress: ReadProgress | undefined;
  onProgress: ((progress: ReadProgress) => void) | undefined;
}

export class ReadAhead {
  readonly #read: Read;
  #reading: Reading | undefined;

  /** @param read another reader, for tests. */
  constructor(read: Read = readBundle) {
    this.#read = read;
  }

  /** Begins to read; nobody hears of it where that fails, for whoever asks for the bundle reads it again. */
  begin({ url, manifestText }: ReadAheadMessage): void {
    const abort = new AbortController();
    const bundle = this.#read(url, {
      manifestText,
      signal: abort.signal,
      onProgress: (progress) => {
        reading.progress = progress;
        reading.onProgress?.(progress);
      },
    });
    const reading: Reading = { url, abort, bundle, progress: undefined, onProgress: undefined };
    bundle.catch(() => {});
    this.#reading = reading;
  }

  /** As `readBundle`, which it takes the place of. The bundle that was read ahead is given once; another one ends that reading. */
  readonly read: Read = async (url, options: ReadOptions = {}) => {
    const reading = this.#reading;
    this.#reading = undefined;
    if (reading?.url !== url) {
      reading?.abort.abort();
      return this.#read(url, options);
    }
    const { signal, onProgress } = options;
    const stop = () => reading.abort.abort();
    if (signal?.aborted) stop();
    signal?.addEventListener('abort', stop);
    reading.onProgress = onProgress;
    if (reading.progress) onProgress?.(reading.progress);
    try {
      return await reading.bundle;
    } catch {
      return await this.#read(url, options);
    } finally {
      signal?.removeEventListener('abort', stop);
    }
  };
}
