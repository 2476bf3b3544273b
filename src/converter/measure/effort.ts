/** Decides how much to run a model for measurements. */
import type { ConvertOptions } from '../options.ts';
import { type Effort, samplesOf } from './calibrate/calibrate.ts';
import { fitSamples } from './calibrate/fitHeads.ts';

/** Multiply-accumulates that TF.js may take in all. */
const usualBudget = 4.5e11;
/** How many times faster the kernels are than TF.js, at the least. */
const kernelsFaster = 15;

/**
 * Chooses as much as the budget allows and as there is to measure. Whoever asks for verification has time for
 * more.
 * @param macs multiply-accumulates of one picture.
 * @param rangeIsKnown whether the graph itself says its range of values.
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
