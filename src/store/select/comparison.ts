/** The face with which the one on the canvas is compared. */
import type { State } from '../state/state.ts';
import { pinsOfModel } from './faces.ts';

/**
 * Returns the latent to compare the face with: that of the chosen pin, otherwise the latest different one in the history
 * of this model; null if there is none. The array stays the same as long as the face does.
 */
export function comparedFace(state: State): Float32Array | null {
  const { comparison, face, history, model } = state;
  if (!face || !model) return null;
  const pin = comparison.pin === null ? null : pinsOfModel(state).find(({ id }) => id === comparison.pin);
  if (pin) return pin.z;
  const drag = history?.drag ?? null;
  let moment = history?.moments.get(history.current);
  // During a drag the current moment is the drag's own; its parent is where the drag began.
  if (moment && drag !== null && moment.parent !== null) moment = history?.moments.get(moment.parent);
  while (moment) {
    const { snapshot, parent } = moment;
    if (snapshot.model?.id !== model.id) return null;
    const before = snapshot.face?.z;
    if (before && before !== face.z) return before;
    moment = parent === null ? undefined : history?.moments.get(parent);
  }
  return null;
}
