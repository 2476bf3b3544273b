/**
 * The small models of fixtures/cases, each in a form in which people publish generators, compared with stock TF.js's own
 * pictures.
 */
import { existsSync, readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test, vi } from 'vitest';
import { openPath } from './archive/open.node.ts';
import { convert } from './convert.ts';
import { classFeed } from './run/classFeed.ts';
import { RunningModel } from './run/tfjs.ts';
import { maxDifference, readNpy } from './testing/npy.ts';

vi.setConfig({ testTimeout: 60_000 });

const cases = new URL('../../fixtures/cases/', import.meta.url);

/** Moves channels last: stock TF.js gave pictures in the model's own layout, and some have channels first. */
function channelsLast({ shape, data }: ReturnType<typeof readNpy>): Float32Array {
  const [n, c, h, w] = shape as [number, number, number, number];
  if (shape.length !== 4 || c > 4 || w <= 4) return data;
  const out = new Float32Array(data.length);
  let to = 0;
  for (let i = 0; i < n; i++)
    for (let y = 0; y < h; y++)
      for (let x = 0; x < w; x++)
        for (let k = 0; k < c; k++) out[to++] = data[((i * c + k) * h + y) * w + x]!;
  return out;
}

async function errorOf(name: string): Promise<number> {
  const files = await openPath(fileURLToPath(new URL(name, cases)));
  try {
    const bundle = await convert(files, { id: name, quantization: 'none' });
    const z = readNpy(new URL(`${name}/z.npy`, cases));
    const model = await RunningModel.load(bundle);
    const { latent, classes } = bundle.manifest;
    const numbers = classes && [...readNpy(new URL(`${name}/class.npy`, cases)).data];
    const { data } = await model.run(z.data, latent.size, undefined, numbers && classFeed(classes, numbers));
    model.dispose();
    return maxDifference(data, channelsLast(readNpy(new URL(`${name}/images.npy`, cases))));
  } finally {
    await files.close();
  }
}

describe('a model as people publish it', () => {
  const names = readdirSync(cases).filter((name) => existsSync(new URL(`${name}/z.npy`, cases)));

  test.each(names)('%s gives its pictures within 1e-5', async (name) => {
    expect(await errorOf(name)).toBeLessThan(1e-5);
  });
});
