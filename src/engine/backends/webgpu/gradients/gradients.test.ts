/** Counts the cost of a gradient, on a device that records everything. */
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type GpuGenerator, proganGenerator } from '../generator.ts';
import type { LayerShape, Storage, Variant } from '../kernels/kernel.ts';
import { type LayoutOptions, layoutBundle, progan128 } from '../testing/layouts.ts';
import { browserGlobals, Recorder, type RecorderOptions } from '../testing/recorder.ts';
import { abilitiesOf, candidates, usual } from '../variants.ts';
import { partsOf } from './program.ts';

// Full-size layouts are 23 million zeros, which take a busy machine a while.
vi.setConfig({ testTimeout: 60_000 });

beforeEach(() => {
  for (const [name, value] of Object.entries(browserGlobals())) vi.stubGlobal(name, value);
});
afterEach(() => void vi.unstubAllGlobals());

const avatars128 = [160, 160, 128, 64, 32, 16];
const z = (value = 0.5) => new Float32Array(512).fill(value);
const ones = (size: number) => new Float32Array(size * size * 3).fill(1);
const abilities = abilitiesOf(new Recorder().device, false);
const usualOf = (shape: LayerShape, storage: Storage) => usual(shape, abilities, storage);

interface Options extends RecorderOptions {
  channels?: number[];
  layout?: LayoutOptions;
  choose?: (shape: LayerShape, storage: Storage) => Variant;
  check?: () => void;
}

async function made(options: Options = {}): Promise<{ recorder: Recorder; generator: GpuGenerator }> {
  const { channels = [64, 64, 64], layout, choose = usualOf, check = () => {} } = options;
  const recorder = new Recorder(options);
  const host = { device: recorder.device, software: false, check, choose };
  return { recorder, generator: await proganGenerator(layoutBundle(channels, layout), host) };
}

const nothingMade = { buffers: 0, textures: 0, bindGroups: 0, pipelines: 0 };

describe('a gradient of the full progan-128', () => {
  it('takes 13 dispatches forward and 24 back, and reads back once', async () => {
    const { recorder, generator } = await made({ channels: progan128 });
    const gradients = generator.gradients!;
    await gradients.gradient(z(), ones(128), 128);
    const whole = await recorder.during(() => gradients.gradient(z(), ones(128), 128));
    expect(whole).toEqual({ ...nothingMade, dispatches: 37, draws: 0, submits: 1, writes: 2, maps: 1 });
    const picture = await recorder.during(() => gradients.picture(z(), 128));
    expect(picture).toEqual({ ...nothingMade, dispatches: 13, draws: 0, submits: 1, writes: 1, maps: 1 });
    const back = await recorder.during(() => gradients.gradient(z(), ones(128), 128));
    expect(back).toEqual({ ...nothingMade, dispatches: 24, draws: 0, submits: 1, writes: 1, maps: 1 });
    expect(recorder.errors).toEqual([]);
  });

  it.each([
    { name: 'progan-128', channels: progan128, most: 1.4 },
    { name: 'avatars-128', channels: avatars128, most: 1.6 },
  ])('takes less memory than $name itself, and frees it with the model', async (model) => {
    const { recorder, generator } = await made(model);
    const before = generator.memory().bytes;
    await generator.gradients!.gradient(z(), ones(128), 128);
    const held = recorder.bytes;
    expect(generator.memory().bytes).toBe(held - 32); // the painter's sizes
    expect(generator.memory().bytes / before).toBeLessThan(model.most);
    for (let i = 0; i < 3; i++) await generator.gradients!.gradient(z(i), ones(128), 128);
    expect(recorder.bytes).toBe(held);
    generator.dispose();
    expect(recorder.bytes).toBe(0);
    expect(recorder.errors).toEqual([]);
  });
});

