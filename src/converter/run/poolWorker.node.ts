/**
 * One thread of the pool: loads the model that it is started with, reports that it is ready, and then answers requests.
 * Node only.
 */
import { parentPort, workerData } from 'node:worker_threads';
import { toPlainError } from '../../base/errors.ts';
import type { BundleFile } from '../emit/bundle.ts';
import type { PoolAnswer, PoolRequest } from './pool.node.ts';
import type { RunOutput } from './runner.ts';
import { RunningModel } from './tfjs.ts';

async function answer(work: () => Promise<RunOutput[]>): Promise<void> {
  const said: PoolAnswer = await work().then(
    (outputs) => ({ outputs }),
    (error: unknown) => ({ error: toPlainError(error) }),
  );
  parentPort?.postMessage(said);
}

const loaded = RunningModel.load({ files: workerData as BundleFile[] });
let last = answer(async () => {
  await loaded;
  return [];
});
parentPort?.on('message', ({ z, size, nodes, classes }: PoolRequest) => {
  last = last.then(() => answer(async () => (await loaded).runAll(z, size, nodes, classes)));
});
