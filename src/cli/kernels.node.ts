/** The engine's WASM kernels in Node, on as many threads as the machine has cores, up to four. Node only. */
import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import * as v from 'valibot';
import { kernelTexts } from '../../scripts/vite/kernels.ts';
import { graphModelSchema, Weights } from '../bundle/read/weights.ts';
import type { OpenKernels } from '../converter/run/runner.ts';
import { compileVariant } from '../engine/backends/wasm/compile.ts';
import { nodeValues } from '../engine/backends/wasm/nodeValues.ts';
import { Pool, type Thread, type ThreadTask } from '../engine/backends/wasm/threads/pool.ts';

const mostThreads = 4;

export const openKernels: OpenKernels = async ({ generator, latent, image, files }) => {
  const threads = Math.min(mostThreads, availableParallelism());
  const kernels = await compileVariant(await kernelTexts(), threads > 1);
  if (!kernels) return undefined;
  const bytes = new Map(files.map((file) => [file.path, file.bytes]));
  const json = v.parse(graphModelSchema, JSON.parse(new TextDecoder().decode(bytes.get('model.json'))));
  const pool = threads > 1 ? await Pool.start(threads - 1, spawn) : undefined;
  try {
    const values = nodeValues({
      manifest: { latent, image, previewHeads: [] },
      weights: new Weights(json, bytes, 'the model'),
      attach: (machine) => pool?.attach(machine),
      ...{ generator, kernels, threads },
    });
    return {
      ...values,
      dispose() {
        values.dispose();
        pool?.dispose();
      },
    };
  } catch (error) {
    pool?.dispose();
    throw error;
  }
};

/** `engine/backends/wasm/threads/thread.worker.ts` for Node's threads, which cannot run TypeScript directly. */
const threadScript = `
  const { parentPort } = require('node:worker_threads');
  parentPort.on('message', ({ module, memory, thread }) => {
    new WebAssembly.Instance(module, { env: { memory } }).exports.work(thread);
  });
  parentPort.postMessage('ready');`;

function spawn(): Promise<Thread> {
  const worker = new Worker(threadScript, { eval: true, execArgv: [] });
  const thread: Thread = {
    postMessage: (task: ThreadTask) => worker.postMessage(task),
    terminate: () => void worker.terminate(),
  };
  return new Promise((resolve, reject) => {
    worker.once('message', () => resolve(thread));
    worker.once('error', reject);
  });
}
