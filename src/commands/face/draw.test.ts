import { describe, expect, it } from 'vitest';
import { tailOfPoint, zOfPoint } from '../../latent/point/classTail.ts';
import { decodeLink, encodeLink } from '../../session/link/link.ts';
import { resolveLink } from '../../session/link/resolveLink.ts';
import { keepSpreads } from '../../session/models/keepSpreads.ts';
import { beginWithSaved } from '../../session/saved/beginWithSaved.ts';
import { decodeSession, encodeSession } from '../../session/saved/sessionFile.ts';
import { forgetActs } from '../../store/history/remember.ts';
import { sampleFace } from '../../store/select/faces.ts';
import { pointSize, spaceOf } from '../../store/select/space.ts';
import { workOf } from '../../store/state/fields.ts';
import type { Model } from '../../store/state/state.ts';
import { runCommand } from '../command.ts';
import { addToPath } from '../journey/pathKeys.ts';
import { noiseLoop, randomLoop } from '../journey/pathLoops.ts';
import { setA, setB, setPosition } from '../journey/walk.ts';
import { model as plainModel, startHere } from '../testing/startHere.ts';
import { undo } from '../work/undo.ts';
import { setClass, setSpread, takeExample } from './draw.ts';
import { randomiseSome, resetFace, setZ } from './editDimensions.ts';
import { newSample } from './newSample.ts';
import { pinFace, takePin } from './pins.ts';
import { pullTowardsPin } from './pull.ts';
import { setSeed } from './setSeed.ts';

const free = { size: 32, prior: 'normal' as const, normalised: false };
const index: Model = {
  ...plainModel,
  latent: free,
  classes: { input: 'class', kind: 'index', dtype: 'int32', shape: [], count: 5 },
};
const shares: Model = {
  ...plainModel,
  latent: free,
  classes: { input: 'class', kind: 'oneHot', dtype: 'float32', shape: [5], count: 5 },
};

function start(model: Model) {
  const { session, store } = startHere();
  store.setState({ model, face: sampleFace(model, 1) });
  keepSpreads(store);
  forgetActs(store);
  const face = () => store.getState().face!;
  const tail = () => [...tailOfPoint(face().z, spaceOf(model).classes)];
  return { session, store, face, tail };
}

describe.each([
  { kind: 'numbers', model: index, tailOf: (of: number) => [of] },
  { kind: 'shares', model: shares, tailOf: (of: number) => [0, 1, 2, 3, 4].map((k) => (k === of ? 1 : 0)) },
])('a class by $kind', ({ model, tailOf }) => {
  it('stays with the face through everything that moves z, and can be undone', () => {
    const { session, store, face, tail } = start(model);
    const before = face();
    runCommand(session, setClass, 3);
    expect(tail()).toEqual(tailOf(3));
    expect(zOfPoint(face().z, spaceOf(model).classes)).toEqual(before.z.slice(0, free.size));
    expect(face().z).toBe(face().origin);
    runCommand(session, setZ, 4, 2.5);
    runCommand(session, randomiseSome);
    runCommand(session, resetFace);
    expect(tail()).toEqual(tailOf(3));
    runCommand(session, newSample);
    runCommand(session, setSeed, 77);
    expect(tail()).toEqual(tailOf(3));
    runCommand(session, pinFace);
    runCommand(session, setClass, 1);
    runCommand(session, takePin, store.getState().pins[0]!);
    expect(tail()).toEqual(tailOf(3));
    runCommand(session, undo);
    expect(tail()).toEqual(tailOf(1));
    runCommand(session, randomLoop, 4);
    for (const key of store.getState().path.keys) expect([...key.z.slice(free.size)]).toEqual(tailOf(1));
    runCommand(session, noiseLoop, 30);
    for (const key of store.getState().path.keys) expect([...key.z.slice(free.size)]).toEqual(tailOf(1));
  });

  it('leaves the attribute sliders in place', () => {
    const { session, store, face } = start(model);
    const edit = { base: face().z, result: face().z, amounts: { one: 1 }, locked: [] };
    store.setState({ edit });
    runCommand(session, setClass, 2);
    expect(store.getState().edit.result).toBe(face().z);
  });

  it('is restored from a link and from a session file', () => {
    const { session, store, tail } = start(model);
    runCommand(session, setSpread, 0.7);
    runCommand(session, setClass, 4);
    runCommand(session, setA);
    runCommand(session, setClass, 2);
    runCommand(session, setSeed, 5);
    runCommand(session, setB);
    runCommand(session, addToPath);
    runCommand(session, setPosition, 0.25);
    const state = store.getState();
    const { link } = encodeLink(state, 'https://example.org/');
    expect(link).toContain('s1x0.7@4');
    const back = resolveLink(decodeLink(new URL(link).hash)!, model);
    expect(back.strange).toBeNull();
    expect([back.walk.a?.z, back.walk.b?.z]).toEqual([state.walk.a?.z, state.walk.b?.z]);
    expect([back.walk.a?.seed, back.walk.a?.spread]).toEqual([1, 0.7]);
    expect(back.path.keys[0]?.z).toEqual(state.path.keys[0]?.z);
    expect(back.face.z).toEqual(state.face?.z);
    expect(tail()).toEqual(model === index ? [4] : [0, 0, 0.25, 0, 0.75]);

    const { id, title } = model;
    const text = encodeSession({
      name: 'n',
      model: { id, title, latent: pointSize(model) },
      state: workOf(state),
    });
    const opened = decodeSession(text, 'n.zscape.json');
    expect(opened.state.face?.z).toEqual(state.face?.z);
    expect(opened.state.walk).toEqual(state.walk);
    expect(opened.state.spread).toBe(0.7);
  });

  it('is reported if the model lacks it and a link asks for it, and is replaced in a saved session', () => {
    const { session, store } = start(model);
    runCommand(session, setClass, 4);
    runCommand(session, setZ, 2, -1.5);
    const { link } = encodeLink(store.getState(), 'https://example.org/');
    const fewer = { ...model, classes: { ...model.classes!, count: 3, shape: model === index ? [] : [3] } };
    const back = resolveLink(decodeLink(new URL(link).hash)!, fewer);
    expect(back.strange?.message).toMatch(/asks for class 4, and Tiny has the classes 0 to 2/);
    expect(back.face).toMatchObject({ seed: 1 });
    expect(back.face.z[2]).toBe(-1.5);
    const without = resolveLink(decodeLink(new URL(link).hash)!, { ...plainModel, latent: free });
    expect(without.strange?.message).toMatch(/class 4, and Tiny has no classes/);
    expect(without.face.z).toHaveLength(free.size);
    expect(beginWithSaved(workOf(store.getState()), fewer).face.z).toHaveLength(pointSize(fewer));
  });

  it('follows the pull towards a pin', () => {
    const { session, store, tail } = start(model);
    runCommand(session, setClass, 4);
    runCommand(session, pinFace);
    runCommand(session, setClass, 0);
    runCommand(session, setSeed, 9);
    runCommand(session, pullTowardsPin, store.getState().pins[0]!.id, 0.75);
    expect(tail()).toEqual(model === index ? [4] : [0.25, 0, 0, 0, 0.75]);
  });
});

