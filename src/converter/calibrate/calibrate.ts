/** What can only be found out by running the network, measured when its bundle is made. */
import { throwIfCancelled } from '../../base/errors.ts';
import type { BundleManifest } from '../../bundle/schema.ts';
import type { RecognisedProgan } from '../recognise/progan.ts';
import type { Runner } from '../verify/runner.ts';
import { latents, type Prior } from './latents.ts';
import { pngOf } from './png.ts';
import { type FittedHead, HeadFit } from './preview-heads.ts';
import { detectRange, type Range } from './range.ts';

export type Effort = 'full' | 'light' | 'quick' | 'none';

/** Samples that preview heads learn from, and those that they are judged by. */
const learnFrom = 256;
const judgeBy = 32;

/** Pictures that each effort looks at, but for one more of G(2z). */
export const samplesOf: Readonly<Record<Effort, number>> = {
  full: learnFrom + judgeBy,
  light: 8,
  quick: 1,
  none: 0,
};

export interface CalibrationPlan {
  readonly latentSize: number;
  readonly image: Omit<BundleManifest['image'], 'range'>;
  readonly output: string;
  readonly prior: Prior;
  readonly effort: Effort;
  /** Known already: the network clips, or the user said so. */
  readonly range: Range | undefined;
  /** What networks of this form are trained on; taken when the samples bear it out. */
  readonly usualRange: Range;
  /** Preview heads are fitted to this with full effort. */
  readonly progan: RecognisedProgan | undefined;
  readonly onProgress?: (done: number, total: number) => void;
  readonly signal?: AbortSignal;
}

export interface Calibration {
  readonly range: Range;
  /** G(z) and G(2z) are the same picture; undefined when that was not looked at. */
  readonly normalised: boolean | undefined;
  /** PNG of one picture. */
  readonly preview: Uint8Array<ArrayBuffer>;
  readonly heads: readonly FittedHead[];
}

export async function calibrate(runner: Runner, plan: CalibrationPlan): Promise<Calibration> {
  const { latentSize, output, prior, image } = plan;
  const heads = fits(plan);
  const total = samplesOf[plan.effort === 'full' && heads.length === 0 ? 'light' : plan.effort];
  const batch = Math.max(1, Math.min(8, Math.floor(2 ** 16 / (image.width * image.height))));
  const nodes = [output, ...heads.map(({ node }) => node)];
  const values: Float32Array[] = [];
  const z = latents(total, latentSize, prior, 1);
  const ask = (from: number) =>
    runner.runAll(z.slice(from * latentSize, Math.min(total, from + batch) * latentSize), latentSize, nodes);
  const asked: ReturnType<typeof ask>[] = [];
  for (let done = 0; done < total; done += batch) {
    plan.onProgress?.(done, total);
    throwIfCancelled(plan.signal);
    const ahead = done + batch * (runner.lanes ?? 1);
    for (let from = done + batch * asked.length; from < Math.min(ahead, total); from += batch)
      asked.push(ask(from));
    const [picture, ...features] = await asked.shift()!;
    if (values.length * batch < samplesOf.light) values.push(picture!.data);
    const pictures = { data: picture!.data, size: image.width, channels: image.channels };
    heads.forEach(({ fit, side, channels }, i) => {
      const given = { data: features[i]!.data, side, channels };
      if (done < learnFrom) fit.learn(given, pictures);
      else fit.judge(given, pictures);
    });
  }
  const first = values[0]!.subarray(0, image.width * image.height * image.channels);
  const range = plan.range ?? detectRange(joined(values), plan.usualRange);
  return {
    range,
    normalised: plan.effort === 'quick' ? undefined : await ignoresLength(runner, plan, z, first, range),
    preview: pngOf(first, image, range),
    heads: heads.map(({ fit }) => fit.result()),
  };
}

async function ignoresLength(
  runner: Runner,
  { latentSize, output }: CalibrationPlan,
  z: Float32Array,
  picture: Float32Array,
  [low, high]: Range,
): Promise<boolean> {
  const longer = z.slice(0, latentSize).map((x) => 2 * x);
  const [again] = await runner.runAll(longer, latentSize, [output]);
  return isSame(picture, again!.data, 1e-3 * (high - low));
}

function fits({ progan, effort }: CalibrationPlan) {
  if (progan === undefined || effort !== 'full') return [];
  const { blocks } = progan.generator;
  return progan.trunk.slice(0, -1).map(({ resolution, at }, i) => {
    const { channels } = blocks[i]!;
    return {
      node: at.node,
      side: resolution,
      channels,
      fit: new HeadFit(resolution, channels, progan.channels),
    };
  });
}

function isSame(a: Float32Array, b: Float32Array, tolerance: number): boolean {
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
