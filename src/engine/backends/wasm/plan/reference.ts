/**
 * The slow reference beside the kernels: the same layers by their definition, in double precision, one loop for each index
 * of the formula. Pictures are [size, size, channels], row major.
 */
export interface Values {
  size: number;
  channels: number;
  data: Float64Array;
}

/** A 3x3 convolution, SAME, of `x` with kernel [3, 3, in, out]; upsampled by nearest x2 before when `up`. */
export function convolve(x: Values, kernel: ArrayLike<number>, bias: ArrayLike<number>, up: boolean): Values {
  const factor = up ? 2 : 1;
  const size = factor * x.size;
  const channels = bias.length;
  const data = new Float64Array(size * size * channels);
  for (let y = 0; y < size; y++) {
    for (let column = 0; column < size; column++) {
      for (let o = 0; o < channels; o++) {
        let sum = bias[o]!;
        for (let i = 0; i < 3; i++) {
          for (let j = 0; j < 3; j++) {
            const sy = y + i - 1;
            const sx = column + j - 1;
            if (sy < 0 || sx < 0 || sy >= size || sx >= size) continue;
            const from = (Math.floor(sy / factor) * x.size + Math.floor(sx / factor)) * x.channels;
            for (let c = 0; c < x.channels; c++)
              sum += x.data[from + c]! * kernel[((i * 3 + j) * x.channels + c) * channels + o]!;
          }
        }
        data[(y * size + column) * channels + o] = sum;
      }
    }
  }
  return { size, channels, data };
}

/** The VALID convolution of kernel [r, r, latent, out] over one pixel z, zero-padded by r - 1 on each side. */
export function firstLayer(
  z: ArrayLike<number>,
  r: number,
  kernel: ArrayLike<number>,
  bias: ArrayLike<number>,
): Values {
  const channels = bias.length;
  const data = new Float64Array(r * r * channels);
  for (let y = 0; y < r; y++) {
    for (let x = 0; x < r; x++) {
      const tap = (r - 1 - y) * r + (r - 1 - x);
      for (let o = 0; o < channels; o++) {
        let sum = bias[o]!;
        for (let k = 0; k < z.length; k++) sum += z[k]! * kernel[(tap * z.length + k) * channels + o]!;
        data[(y * r + x) * channels + o] = sum;
      }
    }
  }
  return { size: r, channels, data };
}

/** lrelu(x) / sqrt(mean over channels of its square + epsilon). */
export function activate(x: Values, slope: number, epsilon: number): Values {
  const data = x.data.map((value) => (value > 0 ? value : slope * value));
  for (let at = 0; at < data.length; at += x.channels) {
    let squares = 0;
    for (let c = 0; c < x.channels; c++) squares += data[at + c]! ** 2;
    const factor = 1 / Math.sqrt(squares / x.channels + epsilon);
    for (let c = 0; c < x.channels; c++) data[at + c]! *= factor;
  }
  return { ...x, data };
}

/** A 1x1 convolution with kernel [in, out], as values in [low, high]. */
export function head(
  x: Values,
  kernel: ArrayLike<number>,
  bias: ArrayLike<number>,
  low: number,
  high: number,
): Values {
  const channels = bias.length;
  const data = new Float64Array(x.size * x.size * channels);
  for (let p = 0; p < x.size * x.size; p++) {
    for (let o = 0; o < channels; o++) {
      let sum = bias[o]!;
      for (let c = 0; c < x.channels; c++) sum += x.data[p * x.channels + c]! * kernel[c * channels + o]!;
      data[p * channels + o] = Math.min(high, Math.max(low, sum));
    }
  }
  return { size: x.size, channels, data };
}
