/** TF.js layers models as files, with weights that hide no mistakes, and their pictures through the converter. */
import * as core from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { memoryFiles } from '../archive/files.ts';
import { convert } from '../convert.ts';
import { RunningModel } from '../run/tfjs.ts';
import { maxDifference } from './npy.ts';

/** Sets biases, means and variances as if trained: with initial values, mistakes in them would not show. */
export function settle(model: LayersModel): void {
  let seed = 1;
  model.setWeights(
    model.weights.map((weight) => {
      const [least, most] = /variance|gamma/.test(weight.originalName) ? [0.5, 1.5] : [-0.5, 0.5];
      return core.randomUniform(weight.shape as number[], least, most, 'float32', seed++);
    }),
  );
}

export interface SavedModel {
  readonly topology: Record<string, unknown>;
  readonly specs: readonly { name: string; shape: number[] }[];
  readonly weights: ArrayBuffer;
}

async function artifactsOf(model: LayersModel): Promise<SavedModel> {
  let saved: SavedModel | undefined;
  await model.save({
    async save({ modelTopology, weightSpecs, weightData }) {
      saved = {
        topology: modelTopology as Record<string, unknown>,
        specs: weightSpecs as SavedModel['specs'],
        weights: weightData as ArrayBuffer,
      };
      return { modelArtifactsInfo: { dateSaved: new Date(0), modelTopologyType: 'JSON' } };
    },
  });
  return saved!;
}

/** Returns the files that TF.js writes for a browser. */
export async function filesOf(
  model: LayersModel,
  change: (json: Record<string, unknown>) => void = () => undefined,
): Promise<Map<string, Uint8Array>> {
  const { topology, specs, weights } = await artifactsOf(model);
  const json = {
    format: 'layers-model',
    generatedBy: 'TensorFlow.js tfjs-layers v4.22.0',
    modelTopology: topology,
    weightsManifest: [{ paths: ['./weights.bin'], weights: specs }],
  };
  change(json);
  return new Map([
    ['weights.bin', new Uint8Array(weights)],
    ['model.json', new TextEncoder().encode(JSON.stringify(json))],
  ]);
}

export function latentsFor(size: number, count = 3): Float32Array {
  return Float32Array.from({ length: count * size }, (_, i) => Math.sin(1 + 3 * i));
}

/** Moves [n, c, h, w] to [n, h, w, c]. */
function channelsLast(data: Float32Array, [n, c, h, w]: readonly number[]): Float32Array {
  const out = new Float32Array(data.length);
  let to = 0;
  for (let i = 0; i < n!; i++)
    for (let y = 0; y < h!; y++)
      for (let x = 0; x < w!; x++)
        for (let k = 0; k < c!; k++) out[to++] = data[((i * c! + k) * h! + y) * w! + x]!;
  return out;
}

/** Computes stock TF.js's pictures of the latents, with channels last. */
export async function picturesOf(model: LayersModel, z: Float32Array): Promise<Float32Array> {
  await core.setBackend('cpu');
  const size = model.inputs[0]!.shape[1]!;
  const output = model.predict(core.tensor(z, [z.length / size, size])) as core.Tensor;
  const data = output.dataSync() as Float32Array;
  const first = model.layers.at(-1)?.getConfig().dataFormat === 'channelsFirst';
  return first ? channelsLast(data, output.shape) : data;
}

/** Returns the largest difference between the bundle made from the files and the expected pictures. */
export async function differenceFrom(
  wanted: Float32Array,
  files: ReadonlyMap<string, Uint8Array>,
  z: Float32Array,
): Promise<number> {
  const bundle = await convert(memoryFiles(files), { id: 'layers', quantization: 'none' });
  const running = await RunningModel.load(bundle);
  try {
    const { data } = await running.run(z, bundle.manifest.latent.size);
    return maxDifference(data, wanted);
  } finally {
    running.dispose();
    await core.setBackend('cpu');
  }
}
