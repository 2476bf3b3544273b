/** Which changes inside the network are in force and who computes them, through all replacements of backends and models. */
import { expect, test } from 'vitest';
import type { LoadedBundle } from '../../../bundle/read/reader.ts';
import type { NetworkChanges } from '../../contract.ts';
import { bundleNamed, never, running, until, type World } from '../testing/world.ts';

const gain = (layer: string, map: number, by: number): NetworkChanges => ({
  ...{ maps: [{ layer, map, gain: by }], withoutNorm: [], mix: null, growth: null },
});
const silenced = gain('4x4/conv', 1, 0);
const z = Float32Array.of(7);

async function frameOf(world: World, stamp: number): Promise<string | undefined> {
  const before = world.frames.length;
  world.render(stamp);
  await until(() => world.frames.length > before);
  return world.frames.at(-1);
}

/** Loads a model of the test's own. */
async function load(world: World, bundle: LoadedBundle): Promise<void> {
  const { id } = bundle.manifest;
  const loaded = world.begin(id);
  await until(() => world.reads.some(({ url }) => url === `${id}/`));
  world.reads.find(({ url }) => url === `${id}/`)!.finish(bundle);
  await loaded;
}

/** Works like `bundleNamed`, with a graph in place of its generator. */
function graphNamed(id: string): LoadedBundle {
  const bundle = bundleNamed(id);
  const generator = { family: 'graph', input: 'z', output: 'image' } as const;
  return { ...bundle, manifest: { ...bundle.manifest, title: 'Graph', generator } };
}

/** Works like `bundleNamed`, with a single map in each layer. */
function narrowNamed(id: string): LoadedBundle {
  const bundle = bundleNamed(id);
  const { generator } = bundle.manifest;
  if (generator.family !== 'progan') throw new Error('not a progan');
  const blocks = generator.blocks.map((block) => ({ ...block, channels: 1 }));
  return {
    ...bundle,
    manifest: { ...bundle.manifest, title: 'Narrow', generator: { ...generator, blocks } },
  };
}

test('changes apply to all later pictures, until they are undone', async () => {
  const world = await running((it) => void it.inside.add('webgpu'));
  const { inside } = world.controller;
  expect(await frameOf(world, 1)).toBe('1: a on webgpu');
  await inside.setChanges(silenced, never());
  expect(await frameOf(world, 2)).toBe('2: a changed on webgpu');
  await world.batch([z]);
  expect(world.images.map(({ image }) => (image as unknown as { from: string }).from)).toEqual([
    'a changed on webgpu',
  ]);
  expect([...(await world.controller.raw(z, never())).data]).toEqual([7, 1]);
  expect([...(await inside.featureMaps(z, '4x4/conv', never())).data]).toEqual([7, 1]);
  expect(await inside.signal(z, never())).toMatchObject([{ layer: '4x4/dense', norm: 7 }]);
  await inside.setChanges(null, never());
  expect(await frameOf(world, 3)).toBe('3: a on webgpu');
  expect([...(await world.controller.raw(z, never())).data]).toEqual([7]);
  expect([...(await inside.featureMaps(z, '4x4/conv', never())).data]).toEqual([7, 0]);
  expect(world.errors).toEqual([]);
});

test('a batch and maps may have other changes than those in force, which stay the same', async () => {
  const world = await running((it) => void it.inside.add('webgpu'));
  const { inside } = world.controller;
  const from = () => world.images.map(({ image }) => (image as unknown as { from: string }).from);
  await world.batch([z], never(), silenced);
  expect(await frameOf(world, 1)).toBe('1: a on webgpu');
  await inside.setChanges(silenced, never());
  await world.batch([z], never(), null);
  expect(from()).toEqual(['a changed on webgpu', 'a on webgpu']);
  expect([...(await inside.featureMaps(z, '4x4/conv', never(), null)).data]).toEqual([7, 0]);
  expect(await frameOf(world, 2)).toBe('2: a changed on webgpu');
  await expect(world.batch([z], never(), gain('4x4/conv', 99, 2))).rejects.toMatchObject({
    code: 'NETWORK_UNAVAILABLE',
  });
  await expect(world.batch([z], never(), gain('4x4/conv', 0, 9))).rejects.toMatchObject({
    code: 'ENGINE_FAILED',
  });
});

test('changes without effect leave the drawing to the model itself', async () => {
  const world = await running((it) => void it.inside.add('webgpu'));
  await world.controller.inside.setChanges(gain('4x4/conv', 1, 1), never());
  expect(await frameOf(world, 1)).toBe('1: a on webgpu');
});

