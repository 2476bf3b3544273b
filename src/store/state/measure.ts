/** Measurements of a model made in the page. */
import type { PlainError } from '../../base/errors.ts';
import type { BackendName } from '../../engine/contract.ts';
import type { Smoothness } from '../../network/measure/smoothness.ts';
import type { Mean } from '../../network/variety/mean.ts';
import type { Twins } from '../../network/variety/twins.ts';

/** How many pictures to measure. */
export interface MeasurePlan {
  /** Pairs of unrelated pictures, which are compared by MS-SSIM; twice as many pictures are searched for near-twins. */
  pairs: number;
  /** Walks whose smoothness is measured. */
  walks: number;
}

export interface ModelFigures {
  plan: MeasurePlan;
  msSsim: Mean;
  twins: Twins;
  /** Seeds of the compared pictures, in order. */
  seeds: number[];
  /** Null if no walks were measured; with the seeds of their ends. */
  smoothness: (Smoothness & { ends: (readonly [number, number])[] }) | null;
  /** Median time from asking for a picture's values to getting them; null if the page was hidden all the time. */
  frame: { ms: number; backend: BackendName } | null;
  /** How many pictures were computed again after a failure of the engine. */
  repeated: number;
}

/** A measurement that runs in the background, or has ended. */
export interface ModelMeasure {
  /** Bundle id. */
  model: string;
  running: boolean;
  /** Finished pictures, and the total. */
  done: number;
  total: number;
  figures: ModelFigures | null;
  error: PlainError | null;
}
