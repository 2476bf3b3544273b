import { describe, expect, it } from 'vitest';
import { bundleOf } from '../../testing/node.ts';
import { tinyBundle } from '../../testing/tinyBundle.ts';
import { planProgan, shareOf } from './plan.ts';
import { weightsOf } from './weights.ts';

function tiny() {
  const bundle = bundleOf(tinyBundle().files);
  const { generator } = bundle.manifest;
  if (generator.family !== 'progan') throw new Error('not a progan');
  return { bundle, manifest: { ...bundle.manifest, generator } };
}

const head = (resolution: number) => ({
  resolution,
  ...{ kernel: `k${resolution}`, bias: `b${resolution}`, error: 0 },
});

describe('planProgan', () => {
  it('lists the layers in order', () => {
    const { dense, convolutions, head: last } = planProgan(tiny().manifest);
    expect([dense.size, dense.latent, dense.to]).toEqual([4, 16, 8]);
    expect(convolutions.map(({ up, size, from, to }) => [up, size, from, to])).toEqual([
      [false, 4, 8, 8],
      [true, 8, 8, 6],
      [false, 8, 6, 6],
      [true, 16, 6, 4],
      [false, 16, 4, 4],
    ]);
    expect(last).toMatchObject({ resolution: 16, from: 4, channels: 3, after: 5 });
  });

  it('plans the previews of all blocks but the last, from low to high', () => {
    const { manifest } = tiny();
    const plan = planProgan({ ...manifest, previewHeads: [head(8), head(4), head(16), head(5)] });
    expect(plan.previews.map(({ resolution, from, after }) => [resolution, from, after])).toEqual([
      [4, 8, 1],
      [8, 6, 3],
    ]);
    const shares = plan.previews.map((preview) => shareOf(plan, preview));
    const all = 9 * (16 * 64 + 64 * 48 + 64 * 36 + 256 * 24 + 256 * 16);
    expect(shares[0]).toBeCloseTo((9 * 16 * 64) / all);
    expect(shareOf(plan, plan.previews[1]!, (_, i) => i)).toBeCloseTo(3 / 10);
  });

  it('refuses blocks that do not double, and names weights of the wrong shape', () => {
    const { bundle, manifest } = tiny();
    const [first, ...others] = manifest.generator.blocks;
    const wide = { ...manifest.generator, blocks: [first!, { ...others[0]!, resolution: 12 }] };
    expect(() => planProgan({ ...manifest, generator: wide })).toThrow(/from 4 to 12 pixels/);
    expect(() => planProgan({ ...manifest, generator: { ...wide, blocks: [] } })).toThrow(/without blocks/);
    const plan = planProgan(manifest);
    const layer = { ...plan.convolutions[0]!, to: 9 };
    expect(() => weightsOf(bundle.weights, layer)).toThrow(
      /b0\/conv1\/kernel.*\[3, 3, 8, 8\].*\[3, 3, 8, 9\]/,
    );
  });
});
