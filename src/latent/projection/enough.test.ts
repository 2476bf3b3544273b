import { expect, it } from 'vitest';
import { ZscapeError } from '../../base/errors.ts';
import type { Picture, ProjectionEngine } from './contract.ts';
import { project } from './project.ts';

const side = 16;
const latent = { size: side * side, normalised: true, prior: 'normal' } as const;

/** An engine whose pictures are its latents, a number a pixel. */
function painted(gradients: boolean): ProjectionEngine {
  const pictureOf = (z: Float32Array): Picture => ({
    data: z.map(Math.tanh),
    width: side,
    height: side,
    channels: 1,
  });
  return {
    sizes: async () => {
      if (gradients) return [side];
      throw new ZscapeError('GRADIENT_UNAVAILABLE', 'There are none.');
    },
    pictures: async (zs) => zs.map(pictureOf),
    gradient: async (zs, loss) =>
      Promise.all(
        zs.map(async (z, index) => {
          const picture = pictureOf(z);
          const d = await loss(picture, index);
          return d.map((value, i) => value * (1 - picture.data[i]! ** 2));
        }),
      ),
  };
}

it.each([true, false])(
  'ends with the nearest face so far when that is good enough; with gradients: %s',
  async (gradients) => {
    const data = Float32Array.from({ length: side * side }, (_, i) => Math.sin(i / 7));
    const target = { data, width: side, height: side, channels: 1, mask: null };
    const enough = new AbortController();
    let steps = 0;
    const result = await project(target, painted(gradients), {
      ...{ seed: 1, latent, enough: enough.signal },
      onProgress: ({ step }) => {
        steps = step;
        if (step === 5) enough.abort();
      },
    });
    expect(steps).toBe(5);
    expect(result.losses).toHaveLength(5);
    expect(result.match.rms).toBeLessThan(2);
    expect(result.z.every(Number.isFinite)).toBe(true);
  },
);