describe('several together', () => {
  const layout = { previews: [16] };
  const faces = (count: number) => Array.from({ length: count }, (_, i) => z(1 + i));

  it('take as many dispatches as one, four of them if there is room for twice the memory', async () => {
    const { recorder, generator } = await made({ channels: progan128, layout });
    const before = generator.memory().bytes;
    const { pictures, gradients } = generator.gradients!.together!;
    expect(await pictures(faces(5), 16)).toHaveLength(3);
    expect(generator.memory().bytes / before).toBeLessThan(2);
    const four = await recorder.during(async () =>
      expect(await gradients(faces(4), new Array(4).fill(ones(16)), 16)).toHaveLength(4),
    );
    expect(four).toEqual({ ...nothingMade, dispatches: 19, draws: 0, submits: 1, writes: 8, maps: 1 });
    expect(recorder.workgroups.map(([, , images]) => images)).toEqual(new Array(19).fill(4));
    // There is room for three full pictures of progan-128: two and two.
    const large = await gradients(faces(4), new Array(4).fill(ones(128)), 128);
    expect(large).toHaveLength(2);
    expect(generator.memory().bytes / before).toBeLessThan(2);
    expect(recorder.errors).toEqual([]);
    generator.dispose();
    expect(recorder.bytes).toBe(0);
  });

  it('reuse the kept pictures, and only those', async () => {
    const { recorder, generator } = await made({ layout: { previews: [8] } });
    const { pictures, gradients } = generator.gradients!.together!;
    const asked = (zs: Float32Array[]) =>
      recorder.during(() => gradients(zs, new Array(zs.length).fill(ones(8)), 8));
    await pictures(faces(3), 8);
    expect((await asked(faces(3))).dispatches).toBe(8);
    await pictures(faces(3), 8);
    expect((await asked(faces(3).toReversed())).dispatches).toBe(13);
    await pictures(faces(3), 8);
    expect((await asked(faces(2))).dispatches).toBe(13);
    expect(recorder.errors).toEqual([]);
  });
});

describe('at a head of lower resolution', () => {
  it('compiles only what it needs', async () => {
    const { recorder, generator } = await made({ channels: progan128, layout: { previews: [16] } });
    const ask = (size: number) => recorder.during(() => generator.gradients!.gradient(z(), ones(size), size));
    // Identical convolutions and norms are compiled once.
    const small = await ask(16);
    expect(small.pipelines).toBeLessThan(12);
    expect((await ask(128)).pipelines).toBeGreaterThan(10);
    expect(await ask(16)).toMatchObject(nothingMade);
  });

  it('runs up to that head and back', async () => {
    const { recorder, generator } = await made({ channels: progan128, layout: { previews: [64, 16] } });
    const gradients = generator.gradients!;
    expect(gradients.resolutions).toEqual([16, 64, 128]);
    await gradients.gradient(z(), ones(16), 16);
    const whole = await recorder.during(() => gradients.gradient(z(), ones(16), 16));
    // Six layers and the head; back through the head, twice through each of five convolutions, and through the first
    // layer.
    expect(whole).toEqual({ ...nothingMade, dispatches: 19, draws: 0, submits: 1, writes: 2, maps: 1 });
  });
});

describe('gaps', () => {
  it("come after at most half a frame's work or one dispatch, and frames in them change nothing", async () => {
    const { recorder, generator } = await made({ channels: progan128 });
    const gradients = generator.gradients!;
    await gradients.gradient(z(), ones(128), 128);
    let gaps = 0;
    const whole = await recorder.during(() =>
      gradients.gradient(z(), ones(128), 128, async () => {
        gaps++;
        (await generator.renderImage(z())).close();
      }),
    );
    expect(gaps).toBeGreaterThanOrEqual(3);
    expect(whole).toMatchObject({
      ...nothingMade,
      dispatches: 37 + 13 * gaps,
      submits: 1 + 2 * gaps,
      maps: 1,
    });
    expect(recorder.errors).toEqual([]);
  });

  it('also come while the driver compiles: a call that is cancelled there can be repeated', async () => {
    const { recorder, generator } = await made();
    const gradients = generator.gradients!;
    const stop = async () => {
      throw new Error('stopped');
    };
    const slowly = vi.spyOn(recorder.device, 'createComputePipelineAsync').mockImplementation(async () => {
      await new Promise((resolve) => setTimeout(resolve, 20));
      return { getBindGroupLayout: () => ({}) } as unknown as GPUComputePipeline;
    });
    await expect(gradients.picture(z(), 16, stop)).rejects.toThrow('stopped');
    let gaps = 0;
    await gradients.picture(z(), 16, async () => {
      gaps++;
      (await generator.renderImage(z())).close();
    });
    slowly.mockRestore();
    expect(gaps).toBeGreaterThan(0);
    expect(recorder.errors).toEqual([]);
  });

  it('divide work anywhere, in order', () => {
    const step = fc.record({ products: fc.integer({ min: 0, max: 100 }) });
    fc.assert(
      fc.property(fc.array(step, { minLength: 1 }), fc.integer({ min: 1, max: 150 }), (steps, most) => {
        const parts = partsOf(steps as unknown as Parameters<typeof partsOf>[0], most);
        expect(parts.flat()).toEqual(steps);
        for (const part of parts) {
          const sum = part.reduce((total, { products }) => total + products, 0);
          expect(part.length === 1 || sum <= most).toBe(true);
        }
      }),
    );
  });

  it('end a gradient that is cancelled, and the next one starts afresh', async () => {
    const { recorder, generator } = await made({ channels: progan128 });
    const gradients = generator.gradients!;
    await gradients.picture(z(), 128);
    const stop = async () => {
      throw new Error('stopped');
    };
    await expect(gradients.gradient(z(), ones(128), 128, stop)).rejects.toThrow('stopped');
    const next = await recorder.during(() => gradients.gradient(z(), ones(128), 128));
    expect(next.dispatches).toBe(37);
  });

  it('keep the network of a gradient until it ends', async () => {
    const { recorder, generator } = await made({ channels: progan128 });
    const gradients = generator.gradients!;
    await gradients.gradient(z(), ones(128), 128);
    let adopted = false;
    await gradients.gradient(z(), ones(128), 128, async () => {
      adopted ||= await generator.adopt((shape, storage) => candidates(shape, abilities, storage)[1]!, 1);
      (await generator.renderImage(z())).close();
    });
    expect(adopted).toBe(true);
    await gradients.gradient(z(), ones(128), 128);
    (await generator.renderImage(z())).close();
    expect(recorder.errors).toEqual([]);
    generator.dispose();
    expect(recorder.bytes).toBe(0);
  });
});

