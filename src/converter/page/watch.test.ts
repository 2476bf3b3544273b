/** A Node worker stands in for the page's: both are threads that can only be stopped by ending them. */
import { Worker } from 'node:worker_threads';
import { expect, it } from 'vitest';
import type { ZscapeError } from '../../base/errors.ts';
import { Watch, type WatchMessage } from './watch.ts';

it('ends a worker that never finishes, and says what it was doing', async () => {
  const script = `
    const { parentPort } = require('node:worker_threads');
    parentPort.postMessage({ type: 'begin', key: 1, what: 'A short task', seconds: 0.2 });
    parentPort.postMessage({ type: 'end', key: 1 });
    parentPort.postMessage({ type: 'begin', key: 2, what: 'Running the model', seconds: 0.2 });
    for (;;);`;
  const worker = new Worker(script, { eval: true });
  const late = await new Promise<ZscapeError>((resolve) => {
    const watch = new Watch(resolve);
    worker.on('message', (message: WatchMessage) => watch.hear(message));
  });
  expect(late).toMatchObject({
    code: 'MODEL_TOO_SLOW',
    message: expect.stringMatching(/^Running the model/),
  });
  await worker.terminate();
});
