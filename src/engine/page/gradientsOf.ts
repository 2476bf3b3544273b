/** Gradients of known pictures, or of pictures that the page receives first. */
import type { PictureGradient, RawImage } from '../contract.ts';

interface Asked {
  /** Computes the pictures of the first of zs, as many as are kept for their gradients. */
  pictures(zs: Float32Array[]): Promise<RawImage[]>;
  gradient(zs: Float32Array[], dPictures: Float32Array[]): Promise<Float32Array[]>;
}

/** Computes the gradients of several z, in their order. @throws as `ask` and `dPicture` */
export async function gradientsOf(
  zs: readonly Float32Array[],
  dPicture: PictureGradient,
  ask: Asked,
): Promise<Float32Array[]> {
  if (typeof dPicture !== 'function') return ask.gradient([...zs], [...dPicture]);
  const found: Float32Array[] = [];
  while (found.length < zs.length) {
    const first = found.length;
    const pictures = await ask.pictures(zs.slice(first));
    const dPictures: Float32Array[] = [];
    for (const [i, picture] of pictures.entries()) dPictures.push(await dPicture(picture, first + i));
    found.push(...(await ask.gradient(zs.slice(first, first + pictures.length), dPictures)));
  }
  return found;
}
