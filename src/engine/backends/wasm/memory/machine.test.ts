import { expect, test } from 'vitest';
import * as at from '../layout.ts';
import { compileKernels } from '../modules.ts';
import { Machine } from './machine.ts';

test('refuses a step with more tasks than a ticket can count', async () => {
  const machine = new Machine((await compileKernels(true))!.module, 1, true);
  const step = { op: at.OP_HEAD, tasks: at.MOST_TASKS, argument: 0 };
  machine.write(at.FREE, [step]);
  expect(() => machine.write(at.FREE, [{ ...step, tasks: at.MOST_TASKS + 1 }])).toThrow(/too many channels/);
});

test('counts as many tasks as a step can have', async () => {
  const machine = new Machine((await compileKernels(true))!.module, 1, true);
  // A head of no pixels: a row of it takes no work at all.
  const head = at.FREE + 2 * at.STEP_BYTES;
  const step = { op: at.OP_HEAD, tasks: at.MOST_TASKS, argument: head };
  machine.write(at.FREE, [step, step]);
  machine.run(at.FREE, 2);
  expect(machine.view.getInt32(at.TICKET, true)).toBe(at.IDLE);
});
