import { describe, expect, it } from 'vitest';
import { createRandom } from '../../../base/random.ts';
import type { Target } from '../contract.ts';
import { Loss } from './loss.ts';
import { shrinkTarget } from './resize.ts';

const random = createRandom(7);
const noise = (length: number) => Float32Array.from({ length }, () => 0.5 * random.normal());

function targetOf(width: number, height: number, channels: number, masked: boolean): Target {
  const mask = Float32Array.from({ length: width * height }, () => Math.round(random.uniform() * 4) / 4);
  return { data: noise(width * height * channels), width, height, channels, mask: masked ? mask : null };
}

describe('the loss', () => {
  it.each([
    [16, 16, 3, false],
    [17, 9, 1, true],
    [33, 40, 3, true],
    [5, 7, 4, false],
    [1, 1, 3, false],
  ])(
    'of %i x %i pixels with %i channels (mask: %s) has the gradient of central differences',
    (width, height, channels, masked) => {
      const target = targetOf(width, height, channels, masked);
      target.range = masked ? [0, 1] : [-1, 1];
      const loss = new Loss(target);
      const picture = Float64Array.from(noise(target.data.length));
      const gradient = new Float64Array(picture.length);
      loss.of(picture, gradient);
      const step = 1e-5;
      for (let at = 0; at < picture.length; at += Math.max(1, Math.floor(picture.length / 60))) {
        const before = picture[at]!;
        picture[at] = before + step;
        const above = loss.of(picture).loss;
        picture[at] = before - step;
        const below = loss.of(picture).loss;
        picture[at] = before;
        expect(gradient[at]).toBeCloseTo((above - below) / (2 * step), 8);
      }
    },
  );

  it('matches the reference in training/projection', () => {
    const wave = (shift: number) =>
      Float32Array.from({ length: 32 * 32 * 3 }, (_, i) => Math.sin(i / 7 + shift));
    const target = { data: wave(0.5), width: 32, height: 32, channels: 3, mask: null };
    expect(new Loss(target).of(wave(0)).loss).toBeCloseTo(0.1034376, 6);
  });

  it('is zero for the target itself, and grows with the difference', () => {
    const target = targetOf(32, 32, 3, false);
    const loss = new Loss(target);
    const same = loss.of(target.data);
    expect(same.loss).toBeCloseTo(0, 12);
    expect(same.rms).toBe(0);
    expect(same.msSsim).toBeCloseTo(1, 12);
    const off = (by: number) => loss.of(target.data.map((value) => value + by));
    expect(off(0.1).rms).toBeCloseTo(0.1, 6);
    expect(off(0.2).loss).toBeGreaterThan(off(0.1).loss);
  });

  it('ignores pixels that the mask leaves out', () => {
    const target = targetOf(24, 24, 3, true);
    const loss = new Loss(target);
    const picture = noise(target.data.length);
    const changed = picture.map((value, i) => (target.mask![Math.floor(i / 3)] === 0 ? 9 : value));
    expect(loss.of(changed)).toEqual(loss.of(picture));
  });

  it('measures in units of [-1, 1] whatever the range', () => {
    const target = targetOf(16, 16, 3, false);
    const stretched = { ...target, data: target.data.map((v) => 100 * v + 100), range: [0, 200] as const };
    const picture = noise(target.data.length);
    const [here, there] = [
      new Loss(target).of(picture),
      new Loss(stretched).of(picture.map((v) => 100 * v + 100)),
    ];
    for (const key of ['loss', 'rms', 'msSsim'] as const) expect(there[key]).toBeCloseTo(here[key], 5);
  });

  it.each([
    ['a short picture', '191 values', (t: Target) => ({ ...t, data: t.data.slice(1) })],
    ['values that are no numbers', 'NaN', (t: Target) => ({ ...t, data: t.data.map(() => Number.NaN) })],
    ['an empty range', 'from 1 to 1', (t: Target) => ({ ...t, range: [1, 1] as const })],
    ['a mask of another size', 'does not fit', (t: Target) => ({ ...t, mask: new Float32Array(3) })],
    ['a mask that excludes everything', 'excluded', (t: Target) => ({ ...t, mask: new Float32Array(64) })],
  ])('refuses %s', (_, words, damaged) => {
    expect(() => new Loss(damaged(targetOf(8, 8, 3, false)))).toThrow(
      expect.objectContaining({
        code: 'PROJECTION_INVALID',
        message: expect.stringContaining(words),
      }),
    );
  });
});

describe('shrinkTarget', () => {
  it('returns the means of the pixels that each new one covers', () => {
    const target = { ...targetOf(4, 2, 1, false), data: Float32Array.from([1, 3, 5, 7, 5, 7, 9, 11]) };
    expect(shrinkTarget(target, 2)).toMatchObject({ width: 2, height: 1, data: Float32Array.from([4, 8]) });
    expect(shrinkTarget(target, 8)).toBe(target);
  });

  it('keeps the mean if pixels are covered in part', () => {
    const target = targetOf(30, 20, 1, true);
    const mean = (data: Float32Array) => data.reduce((sum, value) => sum + value, 0) / data.length;
    const small = shrinkTarget(target, 18);
    expect([small.width, small.height]).toEqual([18, 12]);
    expect(mean(small.data)).toBeCloseTo(mean(target.data), 5);
    expect(mean(small.mask!)).toBeCloseTo(mean(target.mask!), 5);
  });
});
