import { describe, expect, it } from 'vitest';
import { writeNpy } from '../../export/npy.ts';
import { sampleLatent } from '../../latent/vector/sample.ts';
import { norm, normalise } from '../../latent/vector/vector.ts';
import type { Taught } from '../../store/state/state.ts';
import { model } from '../testing/tinyModel.ts';
import { decodeTaught, encodeTaught, taughtFromNpy } from './taughtFile.ts';

const taught: Taught = {
  id: 'one',
  model: model.id,
  name: 'Round glasses',
  marks: [
    { seed: 3, yes: true },
    { seed: 4294967295, yes: false },
  ],
  direction: normalise(sampleLatent(5, 32, 'normal')),
  threshold: -0.25,
  accuracy: { share: 0.8, interval: [0.6, 0.9], total: 20 },
  created: 1,
};
const text = encodeTaught(taught, model);
const changed = (change: object) => JSON.stringify({ ...JSON.parse(text), ...change });

describe('a taught attribute as JSON', () => {
  it('is restored as it was, with a new id', () => {
    const { taught: back, madeWith } = decodeTaught(text, 'a.json', model);
    expect(madeWith).toBeNull();
    expect(back).toMatchObject({
      model: model.id,
      name: taught.name,
      marks: taught.marks,
      threshold: taught.threshold,
      accuracy: taught.accuracy,
    });
    back.direction.forEach((value, i) => {
      expect(value).toBeCloseTo(taught.direction[i]!, 6);
    });
    expect(back.id).not.toBe(taught.id);
  });

  it('from another model of the same size keeps the direction, says so, and leaves its marks behind', () => {
    const other = { ...model, id: 'other', title: 'Other' };
    const { taught: back, madeWith } = decodeTaught(text, 'a.json', other);
    expect(madeWith).toBe('Tiny');
    expect(back.marks).toEqual([]);
    expect(back.model).toBe('other');
  });

  for (const [what, json, words] of [
    ['cut in half', text.slice(0, text.length / 2), /cut off/],
    ['of another version', changed({ version: 2 }), /version/],
    ['of another kind', changed({ zscape: 'session' }), /zscape/],
    ['with a short direction', changed({ direction: [1, 0] }), /2 dimensions.*32/],
    ['with null for a number', changed({ direction: Array(32).fill(null) }), /direction/],
    ['with zeros', changed({ direction: Array(32).fill(0) }), /zeros/],
    ['without a name', changed({ name: '  ' }), /name/],
    ['with an impossible seed', changed({ marks: [{ seed: -1, yes: true }] }), /marks/],
  ] as const) {
    it(`${what} is refused with an explanation`, () => {
      expect(() => decodeTaught(json, 'a.json', model)).toThrow(words);
      expect(() => decodeTaught(json, 'a.json', model)).toThrow(/^a\.json /);
    });
  }
});

describe('a direction as .npy', () => {
  const vector = sampleLatent(7, 32, 'normal');

  it('is scaled to length 1 and named after its file', () => {
    for (const shape of [[32], [1, 32]]) {
      const one = taughtFromNpy(writeNpy(vector, shape), 'Smile.npy', model);
      expect(one.name).toBe('Smile');
      expect(norm(one.direction)).toBeCloseTo(1, 6);
      expect(one.accuracy).toBeNull();
    }
  });

  for (const [what, bytes, words] of [
    ['of a wrong shape', writeNpy(vector, [2, 16]), /shape \[2, 16\].*\[32\]/],
    ['of two latents', writeNpy(new Float32Array(64).fill(1), [2, 32]), /shape \[2, 32\]/],
    ['with NaN', writeNpy(vector.with(4, Number.NaN), [32]), /NaN in dimension 4/],
    ['with infinity', writeNpy(vector.with(0, Number.POSITIVE_INFINITY), [32]), /Infinity in dimension 0/],
    ['of zeros', writeNpy(new Float32Array(32), [32]), /zeros/],
    ['cut off', writeNpy(vector, [32]).slice(0, 150), /should hold 128 bytes/],
    ['that is not one', new TextEncoder().encode('{"a": 1, "b": 2}'), /not a NumPy/],
  ] as const) {
    it(`${what} is refused with an explanation`, () => {
      expect(() => taughtFromNpy(bytes, 'd.npy', model)).toThrow(words);
    });
  }

  it('of integers is refused with the name of the right type', () => {
    const ints = writeNpy(vector, [32]);
    ints.set(new TextEncoder().encode('<i4'), new TextDecoder().decode(ints).indexOf('<f4'));
    expect(() => taughtFromNpy(ints, 'd.npy', model)).toThrow(/'<i4'.*float32/);
  });
});
