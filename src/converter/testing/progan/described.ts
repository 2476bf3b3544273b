/** The network that `zscape.json` describes, from the weights that it names: the result that every engine must compute. */
import * as v from 'valibot';
import { graphModelSchema, Weights } from '../../../bundle/read/weights.ts';
import type { ProganGenerator } from '../../../bundle/schema/manifest.ts';
import type { BundleFile } from '../../emit/bundle.ts';
import { type ReferenceLayer, type ReferenceProgan, referenceImage } from './reference.ts';

export function weightsOf(files: readonly BundleFile[]): Weights {
  const model = v.parse(
    graphModelSchema,
    JSON.parse(new TextDecoder().decode(files.find(({ path }) => path === 'model.json')!.bytes)),
  );
  return new Weights(model, new Map(files.map(({ path, bytes }) => [path, bytes])), 'the bundle');
}

/** Computes pictures. @returns those of z [n, latent], row major [n, height, width, channels]. */
export function describedImages(
  generator: ProganGenerator,
  weights: Weights,
  z: Float32Array,
  latent: number,
): Float32Array {
  const network = describedNetwork(generator, weights);
  const images = Array.from({ length: z.length / latent }, (_, i) =>
    Array.from(referenceImage(network, z.subarray(i * latent, (i + 1) * latent))),
  );
  return Float32Array.from(images.flat());
}

function describedNetwork(generator: ProganGenerator, weights: Weights): ReferenceProgan {
  const layer = ({ kernel, bias }: { kernel: string; bias: string }): ReferenceLayer => ({
    kernel: weights.floats(kernel),
    bias: weights.floats(bias).data,
  });
  const { blocks, toRgb, latentNorm, pixelNorm, leakySlope } = generator;
  return {
    blocks: blocks.map(({ conv0, conv1 }) => ({ conv0: layer(conv0), conv1: layer(conv1) })),
    toRgb: layer(toRgb),
    leakySlope,
    epsilon: pixelNorm.epsilon,
    latentEpsilon: latentNorm?.epsilon ?? null,
    scale: toRgb.scale,
    offset: toRgb.offset,
    clip: toRgb.clip,
  };
}
