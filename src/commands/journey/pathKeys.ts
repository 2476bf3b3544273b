/** The faces of the path: adding, ordering and removing them, how long the path stays at each and how it leaves. */
import type { Easing } from '../../latent/curve/timeline.ts';
import { faceOf, pinsOfModel, presentEnd } from '../../store/select/faces.ts';
import { courseOf } from '../../store/select/pathCourse.ts';
import { type PathKey, pathLimits, type WalkEnd } from '../../store/state/journeys.ts';
import { notify, type ZscapeStore } from '../../store/store.ts';
import type { Command } from '../command.ts';
import { changePath, newKey, showPath, standAt } from './changePath.ts';

/** Puts faces into the path, as many as it has room for, and stands at the last of them. */
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

/** Puts the present face at the end of the path, or behind one of its keys. */
export const addToPath: Command<[behind?: number]> = {
  name: 'Add to path',
  applies: ({ face }) => face !== null,
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

/** Moves a key to another index among the keys. */
export const moveKey: Command<[from: number, to: number]> = {
  name: 'Reorder path',
  undo: 'step',
  perform: ({ store }, from, to) => {
    const { keys } = store.getState().path;
    const key = keys[from];
    const index = Math.min(keys.length - 1, Math.max(0, to));
    if (!key || index === from) return;
    changePath(store, { keys: keys.toSpliced(from, 1).toSpliced(index, 0, key) });
    standAt(store, index);
  },
};

/** Goes to a key and shows its face, with its seed. */
export const goToKey: Command<[index: number]> = {
  name: 'Go to a face of the path',
  undo: 'step',
  perform: ({ store }, index) => {
    const key = store.getState().path.keys[index];
    if (!key) return;
    standAt(store, index);
    store.setState({ face: faceOf(key), pull: null });
  },
};

function changeKey(store: ZscapeStore, index: number, change: Partial<PathKey>): void {
  const { keys } = store.getState().path;
  const key = keys[index];
  if (key) changePath(store, { keys: keys.with(index, { ...key, ...change }) });
}

/** Sets how many seconds the path rests at a key. It still shows the same face afterwards. */
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

/** Sets how the path leaves a key and arrives at the next. */
export const setEasing: Command<[index: number, easing: Easing]> = {
  name: 'Easing',
  undo: 'step',
  perform: ({ store }, index, easing) => changeKey(store, index, { easing }),
};
