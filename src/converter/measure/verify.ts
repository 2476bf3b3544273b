/** Compares the bundle with its source graph. */
import { throwIfCancelled, ZscapeError } from '../../base/errors.ts';
import { nextTask } from '../../base/nextTask.ts';
import type { BundleManifest } from '../../bundle/schema/manifest.ts';
import type { Graph } from '../graph/graph.ts';
import type { Value } from '../graph/value.ts';
import { interpret } from '../interpret/interpret.ts';
import { classFeed } from '../run/classFeed.ts';
import { tooSlow } from '../run/deadline.ts';
import type { Runner, RunOutput, StockModel } from '../run/runner.ts';
import { latents } from './calibrate/latents.ts';
import { difference, toleranceOf } from './rounding.ts';

export interface Verification {
  readonly samples: number;
  /** The largest difference of any value in any picture. */
  readonly maxError: number;
}

export interface VerifyOptions {
  readonly samples: number;
  /** Seconds that the interpreter may take for each sample. It checks the clock between nodes. */
  readonly patience: number;
  readonly manifest: BundleManifest;
  /** The allowed difference in image values, overriding the usual one. */
  readonly tolerance?: number;
  /** The original model, in stock TF.js. */
  readonly stock?: StockModel;
  readonly onProgress?: (done: number, total: number) => void;
  readonly signal?: AbortSignal;
}

/**
 * Compares pictures of the same random latents, one at a time: from the frozen, unoptimised graph in the converter's own
 * interpreter, from the bundle in TF.js, and, if stock TF.js can run it, from the original model.
 * @throws MODEL_TOO_SLOW; VERIFY_FAILED if they differ by more than the tolerance, or the pictures have values that are
 * not finite.
 */
export async function verify(frozen: Graph, runner: Runner, options: VerifyOptions): Promise<Verification> {
  const { samples, manifest, patience, onProgress, signal } = options;
  const { size, prior } = manifest.latent;
  const { classes } = manifest;
  const tolerance = options.tolerance ?? toleranceOf(manifest.quantization, manifest.image.range);
  const reference = { ...frozen, outputs: frozen.outputs.slice(0, 1) };
  const z = latents(samples, size, prior, 0x7e57);
  let maxError = 0;
  let fromStock = 0;
  for (let i = 0; i < samples; i++) {
    onProgress?.(i, samples);
    // A worker receives a cancel only between tasks.
    await nextTask();
    throwIfCancelled(signal);
    const one = z.slice(i * size, (i + 1) * size);
    const feed = classes && classFeed(classes, [i % classes.count]);
    const feeds = new Map<string, Value>([
      [frozen.inputs[0]!.node, { dtype: 'float32', shape: [1, size], data: one }],
      ...(feed ? ([[feed.node, feed]] as const) : []),
    ]);
    const until = performance.now() + 1000 * patience;
    const [wanted] = interpret(reference, feeds, () => {
      if (performance.now() > until) throw tooSlow('Computing the original', patience);
    });
    const [got] = await runner.runAll(one, size, [manifest.generator.output], feed);
    maxError = Math.max(maxError, difference(wanted!.data, got!.data));
    const stock = await options.stock?.run(one);
    if (stock !== undefined) {
      fromStock = Math.max(fromStock, difference(pictureOf(stock, manifest.image), got!.data));
    }
  }
  if (maxError <= tolerance && !(fromStock <= tolerance)) {
    throw new ZscapeError(
      'VERIFY_FAILED',
      `The converted model differs from the original in stock TF.js by ${fromStock.toPrecision(3)}; at most ${tolerance.toPrecision(3)} is allowed.${manifest.quantization === 'none' ? ' This is a bug in the converter.' : ''}`,
    );
  }
  maxError = Math.max(maxError, fromStock);
  if (maxError <= tolerance) return { samples, maxError };
  throw new ZscapeError(
    'VERIFY_FAILED',
    Number.isFinite(maxError)
      ? `The converted model differs from the original by ${maxError.toPrecision(3)}; at most ${tolerance.toPrecision(3)} is allowed.${manifest.quantization === 'none' ? ' This is a bug in the converter.' : ''}`
      : 'The values of the model are not finite numbers, or its pictures do not have the size stated in its graph.',
  );
}

/** Returns stock TF.js's output with the channels last. */
function pictureOf({ shape, data }: RunOutput, image: BundleManifest['image']): Float32Array {
  const { height, width, channels } = image;
  const first = shape.length === 3 && shape[0] === channels && shape[2] !== channels;
  if (!first || channels === 1) return data;
  const out = new Float32Array(data.length);
  for (let i = 0; i < height * width; i++) {
    for (let k = 0; k < channels; k++) out[i * channels + k] = data[k * height * width + i]!;
  }
  return out;
}
