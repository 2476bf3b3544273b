/**
 * How far narrowed weights change the pictures, and what to do where it is too far. The command line and the page look at the same
 * pictures, so that they decide alike, verification or not.
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

/** From the one that is asked for to the one that rounds nothing. */
export function finerThan(storage: Storage): Storage[] {
  if (storage === 'as-it-came') return [storage, 'none'];
  const all: Storage[] = ['uint8', 'float16', 'none'];
  return all.slice(all.indexOf(storage));
}

/** So many numbers take a megabyte in float32: halving that is worth no rounding. */
const fewWeights = 2 ** 18;

/** How weights are stored where nothing was asked for: float16, and float32 for a model that is small anyhow. */
export function usualStorage({ nodes }: Graph): Storage {
  let weights = 0;
  for (const { constant } of nodes.values())
    weights += constant?.shape.reduce((product, size) => product * size, 1) ?? 0;
  return weights <= fewWeights ? 'none' : 'float16';
}

/**
 * The allowed difference for pictures whose values span up to 2, as [0, 1] and [-1, 1] do, and in proportion
 * beyond. Without quantization only the order of float32 sums differs; float16 rounds weights to 11 bits. For
 * uint8 only a clearly different picture fails, since how much is too much is for the user to judge.
 */
const tolerances: Readonly<Record<Quantization, number>> = { none: 1e-4, float16: 4e-3, uint8: 0.25 };

export function toleranceOf(quantization: Quantization, [low, high]: Range): number {
  return tolerances[quantization] * Math.max(1, (high - low) / 2);
}

/** Pictures. */
const looksAt = 2;
/** Multiply-accumulates of a picture above which looking takes too long for a page: some seconds. */
const mostMacs = 2.5e9;

export interface Rounded {
  readonly generator: RecognisedGenerator;
  readonly cost: Cost;
  readonly manifest: BundleManifest;
}

/**
 * Compares two pictures of a narrowed model with those of the same model in float32. A ProGAN is not looked at: it brings its numbers to
 * length one after every convolution, so that errors do not grow.
 * @throws VERIFY_FAILED when they differ by more than the tolerance, MODEL_TOO_SLOW, CANCELLED.
 */
export async function refuseRounded(
  subject: Rounded,
  model: GraphModel,
  exact: () => Promise<GraphModel>,
  { tolerance, quantization }: ConvertOptions,
  hooks: ConvertHooks,
): Promise<void> {
  const { generator, cost, manifest } = subject;
  // What stays as it came is not rounded.
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
    `That changes its pictures by ${error.toPrecision(2)}, and ${allowed.toPrecision(2)} is allowed.`,
  );
}

/** Undefined where TF.js cannot run the model. */
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

/** Infinity when a value is not finite or the lengths differ. */
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
