import { describe, expect, it } from 'vitest';
import { angleBetween } from '../../latent/vector/vector.ts';
import { forgetActs } from '../../store/history/remember.ts';
import { sampleFace } from '../../store/select/faces.ts';
import { courseOf } from '../../store/select/journey/pathCourse.ts';
import { pathLimits } from '../../store/state/journeys.ts';
import { initialNetwork } from '../../store/state/network.ts';
import type { ZscapeStore } from '../../store/store.ts';
import { runCommand } from '../command.ts';
import { pinFace } from '../face/pins.ts';
import { setSeed } from '../face/setSeed.ts';
import { model, startHere } from '../testing/startHere.ts';
import { undo } from '../work/undo.ts';
import { setClosed, setEven, setPathFrames, setPathSeconds, setTime } from './path.ts';
import { addKeptToPath, addToPath, goToKey, insertInPath, moveKey, removeKey, setHold } from './pathKeys.ts';
import { noiseLoop, randomLoop } from './pathLoops.ts';
import { togglePlay } from './walk.ts';

const names = (store: ZscapeStore) => store.getState().path.keys.map(({ name }) => name);
const face = (store: ZscapeStore) => store.getState().face!;

function threeKeys() {
  const here = startHere();
  for (const seed of [1, 2, 3]) {
    runCommand(here.session, setSeed, seed);
    runCommand(here.session, addToPath);
  }
  return here;
}

describe('the path', () => {
  it('takes the current face, at its end or behind a key, and moves there', () => {
    const { session, store } = threeKeys();
    expect(names(store)).toEqual(['Seed 1', 'Seed 2', 'Seed 3']);
    expect(store.getState().path.time).toBe(8);
    runCommand(session, setSeed, 9);
    runCommand(session, addToPath, 0);
    expect(names(store)).toEqual(['Seed 1', 'Seed 9', 'Seed 2', 'Seed 3']);
    expect(face(store).seed).toBe(9);
    runCommand(session, setTime, store.getState().path.time);
    expect(face(store).seed).toBe(9);
  });

  it('takes pins, one or all', () => {
    const { session, store } = threeKeys();
    runCommand(session, setSeed, 30);
    runCommand(session, pinFace);
    runCommand(session, setSeed, 31);
    runCommand(session, pinFace);
    runCommand(session, insertInPath, store.getState().pins[0]!, 1);
    expect(names(store)).toEqual(['Seed 1', 'Seed 30', 'Seed 2', 'Seed 3']);
    expect(face(store).seed).toBe(30);
    runCommand(session, addKeptToPath);
    expect(names(store)).toEqual(['Seed 1', 'Seed 30', 'Seed 2', 'Seed 3', 'Seed 30', 'Seed 31']);
  });

  it('follows a key that is moved', () => {
    const { session, store } = threeKeys();
    runCommand(session, moveKey, 0, 2);
    expect(names(store)).toEqual(['Seed 2', 'Seed 3', 'Seed 1']);
    runCommand(session, moveKey, 2, 99);
    expect(names(store)).toEqual(['Seed 2', 'Seed 3', 'Seed 1']);
    runCommand(session, removeKey, 1);
    expect(names(store)).toEqual(['Seed 2', 'Seed 1']);
  });

  it('shows the face at its time, and the keys with their seeds', () => {
    const { session, store } = threeKeys();
    runCommand(session, setTime, 0);
    expect(face(store).seed).toBe(1);
    runCommand(session, setTime, 1);
    expect(face(store).seed).toBeNull();
    runCommand(session, setTime, 99);
    expect(face(store).seed).toBe(3);
    expect(store.getState().path.time).toBe(8);
    runCommand(session, goToKey, 1);
    expect(face(store).z).toEqual(sampleFace(model, 2).z);
  });

  it('stays at the same face when a hold or the length changes', () => {
    const { session, store } = threeKeys();
    runCommand(session, setTime, 6);
    const { z } = face(store);
    runCommand(session, setHold, 1, 2);
    expect(store.getState().path.time).toBe(8);
    runCommand(session, setPathSeconds, 16);
    runCommand(session, setPathSeconds, 8);
    runCommand(session, setTime, store.getState().path.time);
    expect(angleBetween(face(store).z, z)).toBeLessThan(1e-3);
  });

  it('becomes long enough for the requested frames', () => {
    const { session, store } = threeKeys();
    runCommand(session, setHold, 1, 1);
    runCommand(session, setPathFrames, 101);
    expect(courseOf(store.getState())?.duration).toBeCloseTo(5);
    expect(store.getState().path.seconds).toBeCloseTo(4);
  });

  it('closes, and returns to its first face', () => {
    const { session, store } = threeKeys();
    runCommand(session, setClosed, true);
    runCommand(session, setTime, 99);
    expect(face(store).seed).toBe(1);
  });

  it('is shown evenly only with a measurement of this very path', () => {
    const { session, store } = threeKeys();
    const { keys, curve, closed } = store.getState().path;
    const measured = { model: model.id, keys: keys.map(({ z }) => z), curve, closed };
    const change = { positions: [0, 1, 2], steps: [3, 1] };
    store.setState({
      pathMeasure: {
        ...measured,
        networks: keys.map(() => initialNetwork),
        found: change,
        pace: change,
        frames: change,
      },
    });
    runCommand(session, setEven, true);
    expect(courseOf(store.getState())?.keyTimes[1]).toBeCloseTo(6);
    runCommand(session, moveKey, 0, 1);
    expect(courseOf(store.getState())?.keyTimes[1]).toBeCloseTo(4);
  });

  it('holds no more keys than its limit', () => {
    const { session, store } = startHere();
    for (let n = 0; n < pathLimits.keys + 3; n++) runCommand(session, addToPath);
    expect(store.getState().path.keys).toHaveLength(pathLimits.keys);
    expect(store.getState().notices[0]?.error.message).toContain(String(pathLimits.keys));
  });

  it('can be made of random faces, or go around the current one', () => {
    const { session, store } = startHere();
    runCommand(session, randomLoop, 5);
    expect(store.getState().path).toMatchObject({ closed: true, curve: 'smooth' });
    expect(names(store)).toHaveLength(5);
    expect(face(store).seed).toBe(store.getState().path.keys[0]?.seed);
    const { z } = face(store);
    runCommand(session, noiseLoop, 30);
    for (let time = 0; time < 8; time += 0.37) {
      runCommand(session, setTime, time);
      // The spline through eight points is within half a degree of the circle.
      expect(Math.abs((angleBetween(face(store).z, z) * 180) / Math.PI - 30)).toBeLessThan(0.5);
    }
  });

  it('plays while its panel is open, one thing at a time, and stops at an undo', () => {
    const { session, store } = threeKeys();
    forgetActs(store);
    store.setState({ panel: 'path' });
    runCommand(session, togglePlay);
    expect(store.getState().playing).toBe('path');
    store.setState({ panel: 'sample' });
    runCommand(session, togglePlay);
    expect(store.getState().playing).toBeNull();
    runCommand(session, togglePlay);
    expect(store.getState().playing).toBe('walk');
    runCommand(session, setTime, 2);
    expect(store.getState().playing).toBeNull();
    runCommand(session, togglePlay);
    runCommand(session, undo);
    expect(store.getState().playing).toBeNull();
  });

  it('does not play before it has two keys', () => {
    const { session, store } = startHere();
    store.setState({ panel: 'path' });
    runCommand(session, togglePlay);
    expect(store.getState().playing).toBeNull();
  });
});
