import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sampleLatent } from '../../latent/vector/sample.ts';
import { workOf } from '../../store/state/fields.ts';
import { initialState } from '../../store/state/initialState.ts';
import type { Pin } from '../../store/state/state.ts';
import { decodeSession, encodeSession, type SessionFile } from './sessionFile.ts';

const size = 64;
const latent = (seed: number) => sampleLatent(seed, size, 'normal');

function pin(seed: number): Pin {
  return {
    id: `pin-${seed}`,
    name: `Seed ${seed}`,
    model: 'tiny',
    seed,
    z: latent(seed),
    thumbnail: 'data:image/png;base64,AAAA',
    created: seed,
  };
}

function file(pins: Pin[] = [], seed = 1): SessionFile {
  const z = latent(seed);
  const state = { ...initialState, face: { seed, origin: z, z }, pins };
  return { name: 'Monday', model: { id: 'tiny', title: 'Tiny', latent: size }, state: workOf(state) };
}

describe('session files', () => {
  it('come back as they were', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.nat({ max: 1000 }), { maxLength: 8 }),
        fc.nat({ max: 1000 }),
        (seeds, seed) => {
          const whole = file(seeds.map(pin), seed);
          expect(decodeSession(encodeSession(whole), 'a.zscape.json')).toEqual(whole);
        },
      ),
      { numRuns: 30 },
    );
  });

  it('know a face without edits by its identity', () => {
    const { face } = decodeSession(encodeSession(file()), 'a').state;
    expect(face?.z).toBe(face?.origin);
  });

  it('are refused in words wherever they are cut', () => {
    const text = encodeSession(file([pin(1)]));
    for (let end = 0; end < text.length - 2; end += 97) {
      expect(() => decodeSession(text.slice(0, end), 'cut.zscape.json')).toThrow(/cut\.zscape\.json/);
    }
  });

  it('of far too many pins are refused', () => {
    const one = JSON.stringify({ ...pin(1), z: { f32: 'AACAPw==' } });
    const many = encodeSession(file()).replace('"pins":[]', `"pins":[${Array(20_000).fill(one).join(',')}]`);
    expect(() => decodeSession(many, 'many.zscape.json')).toThrow(/many\.zscape\.json/);
  });

  it('do not let a page fetch a picture from elsewhere', () => {
    const strange = file([{ ...pin(1), thumbnail: 'https://example.org/spy.png' }]);
    expect(() => decodeSession(encodeSession(strange), 'a')).toThrow(/PNG/);
  });

  it('are brought up to date step by step', () => {
    const old = encodeSession(file()).replace('"version":1', '"version":-1').replace('"name"', '"title"');
    const steps = new Map([
      [-1, (json: Record<string, unknown>) => ({ ...json, version: 0, name: json.title })],
      [0, (json: Record<string, unknown>) => ({ ...json, version: 1 })],
    ]);
    expect(decodeSession(old, 'a', steps).name).toBe('Monday');
    expect(() => decodeSession(old, 'a')).toThrow(/version -1/);
  });
});

describe('session files beyond all bounds', () => {
  const withState = (change: Record<string, unknown>) => {
    const whole = file([pin(1)]);
    return encodeSession({ ...whole, state: { ...whole.state, ...change } });
  };

  it.each<[string, Record<string, unknown>, RegExp]>([
    [
      'a sum of thousands of terms',
      { arithmetic: { text: `A${'+A'.repeat(4999)}`, guard: true } },
      /arithmetic/,
    ],
    ['a grid of 4,096 seeds', { gridSeeds: Array.from({ length: 4096 }, (_, k) => k) }, /at most 64 seeds/],
    [
      'an edit with 30,000 locks',
      { edit: { ...initialState.edit, locked: Array.from({ length: 30_000 }, () => 'pca:1') } },
      /at most 1000 attributes/,
    ],
    [
      'an edit of 30,000 attributes',
      {
        edit: {
          ...initialState.edit,
          amounts: Object.fromEntries(Array.from({ length: 30_000 }, (_, k) => [`a${k}`, 1])),
        },
      },
      /at most 1000 attributes/,
    ],
  ])('%s: refused in words', (_, change, says) => {
    expect(() => decodeSession(withState(change), 'large.zscape.json')).toThrow(says);
  });
});
