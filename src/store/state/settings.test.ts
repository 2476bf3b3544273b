import { describe, expect, it } from 'vitest';
import { initialState } from './initialState.ts';
import { decodeSettings, encodeSettings } from './settings.ts';

describe('settings', () => {
  it('come back as they were kept', () => {
    const state = { ...initialState, theme: 'light', gridSize: 25, backend: 'wasm', panel: 'walk' } as const;
    const kept = decodeSettings(encodeSettings(state));
    const names = Object.keys(kept) as (keyof typeof kept)[];
    expect(names.length).toBeGreaterThan(5);
    for (const name of names) expect(kept[name]).toEqual(state[name]);
    expect(kept).toMatchObject({ theme: 'light', gridSize: 25, backend: 'wasm', panel: 'walk' });
  });

  it('keeps what is whole of a text that is partly broken', () => {
    expect(decodeSettings('{"theme":"dark","gridSize":5,"gif":{"scale":9},"panel":7}')).toEqual({
      theme: 'dark',
    });
  });

  it.each([null, '', 'no json', '[]', '7', 'null'])('falls back to the defaults for %j', (text) => {
    expect(decodeSettings(text)).toEqual({});
  });

  it('keeps nothing that belongs to one visit', () => {
    expect(Object.keys(JSON.parse(encodeSettings(initialState)))).not.toContain('face');
  });
});
