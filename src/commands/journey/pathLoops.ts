/** Whole paths with one click: through random faces, or around one face. */
import { freshSeed } from '../../base/random.ts';
import { randomLoopSeeds } from '../../latent/curve/loops.ts';
import { presentDraw, presentEnd, sampleEnd } from '../../store/select/faces.ts';
import { noiseKey } from '../../store/select/noiseKey.ts';
import type { PathKey } from '../../store/state/journeys.ts';
import type { Command } from '../command.ts';
import { changePath, newKey, showPath } from './changePath.ts';

/** Replaces the path by a closed one through random faces. */
export const randomLoop: Command<[faces: number]> = {
  name: 'Random loop',
  applies: ({ model }) => model !== null,
  undo: 'step',
  perform: ({ store }, faces) => {
    const state = store.getState();
    const { model } = state;
    if (!model) return;
    const keys = randomLoopSeeds(freshSeed(), faces).map((seed) =>
      newKey(sampleEnd(model, seed, presentDraw(state))),
    );
    changePath(store, { keys, closed: true, curve: 'smooth', time: 0 });
    showPath(store);
  },
};

/** Enough keys for the smooth curve through them to look like the circle. */
const noiseKeys = 8;

/** Replaces the path by a circle around the current face, with every face at this angle from it, in whole degrees. */
export const noiseLoop: Command<[angle: number]> = {
  name: 'Noise loop',
  applies: ({ model, face }) => model !== null && face !== null,
  undo: 'step',
  perform: ({ store }, angle) => {
    const { model } = store.getState();
    const centre = presentEnd(store.getState());
    if (!model || !centre) return;
    const plane = freshSeed();
    const keys = Array.from({ length: noiseKeys }, (_, index): PathKey => {
      const { name, z, recipe } = noiseKey(centre, model, { angle, plane, index, count: noiseKeys });
      return { ...newKey({ name, seed: null, z }), recipe };
    });
    changePath(store, { keys, closed: true, curve: 'smooth', time: 0 });
    showPath(store);
  },
};
