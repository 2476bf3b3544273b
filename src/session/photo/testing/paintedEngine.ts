/** An engine for tests whose pictures are its latents, a number a pixel, so the result of a search is plain to see. */
import { ZscapeError } from '../../../base/errors.ts';
import type { BundleManifest } from '../../../bundle/schema/manifest.ts';
import type { Engine, RawImage } from '../../../engine/contract.ts';
import type { Target } from '../../../latent/projection/contract.ts';

type Parts = Pick<Engine, 'gradientSizes' | 'gradient' | 'pictureAt' | 'renderRaw' | 'renderBatch' | 'load'>;

export interface PaintedEngine extends Parts {
  /** What happens before each answer. */
  meanwhile: () => void;
  gradients: boolean;
  asked: { pictures: number; gradients: number };
}

const side = 4;

export const targetOfZ = (z: Float32Array): Target => ({
  ...{ data: z.slice(0, side * side), width: side, height: side, channels: 1, mask: null },
});

export function paintedEngine(models: readonly BundleManifest[]): PaintedEngine {
  const pictureOf = (z: Float32Array): RawImage => ({
    ...{ data: z.slice(0, side * side), width: side, height: side, channels: 1 },
  });
  const engine: PaintedEngine = {
    meanwhile: () => {},
    gradients: true,
    asked: { pictures: 0, gradients: 0 },
    load: async (url) => models.find(({ id }) => url.includes(id))!,
    gradientSizes: async () => {
      if (engine.gradients) return [side];
      throw new ZscapeError('GRADIENT_UNAVAILABLE', 'Tiny has no gradients.');
    },
    pictureAt: async (z) => {
      engine.asked.pictures++;
      engine.meanwhile();
      return pictureOf(z);
    },
    renderRaw: async (z) => {
      engine.asked.pictures++;
      engine.meanwhile();
      return pictureOf(z);
    },
    gradient: async (zs, dPicture, { signal } = {}) => {
      const found: Float32Array[] = [];
      for (const [index, z] of zs.entries()) {
        engine.asked.gradients++;
        engine.meanwhile();
        if (signal?.aborted) throw new ZscapeError('CANCELLED', 'Cancelled.');
        const d = typeof dPicture === 'function' ? await dPicture(pictureOf(z), index) : dPicture[index]!;
        const dz = new Float32Array(z.length);
        dz.set(d);
        found.push(dz);
      }
      return found;
    },
    renderBatch: async (zs, { onImage }) => {
      for (const [index] of zs.entries()) {
        await Promise.resolve();
        onImage(index, { width: side, height: side, close: () => {} } as ImageBitmap);
      }
    },
  };
  return engine;
}
