import { describe, expect, it } from 'vitest';
import { courseFrames } from '../../latent/curve/course.ts';
import { filmPlanOf, filmSourcesOf } from '../../store/select/film/filmPlan.ts';
import { pixelsOf, sizesOf } from '../../store/select/film/filmSize.ts';
import { pointOfSweep } from '../../store/select/film/sweeps.ts';
import { startHere } from '../testing/startHere.ts';

function aWalk() {
  const { store } = startHere();
  const { face, walk, film } = store.getState();
  const a = { name: 'Seed 1', seed: 1, z: face!.z };
  const b = { name: 'Seed 2', seed: 2, z: face!.z.map((value, i) => (i % 2 ? value : -value)) };
  store.setState({ walk: { ...walk, a, b, seconds: 2 }, film: { ...film, fps: 10 } });
  return { store, a, b };
}

describe('the plan of a film', () => {
  it("takes the ends, length and loop from the walk's panel", () => {
    const { store, a, b } = aWalk();
    const state = store.getState();
    const plan = filmPlanOf(state)!;
    expect(plan).toMatchObject({ ends: [a, b], frames: 40, fps: 10, loop: 'there-and-back' });
    expect(plan.at(0)).toEqual(a.z);
    expect(plan.at(1)).toEqual(plan.at(39));
    const once = filmPlanOf({ ...state, walk: { ...state.walk, loop: 'once' } })!;
    expect(once.frames).toBe(21);
    expect(once.at(0)).toEqual(a.z);
    expect(once.at(20)).toEqual(b.z);
  });

  it('has the requested number of frames, each made only on request', () => {
    const { store, a, b } = aWalk();
    const state = store.getState();
    const long = filmPlanOf({
      ...state,
      walk: { ...state.walk, loop: 'once' },
      filmOf: { ...state.filmOf, frames: 1_000_000 },
    })!;
    expect(long.frames).toBe(1_000_000);
    expect(long.at(0)).toEqual(a.z);
    expect(long.at(999_999)).toEqual(b.z);
  });

  it('does not exist while the walk lacks an end, the path a second face, or the map its corners', () => {
    const { store } = aWalk();
    const state = store.getState();
    expect(filmPlanOf({ ...state, walk: { ...state.walk, b: null } })).toBeNull();
    for (const source of ['path', 'map'] as const) {
      expect(filmPlanOf({ ...state, filmOf: { ...state.filmOf, source } })).toBeNull();
    }
    expect(filmSourcesOf(state)).not.toContain('path');
    expect(filmSourcesOf(state)).toContain('still');
  });

  it('of a still is the current face', () => {
    const { store } = aWalk();
    const state = store.getState();
    const plan = filmPlanOf({ ...state, filmOf: { ...state.filmOf, source: 'still' } })!;
    expect(plan.frames).toBe(1);
    expect(plan.at(0)).toBe(state.face!.z);
  });

  it('sweeps a map at constant speed, from corner to corner', () => {
    const points = Array.from({ length: 601 }, (_, i) => pointOfSweep(i / 600, 5));
    expect(points[0]).toEqual([0, 0]);
    expect(points.at(-1)![0]).toBeCloseTo(1);
    expect(points.at(-1)![1]).toBeCloseTo(1);
    const steps = points.slice(1).map(([x, y], i) => Math.hypot(x - points[i]![0], y - points[i]![1]));
    expect(Math.max(...steps)).toBeLessThan(6 / 600 + 1e-9);
    expect(points.filter(([, y]) => y === 0.5).length).toBeGreaterThan(90);
  });
});

describe('frames of a course', () => {
  it('do not change', () => {
    expect(courseFrames(1, 4, 'there-and-back')).toEqual([0, 0.25, 0.5, 0.75, 1, 0.75, 0.5, 0.25]);
    expect(courseFrames(1, 4, 'one-way')).toEqual([0, 0.25, 0.5, 0.75, 1]);
    expect(courseFrames(1, 4, 'closed')).toEqual([0, 0.25, 0.5, 0.75]);
  });
});

describe('the size of a film', () => {
  it('is a multiple of the model’s, or the longer side, and never above 2160 pixels', () => {
    const image = { width: 128, height: 128 };
    expect(pixelsOf('x4', image, false)).toEqual({ width: 512, height: 512 });
    expect(pixelsOf('s1080', { width: 64, height: 48 }, false)).toEqual({ width: 1080, height: 810 });
    expect(pixelsOf('x3', { width: 1024, height: 1024 }, false)).toBeNull();
    expect(sizesOf({ width: 1024, height: 1024 }, false).map(({ size }) => size)).toEqual([
      'x1',
      'x2',
      's720',
      's1080',
      's2160',
      'story',
    ]);
  });

  it('of a video has even sides', () => {
    expect(pixelsOf('x1', { width: 5, height: 3 }, true)).toEqual({ width: 6, height: 4 });
  });
});
