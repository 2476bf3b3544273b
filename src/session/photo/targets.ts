/** A picture behind its frame as the target of a search, with the small picture that a pin keeps of it. */

import { thumbnailOf } from '../../canvas/thumbnail.ts';
import type { Target } from '../../latent/projection/contract.ts';
import { previewOf, targetOf } from '../../photo/target.ts';
import type { PhotoPicture } from '../../store/state/photo.ts';
import type { Model } from '../../store/state/state.ts';

const thumbnailSize = 96;

/** Makes the target of a search, with its thumbnail as a data URL. Needs a browser. */
export function wantedOf(
  { image }: Model,
  { bitmap, placement, strokes, background }: PhotoPicture,
): { target: Target; thumbnail: string } {
  const { range } = image;
  const found = targetOf(bitmap, placement, image, { strokes, background });
  const target: Target = { ...found, range: [range[0]!, range[1]!] };
  const canvas = document.createElement('canvas');
  canvas.width = target.width;
  canvas.height = target.height;
  canvas.getContext('2d')?.putImageData(previewOf(found, image), 0, 0);
  return { target, thumbnail: thumbnailOf(canvas, thumbnailSize) };
}
