/**
 * The slow backward reference: the gradient of a weighted sum of a picture's values with respect to z, by the chain rule,
 * layer by layer in double precision and by definition. The fast kernels are compared with it, and it is compared with
 * central differences.
 */
import type { LoadedBundle } from '../../../../bundle/read/reader.ts';
import { weightsOf } from '../weights.ts';
import { headOf, planOf, referenceLayers, type Values } from './reference.ts';

/**
 * Computes the gradient of the weighted sum of a picture's values.
 * @param z float32 [latent] or double. @param dPicture the weights of the picture's values, [height, width, channels].
 * @param resolution of a preview head; that of the full picture by default.
 * @returns [latent]
 */
export function referenceGradient(
  bundle: LoadedBundle,
  z: ArrayLike<number>,
  dPicture: ArrayLike<number>,
  resolution?: number,
): Float64Array {
  const { weights } = bundle;
  const plan = planOf(bundle);
  const head = headOf(plan, resolution);
  const { slope, epsilon } = plan.activation;
  const latent = latentOf(z, plan.latentEpsilon);
  const { plain, normed, picture } = referenceLayers(bundle, latent, resolution);

  const { kernel } = weightsOf(weights, head);
  const [low, high] = head.clip ?? [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY];
  const dColours = Float64Array.from(dPicture, (value, i) =>
    picture[i]! > low && picture[i]! < high ? head.scale * value : 0,
  );
  let d = coloursBack(normed.at(-1)!, kernel.data, dColours);
  for (let i = head.after; i > 0; i--) {
    const layer = plan.convolutions[i - 1]!;
    d = activateBack(plain[i]!, normed[i]!, d, slope, epsilon);
    d = convolveBack(d, weightsOf(weights, layer).kernel.data, layer.from, layer.up);
  }
  d = activateBack(plain[0]!, normed[0]!, d, slope, epsilon);
  const dLatent = firstLayerBack(d, weightsOf(weights, plan.dense).kernel.data, plan.dense.latent);
  return plan.latentEpsilon === undefined ? dLatent : normaliseBack(z, latent, dLatent, plan.latentEpsilon);
}

/** Works like `normalised`, without rounding to float32. */
export function latentOf(z: ArrayLike<number>, epsilon: number | undefined): Float64Array {
  const values = Float64Array.from(z);
  if (epsilon === undefined) return values;
  const factor = 1 / Math.sqrt(meanOfProducts(values, values) + epsilon);
  return values.map((value) => value * factor);
}

/**
 * Propagates back through y = a / sqrt(mean(a^2) + epsilon), a = lrelu(x), over all channels of a pixel: with r = 1 /
 * sqrt(mean(a^2) + epsilon), da = r (dy - y mean(dy y)), and dx = da where x > 0, otherwise slope da.
 */
export function activateBack(
  plain: Values,
  normed: Values,
  d: Values,
  slope: number,
  epsilon: number,
): Values {
  const { channels } = plain;
  const data = new Float64Array(d.data.length);
  for (let at = 0; at < data.length; at += channels) {
    const x = plain.data.subarray(at, at + channels);
    const y = normed.data.subarray(at, at + channels);
    const dy = d.data.subarray(at, at + channels);
    const a = x.map((value) => (value > 0 ? value : slope * value));
    const r = 1 / Math.sqrt(meanOfProducts(a, a) + epsilon);
    const along = meanOfProducts(dy, y);
    for (let c = 0; c < channels; c++) data[at + c] = r * (dy[c]! - y[c]! * along) * (x[c]! > 0 ? 1 : slope);
  }
  return { ...d, data };
}

/** Computes the transpose of `convolve`. @param channels of its input. */
export function convolveBack(d: Values, kernel: ArrayLike<number>, channels: number, up: boolean): Values {
  const factor = up ? 2 : 1;
  const size = d.size / factor;
  const data = new Float64Array(size * size * channels);
  for (let y = 0; y < d.size; y++) {
    for (let x = 0; x < d.size; x++) {
      for (let i = 0; i < 3; i++) {
        for (let j = 0; j < 3; j++) {
          const sy = y + i - 1;
          const sx = x + j - 1;
          if (sy < 0 || sx < 0 || sy >= d.size || sx >= d.size) continue;
          const to = (Math.floor(sy / factor) * size + Math.floor(sx / factor)) * channels;
          for (let c = 0; c < channels; c++) {
            let sum = 0;
            for (let o = 0; o < d.channels; o++)
              sum +=
                d.data[(y * d.size + x) * d.channels + o]! *
                kernel[((i * 3 + j) * channels + c) * d.channels + o]!;
            data[to + c]! += sum;
          }
        }
      }
    }
  }
  return { size, channels, data };
}

function firstLayerBack(d: Values, kernel: ArrayLike<number>, latent: number): Float64Array {
  const places = d.size ** 2;
  const dz = new Float64Array(latent);
  for (let place = 0; place < places; place++) {
    const tap = places - 1 - place;
    for (let k = 0; k < latent; k++) {
      for (let o = 0; o < d.channels; o++)
        dz[k]! += d.data[place * d.channels + o]! * kernel[(tap * latent + k) * d.channels + o]!;
    }
  }
  return dz;
}

function coloursBack(x: Values, kernel: ArrayLike<number>, dColours: Float64Array): Values {
  const pixels = x.size ** 2;
  const channels = dColours.length / pixels;
  const data = new Float64Array(x.data.length);
  for (let p = 0; p < pixels; p++) {
    for (let c = 0; c < x.channels; c++) {
      for (let o = 0; o < channels; o++)
        data[p * x.channels + c]! += dColours[p * channels + o]! * kernel[c * channels + o]!;
    }
  }
  return { ...x, data };
}

function normaliseBack(
  z: ArrayLike<number>,
  latent: Float64Array,
  d: Float64Array,
  epsilon: number,
): Float64Array {
  const values = Float64Array.from(z);
  const r = 1 / Math.sqrt(meanOfProducts(values, values) + epsilon);
  const along = meanOfProducts(d, latent);
  return d.map((value, i) => r * (value - latent[i]! * along));
}

function meanOfProducts(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i]! * b[i]!;
  return sum / a.length;
}
