import { describe, expect, it } from 'vitest';
import { applyEdit } from '../../store/select/attributes.ts';
import { sampleFace } from '../../store/select/faces.ts';
import { initialBatch } from '../../store/state/batch.ts';
import { initialState } from '../../store/state/initialState.ts';
import type { Attribute, State } from '../../store/state/state.ts';
import { model } from '../testing/tinyModel.ts';
import { fingerprintOf, recipeOf } from './recipe.ts';
import { samplesOf } from './samples.ts';

const { size } = model.latent;
const axis = (k: number) => Float32Array.from({ length: size }, (_, i) => (i === k ? 1 : 0));
const list: Attribute[] = ['Smile', 'Age'].map((name, k) => ({
  id: `a:${k}`,
  name,
  group: 'labelled',
  direction: axis(k),
}));

function stateWith(change: Partial<State['batch']>): State {
  return {
    ...initialState,
    model,
    face: sampleFace(model, 5),
    attributes: { model: model.id, list, finding: null },
    batch: { ...initialBatch, ...change },
  };
}

const made = (state: State) => samplesOf(recipeOf(state), model);

describe('the samples of a batch', () => {
  it('by seed are the faces of those seeds', () => {
    const samples = made(stateWith({ first: 98, last: 101, format: 'webp' }));
    expect(samples.columns).toEqual(['file', 'seed', 'spread']);
    expect(samples.at(1)).toEqual({
      name: 'seed-099.webp',
      z: sampleFace(model, 99).z,
      row: ['seed-099.webp', 99, 1],
    });
  });

  it('by seed get the edits of the current face on request, as the sliders would make them', () => {
    const plain = stateWith({ first: 0, last: 9, edited: true });
    const state = { ...plain, ...applyEdit(plain, plain.face!, { amounts: { 'a:1': 2 } }) };
    const samples = made(state);
    expect(samples.columns).toEqual(['file', 'seed', 'spread', 'Age']);
    const wanted = applyEdit(state, sampleFace(model, 7), { amounts: { 'a:1': 2 } }).face!.z;
    expect(samples.at(7).z).toEqual(wanted);
    expect(samples.at(7).row).toEqual(['seed-7.png', 7, 1, 2]);
    expect(made({ ...state, batch: { ...state.batch, edited: false } }).at(7).z).toEqual(
      sampleFace(model, 7).z,
    );
  });

  it('around a face are at the given distance from it, towards faces of seeds', () => {
    const samples = made(stateWith({ way: 'around', count: 20, distance: 100 }));
    expect(samples.columns).toEqual(['file', 'seed', 'spread', 'distance']);
    samples.at(3).z.forEach((value, i) => {
      expect(value).toBeCloseTo(sampleFace(model, 3).z[i]!, 5);
    });
    const near = made(stateWith({ way: 'around', count: 20, distance: 1 })).at(3).z;
    const from = sampleFace(model, 5).z;
    near.forEach((value, i) => {
      expect(Math.abs(value - from[i]!)).toBeLessThan(0.1);
    });
  });

  it('along an attribute go from one amount to the other, on top of the other edits', () => {
    const plain = stateWith({ way: 'along', count: 5, from: -2, to: 2, attribute: 'a:0' });
    const state = { ...plain, ...applyEdit(plain, plain.face!, { amounts: { 'a:1': 1 } }) };
    const samples = made(state);
    expect(samples.columns).toEqual(['file', 'Smile', 'Age']);
    const amounts = Array.from({ length: 5 }, (_, i) => samples.at(i).row.slice(1));
    expect(amounts).toEqual([-2, -1, 0, 1, 2].map((amount) => [amount, 1]));
    const wanted = applyEdit(state, sampleFace(model, 5), { amounts: { 'a:0': -1, 'a:1': 1 } }).face!.z;
    expect(samples.at(1).z).toEqual(wanted);
  });

  it('are the same after their recipe was stored and read', () => {
    const recipe = recipeOf(stateWith({ way: 'along', count: 5, attribute: 'a:0' }));
    const again = samplesOf(structuredClone(recipe), model);
    expect(again.at(4)).toEqual(samplesOf(recipe, model).at(4));
  });
});

describe('a batch that cannot be made', () => {
  it.each<[string, Partial<State['batch']>, RegExp]>([
    ['has no samples', { first: 9, last: 8 }, /last seed, 8, comes before the first, 9/],
    ['has too many', { first: 0, last: 999_999 }, /1000000 pictures, but one batch can have at most 100000/],
  ])('%s', (_, change, words) => {
    expect(() => recipeOf(stateWith(change))).toThrow(words);
  });

  it('has no attribute to move along, or no face', () => {
    const state = stateWith({ way: 'along' });
    expect(() => recipeOf({ ...state, attributes: null })).toThrow(/no attributes yet/);
    expect(() => recipeOf({ ...state, face: null })).toThrow(/no face yet/);
  });

  it('is distinguished from one of another version of its model', () => {
    const other = { ...model, files: [{ path: 'a', bytes: 1, sha256: 'f'.repeat(64) }] };
    expect(fingerprintOf(other)).not.toBe(fingerprintOf(model));
  });
});
