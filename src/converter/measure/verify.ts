/** Compares the bundle with the graph that it was made from. */
import { throwIfCancelled, ZscapeError } from '../../base/errors.ts';
import type { BundleManifest, Quantization } from '../../bundle/schema/manifest.ts';
import type { Graph } from '../graph/graph.ts';
import { interpret } from '../interpret/interpret.ts';
import { tooSlow } from '../run/deadline.ts';
import type { Runner } from '../run/runner.ts';
import { latents } from './calibrate/latents.ts';

export interface Verification {
  readonly samples: number;
  /** The largest difference of any value of any picture. */
  readonly maxError: number;
}

/**
 * The allowed difference for pictures whose values span up to 2, as [0, 1] and [-1, 1] do, and in proportion
 * beyond. Without quantization only the order of float32 sums differs; float16 rounds weights to 11 bits. For
 * uint8 only a clearly different picture fails, since how much is too much is for the user to judge.
 */
const tolerances: Readonly<Record<Quantization, number>> = { none: 1e-4, float16: 4e-3, uint8: 0.25 };

export interface VerifyOptions {
  readonly samples: number;
  /** Seconds that the interpreter may take for each sample. It looks at the clock between nodes. */
  readonly patience: number;
  readonly manifest: BundleManifest;
  /** The allowed difference in image values, instead of the usual one. */
  readonly tolerance?: number;
  readonly onProgress?: (done: number, total: number) => void;
  readonly signal?: AbortSignal;
}

/**
 * Runs the frozen, unoptimised graph node by node in the converter's own interpreter, and the bundle in TF.js, on the same
 * random latents, one at a time.
 * @throws MODEL_TOO_SLOW; VERIFY_FAILED when they differ by more than the tolerance, or the pictures have no finite values.
 */
export async function verify(frozen: Graph, runner: Runner, options: VerifyOptions): Promise<Verification> {
  const { samples, manifest, patience, onProgress, signal } = options;
  const { size, prior } = manifest.latent;
  const [low, high] = manifest.image.range;
  const tolerance = options.tolerance ?? tolerances[manifest.quantization] * Math.max(1, (high - low) / 2);
  const reference = { ...frozen, outputs: frozen.outputs.slice(0, 1) };
  const z = latents(samples, size, prior, 0x7e57);
  let maxError = 0;
  for (let i = 0; i < samples; i++) {
    onProgress?.(i, samples);
    // A worker receives a cancel only between tasks.
    await new Promise((resolve) => setTimeout(resolve));
    throwIfCancelled(signal);
    const one = z.slice(i * size, (i + 1) * size);
    const feeds = new Map([
      [frozen.inputs[0]!.node, { dtype: 'float32', shape: [1, size], data: one } as const],
    ]);
    const until = performance.now() + 1000 * patience;
    const [wanted] = interpret(reference, feeds, () => {
      if (performance.now() > until) throw tooSlow('Computing the original', patience);
    });
    const [got] = await runner.runAll(one, size, [manifest.generator.output]);
    maxError = Math.max(maxError, difference(wanted!.data, got!.data));
  }
  if (maxError <= tolerance) return { samples, maxError };
  throw new ZscapeError(
    'VERIFY_FAILED',
    Number.isFinite(maxError)
      ? `The converted model differs from the original by ${maxError.toPrecision(3)}, and ${tolerance.toPrecision(3)} is allowed. Try --quantize none; if that fails too, it is a fault of the converter.`
      : 'The model gives values that are no finite numbers, or pictures of another size than its graph says.',
  );
}

/** Infinity when a value is not finite or the lengths differ. */
function difference(a: ArrayLike<number>, b: ArrayLike<number>): number {
  if (a.length !== b.length) return Number.POSITIVE_INFINITY;
  let most = 0;
  for (let i = 0; i < a.length; i++) {
    const d = Math.abs(a[i]! - b[i]!);
    if (!Number.isFinite(d)) return Number.POSITIVE_INFINITY;
    if (d > most) most = d;
  }
  return most;
}
