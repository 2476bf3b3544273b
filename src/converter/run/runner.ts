/** The interface through which calibration and verification run a model, whatever computes it. */
import type { BundleManifest, ProganGenerator } from '../../bundle/schema/manifest.ts';
import type { ModuleFiles } from '../archive/files.ts';
import type { BundleFile } from '../emit/bundle.ts';
import type { Cost } from '../shapes/estimate.ts';

export interface RunOutput {
  readonly shape: readonly number[];
  /** The values, row major. */
  readonly data: Float32Array;
}

/** The value of a graph's input besides its latent. */
export interface Feed {
  readonly node: string;
  readonly dtype: 'int32' | 'float32';
  /** Including the batch. */
  readonly shape: readonly number[];
  readonly data: Int32Array | Float32Array;
}

export interface Runner {
  /** Calls processed in parallel; one by default. */
  readonly lanes?: number;
  /** Computes the outputs of the named nodes for z, row major [n, size], and for a class if the graph takes one. */
  runAll(z: Float32Array, size: number, nodes: readonly string[], classes?: Feed): Promise<RunOutput[]>;
  dispose(): void;
}

/**
 * Loads a graph model (`model.json` and its shards) that is still in memory.
 * @param cost of one picture. Slow models run on another thread, so that they can be stopped.
 */
export type OpenRunner = (files: readonly BundleFile[], cost: Cost) => Promise<Runner>;

/** The original model, run by code that shares nothing with the converter. */
export interface StockModel {
  /** Computes the output for one latent, without the batch; undefined if it cannot be run. */
  run(z: Float32Array): Promise<RunOutput | undefined>;
  dispose(): void;
}

/** Opens the original model. @returns undefined if no other code can run it. */
export type OpenStock = (files: ModuleFiles) => Promise<StockModel | undefined>;

/** A ProGAN that is still in memory. */
export interface ProganModel {
  readonly generator: ProganGenerator;
  readonly latent: BundleManifest['latent'];
  readonly image: BundleManifest['image'];
  /** `model.json` and its shards. */
  readonly files: readonly BundleFile[];
}

/**
 * Starts a faster way to compute a ProGAN than TF.js, for the hundreds of samples to which preview heads are fitted. It
 * computes the generator's output and the outputs of its blocks. Undefined if there is none.
 */
export type OpenKernels = (model: ProganModel) => Promise<Runner | undefined>;

/**
 * Returns the same promise. If it is never awaited because another one failed first, its own failure does not count as an
 * unhandled rejection.
 */
export function markHandled<T>(promise: Promise<T>): Promise<T> {
  promise.catch(() => undefined);
  return promise;
}
