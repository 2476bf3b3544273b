/** One way of running a model, behind the same few calls. */
import type { LoadedBundle } from '../../src/bundle/read/reader.ts';
import type { BackendName } from '../../src/engine/contract.ts';

export const engines = ['zscape', 'tfjs', 'onnxruntime-web', 'jax-js'] as const;
export type EngineName = (typeof engines)[number];

export interface Setup {
  engine: EngineName;
  backend: BackendName;
  /** That compute, the calling one among them; on WASM only. */
  threads: number;
  /** False to leave relaxed SIMD alone; only our own kernels know it. */
  relaxed: boolean;
}

export interface Contestant {
  /** What it says that it runs on. */
  detail: string;
  /** Multiplications of a picture as this engine does them, where that is known and not what the layers say. */
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
