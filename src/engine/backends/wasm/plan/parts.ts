/** Runs a network's programs part by part, so that other pictures of the same network can be computed between the parts. */
import type { Gap } from '../../backend.ts';
import * as at from '../layout.ts';
import type { Machine } from '../memory/machine.ts';
import type { Program } from './program.ts';
import { Sharing } from './sharing.ts';

/** Minimum time between gaps: each costs a turn of the engine's message loop. */
const GAP_MS = 8;

/**
 * A picture waiting in a gap, with the last of its network's pictures (one per layer's output) that others have
 * overwritten.
 */
interface Waiting {
  reach: number;
}

export class Parts {
  readonly #machine: Machine;
  readonly #waiting = new Set<Waiting>();
  readonly #now: () => number;
  /** For each program, if there are threads. */
  readonly #sharings = new Map<Program, Sharing>();

  constructor(machine: Machine, now = () => performance.now()) {
    this.#machine = machine;
    this.#now = now;
  }

  /**
   * Runs a program to its end.
   * @param begin writes the input. It is called again if a picture in a gap has overwritten finished parts.
   * @param take reads the result, before anything else can run.
   * @throws whatever `gap` throws, and ThreadLost.
   */
  async run<T>(program: Program, begin: () => void, take: () => T, gap?: Gap): Promise<T> {
    const { parts } = program;
    const sharing = this.#sharingOf(program);
    const shared = sharing?.next() ?? false;
    let computed = 0;
    let since = this.#now();
    /**
     * Gaps come only after the parts that others also write. A picture that has been restarted once thus always finishes.
     */
    let calm = 0;
    begin();
    for (let done = 0; done < parts.length; ) {
      // Run everything together if no gaps are wanted.
      const next = gap ? done + 1 : parts.length;
      const started = sharing ? this.#now() : 0;
      this.#runParts(program, done, next, shared);
      if (sharing) computed += this.#now() - started;
      done = next;
      if (!gap || done >= parts.length || done <= calm || this.#now() - since < GAP_MS) continue;
      const reach = await this.#pause(gap);
      since = this.#now();
      // The next part reads what part `done - 1` wrote.
      if (reach < done - 1) continue;
      calm = reach + 1;
      done = 0;
      begin();
    }
    sharing?.took(shared, computed);
    return take();
  }

  #sharingOf(program: Program): Sharing | undefined {
    if (!this.#machine.helped) return undefined;
    let sharing = this.#sharings.get(program);
    if (!sharing) {
      sharing = new Sharing();
      this.#sharings.set(program, sharing);
    }
    return sharing;
  }

  #runParts({ address, parts, pictures }: Program, from: number, to: number, shared: boolean): void {
    const first = from === 0 ? 0 : parts[from - 1]!;
    const program = address + first * at.STEP_BYTES;
    const steps = parts[to - 1]! - first;
    if (shared) this.#machine.run(program, steps);
    else this.#machine.runAlone(program, steps);
    const reach = Math.min(to, pictures) - 1;
    for (const waiting of this.#waiting) waiting.reach = Math.max(waiting.reach, reach);
  }

  /** Waits for a gap. @returns the last picture that others wrote during it, or -1. */
  async #pause(gap: Gap): Promise<number> {
    const waiting = { reach: -1 };
    this.#waiting.add(waiting);
    try {
      await gap();
    } finally {
      this.#waiting.delete(waiting);
    }
    return waiting.reach;
  }
}
