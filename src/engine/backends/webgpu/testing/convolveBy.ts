/** Runs a scheme in plain loops, to show that its tables are right. */
import { outputsOf, pixelsOf, type Scheme, weightCoefficients } from '../schemes.ts';

/**
 * Convolves one channel by the scheme, in double precision: the computation of the kernels without their order of work.
 * @param image [side, side]. @param taps [3, 3].
 * @returns [n, n] with n = side, or 2 side if the scheme doubles, or side / 2 if it goes back through a doubling.
 */
export function convolveBy(scheme: Scheme, image: ArrayLike<number>, side: number, taps: ArrayLike<number>) {
  const { step, data, output } = scheme;
  const seen = pixelsOf(scheme);
  const many = data.length;
  const outputs = outputsOf(scheme);
  const size = (side * outputs) / step;
  const result = new Float64Array(size * size);
  const weights = weightCoefficients(scheme).map((row) =>
    row.reduce((sum, c, tap) => sum + c * taps[tap]!, 0),
  );
  const at = (y: number, x: number) => (y < 0 || x < 0 || y >= side || x >= side ? 0 : image[y * side + x]!);
  for (let py = 0; py * step < side; py++) {
    for (let px = 0; px * step < side; px++) {
      const products = weights.map((weight, p) => {
        const [row, column] = [data[Math.floor(p / many)]!, data[p % many]!];
        let sum = 0;
        for (let y = 0; y < seen; y++)
          for (let x = 0; x < seen; x++)
            sum += row[y]! * column[x]! * at(py * step + y - 1, px * step + x - 1);
        return sum * weight;
      });
      for (let oy = 0; oy < outputs; oy++) {
        for (let ox = 0; ox < outputs; ox++) {
          const [y, x] = [py * outputs + oy, px * outputs + ox];
          if (y >= size || x >= size) continue;
          result[y * size + x] = products.reduce(
            (sum, m, p) => sum + m * output[oy]![Math.floor(p / many)]! * output[ox]![p % many]!,
            0,
          );
        }
      }
    }
  }
  return result;
}
