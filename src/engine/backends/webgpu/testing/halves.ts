/** float16 for tests: rounding to nearest, ties to even. */
import { halfToFloat } from '../../../../bundle/read/half.ts';

export const widened = halfToFloat;

export function halfOf(values: Float32Array): Uint16Array<ArrayBuffer> {
  const bits = new Uint32Array(1);
  const float = new Float32Array(bits.buffer);
  return Uint16Array.from(values, (value) => {
    const sign = value < 0 || Object.is(value, -0) ? 0x8000 : 0;
    const size = Math.abs(value);
    if (size < 2 ** -14) return sign | even(size * 2 ** 24); // subnormal
    float[0] = size;
    const exponent = (bits[0]! >>> 23) - 127;
    const scaled = even(size * 2 ** (10 - exponent));
    return sign | Math.min(0x7c00, ((exponent + 15) << 10) + scaled - 1024);
  });
}

/** Rounds to the nearest integer, ties to the even one. */
function even(value: number): number {
  const down = Math.floor(value);
  const rest = value - down;
  return rest > 0.5 || (rest === 0.5 && down % 2 === 1) ? down + 1 : down;
}
