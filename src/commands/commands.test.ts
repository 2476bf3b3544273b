import { describe, expect, it } from 'vitest';
import { ZscapeError } from '../base/errors.ts';
import { angleBetween } from '../latent/vector/vector.ts';
import { forgetActs } from '../store/history/remember.ts';
import { sampleFace } from '../store/select/faces.ts';
import type { ZscapeStore } from '../store/store.ts';
import { type Command, runCommand } from './command.ts';
import { randomiseSome, resetFace, resetZ, setZ } from './face/editDimensions.ts';
import { newSample } from './face/newSample.ts';
import { deletePin, endPointing, pinFace, renamePin, takePin } from './face/pins.ts';
import { pullTowardsPin } from './face/pull.ts';
import { setSeed } from './face/setSeed.ts';
import { completeWalk, setA, setB, setMethod, setPosition, swapEnds, togglePlay } from './journey/walk.ts';
import { model, startHere } from './testing/startHere.ts';
import { redo, undo } from './work/undo.ts';

const faceOf = (store: ZscapeStore) => store.getState().face!;

describe('sampling', () => {
  it('gives the same z for the same seed and a different z for a new sample', () => {
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

describe('a command that failed', () => {
  it('is reported until it succeeds', async () => {
    const { session, store } = startHere();
    const moody: Command<[well: boolean], Promise<void>> = {
      name: 'Export PNG',
      undo: 'none',
      perform: async (_, well) => {
        if (!well) throw new ZscapeError('EXPORT_FAILED', 'No room.');
      },
    };
    const said = () => store.getState().notices.map(({ error }) => error.message);
    await runCommand(session, moody, false)?.catch(() => undefined);
    expect(said()).toEqual(['No room.']);
    runCommand(session, setSeed, 7);
    expect(said()).toEqual(['No room.']);
    await runCommand(session, moody, true);
    expect(said()).toEqual([]);
  });
});

describe('editing dimensions', () => {
  it('changes one, resets one, resets all', () => {
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

  it('randomises the requested share and leaves the others', () => {
    const { session, store } = startHere();
    store.setState({ randomShare: 0.25 });
    const before = faceOf(store).z;
    runCommand(session, randomiseSome);
    const changed = [...faceOf(store).z].filter((value, index) => value !== before[index]);
    expect(changed).toHaveLength(8);
  });
});

describe('pins', () => {
  it('pins a face, shows it again, renames it and removes it', () => {
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

  it('distinguishes an edited face from its seed, and two edits of one face', () => {
    const { session, store } = startHere();
    runCommand(session, pinFace);
    for (const value of [3, 2]) {
      runCommand(session, setZ, 0, value);
      runCommand(session, pinFace);
    }
    expect(store.getState().pins.map(({ name, seed }) => [name, seed])).toEqual([
      ['Seed 1', 1],
      ['Seed 1, edited', null],
      ['Seed 1, edited (2)', null],
    ]);
  });

  it('pins a face only once: the second time it shows the pin, and adds no undo step', () => {
    const { session, store } = startHere();
    forgetActs(store);
    runCommand(session, pinFace);
    const [pin] = store.getState().pins;
    const { current } = store.getState().history!;
    runCommand(session, pinFace);
    expect(store.getState().pins).toEqual([pin]);
    expect(store.getState().pointedPin).toBe(pin!.id);
    expect(store.getState().notices.at(-1)?.error.message).toBe('This face is already pinned as “Seed 1”.');
    runCommand(session, endPointing);
    expect(store.getState().pointedPin).toBeNull();
    expect(store.getState().history!.current).toBe(current);
    // In a link or a file the same face is a different array.
    store.setState(({ face }) => ({ face: face && { ...face, z: face.z.slice() } }));
    runCommand(session, pinFace);
    expect(store.getState().pins).toEqual([pin]);
  });

  it('gives a pin the picture of its own face, even if it arrives later or after an undo', async () => {
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

  it('pulls towards a pin from the point where the pull began, however the slider moves', () => {
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

  it('fills in its missing ends', () => {
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

  it('shows the same place along another way when the interpolation changes', () => {
    const { session, store } = startHere();
    runCommand(session, completeWalk);
    runCommand(session, setPosition, 0.5);
    const bySlerp = faceOf(store).z;
    runCommand(session, setMethod, 'lerp');
    expect(faceOf(store).z).not.toEqual(bySlerp);
    expect(store.getState().walk.position).toBe(0.5);
  });

  it('stops playing when another face is shown', () => {
    const { session, store } = startHere();
    runCommand(session, togglePlay);
    expect(store.getState().playing).toBe('walk');
    runCommand(session, newSample);
    expect(store.getState().playing).toBeNull();
  });
});

describe('runCommand', () => {
  it('shows a failure to the user and leaves the rest unchanged', () => {
    const { session, store } = startHere();
    const face = faceOf(store);
    runCommand(session, setZ, 99, 1);
    expect(store.getState().face).toBe(face);
    expect(store.getState().notices).toHaveLength(1);
  });
});
