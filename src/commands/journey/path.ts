/** Everything that the Path panel does. Others load it when they need it. */
import { freshId } from '../../base/ids.ts';
import { freshSeed } from '../../base/random.ts';
import { durationOfFrames } from '../../latent/curve/course.ts';
import { randomLoopKeys } from '../../latent/curve/loops.ts';
import type { PathCurve } from '../../latent/curve/path.ts';
import type { Easing } from '../../latent/curve/timeline.ts';
import { pinsOfModel } from '../../store/select/faces.ts';
import { noiseKey } from '../../store/select/noiseKey.ts';
import { courseOf, frameLoop, pathFace } from '../../store/select/pathCourse.ts';
import {
  type LoopMode,
  type Path,
  type PathKey,
  pathLimits,
  type WalkEnd,
} from '../../store/state/journeys.ts';
import type { State } from '../../store/state/state.ts';
import { notify, type ZscapeStore } from '../../store/store.ts';
import type { Command } from '../command.ts';
import { presentEnd } from './walk.ts';

const hasFace = ({ face }: State) => face !== null;
export const hasWay = ({ path }: State) => path.keys.length > 1;

function changePath(store: ZscapeStore, change: Partial<Path>): void {
  store.setState(({ path }) => ({ path: { ...path, ...change } }));
}

/** Shows the face of the path at the time where it stands, as far as it still reaches. */
function showPath(store: ZscapeStore): void {
  const state = store.getState();
  const course = courseOf(state);
  if (!course) return;
  const time = Math.min(state.path.time, course.duration);
  const face = pathFace(state, time);
  if (face) store.setState({ face, pull: null, playing: null, path: { ...state.path, time } });
}

/** Stands at a key without showing another face. */
function standAt(store: ZscapeStore, index: number): void {
  const course = courseOf(store.getState());
  changePath(store, { time: course?.keyTimes[index] ?? 0 });
  store.setState({ playing: null });
}

function newKey({ name, seed, z }: WalkEnd): PathKey {
  return { id: freshId(), name, seed, z, hold: 0, easing: 'linear' };
}

/** Puts faces into the path, as many as it still takes, and stands at the last of them. */
function insertKeys(store: ZscapeStore, faces: readonly WalkEnd[], at: number): void {
  const { keys } = store.getState().path;
  const room = pathLimits.keys - keys.length;
  if (faces.length > room) {
    notify(store, new Error(`A path has at most ${pathLimits.keys} faces; the rest was left out.`), 'info');
  }
  const added = faces.slice(0, Math.max(0, room)).map(newKey);
  if (added.length === 0) return;
  changePath(store, { keys: keys.toSpliced(at, 0, ...added) });
  standAt(store, at + added.length - 1);
}

/** Puts faces at the end of the path; the face on the canvas stays. */
export function appendToPath(store: ZscapeStore, faces: readonly WalkEnd[]): void {
  insertKeys(store, faces, store.getState().path.keys.length);
}

/** Puts the present face at the end of the path, or behind a key of it. */
export const addToPath: Command<[behind?: number]> = {
  name: 'Add to path',
  applies: hasFace,
  undo: 'step',
  perform: ({ store }, behind) => {
    const state = store.getState();
    const face = presentEnd(state);
    if (face) insertKeys(store, [face], behind === undefined ? state.path.keys.length : behind + 1);
  },
};

/** Puts a kept face, or another, into the path and shows it. */
export const insertInPath: Command<[face: WalkEnd, at: number]> = {
  name: 'Insert into path',
  undo: 'step',
  perform: ({ store }, face, at) => {
    insertKeys(store, [face], at);
    showPath(store);
  },
};

/** Puts every kept face of this model at the end of the path. */
export const addKeptToPath: Command = {
  name: 'Add all kept faces to path',
  applies: (state) => pinsOfModel(state).length > 0,
  undo: 'step',
  perform: ({ store }) => {
    const state = store.getState();
    insertKeys(store, pinsOfModel(state), state.path.keys.length);
    showPath(store);
  },
};

export const removeKey: Command<[index: number]> = {
  name: 'Remove from path',
  undo: 'step',
  perform: ({ store }, index) => {
    changePath(store, { keys: store.getState().path.keys.toSpliced(index, 1) });
    standAt(store, Math.max(0, index - 1));
  },
};

/** Empties the path; the face on the canvas stays. */
export const clearPath: Command = {
  name: 'Clear path',
  applies: ({ path }) => path.keys.length > 0,
  undo: 'step',
  perform: ({ store }) => {
    changePath(store, { keys: [], time: 0 });
    store.setState({ playing: null });
  },
};

/** Moves a key to another place among the others. */
export const moveKey: Command<[from: number, to: number]> = {
  name: 'Reorder path',
  undo: 'step',
  perform: ({ store }, from, to) => {
    const { keys } = store.getState().path;
    const key = keys[from];
    const place = Math.min(keys.length - 1, Math.max(0, to));
    if (!key || place === from) return;
    changePath(store, { keys: keys.toSpliced(from, 1).toSpliced(place, 0, key) });
    standAt(store, place);
  },
};

/** Goes to a key: its own face, with its seed. */
export const goToKey: Command<[index: number]> = {
  name: 'Go to a face of the path',
  undo: 'step',
  perform: ({ store }, index) => {
    const key = store.getState().path.keys[index];
    if (!key) return;
    standAt(store, index);
    store.setState({ face: { seed: key.seed, origin: key.z, z: key.z }, pull: null });
  },
};

