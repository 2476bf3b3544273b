/** What calibration and verification need of somebody who computes a model. Neither has to know who it is. */
import type { BundleManifest, ProganGenerator } from '../../bundle/schema/manifest.ts';
import type { ModuleFiles } from '../archive/files.ts';
import type { BundleFile } from '../emit/bundle.ts';
import type { Cost } from '../shapes/estimate.ts';

export interface RunOutput {
  readonly shape: readonly number[];
  /** The values, row major. */
  readonly data: Float32Array;
}

/** What goes into an input of the graph beside its latent. */
export interface Feed {
  readonly node: string;
  readonly dtype: 'int32' | 'float32';
  /** With the batch. */
  readonly shape: readonly number[];
  readonly data: Int32Array | Float32Array;
}

export interface Runner {
  /** Calls that are worked on at the same time; one when left out. */
  readonly lanes?: number;
  /** Outputs of the named nodes for z, row major [n, size], and for a class where the graph takes one. */
  runAll(z: Float32Array, size: number, nodes: readonly string[], classes?: Feed): Promise<RunOutput[]>;
  dispose(): void;
}

/**
 * Loads a graph model (`model.json` and its shards) that is still in memory.
 * @param cost of one picture. What takes long runs on another thread, so that it can be ended.
 */
export type OpenRunner = (files: readonly BundleFile[], cost: Cost) => Promise<Runner>;

/** The model as it came, run by somebody who shares no code with the converter. */
export interface StockModel {
  /** What it gives for one latent, without the batch; undefined where it cannot be run. */
  run(z: Float32Array): Promise<RunOutput | undefined>;
  dispose(): void;
}

/** @returns undefined where nobody else can run the model. */
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
 * Starts a faster way to compute a ProGAN than TF.js, for the hundreds of samples that preview heads are fitted
 * to. It computes the generator's output and the outputs of its blocks. Undefined where there is none.
 */
export type OpenKernels = (model: ProganModel) => Promise<Runner | undefined>;

/**
 * The same promise. Should nobody come to await it because another one failed first, its own failure is no unhandled
 * rejection.
 */
export function markHandled<T>(promise: Promise<T>): Promise<T> {
  promise.catch(() => undefined);
  return promise;
}
