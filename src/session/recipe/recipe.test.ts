/** Recipes come back exactly from every format, and nothing else is taken for one. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ZscapeError } from '../../base/errors.ts';
import { fitsInside } from '../../export/recipe/limits.ts';
import { recipeIn } from '../../export/recipe/recipeIn.ts';
import { filesOf } from '../../export/recipe/testing/files.ts';
import { sampleFace } from '../../store/select/faces.ts';
import { initialState } from '../../store/state/initialState.ts';
import { initialPath } from '../../store/state/journeys.ts';
import type { State } from '../../store/state/state.ts';
import { toBase64 } from '../saved/packedLatents.ts';
import { readRecipe } from './readRecipe.ts';
import { recipeOf, weightsHash } from './recipe.ts';
import type { RecipeWork } from './recipeSchema.ts';
import { recipeModels, recipeStates } from './testing/states.ts';

/** Everything that a recipe restores, as text: latents as their bytes, and names in order. */
const bits = ({ face, spread, edit, walk, path, map, network }: RecipeWork | State) =>
  JSON.stringify({ face, spread, edit, walk, path, map, network }, (_, value: unknown) => {
    if (value instanceof Float32Array) return toBase64(value);
    const plain = typeof value === 'object' && value !== null && !Array.isArray(value);
    return plain
      ? Object.fromEntries(Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1)))
      : value;
  });
const any = fc.constantFrom(...recipeModels).chain((model) => recipeStates(model));
const still = { shows: 'face', format: 'png', width: 8, height: 8 } as const;

describe('a recipe', () => {
  it('restores 500 random states exactly from every format, and from a separate file', async () => {
    await fc.assert(
      fc.asyncProperty(any, async ({ state, made }) => {
        const model = state.model!;
        const text = recipeOf(state, made);
        expect(text).toMatch(/^[ -~]*$/);
        const texts = fitsInside(text)
          ? Object.entries(filesOf)
              .filter(([name]) => !name.endsWith('.jpg') || text.length < 60_000)
              .map(([name, make]) => recipeIn(new File([make(text)], name)))
          : [];
        for (const found of new Set([text, ...(await Promise.all(texts))])) {
          const recipe = readRecipe(found ?? '', 'file');
          const work = recipe.work(model);
          expect(bits(work)).toBe(bits(state));
          // Whether a face is edited shows in the identity of the arrays, not in their content.
          expect(work.face.z === work.face.origin).toBe(
            toBase64(state.face!.z) === toBase64(state.face!.origin),
          );
          expect(recipe).toMatchObject({ made, model: { id: model.id, title: model.title } });
        }
      }),
      { numRuns: 500 },
    );
  });

  it('of a sample contains its seed and no latent, and names model, weights, licence and credit', () => {
    const [model] = recipeModels;
    const text = recipeOf({ ...initialState, model: model!, face: sampleFace(model!, 71) }, still);
    expect(JSON.parse(text)).toMatchObject({
      model: { id: 'tiny', title: 'Tiny', weights: '0'.repeat(64), licence: model!.licence },
      state: { face: { seed: 71, origin: { $sample: { seed: 71 } }, z: { $sample: { seed: 71 } } } },
      latents: [],
    });
  });

  it('that is too large omits only parts that the file does not show', () => {
    const model = { ...recipeModels[0]!, latent: { ...recipeModels[0]!.latent, size: 512 } };
    const keys = Array.from({ length: 60 }, (_, index) => ({
      ...{ id: String(index), name: 'free', seed: null, hold: 0, easing: 'linear' as const },
      z: sampleFace(model, index).z,
    }));
    const state: State = {
      ...initialState,
      model,
      face: sampleFace(model, 1),
      path: { ...initialPath, keys },
    };
    const face = recipeOf(state, still);
    expect(fitsInside(face)).toBe(true);
    expect(readRecipe(face, 'x').work(model)).toMatchObject({ face: { seed: 1 }, path: initialPath });
    const path = recipeOf(state, { ...still, shows: 'path' });
    expect(fitsInside(path)).toBe(false);
    expect(bits(readRecipe(path, 'x').work(model))).toBe(bits(state));
  });

  it('identifies weights: one file by its checksum, several by all of theirs', () => {
    const file = (path: string, digit: string) => ({ path, bytes: 1, sha256: digit.repeat(64) });
    const graph = file('model.json', '0');
    expect(weightsHash({ files: [graph, file('group1-shard1of1.bin', 'a')] })).toBe('a'.repeat(64));
    const two = [graph, file('group1-shard1of2.bin', 'a'), file('group1-shard2of2.bin', 'b')];
    expect(weightsHash({ files: two })).toMatch(/^[0-9a-f]{64}$/);
    expect(weightsHash({ files: two })).not.toBe(weightsHash({ files: [graph, two[2]!, two[1]!] }));
    expect(weightsHash({ files: [...two, file('preview.png', 'c')] })).toBe(weightsHash({ files: two }));
  });
});

it('any change to a file gives the same state, no recipe, or a sentence', async () => {
  const mutation = fc.record({
    at: fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
    byte: fc.nat(255),
    cut: fc.boolean(),
    way: fc.constantFrom('set', 'insert', 'remove'),
  });
  await fc.assert(
    fc.asyncProperty(
      any,
      fc.constantFrom(...Object.keys(filesOf)),
      fc.array(mutation, { minLength: 1, maxLength: 4 }),
      async ({ state, made }, name, mutations) => {
        let bytes = [...filesOf[name]!(recipeOf(state, made))];
        for (const { at, byte, cut, way } of mutations) {
          const place = Math.floor(at * bytes.length);
          if (cut) bytes = bytes.slice(0, place);
          else bytes.splice(place, way === 'insert' ? 0 : 1, ...(way === 'remove' ? [] : [byte]));
        }
        try {
          const text = await recipeIn(new File([Uint8Array.from(bytes)], name));
          if (text !== null) expect(bits(readRecipe(text, name).work(state.model!))).toBe(bits(state));
        } catch (error) {
          expect(error).toBeInstanceOf(ZscapeError);
          expect(error).toMatchObject({ code: 'RECIPE_INVALID' });
          expect((error as Error).message).toContain(name);
        }
      },
    ),
    { numRuns: 300 },
  );
});
