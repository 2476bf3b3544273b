/** False recipes are refused with a sentence that names the file. */
import { describe, expect, it } from 'vitest';
import { ZscapeError } from '../../base/errors.ts';
import { sampleFace } from '../../store/select/faces.ts';
import { initialState } from '../../store/state/initialState.ts';
import type { State } from '../../store/state/state.ts';
import { toBase64 } from '../saved/packedLatents.ts';
import { readRecipe } from './readRecipe.ts';
import { recipeOf } from './recipe.ts';
import { recipeSum } from './recipeSum.ts';
import { recipeModels } from './testing/states.ts';

const model = recipeModels[0]!;
const z = Float32Array.from({ length: 32 }, (_, index) => Math.sin(index));
const end = (name: string) => ({ name, seed: null, z });
const state: State = {
  ...initialState,
  model,
  face: { seed: null, origin: z, z },
  walk: { ...initialState.walk, a: end('A'), b: { name: 'Seed 7', seed: 7, z: sampleFace(model, 7).z } },
};
const text = recipeOf(state, { shows: 'walk', format: 'gif', width: 256, height: 256, frames: 48, fps: 15 });

// biome-ignore lint/suspicious/noExplicitAny: a false recipe has no type.
type Anything = any;

/** The recipe with a change, and with a matching checksum. */
function changed(change: (recipe: Anything) => void): string {
  const recipe = JSON.parse(text);
  change(recipe);
  return JSON.stringify({ ...recipe, sum: recipeSum(recipe) });
}

function refusal(of: string): string {
  try {
    readRecipe(of, 'film.gif').work(model);
  } catch (error) {
    expect(error).toBeInstanceOf(ZscapeError);
    expect(error).toMatchObject({ code: 'RECIPE_INVALID' });
    return (error as Error).message;
  }
  throw new Error('This was not refused.');
}

const packed = (length: number, value: number) => toBase64(new Float32Array(length).fill(value));

const lies: Record<string, (recipe: Anything) => void> = {
  'a latent that is too short': (recipe) => recipe.latents.splice(0, 1, packed(31, 1)),
  'a latent that is too long': (recipe) => recipe.latents.splice(0, 1, packed(3200, 1)),
  'a latent of three bytes': (recipe) => recipe.latents.splice(0, 1, 'AAAA'),
  'a latent that is not base64': (recipe) => recipe.latents.splice(0, 1, `${'A'.repeat(170)}*=`),
  'a latent with NaN': (recipe) => recipe.latents.splice(0, 1, packed(32, Number.NaN)),
  'an infinite latent': (recipe) => recipe.latents.splice(0, 1, packed(32, Number.POSITIVE_INFINITY)),
  'a missing latent': (recipe) => Object.assign(recipe.state.walk.a, { z: { $latent: 7 } }),
  'a latent with an invalid index': (recipe) => Object.assign(recipe.state.walk.a, { z: { $latent: -1.5 } }),
  'a size that does not match its latents': (recipe) =>
    Object.assign(recipe.model, { latent: 512, point: 512 }),
  'an enormous size': (recipe) => Object.assign(recipe.model, { point: 1e12 }),
  'an impossible seed': (recipe) => Object.assign(recipe.state.walk.b, { z: { $sample: { seed: -1 } } }),
  'a class that the model lacks': (recipe) =>
    Object.assign(recipe.state.walk.b, { z: { $sample: { seed: 1, class: 3 } } }),
  '10^9 frames': (recipe) => Object.assign(recipe.made, { frames: 1e9 }),
  'half a frame': (recipe) => Object.assign(recipe.made, { frames: 0.5 }),
  'no size': (recipe) => Object.assign(recipe.made, { width: 0 }),
  'more settings than anything has': (recipe) => {
    for (let index = 0; index < 100; index++) recipe.made[`setting${index}`] = index;
  },
  'no face': (recipe) => Object.assign(recipe.state, { face: null }),
  'an impossible position': (recipe) => Object.assign(recipe.state.walk, { position: 2 }),
  'a walk of a year': (recipe) => Object.assign(recipe.state.walk, { seconds: 3e7 }),
  'an endless name': (recipe) => Object.assign(recipe.state.walk.a, { name: 'x'.repeat(5000) }),
  'a path of 100,000 keys': (recipe) => Object.assign(recipe.state.path, { keys: Array(1e5).fill(null) }),
  'a square map with five corners': (recipe) =>
    Object.assign(recipe.state.map, { kind: 'square', corners: Array(5).fill(recipe.state.walk.a) }),
  'weights that are not a hash': (recipe) => Object.assign(recipe.model, { weights: 'javascript:alert(1)' }),
  'an invalid address': (recipe) => Object.assign(recipe.model, { address: 'javascript:alert(1)' }),
  'a licence that could run code': (recipe) =>
    Object.assign(recipe.model, { licence: { name: 'x', url: 'data:text/html,x' } }),
  'an id that leads elsewhere': (recipe) => Object.assign(recipe.model, { id: '../../secrets' }),
  'an attribute without a direction': (recipe) =>
    recipe.attributes.push({ id: 'taught:x', name: 'x', direction: '' }),
  'nothing in it': (recipe) => Object.assign(recipe, { state: undefined }),
};

describe('a recipe is refused if it contains', () => {
  for (const [what, lie] of Object.entries(lies)) {
    it(what, () => {
      expect(refusal(changed(lie))).toMatch(/^film\.gif .+Your work here is unchanged\.$/);
    });
  }

  it('a change made on its way, or only a part', () => {
    expect(refusal(text.replace('"frames":48', '"frames":49'))).toContain('changed along the way');
    for (let end = 0; end < text.length; end += 97) refusal(text.slice(0, end));
    refusal('');
    refusal('null');
    refusal('[]');
    refusal(`{"zscape":"recipe","state":${'['.repeat(30_000)}${']'.repeat(30_000)}}`);
  });

  it('another version', () => {
    expect(refusal(changed((recipe) => Object.assign(recipe, { version: 2 })))).toContain('version 2');
  });

  it('points of a model other than the one it names', () => {
    const other = { ...model, title: 'Other', latent: { ...model.latent, size: 24 } };
    expect(() => readRecipe(text, 'film.gif').work(other)).toThrow(/24 numbers/);
  });
});

it('a recipe may be reformatted, and any name is accepted as a name', () => {
  const name = '<img src=x onerror="alert(1)"> \u202e';
  const recipe = readRecipe(JSON.stringify(JSON.parse(text), null, 2), 'x');
  expect(recipe.work(model).walk.a?.name).toBe('A');
  const named = recipeOf({ ...state, walk: { ...state.walk, a: end(name) } }, recipe.made);
  expect(readRecipe(named, 'x').work(model).walk.a?.name).toBe(name);
});
