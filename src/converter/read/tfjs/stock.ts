/** A layers model for stock `tf.loadLayersModel`, and whether stock TF.js computes what the model means. */
import type { ModuleFiles } from '../../archive/files.ts';
import { channelsFirst, realNumbers, string } from '../keras/layers/layerConfig.ts';
import { type ModelSpec, modelSpec } from '../keras/model/spec.ts';
import type { Writer } from '../keras/writer.ts';
import { isLayersModel, writerOfModel } from './layersModel.ts';
import { readModelJson, type WeightSpec } from './modelJson.ts';
import { readShard } from './weights.ts';

export interface StockArtifacts {
  readonly modelTopology: Readonly<Record<string, unknown>>;
  readonly weightSpecs: readonly WeightSpec[];
  /** All weight files, one after the other. */
  readonly weightData: Uint8Array;
}

/**
 * Collects the files.
 * @returns undefined for anything but a layers model of TF.js, and for one that stock TF.js is known to compute
 * differently.
 */
export async function stockArtifacts(files: ModuleFiles): Promise<StockArtifacts | undefined> {
  if (!files.paths.includes('model.json')) return undefined;
  const model = await readModelJson(files);
  if (!isLayersModel(model)) return undefined;
  const writer = writerOfModel(model);
  const spec = modelSpec(model.modelTopology.model_config ?? model.modelTopology, writer, 'model.json');
  if (differs(spec, writer)) return undefined;
  const shards = await Promise.all(
    model.weightsManifest.flatMap(({ paths }) => paths.map((path) => readShard(files, path))),
  );
  const weightData = new Uint8Array(shards.reduce((sum, shard) => sum + shard.length, 0));
  let at = 0;
  for (const shard of shards) {
    weightData.set(shard, at);
    at += shard.length;
  }
  const weightSpecs = model.weightsManifest.flatMap(({ weights }) => weights);
  return { modelTopology: model.modelTopology, weightSpecs, weightData };
}

/**
 * Returns whether Keras gives the model another meaning than TF.js, or TF.js 4.22 computes it wrongly on the backends
 * without a GPU: it repeats the numbers of a norm along axis 1, and PReLU's shared ones, in whole rows, and crops the
 * channels instead of columns.
 */
function differs({ layers }: ModelSpec, writer: Writer): boolean {
  return layers.some(({ kind, config, inner }) => {
    if (inner !== undefined) return differs(inner, writer);
    switch (kind) {
      case 'UpSampling2D':
        return writer.halfPixels && string(config, 'interpolation', '') === 'bilinear';
      case 'BatchNormalization':
        return (realNumbers(config.axis ?? -1) ?? []).includes(1);
      case 'PReLU':
        return config.shared_axes != null;
      case 'Cropping2D':
        return channelsFirst(config);
      default:
        return (
          writer.hardSigmoid === 'sixths' && JSON.stringify(config.activation ?? '').includes('hard_sigmoid')
        );
    }
  });
}
