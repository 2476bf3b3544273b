import { expect, it } from 'vitest';
import { sampleFace } from '../../store/select/faces.ts';
import { initialState } from '../../store/state/initialState.ts';
import type { Model, State } from '../../store/state/state.ts';
import { model } from '../testing/tinyModel.ts';
import { growthTrack } from './growthTrack.ts';
import { advance } from './player.ts';

const weights = { kernel: 'k', bias: 'b' };
const grown: Model = {
  ...model,
  generator: {
    family: 'progan',
    ...{ input: 'z', output: 'image', latentNorm: null, pixelNorm: { epsilon: 1e-8 }, leakySlope: 0.2 },
    blocks: [4, 8].map((resolution) => ({ resolution, channels: 8, conv0: weights, conv1: weights })),
    toRgb: { ...weights, scale: 1, offset: 0, clip: null },
  },
  previewHeads: [{ resolution: 4, ...weights, error: 0 }],
};

it('a playing network goes through its rests, fades between them, and ends fully grown', () => {
  let state: State = { ...initialState, model: grown, face: sampleFace(grown, 1) };
  state = { ...state, ...growthTrack.move(state, 0) };
  const seen = new Set<string>();
  for (let frame = 0; frame < 2000; frame++) {
    const now = growthTrack.read(state)!;
    const next = advance(now, 1, 0.05);
    const before = state.network;
    state = { ...state, ...growthTrack.move(state, next.position) };
    const { growth } = state.network;
    seen.add(growth === null ? 'grown' : `${growth.resolution} ${growth.alpha === 1 ? 'rests' : 'fades'}`);
    if (before.growth?.alpha === 1 && growth?.alpha === 1) expect(state.network).toBe(before);
    if (next.ended) break;
  }
  expect([...seen]).toEqual(['4 rests', '8 fades', 'grown']);
  expect(growthTrack.read(state)?.position).toBe(1);
});

it('has nothing to play for a model with only its last head', () => {
  const state: State = { ...initialState, model, face: sampleFace(model, 1) };
  expect(growthTrack.read(state)).toBeNull();
  expect(growthTrack.move(state, 0.5)).toBeNull();
});
