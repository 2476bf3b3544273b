import { describe, expect, it } from 'vitest';
import { convolutionKernel } from './kernels/convolution.ts';
import type { LayerShape, Variant } from './kernels/kernel.ts';
import { progan128 } from './testing/layouts.ts';
import { defaultLimits } from './testing/recorder.ts';
import { type Abilities, candidates, fits, usual } from './variants.ts';

const least: Abilities = {
  half: false,
  software: false,
  sharedBytes: defaultLimits.maxComputeWorkgroupStorageSize,
  threads: defaultLimits.maxComputeInvocationsPerWorkgroup,
  threadsAcross: defaultLimits.maxComputeWorkgroupSizeX,
  workgroups: defaultLimits.maxComputeWorkgroupsPerDimension,
};
const roomy: Abilities = { ...least, half: true, sharedBytes: 32_768, threads: 1024, threadsAcross: 1024 };

const layers: LayerShape[] = progan128.flatMap((to, i) => {
  const size = 4 << i;
  const plain = { up: false, size, from: to, to };
  return i === 0 ? [plain] : [{ up: true, size, from: progan128[i - 1]!, to }, plain];
});
const place = { storage: 'f16', slope: 0.2, epsilon: 1e-8, sourceParts: 16, head: false } as const;

describe.each([
  ['the minimum of WebGPU', least],
  ['a desktop GPU', roomy],
])('on %s', (_, abilities) => {
  it('all offered variants fit', () => {
    for (const shape of layers) {
      const all = candidates(shape, abilities, 'f16');
      expect(all.length).toBeGreaterThanOrEqual(3);
      for (const variant of [...all, usual(shape, abilities, 'f16'), usual(shape, abilities, 'f32')]) {
        expect(fits(convolutionKernel(shape, place, variant), abilities)).toBe(true);
      }
    }
  });

  it('the usual choice is one of the measured variants, and never the slow one', () => {
    for (const shape of layers) {
      const choice = usual(shape, abilities, 'f16');
      expect(choice.kind).not.toBe('plain');
      expect(candidates(shape, abilities, 'f16')).toContainEqual(choice);
    }
  });
});

const isHalf = (variant: Variant) => variant.kind === 'tiled' && variant.half;

describe('choices', () => {
  it('split the sum for 4 and 8 px, where tiles would leave a GPU idle', () => {
    const kinds = layers.map((shape) => usual(shape, roomy, 'f16').kind);
    expect(kinds).toEqual([...new Array(3).fill('split'), ...new Array(8).fill('tiled')]);
  });

  it('offer float16 products only if the device has them and the weights are stored in float16', () => {
    const shape = layers.at(-1)!;
    expect(candidates(shape, roomy, 'f16').some(isHalf)).toBe(true);
    expect(candidates(shape, roomy, 'f32').some(isHalf)).toBe(false);
    expect(candidates(shape, least, 'f16').some(isHalf)).toBe(false);
    expect(layers.map((layer) => usual(layer, roomy, 'f16')).some(isHalf)).toBe(false);
  });

  it('favour quick compilation when the GPU is emulated on the processor', () => {
    expect(usual(layers[3]!, { ...roomy, software: true }, 'f16')).toEqual({ kind: 'plain' });
  });

  it('fall back to the least demanding variant on a device below the limits', () => {
    const poor = { ...least, sharedBytes: 1024, threads: 64, threadsAcross: 64 };
    for (const shape of layers) expect(usual(shape, poor, 'f16')).toEqual({ kind: 'plain' });
  });
});