describe('the spread', () => {
  it('redraws the face of a seed, leaves an edited one, and is remembered and undone', async () => {
    const model: Model = { ...plainModel, latent: free };
    const { session, store, face } = start(model);
    const usual = face().z;
    runCommand(session, setSpread, 2);
    expect(face()).toMatchObject({ seed: 1, spread: 2 });
    expect(face().z).toEqual(usual.map((value) => 2 * value));
    expect(store.getState().spreads).toEqual({ [model.id]: 2 });
    store.setState({ history: { ...store.getState().history!, drag: null } });
    runCommand(session, setZ, 0, 1);
    const edited = face();
    runCommand(session, setSpread, 0.5);
    expect(face()).toBe(edited);
    runCommand(session, newSample);
    expect(face().spread).toBe(0.5);
    runCommand(session, undo);
    runCommand(session, undo);
    expect(store.getState().spread).toBe(2);
    expect(store.getState().spreads).toEqual({ [model.id]: 2 });
    runCommand(session, setSpread, 1);
    expect(store.getState().spreads).toEqual({});
    runCommand(session, setSpread, 7);
    expect(store.getState().spread).toBe(3);
  });

  it('has no meaning for a model that normalises z', () => {
    const { session, store, face } = start(plainModel);
    const before = face();
    runCommand(session, setSpread, 2);
    expect([face(), store.getState().spread]).toEqual([before, 1]);
    expect(sampleFace(plainModel, 1, { spread: 2 })).toEqual(before);
  });

  it('is around the mean of the latents that came with the model, which can be used themselves', () => {
    const mean = new Float32Array(free.size).fill(4);
    const factor = new Float32Array(free.size).fill(1);
    const cloud = { mean, factors: [factor], examples: [factor] };
    const model: Model = { ...plainModel, latent: free, spread: { usual: 0.5 }, cloud };
    const { session, store, face } = start(model);
    const away = face().z[0]! - 4;
    expect(away).not.toBe(0);
    expect(face().z.every((value) => value === face().z[0])).toBe(true);
    runCommand(session, setSpread, 1);
    expect(face().z[0]! - 4).toBeCloseTo(2 * away, 5);
    runCommand(session, setSpread, 0);
    expect(face().z).toEqual(mean);
    runCommand(session, setZ, 3, -9);
    store.setState({ randomShare: 1 });
    runCommand(session, randomiseSome);
    expect(face().z).toEqual(mean);
    runCommand(session, takeExample, 0);
    expect(face()).toMatchObject({ seed: null, z: factor });
  });
});
