/** Pictures change hands between the worker and the page without being copied. */
import type { FrameImage } from '../contract.ts';
import type { EnginePicture } from '../protocol.ts';

/** @returns the picture as it is posted, and what is given to the page with it. */
export function givenAway(picture: FrameImage): { image: EnginePicture; transfer: Transferable[] } {
  if ('close' in picture) return { image: picture, transfer: [picture] };
  const { width, height } = picture;
  const data = picture.data as Uint8ClampedArray<ArrayBuffer>;
  return { image: { data, width, height }, transfer: [data.buffer] };
}
