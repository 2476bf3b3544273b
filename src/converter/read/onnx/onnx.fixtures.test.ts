/**
 * Models written by PyTorch's exporters, compared with PyTorch's pictures: the original graph in the interpreter, and the
 * bundle's in TF.js.
 */
import { existsSync, readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, test } from 'vitest';
import { openPath } from '../../archive/open.node.ts';
import { convert } from '../../convert.ts';
import type { Graph } from '../../graph/graph.ts';
import type { Value } from '../../graph/value.ts';
import { interpret } from '../../interpret/interpret.ts';
import { chooseBackend, RunningModel } from '../../run/tfjs.ts';
import { maxDifference, readNpy } from '../../testing/npy.ts';
import { runSimplified } from '../../testing/runGraph.ts';
import { readModel } from './readModel.ts';

const root = new URL('../../../../fixtures/onnx/', import.meta.url);
const names = readdirSync(root).filter((name) => existsSync(new URL(`${name}/model.onnx`, root)));
const fileOf = (name: string, file: string) => new URL(`${name}/${file}`, root);

async function graphOf(name: string): Promise<Graph> {
  const files = await openPath(fileURLToPath(new URL(`${name}/`, root)));
  return { ...(await readModel(files, {})), shapes: {} };
}

/** Returns the first `count` latents, and classes if the model takes them. */
function feedsOf(name: string, graph: Graph, count: number): Map<string, Value> {
  const sources = ['z.npy', 'class.npy'];
  return new Map(
    graph.inputs.map(({ node, dtype }, i) => {
      const { shape, data } = readNpy(fileOf(name, sources[i]!));
      const part = data.subarray(0, (data.length / shape[0]!) * count);
      const held = dtype === 'int32' ? Int32Array.from(part) : part;
      return [node, { dtype: dtype as 'float32' | 'int32', shape: [count, ...shape.slice(1)], data: held }];
    }),
  );
}

function wanted(name: string, count: number): { shape: number[]; data: Float32Array } {
  const { shape, data } = readNpy(fileOf(name, 'images.npy'));
  return { shape: [count, ...shape.slice(1)], data: data.subarray(0, (data.length / shape[0]!) * count) };
}

beforeAll(async () => void (await chooseBackend()));

describe.each(names)('%s', (name) => {
  test.each([1, 4])("gives PyTorch's pictures node by node, %i together", async (count) => {
    const graph = await graphOf(name);
    const [image] = interpret(graph, feedsOf(name, graph, count));
    const { shape, data } = wanted(name, count);
    expect(image!.shape).toEqual(shape);
    expect(maxDifference(image!.data, data)).toBeLessThan(1e-5);
  });

  test.each([1, 4])('gives them simplified and in TF.js, %i together', async (count) => {
    const graph = await graphOf(name);
    const image = await runSimplified(graph, feedsOf(name, graph, count));
    const { shape, data } = wanted(name, count);
    expect(image.shape).toEqual(shape);
    expect(maxDifference(image.data, data)).toBeLessThan(1e-5);
  });
});

/** The latents, picture and classes that each bundle states. */
const bundles = {
  dcgan: { latent: 12, image: '16x16x3' },
  'class-onehot': { latent: 8, image: '16x16x1', classes: 'oneHot of 10' },
  'class-index': { latent: 16, image: '8x8x3', classes: 'index of 5' },
  mlp784: { latent: 10, image: '28x28x1' },
  'vae-decoder': { latent: 36, image: '12x12x3' },
  'progan-transposed': { latent: 16, image: '16x16x3', family: 'progan' },
  'progan-linear': { latent: 16, image: '16x16x3', family: 'progan' },
  'progan-padded-dynamo': { latent: 16, image: '16x16x3', family: 'progan' },
};

describe.each(Object.entries(bundles))('the bundle of %s', (name, stated) => {
  test('describes its inputs and outputs, and gives the same pictures', async () => {
    const files = await openPath(fileURLToPath(new URL(`${name}/`, root)));
    const bundle = await convert(files, { id: name, quantization: 'none', calibration: 'none' });
    const { latent, image, generator, classes } = bundle.manifest;
    expect({
      latent: latent.size,
      image: `${image.height}x${image.width}x${image.channels}`,
      ...(classes && { classes: `${classes.kind} of ${classes.count}` }),
      ...(generator.family === 'progan' && { family: 'progan' }),
    }).toEqual(stated);
    if (classes !== undefined) return;
    const z = readNpy(fileOf(name, 'z.npy')).data;
    const model = await RunningModel.load(bundle);
    const { data } = await model.run(z, latent.size);
    model.dispose();
    expect(maxDifference(data, readNpy(fileOf(name, 'images.npy')).data)).toBeLessThan(1e-5);
  });
});
