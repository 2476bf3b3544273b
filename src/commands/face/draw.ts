/** How faces are drawn: their class, their spread around the middle of latent space, or the example they come from. */
import { joinPoint, tailOfClass, zOfPoint } from '../../latent/point/classTail.ts';
import { freeFace, isEdited, sampleFace } from '../../store/select/faces.ts';
import { canSpread, classOf, inClass, spaceOf, spreadLimits } from '../../store/select/space.ts';
import type { Edit, Face, State } from '../../store/state/state.ts';
import type { Command } from '../command.ts';
import { showFace, takeFace } from './face.ts';

/** Shows the current face in another class. It keeps its seed, its edits and the positions of the sliders. */
export const setClass: Command<[index: number]> = {
  name: 'Class',
  applies: ({ model, face }) => model?.classes !== undefined && face !== null,
  undo: 'step',
  perform: ({ store }, index) => showFace(store, (state) => inOtherClass(state, index)),
};

/**
 * Like `setClass`, for a field in which passing through other classes on the way to the wanted one is part of the same
 * act.
 */
export const typeClass: Command<[index: number]> = { ...setClass, undo: { drag: () => 'class' } };

function inOtherClass(state: State, index: number): Partial<State> {
  const { model, face, edit } = state;
  const classes = model && spaceOf(model).classes;
  if (!face || !classes || index < 0 || index >= classes.count) return {};
  const tail = tailOfClass(classes, index);
  // Vectors that were the same object must stay the same object, because that shows whether a face is edited.
  const made = new Map<Float32Array, Float32Array>();
  const change = (point: Float32Array): Float32Array => {
    const known = made.get(point) ?? joinPoint(zOfPoint(point, classes), tail);
    made.set(point, known);
    return known;
  };
  const changedFace: Face = { ...face, origin: change(face.origin), z: change(face.z) };
  const { base, result } = edit;
  const changedEdit: Edit = { ...edit, base: base && change(base), result: result && change(result) };
  return { face: changedFace, edit: changedEdit };
}

/** Sets the spread of random faces. The face on the canvas is redrawn if it comes from its seed alone. */
export const setSpread: Command<[spread: number]> = {
  name: 'Spread',
  applies: ({ model }) => model !== null && canSpread(model),
  undo: { drag: () => 'spread' },
  perform: ({ store }, wished) => {
    const { lowest, highest } = spreadLimits;
    // Links carry four decimals.
    const spread = Number(Math.min(highest, Math.max(lowest, wished)).toFixed(4));
    const { model, face } = store.getState();
    store.setState({ spread });
    if (!model || !face || face.seed === null || isEdited({ face })) return;
    const drawn = sampleFace(model, face.seed, { spread, class: classOf(model, face.z) });
    showFace(store, () => ({ face: drawn }));
  },
};

/** Shows one of the latents that came with the model, in the class of the current face. */
export const takeExample: Command<[index: number]> = {
  name: 'Use an example',
  undo: 'step',
  perform: ({ store }, index) => {
    const { model, face } = store.getState();
    const z = model?.cloud?.examples[index];
    if (model && z) takeFace(store, freeFace(inClass(model, z, face ? classOf(model, face.z) : 0)));
  },
};
