/**
 * The page's half of the engine: calls become messages to the worker. When a worker fails or has to be given up, another
 * takes its place with the same model. Kept small, because it is part of the page's first script.
 */
import { fromPlainError, toPlainError, ZscapeError } from '../../base/errors.ts';
import type { BundleManifest } from '../../bundle/schema/manifest.ts';
import type {
  BackendChoice,
  BatchOptions,
  Engine,
  EngineEvents,
  EngineStatus,
  GradientOptions,
  LoadProgress,
  NetworkChanges,
  PictureGradient,
  StartEngine,
} from '../contract.ts';
import { takeEarlyWorker } from '../early/earlyWorker.ts';
import type { EngineCalls, EngineEvent } from '../protocol.ts';
import { closed, interrupted, reasons, startedAgain } from './endings.ts';
import { EngineLife, startEngineWorker } from './engineLife.ts';
import { gradientsOf } from './gradientsOf.ts';
import { type GivenUp, TICK_MS } from './patience.ts';

/** Minimum time between reports of status changes caused by frames. */
const STATUS_MS = 200;

/** Starts the worker, which immediately begins to fetch the chosen backend's code. */
export const startEngine: StartEngine = (choice, events) => new PageEngine(choice, events);

class PageEngine implements Engine {
  readonly #events: EngineEvents;
  #choice: BackendChoice;
  #life: EngineLife | undefined;
  /** Address of the page's model, which a new worker must load too. */
  #model: string | undefined;
  /** The page's changes inside the network, which a new worker must apply too. */
  #changes: NetworkChanges | null = null;
  /** The last request for a picture. Forgotten if it made the worker hang. */
  #asked: { stamp: number; z: Float32Array } | undefined;
  #lastStamp = 0;
  #timer: ReturnType<typeof setInterval> | undefined;
  #disposed = false;
  /** The latest status from frames, and the timer for reporting it. */
  #status: EngineStatus | undefined;
  #telling: ReturnType<typeof setTimeout> | undefined;

