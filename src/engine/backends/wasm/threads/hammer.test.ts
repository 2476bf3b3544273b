/** The real kernels on real threads, tens of thousands of times, to catch whatever the model of them may have left out. */
import { expect, test } from 'vitest';
import { compileKernels } from '../modules.ts';
import { hammer } from './testing/hammer.node.ts';

test.each([2, 3, 4])(
  '50,000 programs of two steps finish on %i threads',
  async (threads) => {
    const kernels = await compileKernels(true);
    let reached = 0;
    await hammer({
      module: kernels!.module,
      threads,
      programs: 50_000,
      onProgress: (programs) => {
        reached = programs;
      },
    });
    expect(reached).toBe(50_000);
  },
  300_000,
);
