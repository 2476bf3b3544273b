import { beforeEach, describe, expect, it } from 'vitest';
import { sampleLatent } from '../../latent/vector/sample.ts';
import { dot, norm, normalise } from '../../latent/vector/vector.ts';
import { endDrag, forgetActs } from '../../store/history/remember.ts';
import { amountsOf, applyEdit, attributesOf, baseOf, movedBesides } from '../../store/select/attributes.ts';
import type { Attribute } from '../../store/state/state.ts';
import type { ZscapeStore } from '../../store/store.ts';
import { type Command, runCommand } from '../command.ts';
import { setZ } from '../face/editDimensions.ts';
import { newSample } from '../face/newSample.ts';
import { setSeed } from '../face/setSeed.ts';
import { model, startHere } from '../testing/startHere.ts';
import { undo } from '../work/undo.ts';
import {
  applyCopiedEdits,
  clearAttribute,
  clearEdits,
  copyEdits,
  invertEdits,
  setAttribute,
  setKeepEdits,
  toggleLock,
} from './attributes.ts';

const attribute = (name: string, seed: number): Attribute => ({
  id: `labelled:${name}`,
  name,
  group: 'labelled',
  direction: normalise(sampleLatent(seed, 32, 'normal')),
});
const [glasses, beard, hat] = [attribute('Glasses', 101), attribute('Beard', 102), attribute('Hat', 103)];
const list = [glasses, beard, hat];

let store: ZscapeStore;
let run: <A extends unknown[]>(command: Command<A, unknown>, ...args: A) => void;
const z = () => store.getState().face!.z;
const scores = (of: Float32Array = z()) =>
  list.map(({ direction }) => (Math.sqrt(of.length) * dot(of, direction)) / norm(of));

beforeEach(() => {
  const here = startHere();
  store = here.store;
  run = (command, ...args) => void runCommand(here.session, command, ...args);
  store.setState({ attributes: { model: model.id, list, finding: null } });
  forgetActs(store);
});

describe('attribute sliders', () => {
  it('move the face from its position before the edits, whatever moves came between', () => {
    const before = z();
    run(setAttribute, glasses.id, 3);
    const once = z();
    run(setAttribute, glasses.id, -1);
    run(setAttribute, beard.id, 2);
    run(setAttribute, beard.id, 0);
    run(setAttribute, glasses.id, 3);
    expect(Array.from(z())).toEqual(Array.from(once));
    expect(baseOf(store.getState())).toBe(before);
    expect(scores()[0]).toBeGreaterThan(scores(before)[0]! + 1.5);
    expect(norm(z())).toBeCloseTo(norm(before), 4);
  });

  it('restore the very same face when they are cleared', () => {
    const before = z();
    run(setAttribute, glasses.id, 3);
    run(setAttribute, hat.id, -2);
    run(clearAttribute, glasses.id);
    expect(amountsOf(store.getState())).toEqual({ [hat.id]: -2 });
    run(clearEdits);
    expect(z()).toBe(before);
    expect(amountsOf(store.getState())).toEqual({});
  });

  it('are inverted together', () => {
    run(setAttribute, glasses.id, 3);
    run(setAttribute, hat.id, -2);
    run(invertEdits);
    expect(amountsOf(store.getState())).toEqual({ [glasses.id]: -3, [hat.id]: 2 });
  });

  it('return to zero as soon as something else moves the face, which becomes the base', () => {
    run(setAttribute, glasses.id, 3);
    run(setZ, 5, 1.5);
    expect(amountsOf(store.getState())).toEqual({});
    const moved = z();
    run(setAttribute, glasses.id, 1);
    expect(baseOf(store.getState())).toBe(moved);
  });

  it('do not go beyond their ends', () => {
    run(setAttribute, glasses.id, 1000);
    expect(amountsOf(store.getState())[glasses.id]).toBe(6);
  });
});

