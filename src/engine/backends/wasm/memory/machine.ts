/** Runs the kernels: a module, its memory and the programs in it. Knows nothing of networks. */
import { ZscapeError } from '../../../../base/errors.ts';
import * as at from '../layout.ts';
import type { Step } from '../plan/layer.ts';
import { PAGE_BYTES } from './arena.ts';

/** What `virtual:zscape-kernels` exports, compiled. */
interface Exports {
  run(program: number, steps: number): number;
  runAlone(program: number, steps: number): void;
  work(thread: number): void;
}

/** A thread took a task and never finished it, because its worker was ended. The machine is unusable from then on. */
export class ThreadLost extends Error {
  constructor() {
    super('a thread took a part of the work and never finished it');
  }
}

/** Constants that the transforms load from memory instead of having them in their code. */
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
  /** Whether other threads help, or will as soon as they are free. */
  helped = false;

  /**
   * @param shared whether the module is one for threads.
   * @param most upper bounds in pages to try in turn, because a browser may be unable to reserve the larger ones.
   * @throws OUT_OF_MEMORY
   */
  constructor(module: WebAssembly.Module, pages: number, shared: boolean, most: readonly number[] = []) {
    this.module = module;
    this.memory = memoryOf(pages, shared, most);
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

  halves(address: number, length: number): Uint16Array {
    return new Uint16Array(this.memory.buffer, address, length);
  }

  bytes(address: number, length: number): Uint8Array {
    return new Uint8Array(this.memory.buffer, address, length);
  }

  /** Enlarges the memory for good, which invalidates existing views. @throws OUT_OF_MEMORY */
  grow(pages: number): void {
    const more = pages - this.memory.buffer.byteLength / PAGE_BYTES;
    if (more <= 0) return;
    try {
      this.memory.grow(more);
    } catch (cause) {
      throw tooLarge(pages, cause);
    }
  }

  /**
   * Writes a program to `address`; it takes STEP_BYTES for each step.
   * @throws BUNDLE_INVALID if a step has more tasks than threads can count, which no real model needs.
   */
  write(address: number, steps: readonly Step[]): void {
    const view = this.view;
    steps.forEach((step, i) => {
      if (step.tasks > at.MOST_TASKS)
        throw new ZscapeError(
          'BUNDLE_INVALID',
          `A layer of this model would take ${step.tasks} tasks, and the WASM kernels can count ${at.MOST_TASKS}. It has too many channels.`,
        );
      const record = address + i * at.STEP_BYTES;
      view.setInt32(record + at.STEP_OP, step.op, true);
      view.setInt32(record + at.STEP_TASKS, step.tasks, true);
      view.setInt32(record + at.STEP_ARGUMENT, step.argument, true);
    });
  }

  /**
   * Runs a program to its end, with the help of any threads. Every step must have tasks.
   * @throws ThreadLost
   */
  run(address: number, steps: number): void {
    if (this.#kernels.run(address, steps) !== 0) throw new ThreadLost();
  }

  /** Runs a program to its end on the calling thread. */
  runAlone(address: number, steps: number): void {
    this.#kernels.runAlone(address, steps);
  }

  /** Dismisses the threads. */
  quit(): void {
    if (!isShared(this.memory)) return;
    Atomics.store(new Int32Array(this.memory.buffer), at.QUIT / 4, 1);
    // QUIT first, then another sequence number: a thread that has read the old ticket will not fall asleep on it.
    const tickets = new BigInt64Array(this.memory.buffer, at.TICKET, 1);
    Atomics.add(tickets, 0, 1n << 32n);
    Atomics.notify(tickets, 0);
  }
}

function memoryOf(pages: number, shared: boolean, most: readonly number[]): WebAssembly.Memory {
  let why: unknown;
  // The last upper bound is the size itself, which reserves nothing that is not used.
  for (const maximum of [...most, pages]) {
    try {
      return new WebAssembly.Memory({ initial: pages, maximum, shared });
    } catch (cause) {
      why = cause;
    }
  }
  throw tooLarge(pages, why);
}

const tooLarge = (pages: number, cause: unknown) =>
  new ZscapeError(
    'OUT_OF_MEMORY',
    `This model needs ${Math.ceil(pages / 16)} MB of memory, and the browser has not that much left.`,
    { cause },
  );

export const isShared = ({ buffer }: WebAssembly.Memory): boolean =>
  typeof SharedArrayBuffer !== 'undefined' && buffer instanceof SharedArrayBuffer;

function kernelsOf(module: WebAssembly.Module, memory: WebAssembly.Memory): Exports {
  return new WebAssembly.Instance(module, { env: { memory } }).exports as unknown as Exports;
}
