import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeLink, encodeLink as encode, longestLink } from '../../session/link/link.ts';
import { resolveLink } from '../../session/link/resolveLink.ts';
import { sampleFace } from '../../store/select/faces.ts';
import { pathFace } from '../../store/select/journey/pathCourse.ts';
import { walkFace } from '../../store/select/journey/walkFace.ts';
import { noiseKey } from '../../store/select/noiseKey.ts';
import { initialState } from '../../store/state/initialState.ts';
import { initialPath, type Path } from '../../store/state/journeys.ts';
import type { State } from '../../store/state/state.ts';
import { model as tiny } from '../testing/startHere.ts';
import { parametersOf } from './share.ts';

const address = 'https://example.org/zscape/';
const model = { ...tiny, latent: { ...tiny.latent, size: 512 } };
const seeded = (seed: number) => ({ name: `Seed ${seed}`, ...sampleFace(model, seed) });

function state(change: Partial<State>): State {
  return { ...initialState, model, face: sampleFace(model, 17), ...change };
}

const encodeLink = (here: State, at: string) => encode(here, at).link;

function open(link: string) {
  const decoded = decodeLink(link.slice(link.indexOf('#')));
  return resolveLink(decoded!, model);
}

describe('links', () => {
  it('restore a seed exactly', () => {
    const link = encodeLink(state({}), address);
    expect(link).toMatch(/#v=2&model=tiny&face=s17&sum=/);
    expect(open(link).face).toEqual(sampleFace(model, 17));
  });

  it('restore edits of a seed, and the state to reset to', () => {
    const face = sampleFace(model, 5);
    const z = face.z.slice();
    z[3] = 2.5;
    z[500] = -0.125;
    const back = open(encodeLink(state({ face: { ...face, z } }), address)).face;
    expect(back.z).toEqual(z);
    expect(back.origin).toEqual(face.origin);
  });

  it('open on the panel that they were shared from, if it shows their content', () => {
    const panelOf = (change: Partial<State>) => {
      const link = encodeLink(state(change), address);
      return decodeLink(link.slice(link.indexOf('#')))?.panel;
    };
    expect(panelOf({ panel: 'path' })).toBe('path');
    expect(panelOf({ panel: 'walk' })).toBe('walk');
    expect(panelOf({ panel: 'models' })).toBeNull();
  });

  it('restore constant speed of a walk', () => {
    const walk = { ...initialState.walk, a: seeded(1), b: seeded(2) };
    for (const even of [true, false])
      expect(open(encodeLink(state({ walk: { ...walk, even } }), address)).walk.even).toBe(even);
  });

  it('restore a walk and the place on it', () => {
    fc.assert(
      fc.property(
        fc.nat({ max: 100 }),
        fc.constantFrom('slerp' as const, 'lerp' as const),
        (percent, method) => {
          const walk = { ...initialState.walk, a: seeded(1), b: seeded(2), method, position: percent / 100 };
          const face = walkFace({ model, walk }, walk.position)!;
          const back = open(encodeLink(state({ walk, face }), address));
          expect(back).toMatchObject({
            walk: { position: percent / 100, method, a: { seed: 1 }, b: { seed: 2 } },
          });
          expect(back.face.z).toEqual(face.z);
        },
      ),
    );
  });

  const path = (count: number, change: Partial<Path> = {}): Path => ({
    ...initialPath,
    keys: Array.from({ length: count }, (_, index) => ({
      ...seeded(4_000_000_000 + index),
      id: `key ${index}`,
      hold: index % 3 ? 0 : 0.5,
      easing: index % 2 ? 'ease in' : 'linear',
    })),
    ...change,
  });
  const withoutIds = ({ keys, ...rest }: Path) => ({
    ...rest,
    keys: keys.map(({ name, seed, z, hold, easing }) => ({ name, seed, z, hold, easing })),
  });

  it('restore a path of sixteen faces, and the place on it', () => {
    fc.assert(
      fc.property(
        fc.constantFrom('smooth' as const, 'slerp' as const),
        fc.boolean(),
        fc.constantFrom('there-and-back' as const, 'loop' as const, 'once' as const),
        fc.nat({ max: 10_000 }),
        (curve, closed, loop, ms) => {
          const sixteen = path(16, {
            curve,
            closed,
            loop,
            time: ms / 1000,
            even: closed,
            fps: 25,
            seconds: 12.5,
          });
          const here = state({ path: sixteen, panel: 'path' });
          const face = pathFace(here, sixteen.time)!;
          const link = encodeLink({ ...here, face }, address);
          expect(link.length).toBeLessThan(longestLink);
          const back = open(link);
          expect(withoutIds(back.path)).toEqual(withoutIds(sixteen));
          expect(back.face.z).toEqual(face.z);
        },
      ),
      { numRuns: 30 },
    );
  });

  it('restore a noise loop from its seeds alone', () => {
    const keys = Array.from({ length: 8 }, (_, index) => ({
      ...noiseKey(seeded(5), model, { angle: 40, plane: 77, index, count: 8 }),
      seed: null,
      id: String(index),
      hold: 0,
      easing: 'linear' as const,
    }));
    const link = encodeLink(state({ path: { ...initialPath, keys, closed: true }, panel: 'path' }), address);
    expect(link.length).toBeLessThan(500);
    expect(open(link).path.keys.map(({ z }) => z)).toEqual(keys.map(({ z }) => z));
  });

  it('refuse a path that is too long for them, with an explanation', () => {
    expect(() => encodeLink(state({ path: path(17), panel: 'path' }), address)).toThrow(/up to 16/);
  });

  it('are refused if they contain a path that no page could have made', () => {
    const whole = decodeLink(encodeLink(state({ path: path(3) }), address).replace(/^[^#]*/, ''))!;
    const { path: keys, way } = whole.path!;
    for (const broken of [
      { path: keys, way: way.replace(/\.\d+\.\d+/, '.8000.99') },
      { path: keys, way: 'x' },
      { path: `${keys}*-1*0`, way },
      { path: `${keys}*1*9`, way },
      { path: 'n1.999.2.0.8', way },
      { path: 'n1.30.2.0.0', way },
      { path: Array.from({ length: 17 }, () => 's1').join('~'), way },
    ]) {
      expect(() => resolveLink({ ...whole, path: broken }, model)).toThrow(/link holds a path/);
    }
  });

  it('report a cut at any place', () => {
    const link = encodeLink(state({ walk: { ...initialState.walk, a: seeded(1), b: seeded(2) } }), address);
    const hash = link.slice(link.indexOf('#'));
    for (let end = '#v=1'.length; end < hash.length; end++) {
      expect(() => decodeLink(hash.slice(0, end))).toThrow(/cut off/);
    }
  });

  it('report another version', () => {
    expect(() => decodeLink('#v=9&model=x&face=s1&sum=0')).toThrow(/version 9/);
  });

  it('of another latent size are refused with an explanation', () => {
    const free = { seed: null, origin: sampleFace(model, 1).z, z: sampleFace(model, 1).z };
    const link = encodeLink(state({ face: free }), address);
    expect(() => resolveLink(decodeLink(link.slice(link.indexOf('#')))!, tiny)).toThrow(/Tiny/);
  });

  it('are not expected in an address that has none', () => {
    expect(decodeLink('')).toBeNull();
    expect(decodeLink('#about')).toBeNull();
  });
});

describe('the parameters beside a link', () => {
  const listed = (from: string | undefined, onDevice = true) =>
    state({
      catalogue: [{ id: model.id, title: 'Tiny', bytes: 1, default: false, onDevice, address: from }],
    });
  const from = 'https://example.org/gan/model.json?v=1&w=2';

  it('name the origin of a model of this device, and keep the backend', () => {
    const parameters = new URLSearchParams(parametersOf(listed(from), '?backend=cpu&seed=3&model=other'));
    expect([...parameters]).toEqual([
      ['model', from],
      ['backend', 'cpu'],
    ]);
  });

  it('leave out a model that the page itself offers, that was dropped, or whose address is too long', () => {
    expect(parametersOf(listed(from, false), '')).toBe('');
    expect(parametersOf(listed(undefined), '?backend=cpu')).toBe('?backend=cpu');
    expect(parametersOf(listed(`https://example.org/${'a'.repeat(1500)}`), '')).toBe('');
  });
});
