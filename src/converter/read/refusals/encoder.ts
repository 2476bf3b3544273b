/** Models that go the other way: from pictures. */
import { ZscapeError } from '../../../base/errors.ts';
import type { Graph, GraphInput } from '../../graph/graph.ts';
import { shapesOf } from '../../shapes/shapesOf.ts';

/** A latent may be a small picture of many channels, too. */
const leastSide = 16;

function isPicture(shape: GraphInput['shape'] | undefined): boolean {
  const [, a = 0, b = 0, c = 0] = shape ?? [];
  if (shape?.length !== 4) return false;
  const last = a >= leastSide && b >= leastSide && (c === 1 || c === 3);
  const first = b >= leastSide && c >= leastSide && (a === 1 || a === 3);
  return last || first;
}

/** @throws SIGNATURE_UNUSABLE for an encoder, a discriminator or a whole autoencoder. */
export function refuseEncoder(graph: Graph): void {
  const input = graph.inputs.find(({ shape }) => isPicture(shape));
  if (input === undefined) return;
  const shapes = shapesOf(graph);
  const gives = graph.outputs.some(({ ref }) => isPicture(shapes.shape(ref)));
  throw new ZscapeError(
    'SIGNATURE_UNUSABLE',
    gives
      ? `The model takes pictures and gives pictures (input "${input.key}" [${input.shape?.join(', ')}]): an autoencoder, or a filter. Its decoder alone is a generator: export that, in Keras with decoder.save("decoder.keras"), in PyTorch with torch.onnx.export(model.decoder, torch.randn(1, latent_size), "decoder.onnx").`
      : `The model takes pictures (input "${input.key}" [${input.shape?.join(', ')}]): an encoder, or a discriminator. Export what makes pictures of latent vectors, the generator or decoder: in Keras with generator.save("generator.keras") or generator.export("generator"), in PyTorch with torch.onnx.export(generator, torch.randn(1, latent_size), "generator.onnx").`,
  );
}
