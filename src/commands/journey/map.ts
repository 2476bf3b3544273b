/** All commands of the Map panel. Only the panel and the palette import this file. */
import { freshSeed } from '../../base/random.ts';
import { type GridHooks, type GridKind, saveGrid } from '../../session/export/grids.ts';
import type { SavedFile } from '../../session/export/saveFile.ts';
import { pinsOfModel, presentDraw, presentEnd, sampleEnd, seedOf } from '../../store/select/faces.ts';
import { mapFace, padOf } from '../../store/select/journey/mapPad.ts';
import { type FaceMap, type MapKind, mapCorners, type WalkEnd } from '../../store/state/journeys.ts';
import type { State } from '../../store/state/state.ts';
import type { ZscapeStore } from '../../store/store.ts';
import type { Command } from '../command.ts';

const hasModel = ({ model, face }: State) => model !== null && face !== null;

function changeMap(store: ZscapeStore, change: Partial<FaceMap>): void {
  store.setState(({ map }) => ({ map: { ...map, ...change } }));
}

/** Shows the face at a point of the map; by default at the current point. */
function showMap(store: ZscapeStore, point: Pick<FaceMap, 'x' | 'y'> = store.getState().map): void {
  const state = store.getState();
  const { x, y } = point;
  const face = mapFace(state, x, y);
  if (face) store.setState({ face, pull: null, playing: null, map: { ...state.map, x, y } });
}

function bare({ name, z, ...told }: WalkEnd): WalkEnd {
  return { name, ...seedOf(told), z };
}

/** Returns the corners, filled up to `count` with pins and then with fresh faces. */
function filled(state: State, corners: readonly WalkEnd[], count: number): WalkEnd[] {
  const { model } = state;
  const kept = pinsOfModel(state).filter(({ z }) => corners.every((corner) => corner.z !== z));
  const all = [...corners, ...kept.map(bare)].slice(0, Math.max(count, corners.length));
  while (model && all.length < count) all.push(sampleEnd(model, freshSeed(), presentDraw(state)));
  return all;
}

/** Gives a map without corners its first ones: pins, then fresh ones. */
export const completeMap: Command = {
  name: 'Start a map',
  applies: hasModel,
  undo: 'joins',
  perform: ({ store }) => {
    const state = store.getState();
    if (state.map.corners.length === 0) changeMap(store, { corners: filled(state, [], 4) });
  },
};

/** Makes the map a square, a polygon or a plane. Missing corners are added; surplus ones are removed. */
export const setMapKind: Command<[kind: MapKind]> = {
  name: 'Map',
  applies: hasModel,
  undo: 'step',
  perform: ({ store }, kind) => {
    const state = store.getState();
    const { fewest, most } = mapCorners[kind];
    const corners = filled(state, state.map.corners.slice(0, most), fewest);
    const point = kind === state.map.kind ? {} : { x: 0.5, y: 0.5 };
    changeMap(store, { kind, corners, ...point });
    showMap(store);
  },
};

/** Moves the point; the face follows. */
export const setMapPoint: Command<[x: number, y: number]> = {
  name: 'Move on the map',
  undo: { drag: () => 'map' },
  applies: (state) => padOf(state) !== null,
  perform: ({ store }, x, y) => {
    showMap(store, { x: Math.min(1, Math.max(0, x)), y: Math.min(1, Math.max(0, y)) });
  },
};

/** Puts the current face, or a given one, into a corner. The face on the canvas stays. */
export const setCorner: Command<[index: number, face?: WalkEnd]> = {
  name: 'Set a corner of the map',
  applies: hasModel,
  undo: 'step',
  perform: ({ store }, index, face) => {
    const state = store.getState();
    const chosen = face ?? presentEnd(state);
    if (chosen && index in state.map.corners) {
      changeMap(store, { corners: state.map.corners.with(index, bare(chosen)) });
    }
  },
};

/** Adds the current face as another corner. */
export const addCorner: Command = {
  name: 'Add a corner to the map',
  applies: (state) => hasModel(state) && state.map.corners.length < mapCorners[state.map.kind].most,
  undo: 'step',
  perform: ({ store }) => {
    const state = store.getState();
    const face = presentEnd(state);
    if (face) changeMap(store, { corners: [...state.map.corners, face] });
  },
};

export const removeCorner: Command<[index: number]> = {
  name: 'Remove a corner of the map',
  applies: ({ map }) => map.corners.length > mapCorners[map.kind].fewest,
  undo: 'step',
  perform: ({ store }, index) =>
    changeMap(store, { corners: store.getState().map.corners.toSpliced(index, 1) }),
};

/** Saves a grid of n by n pictures as one PNG. */
export const exportGrid: Command<[kind: GridKind, n: number, hooks: GridHooks], Promise<SavedFile>> = {
  name: 'Export grid',
  undo: 'none',
  showsOwnErrors: true,
  perform: (session, kind, n, hooks) => saveGrid(session, kind, n, hooks),
};
