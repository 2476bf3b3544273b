import { describe, expect, it, vi } from 'vitest';
import { readUrl } from './address.ts';

describe('readUrl', () => {
  it('reads what the address asks for', () => {
    expect(readUrl('?backend=wasm&model=avatars-128&seed=7')).toEqual({
      backend: 'wasm',
      model: 'avatars-128',
      address: null,
      seed: 7,
      source: null,
      errors: [],
    });
  });

  it('requests nothing if the address is empty', () => {
    expect(readUrl('')).toEqual({
      ...{ backend: null, model: null, address: null, seed: null, source: null },
      errors: [],
    });
  });

  it('distinguishes a model’s address from its id', () => {
    const address = 'https://example.org/gan/model.json?v=1';
    expect(readUrl(`?model=${encodeURIComponent(address)}`)).toMatchObject({ model: null, address });
    expect(readUrl('?model=https-gan')).toMatchObject({ model: 'https-gan', address: null });
  });

  it('names the unknown backend and the existing ones', () => {
    const { backend, errors } = readUrl('?backend=cuda');
    expect(backend).toBeNull();
    expect(errors[0]?.code).toBe('BACKEND_UNKNOWN');
    expect(errors[0]?.message).toContain('cuda');
    expect(errors[0]?.message).toContain('wasm');
  });

  it('takes a source as the folder that it names', () => {
    const source = (text: string) => readUrl(`?source=${encodeURIComponent(text)}`);
    expect(source('https://mirror.example/p')).toMatchObject({
      source: 'https://mirror.example/p/',
      errors: [],
    });
    expect(source('https://mirror.example').source).toBe('https://mirror.example/');
    expect(source('ftp://mirror.example/').errors.map(({ code }) => code)).toEqual(['ADDRESS_INVALID']);
    expect(source('ftp://mirror.example/').source).toBeNull();
  });

  it('takes only sources over https on a page that came over https', () => {
    vi.stubGlobal('origin', 'https://zscape.example');
    const { source, errors } = readUrl('?source=http://localhost:8000/');
    expect(source).toBeNull();
    expect(errors.map(({ code }) => code)).toEqual(['ADDRESS_INSECURE']);
    expect(readUrl('?source=https://mirror.example/').source).toBe('https://mirror.example/');
    vi.unstubAllGlobals();
  });

  it('refuses a seed that is not a number, with an explanation', () => {
    const { seed, errors } = readUrl('?seed=seven');
    expect(seed).toBeNull();
    expect(errors.map(({ code }) => code)).toEqual(['SEED_INVALID']);
  });
});
