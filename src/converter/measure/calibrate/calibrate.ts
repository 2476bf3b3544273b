/** Measures what only running the network can tell, when its bundle is made. */
import { throwIfCancelled } from '../../../base/errors.ts';
import type { BundleManifest, ClassInput } from '../../../bundle/schema/manifest.ts';
import { classFeed } from '../../run/classFeed.ts';
import { markHandled, type Runner } from '../../run/runner.ts';
import { doubts } from './doubts.ts';
import { fitSamples } from './fitHeads.ts';
import { latents, type Prior } from './latents.ts';
import { pngOf } from './png.ts';
import { detectRange, type Range } from './range.ts';

export type Effort = 'full' | 'light' | 'quick' | 'none';

/** How many pictures each effort checks, apart from preview heads and from the one picture of G(2z). */
const lookedAt: Readonly<Record<Effort, number>> = { full: 8, light: 8, quick: 1, none: 0 };

/** How many pictures each effort takes in total. */
export const samplesOf: Readonly<Record<Effort, number>> = { ...lookedAt, full: lookedAt.full + fitSamples };

export interface CalibrationPlan {
  readonly latentSize: number;
  readonly image: Omit<BundleManifest['image'], 'range'>;
  readonly output: string;
  readonly prior: Prior;
  /** Latents that came with the model, row major [n, latentSize]; they are used as the samples. */
  readonly examples?: Float32Array;
  readonly classes: ClassInput | undefined;
  readonly effort: Effort;
  /** The range, if it is already known because the network clips or the user specified it. */
  readonly range: Range | undefined;
  /** The range that networks of this form are trained on. It is used if the samples support it. */
  readonly usualRange: Range;
  readonly onProgress?: (done: number, total: number) => void;
  readonly signal?: AbortSignal;
}

export interface Calibration {
  readonly range: Range;
  /** Whether G(z) and G(2z) are the same picture; undefined when that was not measured. */
  readonly normalised: boolean | undefined;
  /** PNG of one picture. */
  readonly preview: Uint8Array<ArrayBuffer>;
  /** Sentences about suspicious pictures. */
  readonly doubts: readonly string[];
  /** The first latent, and its picture. */
  readonly first: { readonly z: Float32Array; readonly picture: Float32Array };
}

/** Runs the network on a few latents, and measures its pictures. @throws CANCELLED, and errors of the runner */
export async function calibrate(runner: Runner, plan: CalibrationPlan): Promise<Calibration> {
  const { latentSize, output, prior, image, examples, classes } = plan;
  const total = lookedAt[plan.effort];
  const z = latents(total, latentSize, prior, 1);
  for (let i = 0; examples !== undefined && i < z.length; i++) z[i] = examples[i % examples.length]!;
  const ask = async (i: number) => {
    const one = z.slice(i * latentSize, (i + 1) * latentSize);
    // Going through the classes shows whether they all draw pictures.
    const feed = classes && classFeed(classes, [i % classes.count]);
    const [picture] = await runner.runAll(one, latentSize, [output], feed);
    return picture!.data;
  };
  const asked: ReturnType<typeof ask>[] = [];
  const values: Float32Array[] = [];
  for (let done = 0; done < total; done++) {
    plan.onProgress?.(done, total);
    throwIfCancelled(plan.signal);
    while (asked.length < Math.min(total, done + (runner.lanes ?? 1)))
      asked.push(markHandled(ask(asked.length)));
    values.push(await asked[done]!);
  }
  const picture = values[0]!;
  const range = plan.range ?? detectRange(joined(values), plan.usualRange);
  return {
    range,
    normalised: plan.effort === 'quick' ? undefined : await ignoresLength(runner, plan, z, picture, range),
    preview: pngOf(picture, image, range),
    doubts: doubts(values, range, classes !== undefined),
    first: { z: z.slice(0, latentSize), picture },
  };
}

async function ignoresLength(
  runner: Runner,
  { latentSize, output, classes }: CalibrationPlan,
  z: Float32Array,
  picture: Float32Array,
  [low, high]: Range,
): Promise<boolean> {
  const longer = z.slice(0, latentSize).map((x) => 2 * x);
  const [again] = await runner.runAll(longer, latentSize, [output], classes && classFeed(classes, [0]));
  return isSamePicture(picture, again!.data, 1e-3 * (high - low));
}

/** Returns whether two pictures are the same, within `tolerance` in each value. */
export function isSamePicture(a: Float32Array, b: Float32Array, tolerance: number): boolean {
  return a.length === b.length && a.every((x, i) => Math.abs(x - b[i]!) <= tolerance);
}

function joined(parts: readonly Float32Array[]): Float32Array {
  const whole = new Float32Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
