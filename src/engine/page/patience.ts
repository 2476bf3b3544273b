/**
 * Decides when to give up the engine's worker: it computes on one thread, and a graph with an endless loop blocks that
 * thread for ever. It counts ticks instead of reading a clock, so the sleep of a laptop does not count as waiting.
 */

/** Milliseconds between ticks. */
export const TICK_MS = 1000;
/** Ticks without any answer during a computation after which the worker is given up. */
export const SILENT_TICKS = 60;
/** The same for a load that has all its bytes and reports no progress. */
export const LOAD_TICKS = 60;
/** Ticks that a cancelled call may take to end. */
export const CANCEL_TICKS = 3;

export type GivenUp =
  /** A frame, or a call that leaves nothing behind, blocks the worker's thread. */
  | { why: 'frame' }
  /** A load has got stuck in its first frame. */
  | { why: 'load'; id: number }
  /** A load was cancelled but continues. */
  | { why: 'cancel'; id: number }
  /** The browser has ended it. */
  | { why: 'ended' };

interface Watched {
  /** Ticks since its last report, counted once it computes. */
  ticks: number;
  computes: boolean;
  cancelled: boolean;
}

export class Patience {
  #silent = 0;
  #frame = false;
  readonly #loads = new Map<number, Watched>();

  /** Records that a message came from the worker. */
  heard(): void {
    this.#silent = 0;
  }

  /** Records whether a frame is pending. */
  frame(waited: boolean): void {
    if (waited && !this.#frame) this.#silent = 0;
    this.#frame = waited;
  }

  loadBegan(id: number): void {
    this.#loads.set(id, { ticks: 0, computes: false, cancelled: false });
  }

  /** Records a report of a load. @param computes false while its bytes arrive: a slow network is not an endless loop. */
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
   * Counts a tick. It must be called every `TICK_MS` while anything is pending.
   * @param called whether calls are waiting for the worker. @returns the reason to give the worker up, if there is one.
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

  /** Whether a frame is pending. */
  get waitsForFrame(): boolean {
    return this.#frame;
  }
}
