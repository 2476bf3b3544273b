import { freshSeed } from '../../base/random.ts';
import type { InterpolationMethod } from '../../latent/vector/interpolate.ts';
import { presentDraw, presentEnd, sampleEnd } from '../../store/select/faces.ts';
import { walkEnds, walkFace } from '../../store/select/journey/walkFace.ts';
import {
  type LoopMode,
  type Playable,
  type Walk,
  type WalkEnd,
  walkSeconds,
} from '../../store/state/journeys.ts';
import type { State } from '../../store/state/state.ts';
import type { ZscapeStore } from '../../store/store.ts';
import type { Command } from '../command.ts';

export type EndName = 'a' | 'b';

function changeWalk(store: ZscapeStore, change: Partial<Walk>): void {
  store.setState(({ walk }) => ({ walk: { ...walk, ...change } }));
}

/** Makes the current face, or a given one, an end of the walk, and moves the position there. */
function setEnd(which: EndName): Command<[end?: WalkEnd]> {
  return {
    name: which === 'a' ? 'Set A' : 'Set B',
    keys: [which],
    applies: ({ face }) => face !== null,
    undo: 'step',
    perform: ({ store }, end) => {
      const chosen = end ?? presentEnd(store.getState());
      if (chosen) {
        changeWalk(store, { [which]: chosen, position: which === 'a' ? 0 : 1 });
        store.setState({ playing: null });
      }
    },
  };
}

export const setA = setEnd('a');
export const setB = setEnd('b');

/** Fills in a walk's missing ends: the current face, and a fresh sample as the other. */
export const completeWalk: Command = {
  name: 'Start a walk',
  undo: 'joins',
  perform: ({ store }) => {
    const state = store.getState();
    const { model, walk } = state;
    if (!model || walkEnds(state)) return;
    const fresh = () => sampleEnd(model, freshSeed(), presentDraw(state));
    if (walk.a) changeWalk(store, { b: presentEnd(state) ?? fresh() });
    else if (walk.b) changeWalk(store, { a: presentEnd(state) ?? fresh() });
    else changeWalk(store, { a: presentEnd(state), b: fresh(), position: 0 });
  },
};

/** Exchanges A and B. */
export const swapEnds: Command = {
  name: 'Swap ends',
  applies: (state) => walkEnds(state) !== null,
  undo: 'step',
  perform: ({ store }) => {
    const { a, b, position } = store.getState().walk;
    changeWalk(store, { a: b, b: a, position: 1 - position });
  },
};

/** Shows the face at a position between A (0) and B (1). */
export const setPosition: Command<[position: number]> = {
  name: 'Position',
  undo: { drag: () => 'position' },
  applies: (state) => walkEnds(state) !== null,
  perform: ({ store }, position) => {
    const state = store.getState();
    const clamped = Math.min(1, Math.max(0, position));
    const face = walkFace(state, clamped);
    if (face) store.setState({ face, pull: null, playing: null, walk: { ...state.walk, position: clamped } });
  },
};

export const setMethod: Command<[method: InterpolationMethod]> = {
  name: 'Interpolation',
  undo: 'step',
  perform: ({ store }, method) => {
    changeWalk(store, { method });
    const state = store.getState();
    const face = walkFace(state, state.walk.position);
    if (face) store.setState({ face, pull: null });
  },
};

export const setLoop: Command<[loop: LoopMode]> = {
  name: 'Loop',
  undo: 'step',
  perform: ({ store }, loop) => changeWalk(store, { loop }),
};

export const setWalkSeconds: Command<[seconds: number]> = {
  name: 'Seconds from A to B',
  undo: { drag: () => 'seconds' },
  perform: ({ store }, seconds) => {
    const { lowest, highest } = walkSeconds;
    changeWalk(store, { seconds: Math.min(highest, Math.max(lowest, seconds)) });
  },
};

export const setWalkEven: Command<[even: boolean]> = {
  name: 'Constant speed',
  undo: 'step',
  perform: ({ store }, even) => changeWalk(store, { even }),
};

/** Returns what "Play" plays: the path while its panel is open, otherwise the walk. */
export function playableHere({ panel }: State): Playable {
  return panel === 'path' ? 'path' : 'walk';
}

/** Plays the walk, or the path while its panel is open; stops if something is playing. */
export const togglePlay: Command = {
  name: 'Play',
  keys: ['k'],
  applies: (state) => state.model !== null && (playableHere(state) === 'walk' || state.path.keys.length > 1),
  undo: 'step',
  perform: (session) => {
    const { store } = session;
    const what = playableHere(store.getState());
    if (what === 'walk') completeWalk.perform(session);
    store.setState(({ playing }) => ({ playing: playing === null ? what : null }));
  },
};
