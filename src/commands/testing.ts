/** A session for tests of commands: a real store, and a stage without a canvas. */
import type { BundleManifest } from '../bundle/schema.ts';
import { sampleFace } from '../session/models.ts';
import type { Session } from '../session/session.ts';
import { createZscapeStore, type ZscapeStore } from '../store/store.ts';

export const model: BundleManifest = {
  schema: 1,
  id: 'tiny',
  title: 'Tiny',
  latent: { size: 32, prior: 'normal', normalised: true },
  image: { width: 8, height: 8, channels: 3, range: [0, 1] },
  generator: { family: 'graph', input: 'z', output: 'image' },
  outputs: [],
  previewHeads: [],
  quantization: 'none',
  parameters: 1,
  files: [{ path: 'model.json', bytes: 1, sha256: '0'.repeat(64) }],
};

export function startHere(): { session: Session; store: ZscapeStore } {
  const store = createZscapeStore({ model, face: sampleFace(model, 1) });
  const stage = { thumbnail: () => '' };
  return { store, session: { store, stage } as unknown as Session };
}
