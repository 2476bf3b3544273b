/** One engine's worker, from its start to its end: its calls, what it has told of itself, and whether it is stuck. */
import { ZscapeError } from '../../base/errors.ts';
import { startWorker } from '../../base/workers/startWorker.ts';
import { WorkerCalls } from '../../base/workers/workerCalls.ts';
import type { BundleManifest } from '../../bundle/schema/manifest.ts';
import type { LoadProgress } from '../contract.ts';
import type { EngineCalls, EngineEvent, EngineOrder } from '../protocol.ts';
import { fetchText } from './fetchText.ts';
import { type GivenUp, Patience } from './patience.ts';

interface EngineLifeHost {
  /** Called with what the worker tells without being asked. */
  event(event: EngineEvent): void;
  /** Called when the worker's script could not be loaded or met an error outside of any call. */
  failed(error: ZscapeError): void;
}

export class EngineLife {
  readonly calls: WorkerCalls<EngineCalls, EngineOrder, EngineEvent>;
  /** The worker's script runs. */
  running = false;
  /** A new worker could fetch what this one could not. */
  spent = false;
  /** Settles when the worker has the page's model again; undefined when there was none, and afterwards. Never rejects. */
  restored: Promise<void> | undefined;
  #epoch = 0;
  readonly #patience = new Patience();

  constructor(worker: Worker, host: EngineLifeHost) {
    this.calls = new WorkerCalls(worker, {
      onEvent: (event) => {
        this.#heard(event);
        host.event(event);
      },
      onStray: (news) => {
        if (news.type === 'image') (news as EngineCalls['batch']['news']).image.close();
      },
      onError: (message) => host.failed(this.#failure(message)),
    });
  }

  /** Makes the bundle at an address the worker's model. @throws what the worker says; CANCELLED once it has stopped. */
  async load(
    address: string,
    signal?: AbortSignal,
    onProgress?: (progress: LoadProgress) => void,
  ): Promise<BundleManifest> {
    const { id, answer } = this.calls.call(
      'load',
      { url: address },
      {
        signal,
        onNews: ({ progress }) => {
          this.#patience.loadTold(id, progress.stage === 'prepare');
          onProgress?.(progress);
        },
      },
    );
    this.#patience.loadBegan(id);
    const cancelled = () => this.#patience.loadCancelled(id);
    signal?.addEventListener('abort', cancelled, { once: true });
    // Fetched here, not in the worker: it comes while the worker's script is on its way, and a preload of the page's
    // html answers it. Whatever goes wrong is left to the worker, which fetches it again and says what is the matter.
    if (!signal?.aborted) {
      void fetchText(`${address}zscape.json`, signal).then((text) =>
        this.calls.tell({ type: 'manifest', load: id, text }),
      );
    }
    try {
      return await answer;
    } finally {
      signal?.removeEventListener('abort', cancelled);
      this.#patience.loadEnded(id);
    }
  }

  /** Asks for a picture of the present model. @param z is given away. */
  render(stamp: number, z: Float32Array<ArrayBuffer>): void {
    this.#patience.frame(true);
    this.calls.tell({ type: 'render', stamp, z, epoch: this.#epoch }, [z.buffer]);
  }

  /** Whether the worker owes anything. */
  get waits(): boolean {
    return this.calls.waiting || this.waitsForFrame;
  }

  get waitsForFrame(): boolean {
    return this.#patience.waitsForFrame;
  }

  /** Asks whether the worker is there, and counts how long it has not answered. @returns why to give it up, if it has to be. */
  tick(): GivenUp | undefined {
    const givenUp = this.#patience.tick(this.calls.waiting);
    if (!givenUp && this.running) this.calls.tell({ type: 'ping' });
    return givenUp;
  }

  end(error: ZscapeError, guilty?: { id: number; error: ZscapeError }): void {
    this.calls.end(error, guilty);
  }

  #heard(event: EngineEvent): void {
    this.#patience.heard();
    if (event.type === 'ready') this.running = true;
    else if (event.type === 'model') this.#epoch = event.epoch;
    else if (event.type === 'frame') this.#patience.frame(false);
    else if (event.type === 'pong' && event.idle) this.#patience.frame(false);
  }

  #failure(message: string): ZscapeError {
    return this.running
      ? new ZscapeError('ENGINE_FAILED', `The engine met something unexpected: ${message}.`)
      : new ZscapeError(
          'NETWORK',
          `The engine's script could not be loaded${message ? ` (${message})` : ''}. Check the connection and try again.`,
        );
  }
}

/** @throws WORKER_UNAVAILABLE where the browser starts no worker. */
export function startEngineWorker(): Worker {
  return startWorker(
    () =>
      new Worker(new URL('../worker/engine.worker.ts', import.meta.url), {
        type: 'module',
        name: 'zscape-engine',
      }),
    'Pictures cannot be computed',
  );
}
