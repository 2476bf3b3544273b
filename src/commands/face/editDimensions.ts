import { freshSeed } from '../../base/random.ts';
import { changeZ } from '../../latent/point/classTail.ts';
import { randomiseSubset, resetDimension, setDimension } from '../../latent/vector/edit.ts';
import { isEdited, sampleZ } from '../../store/select/faces.ts';
import { canSpread, spaceOf } from '../../store/select/space.ts';
import type { Command } from '../command.ts';
import { editFace } from './face.ts';

/** Sets one dimension of z, in standard deviations. */
export const setZ: Command<[index: number, value: number]> = {
  name: 'Set a dimension',
  undo: { drag: (index) => `z ${index}` },
  perform: ({ store }, index, value) => {
    // On release a slider repeats its last value; in float32 that is the current value.
    if (store.getState().face?.z[index] === Math.fround(value)) return;
    editFace(store, ({ z }) => setDimension(z, index, value));
  },
};

/** Sets neighbouring dimensions to one value, as the pointer paints over them. */
export const paintZ: Command<[from: number, to: number, value: number]> = {
  name: 'Paint dimensions',
  undo: { drag: () => 'paint' },
  perform: ({ store }, from, to, value) =>
    editFace(store, ({ z }) => z.map((before, index) => (index >= from && index <= to ? value : before))),
};

/** Resets one dimension to its sampled value. */
export const resetZ: Command<[index: number]> = {
  name: 'Reset a dimension',
  undo: 'step',
  perform: ({ store }, index) => editFace(store, ({ z, origin }) => resetDimension(z, index, origin)),
};

/** Resets every dimension to its sampled value. */
export const resetFace: Command = {
  name: 'Reset',
  keys: ['r'],
  applies: isEdited,
  undo: 'step',
  perform: ({ store }) => editFace(store, ({ origin }) => origin),
};

/** Redraws a share of the dimensions, with the spread of new samples. */
export const randomiseSome: Command = {
  name: 'Randomise some dimensions',
  keys: ['x'],
  applies: ({ face }) => face !== null,
  undo: 'step',
  perform: ({ store }) => {
    const { model, randomShare, spread } = store.getState();
    if (!model) return;
    const [which, values] = [freshSeed(), sampleZ(model, freshSeed(), canSpread(model) ? spread : 1)];
    const change = (z: Float32Array) => randomiseSubset(z, randomShare, which, values);
    editFace(store, ({ z }) => changeZ(z, spaceOf(model).classes, change));
  },
};

export const setRandomShare: Command<[share: number]> = {
  name: 'Share of dimensions to randomise',
  undo: 'none',
  perform: ({ store }, share) => store.setState({ randomShare: Math.min(1, Math.max(0.01, share)) }),
};
