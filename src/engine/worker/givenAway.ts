/** Transfers pictures between the worker and the page without copying. */
import type { FrameImage } from '../contract.ts';
import type { EnginePicture } from '../protocol.ts';

/** Prepares a picture for posting. @returns the picture as it is posted, and the list of objects to transfer. */
export function givenAway(picture: FrameImage): { image: EnginePicture; transfer: Transferable[] } {
  if ('close' in picture) return { image: picture, transfer: [picture] };
  const { width, height } = picture;
  const data = picture.data as Uint8ClampedArray<ArrayBuffer>;
  return { image: { data, width, height }, transfer: [data.buffer] };
}
