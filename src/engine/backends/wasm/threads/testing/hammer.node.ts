/**
 * Runs many tiny programs on real threads, one after the other, to find threads that wait for each other for ever. Node
 * only.
 */
import { Worker } from 'node:worker_threads';
import * as at from '../../layout.ts';

export interface HammerOptions {
  /** The kernels' module for threads. */
  module: WebAssembly.Module;
  /** All threads, including the one that starts the programs. */
  threads: number;
  /** Programs of two steps, of three tasks each, that do nothing. */
  programs: number;
  /** After this long without progress the threads are ended and an error is thrown. */
  patienceMs?: number;
  onProgress?: (programs: number) => void;
}

/** Thread 0 is a worker too: one that hangs can still be ended. */
const script = `
  const { parentPort } = require('node:worker_threads');
  parentPort.on('message', ({ module, memory, thread, program, steps, programs, chunk }) => {
    const { run, work } = new WebAssembly.Instance(module, { env: { memory } }).exports;
    if (thread > 0) {
      parentPort.postMessage('ready');
      return work(thread);
    }
    for (let done = 0; done < programs; ) {
      const end = Math.min(programs, done + chunk);
      for (; done < end; done++) {
        // Pause now and then, so that the others also fall asleep, and are woken at any moment of that.
        if (done % 16 === 0) for (const until = performance.now() + Math.random() / 20; performance.now() < until; );
        if (run(program, steps) !== 0) throw new Error('a thread seems to have been lost after ' + done + ' programs');
      }
      parentPort.postMessage(done);
    }
  });`;

/** Runs the programs. @throws Error saying after how many programs the threads hung. */
export async function hammer(options: HammerOptions): Promise<void> {
  const { module, threads, programs, patienceMs = 30_000, onProgress } = options;
  const memory = new WebAssembly.Memory({ initial: 1, maximum: 1, shared: true });
  const words = new Int32Array(memory.buffer);
  words[at.TICKET / 4] = at.IDLE;
  const program = at.FREE;
  const steps = 2;
  // A head of no pixels: a row of it takes no work at all.
  const head = program + steps * at.STEP_BYTES;
  for (let step = 0; step < steps; step++) {
    const record = (program + step * at.STEP_BYTES) / 4;
    words[record + at.STEP_OP / 4] = at.OP_HEAD;
    words[record + at.STEP_TASKS / 4] = 3;
    words[record + at.STEP_ARGUMENT / 4] = head;
  }
  /** Started once all the others are there, so that they take part in every program. */
  const [first, ...others] = Array.from(
    { length: threads },
    () => new Worker(script, { eval: true, execArgv: [] }),
  ) as [Worker, ...Worker[]];
  try {
    const ready = others.map((worker) => new Promise((resolve) => worker.once('message', resolve)));
    for (const [i, worker] of others.entries()) worker.postMessage({ module, memory, thread: i + 1 });
    await Promise.all(ready);
    await new Promise<void>((resolve, reject) => {
      let reached = 0;
      const hang = () => reject(new Error(`${threads} threads hung after ${reached} programs`));
      let watchdog = setTimeout(hang, patienceMs);
      for (const worker of [first, ...others]) worker.on('error', reject);
      first.on('message', (done: number) => {
        reached = done;
        onProgress?.(done);
        clearTimeout(watchdog);
        if (done === programs) resolve();
        else watchdog = setTimeout(hang, patienceMs);
      });
      first.postMessage({ module, memory, thread: 0, program, steps, programs, chunk: 1000 });
    });
  } finally {
    await Promise.all([first, ...others].map((worker) => worker.terminate()));
  }
}
