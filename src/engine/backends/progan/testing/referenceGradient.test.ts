/** Checks the backward reference against central differences of the forward one, in double precision. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { LoadedBundle } from '../../../../bundle/read/reader.ts';
import { bundleOf } from '../../../testing/node.ts';
import { gaussians, type TinyOptions, tinyBundle } from '../../../testing/tinyBundle.ts';
import { planOf, referenceLayers } from './reference.ts';
import { latentOf, referenceGradient } from './referenceGradient.ts';

const STEP = 1e-5;

/** Returns the change of the weighted sum of the picture's values along each axis of z. */
function differences(
  bundle: LoadedBundle,
  z: Float64Array,
  dPicture: Float64Array,
  resolution?: number,
): Float64Array {
  const { latentEpsilon } = planOf(bundle);
  const sum = (at: Float64Array) =>
    referenceLayers(bundle, latentOf(at, latentEpsilon), resolution).picture.reduce(
      (total, value, i) => total + value * dPicture[i]!,
      0,
    );
  return z.map((value, i) => {
    const there = (step: number) => sum(z.with(i, value + step));
    return (there(STEP) - there(-STEP)) / (2 * STEP);
  });
}

function expectDifferences(bundle: LoadedBundle, seed: number, resolution?: number): void {
  const next = gaussians(seed);
  const { latent, head } = { latent: bundle.manifest.latent.size, head: planOf(bundle).head };
  const side = resolution ?? head.resolution;
  const z = Float64Array.from({ length: latent }, next);
  const dPicture = Float64Array.from({ length: side * side * head.channels }, next);
  const found = referenceGradient(bundle, z, dPicture, resolution);
  const expected = differences(bundle, z, dPicture, resolution);
  const scale = Math.max(...expected.map(Math.abs), 1e-6);
  found.forEach((value, i) => {
    // A leaky ReLU whose kink lies within the step affects the difference but not the gradient.
    expect(Math.abs(value - expected[i]!) / scale).toBeLessThan(1e-3);
  });
}

describe('the backward reference agrees with central differences', () => {
  test('for any numbers of channels and latent sizes', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 7 }),
        fc.array(fc.integer({ min: 1, max: 5 }), { minLength: 1, maxLength: 2 }),
        fc.integer({ min: 1, max: 1 << 30 }),
        (latent, channels, seed) => expectDifferences(tiny({ latent, channels, range: [-9, 9] }), seed),
      ),
      { numRuns: 25, seed: 16 },
    );
  });

  test('with clipped colours, at heads of lower resolutions, and without a norm of z', () => {
    expectDifferences(tiny({ latent: 6, channels: [5, 4], range: [-0.4, 0.3] }), 3);
    const bundle = tiny({ latent: 6, channels: [5, 5, 5], range: [-9, 9] });
    const { generator } = bundle.manifest;
    if (generator.family !== 'progan') throw new Error('not a progan');
    const { kernel, bias } = generator.toRgb;
    const previewHeads = [4, 8].map((resolution) => ({ resolution, kernel, bias, error: 0 }));
    const withHeads = { ...bundle, manifest: { ...bundle.manifest, previewHeads } };
    for (const resolution of [4, 8]) expectDifferences(withHeads, 5, resolution);
    const plain = { ...bundle.manifest, generator: { ...generator, latentNorm: null } };
    expectDifferences({ ...bundle, manifest: plain }, 8);
  });
});

const tiny = (options: TinyOptions) => bundleOf(tinyBundle(options).files);
