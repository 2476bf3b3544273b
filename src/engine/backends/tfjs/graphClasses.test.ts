/** Graphs with a second input, which receives the numbers that follow z in the requested vector. */
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import type { LoadedBundle } from '../../../bundle/read/reader.ts';
import type { BundleManifest } from '../../../bundle/schema/manifest.ts';
import { installInNode } from '../../testing/node.ts';
import { checkPoint, pointLength, trialPoint } from '../point.ts';
import { graphNetwork } from './graph.ts';

type Classes = NonNullable<BundleManifest['classes']>;
const size = 4;
const types = { float32: { type: 'DT_FLOAT' }, int32: { type: 'DT_INT32' } };

/** Returns a graph with picture = z + the class's number, or + the class's row. */
function adding(classes: Classes): LoadedBundle {
  const placeholder = (name: string, shape: number[], dtype: 'float32' | 'int32') => ({
    ...{ name, op: 'Placeholder', input: [] },
    attr: {
      dtype: types[dtype],
      shape: { shape: { dim: [-1, ...shape].map((side) => ({ size: String(side) })) } },
    },
  });
  const modelTopology = {
    versions: { producer: 1 },
    node: [
      placeholder('z', [size], 'float32'),
      placeholder('class', classes.shape, classes.dtype),
      {
        ...{ name: 'number', op: 'Cast', input: ['class'] },
        attr: { SrcT: types[classes.dtype], DstT: types.float32 },
      },
      { ...{ name: 'image', op: 'AddV2', input: ['z', 'number'] }, attr: { T: types.float32 } },
    ],
  };
  return {
    manifest: {
      title: 'Adding',
      latent: { size, prior: 'normal', normalised: false },
      image: { width: 2, height: 2, channels: 1, range: [0, 1] },
      generator: { family: 'graph', input: 'z', output: 'image' },
      classes,
    },
    model: { format: 'graph-model', modelTopology, weightsManifest: [] },
    shards: [],
  } as unknown as LoadedBundle;
}

async function picture(bundle: LoadedBundle, ...point: number[]): Promise<number[]> {
  const network = await graphNetwork(bundle);
  const before = tf.memory().numTensors;
  const output = await network.run(Float32Array.from(point));
  const values = [...(await output.data())];
  output.dispose();
  expect(tf.memory().numTensors).toBe(before);
  network.dispose();
  return values;
}

beforeAll(() => installInNode('cpu'));

describe('a graph with classes', () => {
  const input = 'class';
  it.each([
    { shape: [] as number[], dtype: 'int32' as const },
    { shape: [1], dtype: 'int32' as const },
    { shape: [1], dtype: 'float32' as const },
  ])('gets the number of the class as $dtype $shape', async ({ shape, dtype }) => {
    const bundle = adding({ input, kind: 'index', dtype, shape, count: 9 });
    expect(await picture(bundle, 10, 20, 30, 40, 7)).toEqual([17, 27, 37, 47]);
    expect(pointLength(bundle.manifest)).toBe(size + 1);
  });

  it('receives a row of shares, including a mixture', async () => {
    const bundle = adding({ input, kind: 'oneHot', dtype: 'float32', shape: [size], count: size });
    expect(await picture(bundle, 1, 2, 3, 4, 0, 1, 0, 0)).toEqual([1, 3, 3, 4]);
    expect(await picture(bundle, 1, 2, 3, 4, 0.25, 0, 0, 0.75)).toEqual([1.25, 2, 3, 4.75]);
    const whole = adding({ input, kind: 'oneHot', dtype: 'int32', shape: [size], count: size });
    expect(await picture(whole, 0, 0, 0, 0, 0, 0, 1, 0)).toEqual([0, 0, 1, 0]);
  });

  it('never receives a number that is not a class', async () => {
    const bundle = adding({ input, kind: 'index', dtype: 'int32', shape: [], count: 3 });
    for (const [asked, given] of [
      [99, 2],
      [-5, 0],
      [Number.NaN, 0],
      [1.4, 1],
    ] as const)
      expect(await picture(bundle, 0, 0, 0, 0, asked)).toEqual([given, given, given, given]);
  });

  it('is tried with its first class, and refuses a vector without one', () => {
    const index = adding({ input, kind: 'index', dtype: 'int32', shape: [], count: 3 });
    const shares = adding({ input, kind: 'oneHot', dtype: 'float32', shape: [3], count: 3 });
    expect([...trialPoint(index.manifest).slice(size)]).toEqual([0]);
    expect([...trialPoint(shares.manifest).slice(size)]).toEqual([1, 0, 0]);
    expect(() => checkPoint(new Float32Array(size), shares)).toThrow(/needs 4 and 3 for the class/);
  });
});
