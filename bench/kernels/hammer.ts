/**
 * `npm run bench:hammer`: runs a million programs of two steps on 2, 3 and 4 threads in Node, and fails if threads wait for each
 * other for ever.
 *   --programs N     per number of threads, 1000000 by default
 *   --threads LIST   2,3,4 by default
 *   --tree FOLDER    another checkout's kernels
 */
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { compileVariant } from '../../src/engine/backends/wasm/compile.ts';
import { hammer } from '../../src/engine/backends/wasm/threads/testing/hammer.node.ts';
import { root } from '../browser.ts';

const { values } = parseArgs({
  options: {
    programs: { type: 'string', default: '1000000' },
    threads: { type: 'string', default: '2,3,4' },
    tree: { type: 'string', default: root },
  },
});
const programs = Number(values.programs);
const { kernelTexts } = await import(pathToFileURL(join(values.tree, 'scripts', 'vite', 'kernels.ts')).href);
const kernels = await compileVariant(await kernelTexts(), true);
if (!kernels) throw new Error('This Node has no WebAssembly threads with SIMD.');
for (const threads of values.threads.split(',').map(Number)) {
  const began = performance.now();
  try {
    await hammer({ module: kernels.module, threads, programs });
    const microseconds = ((performance.now() - began) * 1000) / programs;
    console.log(`${threads} threads: ${programs} programs, ${microseconds.toFixed(1)} microseconds each`);
  } catch (error) {
    process.exitCode = 1;
    console.log(`${threads} threads: ${(error as Error).message}`);
  }
}
