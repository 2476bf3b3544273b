/**
 * Runs the encoder that comes with a bundle of this project (docs/bundle-format.md): a small graph from picture to
 * latent. The slow interpreter is fast enough for it, while TF.js would be a megabyte to fetch.
 */
import { ZscapeError } from '../../base/errors.ts';
import type { ModuleFiles } from '../archive/files.ts';
import { interpret } from '../interpret/interpret.ts';
import { readModel } from '../read/tfjs/readModel.ts';

/** Row major, [height, width, channels], in [-1, 1]. */
export interface EncoderPicture {
  data: Float32Array;
  width: number;
  height: number;
  channels: number;
}

/**
 * Reads an encoder from a bundle's folder `encoder/`.
 * @returns a function that finds the latent of a picture, float32 [size]
 * @throws MODULE_INVALID, TENSOR_INVALID and the like for damaged files; BUNDLE_INVALID for a picture or a latent of the
 * wrong size
 */
export async function openEncoder(
  files: ModuleFiles,
  size: number,
): Promise<(picture: EncoderPicture) => Float32Array> {
  const graph = await readModel(files, {});
  const input = graph.inputs[0];
  if (!input) throw new ZscapeError('BUNDLE_INVALID', "The model's encoder does not take a picture.");
  return ({ data, width, height, channels }) => {
    const shape = [1, height, width, channels];
    const [z] = interpret(graph, new Map([[input.node, { dtype: 'float32' as const, shape, data }]]));
    const found = Float32Array.from(z?.data ?? []);
    if (found.length === size && found.every(Number.isFinite)) return found;
    throw new ZscapeError(
      'BUNDLE_INVALID',
      `The model's encoder gives ${found.length} numbers for a picture of ${width} by ${height} pixels, but its faces have ${size} finite ones. Start without it.`,
    );
  };
}
