/**
 * Vectors in few bits: a uniform quantiser with a dead zone and an adaptive arithmetic code, which is within about
 * 0.1 bit a dimension of what any code of normal numbers can reach (rate 1/2 log2(variance / error); Gish and Pierce
 * 1968). The step is chosen finely, so that a given room is filled. `CoarseWriter` and `CoarseReader` are reverses,
 * up to the rounding.
 */
import { BitDecoder, BitEncoder } from './bitCoder.ts';

/** Steps by number, the coarsest first: 4 at 0, and an eighth of an octave finer each. */
export const finestStep = 128;

function stepOf(number: number): number {
  return 4 * 2 ** (-number / 8);
}

/** Numbers are compared with steps in octaves: vectors of one class share what was learned of their digits. */
export const classes = 20;
const offset = 4;

/** The lowest bits of a magnitude look like noise and are written as they are. */
function plainBits(kind: number): number {
  return Math.max(0, kind - offset - 1);
}

/** Where the numbers of a cell lie, as a share of it below its middle: those of a bell lie towards zero. */
const towardsZero = (kind: number) =>
  [0.13, 0.1, 0.09, 0.08, 0.05, 0.02][Math.max(0, kind - offset + 1)] ?? 0;
const deadZone = (kind: number) => (kind <= offset + 1 ? 0.1 : 0);

const name = (kind: number, place: number) => kind * 32 + Math.min(place, 31);
/** No vector that was written here has a larger magnitude. */
const longest = 4096;

export class CoarseWriter {
  readonly #bits = new BitEncoder();
  readonly #step: number;

  constructor(step: number) {
    this.#step = stepOf(step);
  }

  /** @param values about as large as 1. @returns the class, which the reader has to be told */
  write(values: ArrayLike<number>): number {
    let energy = 0;
    for (let i = 0; i < values.length; i++) energy += values[i]! ** 2;
    const octaves = Math.log2(Math.sqrt(energy / values.length) / this.#step);
    const kind = Math.min(classes - 1, Math.max(0, Math.round(octaves) + offset));
    const plain = plainBits(kind);
    for (let i = 0; i < values.length; i++) {
      const magnitude = Math.floor(Math.abs(values[i]!) / this.#step + 0.5 - deadZone(kind));
      const top = Math.floor(magnitude / 2 ** plain);
      for (let place = 0; place < top; place++) this.#bits.write(true, name(kind, place));
      this.#bits.write(false, name(kind, top));
      for (let bit = plain - 1; bit >= 0; bit--) this.#bits.write(Math.floor(magnitude / 2 ** bit) % 2 === 1);
      if (magnitude > 0) this.#bits.write(values[i]! < 0);
    }
    return kind;
  }

  end(): string {
    return this.#bits.end();
  }
}

export class CoarseReader {
  readonly #bits: BitDecoder;
  readonly #step: number;

  constructor(step: number, text: string) {
    this.#bits = new BitDecoder(text);
    this.#step = stepOf(step);
  }

  /** The next vector, in doubles. @param kind its class, as `write` gave it */
  read(size: number, kind: number): Float64Array {
    const plain = plainBits(kind);
    return Float64Array.from({ length: size }, () => {
      let magnitude = 0;
      while (magnitude < longest && this.#bits.read(name(kind, magnitude))) magnitude += 1;
      for (let bit = plain - 1; bit >= 0; bit--) magnitude = magnitude * 2 + (this.#bits.read() ? 1 : 0);
      if (magnitude === 0) return 0;
      const value = (magnitude - towardsZero(kind)) * this.#step;
      return this.#bits.read() ? -value : value;
    });
  }
}
