/**
 * Latents that came with a model, in `latents.npy` beside it: from its author's encoder, or anybody who knows the model.
 */
import { ZscapeError } from '../../base/errors.ts';
import { mostSpread } from '../../bundle/schema/limits.ts';
import type { BundleManifest } from '../../bundle/schema/manifest.ts';
import { latentsName, type ModuleFiles } from '../archive/files.ts';
import type { BundleFile } from '../emit/bundle.ts';
import { readNpy } from './npy.ts';
import { evenly, statisticsOf } from './statistics.ts';

export interface GivenLatents {
  /** Row major [count, size]. */
  readonly examples: Float32Array;
  readonly file: BundleFile;
  readonly latents: NonNullable<BundleManifest['latents']>;
  /** The standard deviation of z among them; undefined if a single latent cannot tell. */
  readonly usual: number | undefined;
}

const bundleName = 'latents.bin';

const mostExamples = 64;
/** More would say nothing new about 512 dimensions, and take seconds. */
const mostRead = 20_000;

/**
 * Reads the latents.
 * @param size numbers per latent.
 * @returns undefined if there is no such file.
 * @throws NPY_INVALID if it is not a table of numbers, or does not fit this model's latents.
 */
export async function givenLatents(files: ModuleFiles, size: number): Promise<GivenLatents | undefined> {
  if (!files.paths.includes(latentsName)) return undefined;
  const { shape, data } = readNpy(latentsName, await files.read(latentsName));
  const [count = 0, ...sizes] = shape;
  if (count < 1 || sizes.reduce((product, one) => product * one, 1) !== size) {
    throw new ZscapeError(
      'NPY_INVALID',
      `${latentsName} has the shape [${shape.join(', ')}], but latents of this model are [n, ${size}]. Use the file that belongs to the model, or remove this one.`,
    );
  }
  if (!data.every(Number.isFinite)) {
    throw new ZscapeError('NPY_INVALID', `${latentsName} holds numbers that are not finite.`);
  }
  const rows = rowsOf(data, size, evenly(count, mostRead));
  const { mean, factors, deviation } = statisticsOf(rows, size);
  const examples = rowsOf(data, size, evenly(count, mostExamples));
  const numbers = Float32Array.from([...mean, ...factors.flatMap((row) => [...row]), ...examples]);
  return {
    examples,
    file: { path: bundleName, bytes: new Uint8Array(numbers.buffer) },
    latents: {
      file: bundleName,
      samples: count,
      factors: factors.length,
      count: examples.length / size,
    },
    usual: deviation > 0 ? Math.min(mostSpread, Number(deviation.toPrecision(3))) : undefined,
  };
}

function rowsOf(data: Float32Array, size: number, rows: readonly number[]): Float32Array {
  const kept = new Float32Array(rows.length * size);
  for (const [i, row] of rows.entries()) kept.set(data.subarray(row * size, (row + 1) * size), i * size);
  return kept;
}
