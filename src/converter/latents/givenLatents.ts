/** Latents that came with a model, in `latents.npy` beside it: what its author's encoder, or whoever knows it, gives. */
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
  /** The standard deviation of z among them; undefined where one alone does not say. */
  readonly usual: number | undefined;
}

const bundleName = 'latents.bin';

const mostExamples = 64;
/** More say nothing new of 512 dimensions, and take seconds. */
const mostRead = 20_000;

/**
 * @param size numbers of one latent.
 * @returns undefined where there is no such file.
 * @throws NPY_INVALID when it is no table of numbers, or one of other latents than this model's.
 */
export async function givenLatents(files: ModuleFiles, size: number): Promise<GivenLatents | undefined> {
  if (!files.paths.includes(latentsName)) return undefined;
  const { shape, data } = readNpy(latentsName, await files.read(latentsName));
  const [count = 0, ...sizes] = shape;
  if (count < 1 || sizes.reduce((product, one) => product * one, 1) !== size) {
    throw new ZscapeError(
      'NPY_INVALID',
      `${latentsName} is [${shape.join(', ')}], and latents of this model are [n, ${size}]. Give the file that belongs to it, or take this one away.`,
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
