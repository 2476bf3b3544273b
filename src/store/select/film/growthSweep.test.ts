import { describe, expect, it } from 'vitest';
import { initialState } from '../../state/initialState.ts';
import { initialNetwork } from '../../state/network.ts';
import type { Model, State } from '../../state/state.ts';
import { sampleFace } from '../faces.ts';
import { filmPlanOf, filmSourcesOf } from './filmPlan.ts';

const weights = { kernel: 'k', bias: 'b' };
const model: Model = {
  ...{ schema: 1, id: 'tiny', title: 'Tiny', outputs: [], quantization: 'none', parameters: 1 },
  latent: { size: 8, prior: 'normal', normalised: true },
  image: { width: 8, height: 8, channels: 3, range: [0, 1] },
  generator: {
    family: 'progan',
    ...{ input: 'z', output: 'image', latentNorm: null, pixelNorm: { epsilon: 1e-8 }, leakySlope: 0.2 },
    blocks: [4, 8].map((resolution) => ({ resolution, channels: 8, conv0: weights, conv1: weights })),
    toRgb: { ...weights, scale: 1, offset: 0, clip: null },
  },
  previewHeads: [{ resolution: 4, ...weights, error: 0 }],
  files: [{ path: 'model.json', bytes: 1, sha256: '0'.repeat(64) }],
};
const network = { ...initialNetwork, withoutNorm: ['4x4/conv'] };
const state: State = {
  ...initialState,
  ...{ model, network, face: sampleFace(model, 1) },
  filmOf: { source: 'growth', frames: 7, attribute: null },
  film: { ...initialState.film, loop: 'once' },
};

describe('a film of the growth', () => {
  it('has the heads that were chosen before it grew', () => {
    const both = { ...model, growth: [{ resolution: 4, ...weights }] };
    for (const growthHeads of ['trained', 'refitted'] as const) {
      const plan = filmPlanOf({ ...state, model: both, growthHeads })!;
      expect(plan.changesAt!(0).growth?.heads).toBe(growthHeads);
    }
  });

  it('shows one face while the network grows, with all other changes to the network', () => {
    const plan = filmPlanOf(state)!;
    expect(plan).toMatchObject({ source: 'growth', frames: 7, loop: 'once', network });
    const frames = Array.from({ length: plan.frames }, (_, frame) => plan.changesAt!(frame));
    expect(frames.map(({ growth }) => growth!.resolution)).toEqual([4, 4, 8, 8, 8, 8, 8]);
    // Where a fade begins, it is the size below, doubled.
    expect(frames[2]!.growth!.alpha).toBeCloseTo(0, 9);
    expect(frames[0]!.growth!.alpha).toBe(1);
    expect(frames[3]!.growth!.alpha).toBeCloseTo(0.5, 9);
    expect(frames.at(-1)!.growth).toMatchObject({ resolution: 8, alpha: 1 });
    for (const [frame, { withoutNorm }] of frames.entries()) {
      expect(withoutNorm).toEqual(['4x4/conv']);
      expect(plan.at(frame)).toBe(state.face!.z);
    }
  });

  it('is offered only for a model whose growth can be shown', () => {
    expect(filmSourcesOf(state)).toContain('growth');
    const without = { ...state, model: { ...model, previewHeads: [] } };
    expect(filmSourcesOf(without)).not.toContain('growth');
    expect(filmPlanOf(without)).toBeNull();
  });
});
