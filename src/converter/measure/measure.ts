/** Runs a model that has just been made, as much as time allows, to find out what its graph does not say. */
import { throwIfCancelled } from '../../base/errors.ts';
import type { GraphModel } from '../emit/modelJson.ts';
import type { ConvertHooks, ConvertOptions } from '../options.ts';
import type { Understood } from '../recognise/generator.ts';
import type { Runner } from '../run/runner.ts';
import { macsOf } from '../shapes/estimate.ts';
import { type Calibration, calibrate, type Effort, isSamePicture, samplesOf } from './calibrate/calibrate.ts';
import { canFitHeads, fitHeads, fitSamples } from './calibrate/fitHeads.ts';
import type { FittedHead } from './calibrate/previewHeads.ts';

export interface Measured extends Calibration {
  readonly heads: readonly FittedHead[];
}

const usualBudget = 4.5e11;
/** How much quicker the kernels are than TF.js, at the least. */
const kernelsFaster = 15;
/** Multiply-accumulates that TF.js is done with before the kernels have been made ready. */
const notWorthKernels = 5e10;

/** As much as the budget allows and as there is to find out. Who wants pictures compared has time for more. */
function effortFor(known: Understood, options: ConvertOptions, hasKernels: boolean): Effort {
  const { calibration, budget = usualBudget, verify, findRange } = options;
  if (calibration !== undefined) return calibration;
  const macs = macsOf(known.graph);
  if (macs * samplesOf.full <= budget) return 'full';
  if (!verify) return findRange && known.range === undefined ? 'quick' : 'none';
  return hasKernels && (macs * fitSamples) / kernelsFaster <= budget ? 'full' : 'light';
}

/** Undefined when there is nothing to run the model with, or no time for it. */
export async function measure(
  known: Understood,
  model: GraphModel,
  options: ConvertOptions,
  hooks: ConvertHooks,
): Promise<Measured | undefined> {
  const { onProgress, openRunner, openKernels, signal } = hooks;
  if (openRunner === undefined) return undefined;
  const effort = effortFor(known, options, openKernels !== undefined);
  if (effort === 'none') return undefined;
  onProgress?.('calibrate', 0, 1);
  const files = [{ path: 'model.json', bytes: model.json }, ...model.shards];
  // Where TF.js cannot run at all, a bundle without measurements is better than none.
  const runner = await openRunner(files).catch(() => undefined);
  throwIfCancelled(signal);
  if (runner === undefined) return undefined;
  try {
    const prior = options.prior ?? 'normal';
    const { latentSize, image, usualRange, progan } = known;
    const calibration = await calibrate(runner, {
      latentSize,
      image,
      output: known.graph.outputs[0]!.ref.node,
      prior,
      range: options.range ?? known.range,
      effort,
      usualRange,
      onProgress: (done, total) => onProgress?.('calibrate', done, total),
      signal,
    });
    const generator = progan?.generator;
    if (effort !== 'full' || generator === undefined || !canFitHeads(generator))
      return { ...calibration, heads: [] };
    onProgress?.('previews', 0, fitSamples);
    const long = macsOf(known.graph) * fitSamples > notWorthKernels;
    const quicker = await agreeing(calibration, generator.output, () =>
      (long ? openKernels : undefined)?.({
        generator,
        latent: { size: latentSize, prior, normalised: generator.latentNorm !== null },
        image: { ...image, range: calibration.range },
        files,
      }),
    );
    // Nobody who did not ask for it waits ten minutes for TF.js.
    if (long && quicker === undefined && options.calibration === undefined)
      return { ...calibration, heads: [] };
    try {
      const heads = await fitHeads(quicker ?? runner, {
        ...{ generator, latentSize, image, prior, signal },
        onProgress: (done, total) => onProgress?.('previews', done, total),
      });
      return { ...calibration, heads };
    } finally {
      quicker?.dispose();
    }
  } finally {
    runner.dispose();
  }
}

/** In parts of the range of values; the two compute in another order. */
const agreement = 1e-3;

/** The kernels, if they start and give the picture that TF.js gave. */
async function agreeing(
  { first, range: [low, high] }: Calibration,
  output: string,
  open: () => Promise<Runner | undefined> | undefined,
): Promise<Runner | undefined> {
  let kernels: Runner | undefined;
  try {
    kernels = await open();
    const [own] = (await kernels?.runAll(first.z, first.z.length, [output])) ?? [];
    if (own && isSamePicture(own.data, first.picture, agreement * (high - low))) return kernels;
  } catch {
    // TF.js takes longer, and gets there.
  }
  kernels?.dispose();
  return undefined;
}