describe('failures', () => {
  it('says that the GPU cannot go back if it has no memory for it, keeps nothing, and frames continue', async () => {
    const { recorder, generator } = await made({
      memory: 700_000,
      channels: [8, 8, 8, 8, 8],
      layout: { latent: 16 },
    });
    const before = recorder.bytes;
    const failing = generator.gradients!.gradient(new Float32Array(16), ones(64), 64);
    await expect(failing).rejects.toMatchObject({
      code: 'GRADIENT_UNAVAILABLE',
      message: expect.stringMatching(/cannot go back through Layout: .*memory/),
    });
    expect(recorder.bytes).toBe(before);
    (await generator.renderImage(new Float32Array(16))).close();
    expect(recorder.errors).toEqual([]);
  });

  it('says so once if the driver refuses a kernel, and does not compile it again', async () => {
    const refuses = (code: string) => (code.includes('kept: array') ? 'no such thing' : undefined);
    const { recorder, generator } = await made({ refuses });
    const ask = () => generator.gradients!.picture(z(), 16);
    await expect(ask()).rejects.toMatchObject({
      code: 'GRADIENT_UNAVAILABLE',
      message: expect.stringMatching(/no such thing/),
    });
    const again = await recorder.during(() => ask().catch(() => {}));
    expect(again.pipelines).toBe(0);
  });

  it.each([
    ['NaN in the gradient of the picture', z(), ones(16).with(7, Number.NaN), 16, /not numbers/],
    ['a gradient of the wrong size', z(), ones(8), 16, /192 numbers.*has 768/],
    ['another resolution', z(), ones(16), 12, /no picture of 12/],
    ['a latent of the wrong size', new Float32Array(3), ones(16), 16, /3 numbers/],
  ])('refuses %s with a sentence', async (_, latent, d, resolution, words) => {
    const { generator, recorder } = await made();
    await expect(generator.gradients!.gradient(latent, d, resolution)).rejects.toMatchObject({
      code: 'ENGINE_FAILED',
      message: expect.stringMatching(words),
    });
    expect(await generator.gradients!.gradient(z(), ones(16), 16)).toHaveLength(512);
    expect(recorder.errors).toEqual([]);
  });

  it("throws the backend's error for a lost device", async () => {
    let lost = false;
    const { recorder, generator } = await made({
      check() {
        if (lost) throw new Error('the device is lost');
      },
    });
    await generator.gradients!.picture(z(), 16);
    const asked = generator.gradients!.gradient(z(1), ones(16), 16);
    lost = true;
    recorder.lose('gone');
    await expect(asked).rejects.toThrow('the device is lost');
  });
});
