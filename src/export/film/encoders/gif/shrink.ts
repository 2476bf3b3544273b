/** Shrinks pictures: each new pixel is the mean of the area that it covers. */

/**
 * Shrinks a picture. @param rgba [height, width, 4]. @returns [toHeight, toWidth, 4]; the same array if the size does not
 * change
 */
export function shrink(
  rgba: Uint8ClampedArray<ArrayBuffer>,
  width: number,
  height: number,
  toWidth: number,
  toHeight: number,
): Uint8ClampedArray<ArrayBuffer> {
  if (toWidth === width && toHeight === height) return rgba;
  const rows = new Float32Array(4 * toWidth * height);
  const columns = cover(width, toWidth);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < toWidth; x++)
      average(rgba, 4 * y * width, 4, columns[x]!, rows, 4 * (y * toWidth + x));
  }
  const small = new Uint8ClampedArray(4 * toWidth * toHeight);
  const lines = cover(height, toHeight);
  for (let y = 0; y < toHeight; y++) {
    for (let x = 0; x < toWidth; x++)
      average(rows, 4 * x, 4 * toWidth, lines[y]!, small, 4 * (y * toWidth + x));
  }
  return small;
}

interface Covered {
  from: number;
  /** Shares of the covered pixels, which add up to 1. */
  shares: number[];
}

function cover(from: number, to: number): Covered[] {
  const step = from / to;
  return Array.from({ length: to }, (_, i) => {
    const [begin, end] = [i * step, Math.min(from, (i + 1) * step)];
    const first = Math.floor(begin);
    const last = Math.min(from, Math.max(first + 1, Math.ceil(end - 1e-9)));
    const shares = Array.from({ length: last - first }, (_, k) => {
      const pixel = first + k;
      return (Math.min(end, pixel + 1) - Math.max(begin, pixel)) / step;
    });
    return { from: first, shares };
  });
}

function average(
  source: ArrayLike<number>,
  start: number,
  stride: number,
  { from, shares }: Covered,
  to: Float32Array | Uint8ClampedArray,
  at: number,
): void {
  for (let c = 0; c < 4; c++) {
    let sum = 0;
    for (let k = 0; k < shares.length; k++) sum += shares[k]! * source[start + (from + k) * stride + c]!;
    to[at + c] = sum;
  }
}
