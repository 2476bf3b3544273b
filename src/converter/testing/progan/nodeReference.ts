/**
 * The network that `zscape.json` describes, computed plainly from the weights it names: what any engine must give.
 * z [n, latent] to pictures [n, height, width, channels].
 */
import {
  add,
  clipByValue,
  conv2d,
  image as imageOps,
  leakyRelu,
  mean,
  mul,
  pad,
  reshape,
  rsqrt,
  square,
  type Tensor,
  type Tensor4D,
  tensor,
  tidy,
} from '@tensorflow/tfjs-core';
import * as v from 'valibot';
import { graphModelSchema, Weights } from '../../../bundle/read/weights.ts';
import type { ProganGenerator } from '../../../bundle/schema/manifest.ts';
import type { BundleFile } from '../../emit/bundle.ts';

export function weightsOf(files: readonly BundleFile[]): Weights {
  const model = v.parse(
    graphModelSchema,
    JSON.parse(new TextDecoder().decode(files.find(({ path }) => path === 'model.json')!.bytes)),
  );
  return new Weights(model, new Map(files.map(({ path, bytes }) => [path, bytes])), 'the bundle');
}

export async function runDescribed(
  generator: ProganGenerator,
  weights: Weights,
  z: Float32Array,
  size: number,
): Promise<Float32Array> {
  const picture = tidy(() => {
    const named = (name: string): Tensor => {
      const { shape, data } = weights.floats(name);
      return tensor(data, shape);
    };
    const layer = (
      x: Tensor4D,
      { kernel, bias }: { kernel: string; bias: string },
      padding: 'same' | 'valid',
    ) => add(conv2d(x, named(kernel) as Tensor4D, 1, padding), named(bias)) as Tensor4D;
    const norm = (x: Tensor4D, epsilon: number) =>
      mul(x, rsqrt(add(mean(square(x), -1, true), epsilon))) as Tensor4D;
    let x = reshape(tensor(z), [z.length / size, 1, 1, size]) as Tensor4D;
    if (generator.latentNorm) x = norm(x, generator.latentNorm.epsilon);
    generator.blocks.forEach(({ resolution, conv0, conv1 }, i) => {
      if (i === 0) {
        const by: [number, number] = [resolution - 1, resolution - 1];
        x = layer(pad(x, [[0, 0], by, by, [0, 0]]), conv0, 'valid');
      } else {
        x = layer(imageOps.resizeNearestNeighbor(x, [resolution, resolution]), conv0, 'same');
      }
      x = norm(leakyRelu(x, generator.leakySlope), generator.pixelNorm.epsilon);
      x = norm(leakyRelu(layer(x, conv1, 'same'), generator.leakySlope), generator.pixelNorm.epsilon);
    });
    const { scale, offset, clip } = generator.toRgb;
    const image = add(mul(layer(x, generator.toRgb, 'same'), scale), offset);
    return clip === null ? image : clipByValue(image, clip[0], clip[1]);
  });
  const data = (await picture.data()) as Float32Array;
  picture.dispose();
  return data;
}
