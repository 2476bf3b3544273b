import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ModelImage } from './contract.ts';
import { bytesOf, edgeColourOf, samplesOf } from './samples.ts';

const image = (change: Partial<ModelImage> = {}): ModelImage => ({
  width: 2,
  height: 1,
  channels: 3,
  range: [-1, 1],
  ...change,
});

describe('the samples of a picture', () => {
  it("cover the network's range, in either direction", () => {
    const pixels = Uint8ClampedArray.of(255, 0, 0, 255, 0, 255, 255, 255);
    expect([...samplesOf(pixels, 1, image())]).toEqual([1, -1, -1, -1, 1, 1]);
    expect([...samplesOf(pixels, 1, image({ range: [0, 1] }))]).toEqual([1, 0, 0, 0, 1, 1]);
  });

  it('are the averages of the pixels that become one', () => {
    const [black, white] = [
      [0, 0, 0, 255],
      [255, 255, 255, 255],
    ];
    const pixels = Uint8ClampedArray.from([black, white, white, black, black, white, white, white].flat());
    const [first, , , second] = samplesOf(pixels, 2, image({ width: 1, height: 2, range: [0, 1] }));
    expect(first).toBeCloseTo(0.5, 6);
    expect(second).toBeCloseTo(0.75, 6);
  });

  it('of one channel are grey as the eye sees it', () => {
    const green = Uint8ClampedArray.of(0, 255, 0, 255, 255, 255, 255, 255);
    const [grey, white] = samplesOf(green, 1, image({ channels: 1, range: [0, 1] }));
    expect(grey).toBeCloseTo(0.587, 5);
    expect(white).toBeCloseTo(1, 5);
  });

  it('with alpha keep the colour of half-covered parts', () => {
    const pixels = Uint8ClampedArray.of(255, 0, 0, 255, 0, 0, 0, 0, 255, 0, 0, 255, 0, 0, 0, 0);
    const one = samplesOf(pixels, 2, image({ width: 1, height: 1, channels: 4, range: [0, 1] }));
    expect([...one]).toEqual([1, 0, 0, 0.5]);
    const empty = samplesOf(new Uint8ClampedArray(4), 1, image({ width: 1, channels: 4 }));
    expect([...empty]).toEqual([-1, -1, -1, -1]);
  });

  it('convert back to the bytes that they were made from', () => {
    fc.assert(
      fc.property(
        fc.uint8Array({ minLength: 8, maxLength: 8 }),
        fc.constantFrom([-1, 1], [0, 1], [0, 255]),
        (bytes, range) => {
          const pixels = Uint8ClampedArray.from(bytes, (value, i) => (i % 4 === 3 ? 255 : value));
          expect(bytesOf(samplesOf(pixels, 1, image({ range })), image({ range }))).toEqual(pixels);
        },
      ),
    );
  });
});

describe('the colour of an edge', () => {
  const picture = (edge: number[], inside: number[]) =>
    Uint8ClampedArray.from(
      [...Array(25).keys()].flatMap((i) => {
        const [x, y] = [i % 5, Math.floor(i / 5)];
        return x > 0 && x < 4 && y > 0 && y < 4 ? inside : edge;
      }),
    );

  it('is the median of its pixels', () => {
    expect(edgeColourOf(picture([10, 20, 30, 255], [200, 0, 0, 255]), 5, 5)).toEqual([10, 20, 30]);
  });

  it('is white where the edge is transparent', () => {
    expect(edgeColourOf(picture([0, 0, 0, 0], [200, 0, 0, 255]), 5, 5)).toEqual([255, 255, 255]);
  });

  it('exists for a single pixel', () => {
    expect(edgeColourOf(Uint8ClampedArray.of(1, 2, 3, 255), 1, 1)).toEqual([1, 2, 3]);
  });
});
