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
  /** The title if neither `title` nor the model itself gives one; the id by default. */
  readonly fallbackTitle?: string;
  readonly description?: string;
  /**
   * How weights are stored. The default is float16, or float32 if all weights take less than a megabyte. `as-it-came`
   * keeps the type that each has in its file. If rounding changes the pictures too much, the next finer one is used, and
   * a warning says so.
   */
  readonly quantization?: Storage;
  readonly licence?: BundleManifest['licence'];
  readonly source?: BundleManifest['source'];
  /** The address from which the page fetched the model. */
  readonly address?: string;
  /** Values of black and white, overriding those of the network or its samples. */
  readonly range?: Range;
  readonly prior?: Prior;
  /** The position of faces in the pictures, if the model draws aligned ones: nothing in its files says so. */
  readonly faces?: BundleManifest['faces'];
  /**
   * How much to run the network for measurements: `full` also fits preview heads over 288 samples, `light` computes
   * eight, `quick` one, `none` runs nothing. By default as much as `budget` allows.
   */
  readonly calibration?: Effort;
  /** Multiply-accumulates of TF.js that measuring may take; by default about a minute and a half on one core. */
  readonly budget?: number;
  /** Whether to compute at least one picture if the network itself does not state its range of values. */
  readonly findRange?: boolean;
  /** The number of latents on which the bundle is compared with the original; none by default. */
  readonly verify?: number;
  /** The limits on the cost of one picture, overriding the usual ones. */
  readonly costLimits?: Partial<CostLimits>;
  /** Largest difference permitted by verification, in image values. */
  readonly tolerance?: number;
}

export type Stage = 'read' | 'graph' | 'weights' | 'calibrate' | 'previews' | 'verify' | 'hash';
/** In the page a model is also unpacked first, and stored at the end. */
export type PageStage = Stage | 'unpack' | 'store';

export interface ConvertHooks {
  /** `done` of `total` in the stage's own unit. */
  readonly onProgress?: (stage: Stage, done: number, total: number) => void;
  readonly signal?: AbortSignal;
  /** Runs the bundle in TF.js. Without it, nothing is measured or verified. */
  readonly openRunner?: OpenRunner;
  /** Runs the original model, so that verification does not rest on our own reading of it alone. */
  readonly openStock?: OpenStock;
  /** Computes ProGANs faster than TF.js. Without it, or if its pictures differ, TF.js computes everything. */
  readonly openKernels?: OpenKernels;
  /** Limits the time of work that cannot be interrupted; by default a timer of this thread. */
  readonly deadline?: Deadline;
}
