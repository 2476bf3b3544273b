/** Heads that our own trainer keeps for each stage, from its file into a bundle. */
import { expect, it } from 'vitest';
import { assemble } from '../../bundle/read/reader.ts';
import { memoryFiles } from '../archive/files.ts';
import { convert } from '../convert.ts';
import type { Tensor } from '../graph/tensor.ts';
import { trainedProgan, writeSafetensors } from '../testing/write/safetensors.ts';

const config = { res: 16, base: 24, max: 8, latent: 5 };
const trained = trainedProgan(config, 3);
const head = (channels: number, by: number): [Tensor, Tensor] => [
  {
    dtype: 'float32',
    shape: [3, channels, 1, 1],
    data: Float32Array.from({ length: 3 * channels }, (_, i) => by + i),
  },
  { dtype: 'float32', shape: [3], data: Float32Array.of(by, 2 * by, 3 * by) },
];
const [small, middle] = [head(8, 1), head(6, 2)];
const grown = new Map(
  [small, middle].flatMap(([w, b], i) => [
    [`growth.rgb.${i}.w`, w],
    [`growth.rgb.${i}.b`, b],
  ]),
);

async function converted(tensors: ReadonlyMap<string, Tensor>) {
  const file = writeSafetensors(tensors, { config: JSON.stringify(config) });
  const files = memoryFiles(new Map([['model.safetensors', file]]));
  return convert(files, { id: 'grown', quantization: 'none', calibration: 'none' });
}

it('are in the bundle, scaled as the network uses them, but not part of the graph', async () => {
  const bundle = await converted(new Map([...trained, ...grown]));
  const { manifest } = bundle;
  expect(manifest.growth).toEqual([
    { resolution: 4, kernel: 'growth_4/kernel', bias: 'growth_4/bias' },
    { resolution: 8, kernel: 'growth_8/kernel', bias: 'growth_8/bias' },
  ]);
  const files = new Map(bundle.files.map(({ path, bytes }) => [path, bytes]));
  const { weights } = assemble(manifest, files, 'grown');
  const kernel = weights.floats('growth_8/kernel');
  expect(kernel.shape).toEqual([1, 1, 6, 3]);
  // He's constant of a linear layer: one over the root of its number of inputs.
  kernel.data.forEach((value, at) => {
    const [channel, colour] = [Math.floor(at / 3), at % 3];
    expect(value).toBeCloseTo((2 + colour * 6 + channel) / Math.sqrt(6), 5);
  });
  expect([...weights.floats('growth_4/bias').data]).toEqual([1, 2, 3]);
  const shard = manifest.files.find(({ path }) => path === 'growth.bin');
  expect(shard?.bytes).toBe(4 * (8 * 3 + 3 + 6 * 3 + 3));
  expect(shard!.bytes).toBeLessThan(400_000);
  const plain = await converted(trained);
  expect(plain.manifest.growth).toBeUndefined();
  const topology = (of: typeof bundle) => {
    const json = of.files.find(({ path }) => path === 'model.json')!.bytes;
    return JSON.parse(new TextDecoder().decode(json)).modelTopology;
  };
  expect(topology(bundle)).toEqual(topology(plain));
});

it('are refused if their shape or their numbers are wrong', async () => {
  const wrong = new Map([...trained, ...grown, ['growth.rgb.1.w', small[0]] as const]);
  await expect(converted(wrong)).rejects.toMatchObject({
    code: 'TENSOR_INVALID',
    message: expect.stringMatching(/growth\.rgb\.1\.w/),
  });
  const damaged = { ...small[0], data: new Float32Array(24).fill(Number.NaN) };
  await expect(
    converted(new Map([...trained, ...grown, ['growth.rgb.0.w', damaged] as const])),
  ).rejects.toMatchObject({ code: 'TENSOR_INVALID', message: expect.stringMatching(/not finite/) });
});
