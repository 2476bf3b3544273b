import { describe, expect, it, vi } from 'vitest';
import type { Choices, TextStore } from './choices.ts';
import type { GpuGenerator, Host } from './generator.ts';
import type { LayerShape, Variant } from './kernels/kernel.ts';
import type { Measured } from './measure.ts';
import { layoutBundle } from './testing/layouts.ts';
import { defaultLimits, Recorder } from './testing/recorder.ts';
import { Tuner } from './tuner.ts';
import { type Abilities, usual } from './variants.ts';

const abilities: Abilities = {
  half: true,
  software: false,
  sharedBytes: 32_768,
  threads: 256,
  threadsAcross: 256,
  workgroups: defaultLimits.maxComputeWorkgroupsPerDimension,
};
const bundle = layoutBundle([512, 512]);
const shapes: LayerShape[] = [
  { up: false, size: 4, from: 512, to: 512 },
  { up: true, size: 8, from: 512, to: 512 },
  { up: false, size: 8, from: 512, to: 512 },
];
const isHalf = (variant: Variant) => variant.kind === 'tiled' && variant.half;

class Store implements TextStore {
  readonly texts = new Map<string, string>();
  get = async (name: string) => this.texts.get(name);
  put = async (name: string, text: string) => void this.texts.set(name, text);
}

/** The last candidate is the quickest, and float16 products are quicker still. */
const timed = (variants: readonly Variant[]): Measured[] =>
  variants
    .map((variant, i) => ({ variant, ms: (isHalf(variant) ? 1 : 100) - i / 100 }))
    .sort((a, b) => a.ms - b.ms);

function world(
  options: { store?: Store; agrees?: (half: boolean) => boolean; can?: Partial<Abilities> } = {},
) {
  const { store = new Store(), agrees = () => true } = options;
  const measured: LayerShape[] = [];
  const adopted: Variant[][] = [];
  const tuner = new Tuner(
    new Recorder().device,
    { ...abilities, ...options.can },
    'A GPU',
    store,
    async (shape, _, variants) => {
      measured.push(shape);
      return timed(variants);
    },
  );
  let used: Variant[] | undefined;
  const generator = {
    layers: () => {
      used ??= chosen(tuner);
      return shapes.map((shape, i) => ({ shape, storage: 'f16' as const, variant: used![i]! }));
    },
    adopt: async (choose: Host['choose']) => {
      const variants = shapes.map((shape) => choose(shape, 'f16'));
      if (!agrees(variants.some(isHalf))) return false;
      adopted.push(variants);
      used = variants;
      return true;
    },
  } as unknown as GpuGenerator;
  return { store, tuner, generator, measured, adopted };
}

const chosen = (tuner: Tuner) => shapes.map((shape) => tuner.chooser(bundle)(shape, 'f16'));

describe('the tuner', () => {
  it('starts with sane choices, measures each layer once and takes the quickest way', async () => {
    const { tuner, generator, measured, adopted } = world();
    await tuner.ready;
    expect(chosen(tuner)).toEqual(shapes.map((shape) => usual(shape, abilities, 'f16')));
    await tuner.tune(generator, bundle);
    expect(measured).toEqual(shapes);
    expect(adopted).toHaveLength(1);
    expect(adopted[0]!.every(isHalf)).toBe(true);
    expect(chosen(tuner)).toEqual(adopted[0]);
  });

  it('remembers it for the adapter', async () => {
    const first = world();
    await first.tuner.ready;
    await first.tuner.tune(first.generator, bundle);
    const second = world({ store: first.store });
    await second.tuner.ready;
    expect(chosen(second.tuner)).toEqual(first.adopted[0]);
    await second.tuner.tune(second.generator, bundle);
    expect(second.measured).toEqual([]);
    expect(second.adopted).toEqual([]);
  });

  it('keeps float32 products for a model whose pictures change in float16', async () => {
    const { tuner, generator, adopted, store } = world({ agrees: (half) => !half });
    await tuner.ready;
    await tuner.tune(generator, bundle);
    expect(adopted).toHaveLength(1);
    expect(adopted[0]!.some(isHalf)).toBe(false);
    expect(chosen(tuner)).toEqual(adopted[0]);
    // float16 may suit another model, so that is measured too.
    const other = layoutBundle([512, 512]);
    const next = world({ store });
    await next.tuner.ready;
    await next.tuner.tune(next.generator, { ...other, manifest: { ...other.manifest, id: 'other' } });
    expect(next.adopted[0]!.every(isHalf)).toBe(true);
  });

  it('takes the quickest way in float32 on a device without float16', async () => {
    const { tuner, generator, adopted } = world({ can: { half: false } });
    await tuner.ready;
    await tuner.tune(generator, bundle);
    expect(adopted).toHaveLength(1);
    expect(chosen(tuner)).toEqual(adopted[0]);
    expect(adopted[0]).not.toContainEqual(usual(shapes[0]!, abilities, 'f16'));
  });

  it('ignores choices kept by a browser that allowed more', async () => {
    const first = world();
    await first.tuner.ready;
    await first.tuner.tune(first.generator, bundle);
    const second = world({ store: first.store, can: { half: false } });
    await second.tuner.ready;
    expect(chosen(second.tuner)).toEqual(shapes.map((shape) => usual(shape, abilities, 'f16')));
  });

  it.each(['{', '[]', 'null', '{"layers":null}', '{"layers":{},"halves":1}'])(
    'is not misled by %s',
    async (text) => {
      const store = new Store();
      store.texts.set('A GPU', text);
      const { tuner } = world({ store });
      await tuner.ready;
      expect(chosen(tuner)).toEqual(shapes.map((shape) => usual(shape, abilities, 'f16')));
    },
  );

  it('ignores a kept choice that no kernel knows', async () => {
    const store = new Store();
    const layer = { best: { kind: 'tiled', scheme: 'f9' }, full: { kind: 'tiled', scheme: 'f9' } };
    const choices = { layers: { 'f16 plain 4 512 512': layer }, halves: [] } as unknown as Choices;
    store.texts.set('A GPU', JSON.stringify(choices));
    const { tuner } = world({ store });
    await tuner.ready;
    expect(chosen(tuner)[0]).toEqual(usual(shapes[0]!, abilities, 'f16'));
  });

  it('stops when another model is loaded', async () => {
    const { tuner, generator, measured, adopted } = world();
    await tuner.ready;
    const tuning = tuner.tune(generator, bundle);
    tuner.stop();
    await tuning;
    expect(measured).toHaveLength(1);
    expect(adopted).toEqual([]);
  });

  it('has stopped only when its last measurement has ended', async () => {
    let end = (_: Measured[]) => {};
    let asked = () => false;
    const tuner = new Tuner(new Recorder().device, abilities, 'A GPU', new Store(), (_s, _t, _v, stopped) => {
      asked = stopped;
      return new Promise((resolve) => {
        end = resolve;
      });
    });
    await tuner.ready;
    void tuner.tune(world().generator, bundle);
    const stopped = vi.fn();
    const stopping = tuner.stop().then(stopped);
    expect(asked()).toBe(true);
    await new Promise((resolve) => setImmediate(resolve));
    expect(stopped).not.toHaveBeenCalled();
    end([]);
    await stopping;
  });

  it('leaves a GPU emulated on the processor alone', async () => {
    const { tuner, generator, measured } = world({ can: { software: true } });
    await tuner.tune(generator, bundle);
    expect(measured).toEqual([]);
  });
});
