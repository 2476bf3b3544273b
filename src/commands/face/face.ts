/** How commands change the face on the canvas. */
import { amountsOf, applyEdit } from '../../store/select/attributes.ts';
import type { Face, State } from '../../store/state/state.ts';
import type { ZscapeStore } from '../../store/store.ts';

/** Shows another face. Playing stops and a pull ends; edits are applied to it if the user wants that. */
export function takeFace(store: ZscapeStore, face: Face): void {
  showFace(store, (state) => {
    const amounts = amountsOf(state);
    const kept = state.keepEdits && Object.keys(amounts).length > 0;
    return kept ? applyEdit(state, face, { amounts }) : { face };
  });
}

/** Shows the current face with another z. Its origin is kept, so that it can be reset. */
export function editFace(store: ZscapeStore, edit: (face: Face) => Float32Array): void {
  const { face } = store.getState();
  if (face) showFace(store, () => ({ face: { ...face, z: edit(face) } }));
}

/** Changes the state, including the face, and stops everything else that moves the face. */
export function showFace(store: ZscapeStore, change: (state: State) => Partial<State>): void {
  store.setState((state) => ({ ...change(state), pull: null, playing: null }));
}
