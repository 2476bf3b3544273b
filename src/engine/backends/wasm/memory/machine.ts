/** The kernels at work: a module, its memory and what runs in it. Knows nothing of networks. */
import { ZscapeError } from '../../../../base/errors.ts';
import * as at from '../layout.ts';
import type { Step } from '../plan/layer.ts';

/** What `virtual:zscape-kernels` exports, compiled. */
interface Exports {
  run(program: number, steps: number): number;
  runAlone(program: number, steps: number): void;
  work(thread: number): void;
}

/** A thread took a task and never finished it: its worker was ended. The machine cannot be used any more. */
export class ThreadLost extends Error {
  constructor() {
    super('a thread took a part of the work and never finished it');
  }
}

/** What the transforms load instead of having it in their code. */
const numbers = [
  [at.ZERO, 0],
  [at.TWO, 2],
  [at.FOUR, 4],
  [at.FIVE, 5],
  [at.EIGHT, 8],
  [at.ONE, 1],
  [at.BRIGHTEST, 255],
  [at.ROUNDING, 2 ** 23],
  [at.UP, 2 ** 56],
] as const;

export class Machine {
  readonly memory: WebAssembly.Memory;
  readonly module: WebAssembly.Module;
  readonly #kernels: Exports;

  /**
   * @param shared the module is one for threads.
   * @throws OUT_OF_MEMORY
   */
  constructor(module: WebAssembly.Module, pages: number, shared: boolean) {
    this.module = module;
    try {
      // With the upper bound at the size itself nothing is set aside that is not used.
      this.memory = new WebAssembly.Memory({ initial: pages, maximum: pages, shared });
    } catch (cause) {
      throw new ZscapeError(
        'OUT_OF_MEMORY',
        `The browser has no ${Math.ceil(pages / 16)} MB left for this model.`,
        { cause },
      );
    }
    this.view.setInt32(at.TICKET, at.IDLE, true);
    for (const [address, value] of numbers) this.view.setFloat32(address, value, true);
    this.view.setInt32(at.HALF_BITS, 0x8fffe000 | 0, true);
    this.#kernels = kernelsOf(module, this.memory);
  }

  get view(): DataView {
    return new DataView(this.memory.buffer);
  }

  floats(address: number, length: number): Float32Array {
    return new Float32Array(this.memory.buffer, address, length);
  }

  bytes(address: number, length: number): Uint8Array {
    return new Uint8Array(this.memory.buffer, address, length);
  }

  /** Writes a program to `address`; it takes STEP_BYTES for each step. */
  write(address: number, steps: readonly Step[]): void {
    const view = this.view;
    steps.forEach((step, i) => {
      const record = address + i * at.STEP_BYTES;
      view.setInt32(record + at.STEP_OP, step.op, true);
      view.setInt32(record + at.STEP_TASKS, step.tasks, true);
      view.setInt32(record + at.STEP_ARGUMENT, step.argument, true);
    });
  }

  /**
   * Runs a program to its end, with the help of the threads that are there. Every step must have tasks.
   * @throws ThreadLost
   */
  run(address: number, steps: number): void {
    if (this.#kernels.run(address, steps) !== 0) throw new ThreadLost();
  }

  /** Runs a program to its end on the calling thread. */
  runAlone(address: number, steps: number): void {
    this.#kernels.runAlone(address, steps);
  }

  /** Sends the threads away. */
  quit(): void {
    if (!isShared(this.memory)) return;
    Atomics.store(new Int32Array(this.memory.buffer), at.QUIT / 4, 1);
    // QUIT first, then another sequence number: a thread that has read the old ticket does not fall asleep on it.
    const tickets = new BigInt64Array(this.memory.buffer, at.TICKET, 1);
    Atomics.add(tickets, 0, 1n << 32n);
    Atomics.notify(tickets, 0);
  }
}

export const isShared = ({ buffer }: WebAssembly.Memory): boolean =>
  typeof SharedArrayBuffer !== 'undefined' && buffer instanceof SharedArrayBuffer;

function kernelsOf(module: WebAssembly.Module, memory: WebAssembly.Memory): Exports {
  return new WebAssembly.Instance(module, { env: { memory } }).exports as unknown as Exports;
}
