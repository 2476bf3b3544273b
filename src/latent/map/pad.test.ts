import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sampleLatent } from '../vector/sample.ts';
import { cornerNear, mosaicTiles, type Pad, planePad, polygonPad, squarePad } from './pad.ts';

const z = (seed: number) => sampleLatent(seed, 64, 'normal');
const options = { normalised: true };
const pads: [string, Pad, Float32Array[]][] = [
  ['a line', squarePad([z(1), z(2)], options), [z(1), z(2)]],
  ['three and their analogy', squarePad([z(1), z(2), z(3)], options), [z(1), z(2), z(3)]],
  ['a square', squarePad([z(1), z(2), z(3), z(4)], options), [z(1), z(2), z(3), z(4)]],
  ['a triangle', polygonPad([z(1), z(2), z(3)], options), [z(1), z(2), z(3)]],
  ['a pentagon', polygonPad([1, 2, 3, 4, 5].map(z), options), [1, 2, 3, 4, 5].map(z)],
  ['a plane', planePad([z(1), z(2), z(3)], options), [z(1), z(2), z(3)]],
];

describe.each(pads)('%s', (_, pad, latents) => {
  it('has each of its latents at its corner', () => {
    expect(pad.corners).toHaveLength(latents.length);
    pad.corners.forEach(([x, y], index) => {
      expect(pad.at(x, y)).toEqual(latents[index]);
      expect(cornerNear(pad, x + 0.01, y, 0.02)).toBe(index);
    });
  });

  it('gives a latent of finite numbers everywhere, even beyond its edges', () => {
    const place = fc.double({ min: -0.5, max: 1.5, noNaN: true });
    fc.assert(
      fc.property(place, place, (x, y) => {
        expect(pad.at(x, y).every(Number.isFinite)).toBe(true);
      }),
    );
  });

  it('is smooth: a small step makes a small change', () => {
    const inner = fc.double({ min: 0.2, max: 0.8, noNaN: true });
    fc.assert(
      fc.property(inner, inner, (x, y) => {
        const [here, there] = [pad.at(x, y), pad.at(x + 1e-4, y - 1e-4)];
        expect(Math.hypot(...here.map((value, i) => value - there[i]!))).toBeLessThan(0.02);
      }),
    );
  });
});

describe('the tiles of a mosaic', () => {
  it('cover the square once, coarse before fine', () => {
    const tiles = mosaicTiles(pads[2]![1], 16);
    expect(new Set(tiles.map(({ column, row }) => row * 16 + column)).size).toBe(256);
    const levels = tiles.map(({ level }) => level);
    expect(levels).toEqual(levels.toSorted((one, other) => other - one));
    expect(tiles.slice(0, 4).map(({ level }) => level)).toEqual([4, 3, 3, 3]);
  });

  it('leave out whatever is off a polygon, and nothing on it', () => {
    const pad = pads[3]![1];
    const tiles = mosaicTiles(pad, 8);
    const known = new Set(tiles.map(({ column, row }) => row * 8 + column));
    expect(known.size).toBeLessThan(64);
    expect(known.has(0)).toBe(false);
    for (const [x, y] of [...pad.corners, [0.5, 0.5] as const]) {
      expect(known.has(Math.min(7, Math.floor(y * 8)) * 8 + Math.min(7, Math.floor(x * 8)))).toBe(true);
    }
  });
});
