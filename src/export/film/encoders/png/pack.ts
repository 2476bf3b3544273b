import { deflate } from './deflate.ts';
import { RowFilter } from './filterRows.ts';

/** Returns a picture's pixels in the form of a PNG: filtered and compressed. @param rgba [height, width, 4] */
export const packPixels = (
  rgba: Uint8ClampedArray,
  width: number,
  alpha: boolean,
): Promise<Uint8Array<ArrayBuffer>> => deflate(new RowFilter(width, alpha).filter(rgba));