test('a backend that cannot change networks has the WASM kernels beside it, until the model or the backend changes', async () => {
  const world = await running((it) => void it.inside.add('wasm'));
  const { inside } = world.controller;
  await inside.setChanges(silenced, never());
  expect(await frameOf(world, 1)).toBe('1: a changed on wasm');
  await inside.signal(z, never());
  expect(world.started).toEqual(['webgpu', 'wasm']);
  expect(world.status?.backend).toBe('webgpu');
  await world.load('b');
  expect(world.disposed).toContain('wasm');
  // The changes also fit the next model.
  expect(await frameOf(world, 2)).toBe('2: b changed on wasm');
  world.lose.get('webgpu')!('reset');
  await until(() => world.frames.length === 3);
  expect(world.frames.at(-1)).toBe('2: b changed on wasm');
  expect(world.started).toEqual(['webgpu', 'wasm', 'wasm', 'webgpu', 'wasm']);
});

test('a lost device, another backend and a broken one leave changes in force', async () => {
  const world = await running((it) => void it.inside.add('webgpu').add('wasm'));
  const { inside } = world.controller;
  await inside.setChanges(silenced, never());
  expect(await frameOf(world, 1)).toBe('1: a changed on webgpu');
  world.lose.get('webgpu')!('reset');
  await until(() => world.frames.length === 2);
  expect(world.frames.at(-1)).toBe('1: a changed on webgpu');
  await world.controller.switchBackend('wasm', never());
  expect(await frameOf(world, 2)).toBe('2: a changed on wasm');
  let broken = false;
  world.onPicture = () => {
    if (!broken) {
      broken = true;
      throw new Error('it broke');
    }
  };
  expect(await frameOf(world, 3)).toBe('3: a changed on wasm');
  expect(broken).toBe(true);
});

test('kernels beside a backend that fail to start only take the changes down with them', async () => {
  const world = await running((it) => void it.inside.add('wasm'));
  const { inside } = world.controller;
  await inside.setChanges(silenced, never());
  world.refusesModel.set('wasm', new RangeError('Array buffer allocation failed'));
  await world.load('b');
  expect(await frameOf(world, 1)).toBe('1: b on webgpu');
  expect(world.errors).toEqual(['NETWORK_CHANGES_DROPPED']);
  expect(world.of('changes').at(-1)?.changes).toBeNull();
  expect(world.status?.backend).toBe('webgpu');
});

test('changes that do not fit a new model are dropped with a sentence, and the rest stays', async () => {
  const world = await running((it) => void it.inside.add('webgpu'));
  const { inside } = world.controller;
  const both = { ...silenced, maps: [...gain('4x4/dense', 0, 2).maps, ...silenced.maps] };
  await inside.setChanges(both, never());
  await load(world, narrowNamed('n'));
  expect(world.of('changes').map(({ changes }) => changes)).toEqual([gain('4x4/dense', 0, 2)]);
  expect(world.of('error').at(-1)?.error).toEqual({
    code: 'NETWORK_CHANGES_DROPPED',
    message:
      'Narrow has no map 1 in the layer 4x4/conv, so the changes to those parts of the network were undone.',
  });
  expect(await frameOf(world, 1)).toBe('1: n changed on webgpu');
  await load(world, graphNamed('g'));
  expect(world.of('error').at(-1)?.error.message).toMatch(/^Graph has no layers that could be changed/);
  expect(await frameOf(world, 2)).toBe('2: g on webgpu');
  await load(world, bundleNamed('c'));
  expect(await frameOf(world, 3)).toBe('3: c on webgpu');
});

test('changes that do not fit are refused with a sentence, and the previous ones stay', async () => {
  const world = await running((it) => void it.inside.add('webgpu'));
  const { inside } = world.controller;
  await inside.setChanges(silenced, never());
  const held = (layer: string, length: number): NetworkChanges => ({
    ...{ ...silenced, maps: [{ layer, map: 0, held: new Float32Array(length) }] },
  });
  const growth = { resolution: 4, alpha: 0.5, heads: 'trained' } as const;
  for (const [changes, code, words] of [
    [gain('8x8/conv0', 0, 2), 'NETWORK_UNAVAILABLE', /Tiny has no layer 8x8\/conv0\./],
    [gain('4x4/conv', 2, 2), 'NETWORK_UNAVAILABLE', /no map 2 in the layer 4x4\/conv/],
    [gain('4x4/conv', 1, 5), 'ENGINE_FAILED', /from -2 to 4/],
    [gain('4x4/conv', 1, Number.NaN), 'ENGINE_FAILED', /from -2 to 4/],
    [held('4x4/conv', 3), 'NETWORK_UNAVAILABLE', /face with 3 numbers/],
    [{ ...silenced, withoutNorm: ['toRgb'] }, 'NETWORK_UNAVAILABLE', /no layer toRgb/],
    [{ ...silenced, growth: { ...growth, resolution: 8 } }, 'NETWORK_UNAVAILABLE', /trained at 8 pixels/],
    [{ ...silenced, growth: { ...growth, alpha: 1.5 } }, 'ENGINE_FAILED', /from 0 to 1/],
    [
      { ...silenced, mix: { after: '4x4/dense', z: Float32Array.of(Number.NaN) } },
      'ENGINE_FAILED',
      /not finite/,
    ],
  ] as const) {
    await expect(inside.setChanges(changes, never())).rejects.toMatchObject({
      code,
      message: expect.stringMatching(words),
    });
  }
  expect(await frameOf(world, 1)).toBe('1: a changed on webgpu');
  expect(world.of('changes')).toEqual([]);
});

