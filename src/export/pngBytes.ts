/** Writes a picture as a PNG file from its bytes, for places without a canvas. */
import { joinBytes } from '../base/joinBytes.ts';
import { pngEnd, pngHead } from './film/encoders/png/blocks.ts';
import { RowFilter } from './film/encoders/png/filterRows.ts';
import { pngChunk } from './pngChunk.ts';

interface Pixels {
  /** RGBA, row major. */
  data: Uint8ClampedArray;
  width: number;
  height: number;
}

/**
 * Encodes pixels as a PNG file.
 * @param alpha whether the file keeps the alpha channel
 * @param deflate packs bytes in zlib's format; the caller provides it, because each environment has a different one
 */
export function pngBytes(
  { data, width, height }: Pixels,
  alpha: boolean,
  deflate: (bytes: Uint8Array<ArrayBuffer>) => Uint8Array,
): Uint8Array<ArrayBuffer> {
  const rows = new RowFilter(width, alpha).filter(data);
  return joinBytes([pngHead(width, height, alpha, null), pngChunk('IDAT', deflate(rows)), pngEnd()]);
}
