import { describe, expect, it } from 'vitest';
import { readUrl } from './address.ts';

describe('readUrl', () => {
  it('reads what the address asks for', () => {
    expect(readUrl('?backend=wasm&model=avatars-128&seed=7')).toEqual({
      backend: 'wasm',
      model: 'avatars-128',
      seed: 7,
      errors: [],
    });
  });

  it('wishes nothing when the address says nothing', () => {
    expect(readUrl('')).toEqual({ backend: null, model: null, seed: null, errors: [] });
  });

  it('says which backend there is not, and which there are', () => {
    const { backend, errors } = readUrl('?backend=cuda');
    expect(backend).toBeNull();
    expect(errors[0]?.code).toBe('BACKEND_UNKNOWN');
    expect(errors[0]?.message).toContain('cuda');
    expect(errors[0]?.message).toContain('wasm');
  });

  it('refuses a seed that is no number in words', () => {
    const { seed, errors } = readUrl('?seed=seven');
    expect(seed).toBeNull();
    expect(errors.map(({ code }) => code)).toEqual(['SEED_INVALID']);
  });
});
