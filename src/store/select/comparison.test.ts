import { expect, it } from 'vitest';
import type { BundleManifest } from '../../bundle/schema/manifest.ts';
import { record, startHistory } from '../history/history.ts';
import { snapshotOf } from '../state/fields.ts';
import { initialState } from '../state/initialState.ts';
import type { Face, Pin, State } from '../state/state.ts';
import { comparedFace } from './comparison.ts';

const model = { id: 'tiny', latent: { size: 2, prior: 'normal', normalised: true } } as BundleManifest;
const face = (value: number): Face => {
  const z = new Float32Array([value, value]);
  return { seed: value, origin: z, z };
};
const [one, two, three] = [face(1), face(2), face(3)];

/** The state after the faces were shown one after another. */
function after(...faces: Face[]): State {
  const at = (shown: Face): State => ({ ...initialState, model, face: shown });
  let history = startHistory(snapshotOf(at(faces[0]!)));
  for (const shown of faces.slice(1)) history = record(history, 'Show', snapshotOf(at(shown)), null);
  return { ...at(faces.at(-1)!), history };
}

it('is the previous different face in the history', () => {
  expect(comparedFace(after(one))).toBeNull();
  expect(comparedFace(after(one, two))).toBe(one.z);
  const pinned = after(one, two);
  const history = record(pinned.history!, 'Pin', snapshotOf({ ...pinned, gridSeeds: [1] }), null);
  expect(comparedFace({ ...pinned, history })).toBe(one.z);
});

it('is the face at the start of a drag while it lasts', () => {
  const state = after(one, two);
  const history = record(state.history!, 'Drag', snapshotOf({ ...state, face: three }), 'picture');
  expect(comparedFace({ ...state, face: face(4), history })).toBe(two.z);
});

it('is the face before playing began, while something plays', () => {
  expect(comparedFace({ ...after(one, two), face: three, playing: 'walk' })).toBe(two.z);
});

it('is the chosen pin as long as that exists', () => {
  const pin = { id: 'p', model: 'tiny', z: three.z } as Pin;
  const comparison = { mode: 'held', pin: 'p', at: 0.5 } as const;
  expect(comparedFace({ ...after(one, two), pins: [pin], comparison })).toBe(three.z);
  expect(comparedFace({ ...after(one, two), comparison })).toBe(one.z);
});
