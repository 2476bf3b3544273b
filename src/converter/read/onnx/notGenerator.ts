/** Tells networks that take pictures from generators, by their inputs alone, so that the refusal can name their kind. */
import { ZscapeError } from '../../../base/errors.ts';
import type { GraphProto } from '../proto/gen/onnx/onnx_pb.ts';

/** A latent may be a small picture, as in VAEs: up to 64 x 64 of 4 channels, or 32 x 32 of more. */
const smallestPicture = 32;

/**
 * Refuses other networks.
 * @throws SIGNATURE_UNUSABLE for an encoder, a classifier or a network from pictures to pictures.
 */
export function checkIsGenerator({ input, initializer }: GraphProto): void {
  const weights = new Set(initializer.map(({ name }) => name));
  for (const { name, type } of input) {
    if (weights.has(name)) continue;
    const [, channels = 0, height = 0, width = 0, ...rest] = (type?.tensorType?.shape?.dim ?? []).map(
      ({ dimValue }) => Number(dimValue ?? 0n),
    );
    const isPicture = rest.length === 0 && (channels === 1 || channels === 3);
    if (!isPicture || Math.min(height, width) < smallestPicture) continue;
    throw new ZscapeError(
      'SIGNATURE_UNUSABLE',
      `The ONNX model takes pictures (its input "${name.slice(0, 60)}" is [n, ${channels}, ${height}, ${width}]): it is an encoder, a classifier or a filter. Export only the generator or decoder, whose input is the latent vector.`,
    );
  }
}
