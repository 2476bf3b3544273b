/** Whole paths at one press: through random faces, and around one. */
import { freshSeed } from '../../base/random.ts';
import { randomLoopKeys } from '../../latent/curve/loops.ts';
import { presentEnd } from '../../store/select/faces.ts';
import { noiseKey } from '../../store/select/noiseKey.ts';
import type { PathKey } from '../../store/state/journeys.ts';
import type { Command } from '../command.ts';
import { changePath, newKey, showPath } from './changePath.ts';

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
    const centre = presentEnd(store.getState());
    if (!centre) return;
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
