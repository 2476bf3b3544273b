/** A path whose faces have changes inside the network. */
import { describe, expect, it } from 'vitest';
import { pathTrack } from '../../session/play/pathTrack.ts';
import { forgetActs } from '../../store/history/remember.ts';
import { filmPlanOf } from '../../store/select/film/filmPlan.ts';
import { courseOf, measureOf, networksOf } from '../../store/select/journey/pathCourse.ts';
import { walkMeasureOf } from '../../store/select/journey/walkPace.ts';
import { initialNetwork } from '../../store/state/network.ts';
import { runCommand } from '../command.ts';
import { pinFace } from '../face/pins.ts';
import { setSeed } from '../face/setSeed.ts';
import { restoreNetwork, setMapGain } from '../network/changes.ts';
import { startHere } from '../testing/startHere.ts';
import { undo } from '../work/undo.ts';
import { setCurve, setEven, setTime } from './path.ts';
import { addToPath, dropChangesAtKey, goToKey, insertInPath, keepChangesAtKey } from './pathKeys.ts';
import { randomLoop } from './pathLoops.ts';

const layer = '8x8/conv0';
const pace = { positions: [0, 1, 2], steps: [3, 1] };
const measured = { found: pace, pace, frames: pace };

/** Three faces, the second with a silenced map. */
function start() {
  const here = startHere();
  const { session, store } = here;
  const add = (seed: number) => {
    runCommand(session, setSeed, seed);
    runCommand(session, addToPath);
  };
  add(1);
  runCommand(session, setMapGain, layer, 7, 0);
  const silenced = store.getState().network;
  add(2);
  runCommand(session, restoreNetwork);
  add(3);
  forgetActs(store);
  const gain = () => {
    const [change] = store.getState().network.maps;
    return change && 'gain' in change ? change.gain : null;
  };
  return { ...here, silenced, gain };
}

describe('a face of the path', () => {
  it('has the changes that were in force when it was added, and the way between blends them', () => {
    const { session, store, silenced, gain } = start();
    expect(store.getState().path.keys.map(({ network }) => network)).toEqual([
      undefined,
      silenced,
      undefined,
    ]);
    runCommand(session, setTime, 4);
    expect(store.getState().network).toBe(silenced);
    runCommand(session, setTime, 1);
    expect(gain()).toBeCloseTo(0.75);
    runCommand(session, setTime, 6);
    expect(gain()).toBeCloseTo(0.5);
    runCommand(session, setTime, 8);
    expect(store.getState().network).toBe(initialNetwork);
    runCommand(session, goToKey, 1);
    expect(store.getState().network).toBe(silenced);
    runCommand(session, undo);
    expect(store.getState().network).toBe(initialNetwork);
  });

  it('looks the same on the page, while playing and in a film', () => {
    const { session, store, silenced } = start();
    store.setState({ filmOf: { source: 'path', frames: 5, attribute: null } });
    const state = store.getState();
    const plan = filmPlanOf({ ...state, path: { ...state.path, loop: 'once' } })!;
    const seen = Array.from({ length: 5 }, (_, frame) => plan.changesAt!(frame));
    expect(seen[2]).toBe(silenced);
    expect(seen[0]).toBe(initialNetwork);
    expect(seen[1]!.maps).toEqual([{ layer, map: 7, gain: expect.closeTo(0.5) }]);
    for (const [frame, network] of seen.entries()) {
      store.setState(pathTrack.move(store.getState(), frame / 4)!);
      expect(store.getState().network).toEqual(network);
    }
    // A change by the user stays: the path does not continue playing over it.
    store.setState({ playing: 'path' });
    runCommand(session, setMapGain, layer, 1, 2);
    expect(store.getState().playing).toBeNull();
  });

  it('can be given the current changes, or none', () => {
    const { session, store, silenced } = start();
    runCommand(session, goToKey, 0);
    runCommand(session, setMapGain, layer, 2, 3);
    const own = store.getState().network;
    runCommand(session, keepChangesAtKey, 0);
    expect(networksOf(store.getState())).toEqual([own, silenced, initialNetwork]);
    runCommand(session, dropChangesAtKey, 0);
    expect(store.getState().network).toBe(initialNetwork);
    runCommand(session, dropChangesAtKey, 1);
    expect(store.getState().path.keys.some(({ network }) => network)).toBe(false);
  });
});

it('a path whose faces have no changes is shown with those in force', () => {
  const { session, store } = startHere();
  runCommand(session, randomLoop, 3);
  runCommand(session, setMapGain, layer, 7, 0);
  const { network } = store.getState();
  runCommand(session, setTime, 2);
  expect(store.getState().network).toBe(network);
  expect(networksOf(store.getState())).toEqual([network, network, network]);
  store.setState({ playing: 'path', filmOf: { source: 'path', frames: null, attribute: null } });
  expect(filmPlanOf(store.getState())).toMatchObject({ network });
  expect(filmPlanOf(store.getState())!.changesAt).toBeUndefined();
  runCommand(session, setMapGain, layer, 7, 2);
  expect(store.getState().playing).toBe('path');
  // A pin is added as it is currently drawn.
  runCommand(session, pinFace);
  runCommand(session, insertInPath, store.getState().pins[0]!, 1);
  expect(store.getState().path.keys[1]!.network).toBe(store.getState().network);
});

describe('constant speed', () => {
  it('of a path is measured again if a face has other changes, and continues unchanged until then', () => {
    const { session, store } = start();
    runCommand(session, setCurve, 'slerp');
    runCommand(session, setEven, true);
    const { keys, curve, closed } = store.getState().path;
    const zs = keys.map(({ z }) => z);
    const networks = networksOf(store.getState());
    const { id } = store.getState().model!;
    store.setState({ pathMeasure: { ...measured, model: id, keys: zs, networks, curve, closed } });
    expect(measureOf(store.getState())).not.toBeNull();
    expect(courseOf(store.getState())!.keyTimes[1]).toBeCloseTo(6);
    // The position on the path does not count.
    runCommand(session, goToKey, 1);
    expect(measureOf(store.getState())).not.toBeNull();
    runCommand(session, setMapGain, layer, 7, 0.5);
    expect(measureOf(store.getState())).not.toBeNull();
    runCommand(session, keepChangesAtKey, 1);
    expect(measureOf(store.getState())).toBeNull();
    expect(courseOf(store.getState())!.keyTimes[1]).toBeCloseTo(6);
  });

  it('of a walk belongs to the network that it was measured with', () => {
    const { session, store } = startHere();
    const [a, b] = [1, 2].map((k) => ({ name: '', seed: null, z: new Float32Array(32).fill(k) }));
    store.setState(({ walk, model }) => ({
      walk: { ...walk, a: a!, b: b! },
      walkMeasure: {
        ...measured,
        model: model!.id,
        network: initialNetwork,
        a: a!.z,
        b: b!.z,
        method: walk.method,
      },
    }));
    expect(walkMeasureOf(store.getState())).not.toBeNull();
    runCommand(session, setMapGain, layer, 7, 0);
    expect(walkMeasureOf(store.getState())).toBeNull();
    runCommand(session, setMapGain, layer, 7, 1);
    expect(walkMeasureOf(store.getState())).not.toBeNull();
  });
});
