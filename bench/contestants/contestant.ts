/** One way of running a model, behind the same few calls. */
import type { LoadedBundle } from '../../src/bundle/reader.ts';

export const engines = ['zscape', 'tfjs', 'onnxruntime-web'] as const;
export type EngineName = (typeof engines)[number];

export interface Setup {
  engine: EngineName;
  backend: 'wasm';
  /** That compute, the calling one among them. */
  threads: number;
  /** False to leave relaxed SIMD alone; only our own kernels know it. */
  relaxed: boolean;
}

export interface Contestant {
  /** What it says that it runs on. */
  detail: string;
  /** Computes the pictures of zs up to values that the caller could read. @returns the values of the last one. */
  run(zs: readonly Float32Array[]): Promise<Float32Array>;
}

export interface ContestantModule {
  /** Starts, loads the model, and is ready for the first frame. */
  start(setup: Setup, bundle: LoadedBundle): Promise<Contestant>;
}
