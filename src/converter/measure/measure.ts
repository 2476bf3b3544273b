/** Runs a newly made model, as far as time allows, to measure what its graph does not say. */
import { throwIfCancelled } from '../../base/errors.ts';
import type { BundleManifest } from '../../bundle/schema/manifest.ts';
import type { BundleFile } from '../emit/bundle.ts';
import type { GraphModel } from '../emit/modelJson.ts';
import type { ConvertHooks, ConvertOptions } from '../options.ts';
import type { RecognisedGenerator } from '../recognise/generator.ts';
import { timerDeadline, withDeadline } from '../run/deadline.ts';
import type { ProganModel, Runner } from '../run/runner.ts';
import type { Cost } from '../shapes/estimate.ts';
import { type Calibration, calibrate } from './calibrate/calibrate.ts';
import { canFitHeads, fitHeads, fitSamples } from './calibrate/fitHeads.ts';
import type { FittedHead } from './calibrate/previewHeads.ts';
import { chooseEffort } from './effort.ts';
import { openAgreeingKernels } from './kernels.ts';

export interface Measurements extends Calibration {
  readonly heads: readonly FittedHead[];
}

/** The subject of the measurement: the recognised generator, and its files. */
export interface Subject {
  readonly generator: RecognisedGenerator;
  readonly model: GraphModel;
  /** The cost of one picture. */
  readonly cost: Cost;
  /** Latents that came with the model. */
  readonly examples: Float32Array | undefined;
}

/**
 * Measures a model.
 * @returns undefined if there is no way to run it, or no time.
 * @throws MODEL_TOO_SLOW if a picture takes far longer than it should, CANCELLED.
 */
export async function measure(
  subject: Subject,
  options: ConvertOptions,
  hooks: ConvertHooks,
): Promise<Measurements | undefined> {
  const { openRunner, openKernels, onProgress, signal, deadline = timerDeadline } = hooks;
  if (openRunner === undefined) return undefined;
  const { generator, cost } = subject;
  const hasKernels = openKernels !== undefined;
  const effort = chooseEffort(options, cost.macs, generator.range !== undefined, hasKernels);
  if (effort === 'none') return undefined;
  onProgress?.('calibrate', 0, 1);
  const files = filesOf(subject.model);
  // If TF.js cannot run at all, a bundle without measurements is better than none.
  const opened = await openRunner(files, cost).catch(() => undefined);
  throwIfCancelled(signal);
  if (opened === undefined) return undefined;
  const runner = withDeadline(opened, cost, deadline);
  try {
    const { latentSize, image, usualRange, classes } = generator;
    const calibration = await calibrate(runner, {
      ...{ latentSize, image, usualRange, classes, effort, signal },
      ...(subject.examples && { examples: subject.examples }),
      output: generator.graph.outputs[0]!.ref.node,
      prior: options.prior ?? 'normal',
      range: options.range ?? generator.range,
      onProgress: (done, total) => onProgress?.('calibrate', done, total),
    });
    const heads =
      effort === 'full' ? await headsFor(subject, calibration, runner, files, options, hooks) : [];
    return { ...calibration, heads };
  } finally {
    runner.dispose();
  }
}

/** Multiply-accumulates that TF.js completes before the kernels could be ready. */
const notWorthKernels = 5e10;

/** Fits preview heads, if the network is a ProGAN and its samples can be computed in reasonable time. */
async function headsFor(
  { generator: recognised, cost }: Subject,
  calibration: Calibration,
  runner: Runner,
  files: readonly BundleFile[],
  options: ConvertOptions,
  { openKernels, onProgress, signal, deadline = timerDeadline }: ConvertHooks,
): Promise<readonly FittedHead[]> {
  const { latentSize, image, progan } = recognised;
  const generator = progan?.generator;
  if (generator === undefined || !canFitHeads(generator)) return [];
  onProgress?.('previews', 0, fitSamples);
  const prior: BundleManifest['latent']['prior'] = options.prior ?? 'normal';
  const takesLong = cost.macs * fitSamples > notWorthKernels;
  const model: ProganModel = {
    ...{ generator, files },
    latent: { size: latentSize, prior, normalised: generator.latentNorm !== null },
    image: { ...image, range: calibration.range },
  };
  const guard = (opened: Runner) => withDeadline(opened, cost, deadline);
  const kernels = takesLong ? await openAgreeingKernels(model, calibration, openKernels, guard) : undefined;
  // A user who did not ask for heads should not wait ten minutes for TF.js.
  if (takesLong && kernels === undefined && options.calibration === undefined) return [];
  try {
    return await fitHeads(kernels ?? runner, {
      ...{ generator, latentSize, image, prior, signal },
      onProgress: (done, total) => onProgress?.('previews', done, total),
    });
  } finally {
    kernels?.dispose();
  }
}

function filesOf({ json, shards }: GraphModel): BundleFile[] {
  return [{ path: 'model.json', bytes: json }, ...shards];
}
