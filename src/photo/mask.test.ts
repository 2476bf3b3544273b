import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Stroke } from './contract.ts';
import { maskOf } from './mask.ts';
import { moved, spun, wholePlacement } from './placement.ts';

const scene = { picture: { width: 320, height: 320 }, image: { width: 32, height: 32 } };
const whole = wholePlacement(scene.picture);
const dot = (x: number, y: number, counts = true, radius = 50): Stroke => ({
  points: [{ x, y }],
  radius,
  counts,
});
const sum = (mask: Float32Array) => mask.reduce((all, value) => all + value, 0);
const at = (mask: Float32Array | null, x: number, y: number) => mask![y * 32 + x];

describe('a mask', () => {
  it('does not exist without strokes: everything counts', () => {
    expect(maskOf(scene, whole, [])).toBeNull();
  });

  it('starts from nothing with a stroke that adds, and from everything with one that removes', () => {
    const adds = maskOf(scene, whole, [dot(160, 160)]);
    const takes = maskOf(scene, whole, [dot(160, 160, false)]);
    expect([at(adds, 16, 16), at(adds, 2, 2)]).toEqual([1, 0]);
    expect([at(takes, 16, 16), at(takes, 2, 2)]).toEqual([0, 1]);
    // A disc with a radius of five pixels.
    expect(sum(adds!)).toBeCloseTo(Math.PI * 25, 0);
    expect(sum(takes!)).toBeCloseTo(1024 - Math.PI * 25, 0);
  });

  it('prefers a later stroke to an earlier one', () => {
    const both = maskOf(scene, whole, [dot(160, 160), dot(160, 160, false, 20)]);
    expect([at(both, 16, 16), at(both, 16, 12)]).toEqual([0, 1]);
  });

  it('covers the line between the points of a stroke', () => {
    const line = maskOf(scene, whole, [
      {
        points: [
          { x: 20, y: 160 },
          { x: 300, y: 160 },
        ],
        radius: 10,
        counts: true,
      },
    ]);
    for (let x = 3; x < 29; x++) expect(at(line, x, 15)).toBeGreaterThan(0.9);
    expect(at(line, 16, 20)).toBe(0);
  });

  it('moves with the picture, and grows with it', () => {
    const near = spun(scene, whole, { factor: 2 });
    expect(sum(maskOf(scene, near, [dot(160, 160)])!)).toBeCloseTo(Math.PI * 100, 0);
    const right = moved(scene, whole, { x: 8, y: 0 });
    expect(at(maskOf(scene, right, [dot(160, 160)]), 24, 16)).toBe(1);
  });

  it('is between 0 and 1 whatever the strokes', () => {
    const number = fc.double({ min: -500, max: 900, noNaN: true });
    const stroke = fc.record({
      points: fc.array(fc.record({ x: number, y: number }), { maxLength: 5 }),
      radius: fc.double({ min: 0, max: 200, noNaN: true }),
      counts: fc.boolean(),
    });
    fc.assert(
      fc.property(fc.array(stroke, { minLength: 1, maxLength: 4 }), (strokes) => {
        for (const value of maskOf(scene, whole, strokes)!) {
          expect(value >= 0 && value <= 1).toBe(true);
        }
      }),
      { numRuns: 30 },
    );
  });
});
