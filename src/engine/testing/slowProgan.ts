/** The network in plain loops and doubles, straight from the schema's words: the slow reference of every fast one. */
import type { LoadedBundle } from '../../bundle/read/reader.ts';

interface Image {
  side: number;
  channels: number;
  data: Float64Array; // [side, side, channels]
}

/** @returns the network's values, [height, width, channels]. */
export function slowProgan(bundle: LoadedBundle, z: Float32Array): Float64Array {
  const { generator } = bundle.manifest;
  if (generator.family !== 'progan') throw new Error('not a progan');
  const { blocks, toRgb, latentNorm, pixelNorm, leakySlope } = generator;
  const convolve = (x: Image, names: { kernel: string; bias: string }, padding: 'same' | 'valid'): Image => {
    const { shape, data: kernel } = bundle.weights.floats(names.kernel);
    const { data: bias } = bundle.weights.floats(names.bias);
    const [k = 0, , from = 0, to = 0] = shape;
    const side = padding === 'same' ? x.side : x.side - k + 1;
    const before = padding === 'same' ? (k - 1) >> 1 : 0;
    const data = new Float64Array(side * side * to);
    for (let y = 0; y < side; y++)
      for (let px = 0; px < side; px++)
        for (let o = 0; o < to; o++) {
          let sum = bias[o]!;
          for (let ky = 0; ky < k; ky++)
            for (let kx = 0; kx < k; kx++) {
              const sy = y + ky - before;
              const sx = px + kx - before;
              if (sy < 0 || sx < 0 || sy >= x.side || sx >= x.side) continue;
              for (let i = 0; i < from; i++)
                sum += x.data[(sy * x.side + sx) * from + i]! * kernel[((ky * k + kx) * from + i) * to + o]!;
            }
          data[(y * side + px) * to + o] = sum;
        }
    return { side, channels: to, data };
  };
  const layer = (x: Image, names: { kernel: string; bias: string }, padding: 'same' | 'valid'): Image => {
    const y = convolve(x, names, padding);
    const activated = y.data.map((value) => (value < 0 ? leakySlope * value : value));
    return { ...y, data: pixelNormalised(activated, y.channels, pixelNorm.epsilon) };
  };

  const side = blocks[0]!.resolution;
  const wide = 2 * side - 1; // z padded by side - 1 on each side
  const latent = Float64Array.from(z);
  let x: Image = { side: wide, channels: z.length, data: new Float64Array(wide * wide * z.length) };
  x.data.set(
    latentNorm ? pixelNormalised(latent, z.length, latentNorm.epsilon) : latent,
    ((side - 1) * wide + side - 1) * z.length,
  );
  blocks.forEach(({ conv0, conv1 }, i) => {
    x = i === 0 ? layer(x, conv0, 'valid') : layer(doubled(x), conv0, 'same');
    x = layer(x, conv1, 'same');
  });
  const { scale, offset, clip } = toRgb;
  return convolve(x, toRgb, 'same').data.map((value) => {
    const shown = scale * value + offset;
    return clip ? Math.min(clip[1], Math.max(clip[0], shown)) : shown;
  });
}

function pixelNormalised(data: Float64Array, channels: number, epsilon: number): Float64Array {
  const out = new Float64Array(data.length);
  for (let at = 0; at < data.length; at += channels) {
    let sum = 0;
    for (let c = 0; c < channels; c++) sum += data[at + c]! ** 2;
    for (let c = 0; c < channels; c++) out[at + c] = data[at + c]! / Math.sqrt(sum / channels + epsilon);
  }
  return out;
}

function doubled({ side, channels, data }: Image): Image {
  const out = new Float64Array(4 * data.length);
  for (let y = 0; y < 2 * side; y++)
    for (let x = 0; x < 2 * side; x++) {
      const from = ((y >> 1) * side + (x >> 1)) * channels;
      out.set(data.subarray(from, from + channels), (y * 2 * side + x) * channels);
    }
  return { side: 2 * side, channels, data: out };
}
