/** Refuses models that go in the opposite direction, from pictures. */
import { ZscapeError } from '../../../base/errors.ts';
import type { Graph, GraphInput } from '../../graph/graph.ts';
import { shapesOf } from '../../shapes/shapesOf.ts';

/** A latent may also be a small picture of many channels. */
const leastSide = 16;

function isPicture(shape: GraphInput['shape'] | undefined): boolean {
  const [, a = 0, b = 0, c = 0] = shape ?? [];
  if (shape?.length !== 4) return false;
  const last = a >= leastSide && b >= leastSide && (c === 1 || c === 3);
  const first = b >= leastSide && c >= leastSide && (a === 1 || a === 3);
  return last || first;
}

/** Refuses such a model. @throws SIGNATURE_UNUSABLE for an encoder, a discriminator or a whole autoencoder. */
export function refuseEncoder(graph: Graph): void {
  const input = graph.inputs.find(({ shape }) => isPicture(shape));
  if (input === undefined) return;
  const shapes = shapesOf(graph);
  const gives = graph.outputs.some(({ ref }) => isPicture(shapes.shape(ref)));
  throw new ZscapeError(
    'SIGNATURE_UNUSABLE',
    gives
      ? `The model turns pictures into pictures (input "${input.key}" [${input.shape?.join(', ')}]): it is an autoencoder or a filter. Export only its decoder, which is a generator: in Keras with decoder.save("decoder.keras"), in PyTorch with torch.onnx.export(model.decoder, torch.randn(1, latent_size), "decoder.onnx").`
      : `The model takes pictures (input "${input.key}" [${input.shape?.join(', ')}]): it is an encoder or a discriminator. Export the part that turns latent vectors into pictures, the generator or decoder: in Keras with generator.save("generator.keras") or generator.export("generator"), in PyTorch with torch.onnx.export(generator, torch.randn(1, latent_size), "generator.onnx").`,
  );
}
