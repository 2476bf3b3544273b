import { describe, expect, it } from 'vitest';
import { angleBetween } from '../latent/vector/vector.ts';
import { forgetActs } from '../store/history/remember.ts';
import { sampleFace } from '../store/select/faces.ts';
import type { ZscapeStore } from '../store/store.ts';
import { runCommand } from './command.ts';
import { randomiseSome, resetFace, resetZ, setZ } from './face/editDimensions.ts';
import { newSample } from './face/newSample.ts';
import { deletePin, pinFace, renamePin, takePin } from './face/pins.ts';
import { pullTowardsPin } from './face/pull.ts';
import { setSeed } from './face/setSeed.ts';
import { completeWalk, setA, setB, setMethod, setPosition, swapEnds, togglePlay } from './journey/walk.ts';
import { model, startHere } from './testing/startHere.ts';
import { redo, undo } from './work/undo.ts';

const faceOf = (store: ZscapeStore) => store.getState().face!;

describe('sampling', () => {
  it('gives the same z for the same seed and another for a new sample', () => {
    const { session, store } = startHere();
    runCommand(session, setSeed, 7);
    const seven = faceOf(store).z;
    runCommand(session, newSample);
    expect(faceOf(store).z).not.toEqual(seven);
    runCommand(session, setSeed, 7);
    expect(faceOf(store).z).toEqual(seven);
  });

  it('does nothing before there is a model', () => {
    const { session, store } = startHere();
    store.setState({ model: null });
    const before = store.getState();
    runCommand(session, newSample);
    runCommand(session, setSeed, 3);
    expect(store.getState()).toBe(before);
  });
});

describe('editing dimensions', () => {
  it('changes one, gives one back, gives all back', () => {
    const { session, store } = startHere();
    const { origin } = faceOf(store);
    runCommand(session, setZ, 3, 2.5);
    runCommand(session, setZ, 4, -1);
    expect(faceOf(store).z[3]).toBe(2.5);
    expect(faceOf(store).origin).toBe(origin);
    runCommand(session, resetZ, 3);
    expect(faceOf(store).z[3]).toBe(origin[3]);
    expect(faceOf(store).z[4]).toBe(-1);
    runCommand(session, resetFace);
    expect(faceOf(store).z).toBe(origin);
  });

  it('randomises the share that was asked for and leaves the others', () => {
    const { session, store } = startHere();
    store.setState({ randomShare: 0.25 });
    const before = faceOf(store).z;
    runCommand(session, randomiseSome);
    const changed = [...faceOf(store).z].filter((value, index) => value !== before[index]);
    expect(changed).toHaveLength(8);
  });
});

