/** The interface of one way to run a model. */
import type { LoadedBundle } from '../../src/bundle/read/reader.ts';
import type { BackendName } from '../../src/engine/contract.ts';

export const engines = ['zscape', 'tfjs', 'onnxruntime-web', 'jax-js'] as const;
export type EngineName = (typeof engines)[number];

export interface Setup {
  engine: EngineName;
  backend: BackendName;
  /** How many threads compute, including the calling one. Only WASM uses more than one. */
  threads: number;
  /** False to do without relaxed SIMD; only our own kernels have the choice. */
  relaxed: boolean;
}

export interface Contestant {
  /** What the engine reports that it runs on. */
  detail: string;
  /** Multiplications that this engine does per picture, if known and different from the layers' definition. */
  macs?: number | undefined;
  /** Computes the pictures of zs to values that the caller could read. @returns the values of the last one */
  run(zs: readonly Float32Array[]): Promise<Float32Array>;
  /** Frees its memory before the next contestant starts. */
  end?(): void;
}

export interface ContestantModule {
  /** Starts and loads the model, ready for the first frame. */
  start(setup: Setup, bundle: LoadedBundle): Promise<Contestant>;
}
