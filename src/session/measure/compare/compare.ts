/** The computations on a model's pictures: pure functions, run by a worker. */
import type { RawImage } from '../../../engine/contract.ts';
import { msSsim } from '../../../latent/similarity/msSsim.ts';
import { rms, toBytes } from '../../../network/measure/smoothness.ts';
import { findTwins, small, type Twins } from '../../../network/variety/twins.ts';

/** Values of black and white. */
export type Range = readonly [number, number];

/** Each kind of question with its answer. */
export interface Questions {
  /** The similarity of two pictures, and small versions of both. */
  pair: {
    ask: { one: RawImage; other: RawImage; range: Range };
    answer: { msSsim: number; small: [Float32Array, Float32Array] };
  };
  /** The visible change of a picture over its whole step, and the change of its values within a small step. */
  step: {
    ask: { begin: RawImage; near: RawImage; end: RawImage; range: Range };
    answer: { change: number; nearby: number };
  };
  twins: { ask: { pictures: readonly Float32Array[] }; answer: Twins };
}

export const comparisons: { [K in keyof Questions]: (ask: Questions[K]['ask']) => Questions[K]['answer'] } = {
  pair({ one, other, range }) {
    const [a, b] = [valuesOf(one, range), valuesOf(other, range)];
    const { width, height } = one;
    const seen = (data: Float32Array) => ({
      data: toBytes(data),
      width,
      height,
      channels: data.length / width / height,
    });
    const shrunk = (data: Float32Array) => small(data, width, height, data.length / width / height);
    return { msSsim: msSsim(seen(a), seen(b)), small: [shrunk(a), shrunk(b)] };
  },
  step({ begin, near, end, range }) {
    const [from, by, to] = [begin, near, end].map((picture) => valuesOf(picture, range));
    return { change: rms(toBytes(from!), toBytes(to!)) / 255, nearby: rms(from!, by!) };
  },
  twins: ({ pictures }) => findTwins(pictures),
};

/** Returns colours without alpha, 0 to 1, row major, [height, width, 1 or 3]. */
function valuesOf({ data, width, height, channels }: RawImage, [black, white]: Range): Float32Array {
  const colours = Math.min(3, channels);
  const out = new Float32Array(width * height * colours);
  for (let i = 0; i < width * height; i++)
    for (let c = 0; c < colours; c++) {
      const value = (data[i * channels + c]! - black) / (white - black);
      out[i * colours + c] = Math.min(1, Math.max(0, value));
    }
  return out;
}