describe('pins', () => {
  it('keeps a face, shows it again, names it and lets it go', () => {
    const { session, store } = startHere();
    const kept = faceOf(store).z;
    runCommand(session, pinFace);
    const pin = store.getState().pins[0]!;
    expect(pin).toMatchObject({ name: 'Seed 1', model: 'tiny', seed: 1, z: kept });
    runCommand(session, newSample);
    runCommand(session, takePin, pin);
    expect(faceOf(store)).toMatchObject({ seed: 1, z: kept });
    runCommand(session, renamePin, pin.id, '  Anna ');
    expect(store.getState().pins[0]?.name).toBe('Anna');
    runCommand(session, renamePin, pin.id, '   ');
    expect(store.getState().pins[0]?.name).toBe('Anna');
    runCommand(session, deletePin, pin.id);
    expect(store.getState().pins).toEqual([]);
  });

  it('tells an edited face from its seed, and two pins of one face apart', () => {
    const { session, store } = startHere();
    runCommand(session, pinFace);
    runCommand(session, pinFace);
    runCommand(session, setZ, 0, 3);
    runCommand(session, pinFace);
    expect(store.getState().pins.map(({ name, seed }) => [name, seed])).toEqual([
      ['Seed 1', 1],
      ['Seed 1 (2)', 1],
      ['Seed 1, edited', null],
    ]);
  });

  it('gives a pin the picture of its own face, which may come later, also after an undo', async () => {
    const { session, store } = startHere();
    const asked: Float32Array[] = [];
    let arrive = (_: string) => {};
    Object.assign(session.pictures, {
      thumbnailNow: () => null,
      thumbnail: (z: Float32Array) => {
        asked.push(z);
        return new Promise<string>((resolve) => {
          arrive = resolve;
        });
      },
    });
    forgetActs(store);
    const kept = faceOf(store).z;
    runCommand(session, pinFace);
    runCommand(session, newSample);
    runCommand(session, undo);
    runCommand(session, undo);
    expect(store.getState().pins).toEqual([]);
    arrive('data:,picture');
    await Promise.resolve();
    runCommand(session, redo);
    expect(store.getState().pins).toMatchObject([{ z: kept, thumbnail: 'data:,picture' }]);
    expect(asked).toEqual([kept]);
  });

  it('pulls towards a pin from where the pull began, however the slider is moved', () => {
    const { session, store } = startHere();
    runCommand(session, pinFace);
    const pin = store.getState().pins[0]!;
    runCommand(session, setSeed, 2);
    const start = faceOf(store).z;
    const whole = angleBetween(start, pin.z);
    runCommand(session, pullTowardsPin, pin.id, 0.8);
    runCommand(session, pullTowardsPin, pin.id, 0.25);
    expect(angleBetween(start, faceOf(store).z)).toBeCloseTo(whole / 4, 4);
    runCommand(session, pullTowardsPin, pin.id, 1);
    expect(angleBetween(faceOf(store).z, pin.z)).toBeCloseTo(0, 3);
    runCommand(session, setZ, 0, 1);
    expect(store.getState().pull).toBeNull();
  });
});

describe('the walk', () => {
  it('goes from A to B, whose faces keep their seeds', () => {
    const { session, store } = startHere();
    runCommand(session, setA);
    runCommand(session, setSeed, 2);
    runCommand(session, setB);
    runCommand(session, setPosition, 0);
    expect(faceOf(store).seed).toBe(1);
    runCommand(session, setPosition, 0.5);
    expect(faceOf(store).seed).toBeNull();
    runCommand(session, setPosition, 1);
    expect(faceOf(store).seed).toBe(2);
    expect(faceOf(store).z).toEqual(sampleFace(model, 2).z);
  });

  it('finds its missing ends by itself', () => {
    const { session, store } = startHere();
    const { z } = faceOf(store);
    runCommand(session, completeWalk);
    const { a, b } = store.getState().walk;
    expect(a?.z).toBe(z);
    expect(b?.z).not.toEqual(z);
  });

  it('stays where it is when its ends are swapped', () => {
    const { session, store } = startHere();
    runCommand(session, completeWalk);
    runCommand(session, setPosition, 0.25);
    const { z } = faceOf(store);
    runCommand(session, swapEnds);
    runCommand(session, setPosition, store.getState().walk.position);
    expect(angleBetween(faceOf(store).z, z)).toBeCloseTo(0, 3);
  });

  it('shows the same place by another way when the interpolation changes', () => {
    const { session, store } = startHere();
    runCommand(session, completeWalk);
    runCommand(session, setPosition, 0.5);
    const bySlerp = faceOf(store).z;
    runCommand(session, setMethod, 'lerp');
    expect(faceOf(store).z).not.toEqual(bySlerp);
    expect(store.getState().walk.position).toBe(0.5);
  });

  it('stops playing when another face is taken', () => {
    const { session, store } = startHere();
    runCommand(session, togglePlay);
    expect(store.getState().playing).toBe('walk');
    runCommand(session, newSample);
    expect(store.getState().playing).toBeNull();
  });
});

describe('runCommand', () => {
  it('puts a failure before the user and leaves the rest as it was', () => {
    const { session, store } = startHere();
    const face = faceOf(store);
    runCommand(session, setZ, 99, 1);
    expect(store.getState().face).toBe(face);
    expect(store.getState().notices).toHaveLength(1);
  });
});