test('models that are not ProGANs, and browsers without SIMD, are refused with a sentence that says what can be shown', async () => {
  const world = await running((it) => {
    it.realGpu = false;
  });
  const { inside } = world.controller;
  expect(inside.layers().map(({ name, kind }) => [name, kind])).toEqual([
    ['4x4/dense', 'dense'],
    ['4x4/conv', 'conv'],
    ['toRgb', 'toRgb'],
  ]);
  const unavailable = (words: RegExp) => ({
    code: 'NETWORK_UNAVAILABLE',
    message: expect.stringMatching(words),
  });
  await expect(inside.featureMaps(z, '4x4/conv', never())).rejects.toMatchObject(
    unavailable(/lacks WebAssembly SIMD.*table of layers can be shown/),
  );
  await load(world, graphNamed('g'));
  expect(() => inside.layers()).toThrowError(
    expect.objectContaining(unavailable(/not known as a Prog.*measured/)),
  );
  const asked = [
    inside.setChanges(silenced, never()),
    inside.featureMaps(z, '4x4/conv', never()),
    inside.signal(z, never()),
  ];
  const refused = unavailable(/not known as a Progressive GAN/);
  await Promise.all(asked.map((each) => expect(each).rejects.toMatchObject(refused)));
  expect(world.started).toEqual(['wasm']);
});

test('changes requested before there is a model wait for it', async () => {
  const world = await running((it) => {
    it.inside.add('webgpu');
    void it.controller.inside.setChanges(silenced, never());
  });
  expect(await frameOf(world, 1)).toBe('1: a changed on webgpu');
});

test('a growth network is fetched while frames go on, and later changes wait for their turn', async () => {
  const world = await running((it) => void it.inside.add('webgpu'));
  const { inside } = world.controller;
  const bundle = bundleNamed('grown');
  const head = { resolution: 4, kernel: 'k', bias: 'b' };
  const { generator } = bundle.manifest;
  if (generator.family !== 'progan') throw new Error('not a progan');
  const [block] = generator.blocks;
  const blocks = [block!, { ...block!, resolution: 8 }];
  let arrive = (_: LoadedBundle) => {};
  let fetches = 0;
  await load(world, {
    ...bundle,
    growthNetwork: () => {
      fetches++;
      return new Promise((resolve) => {
        arrive = resolve;
      });
    },
    manifest: {
      ...bundle.manifest,
      generator: { ...generator, blocks },
      growth: [head],
      growthNetwork: { resolution: 4, cosines: 1, difference: 1 },
    },
  });
  const growth = { resolution: 4, alpha: 1, heads: 'trained' } as const;
  const done: string[] = [];
  const grown = inside.setChanges({ ...silenced, growth }, never()).then(() => done.push('growth'));
  const after = inside.setChanges(silenced, never()).then(() => done.push('after'));
  expect(await frameOf(world, 1)).toBe('1: grown on webgpu');
  expect(done).toEqual([]);
  arrive(bundle);
  await Promise.all([grown, after]);
  expect(done).toEqual(['growth', 'after']);
  const batch = world.batch([z], never(), { ...silenced, growth });
  await until(() => fetches === 2);
  expect(await frameOf(world, 2)).toBe('2: grown changed on webgpu');
  arrive(bundle);
  await batch;
  // Refitted heads need none.
  const refitted = inside.setChanges({ ...silenced, growth: { ...growth, heads: 'refitted' } }, never());
  await expect(refitted).rejects.toMatchObject({ code: 'NETWORK_UNAVAILABLE' });
  expect(fetches).toBe(2);
});
