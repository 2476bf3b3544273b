/** A network's programs, run part by part, so that other pictures of the same network can come between the parts. */
import type { Gap } from '../../backend.ts';
import * as at from '../layout.ts';
import { isShared, type Machine } from '../memory/machine.ts';
import type { Program } from './network.ts';
import { Sharing } from './sharing.ts';

/** Gaps are this far apart at least: each costs a turn of the engine's message loop. */
const GAP_MS = 8;

/** What waits in a gap: the last of its network's pictures (a layer's output each) that others have written over. */
interface Waiting {
  reach: number;
}

export class Parts {
  readonly #machine: Machine;
  readonly #waiting = new Set<Waiting>();
  readonly #now: () => number;
  /** Of each program, where there are threads to share with. */
  readonly #sharings = new Map<Program, Sharing>();

  constructor(machine: Machine, now = () => performance.now()) {
    this.#machine = machine;
    this.#now = now;
  }

  /**
   * Runs a program to its end.
   * @param begin writes the input. It is called again when a picture in a gap has written over what was there already.
   * @param take reads the result, before anything else can run.
   * @throws what `gap` throws, and ThreadLost.
   */
  async run<T>(program: Program, begin: () => void, take: () => T, gap?: Gap): Promise<T> {
    const { parts } = program;
    const sharing = this.#sharingOf(program);
    const shared = sharing?.next() ?? false;
    let computed = 0;
    let since = this.#now();
    /** Gaps come after the parts that others write too: begun anew once, a picture comes to its end. */
    let calm = 0;
    begin();
    for (let done = 0; done < parts.length; ) {
      // All at once where nobody wants a gap.
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
    if (!isShared(this.#machine.memory)) return undefined;
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

  /** @returns the last picture that others wrote meanwhile, or -1. */
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
