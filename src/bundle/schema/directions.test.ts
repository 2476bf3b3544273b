import { describe, expect, it } from 'vitest';
import { parseDirections } from './directions.ts';

const unit = (size: number, at: number) => Array.from({ length: size }, (_, i) => (i === at ? 1 : 0));

function file(change: object = {}, direction: object = {}) {
  return {
    schema: 1,
    latent: 4,
    directions: [
      {
        name: 'Glasses',
        group: 'Face',
        vector: unit(4, 2),
        accuracy: { share: 0.9, low: 0.85, high: 0.94, samples: 400 },
        step: { deviations: 2, success: 0.8 },
        ...direction,
      },
    ],
    ...change,
  };
}

describe('directions.json', () => {
  it('yields unit vectors with their facts', () => {
    const [glasses] = parseDirections(file(), 'directions.json', 4);
    expect(glasses).toMatchObject({ name: 'Glasses', group: 'Face', step: { deviations: 2, success: 0.8 } });
    expect(Array.from(glasses!.vector)).toEqual([0, 0, 1, 0]);
  });

  it('reads base64 of little-endian float32 as well as numbers', () => {
    const bytes = new Uint8Array(new Float32Array([0.6, 0, 0, 0.8]).buffer);
    const vector = btoa(String.fromCharCode(...bytes));
    const [one] = parseDirections(file({}, { vector }), 'directions.json', 4);
    expect(one!.vector[0]).toBeCloseTo(0.6, 6);
    expect(one!.vector[3]).toBeCloseTo(0.8, 6);
  });

  for (const [what, json, words] of [
    ['another version', file({ schema: 2 }), /schema/],
    ['another latent size', file({ latent: 8 }), /8 dimensions.*4/],
    ['a short vector', file({}, { vector: [1, 0, 0] }), /3 numbers for “Glasses”.*4/],
    ['a vector cut inside a number', file({}, { vector: btoa('12345678901234') }), /3 numbers/],
    ['no unit vector', file({}, { vector: [2, 0, 0, 0] }), /length 2/],
    ['zeros', file({}, { vector: [0, 0, 0, 0] }), /length 0/],
    ['NaN', file({}, { vector: [Number.NaN, 0, 0, 1] }), /vector/],
    ['an empty name', file({}, { name: ' ' }), /name/],
    ['no list', { schema: 1, latent: 4 }, /directions/],
    ['no object', null, /not a list of directions/],
  ] as const) {
    it(`refuses ${what} with a sentence`, () => {
      expect(() => parseDirections(json, 'directions.json', 4)).toThrow(words);
    });
  }

  it('refuses two with the same name, and NaN hidden in base64', () => {
    const { directions } = file();
    const twice = file({ directions: [...directions, { ...directions[0], name: 'glasses' }] });
    expect(() => parseDirections(twice, 'directions.json', 4)).toThrow(/two directions named “glasses”/);
    const bytes = new Uint8Array(new Float32Array([Number.NaN, 0, 0, 1]).buffer);
    const vector = btoa(String.fromCharCode(...bytes));
    expect(() => parseDirections(file({}, { vector }), 'directions.json', 4)).toThrow(/NaN for “Glasses”/);
  });
});

describe('a slider with two named ends', () => {
  it('keeps the names of its ends and its place before the groups', () => {
    const [smile] = parseDirections(file({}, { low: 'frown', high: 'smile', first: true }), 'd.json', 4);
    expect(smile).toMatchObject({ low: 'frown', high: 'smile', first: true });
  });

  it.each([{ low: 'frown' }, { high: 'smile' }])('is refused with only one end: %j', (end) => {
    expect(() => parseDirections(file({}, end), 'd.json', 4)).toThrow(/only one end of “Glasses”/);
  });
});
