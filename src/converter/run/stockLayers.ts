/** Runs a layers model in stock `tf.loadLayersModel`, which shares no code with the converter's reader. */
import { type Tensor, tensor } from '@tensorflow/tfjs-core';
import type { ModuleFiles } from '../archive/files.ts';
import { stockArtifacts } from '../read/tfjs/stock.ts';
import type { StockModel } from './runner.ts';
import { chooseBackend } from './tfjs.ts';

/**
 * Opens a model.
 * @returns undefined if there is nothing to compare with: a model of another kind or with several inputs, one that stock
 * TF.js cannot run or interprets differently, or no `@tensorflow/tfjs-layers` on this machine.
 */
export async function openStockLayers(files: ModuleFiles): Promise<StockModel | undefined> {
  const artifacts = await stockArtifacts(files).catch(() => undefined);
  const library = await import('@tensorflow/tfjs-layers').catch(() => undefined);
  if (artifacts === undefined || library === undefined) return undefined;
  await chooseBackend();
  const load = async () => ({ ...artifacts, weightData: artifacts.weightData.buffer }) as never;
  const model = await library.loadLayersModel({ load }).catch(() => undefined);
  const [, ...sizes] = model?.inputs[0]?.shape ?? [];
  if (model === undefined || model.inputs.length !== 1 || model.outputs.length !== 1) {
    model?.dispose();
    return undefined;
  }
  return {
    async run(z) {
      const input = tensor(z, [1, ...sizes.map(Number)]);
      try {
        const output = model.predict(input) as Tensor;
        const data = (await output.data()) as Float32Array;
        const shape = output.shape.slice(1);
        output.dispose();
        return { shape, data };
      } catch {
        // A layer without a kernel on this backend.
        return undefined;
      } finally {
        input.dispose();
      }
    },
    dispose: () => void model.dispose(),
  };
}
