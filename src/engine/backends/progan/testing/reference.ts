/**
 * The slow reference beside every fast backend: a ProGAN's layers by their definition, in double precision, with one loop
 * per index of the formula. Pictures are [size, size, channels], row major.
 */
import type { LoadedBundle } from '../../../../bundle/read/reader.ts';
import { normalised } from '../../latent.ts';
import { type ProganPlan, planProgan } from '../plan.ts';
import { weightsOf } from '../weights.ts';

export interface Values {
  size: number;
  channels: number;
  data: Float64Array;
}

/** Computes the network's picture of z, [height, width, channels]. @param resolution of a preview head, for its picture. */
export function referenceProgan(bundle: LoadedBundle, z: Float32Array, resolution?: number): Float64Array {
  const { latentEpsilon } = planOf(bundle);
  const latent = latentEpsilon === undefined ? z : normalised(z, latentEpsilon);
  return referenceLayers(bundle, latent, resolution).picture;
}

export function planOf({ manifest }: LoadedBundle): ProganPlan {
  const { generator } = manifest;
  if (generator.family !== 'progan') throw new Error(`${manifest.id} is no ProGAN`);
  return planProgan({ ...manifest, generator });
}

/** Returns the head of a resolution. @param resolution of a preview head; that of the full picture by default. */
export function headOf(plan: ProganPlan, resolution: number = plan.head.resolution): ProganPlan['head'] {
  const head = [plan.head, ...plan.previews].find((one) => one.resolution === resolution);
  if (!head) throw new Error(`There is no head of ${resolution} pixels`);
  return head;
}

interface ReferenceLayers {
  /** The input of each layer's leaky ReLU, and the output of the norm after it. */
  plain: Values[];
  normed: Values[];
  /** [height, width, channels] */
  picture: Float64Array;
}

/** Computes all values on the way to a picture. @param latent already normalised, if the network normalises it. */
export function referenceLayers(
  bundle: LoadedBundle,
  latent: ArrayLike<number>,
  resolution?: number,
): ReferenceLayers {
  const { weights } = bundle;
  const plan = planOf(bundle);
  const head = headOf(plan, resolution);
  const { slope, epsilon } = plan.activation;
  const first = weightsOf(weights, plan.dense);
  const plain = [firstLayer(latent, plan.dense.size, first.kernel.data, first.bias.data)];
  const normed = [activate(plain[0]!, slope, epsilon)];
  for (const layer of plan.convolutions.slice(0, head.after)) {
    const { kernel, bias } = weightsOf(weights, layer);
    plain.push(convolve(normed.at(-1)!, kernel.data, bias.data, layer.up));
    normed.push(activate(plain.at(-1)!, slope, epsilon));
  }
  const { kernel, bias } = weightsOf(weights, head);
  const { scale, offset, clip } = head;
  const [low, high] = clip ?? [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY];
  const picture = colours(
    normed.at(-1)!,
    Float64Array.from(kernel.data, (value) => scale * value),
    Float64Array.from(bias.data, (value) => scale * value + offset),
    low,
    high,
  ).data;
  return { plain, normed, picture };
}

/** Computes a 3x3 SAME convolution of `x` with kernel [3, 3, in, out], after nearest x2 upsampling when `up`. */
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

/** Computes the VALID convolution of kernel [r, r, latent, out] over one pixel z, zero-padded by r - 1 on each side. */
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

/** Computes lrelu(x) / sqrt(mean over channels of its square + epsilon). */
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

/** Computes a 1x1 convolution with kernel [in, out], clipped to [low, high]. */
export function colours(
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
