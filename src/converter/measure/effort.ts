/** Decides how much to run a model for measurements. */
import type { ConvertOptions } from '../options.ts';
import { type Effort, samplesOf } from './calibrate/calibrate.ts';
import { fitSamples } from './calibrate/fitHeads.ts';

/** Multiply-accumulates that TF.js may take in total. */
const usualBudget = 4.5e11;
/** The kernels are at least this many times faster than TF.js. */
const kernelsFaster = 15;

/**
 * Chooses the effort that the budget allows and the model needs. A user who asks for verification has time for more.
 * @param macs multiply-accumulates of one picture.
 * @param rangeIsKnown whether the graph itself states its range of values.
 */
export function chooseEffort(
  { calibration, budget = usualBudget, verify, findRange }: ConvertOptions,
  macs: number,
  rangeIsKnown: boolean,
  hasKernels: boolean,
): Effort {
  if (calibration !== undefined) return calibration;
  if (macs * samplesOf.full <= budget) return 'full';
  if (!verify) return findRange && !rangeIsKnown ? 'quick' : 'none';
  return hasKernels && (macs * fitSamples) / kernelsFaster <= budget ? 'full' : 'light';
}
