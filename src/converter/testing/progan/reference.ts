/**
 * The generator's forward pass in plain loops and double precision, from Karras et al. 2018, section 4 and appendix A.
 * Slow and short, for comparison with fast ones. For small networks only.
 */

export interface ReferenceLayer {
  /** HWIO, with run-time scales folded in. */
  readonly kernel: { readonly shape: readonly number[]; readonly data: ArrayLike<number> };
  readonly bias: ArrayLike<number>;
}

export interface ReferenceProgan {
  readonly blocks: readonly { readonly conv0: ReferenceLayer; readonly conv1: ReferenceLayer }[];
  readonly toRgb: ReferenceLayer;
  /** 0.2 by default. */
  readonly leakySlope?: number;
  /** 1e-8 by default. */
  readonly epsilon?: number;
  /** Epsilon of the pixel norm of z; null for a network that does not normalise z, `epsilon` by default. */
  readonly latentEpsilon?: number | null;
  /** picture = clip(scale * head + offset); by default the head's own output. */
  readonly scale?: number;
  readonly offset?: number;
  readonly clip?: readonly [number, number] | null;
}

/** Row major [size, size, channels]. */
interface Image {
  readonly size: number;
  readonly channels: number;
  readonly data: Float64Array;
}

/** Computes a picture. @returns the image of z, [size, size, channels] row major. */
export function referenceImage(network: ReferenceProgan, z: ArrayLike<number>): Float64Array {
  const { leakySlope = 0.2, epsilon = 1e-8, latentEpsilon = epsilon, scale = 1, offset = 0 } = network;
  const layer = (x: Image, weights: ReferenceLayer, pad: number) => {
    const y = convolve(x, weights, pad);
    for (let i = 0; i < y.data.length; i++) if (y.data[i]! < 0) y.data[i]! *= leakySlope;
    return pixelNorm(y, epsilon);
  };
  let x: Image = { size: 1, channels: z.length, data: Float64Array.from(z) };
  if (latentEpsilon !== null) x = pixelNorm(x, latentEpsilon);
  network.blocks.forEach(({ conv0, conv1 }, i) => {
    x = i === 0 ? layer(x, conv0, conv0.kernel.shape[0]! - 1) : layer(upsample(x), conv0, 1);
    x = layer(x, conv1, 1);
  });
  const [low, high] = network.clip ?? [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY];
  return convolve(x, network.toRgb, 0).data.map((value) =>
    Math.min(Math.max(scale * value + offset, low), high),
  );
}

/** Computes x / sqrt(mean over channels of x^2 + epsilon). */
function pixelNorm({ size, channels, data }: Image, epsilon: number): Image {
  const out = new Float64Array(data.length);
  for (let at = 0; at < data.length; at += channels) {
    let sum = 0;
    for (let c = 0; c < channels; c++) sum += data[at + c]! ** 2;
    const scale = 1 / Math.sqrt(sum / channels + epsilon);
    for (let c = 0; c < channels; c++) out[at + c] = data[at + c]! * scale;
  }
  return { size, channels, data: out };
}

/** Upsamples by nearest neighbour to twice the size. */
function upsample({ size, channels, data }: Image): Image {
  const out = new Float64Array(4 * data.length);
  for (let y = 0; y < 2 * size; y++) {
    for (let x = 0; x < 2 * size; x++) {
      const from = ((y >> 1) * size + (x >> 1)) * channels;
      out.set(data.subarray(from, from + channels), (y * 2 * size + x) * channels);
    }
  }
  return { size: 2 * size, channels, data: out };
}

/** Computes the cross-correlation plus bias, with `pad` zeros on each side. */
function convolve(image: Image, { kernel, bias }: ReferenceLayer, pad: number): Image {
  const [taps, , inputs, outputs] = kernel.shape as [number, number, number, number];
  const size = image.size + 2 * pad - taps + 1;
  const out = new Float64Array(size * size * outputs);
  for (let y = 0; y < size; y++) {
    for (let x = 0; x < size; x++) {
      const at = (y * size + x) * outputs;
      for (let o = 0; o < outputs; o++) out[at + o] = bias[o]!;
      for (let ky = 0; ky < taps; ky++) {
        for (let kx = 0; kx < taps; kx++) {
          const row = y + ky - pad;
          const column = x + kx - pad;
          if (row < 0 || column < 0 || row >= image.size || column >= image.size) continue;
          const from = (row * image.size + column) * inputs;
          for (let i = 0; i < inputs; i++) {
            const value = image.data[from + i]!;
            const weight = ((ky * taps + kx) * inputs + i) * outputs;
            for (let o = 0; o < outputs; o++) out[at + o]! += value * kernel.data[weight + o]!;
          }
        }
      }
    }
  }
  return { size, channels: outputs, data: out };
}
