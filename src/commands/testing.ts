/** A session for tests of commands: a real store, and a stage without a canvas. */
import { sampleFace } from '../session/models.ts';
import type { Session } from '../session/session.ts';
import { model } from '../session/testing.ts';
import { createZscapeStore, type ZscapeStore } from '../store/store.ts';

export { model };

export function startHere(): { session: Session; store: ZscapeStore } {
  const store = createZscapeStore({ model, face: sampleFace(model, 1) });
  const stage = { thumbnail: () => '' };
  return { store, session: { store, stage } as unknown as Session };
}
