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
  it('are restored as they were', () => {
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

  it('contain the changes inside the network, and older ones begin without changes', () => {
    const whole = file();
    const network = {
      maps: [
        { layer: '8x8/conv0', map: 3, gain: -1.5 },
        { layer: '8x8/conv0', map: 4, held: latent(5) },
      ],
      withoutNorm: ['4x4/dense'],
      mix: { after: '4x4/conv', z: latent(6) },
      growth: { resolution: 8, alpha: 0.25, heads: 'trained' as const },
    };
    const text = encodeSession({ ...whole, state: { ...whole.state, network } });
    expect(decodeSession(text, 'a').state.network).toEqual(network);
    const { network: _, ...before } = whole.state;
    const older = encodeSession({ ...whole, state: before as typeof whole.state });
    expect(decodeSession(older, 'a').state.network).toEqual(initialState.network);
    const key = { id: 'k', name: 'Seed 5', seed: 5, z: latent(5), hold: 0, easing: 'linear' as const };
    const pathOf = (own: typeof network) => ({ ...initialState.path, keys: [key, { ...key, network: own }] });
    const withPath = encodeSession({ ...whole, state: { ...whole.state, path: pathOf(network) } });
    expect(decodeSession(withPath, 'a').state.path).toEqual(pathOf(network));
    const strange = { ...network, mix: { after: '4x4/conv', z: latent(6).slice(1) } };
    expect(() =>
      decodeSession(encodeSession({ ...whole, state: { ...whole.state, network: strange } }), 'a'),
    ).toThrow(/network mixes/);
    const strangePath = encodeSession({ ...whole, state: { ...whole.state, path: pathOf(strange) } });
    expect(() => decodeSession(strangePath, 'a')).toThrow(/network mixes in at key 2 of the path/);
  });

  it('recognise a face without edits by its identity', () => {
    const { face } = decodeSession(encodeSession(file()), 'a').state;
    expect(face?.z).toBe(face?.origin);
  });

  it('are refused with an explanation wherever they are cut', () => {
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

  it('are migrated version by version', () => {
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
  ])('%s: refused with an explanation', (_, change, says) => {
    expect(() => decodeSession(withState(change), 'large.zscape.json')).toThrow(says);
  });
});
