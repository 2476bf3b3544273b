/** Opens a faster way to compute a ProGAN, which is used only if it gives the same picture as TF.js. */
import type { OpenKernels, ProganModel, Runner } from '../run/runner.ts';
import { type Calibration, isSamePicture } from './calibrate/calibrate.ts';

/** Allowed difference, as a share of the range of values; the two sum in different orders. */
const agreement = 1e-3;

/**
 * Opens the kernels, if they start and reproduce the first picture of the calibration.
 * @param guard gives the runner a deadline.
 */
export async function openAgreeingKernels(
  model: ProganModel,
  { first, range: [low, high] }: Calibration,
  openKernels: OpenKernels | undefined,
  guard: (runner: Runner) => Runner,
): Promise<Runner | undefined> {
  let kernels: Runner | undefined;
  try {
    const opened = await openKernels?.(model);
    kernels = opened && guard(opened);
    const [own] = (await kernels?.runAll(first.z, first.z.length, [model.generator.output])) ?? [];
    if (own && isSamePicture(own.data, first.picture, agreement * (high - low))) return kernels;
  } catch {
    // TF.js is slower, but works.
  }
  kernels?.dispose();
  return undefined;
}
