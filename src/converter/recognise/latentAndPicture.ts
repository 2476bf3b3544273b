/** The input and the output of a generator. */
import { ZscapeError } from '../../base/errors.ts';
import type { BundleManifest } from '../../bundle/schema/manifest.ts';
import type { Graph } from '../graph/graph.ts';
import { shapesOf } from '../shapes/shapesOf.ts';

export interface LatentAndPicture {
  readonly latentSize: number;
  readonly image: Omit<BundleManifest['image'], 'range'>;
}

/**
 * Describes latent and picture.
 * @param graph in a bundle's form: its first input is the latent, its first output the picture.
 * @throws SIGNATURE_UNUSABLE if it does not have one latent as input and one picture as output.
 */
export function latentAndPicture(graph: Graph): LatentAndPicture {
  return { latentSize: latentSizeOf(graph), image: pictureOf(graph) };
}

function latentSizeOf(graph: Graph): number {
  const [input] = graph.inputs;
  const shape = input?.shape;
  const size = shape?.at(-1);
  const flat = shape?.length === 2 && size !== undefined && size >= 1;
  if (input !== undefined && flat && input.dtype === 'float32') return size;
  const there = graph.inputs
    .slice(0, mostListed)
    .map(
      ({ key, dtype, shape: s }) =>
        `"${key}" ${dtype} ${s === null ? 'of unknown shape' : `[${s.join(', ')}]`}`,
    );
  throw new ZscapeError(
    'SIGNATURE_UNUSABLE',
    `A generator takes one batch of latent vectors, float32 [n, size]; this model takes ${there.join(', ') || 'nothing'}.`,
  );
}

function pictureOf(graph: Graph): LatentAndPicture['image'] {
  const output = graph.outputs[0]!;
  const shape = shapesOf(graph).shape(output.ref);
  const [, height = 0, width = 0, channels, ...rest] = shape ?? [];
  const isPicture = height > 0 && width > 0 && rest.length === 0;
  if (isPicture && (channels === 1 || channels === 3 || channels === 4)) return { width, height, channels };
  throw new ZscapeError(
    'SIGNATURE_UNUSABLE',
    `A generator gives pictures [n, height, width, 1, 3 or 4]; output "${output.key}" is [${shape?.join(', ') ?? 'a shape that is not known'}].`,
  );
}

/** The most inputs listed in one sentence. */
const mostListed = 4;
