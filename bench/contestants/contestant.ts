/** One way of running a model, behind the same few calls. */
import type { LoadedBundle } from '../../src/bundle/read/reader.ts';
import type { BackendName } from '../../src/engine/contract.ts';

export const engines = ['zscape', 'tfjs', 'onnxruntime-web', 'jax-js'] as const;
export type EngineName = (typeof engines)[number];

export interface Setup {
  engine: EngineName;
  backend: BackendName;
  /** How many threads compute, the calling one included. Only WASM has more than one. */
  threads: number;
  /** False to leave relaxed SIMD alone; only our own kernels know it. */
  relaxed: boolean;
}

export interface Contestant {
  /** What the engine says that it runs on. */
  detail: string;
  /** Multiplications that this engine does for a picture, where that is known and differs from the layers' definition. */
  macs?: number | undefined;
  /** Computes the pictures of zs up to values that the caller could read. @returns the values of the last one. */
  run(zs: readonly Float32Array[]): Promise<Float32Array>;
  /** Gives back what it holds, where contestants come one after the other. */
  end?(): void;
}

export interface ContestantModule {
  /** Starts, loads the model, and is ready for the first frame. */
  start(setup: Setup, bundle: LoadedBundle): Promise<Contestant>;
}