  constructor(choice: BackendChoice, events: EngineEvents) {
    this.#choice = choice;
    this.#events = events;
    try {
      this.#open();
    } catch {
      // The first call tries again, and reports the reason.
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
      this.#asked = undefined; // it was meant for the previous model
      return manifest;
    }, signal);
  }

  render(z: Float32Array): number {
    const stamp = ++this.#lastStamp;
    this.#asked = { stamp, z: z.slice() };
    // While a model is being restored, the picture is requested afterwards.
    if (this.#life && !this.#life.restored) this.#life.render(stamp, z.slice());
    this.#watch();
    return stamp;
  }

  renderBatch(zs: readonly Float32Array[], { size, changes, signal, onImage }: BatchOptions): Promise<void> {
    let delivered = 0;
    return this.#with(
      (life) =>
        life.calls.call(
          'batch',
          { zs: [...zs], size, changes },
          {
            signal,
            atOnce: true,
            onNews({ index, image }) {
              // A replacement worker starts from the beginning.
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
    return this.#ask('raw', { z });
  }

  async pictureAt(z: Float32Array, { resolution, signal }: GradientOptions = {}) {
    return (await this.#ask('gradientPictures', { zs: [z], resolution }, signal))[0]!;
  }

  gradientSizes() {
    return this.#ask('gradientSizes', {});
  }

  gradient(
    zs: readonly Float32Array[],
    dPicture: PictureGradient,
    { resolution, signal }: GradientOptions = {},
  ): Promise<Float32Array[]> {
    return gradientsOf(zs, dPicture, {
      pictures: (some) => this.#ask('gradientPictures', { zs: some, resolution }, signal),
      gradient: (some, dPictures) => this.#ask('gradient', { zs: some, dPictures, resolution }, signal),
    });
  }

  layers() {
    return this.#ask('layers', {});
  }

  async setChanges(changes: NetworkChanges | null): Promise<void> {
    await this.#ask('setChanges', { changes });
    this.#changes = changes;
  }

  featureMaps(z: Float32Array, layer: string, signal?: AbortSignal, changes?: NetworkChanges | null) {
    return this.#ask('featureMaps', { z, layer, changes }, signal);
  }

  signal(z: Float32Array) {
    return this.#ask('signal', { z });
  }

  weight(name: string) {
    return this.#ask('weight', { name });
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

  /** Makes a call that leaves nothing behind in the worker if it is cancelled. */
  #ask<K extends keyof EngineCalls>(
    kind: K,
    ask: EngineCalls[K]['ask'],
    signal?: AbortSignal,
  ): Promise<EngineCalls[K]['answer']> {
    return this.#with((life) => life.calls.call(kind, ask, { signal, atOnce: true }).answer, signal);
  }

  /** Runs a call on a live worker that has the page's model. */
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
        // The worker was ended because of another call, so this one is repeated.
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
   * Starts a worker. If the page has a model, the worker loads it, and the last picture is requested again.
   * @throws WORKER_UNAVAILABLE if the browser cannot start a worker.
   */
  #open(): EngineLife {
    const life = new EngineLife(takeEarlyWorker() ?? startEngineWorker(), {
      event: (event) => this.#happened(life, event),
      failed: (error) => this.#failed(life, error),
      ended: () => this.#life === life && this.#giveUp({ why: 'ended' }),
    });
    this.#life = life;
    life.calls.tell({ type: 'start', choice: this.#choice });
    if (this.#model !== undefined) life.restored = this.#restore(life, this.#model);
    return life;
  }

  async #restore(life: EngineLife, model: string): Promise<void> {
    try {
      // The worker applies them together with the model, so its first picture already shows them.
      if (this.#changes) life.calls.call('setChanges', { changes: this.#changes }).answer.catch(() => {});
      const loaded = life.load(model);
      this.#watch();
      await loaded;
      if (this.#asked) life.render(this.#asked.stamp, this.#asked.z.slice());
    } catch (error) {
      if (this.#life !== life) return; // ended in the meantime, and already reported
      const { code, message } = toPlainError(error);
      this.#events.onError(
        new ZscapeError(code, `The engine was restarted, but its model could not be loaded: ${message}`),
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
      // The very first picture is news that the rest of the page is waiting for.
      if (status.frames === 1) this.#tell(status);
      else this.#tellLater(status);
    } else if (event.type === 'status') this.#tell(event.status);
    else if (event.type === 'error') this.#events.onError(fromPlainError(event.error));
    else if (event.type === 'changes') {
      this.#changes = event.changes;
      this.#events.onChanges?.(event.changes);
    } else if (event.type === 'spent') life.spent = true;
  }

  #tell(status: EngineStatus): void {
    clearTimeout(this.#telling);
    this.#telling = undefined;
    this.#status = undefined;
    this.#events.onStatus(status);
  }

  /** Reports less often: frames change the figures sixty times a second, and each report costs layout. */
  #tellLater(status: EngineStatus): void {
    this.#status = status;
    this.#telling ??= setTimeout(() => {
      if (this.#status) this.#tell(this.#status);
    }, STATUS_MS);
  }

  /** Handles a worker whose script could not be loaded, or that failed outside any call. */
  #failed(life: EngineLife, error: ZscapeError): void {
    if (!life.running && this.#life === life) this.#close(error);
    this.#events.onError(error);
  }

  /** Checks the worker regularly while anything is pending. */
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

  /** Ends a worker that computes without end, or that the browser has ended, and starts another in its place. */
  #giveUp(givenUp: GivenUp): void {
    const { why } = givenUp;
    const { restored, waitsForFrame } = this.#life ?? {};
    // If requested again, the same picture would stop the next worker too; and so would the same model.
    if (why === 'frame' || (why !== 'load' && waitsForFrame)) this.#asked = undefined;
    if ((why === 'load' || why === 'ended') && restored) this.#model = undefined;
    const error = reasons[why];
    if (why === 'load') this.#close(interrupted, { id: givenUp.id, error });
    else this.#close(why === 'cancel' ? interrupted : error);
    this.#events.onError(error);
    this.#open();
  }
}
