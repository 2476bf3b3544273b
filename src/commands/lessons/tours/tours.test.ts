/** Every step of every lesson can be done by its "Show me", on a real store, and is recognised by the state alone. */
import { describe, expect, it } from 'vitest';
import { sampleLatent } from '../../../latent/vector/sample.ts';
import { normalise } from '../../../latent/vector/vector.ts';
import { forgetActs } from '../../../store/history/remember.ts';
import { type Attribute, lessonNames, type Model } from '../../../store/state/state.ts';
import { runCommand } from '../../command.ts';
import { setZ } from '../../face/editDimensions.ts';
import { newSample } from '../../face/newSample.ts';
import { pinFace } from '../../face/pins.ts';
import { togglePlay } from '../../journey/walk.ts';
import { model, startHere } from '../../testing/startHere.ts';
import { undo } from '../../work/undo.ts';
import { type Hand, type Step, watchStep } from '../lesson.ts';
import { endLesson, goToStep, openLesson, showLessons } from '../lessons.ts';
import { tourMessages } from './messages.ts';
import { tours } from './tours.ts';

const t = tourMessages.get();

const smile: Attribute = {
  id: 'labelled:Smile',
  name: 'Smile',
  group: 'labelled',
  direction: normalise(sampleLatent(9, model.latent.size, 'normal')),
};

const weights = { kernel: 'k', bias: 'b' };

/** Three blocks, and a head for each. */
const grown: Model = {
  ...model,
  generator: {
    family: 'progan',
    ...{ input: 'z', output: 'image', latentNorm: null, pixelNorm: { epsilon: 1e-8 }, leakySlope: 0.2 },
    blocks: [4, 8, 16].map((resolution) => ({ resolution, channels: 8, conv0: weights, conv1: weights })),
    toRgb: { ...weights, scale: 1, offset: 0, clip: null },
  },
  previewHeads: [4, 8].map((resolution) => ({ resolution, ...weights, error: 0 })),
};

/** A page with everything that the lessons need. */
function startLessons() {
  const { session, store } = startHere();
  store.setState({ model: grown, attributes: { model: model.id, list: [smile], finding: null } });
  forgetActs(store);
  const hand: Hand = {
    run: (command, ...args) => runCommand(session, command, ...args),
    glide: async (_, to, move) => move(to),
    state: store.getState,
  };
  const watch = (step: Step) => {
    const seen = { done: false };
    const stop = watchStep(store, step, () => {
      seen.done = true;
    });
    return { seen, stop };
  };
  return { session, store, hand, watch };
}

