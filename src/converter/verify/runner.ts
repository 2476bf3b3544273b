/** What calibration and verification need of TF.js, so that neither has to know where it comes from. */
import type { BundleFile } from '../emit/bundle.ts';

export interface RunOutput {
  readonly shape: readonly number[];
  /** Row major. */
  readonly data: Float32Array;
}

export interface Runner {
  /** Calls that are worked on at the same time; one when left out. */
  readonly lanes?: number;
  /** Outputs of the named nodes for z, row major [n, size]. */
  runAll(z: Float32Array, size: number, nodes: readonly string[]): Promise<RunOutput[]>;
  dispose(): void;
}

/** Loads a graph model (`model.json` and its shards) that is still in memory. */
export type OpenRunner = (files: readonly BundleFile[]) => Promise<Runner>;
