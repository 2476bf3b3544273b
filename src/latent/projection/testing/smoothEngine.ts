/** A small network with exact gradients: each value of the picture is tanh of a mixture of z, and coarse pictures are means of the full one. */
import { ZscapeError } from '../../../base/errors.ts';
import { createRandom } from '../../../base/random.ts';
import { withNorm } from '../../vector/vector.ts';
import type { LatentSpace, Picture, ProjectionEngine, Target } from '../contract.ts';
import { shrinkTarget } from '../loss/resize.ts';

const FULL = 32;
const CHANNELS = 3;
const VALUES = FULL * FULL * CHANNELS;

export interface SmoothEngine extends ProjectionEngine {
  target(z: Float32Array): Target;
  asked: { pictures: number; gradients: number };
}

export function smoothEngine(latent: LatentSpace, sizes: number[] | null = [16, FULL]): SmoothEngine {
  const random = createRandom(11);
  const mixing = Float64Array.from({ length: VALUES * latent.size }, () => random.normal());
  const asked = { pictures: 0, gradients: 0 };
  const radius = Math.sqrt(latent.size);

  const full = (z: Float32Array): Picture => {
    const u = latent.normalised ? withNorm(z, radius) : z;
    const data = new Float32Array(VALUES);
    for (let i = 0; i < VALUES; i++) {
      let sum = 0;
      for (let k = 0; k < latent.size; k++) sum += mixing[i * latent.size + k]! * u[k]!;
      data[i] = Math.tanh(sum / radius);
    }
    return { data, width: FULL, height: FULL, channels: CHANNELS };
  };
  const at = (z: Float32Array, resolution: number): Picture =>
    shrinkTarget({ ...full(z), mask: null }, resolution);

  const back = (z: Float32Array, d: Float32Array, resolution: number): Float32Array => {
    const { data } = full(z);
    const step = FULL / resolution;
    const dz = new Float32Array(latent.size);
    for (let i = 0; i < VALUES; i++) {
      const [pixel, c] = [Math.floor(i / CHANNELS), i % CHANNELS];
      const [y, x] = [Math.floor(pixel / FULL / step), Math.floor((pixel % FULL) / step)];
      const g = (d[(y * resolution + x) * CHANNELS + c]! / step ** 2) * (1 - data[i]! ** 2);
      for (let k = 0; k < latent.size; k++) dz[k]! += (g * mixing[i * latent.size + k]!) / radius;
    }
    if (!latent.normalised) return dz;
    // The length of z does not matter: the component along z has no gradient.
    const length = z.reduce((sum, value) => sum + value * value, 0);
    const along = z.reduce((sum, value, k) => sum + value * dz[k]!, 0) / length;
    return dz.map((value, k) => ((value - along * z[k]!) * radius) / Math.sqrt(length));
  };

  return {
    asked,
    target: (z) => ({ ...full(z), mask: null }),
    async sizes() {
      if (sizes) return sizes;
      throw new ZscapeError('GRADIENT_UNAVAILABLE', 'It cannot be differentiated.');
    },
    async pictures(zs, resolution) {
      asked.pictures += zs.length;
      return zs.map((z) => at(z, resolution));
    },
    async gradient(zs, dPicture, resolution) {
      asked.gradients += zs.length;
      const found: Float32Array[] = [];
      for (const [i, z] of zs.entries())
        found.push(back(z, await dPicture(at(z, resolution), i), resolution));
      return found;
    },
  };
}
