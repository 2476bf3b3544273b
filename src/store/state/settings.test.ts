import { describe, expect, it } from 'vitest';
import { initialState } from './initialState.ts';
import { decodeSettings, encodeSettings } from './settings.ts';

describe('settings', () => {
  it('are restored as they were saved', () => {
    const state = { ...initialState, theme: 'light', gridSize: 25, backend: 'wasm', panel: 'walk' } as const;
    const kept = decodeSettings(encodeSettings(state));
    const names = Object.keys(kept) as (keyof typeof kept)[];
    expect(names.length).toBeGreaterThan(5);
    for (const name of names) expect(kept[name]).toEqual(state[name]);
    expect(kept).toMatchObject({ theme: 'light', gridSize: 25, backend: 'wasm', panel: 'walk' });
  });

  it('keeps the valid fields of partly broken text', () => {
    expect(decodeSettings('{"theme":"dark","gridSize":5,"film":{"size":9},"panel":7}')).toEqual({
      theme: 'dark',
    });
  });

  it('takes over choices for GIFs from before there were other films', () => {
    expect(decodeSettings('{"gif":{"scale":2,"fps":24}}').film).toMatchObject({
      size: 'x2',
      fps: 24,
      format: 'gif',
    });
    expect(decodeSettings('{"gif":{"scale":9,"fps":24}}')).toEqual({});
  });

  it.each([null, '', 'no json', '[]', '7', 'null'])('falls back to the defaults for %j', (text) => {
    expect(decodeSettings(text)).toEqual({});
  });

  it('saves nothing that belongs to one visit', () => {
    expect(Object.keys(JSON.parse(encodeSettings(initialState)))).not.toContain('face');
  });
});
