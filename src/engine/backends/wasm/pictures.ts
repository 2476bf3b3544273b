/** A generator's pictures in all forms, from bytes and values. */
import type { BundleManifest } from '../../../bundle/schema/manifest.ts';
import type { RawImage } from '../../contract.ts';
import type { Gap, Generator, Pictures } from '../backend.ts';
import { fitted, toPixels } from '../pixels.ts';

/** Both are copies, because the next picture overwrites the same place. */
interface Source {
  image: BundleManifest['image'];
  /** RGBA in the picture's own size. */
  bytes(z: Float32Array, gap?: Gap): Promise<Uint8ClampedArray<ArrayBuffer>>;
  values(z: Float32Array, gap?: Gap): Promise<RawImage>;
}

export type DrawnPictures = Omit<Pictures, 'previews' | 'renderPixels'> &
  Required<Pick<Generator, 'renderPixels'>>;

/** Makes pictures in every form from their bytes and values. */
export function drawnPictures({ image, bytes, values }: Source): DrawnPictures {
  const { width, height } = image;
  const picture = async (z: Float32Array, gap?: Gap) => bitmapOf(await bytes(z, gap), width, height);
  return {
    renderImage: picture,
    async renderPixels(z, gap) {
      return new ImageData(await bytes(z, gap), width, height);
    },
    async renderBatch(zs, longest, gap) {
      const size = fitted(image, longest);
      const small = size.width < width;
      const images: ImageBitmap[] = [];
      try {
        for (const z of zs) {
          images.push(
            small
              ? await bitmapOf(toPixels(await values(z, gap), image.range, size), size.width, size.height)
              : await picture(z, gap),
          );
        }
        return images;
      } catch (error) {
        for (const done of images) done.close();
        throw error;
      }
    },
    raw: values,
  };
}

/** Makes a bitmap. @param to another size, to which it is scaled smoothly. */
export function bitmapOf(
  pixels: Uint8ClampedArray<ArrayBuffer>,
  width: number,
  height: number,
  to?: { width: number; height: number },
): Promise<ImageBitmap> {
  return createImageBitmap(new ImageData(pixels, width, height), {
    ...{ colorSpaceConversion: 'none', resizeQuality: 'medium' },
    ...(to && { resizeWidth: to.width, resizeHeight: to.height }),
  });
}
