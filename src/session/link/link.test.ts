/** Faces in a link that are more than a seed: how accurately they come back, and in how much space. */

import { describe, expect, it } from 'vitest';
import { slerp } from '../../latent/vector/interpolate.ts';
import { sampleLatent } from '../../latent/vector/sample.ts';
import { angleBetween, normalise } from '../../latent/vector/vector.ts';
import { applyEdit } from '../../store/select/attributes.ts';
import { sampleFace } from '../../store/select/faces.ts';
import { mapFace } from '../../store/select/journey/mapPad.ts';
import { initialState } from '../../store/state/initialState.ts';
import { initialMap, initialPath } from '../../store/state/journeys.ts';
import type { Attribute, State } from '../../store/state/state.ts';
import { model as tiny } from '../testing/tinyModel.ts';
import { decodeLink, encodeLink, longestLink } from './link.ts';
import { resolveLink } from './resolveLink.ts';

const address = 'https://example.org/zscape/';
const model = { ...tiny, latent: { ...tiny.latent, size: 512 } };
const attributes: readonly Attribute[] = (['labelled', 'closed-form', 'pca'] as const).map(
  (group, index) => ({
    id: `${group}:A & b ${index}`,
    name: `${index}`,
    group,
    direction: normalise(sampleLatent(500 + index, 512, 'normal')),
  }),
);

function state(change: Partial<State>): State {
  const shelf = { model: model.id, list: attributes, finding: null };
  return { ...initialState, model, face: sampleFace(model, 17), attributes: shelf, ...change };
}

const unknown = (seed: number) => ({ name: '', seed: null, z: sampleFace(model, 1000 + seed).z });
const key = (z: Float32Array, name = '') => ({
  id: name,
  name,
  seed: null,
  z,
  hold: 0,
  easing: 'linear' as const,
});

function send(here: State) {
  const { link, worst } = encodeLink(here, address);
  expect(link.length).toBeLessThan(longestLink);
  const read = decodeLink(link.slice(link.indexOf('#')));
  return { link, worst, back: resolveLink(read!, model, attributes) };
}

const degrees = (one: Float32Array, other: Float32Array) => (angleBetween(one, other) * 180) / Math.PI;

