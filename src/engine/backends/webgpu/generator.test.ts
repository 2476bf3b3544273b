/** Counts the cost of a frame, on a device that records everything. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { planProgan } from '../progan/plan.ts';
import { guarded } from './device.ts';
import { type GpuGenerator, type Host, proganGenerator } from './generator.ts';
import { planKernels } from './kernelPlan.ts';
import type { Variant } from './kernels/kernel.ts';
import { type LayoutOptions, layoutBundle, progan128 } from './testing/layouts.ts';
import { browserGlobals, Recorder, type RecorderOptions } from './testing/recorder.ts';
import { abilitiesOf, usual } from './variants.ts';

// Full-size layouts are 23 million zeros, which take a busy machine a while.
vi.setConfig({ testTimeout: 60_000 });

beforeEach(() => {
  for (const [name, value] of Object.entries(browserGlobals())) vi.stubGlobal(name, value);
});
afterEach(() => void vi.unstubAllGlobals());

const z = () => new Float32Array(512).fill(0.5);
const zs = (count: number) => Array.from({ length: count }, z);

function hostOf({ device }: Recorder): Host {
  const abilities = abilitiesOf(device, false);
  return {
    device,
    software: false,
    check() {},
    choose: (shape, storage) => usual(shape, abilities, storage),
  };
}

async function made(
  options: RecorderOptions & { channels?: number[]; layout?: LayoutOptions } = {},
): Promise<{ recorder: Recorder; generator: GpuGenerator }> {
  const recorder = new Recorder(options);
  const bundle = layoutBundle(options.channels ?? progan128, options.layout);
  const generator = await proganGenerator(bundle, hostOf(recorder));
  return { recorder, generator };
}

const nothingMade = { buffers: 0, textures: 0, bindGroups: 0, pipelines: 0 };

describe('a frame of the full progan-128', () => {
  it('takes 13 dispatches, a draw and one submit, creates nothing and reads nothing back', async () => {
    const { recorder, generator } = await made();
    const frame = await recorder.during(() => generator.renderImage(z()));
    expect(frame).toEqual({ ...nothingMade, dispatches: 13, draws: 1, submits: 1, writes: 1, maps: 0 });
    expect(recorder.errors).toEqual([]);
  });

  it('takes 6.9 G multiplications, instead of 20.9 G by definition', async () => {
    const recorder = new Recorder();
    const { manifest } = layoutBundle(progan128);
    if (manifest.generator.family !== 'progan') throw new Error('not a progan');
    const host = hostOf(recorder);
    const progan = planProgan({ ...manifest, generator: manifest.generator });
    const found = planKernels(progan, 'f16', (shape) => host.choose(shape, 'f16')).products;
    // For each layer: products per position times positions times input channels times output channels.
    const blocks = progan128.slice(1).map((to, i) => ({ size: 8 << i, from: progan128[i]!, to }));
    const dense = 16 * 512 * 512;
    const first = 9 * 4 ** 2 * 512 * 512;
    const ups = blocks.map(({ size, from, to }) => 9 * (size / 2) ** 2 * from * to);
    const plains = blocks.map(
      ({ size, to }) => (size === 8 ? 9 * size ** 2 : 16 * (size / 2) ** 2) * to * to,
    );
    const head = 128 * 128 * 128 * 3;
    const expected = [dense, first, head, ...ups, ...plains].reduce((a, b) => a + b);
    expect(found).toBe(expected);
    expect(found / 1e9).toBeCloseTo(6.9, 1);
    const plain: Variant = { kind: 'plain' };
    expect(planKernels(progan, 'f16', () => plain).products / 1e9).toBeCloseTo(20.9, 1);
  });

  it('keeps weights in float16, transformed once, and frees everything used for the upload', async () => {
    const { recorder, generator } = await made();
    const { bytes } = generator.memory();
    // Collapsed kernels have the size of the originals; F2's are 16/9 as large.
    const square = (from: number, to: number, products: number) => 2 * products * from * to;
    const weights =
      2 * 16 * 512 * 512 +
      square(512, 512, 9) + // 4 px
      [512, 512, 512, 256, 128].reduce((sum, to, i) => sum + square(progan128[i]!, to, 9), 0) +
      square(512, 512, 9) + // 8 px
      [512, 512, 256, 128].reduce((sum, to) => sum + square(to, to, 16), 0);
    const pixels = 2 * 2 * 128 * 128 * 128; // two, in float16
    expect(bytes).toBeGreaterThan(weights + pixels);
    expect(bytes).toBeLessThan(1.05 * (weights + pixels));
    expect(recorder.bytes).toBe(bytes + 32); // the painter's sizes; the staging buffer has been freed
  });

  it('compiles its pipelines together', async () => {
    const { recorder } = await made();
    expect(recorder.mostCompiling).toBeGreaterThan(12);
  });

  it('does not grow during an hour of dragging, 60 frames a second', { timeout: 300_000 }, async () => {
    const { recorder, generator } = await made({
      channels: [64, 64, 64, 64, 64],
      layout: { previews: [32] },
    });
    const preview = generator.previews![0]!;
    await preview.render(z());
    const held = recorder.bytes;
    const frames = 60 * 60 * 60;
    const hour = await recorder.during(async () => {
      for (let i = 0; i < frames; i++) await (i % 2 ? preview.render(z()) : generator.renderImage(z()));
    });
    expect(hour).toMatchObject({ ...nothingMade, submits: frames, maps: 0 });
    expect(recorder.bytes).toBe(held);
  });
});

describe('batches and previews', () => {
  it('computes eight pictures of a grid in one pass', async () => {
    const { recorder, generator } = await made();
    await generator.renderBatch(zs(8), 64);
    const again = await recorder.during(() => generator.renderBatch(zs(8), 64));
    expect(again).toEqual({ ...nothingMade, dispatches: 13, draws: 8, submits: 8, writes: 8, maps: 0 });
    expect(recorder.workgroups.map(([, , images]) => images)).toEqual(new Array(13).fill(8));
    // Single frames reuse the room made for a batch.
    await generator.renderImage(z());
    expect(await recorder.during(() => generator.renderImage(z()))).toMatchObject({
      ...nothingMade,
      dispatches: 13,
    });
    expect(recorder.errors).toEqual([]);
  });

  it('computes as many together as the device has room for', async () => {
    const { recorder, generator } = await made({
      limits: { maxStorageBufferBindingSize: 17_000_000, maxBufferSize: 17_000_000 },
    });
    const batch = await recorder.during(() => generator.renderBatch(zs(7), undefined));
    expect(recorder.workgroups.map(([, , images]) => images)).toEqual([
      ...new Array(13).fill(4),
      ...new Array(13).fill(3),
    ]);
    expect(batch.draws).toBe(7);
    expect(recorder.errors).toEqual([]);
  });

  it('runs a preview up to its resolution and no further', async () => {
    const { recorder, generator } = await made({ layout: { previews: [64, 32] } });
    const [small, large] = generator.previews!;
    expect([small!.resolution, large!.resolution]).toEqual([32, 64]);
    await small!.render(z());
    const frame = await recorder.during(() => small!.render(z()));
    expect(frame).toEqual({ ...nothingMade, dispatches: 9, draws: 1, submits: 1, writes: 1, maps: 0 });
    expect(small!.share).toBeGreaterThan(0.2);
    expect(small!.share).toBeLessThan(large!.share);
    expect(large!.share).toBeLessThan(1);
  });
});

describe('raw values', () => {
  it('are read back, through one buffer', async () => {
    const { recorder, generator } = await made();
    const first = await generator.raw(z());
    expect(first).toMatchObject({ width: 128, height: 128, channels: 3 });
    expect(first.data).toHaveLength(128 * 128 * 3);
    expect(await recorder.during(() => generator.raw(z()))).toMatchObject({
      ...nothingMade,
      maps: 1,
      submits: 1,
    });
  });
});

describe('failures', () => {
  const narrow = [64, 64, 64];
  const failing = async (options: RecorderOptions, layout: LayoutOptions = {}, channels = narrow) => {
    const recorder = new Recorder(options);
    const work = guarded(recorder.device, () =>
      proganGenerator(layoutBundle(channels, layout), hostOf(recorder)),
    );
    const error: unknown = await work.catch((reason: unknown) => reason);
    return { recorder, error };
  };

  it.each([Number.NaN, Number.POSITIVE_INFINITY])(
    'refuses a weight of %s by its name and keeps nothing in memory',
    async (value) => {
      const { recorder, error } = await failing({}, { values: { 'b1/conv1/kernel': value } });
      expect(error).toMatchObject({
        code: 'ENGINE_FAILED',
        message: expect.stringMatching(/b1\/conv1\/kernel.*finite/),
      });
      expect(recorder.bytes).toBe(0);
    },
  );

  it.each([1e5, 1e-4])('keeps weights that float16 represents badly in float32: %d', async (value) => {
    const wide = [512, 256];
    const half = await made({ channels: wide });
    const { generator, recorder } = await made({
      channels: wide,
      layout: { values: { 'b1/conv1/kernel': value } },
    });
    expect(generator.layers()[0]!.storage).toBe('f32');
    expect(half.generator.layers()[0]!.storage).toBe('f16');
    expect(recorder.bytes).toBeGreaterThan(1.8 * half.recorder.bytes);
    expect(recorder.bytes).toBeLessThan(2.1 * half.recorder.bytes);
  });

  it('names the layer that is too large for the device', async () => {
    const limits = { maxStorageBufferBindingSize: 1_000_000, maxBufferSize: 1_000_000 };
    const { recorder, error } = await failing({ limits }, {}, [512, 512]);
    expect(error).toMatchObject({
      code: 'BACKEND_UNAVAILABLE',
      message: expect.stringMatching(/1 MB.*b0\/conv0.*MB/),
    });
    expect(recorder.bytes).toBe(0);
  });

  it("passes on the compiler's message", async () => {
    const { recorder, error } = await failing({
      refuses: (code) => (code.includes('factors') ? 'no such thing' : undefined),
    });
    expect(error).toMatchObject({
      code: 'ENGINE_FAILED',
      message: expect.stringMatching(/could not compile.*no such thing/),
    });
    expect(recorder.bytes).toBe(0);
  });

  it('recognises that memory ran out', async () => {
    const { error } = await failing({ memory: 100_000 });
    expect(error).toMatchObject({ code: 'OUT_OF_MEMORY' });
  });

  it('refuses weights that do not fit each other', async () => {
    const bundle = layoutBundle(narrow);
    const { floats } = bundle.weights;
    const weights = {
      floats: (name: string) =>
        name === 'b1/conv0/bias' ? { shape: [3], data: new Float32Array(3) } : floats(name),
    };
    const recorder = new Recorder();
    const work = proganGenerator(
      { ...bundle, weights: weights as unknown as typeof bundle.weights },
      hostOf(recorder),
    );
    await expect(work).rejects.toMatchObject({
      code: 'BUNDLE_INVALID',
      message: expect.stringMatching(/b1\/conv0\/bias/),
    });
    expect(recorder.bytes).toBe(0);
  });

  it('refuses a latent of the wrong size', async () => {
    const { generator } = await made({ channels: narrow });
    await expect(generator.renderImage(new Float32Array(3))).rejects.toMatchObject({ code: 'ENGINE_FAILED' });
  });
});

describe('another network', () => {
  it('takes over between frames, and the old one is freed', async () => {
    const { recorder, generator } = await made();
    expect(await generator.adopt(() => ({ kind: 'plain' }), 1e-3)).toBe(true);
    await generator.renderImage(z());
    expect(recorder.bytes).toBe(generator.memory().bytes + 32); // the painter's sizes
    expect(await recorder.during(() => generator.renderImage(z()))).toMatchObject({
      ...nothingMade,
      dispatches: 13,
    });
    expect(recorder.errors).toEqual([]);
  });

  it('does not take over if the generator was disposed of in the meantime', async () => {
    const { recorder, generator } = await made({ channels: [64, 64] });
    const adopted = generator.adopt(() => ({ kind: 'plain' }), 1e-3);
    generator.dispose();
    expect(await adopted).toBe(false);
    expect(recorder.bytes).toBe(0);
    expect(recorder.errors).toEqual([]);
  });
});

it('frees everything', async () => {
  const { recorder, generator } = await made({ layout: { previews: [16] } });
  await generator.renderBatch(zs(3), 32);
  await generator.raw(z());
  generator.dispose();
  expect(recorder.bytes).toBe(0);
});
