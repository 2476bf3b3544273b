/**
 * The page's half of the engine: calls become messages to the worker. When a worker fails or has to be given up, another one
 * takes its place with the same model. Small, for it is in the page's first script.
 */
import { fromPlainError, toPlainError, ZscapeError } from '../../base/errors.ts';
import type { BundleManifest } from '../../bundle/schema/manifest.ts';
import type {
  BackendChoice,
  BatchOptions,
  Engine,
  EngineEvents,
  EngineStatus,
  LoadProgress,
  StartEngine,
} from '../contract.ts';
import { takeEarlyWorker } from '../early/earlyWorker.ts';
import type { EngineEvent } from '../protocol.ts';
import { EngineLife, startEngineWorker } from './engineLife.ts';
import { type GivenUp, TICK_MS } from './patience.ts';

/** Between two tellings of what frames change in the engine's state. */
const STATUS_MS = 200;

/** Starts the worker; it begins at once to fetch the chosen backend's code. */
export const startEngine: StartEngine = (choice, events) => new PageEngine(choice, events);

class PageEngine implements Engine {
  readonly #events: EngineEvents;
  #choice: BackendChoice;
  #life: EngineLife | undefined;
  /** Address of the model that the page has, which the next worker has to have too. */
  #model: string | undefined;
  /** What was asked for last. Forgotten where it made the worker hang. */
  #asked: { stamp: number; z: Float32Array } | undefined;
  #lastStamp = 0;
  #timer: ReturnType<typeof setInterval> | undefined;
  #disposed = false;
  /** What frames have told of the engine, and when it is passed on. */
  #status: EngineStatus | undefined;
  #telling: ReturnType<typeof setTimeout> | undefined;

  constructor(choice: BackendChoice, events: EngineEvents) {
    this.#choice = choice;
    this.#events = events;
    try {
      this.#open();
    } catch {
      // Tried again by the first call, which tells why.
    }
  }

