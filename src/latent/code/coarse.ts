/**
 * Stores vectors in few bits, by a uniform quantiser with a dead zone and an adaptive arithmetic coder. For normally
 * distributed numbers this comes within about 0.1 bit a dimension of the best possible code (rate 1/2 log2(variance /
 * error); Gish and Pierce 1968). Many step sizes are available, so a given length can be used up. `CoarseReader` reads
 * back what `CoarseWriter` wrote, up to rounding.
 */
import { BitDecoder, BitEncoder } from './bitCoder.ts';

/** Step size by index: 4 for index 0, then an eighth of an octave finer each time. */
export const finestStep = 128;

function stepOf(number: number): number {
  return 4 * 2 ** (-number / 8);
}

/**
 * A vector's class is the size of its numbers relative to the step, in octaves. Vectors of one class share the statistics
 * of their digits.
 */
export const classes = 20;
const offset = 4;

/** The lowest bits of a magnitude look like noise and are written without coding. */
function plainBits(kind: number): number {
  return Math.max(0, kind - offset - 1);
}

/**
 * How far below the middle of a cell its numbers lie on average, as a share of the cell: under a bell curve more of them
 * are near zero.
 */
const towardsZero = (kind: number) =>
  [0.13, 0.1, 0.09, 0.08, 0.05, 0.02][Math.max(0, kind - offset + 1)] ?? 0;
const deadZone = (kind: number) => (kind <= offset + 1 ? 0.1 : 0);

const name = (kind: number, place: number) => kind * 32 + Math.min(place, 31);
/** No vector written here has a larger magnitude. */
const longest = 4096;

export class CoarseWriter {
  readonly #bits = new BitEncoder();
  readonly #step: number;

  constructor(step: number) {
    this.#step = stepOf(step);
  }

  /** Writes a vector whose numbers are of the order of 1. @returns its class, which the reader needs as well */
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

  /** Reads the next vector, in doubles. @param kind its class, as `write` returned it */
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
