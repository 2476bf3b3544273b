import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeLink, encodeLink, longestLink, resolveLink } from '../session/link.ts';
import { sampleFace } from '../session/models.ts';
import { faceAt } from '../session/player.ts';
import { initialState, type State } from '../store/state.ts';
import { model as tiny } from './testing.ts';

const address = 'https://example.org/zscape/';
const model = { ...tiny, latent: { ...tiny.latent, size: 512 } };
const seeded = (seed: number) => ({ name: `Seed ${seed}`, ...sampleFace(model, seed) });

function state(change: Partial<State>): State {
  return { ...initialState, model, face: sampleFace(model, 17), ...change };
}

function open(link: string) {
  const decoded = decodeLink(link.slice(link.indexOf('#')));
  return resolveLink(decoded!, model);
}

describe('links', () => {
  it('bring back a seed exactly', () => {
    const link = encodeLink(state({}), address);
    expect(link).toMatch(/#v=1&model=tiny&face=s17&sum=/);
    expect(open(link).face).toEqual(sampleFace(model, 17));
  });

  it('bring back edits of a seed, and what to reset to', () => {
    const face = sampleFace(model, 5);
    const z = face.z.slice();
    z[3] = 2.5;
    z[500] = -0.125;
    const back = open(encodeLink(state({ face: { ...face, z } }), address)).face;
    expect(back.z).toEqual(z);
    expect(back.origin).toEqual(face.origin);
  });

  it('bring back a walk and the place on it', () => {
    fc.assert(
      fc.property(
        fc.nat({ max: 100 }),
        fc.constantFrom('slerp' as const, 'lerp' as const),
        (percent, method) => {
          const walk = { ...initialState.walk, a: seeded(1), b: seeded(2), method, position: percent / 100 };
          const face = faceAt({ model, walk }, walk.position)!;
          const back = open(encodeLink(state({ walk, face }), address));
          expect(back).toMatchObject({
            walk: { position: percent / 100, method, a: { seed: 1 }, b: { seed: 2 } },
          });
          expect(back.face.z).toEqual(face.z);
        },
      ),
    );
  });

  it('stay under their length with any face and any ends, and close to what was shared', () => {
    const free = (seed: number) => ({
      name: '',
      seed: null,
      origin: sampleFace(model, seed).z,
      z: sampleFace(model, seed).z,
    });
    const walk = { ...initialState.walk, a: free(1), b: free(2), position: 0.5 };
    const face = faceAt({ model, walk }, 0.5)!;
    const link = encodeLink(state({ walk, face }), address);
    expect(link.length).toBeLessThan(longestLink);
    const back = open(link);
    expect(
      Math.max(...back.walk.a!.z.map((value, index) => Math.abs(value - walk.a.z[index]!))),
    ).toBeLessThan(0.02);
  });

  it('say so when they are cut anywhere', () => {
    const link = encodeLink(state({ walk: { ...initialState.walk, a: seeded(1), b: seeded(2) } }), address);
    const hash = link.slice(link.indexOf('#'));
    for (let end = '#v=1'.length; end < hash.length; end++) {
      expect(() => decodeLink(hash.slice(0, end))).toThrow(/cut off/);
    }
  });

  it('say so when they are of another version', () => {
    expect(() => decodeLink('#v=9&model=x&face=s1&sum=0')).toThrow(/version 9/);
  });

  it('of another latent size are refused in words', () => {
    const free = { seed: null, origin: sampleFace(model, 1).z, z: sampleFace(model, 1).z };
    const link = encodeLink(state({ face: free }), address);
    expect(() => resolveLink(decodeLink(link.slice(link.indexOf('#')))!, tiny)).toThrow(/Tiny/);
  });

  it('are not looked for in an address that has none', () => {
    expect(decodeLink('')).toBeNull();
    expect(decodeLink('#about')).toBeNull();
  });
});