  load(
    url: string,
    { signal, onProgress }: { signal?: AbortSignal; onProgress?: (progress: LoadProgress) => void } = {},
  ): Promise<BundleManifest> {
    return this.#with(async (life) => {
      const address = new URL(url, document.baseURI).href;
      const manifest = await life.load(address, signal, onProgress);
      this.#model = address;
      this.#asked = undefined; // it was asked of the model before
      return manifest;
    }, signal);
  }

  render(z: Float32Array): number {
    const stamp = ++this.#lastStamp;
    this.#asked = { stamp, z: z.slice() };
    // While a model is being restored, the picture is asked for afterwards.
    if (this.#life && !this.#life.restored) this.#life.render(stamp, z.slice());
    this.#watch();
    return stamp;
  }

  renderBatch(zs: readonly Float32Array[], { size, signal, onImage }: BatchOptions): Promise<void> {
    let delivered = 0;
    return this.#with(
      (life) =>
        life.calls.call(
          'batch',
          { zs: [...zs], size },
          {
            signal,
            atOnce: true,
            onNews({ index, image }) {
              // A worker that took the place of another begins anew.
              if (index < delivered) return image.close();
              delivered++;
              onImage(index, image);
            },
          },
        ).answer,
      signal,
    );
  }

  renderRaw(z: Float32Array) {
    return this.#with((life) => life.calls.call('raw', { z }).answer);
  }

  weight(name: string) {
    return this.#with((life) => life.calls.call('weight', { name }).answer);
  }

  switchBackend(choice: BackendChoice): Promise<EngineStatus> {
    return this.#with(async (life) => {
      const status = await life.calls.call('switchBackend', { choice }).answer;
      this.#choice = choice;
      return status;
    });
  }

  dispose(): void {
    this.#disposed = true;
    clearInterval(this.#timer);
    clearTimeout(this.#telling);
    this.#close(closed());
  }

  /** Runs a call with a worker that lives and has the page's model. */
  async #with<T>(call: (life: EngineLife) => Promise<T>, signal?: AbortSignal): Promise<T> {
    if (this.#life?.spent && !this.#life.calls.waiting) this.#close(startedAgain);
    for (;;) {
      if (this.#disposed) throw closed();
      if (signal?.aborted) throw new ZscapeError('CANCELLED', 'Cancelled.');
      const life = this.#life ?? this.#open();
      if (life.restored) await life.restored;
      if (this.#life !== life) continue;
      const result = call(life);
      this.#watch();
      try {
        return await result;
      } catch (error) {
        // The worker was ended for another call's sake: this one is made again.
        if (error !== interrupted) throw error;
      }
    }
  }

  #close(why: ZscapeError, guilty?: { id: number; error: ZscapeError }): void {
    const life = this.#life;
    this.#life = undefined;
    life?.end(why, guilty);
  }

  /**
   * Starts a worker. Where the page has a model, the worker is given it, and the last picture is asked for again.
   * @throws WORKER_UNAVAILABLE where the browser starts no worker.
   */
  #open(): EngineLife {
    const life = new EngineLife(takeEarlyWorker() ?? startEngineWorker(), {
      event: (event) => this.#happened(life, event),
      failed: (error) => this.#failed(life, error),
    });
    this.#life = life;
    life.calls.tell({ type: 'start', choice: this.#choice });
    if (this.#model !== undefined) life.restored = this.#restore(life, this.#model);
    return life;
  }

  async #restore(life: EngineLife, model: string): Promise<void> {
    try {
      const loaded = life.load(model);
      this.#watch();
      await loaded;
      if (this.#asked) life.render(this.#asked.stamp, this.#asked.z.slice());
    } catch (error) {
      if (this.#life !== life) return; // ended meanwhile, and told
      const { code, message } = toPlainError(error);
      this.#events.onError(
        new ZscapeError(code, `The engine was started again, and its model could not be loaded: ${message}`),
      );
    } finally {
      life.restored = undefined;
    }
  }

  #happened(life: EngineLife, event: EngineEvent): void {
    if (event.type === 'frame') {
      const { frame, image, status } = event;
      const bitmap = 'close' in image ? image : new ImageData(image.data, image.width, image.height);
      this.#events.onFrame({ ...frame, image: bitmap });
      // That there is a picture at all is news, on which the rest of the page waits.
      if (status.frames === 1) this.#tell(status);
      else this.#tellLater(status);
    } else if (event.type === 'status') this.#tell(event.status);
    else if (event.type === 'error') this.#events.onError(fromPlainError(event.error));
    else if (event.type === 'spent') life.spent = true;
  }

  #tell(status: EngineStatus): void {
    clearTimeout(this.#telling);
    this.#telling = undefined;
    this.#status = undefined;
    this.#events.onStatus(status);
  }

  /** Frames change the figures sixty times in a second; nobody reads them so fast, and each telling is laid out and painted. */
  #tellLater(status: EngineStatus): void {
    this.#status = status;
    this.#telling ??= setTimeout(() => {
      if (this.#status) this.#tell(this.#status);
    }, STATUS_MS);
  }

  /** The worker's script could not be loaded, or something in it went wrong outside of any call. */
  #failed(life: EngineLife, error: ZscapeError): void {
    if (!life.running && this.#life === life) this.#close(error);
    this.#events.onError(error);
  }

  /** Looks at the worker every now and then, as long as something is waited for. */
  #watch(): void {
    this.#timer ??= setInterval(() => {
      const life = this.#life;
      const givenUp = life?.waits ? life.tick() : undefined;
      if (givenUp) this.#giveUp(givenUp);
      else if (!life?.waits) {
        clearInterval(this.#timer);
        this.#timer = undefined;
      }
    }, TICK_MS);
  }

  /** Ends a worker that computes without end, and starts another one in its place. */
  #giveUp(givenUp: GivenUp): void {
    const restoring = this.#life?.restored !== undefined;
    if (givenUp.why === 'frame') {
      // Asked for again, the same picture would take the next worker with it.
      this.#asked = undefined;
      this.#close(startedAgain);
      this.#events.onError(startedAgain);
    } else if (givenUp.why === 'load') {
      if (restoring) this.#model = undefined;
      this.#close(interrupted, { id: givenUp.id, error: endless });
      this.#events.onError(endless);
    } else {
      if (this.#life?.waitsForFrame) this.#asked = undefined;
      this.#close(interrupted);
      this.#events.onError(unstoppable);
    }
    this.#open();
  }
}

const closed = () => new ZscapeError('CANCELLED', 'The engine was closed.');
const startedAgain = new ZscapeError(
  'ENGINE_FAILED',
  'A calculation did not end within a minute, so the engine was started again. Try again, or choose another model.',
);
const interrupted = new ZscapeError(
  'ENGINE_FAILED',
  'The engine was started again for the sake of another calculation, which did not end.',
);
const endless = new ZscapeError(
  'ENGINE_FAILED',
  'The model gave no picture within a minute, so it was stopped. Its graph may compute without end: choose another model.',
);
const unstoppable = new ZscapeError(
  'ENGINE_FAILED',
  'The model that was being loaded could not be stopped in any other way, so the engine was started again.',
);
