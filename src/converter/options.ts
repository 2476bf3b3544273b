import type { BundleManifest } from '../bundle/schema/manifest.ts';
import type { Storage } from './emit/quantize.ts';
import type { Effort } from './measure/calibrate/calibrate.ts';
import type { Prior } from './measure/calibrate/latents.ts';
import type { Range } from './measure/calibrate/range.ts';
import type { SignatureChoice } from './read/source.ts';
import type { Deadline } from './run/deadline.ts';
import type { OpenKernels, OpenRunner, OpenStock } from './run/runner.ts';
import type { CostLimits } from './shapes/estimate.ts';
import type { SignatureWishes } from './signature/wishes.ts';

export interface ConvertOptions extends SignatureChoice, SignatureWishes {
  readonly id: string;
  readonly title?: string;
  /** The title when neither `title` nor the model itself gives one; the id when left out. */
  readonly fallbackTitle?: string;
  readonly description?: string;
  /**
   * How weights are stored. When left out: float16, or float32 where all weights take less than a megabyte. `as-it-came` keeps each as narrow, and as wide, as its file has it. Where rounding
   * changes the pictures too much, the next finer one is taken, and a warning says so.
   */
  readonly quantization?: Storage;
  readonly licence?: BundleManifest['licence'];
  readonly source?: BundleManifest['source'];
  /** Where the page fetched the model from. */
  readonly address?: string;
  /** Values of black and white, instead of what the network or its samples say. */
  readonly range?: Range;
  readonly prior?: Prior;
  /**
   * How much to run the network for measurements: `full` also fits preview heads over 288 samples, `light` looks at
   * eight, `quick` at one, `none` runs nothing. Left out: what `budget` allows.
   */
  readonly calibration?: Effort;
  /** Multiply-accumulates of TF.js that measuring may take; about a minute and a half on one core when left out. */
  readonly budget?: number;
  /** Whether to compute at least one picture when the network itself does not state its range of values. */
  readonly findRange?: boolean;
  /** Latents on which the bundle is compared with the original; none when left out. */
  readonly verify?: number;
  /** What one picture may cost, instead of the usual limits. */
  readonly costLimits?: Partial<CostLimits>;
  /** Largest difference that verification allows, in image values. */
  readonly tolerance?: number;
}

export type Stage = 'read' | 'graph' | 'weights' | 'calibrate' | 'previews' | 'verify' | 'hash';

export interface ConvertHooks {
  /** `done` of `total` in the stage's own unit. */
  readonly onProgress?: (stage: Stage, done: number, total: number) => void;
  readonly signal?: AbortSignal;
  /** Runs the bundle in TF.js. Without it nothing is measured or verified. */
  readonly openRunner?: OpenRunner;
  /** Runs the model as it came, so that verification does not rest on our own reading of it alone. */
  readonly openStock?: OpenStock;
  /** Computes ProGANs faster than TF.js. Without it, or where its pictures differ, TF.js does all. */
  readonly openKernels?: OpenKernels;
  /** Keeps the time of what cannot be interrupted; a timer of this thread when left out. */
  readonly deadline?: Deadline;
}
