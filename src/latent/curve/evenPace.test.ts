import { describe, expect, it } from 'vitest';
import { evennessOf, type Picture, steadyWithin, stepChanges, unevenness } from './change.ts';
import { findEvenPace } from './evenPace.ts';
import { constantPace } from './retime.ts';

const pixels = 64;

/**
 * A model whose pixels change from black to white one group after the other: slowly nearly everywhere, and abruptly at
 * some places, like trained networks where glasses or a hat come and go.
 */
function leaping(places: readonly number[], haste: number): (position: number) => Picture {
  return (position) => {
    const picture = new Uint8ClampedArray(4 * pixels).fill(255);
    for (let i = 0; i < pixels; i++) {
      const place = places[i % places.length]!;
      const leap = 1 / (1 + Math.exp(-haste * (position - place)));
      const value = 255 * (0.8 * leap + 0.02 * position);
      picture.fill(value, 4 * i, 4 * i + 3);
    }
    return picture;
  };
}

function watched(model: (position: number) => Picture) {
  const seen: number[] = [];
  return {
    seen,
    look: async (positions: readonly number[]) => {
      seen.push(...positions);
      return positions.map(model);
    },
  };
}

const worst = (steps: readonly number[]) => unevenness(evennessOf(steps));
const equalSteps = (count: number, segments: number) =>
  Array.from({ length: count + 1 }, (_, i) => (segments * i) / count);

describe('the search for an even pace', () => {
  it.each([40, 200, 2000])('makes a model steady that leaps %i times as fast as it creeps', async (haste) => {
    const model = leaping([0.31, 0.77, 1.4], haste);
    const { seen, look } = watched(model);
    const plain = stepChanges(equalSteps(100, 2).map(model));
    expect(worst(plain)).toBeGreaterThan(2);
    const { pace, frames } = await findEvenPace({ segments: 2, frames: 100, most: 800, look });
    expect(worst(frames.steps)).toBeLessThanOrEqual(steadyWithin);
    expect(seen.length).toBeLessThanOrEqual(800);
    // The table alone, read by other code, shows the same.
    const at = constantPace(pace.positions, pace.steps);
    expect(worst(stepChanges(equalSteps(100, 1).map((share) => model(at(share)))))).toBeLessThanOrEqual(
      steadyWithin,
    );
    expect(pace.positions).toContain(1);
  });

  it('does not stand still around a place where the picture jumps', async () => {
    const jump = 0.537;
    const model = (position: number): Picture =>
      new Uint8ClampedArray(4 * pixels).fill(40 * position + (position < jump ? 0 : 120));
    const { seen, look } = watched(model);
    const { frames } = await findEvenPace({ segments: 1, frames: 50, most: 400, look });
    const leap = Math.max(...frames.steps);
    expect(evennessOf(frames.steps).largest).toBeGreaterThan(10);
    expect(frames.steps.filter((step) => step === leap)).toHaveLength(1);
    const others = frames.positions.filter((position) => Math.abs(position - jump) < 0.01);
    // Going by its size, the jump would get three quarters of the time.
    expect(others.length).toBeLessThan(8);
    expect(seen.length).toBeLessThanOrEqual(400);
  });

  it('keeps to its budget and returns the best that it found', async () => {
    const model = leaping([0.2, 0.4, 0.6, 0.8, 1.1, 1.3, 2.2, 2.9], 3000);
    const { seen, look } = watched(model);
    const { frames } = await findEvenPace({ segments: 3, frames: 40, most: 160, look });
    expect(seen.length).toBeLessThanOrEqual(160);
    expect(worst(frames.steps)).toBeLessThan(worst(stepChanges(equalSteps(40, 3).map(model))));
  });

  it('leaves an unchanging way evenly timed', async () => {
    const { look } = watched(() => new Uint8ClampedArray(4 * pixels));
    const { pace, frames } = await findEvenPace({ segments: 2, frames: 10, most: 200, look });
    expect(frames.positions).toEqual(equalSteps(10, 2));
    expect(constantPace(pace.positions, pace.steps)(0.25)).toBeCloseTo(0.5);
  });

  it('passes on errors from drawing a picture', async () => {
    const look = () => Promise.reject(new Error('cancelled'));
    await expect(findEvenPace({ segments: 1, frames: 10, most: 200, look })).rejects.toThrow('cancelled');
  });
});
