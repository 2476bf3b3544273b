/** What becomes of generators when a thread is lost while something else happens. */
import { expect, test } from 'vitest';
import type { WasmGenerator } from '../generator.ts';
import { ThreadLost } from '../memory/machine.ts';
import { survivingThreadLoss } from './surviveThreadLoss.ts';

function generator(events: string[], name: string, raw: WasmGenerator['raw']): WasmGenerator {
  const none = () => Promise.reject(new Error('not asked for'));
  return {
    ...{ renderImage: none, renderPixels: none, renderBatch: none, raw },
    memory: () => ({ tensors: 0, bytes: 0 }),
    dispose: () => void events.push(`${name} disposed`),
  };
}

test('a model that is left while it is made again with fewer threads leaves nothing behind', async () => {
  const events: string[] = [];
  const image = { data: new Float32Array(3), width: 1, height: 1, channels: 3 };
  let made = 0;
  let goOn = () => {};
  const lost = new Promise<void>((resolve) => {
    goOn = resolve;
  });
  const own = await survivingThreadLoss(
    async () =>
      made++ === 0
        ? generator(events, 'first', () => Promise.reject(new ThreadLost()))
        : generator(events, 'second', async () => image),
    () => lost,
  );
  const asked = own.raw(new Float32Array(1));
  await Promise.resolve();
  own.dispose();
  goOn();
  expect(await asked).toEqual(image);
  expect(events).toContain('first disposed');
  expect(events).toContain('second disposed');
});
