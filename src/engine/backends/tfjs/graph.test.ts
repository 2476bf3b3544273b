/** Graphs with loops: one that ends, and one that grows until it is stopped. */
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import type { LoadedBundle } from '../../../bundle/read/reader.ts';
import { installInNode } from '../../testing/node.ts';
import { graphNetwork } from './graph.ts';

const SIZE = 8;
const float = { type: 'DT_FLOAT' };
const node = (name: string, op: string, input: string[], attr: object = {}) => ({
  ...{ name, op, input },
  attr: { T: float, ...attr },
});

/** Returns a graph that applies `body` to z repeatedly while `condition` holds between z and itself. */
function looping(condition: string, body: object[], result: string): LoadedBundle {
  const argument = (name: string, type: string) => ({ name, type });
  const modelTopology = {
    versions: { producer: 1 },
    node: [
      node('z', 'Placeholder', [], {
        ...{ dtype: float, shape: { shape: { dim: [{ size: '-1' }, { size: String(SIZE) }] } } },
      }),
      node('image', 'StatelessWhile', ['z'], {
        ...{ cond: { func: { name: 'goesOn' } }, body: { func: { name: 'again' } } },
        T: { list: { type: ['DT_FLOAT'] } },
      }),
    ],
    library: {
      function: [
        {
          signature: {
            ...{ name: 'goesOn', inputArg: [argument('x', 'DT_FLOAT')] },
            outputArg: [argument('is', 'DT_BOOL')],
          },
          nodeDef: [node('compared', condition, ['x', 'x'])],
          ret: { is: 'compared' },
        },
        {
          signature: {
            ...{ name: 'again', inputArg: [argument('x', 'DT_FLOAT')] },
            outputArg: [argument('y', 'DT_FLOAT')],
          },
          nodeDef: body,
          ret: { y: result },
        },
      ],
    },
  };
  return {
    manifest: {
      title: 'A loop',
      latent: { size: SIZE },
      generator: { family: 'graph', input: 'z', output: 'image' },
    },
    model: { format: 'graph-model', modelTopology, weightsManifest: [] },
    shards: [],
  } as unknown as LoadedBundle;
}

beforeAll(() => installInNode('cpu'));

describe('a graph with a loop', () => {
  it('returns its result, and leaves no tensors behind', async () => {
    const network = await graphNetwork(looping('Less', [node('negative', 'Neg', ['x'])], 'negative'));
    const before = tf.memory().numTensors;
    const output = await network.run(new Float32Array(SIZE).fill(3));
    expect(await output.data()).toEqual(new Float32Array(SIZE).fill(3));
    output.dispose();
    expect(tf.memory().numTensors).toBe(before);
    network.dispose();
  });

  it('that grows without end is stopped, and its memory is freed', async () => {
    const double = [node('twice', 'Pack', ['x', 'x'], { N: { i: '2' }, axis: { i: '0' } })];
    const network = await graphNetwork(looping('Equal', double, 'twice'), 2 * 2 ** 20);
    const before = tf.memory();
    await expect(network.run(new Float32Array(SIZE).fill(3))).rejects.toMatchObject({
      code: 'BUNDLE_INVALID',
      message: expect.stringMatching(/A loop needs more than .* MB/),
    });
    expect(tf.memory()).toMatchObject({ numTensors: before.numTensors, numBytes: before.numBytes });
    expect(await tf.neg(tf.scalar(1)).data()).toEqual(new Float32Array([-1]));
    network.dispose();
  });
});
