import { describe, expect, it } from 'vitest';
import type { Preview } from '../backends/backend.ts';
import { PreviewChooser } from './previews.ts';

const previews: Preview[] = [4, 16, 32, 64].map((resolution) => ({
  resolution,
  share: resolution / 128 + 0.05,
  render: () => Promise.reject(new Error('not rendered here')),
}));

function measured(...ms: number[]): PreviewChooser {
  const chooser = new PreviewChooser();
  for (const one of ms) chooser.measured(one);
  return chooser;
}

describe('PreviewChooser', () => {
  it('chooses the largest preview that is quick enough', () => {
    expect(measured(200, 200, 200).choose(previews, 128)?.resolution).toBe(16);
    expect(measured(150, 150, 150).choose(previews, 128)?.resolution).toBe(32);
    expect(measured(60, 60, 60).choose(previews, 128)?.resolution).toBe(64);
  });

  it('chooses none while the full picture is quick enough', () => {
    expect(measured(50, 50, 50).choose(previews, 128)).toBeUndefined();
  });

  it('takes the smallest that shows a face if none is quick enough', () => {
    expect(measured(9000, 9000, 9000).choose(previews, 128)?.resolution).toBe(16);
  });

  it('measures a full picture first, and believes the quickest: a busy machine does not mean a slow model', () => {
    expect(measured().choose(previews, 128)).toBeUndefined();
    expect(measured(200).slow).toBe(true);
    expect(measured(200, 40, 3000, 900).slow).toBe(false);
    expect(measured(200, 40, 3000, 900).choose(previews, 128)).toBeUndefined();
  });

  it("trusts a preview's measured time over its expected one", () => {
    const chooser = measured(150);
    chooser.measured(70, previews[2]);
    expect(chooser.choose(previews, 128)?.resolution).toBe(16);
    chooser.measured(30, previews[2]);
    expect(chooser.choose(previews, 128)?.resolution).toBe(32);
    chooser.measured(49, previews[3]);
    expect(chooser.choose(previews, 128)?.resolution).toBe(64);
  });

  it('forgets earlier models and backends', () => {
    const chooser = measured(200, 200, 200);
    chooser.reset();
    expect(chooser.choose(previews, 128)).toBeUndefined();
  });

  it('has nothing to choose if the backend or the model has no previews', () => {
    expect(measured(200, 200, 200).choose(undefined, 128)).toBeUndefined();
    expect(measured(200, 200, 200).choose([], 128)).toBeUndefined();
  });
});
