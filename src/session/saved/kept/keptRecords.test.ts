/** Damaged or foreign data in the browser's storage: each part is judged by itself, and nothing invalid gets through. */
import { describe, expect, it } from 'vitest';
import { sampleLatent } from '../../../latent/vector/sample.ts';
import { workOf } from '../../../store/state/fields.ts';
import { initialState } from '../../../store/state/initialState.ts';
import type { Pin } from '../../../store/state/state.ts';
import { partRecords, readPin, readSession } from './keptRecords.ts';
import { plainOf } from './plainValue.ts';

const z = sampleLatent(1, 32, 'normal');
const { pins: _, ...work } = workOf({ ...initialState, face: { seed: 1, origin: z, z } });
const session = {
  ...{ id: 's', name: 'Monday', model: 'tiny', updated: 1, thumbnail: '', state: work },
  ...{ work: 3, acts: 2, worked: false },
};
const pin: Pin & { session: string } = {
  ...{ id: 'p', session: 's', name: 'Seed 1', model: 'tiny', seed: 1, z, thumbnail: '', created: 1 },
};

describe('readSession', () => {
  it('returns a complete session as it was stored', () => {
    const read = readSession(structuredClone(session));
    expect(read).toEqual({ ...session, lost: [] });
    // A face without edits is recognised by its identity.
    if (typeof read !== 'string') expect(read.state.face?.z).toBe(read.state.face?.origin);
  });

  const end = { name: 'A', seed: 1, z };
  const parts: [part: string, field: string, value: unknown][] = [
    ['a name that is an object', 'name', { a: 1 }],
    ['a date that is a string', 'updated', 'yesterday'],
    ['a thumbnail from elsewhere', 'thumbnail', 'https://example.org/spy.png'],
    ['a model that is a number', 'model', 7],
    ['a face of plain numbers', 'state.face', { seed: 1, origin: [1, 2], z: [1, 2] }],
    [
      'a face that is not finite',
      'state.face',
      { seed: 1, origin: z, z: new Float32Array(32).fill(Number.NaN) },
    ],
    [
      'a face without numbers',
      'state.face',
      { seed: 1, origin: new Float32Array(0), z: new Float32Array(0) },
    ],
    ['a seed below zero', 'state.face', { seed: -1, origin: z, z }],
    ['seeds that are a number', 'state.gridSeeds', 5],
    ['seeds that are strings', 'state.gridSeeds', ['1']],
    ['keys that are null', 'state.path', { ...work.path, keys: null }],
    ['a key without a hold', 'state.path', { ...work.path, keys: [{ ...end, id: 'k', easing: 'linear' }] }],
    ['an unknown curve', 'state.path', { ...work.path, curve: 'zigzag' }],
    ['a map of an unknown kind', 'state.map', { ...work.map, kind: 'sphere' }],
    ['a point outside of the map', 'state.map', { ...work.map, x: 9 }],
    ['arithmetic that is null', 'state.arithmetic', null],
    [
      'an expression of thousands of terms',
      'state.arithmetic',
      { text: `A${'+A'.repeat(4999)}`, guard: true },
    ],
    ['a walk that is a string', 'state.walk', 'slow'],
    ['an end of a walk without a latent', 'state.walk', { ...work.walk, a: { name: 'A', seed: 1 } }],
    ['a pull to nowhere', 'state.pull', { pin: 1, amount: 2, from: z }],
    ['an edit without amounts', 'state.edit', { ...work.edit, amounts: undefined }],
    ['an edit by a string', 'state.edit', { ...work.edit, amounts: { smile: 'much' } }],
  ];

  it.each(parts)('%s starts fresh, and the rest is restored', (_name, field, value) => {
    const [outer, inner] = field.split('.');
    const broken =
      inner === undefined
        ? { ...session, [outer!]: value }
        : { ...session, state: { ...work, [inner]: value } };
    const read = readSession(structuredClone(broken));
    if (typeof read === 'string') throw new Error(read);
    expect(read.lost).toEqual([inner ?? outer]);
    const { lost: __, ...rest } = read;
    const fresh = workOf(initialState) as unknown as Record<string, unknown>;
    const otherwise: Record<string, unknown> = { name: '', updated: 0, thumbnail: '', model: '' };
    expect(rest).toEqual(
      inner === undefined
        ? { ...session, [outer!]: otherwise[outer!] }
        : { ...session, state: { ...work, [inner]: fresh[inner] } },
    );
  });

  it('of a record without its state only the head is left', () => {
    for (const state of [undefined, null, 3, 'x', []]) {
      const read = readSession({ ...session, state });
      if (typeof read === 'string') throw new Error(read);
      expect(read).toMatchObject({ id: 's', name: 'Monday', state: { face: null } });
      expect(read.lost).toContain('face');
    }
  });

  it.each([null, 3, 'x', [], {}, { id: 5 }, { id: '' }])('%j is none', (value) => {
    expect(readSession(value)).toMatch(/id|record/);
  });
});

describe('readPin', () => {
  it('returns a complete pin without its session', () => {
    const { session: __, ...bare } = pin;
    expect(readPin(structuredClone(pin))).toEqual(bare);
  });

  it.each<[string, Partial<Record<keyof Pin, unknown>>]>([
    ['name', { name: { toString: 1 } }],
    ['name', { name: 'x'.repeat(1e6) }],
    ['model', { model: null }],
    ['seed', { seed: 1.5 }],
    ['z', { z: [1, 2, 3] }],
    ['z', { z: new Float64Array(32) }],
    ['z', { z: undefined }],
    ['thumbnail', { thumbnail: 'javascript:alert(1)' }],
    ['created', { created: 'now' }],
  ])('one with an invalid %s is set aside', (field, change) => {
    const broken = { ...pin, ...change };
    expect(readPin(broken)).toMatch(new RegExp(`^${field}`));
    const { good, damaged } = partRecords(
      'pins',
      [pin, broken].map((value) => ({ key: 'k', value })),
      readPin,
    );
    expect(good).toHaveLength(1);
    expect(damaged).toEqual([expect.objectContaining({ store: 'pins', value: broken })]);
  });
});

describe('plainOf', () => {
  it('converts anything that a browser can store, and ends', () => {
    const cycle: Record<string, unknown> = { a: 1 };
    cycle.self = cycle;
    let deep: unknown = 1;
    for (let k = 0; k < 5000; k++) deep = [deep];
    const strange = { cycle, deep, big: 10n, none: undefined, nan: Number.NaN, z: new Float32Array(2) };
    const more = {
      map: new Map([[1, new Set([2])]]),
      date: new Date(0),
      bytes: new Uint8Array([1, 2]),
      bare: Object.create(null),
    };
    const text = JSON.stringify(plainOf({ ...strange, ...more }));
    expect(text).toContain('"f32":"AAAAAAAAAAA="');
    expect(text).toContain('(a cycle)');
    expect(text).toContain('(too deep)');
    expect(text).toContain('"bytes":[1,2]');
  });
});