describe('a link', () => {
  it('contains sixteen faces between known seeds, and writes each as its two seeds', () => {
    const seeds = Array.from({ length: 17 }, (_, k) => ({ name: `Seed ${k}`, ...sampleFace(model, k) }));
    const zs = seeds.slice(1).map(({ z }, k) => slerp(seeds[k]!.z, z, 0.1 + 0.05 * k));
    const pins = seeds.map(({ name, seed, z }, k) => ({
      id: String(k),
      model: model.id,
      thumbnail: '',
      created: k,
      name,
      seed,
      z,
    }));
    const path = { ...initialPath, keys: zs.map((z) => key(z)) };
    const { worst, back, link } = send(state({ path, pins, panel: 'path' }));
    expect(worst).toBe(0);
    expect(link.length).toBeLessThan(800);
    back.path.keys.forEach(({ z }, k) => {
      expect(degrees(z, zs[k]!)).toBeLessThan(0.02);
    });
  });

  it.each([
    ['English', (seed: number) => `Seed ${seed}, edited`],
    ['Japanese', (seed: number) => `シード${seed}、編集済み`],
    ['Korean', (seed: number) => `시드 ${seed}, 편집됨`],
  ])(
    'contains sixteen edited faces of seeds with %s names, whatever the direction of the edits',
    (_, nameOf) => {
      const zs = Array.from({ length: 16 }, (_, k) => {
        const edit = { amounts: { [attributes[k % 3]!.id]: 3 - k / 4 } };
        return applyEdit(state({}), sampleFace(model, k), edit).face!.z;
      });
      const path = { ...initialPath, keys: zs.map((z, k) => key(z, nameOf(k))) };
      const { worst, back } = send(state({ path, panel: 'path' }));
      // If the direction exists in one browser only (pca), its effect is a rest in few bits.
      expect(worst).toBeLessThan(6);
      back.path.keys.forEach(({ z }, k) => {
        expect(degrees(z, zs[k]!)).toBeLessThan(k % 3 === 2 ? 6 : 0.02);
      });
    },
  );

  it.each([
    [1, 0.01],
    [2, 0.06],
    [4, 2],
    [8, 14],
    [16, 34],
  ])('contains %i faces of unknown origin, within %f degrees, and states their error', (count, most) => {
    const keys = Array.from({ length: count }, (_, k) => key(unknown(k).z));
    const { worst, back } = send(state({ path: { ...initialPath, keys }, panel: 'path' }));
    expect(worst).toBeLessThan(most);
    const off = back.path.keys.map(({ z }, k) => degrees(z, keys[k]!.z));
    expect(Math.max(...off)).toBeCloseTo(worst, 6);
  });

  it('omits parts that are not on view before those on view become coarse', () => {
    const keys = Array.from({ length: 4 }, (_, k) => key(unknown(k).z));
    const walk = { ...initialState.walk, a: unknown(7), b: unknown(8), position: 0.2 };
    const both = { walk, path: { ...initialPath, keys } };
    const shownPath = send(state({ ...both, panel: 'path' })).back;
    expect(encodeLink(state({ ...both, panel: 'path' }), address).left).toEqual(['walk']);
    expect([shownPath.path.keys.length, shownPath.walk.a]).toEqual([4, null]);
    const shownWalk = send(state({ ...both, panel: 'walk' })).back;
    expect([shownWalk.path.keys.length, shownWalk.walk.a === null]).toEqual([0, false]);
  });

  it('restores the sliders of an edit, with its locks, and the very face', () => {
    const [first, second] = attributes;
    const here = state({});
    const edited = applyEdit(here, here.face!, { amounts: { [first!.id]: 2.5 }, locked: [second!.id] });
    const { link, back } = send({ ...here, ...edited });
    expect(link).toContain('edit=s17*0:2.5*l1');
    expect(back.face).toEqual(edited.face);
    expect(back.edit).toMatchObject({ amounts: { [first!.id]: 2.5 }, locked: [second!.id] });
    const read = decodeLink(link.slice(link.indexOf('#')))!;
    expect(() => resolveLink(read, model, [])).toThrow(/needs the attribute “A & b 0”/);
    for (const edit of ['s17*0', 's17*9:1', 's17*0:1e9', 'x*0:1'])
      expect(() => resolveLink({ ...read, edit }, model, attributes)).toThrow(/does not fit/);
  });

  it('restores a map with its corners and its point', () => {
    const corners = [1, 2, 3].map((seed) => ({ name: `Seed ${seed}`, ...sampleFace(model, seed) }));
    const map = { ...initialMap, kind: 'polygon' as const, corners, x: 0.25, y: 0.6 };
    const face = mapFace({ model, map }, map.x, map.y)!;
    const { back } = send(state({ map, face, panel: 'map' }));
    expect(back.map).toMatchObject({ kind: 'polygon', x: 0.25, y: 0.6 });
    expect(back.map.corners.map(({ seed, z }) => [seed, z])).toEqual(corners.map(({ seed, z }) => [seed, z]));
    expect(back.face.z).toEqual(face.z);
    const read = decodeLink(send(state({ map })).link.replace(/^[^#]*/, ''))!;
    for (const wrong of ['x.1.1~s1', 'q.99999.0~s1', `q.1.1~${Array(9).fill('s1').join('~')}`])
      expect(() => resolveLink({ ...read, map: wrong }, model)).toThrow(/holds a map/);
  });

  it('is refused if it has codes that no page could have made', () => {
    const whole = decodeLink(
      send(state({ face: { seed: null, origin: unknown(1).z, z: unknown(1).z } })).link.replace(/^[^#]*/, ''),
    )!;
    for (const face of ['', 'r0', 'm', 'm1x2', 'm1a7', 'mq99.2s', 's1!9999:1', 's1!1:x', 'mq5.zzzzzzzz'])
      expect(() => resolveLink({ ...whole, face }, model)).toThrow(/does not fit/);
    expect(() => resolveLink({ ...whole, rests: null }, model)).toThrow(/does not fit/);
  });

  it('is refused if it repeats itself endlessly', () => {
    const here = state({});
    const edited = applyEdit(here, here.face!, { amounts: { [attributes[0]!.id]: 1 } });
    const { link } = send({ ...here, ...edited });
    const whole = decodeLink(link.slice(link.indexOf('#')))!;
    const many = (text: string, count = 30_000) => Array(count).fill(text).join('');
    for (const edit of [`s17${many('*0:1')}`, `s17${many('*l0')}`, 's17*0:1*0:2'])
      expect(() => resolveLink({ ...whole, edit }, model, attributes)).toThrow(/does not fit/);
    for (const face of [
      `s1${many('!3:1')}`,
      `m1s1${many('!1s2')}`,
      `m1s1${many('!1s2', 40)}`,
      's1!:1',
      's1!1:',
    ])
      expect(() => resolveLink({ ...whole, face }, model, attributes)).toThrow(/does not fit/);
    // Up to the length that a page could have made, it opens.
    expect(resolveLink({ ...whole, face: `s1${many('!3:1.5', 40)}` }, model, attributes).face.z[3]).toBe(1.5);
  });

  it('is not even read if it is far too long', () => {
    const text = `v=2&model=tiny&face=s1${'!3:1'.repeat(30_000)}`;
    let sum = 0x811c9dc5;
    for (const character of text) sum = Math.imul(sum ^ character.charCodeAt(0), 0x01000193);
    expect(() => decodeLink(`#${text}&sum=${(sum >>> 0).toString(36)}`)).toThrow(/characters long/);
  });

  it('of version 1 still opens', () => {
    const packed = 'p10.2293.V14okga4YkaBbJBU9A_-Vubq3XVtnLdIjYwGumJ6j0Yqdlhq14rNcg';
    const link = { ...decodeLink(send(state({})).link.replace(/^[^#]*/, ''))!, face: packed, size: null };
    expect(degrees(resolveLink(link, tiny).face.z, sampleFace(tiny, 7).z)).toBeLessThan(0.2);
    expect(decodeLink('#v=1&model=tiny&face=s17&sum=19mu7lw')).toMatchObject({ face: 's17', map: null });
  });
});