describe.each(lessonNames)('%s', (name) => {
  const { steps, title, about } = tours[name];

  it('has a name, a line about it, and about as many steps as fit into two minutes', () => {
    expect(title(t).length).toBeGreaterThan(3);
    expect(about(t)).toMatch(/\.$/);
    expect(steps.length).toBeGreaterThanOrEqual(4);
    expect(steps.length).toBeLessThanOrEqual(7);
  });

  it('says one to three plain sentences in each step', () => {
    const { store } = startLessons();
    for (const { say, seen, lacks } of steps) {
      for (const words of [say, seen, lacks]) {
        const text = words?.(t, store.getState());
        if (typeof text !== 'string') continue;
        expect(text).toMatch(/^[A-Z].*\.$/s);
        expect(text, text).not.toMatch(/undefined|\{|NaN/);
        expect(text.split(/[.?!] /).length, text).toBeLessThanOrEqual(3);
        expect(text.length, text).toBeLessThan(260);
      }
    }
  });

  it('is done from beginning to end by "Show me", step by step', async () => {
    const { store, hand, watch } = startLessons();
    for (const step of steps) {
      const { seen, stop } = watch(step);
      expect(step.lacks?.(t, store.getState()) ?? null).toBeNull();
      if (step.done) expect(step.show, step.say(t, store.getState())).toBeDefined();
      await step.show?.(hand);
      expect(seen.done, step.say(t, store.getState())).toBe(step.done !== undefined);
      expect(store.getState().notices).toEqual([]);
      stop();
    }
  });

  it('is not done by unrelated acts', () => {
    const { session, store, watch } = startLessons();

    for (const step of steps.filter(({ control }) => control !== 'new-sample')) {
      const { seen, stop } = watch(step);
      const before = seen.done;
      runCommand(session, newSample);
      store.setState({ pictureWords: 'something else' });
      expect(seen.done, step.say(t, store.getState())).toBe(before);
      stop();
    }
  });

  it('leaves earlier acts undoable', async () => {
    const { session, store, hand } = startLessons();
    const { face, walk, map, pins, edit } = store.getState();
    for (const { show } of steps) await show?.(hand);
    // While something plays, it is not an undo step yet.
    if (store.getState().playing) runCommand(session, togglePlay);
    for (let k = 0; k < 40; k++) await runCommand(session, undo);
    const after = store.getState();
    expect({ face: after.face, pins: after.pins, edit: after.edit, map: after.map }).toEqual({
      face,
      pins,
      edit,
      map,
    });
    // Ends added to an incomplete walk stay: nobody asked for them, so they belong to the previous moment.
    const { method, even, position } = after.walk;
    expect({ method, even, position }).toEqual({
      method: walk.method,
      even: walk.even,
      position: walk.position,
    });
  });
});

it('a lesson resumes where it was left, or from its beginning on request', () => {
  const { session, store } = startHere();
  runCommand(session, showLessons);
  expect(store.getState().dialog).toBe('lessons');
  runCommand(session, openLesson, 'smooth');
  expect(store.getState()).toMatchObject({ dialog: null, lessons: { open: 'smooth', at: { smooth: 0 } } });
  runCommand(session, goToStep, 2);
  runCommand(session, endLesson);
  runCommand(session, openLesson, 'space');
  expect(store.getState().lessons).toEqual({ open: 'space', at: { smooth: 2, space: 0 } });
  runCommand(session, openLesson, 'smooth');
  expect(store.getState().lessons.at.smooth).toBe(2);
  runCommand(session, openLesson, 'smooth', 0);
  expect(store.getState().lessons.at.smooth).toBe(0);
});

it('without a lesson there is no step to go to', () => {
  const { session, store } = startHere();
  runCommand(session, goToStep, 3);
  runCommand(session, endLesson);
  expect(store.getState().lessons).toEqual({ open: null, at: {} });
});

it('a step that is already done counts as done immediately, and is reported only once', () => {
  const { store } = startHere();
  let times = 0;
  const count = () => {
    times++;
  };
  watchStep(store, { done: ({ panel }) => panel === 'sample' }, count);
  store.setState({ pictureWords: 'more' });
  expect(times).toBe(1);
  watchStep(store, { done: ({ panel }) => panel === 'walk' }, count);
  store.setState({ panel: 'walk' });
  store.setState({ panel: 'map' });
  store.setState({ panel: 'walk' });
  expect(times).toBe(2);
});

it('a changed dimension of another face counts, and so does a pin from a file', () => {
  const { session, store } = startHere();
  const done: string[] = [];
  const [, number] = tours.space.steps;
  watchStep(store, number!, () => done.push('number'));
  runCommand(session, newSample);
  expect(done).toEqual([]);
  runCommand(session, setZ, 3, 1.5);
  expect(done).toEqual(['number']);
  runCommand(session, pinFace);
  store.setState(({ face }) => ({ face: face && { ...face, z: face.z.slice() } }));
  const [pin] = tours.arithmetic.steps;
  watchStep(store, pin!, () => done.push('pin'));
  expect(done).toEqual(['number', 'pin']);
});

it('content that a panel fills in by itself is not a step of the visitor', () => {
  const { store } = startHere();
  let done = false;
  const [step] = tours.variety.steps;
  const stop = watchStep(store, step!, () => {
    done = true;
  });
  store.setState({ gridSeeds: [1, 2, 3] });
  expect(done).toBe(false);
  store.setState({ gridSeeds: [4, 5, 6] });
  expect(done).toBe(true);
  stop();
});

it('a model that has only its last head says so instead of showing its growth', () => {
  const { store } = startHere();
  const state = store.getState();
  expect(tours.growing.steps.map(({ lacks }) => lacks?.(t, state) ?? null)).toEqual([
    ...Array(4).fill(t.growingLacks({ model: model.title })),
    null,
  ]);
  for (const { done, show } of tours.growing.steps) {
    expect(done?.(state, state) ?? false).toBe(false);
    expect(show === undefined).toBe(done === undefined);
  }
});

it('a model without attributes says so instead of showing the steps that need one', () => {
  const { store } = startHere();
  store.setState({ attributes: { model: model.id, list: [], finding: null } });
  const state = store.getState();
  const lacking = tours.arithmetic.steps.filter(({ lacks }) => lacks?.(t, state));
  expect(lacking).toHaveLength(2);
});
