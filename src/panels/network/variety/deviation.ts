/** Computes the minibatch standard deviation of pictures on the page. */
import { pictureBytes } from '../../../canvas/paint.ts';
import { type MinibatchDeviation, minibatchDeviation } from '../../../network/variety/minibatch.ts';

export interface SeenDeviation extends MinibatchDeviation {
  width: number;
  height: number;
  /** The statistic of the same pictures at 4 x 4 positions. */
  coarse: number;
}

/** The side at which the paper's discriminator computes the statistic. */
const coarseSide = 4;

/** @param pictures of one size @returns null for an empty list */
export function deviationOf(pictures: readonly ImageBitmap[]): SeenDeviation | null {
  const [first] = pictures;
  if (!first) return null;
  const { width, height } = first;
  const batch = pictures.map((picture) => coloursOf(picture, width, height));
  const coarse = batch.map((colours) => shrunk(colours, width, height));
  return { ...minibatchDeviation(batch, 3), width, height, coarse: minibatchDeviation(coarse, 3).mean };
}

/** @returns colours from -1 to 1, float32 [height, width, 3] */
function coloursOf(picture: ImageBitmap, width: number, height: number): Float32Array {
  const bytes = pictureBytes(picture, width, height);
  const out = new Float32Array(width * height * 3);
  for (let i = 0; i < width * height; i++)
    for (let c = 0; c < 3; c++) out[3 * i + c] = bytes[4 * i + c]! / 127.5 - 1;
  return out;
}

/** @returns the mean colours at 4 x 4 positions, float32 [4, 4, 3] */
function shrunk(colours: Float32Array, width: number, height: number): Float32Array {
  const out = new Float32Array(coarseSide ** 2 * 3);
  const counts = new Float32Array(coarseSide ** 2);
  for (let i = 0; i < width * height; i++) {
    const y = Math.floor((Math.floor(i / width) * coarseSide) / height);
    const place = y * coarseSide + Math.floor(((i % width) * coarseSide) / width);
    counts[place]!++;
    for (let c = 0; c < 3; c++) out[3 * place + c]! += colours[3 * i + c]!;
  }
  return out.map((sum, i) => sum / Math.max(1, counts[Math.floor(i / 3)]!));
}
