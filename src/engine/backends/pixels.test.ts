import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fitted, toPixels } from './pixels.ts';

const image = (values: number[], width: number, height: number, channels: number) => ({
  data: Float32Array.from(values),
  width,
  height,
  channels,
});

describe('toPixels', () => {
  it('maps the range to bytes, rounds and clamps', () => {
    const pixels = toPixels(image([-1, 0, 1, -7, 0.5, 7], 2, 1, 3), [-1, 1]);
    expect([...pixels]).toEqual([0, 128, 255, 255, 0, 191, 255, 255]);
  });

  it('shows one channel as grey', () => {
    expect([...toPixels(image([0, 1], 2, 1, 1), [0, 1])]).toEqual([0, 0, 0, 255, 255, 255, 255, 255]);
  });

  it('takes a fourth channel as alpha, on the same range', () => {
    const pixels = toPixels(image([-1, 0, 1, 0, 1, 1, 1, -7], 2, 1, 4), [-1, 1]);
    expect([...pixels]).toEqual([0, 128, 255, 128, 0, 0, 0, 0]);
  });

  it('a transparent pixel does not bleed its colour when a picture shrinks', () => {
    const both = image([1, 0, 0, 1, 0, 1, 0, 0], 2, 1, 4);
    expect([...toPixels(both, [0, 1], { width: 1, height: 1 })]).toEqual([255, 0, 0, 128]);
    const half = image([1, 0, 0, 1, 0, 0, 1, 0.5], 2, 1, 4);
    expect([...toPixels(half, [0, 1], { width: 1, height: 1 })]).toEqual([170, 0, 85, 191]);
  });

  it('shrinks by the mean of the pixels under each new one', () => {
    const grey = (values: number[], from: number, to: number) =>
      [...toPixels(image(values, from, 1, 1), [0, 255], { width: to, height: 1 })].filter(
        (_, i) => i % 4 === 0,
      );
    expect(grey([0, 100, 50, 250], 4, 2)).toEqual([50, 150]);
    expect(grey([30, 90, 210], 3, 2)).toEqual([50, 170]); // 1.5 pixels each: (30 + 90/2) / 1.5, (90/2 + 210) / 1.5
  });

  it('clamps before averaging, as a screen does', () => {
    const pixels = toPixels(image([-3, 1], 2, 1, 1), [0, 1], { width: 1, height: 1 });
    expect(pixels[0]).toBe(128);
  });

  it('keeps the mean brightness at any size', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 24 }),
        fc.integer({ min: 1, max: 24 }),
        fc.nat(),
        (from, wish, seed) => {
          const values = Array.from({ length: from * from }, (_, i) => ((i * 7919 + seed) % 997) / 997);
          const side = Math.min(from, wish);
          const pixels = toPixels(image(values, from, from, 1), [0, 1], { width: side, height: side });
          const mean = (all: number[]) => all.reduce((sum, value) => sum + value, 0) / all.length;
          const shown = [...pixels].filter((_, i) => i % 4 === 0);
          expect(Math.abs(mean(shown) - 255 * mean(values))).toBeLessThan(0.6);
        },
      ),
    );
  });
});

describe('fitted', () => {
  it('keeps the shape, and never enlarges', () => {
    expect(fitted({ width: 64, height: 32 }, 16)).toEqual({ width: 16, height: 8 });
    expect(fitted({ width: 64, height: 32 }, undefined)).toEqual({ width: 64, height: 32 });
    expect(fitted({ width: 64, height: 32 }, 1000)).toEqual({ width: 64, height: 32 });
    expect(fitted({ width: 64, height: 1 }, 4)).toEqual({ width: 4, height: 1 });
  });
});
