import { beforeEach, describe, expect, it } from 'vitest';
import { slerp } from '../../latent/vector/interpolate.ts';
import { sampleLatent } from '../../latent/vector/sample.ts';
import { norm, normalise, withNorm } from '../../latent/vector/vector.ts';
import { endDrag, forgetActs } from '../../store/history/remember.ts';
import { isShown, outcomeOf } from '../../store/select/expressionOutcome.ts';
import { letterIndex, pinLetter } from '../../store/select/pinLetters.ts';
import type { Pin } from '../../store/state/state.ts';
import type { ZscapeStore } from '../../store/store.ts';
import { type Command, runCommand } from '../command.ts';
import { newSample } from '../face/newSample.ts';
import { model, startHere } from '../testing/startHere.ts';
import { undo } from '../work/undo.ts';
import { setExpression, setGuard, showResult } from './arithmetic.ts';

const pin = (seed: number, name: string, id: string = model.id): Pin => ({
  id: `${seed}`,
  name,
  model: id,
  seed,
  z: sampleLatent(seed, 32, 'normal'),
  thumbnail: '',
  created: seed,
});
const pins = [pin(1, 'Beret'), pin(5, 'Of another model', 'other'), pin(2, 'Red hair'), pin(3, 'C')];
const [a, , b, c] = pins.map(({ z }) => z) as [Float32Array, Float32Array, Float32Array, Float32Array];
const direction = normalise(sampleLatent(99, 32, 'normal'));

let store: ZscapeStore;
let run: <A extends unknown[]>(command: Command<A, unknown>, ...args: A) => void;
const z = () => store.getState().face!.z;
const near = (one: Float32Array, other: Float32Array) =>
  one.forEach((value, i) => {
    expect(value).toBeCloseTo(other[i]!, 4);
  });
const plain = (text: string) => outcomeOf(store.getState(), text, false);

beforeEach(() => {
  const here = startHere();
  store = here.store;
  run = (command, ...args) => void runCommand(here.session, command, ...args);
  const glasses = { id: 'labelled:Glasses', name: 'Glasses', group: 'labelled', direction } as const;
  store.setState({ pins, attributes: { model: model.id, list: [glasses], finding: null } });
  forgetActs(store);
});

describe('an expression', () => {
  it('shows its face, at the magnitude of a sample while the guard is on', () => {
    run(setExpression, 'A - B + C');
    const sum = a.map((value, i) => value - b[i]! + c[i]!);
    near(z(), withNorm(sum, Math.sqrt(32)));
    run(setGuard, false);
    near(z(), sum);
    expect(norm(z())).not.toBeCloseTo(Math.sqrt(32), 2);
  });

  it('refers to pins by their letters or names, and to attributes by name, in any case', () => {
    for (const [text, latent] of [
      ['A', a],
      ['b', b],
      ['"red hair"', b],
      ['Beret', a],
      ['slerp(A, "Red hair", 0.3)', slerp(a, b, 0.3)],
      ['A + 1.5 glasses', a.map((value, i) => value + 1.5 * direction[i]!)],
    ] as const) {
      const outcome = plain(text);
      if (outcome.kind !== 'face') throw new Error(`${text}: ${outcome.kind}`);
      near(outcome.z, latent);
    }
  });

  it('with a mistake keeps the face and points at the mistake', () => {
    const before = z();
    run(setExpression, 'A - Q + C');
    expect(z()).toBe(before);
    expect(plain('A - Q + C')).toMatchObject({ kind: 'error', span: { from: 4, to: 5 } });
    expect(plain('D')).toMatchObject({ kind: 'error', span: { from: 0, to: 1 } });
    expect(plain('A -')).toMatchObject({ kind: 'error', span: { from: 3 } });
    expect(outcomeOf(store.getState(), 'A - A', true)).toMatchObject({ kind: 'error' });
    expect(plain('  ')).toEqual({ kind: 'empty' });
  });

  it('is shown again after another face was shown', () => {
    run(setExpression, 'A + B');
    const outcome = outcomeOf(store.getState(), 'A + B', true);
    expect(isShown(store.getState(), outcome)).toBe(true);
    run(newSample);
    expect(isShown(store.getState(), outcome)).toBe(false);
    run(showResult);
    expect(isShown(store.getState(), outcome)).toBe(true);
  });

  it('is one step of undo, however many characters are typed', () => {
    const before = z();
    for (let length = 1; length <= 5; length++) run(setExpression, 'A + B'.slice(0, length));
    endDrag(store);
    run(setGuard, false);
    run(undo);
    expect(store.getState().arithmetic).toEqual({ text: 'A + B', guard: true });
    run(undo);
    expect(store.getState().arithmetic.text).toBe('');
    expect(z()).toBe(before);
  });
});

it('letters continue after Z, and are read back', () => {
  expect([0, 25, 26, 27, 51, 52, 700].map(pinLetter)).toEqual(['A', 'Z', 'AA', 'AB', 'AZ', 'BA', 'ZY']);
  for (let index = 0; index < 702; index++) expect(letterIndex(pinLetter(index))).toBe(index);
  for (const name of ['', 'A1', 'Beret', '7']) expect(letterIndex(name)).toBeNull();
});
