/** How commands change the face on the canvas. */
import type { Face } from '../store/state.ts';
import type { ZscapeStore } from '../store/store.ts';

/** Shows another face: a walk that plays stops, a pull that was on ends. */
export function takeFace(store: ZscapeStore, face: Face): void {
  store.setState(({ walk }) => ({
    face,
    pull: null,
    walk: walk.playing ? { ...walk, playing: false } : walk,
  }));
}

/** Shows the same face with another z; where it came from stays known, so that it can be reset. */
export function editFace(store: ZscapeStore, edit: (face: Face) => Float32Array): void {
  const { face } = store.getState();
  if (face) takeFace(store, { ...face, z: edit(face) });
}

/** What a face is called before anybody names it. */
export function faceName(face: Pick<Face, 'seed'>, edited: boolean): string {
  if (face.seed === null) return 'In between';
  return edited ? `Seed ${face.seed}, edited` : `Seed ${face.seed}`;
}