describe('locks', () => {
  it('hold an attribute, to float32 rounding, while others are dragged', () => {
    run(toggleLock, beard.id);
    const before = scores()[1]!;
    for (const amount of [1, 4, -6]) {
      run(setAttribute, glasses.id, amount);
      run(setAttribute, hat.id, -amount / 2);
      expect(Math.abs(scores()[1]! - before)).toBeLessThan(2e-6);
    }
  });

  it('revert the effect that an edit already had on the attribute', () => {
    const before = scores()[1]!;
    run(setAttribute, glasses.id, 5);
    expect(Math.abs(scores()[1]! - before)).toBeGreaterThan(0.01);
    run(toggleLock, beard.id);
    expect(Math.abs(scores()[1]! - before)).toBeLessThan(2e-6);
    run(toggleLock, beard.id);
    expect(Math.abs(scores()[1]! - before)).toBeGreaterThan(0.01);
  });
});

describe('what else moved', () => {
  it('lists the others by how far they moved, without the dragged one', () => {
    expect(movedBesides(store.getState())).toEqual([]);
    const before = scores();
    run(setAttribute, glasses.id, 4);
    const moved = movedBesides(store.getState());
    expect(moved.map(({ attribute: { name } }) => name).sort()).toEqual(['Beard', 'Hat']);
    for (const { attribute: one, deviations } of moved) {
      const k = list.indexOf(one);
      expect(deviations).toBeCloseTo(scores()[k]! - before[k]!, 6);
    }
    expect(Math.abs(moved[0]!.deviations)).toBeGreaterThanOrEqual(Math.abs(moved[1]!.deviations));
  });
});

describe('edits on other faces', () => {
  it('are applied to another face as they were copied', () => {
    run(setAttribute, glasses.id, 3);
    run(copyEdits);
    run(setSeed, 9);
    const nine = z();
    expect(amountsOf(store.getState())).toEqual({});
    run(applyCopiedEdits);
    const state = store.getState();
    expect(amountsOf(state)).toEqual({ [glasses.id]: 3 });
    expect(Array.from(z())).toEqual(
      Array.from(
        applyEdit(state, { seed: 9, origin: nine, z: nine }, { amounts: { [glasses.id]: 3 } }).face!.z,
      ),
    );
  });

  it('are applied to new samples if the user wants that, and can be removed again', () => {
    run(setKeepEdits, true);
    run(setAttribute, glasses.id, 3);
    run(newSample);
    const { face } = store.getState();
    expect(amountsOf(store.getState())).toEqual({ [glasses.id]: 3 });
    expect(face!.z).not.toBe(face!.origin);
    run(clearEdits);
    expect(z()).toBe(store.getState().face!.origin);
    run(newSample);
    expect(z()).toBe(store.getState().face!.origin);
  });
});

describe('undo', () => {
  it('treats a drag of a slider as one step, and restores sliders and face together', () => {
    const before = z();
    for (let amount = 0; amount < 2; amount += 0.1) run(setAttribute, glasses.id, amount);
    endDrag(store);
    run(toggleLock, hat.id);
    run(setAttribute, beard.id, 2);
    run(undo);
    expect(amountsOf(store.getState())[beard.id]).toBeUndefined();
    expect(amountsOf(store.getState())[glasses.id]).toBeCloseTo(1.9, 6);
    run(undo);
    expect(store.getState().edit.locked).toEqual([]);
    run(undo);
    expect(z()).toBe(before);
    expect(amountsOf(store.getState())).toEqual({});
  });
});

describe('the shelf', () => {
  it("holds the current model's attributes and no others", () => {
    expect(attributesOf(store.getState())).toEqual(list);
    expect(attributesOf(store.getState())).toBe(attributesOf(store.getState()));
    store.setState({ model: { ...model, id: 'other' } });
    expect(attributesOf(store.getState())).toEqual([]);
  });
});

it('an edit with 50 attributes and 10 locks is ready within a frame', () => {
  const many = Array.from({ length: 50 }, (_, i) => attribute(`n${i}`, 200 + i));
  store.setState({ attributes: { model: model.id, list: many, finding: null } });
  for (let k = 0; k < 10; k++) run(toggleLock, many[k]!.id);
  for (let k = 10; k < 50; k++) run(setAttribute, many[k]!.id, 1);
  const began = performance.now();
  for (let i = 0; i < 100; i++) run(setAttribute, many[20]!.id, i / 50);
  expect((performance.now() - began) / 100).toBeLessThan(5);
});
