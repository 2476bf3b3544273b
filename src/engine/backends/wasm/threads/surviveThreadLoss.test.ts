/** How generators behave when a thread is lost while other work goes on. */
import { expect, test } from 'vitest';
import type { WasmGenerator } from '../generator.ts';
import { ThreadLost } from '../memory/machine.ts';
import { survivingThreadLoss } from './surviveThreadLoss.ts';

function generator(events: string[], name: string, raw: WasmGenerator['raw']): WasmGenerator {
  const none = () => Promise.reject(new Error('not asked for'));
  return {
    ...{ renderImage: none, renderPixels: none, renderBatch: none, raw },
    gradients: { resolutions: [4], picture: (z) => raw(z), gradient: async (z) => (await raw(z)).data },
    inside: {
      pictures: async () => ({ renderImage: none, renderBatch: none, raw }),
      featureMaps: async (z) => ({ ...(await raw(z)), channels: 1 }),
      signal: async (z) => [{ layer: 'any', norm: (await raw(z)).data[0]!, withoutNorm: 0, ms: 0 }],
    },
    memory: () => ({ tensors: 0, bytes: 0 }),
    dispose: () => void events.push(`${name} disposed`),
  };
}

test('a model that is left while being rebuilt with fewer threads leaves nothing behind', async () => {
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

test('a gradient whose thread is lost is computed again with fewer threads', async () => {
  const image = { data: Float32Array.of(1, 2, 3), width: 1, height: 1, channels: 3 };
  let made = 0;
  const own = await survivingThreadLoss(
    async () =>
      generator([], 'any', made++ === 0 ? () => Promise.reject(new ThreadLost()) : async () => image),
    async () => {},
  );
  const { gradients } = own;
  expect(gradients.resolutions).toEqual([4]);
  expect(await gradients.gradient(new Float32Array(1), new Float32Array(3), 4)).toEqual(image.data);
  expect(await gradients.picture(new Float32Array(1), 4)).toEqual(image);
  expect(made).toBe(2);
});

test('changed pictures, maps and signals whose thread is lost are computed again with fewer threads', async () => {
  const image = { data: Float32Array.of(1, 2, 3), width: 1, height: 1, channels: 3 };
  const make = async () => {
    let made = 0;
    return survivingThreadLoss(
      async () =>
        generator([], 'any', made++ === 0 ? () => Promise.reject(new ThreadLost()) : async () => image),
      async () => {},
    );
  };
  const z = new Float32Array(1);
  const changes = { maps: [], withoutNorm: [], mix: null, growth: null };
  const pictures = await (await make()).inside.pictures(changes);
  expect(await pictures.raw(z)).toEqual(image);
  expect((await (await make()).inside.featureMaps(z, 'any', null)).data).toEqual(image.data);
  expect((await (await make()).inside.signal(z))[0]).toMatchObject({ norm: 1 });
});
