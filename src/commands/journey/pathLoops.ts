/** Whole paths at one press: through random faces, or around one face. */
import { freshSeed } from '../../base/random.ts';
import { randomLoopKeys } from '../../latent/curve/loops.ts';
import { presentEnd } from '../../store/select/faces.ts';
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

/** So many keys that the smooth curve through them looks like the circle. */
const noiseKeys = 8;

/**
 * Replaces the path by a circle around the present face: every face of it is at this angle from that, in whole
 * degrees.
 */
export const noiseLoop: Command<[angle: number]> = {
  name: 'Noise loop',
  applies: ({ model, face }) => model !== null && face !== null,
  undo: 'step',
  perform: ({ store }, angle) => {
    const centre = presentEnd(store.getState());
    if (!centre) return;
    const plane = freshSeed();
    const keys = Array.from({ length: noiseKeys }, (_, index): PathKey => {
      const { name, z, recipe } = noiseKey(centre, { angle, plane, index, count: noiseKeys });
      return { ...newKey({ name, seed: null, z }), recipe };
    });
    changePath(store, { keys, closed: true, curve: 'smooth', time: 0 });
    showPath(store);
  },
};
