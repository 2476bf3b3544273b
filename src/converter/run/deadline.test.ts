/** Runners that never answer, on a thread that can only be stopped by ending it. */
import { Worker } from 'node:worker_threads';
import { expect, it } from 'vitest';
import { patience, timerDeadline, withDeadline } from './deadline.ts';
import type { Runner } from './runner.ts';

const cost = { macs: 0, work: 0, bytes: 0 };

/** Runs every model for ever. */
function endless(): { runner: Runner; ended: Promise<unknown> } {
  const worker = new Worker('for (;;);', { eval: true });
  const ended = new Promise((resolve) => worker.once('exit', resolve));
  const runner: Runner = {
    runAll: () => new Promise(() => undefined),
    dispose: () => void worker.terminate(),
  };
  return { runner, ended };
}

it('a runner that takes too long is ended with its thread, and the sentence names the model as the cause', async () => {
  const { runner, ended } = endless();
  const hurried = withDeadline(runner, cost, (what, _, work, end) => timerDeadline(what, 0.2, work, end));
  await expect(hurried.runAll(new Float32Array(4), 4, ['picture'])).rejects.toMatchObject({
    code: 'MODEL_TOO_SLOW',
  });
  await ended;
});

it('work that ends in time returns its result', async () => {
  await expect(timerDeadline('A short task', 60, async () => 7)).resolves.toBe(7);
  const failing = timerDeadline('A short task', 60, async () => {
    throw new RangeError('of its own');
  });
  await expect(failing).rejects.toThrow('of its own');
});

it('a costly network is given more time than a cheap one', () => {
  expect(patience({ work: 1e11 })).toBeGreaterThan(patience({ work: 1e9 }));
});
