/**
 * Measures how much each dimension of z changes the picture of a face, on small pictures rendered in the engine's spare
 * time.
 */
import { pictureBytes } from '../canvas/paint.ts';
import { rmsChange } from '../latent/curve/change.ts';
import { usualSpread } from '../store/select/space.ts';
import type { Model } from '../store/state/state.ts';
import type { Session } from './session.ts';

/** Longest side of the compared pictures, in pixels. */
const pictureSize = 32;
/** How many latents are sent to the engine at a time; all those of a large model together would be many megabytes. */
const batchSize = 64;
/** Progress is reported each time this many pictures are done. */
const toldEvery = 4;

/**
 * Moves one dimension after the other up by a standard deviation of the prior, and compares the pictures with that of the
 * face itself.
 * @param point a point of the model's latent space (`latent/point/classTail.ts`): float32 [latent size and the class's
 * tail]
 * @param onProgress is called now and then with the number of measured dimensions
 * @returns float32 [latent size]: the root mean square change of the picture, 0 to 1
 * @throws CANCELLED when the signal fires or another model is loaded
 */
export async function measureDimensions(
  { pictures }: Pick<Session, 'pictures'>,
  model: Model,
  point: Float32Array,
  { signal, onProgress }: { signal: AbortSignal; onProgress: (done: number) => void },
): Promise<Float32Array> {
  const { size, prior } = model.latent;
  const step = (prior === 'normal' ? 1 : Math.sqrt(1 / 3)) * usualSpread(model);
  let own: Uint8ClampedArray | undefined;
  const effects = new Float32Array(size);
  for (let from = 0; from < size; from += batchSize) {
    const moved = Array.from({ length: Math.min(batchSize, size - from) }, (_, i) => {
      const z = point.slice();
      z[from + i]! += step;
      return z;
    });
    // The first batch begins with the face itself.
    const before = from === 0 ? [point] : [];
    await pictures.render(
      [...before, ...moved],
      {
        size: pictureSize,
        signal,
        onImage: (index, image) => {
          const bytes = pictureBytes(image, image.width, image.height);
          image.close();
          const at = from + index - before.length;
          if (own) effects[at] = rmsChange(own, bytes);
          else own = bytes;
          if (at % toldEvery === 0) onProgress(at);
        },
      },
      'quiet',
    );
    onProgress(from + moved.length);
  }
  return effects;
}
