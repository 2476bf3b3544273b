/** The life of one engine worker: its calls, its reports about itself, and whether it is stuck. */
import { ZscapeError } from '../../base/errors.ts';
import { startWorker } from '../../base/workers/startWorker.ts';
import { WorkerCalls } from '../../base/workers/workerCalls.ts';
import type { BundleManifest } from '../../bundle/schema/manifest.ts';
import type { LoadProgress } from '../contract.ts';
import type { EngineCalls, EngineEvent, EngineOrder } from '../protocol.ts';
import { fetchText } from './fetchText.ts';
import { type GivenUp, Patience } from './patience.ts';

interface EngineLifeHost {
  /** Called with the worker's unprompted messages. */
  event(event: EngineEvent): void;
  /** Called when the worker's script could not be loaded or failed outside any call. */
  failed(error: ZscapeError): void;
  /** Called when the worker has ended by itself. */
  ended(): void;
}

export class EngineLife {
  readonly calls: WorkerCalls<EngineCalls, EngineOrder, EngineEvent>;
  /** The worker's script is running. */
  running = false;
  /** Only a new worker could fetch the script that failed in this one. */
  spent = false;
  /** Settles when the worker has the page's model again; undefined if there was none, and afterwards. Never rejects. */
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
      onEnded: () => host.ended(),
    });
  }

  /** Makes the bundle at an address the worker's model. @throws the worker's error; CANCELLED once it has stopped. */
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
    // Fetched here, not in the worker: it arrives while the worker's script is on its way, and a preload in the page's
    // HTML already provides it. All errors are left to the worker, which fetches it again and reports them.
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

  /** Asks for a picture of the current model. @param z is transferred. */
  render(stamp: number, z: Float32Array<ArrayBuffer>): void {
    this.#patience.frame(true);
    this.calls.tell({ type: 'render', stamp, z, epoch: this.#epoch }, [z.buffer]);
  }

  /** Whether any answer from the worker is pending. */
  get waits(): boolean {
    return this.calls.waiting || this.waitsForFrame;
  }

  get waitsForFrame(): boolean {
    return this.#patience.waitsForFrame;
  }

  /** Pings the worker, and counts how long it has not answered. @returns the reason to give it up, if there is one. */
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
      ? new ZscapeError('ENGINE_FAILED', `The engine hit an unexpected error: ${message}.`)
      : new ZscapeError(
          'NETWORK',
          `The engine's script could not be loaded${message ? ` (${message})` : ''}. Check the connection and try again.`,
        );
  }
}

/** Starts the worker. @throws WORKER_UNAVAILABLE if the browser cannot start one. */
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
