/**
 * When the engine's worker has to be given up: it computes on one thread, and a graph with an endless loop keeps that thread for
 * ever. Counts ticks instead of reading a clock, so that a laptop that slept has not waited.
 */

/** Milliseconds between ticks. */
export const TICK_MS = 1000;
/** Ticks without any answer, while something is computed, after which nothing is expected any more. */
export const SILENT_TICKS = 60;
/** The same for a load whose bytes are all here, and which tells nothing new. */
export const LOAD_TICKS = 60;
/** Ticks that a cancelled call may take to end. */
export const CANCEL_TICKS = 3;

export type GivenUp =
  /** A frame, or a call that leaves nothing behind, keeps the worker's thread. */
  | { why: 'frame' }
  /** A load has got stuck in its first frame. */
  | { why: 'load'; id: number }
  /** A load was cancelled and goes on. */
  | { why: 'cancel'; id: number };

interface Watched {
  /** Ticks since it told something; counted once it computes. */
  ticks: number;
  computes: boolean;
  cancelled: boolean;
}

export class Patience {
  #silent = 0;
  #frame = false;
  readonly #loads = new Map<number, Watched>();

  /** Anything came from the worker. */
  heard(): void {
    this.#silent = 0;
  }

  /** A frame is waited for, or none any more. */
  frame(waited: boolean): void {
    if (waited && !this.#frame) this.#silent = 0;
    this.#frame = waited;
  }

  loadBegan(id: number): void {
    this.#loads.set(id, { ticks: 0, computes: false, cancelled: false });
  }

  /** @param computes false while its bytes arrive: a slow network is no endless loop. */
  loadTold(id: number, computes: boolean): void {
    const load = this.#loads.get(id);
    if (load && !load.cancelled) this.#loads.set(id, { ...load, ticks: 0, computes });
  }

  loadCancelled(id: number): void {
    const load = this.#loads.get(id);
    if (load && !load.cancelled) this.#loads.set(id, { ...load, ticks: 0, cancelled: true });
  }

  loadEnded(id: number): void {
    this.#loads.delete(id);
  }

  /**
   * To be called every `TICK_MS` while anything is waited for.
   * @param called whether calls wait for the worker. @returns why to give the worker up, if it has to be.
   */
  tick(called: boolean): GivenUp | undefined {
    for (const [id, load] of this.#loads) {
      load.ticks++;
      if (load.cancelled && load.ticks >= CANCEL_TICKS) return { why: 'cancel', id };
      if (load.computes && !load.cancelled && load.ticks >= LOAD_TICKS) return { why: 'load', id };
    }
    this.#silent = called || this.#frame ? this.#silent + 1 : 0;
    if (this.#silent < SILENT_TICKS) return undefined;
    const computing = [...this.#loads].find(([, { computes }]) => computes);
    return computing ? { why: 'load', id: computing[0] } : { why: 'frame' };
  }

  /** Whether a frame is waited for. */
  get waitsForFrame(): boolean {
    return this.#frame;
  }
}
