/** Determines which picture a tensor of a given shape holds, and how to convert the tensor. */
import type { BundleManifest } from '../../bundle/schema/manifest.ts';

export type PictureSize = Omit<BundleManifest['image'], 'range'>;
type Channels = PictureSize['channels'];

export interface PictureForm extends PictureSize {
  /** Sizes, without the batch, to which the tensor has to be reshaped first; undefined if it has them. */
  readonly reshape: readonly number[] | undefined;
  /** Whether channels then come first. */
  readonly turned: boolean;
  /** How clearly the shape indicates a picture: channels last, channels first, grey without channels, a row. */
  readonly plainness: 3 | 2 | 1 | 0;
}

/** No picture is smaller; a vector of nine numbers is something else. */
const leastSide = 4;

function asChannels(size: number | undefined): Channels | undefined {
  return size === 1 || size === 3 || size === 4 ? size : undefined;
}

/** Determines the picture. @param sizes of the tensor, without the batch. */
export function pictureForm(sizes: readonly number[], wish?: readonly number[]): PictureForm | undefined {
  if (sizes.some((size) => size < 1)) return undefined;
  if (wish !== undefined) return wishedForm(sizes, wish);
  const [a = 0, b = 0, c = 0] = sizes;
  if (sizes.length === 3) {
    const last = asChannels(c);
    // One by one with channels is a row with two additional axes.
    if (last !== undefined && (a > 1 || b > 1)) return formOf([a, b, last], sizes, 3);
    const first = asChannels(a);
    if (first !== undefined && b > 1 && c > 1) return turnedForm([first, b, c], sizes, 2);
  }
  const bare = sizes.filter((size) => size !== 1);
  if (bare.length === 3 && sizes.length > 3) {
    const form = pictureForm(bare);
    return form && { ...form, reshape: form.reshape ?? bare };
  }
  if (bare.length === 2) return planeForm(bare as [number, number], sizes);
  return bare.length === 1 ? rowForm(bare[0]!, sizes) : undefined;
}

/** Reads two sizes: a grey picture, or pixels in one row with their channels. */
function planeForm([a, b]: readonly [number, number], sizes: readonly number[]): PictureForm | undefined {
  const last = asChannels(b);
  const first = asChannels(a);
  const rows = a !== b && last !== undefined ? squareRoot(a) : undefined;
  if (rows !== undefined) return formOf([rows, rows, last!], sizes, 0);
  const planes = a !== b && first !== undefined ? squareRoot(b) : undefined;
  if (planes !== undefined) return turnedForm([first!, planes, planes], sizes, 0);
  return a < leastSide || b < leastSide ? undefined : formOf([a, b, 1], sizes, 1);
}

/**
 * Reads a row: a square in grey, otherwise a square in colour. (Four times a square is itself a square, so a row alone
 * never means RGBA.)
 */
function rowForm(count: number, sizes: readonly number[]): PictureForm | undefined {
  const grey = squareRoot(count);
  if (grey !== undefined) return formOf([grey, grey, 1], sizes, 0);
  const colour = squareRoot(count / 3);
  return colour === undefined ? undefined : formOf([colour, colour, 3], sizes, 0);
}

function squareRoot(count: number): number | undefined {
  const side = Math.sqrt(count);
  return Number.isInteger(side) && side >= leastSide ? side : undefined;
}

function wishedForm(sizes: readonly number[], wish: readonly number[]): PictureForm | undefined {
  const product = (list: readonly number[]) => list.reduce((all, size) => all * size, 1);
  if (product(sizes) !== product(wish)) return undefined;
  const [a = 0, b = 0, c = 1] = wish;
  const last = asChannels(c);
  if (last === undefined) {
    const first = asChannels(a);
    return first === undefined ? undefined : turnedForm([first, b, c], sizes, 2);
  }
  const bare = sizes.filter((size) => size !== 1).join();
  // The request describes a picture, and the tensor may hold the same one with its channels first.
  const first = bare === [last, a, b].join() && bare !== [a, b, last].join();
  return first ? turnedForm([last, a, b], sizes, 2) : formOf([a, b, last], sizes, 3);
}

function formOf(
  [height, width, channels]: readonly [number, number, Channels],
  sizes: readonly number[],
  plainness: PictureForm['plainness'],
): PictureForm {
  const wanted = [height, width, channels];
  return { height, width, channels, reshape: unless(sizes, wanted), turned: false, plainness };
}

function turnedForm(
  [channels, height, width]: readonly [Channels, number, number],
  sizes: readonly number[],
  plainness: PictureForm['plainness'],
): PictureForm {
  // A single channel is both first and last.
  if (channels === 1) return formOf([height, width, 1], sizes, plainness);
  return {
    height,
    width,
    channels,
    reshape: unless(sizes, [channels, height, width]),
    turned: true,
    plainness,
  };
}

function unless(sizes: readonly number[], wanted: readonly number[]): readonly number[] | undefined {
  return sizes.join() === wanted.join() ? undefined : wanted;
}
