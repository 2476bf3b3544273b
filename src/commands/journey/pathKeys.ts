/** The faces of the path: adding, ordering and removing them, how long the path rests at each, and how it leaves. */
import type { Easing } from '../../latent/curve/timeline.ts';
import { faceOf, pinsOfModel, presentEnd } from '../../store/select/faces.ts';
import { courseOf } from '../../store/select/journey/pathCourse.ts';
import { bringsChanges } from '../../store/select/network/network.ts';
import { sameNetwork } from '../../store/select/network/sameNetwork.ts';
import { type PathKey, pathLimits, type WalkEnd } from '../../store/state/journeys.ts';
import { initialNetwork, isUnchanged } from '../../store/state/network.ts';
import { notify, type ZscapeStore } from '../../store/store.ts';
import type { Command } from '../command.ts';
import { commandMessages } from '../messages.ts';
import { changePath, newKey, showPath, standAt } from './changePath.ts';

/**
 * Inserts as many faces into the path as it has room for, and moves to the last of them. Each is kept as it is drawn now,
 * with the changes inside the network.
 */
function insertKeys(store: ZscapeStore, faces: readonly WalkEnd[], at: number): void {
  const { path, network } = store.getState();
  const { keys } = path;
  const room = pathLimits.keys - keys.length;
  if (faces.length > room) {
    notify(store, new Error(commandMessages.get().pathFull({ most: pathLimits.keys })), 'info');
  }
  const changes = isUnchanged(network) ? {} : { network };
  const added = faces.slice(0, Math.max(0, room)).map((face) => ({ ...newKey(face), ...changes }));
  if (added.length === 0) return;
  changePath(store, { keys: keys.toSpliced(at, 0, ...added) });
  standAt(store, at + added.length - 1);
}

/** Adds faces to the end of the path; the face on the canvas stays. */
export function appendToPath(store: ZscapeStore, faces: readonly WalkEnd[]): void {
  insertKeys(store, faces, store.getState().path.keys.length);
}

/** Adds the current face to the end of the path, or behind one of its keys. */
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

/** Inserts a pin, or another face, into the path and shows it. */
export const insertInPath: Command<[face: WalkEnd, at: number]> = {
  name: 'Insert into path',
  undo: 'step',
  perform: ({ store }, face, at) => {
    insertKeys(store, [face], at);
    showPath(store);
  },
};

/** Adds every pin of this model to the end of the path. */
export const addKeptToPath: Command = {
  name: 'Add all pins to path',
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

/** Goes to a key and shows its face, with its seed, and the network as the path has it there. */
export const goToKey: Command<[index: number]> = {
  name: 'Go to a face of the path',
  undo: 'step',
  perform: ({ store }, index) => {
    const { path } = store.getState();
    const key = path.keys[index];
    if (!key) return;
    standAt(store, index);
    const network = bringsChanges(path) && { network: key.network ?? initialNetwork };
    store.setState({ face: faceOf(key), pull: null, ...network });
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

/** Stores the current changes inside the network at a key. */
export const keepChangesAtKey: Command<[index: number]> = {
  name: 'Keep the changes at a face of the path',
  undo: 'step',
  perform: ({ store }, index) => {
    const { network } = store.getState();
    changeKey(store, index, { network: isUnchanged(network) ? undefined : network });
  },
};

/** Removes the changes inside the network from a key. */
export const dropChangesAtKey: Command<[index: number]> = {
  name: 'Remove the changes from a face of the path',
  undo: 'step',
  perform: ({ store }, index) => {
    const { path, network } = store.getState();
    const before = path.keys[index]?.network;
    changeKey(store, index, { network: undefined });
    if (before && sameNetwork(before, network)) store.setState({ network: initialNetwork });
  },
};
