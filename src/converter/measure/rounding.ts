/**
 * How far narrowed weights change the pictures, and what to do if it is too far. The command line and the page check the
 * same pictures, so they reach the same decision, with or without verification.
 */
import { throwIfCancelled, ZscapeError } from '../../base/errors.ts';
import type { BundleManifest, Quantization } from '../../bundle/schema/manifest.ts';
import type { BundleFile } from '../emit/bundle.ts';
import type { GraphModel } from '../emit/modelJson.ts';
import type { Storage } from '../emit/quantize.ts';
import type { Graph } from '../graph/graph.ts';
import type { ConvertHooks, ConvertOptions } from '../options.ts';
import type { RecognisedGenerator } from '../recognise/generator.ts';
import { classFeed } from '../run/classFeed.ts';
import { timerDeadline, withDeadline } from '../run/deadline.ts';
import type { Cost } from '../shapes/estimate.ts';
import { latents } from './calibrate/latents.ts';
import type { Range } from './calibrate/range.ts';

/** Lists the types from the requested one to the one that rounds nothing. */
export function finerThan(storage: Storage): Storage[] {
  if (storage === 'as-it-came') return [storage, 'none'];
  const all: Storage[] = ['uint8', 'float16', 'none'];
  return all.slice(all.indexOf(storage));
}

/** This many numbers take a megabyte in float32, and halving a megabyte is not worth any rounding. */
const fewWeights = 2 ** 18;

/** Returns the default type of weights: float16, or float32 for a model that is small anyway. */
export function usualStorage({ nodes }: Graph): Storage {
  let weights = 0;
  for (const { constant } of nodes.values())
    weights += constant?.shape.reduce((product, size) => product * size, 1) ?? 0;
  return weights <= fewWeights ? 'none' : 'float16';
}

/**
 * The allowed difference for pictures whose values span up to 2, as [0, 1] and [-1, 1] do; it grows in proportion beyond.
 * Without quantization only the order of float32 sums differs; float16 rounds weights to 11 bits. For uint8 only a
 * clearly different picture fails, since the user has to judge how much is too much.
 */
const tolerances: Readonly<Record<Quantization, number>> = { none: 1e-4, float16: 4e-3, uint8: 0.25 };

/** Returns the allowed difference for a range of values. */
export function toleranceOf(quantization: Quantization, [low, high]: Range): number {
  return tolerances[quantization] * Math.max(1, (high - low) / 2);
}

/** Number of pictures to compare. */
const looksAt = 2;
/** Multiply-accumulates of a picture above which the comparison takes too long for a page: some seconds. */
const mostMacs = 2.5e9;

export interface Rounded {
  readonly generator: RecognisedGenerator;
  readonly cost: Cost;
  readonly manifest: BundleManifest;
}

/**
 * Compares two pictures of a narrowed model with those of the same model in float32. A ProGAN is skipped: it normalises
 * its values after every convolution, so errors do not grow.
 * @throws VERIFY_FAILED if they differ by more than the tolerance, MODEL_TOO_SLOW, CANCELLED.
 */
export async function refuseRounded(
  subject: Rounded,
  model: GraphModel,
  exact: () => Promise<GraphModel>,
  { tolerance, quantization }: ConvertOptions,
  hooks: ConvertHooks,
): Promise<void> {
  const { generator, cost, manifest } = subject;
  // Original weights are not rounded.
  if (manifest.quantization === 'none' || quantization === 'as-it-came') return;
  if (generator.progan !== undefined || cost.macs > mostMacs) return;
  const got = await picturesOf(subject, model, hooks);
  const wanted = got && (await picturesOf(subject, await exact(), hooks));
  if (got === undefined || wanted === undefined) return;
  const error = Math.max(...got.map((picture, i) => difference(picture, wanted[i]!)));
  const allowed = tolerance ?? toleranceOf(manifest.quantization, manifest.image.range);
  if (error <= allowed) return;
  throw new ZscapeError(
    'VERIFY_FAILED',
    `That changes its pictures by ${error.toPrecision(2)}; at most ${allowed.toPrecision(2)} is allowed.`,
  );
}

/** Computes pictures; undefined if TF.js cannot run the model. */
async function picturesOf(
  { generator, cost, manifest: { latent, classes } }: Rounded,
  model: GraphModel,
  { openRunner, signal, deadline = timerDeadline }: ConvertHooks,
): Promise<Float32Array[] | undefined> {
  const files: BundleFile[] = [{ path: 'model.json', bytes: model.json }, ...model.shards];
  const opened = await openRunner?.(files, cost).catch(() => undefined);
  throwIfCancelled(signal);
  if (opened === undefined) return undefined;
  const runner = withDeadline(opened, cost, deadline);
  const z = latents(looksAt, latent.size, latent.prior, 0x40bd);
  const node = generator.graph.outputs[0]!.ref.node;
  const pictures: Float32Array[] = [];
  try {
    for (let i = 0; i < looksAt; i++) {
      const one = z.slice(i * latent.size, (i + 1) * latent.size);
      const feed = classes && classFeed(classes, [i % classes.count]);
      const [picture] = await runner.runAll(one, latent.size, [node], feed);
      pictures.push(picture!.data);
    }
    return pictures;
  } finally {
    runner.dispose();
  }
}

/** Returns the largest difference; Infinity if a value is not finite or the lengths differ. */
export function difference(a: ArrayLike<number>, b: ArrayLike<number>): number {
  if (a.length !== b.length) return Number.POSITIVE_INFINITY;
  let most = 0;
  for (let i = 0; i < a.length; i++) {
    const d = Math.abs(a[i]! - b[i]!);
    if (!Number.isFinite(d)) return Number.POSITIVE_INFINITY;
    if (d > most) most = d;
  }
  return most;
}
