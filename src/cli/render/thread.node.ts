/** One of the threads of `npm run render`. */
import { parentPort, workerData } from 'node:worker_threads';
import { toPlainError } from '../../base/errors.ts';
import { type DrawOptions, openDrawing } from './draw.node.ts';
import type { FromThread, ToThread } from './threads.node.ts';

const say = (message: FromThread, transfer: ArrayBuffer[] = []) => parentPort?.postMessage(message, transfer);

try {
  const draw = await openDrawing(workerData as DrawOptions);
  parentPort?.on('message', async ({ first, zs }: ToThread) => {
    try {
      const files: Uint8Array<ArrayBuffer>[] = [];
      for (const z of zs) files.push(await draw(z));
      say(
        { type: 'drawn', first, files },
        files.map(({ buffer }) => buffer),
      );
    } catch (error) {
      say({ type: 'failed', error: toPlainError(error) });
    }
  });
  say({ type: 'ready' });
} catch (error) {
  say({ type: 'failed', error: toPlainError(error) });
}
