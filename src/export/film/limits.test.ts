import { describe, expect, it } from 'vitest';
import type { FilmSettings } from './contract.ts';
import { checkSettings } from './limits.ts';

const settings: FilmSettings = {
  format: 'mp4',
  width: 256,
  height: 256,
  fps: 30,
  frames: 120,
  loop: true,
  quality: 0.75,
  alpha: false,
  recipe: null,
};

describe('the limits of a film', () => {
  it('allow an ordinary film, and one of a million frames', () => {
    expect(() => checkSettings(settings)).not.toThrow();
    expect(() => checkSettings({ ...settings, frames: 1_000_000 })).not.toThrow();
  });

  it.each([
    [{ frames: 0 }, 'cannot have 0 frames'],
    [{ frames: 1_000_001 }, 'cannot have 1000001 frames'],
    [{ frames: Number.NaN }, 'cannot have NaN frames'],
    [{ width: 0 }, 'cannot be 0 × 256 pixels'],
    [{ height: 4096 }, 'cannot be 256 × 4096 pixels'],
    [{ width: 255 }, 'both sides are even'],
    [{ fps: 0 }, 'cannot show 0 frames a second'],
    [{ fps: 61 }, 'choose 1 to 60'],
    [{ format: 'gif', fps: 60 }, 'choose 1 to 50'],
    [{ recipe: 'x'.repeat(70_000) }, 'larger than 64 KB'],
  ] as const)('refuse %o', (change, words) => {
    expect(() => checkSettings({ ...settings, ...change })).toThrow(
      expect.objectContaining({ code: 'EXPORT_FAILED', message: expect.stringContaining(words) }),
    );
  });
});
