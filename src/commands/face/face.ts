/** How commands change the face on the canvas. */
import { amountsOf, applyEdit } from '../../store/select/attributes.ts';
import type { Face, State } from '../../store/state/state.ts';
import type { ZscapeStore } from '../../store/store.ts';

/** Shows another face: what plays stops, a pull that was on ends. Edits go along where the user wishes it. */
export function takeFace(store: ZscapeStore, face: Face): void {
  showFace(store, (state) => {
    const amounts = amountsOf(state);
    const kept = state.keepEdits && Object.keys(amounts).length > 0;
    return kept ? applyEdit(state, face, { amounts }) : { face };
  });
}

/** Shows the same face with another z; where it came from stays known, so that it can be reset. */
export function editFace(store: ZscapeStore, edit: (face: Face) => Float32Array): void {
  const { face } = store.getState();
  if (face) showFace(store, () => ({ face: { ...face, z: edit(face) } }));
}

/** Shows what a change of the state makes of the face, and nothing else goes on moving it. */
export function showFace(store: ZscapeStore, change: (state: State) => Partial<State>): void {
  store.setState((state) => ({ ...change(state), pull: null, playing: null }));
}