function changeKey(store: ZscapeStore, index: number, change: Partial<PathKey>): void {
  const { keys } = store.getState().path;
  const key = keys[index];
  if (key) changePath(store, { keys: keys.with(index, { ...key, ...change }) });
}

/** Seconds that the path rests at a key. It stands at the same place of itself. */
export const setHold: Command<[index: number, seconds: number]> = {
  name: 'Hold',
  undo: { drag: (index) => `hold ${index}` },
  perform: ({ store }, index, seconds) => {
    const { lowest, highest } = pathLimits.hold;
    const { path } = store.getState();
    const hold = Math.min(highest, Math.max(lowest, seconds));
    const before = path.keys[index]?.hold ?? 0;
    const leaves = (courseOf(store.getState())?.keyTimes[index] ?? 0) + before;
    changeKey(store, index, { hold });
    if (path.time > leaves) changePath(store, { time: path.time + hold - before });
    else if (path.time > leaves - before) standAt(store, index);
  },
};

/** How the path leaves a key and arrives at the next. */
export const setEasing: Command<[index: number, easing: Easing]> = {
  name: 'Easing',
  undo: 'step',
  perform: ({ store }, index, easing) => changeKey(store, index, { easing }),
};

export const setCurve: Command<[curve: PathCurve]> = {
  name: 'Curve',
  undo: 'step',
  perform: ({ store }, curve) => {
    changePath(store, { curve });
    showPath(store);
  },
};

export const setClosed: Command<[closed: boolean]> = {
  name: 'Closed loop',
  undo: 'step',
  perform: ({ store }, closed) => {
    changePath(store, { closed });
    showPath(store);
  },
};

export const setEven: Command<[even: boolean]> = {
  name: 'Constant speed',
  undo: 'step',
  perform: ({ store }, even) => {
    changePath(store, { even });
    showPath(store);
  },
};

export const setPathLoop: Command<[loop: LoopMode]> = {
  name: 'At the end',
  undo: 'step',
  perform: ({ store }, loop) => changePath(store, { loop }),
};

/** How long the path moves, holds left aside. It stands at the same place of itself. */
export const setPathSeconds: Command<[seconds: number]> = {
  name: 'Length',
  undo: { drag: () => 'path seconds' },
  perform: ({ store }, wished) => {
    const { lowest, highest } = pathLimits.seconds;
    const before = courseOf(store.getState())?.duration ?? 0;
    changePath(store, { seconds: Math.min(highest, Math.max(lowest, wished)) });
    const { time } = store.getState().path;
    const after = courseOf(store.getState())?.duration ?? 0;
    if (before > 0) changePath(store, { time: Math.min(after, (time * after) / before) });
  },
};

export const setPathFps: Command<[fps: number]> = {
  name: 'Frame rate',
  undo: { drag: () => 'path fps' },
  perform: ({ store }, fps) => {
    const { lowest, highest } = pathLimits.fps;
    changePath(store, { fps: Math.min(highest, Math.max(lowest, Math.round(fps))) });
  },
};

/** Makes the path as long as so many frames are at its rate; holds stay, as far as there is room for moving. */
export const setPathFrames: Command<[frames: number]> = {
  name: 'Frames',
  undo: { drag: () => 'path frames' },
  perform: (session, frames) => {
    const { path } = session.store.getState();
    const course = courseOf(session.store.getState());
    if (!course) return;
    const held = course.duration - path.seconds;
    setPathSeconds.perform(session, durationOfFrames(frames, path.fps, frameLoop(path)) - held);
  },
};

/** Shows the face of the path at a time. */
export const setTime: Command<[seconds: number]> = {
  name: 'Time',
  undo: { drag: () => 'time' },
  applies: hasWay,
  perform: ({ store }, seconds) => {
    changePath(store, { time: Math.max(0, seconds) });
    showPath(store);
  },
};

/** A closed path through random faces, in place of what there was. */
export const randomLoop: Command<[faces: number]> = {
  name: 'Random loop',
  applies: ({ model }) => model !== null,
  undo: 'step',
  perform: ({ store }, faces) => {
    const { model } = store.getState();
    if (!model) return;
    const { size, prior } = model.latent;
    const keys = randomLoopKeys(freshSeed(), faces, size, prior).map(({ seed, z }) =>
      newKey({ name: `Seed ${seed}`, seed, z }),
    );
    changePath(store, { keys, closed: true, curve: 'smooth', time: 0 });
    showPath(store);
  },
};

/** Keys of a noise loop: enough that the smooth curve through them is the circle, to the eye. */
const noiseKeys = 8;

/** A circle around the present face, which it never leaves by more or less than the angle, in whole degrees. */
export const noiseLoop: Command<[angle: number]> = {
  name: 'Noise loop',
  applies: ({ model, face }) => model !== null && face !== null,
  undo: 'step',
  perform: ({ store }, angle) => {
    const { model, ...state } = store.getState();
    const centre = presentEnd({ model, ...state });
    if (!model || !centre) return;
    const plane = freshSeed();
    const keys = Array.from({ length: noiseKeys }, (_, index): PathKey => {
      const place = { angle, plane, index, count: noiseKeys };
      const { name, z, recipe } = noiseKey(centre, place);
      return { ...newKey({ name, seed: null, z }), recipe };
    });
    changePath(store, { keys, closed: true, curve: 'smooth', time: 0 });
    showPath(store);
  },
};
