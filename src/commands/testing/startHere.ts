/**
 * A session for tests of commands: a real store and a real loader, an engine of two models, and a stage without a
 * canvas.
 */

import type { BundleManifest } from '../../bundle/schema/manifest.ts';
import type { Engine } from '../../engine/contract.ts';
import { ModelLoader } from '../../session/models/modelLoader.ts';
import type { Session } from '../../session/session.ts';
import { model } from '../../session/testing/tinyModel.ts';
import { sampleFace } from '../../store/select/faces.ts';
import type { ModelEntry } from '../../store/state/state.ts';
import { createZscapeStore, type ZscapeStore } from '../../store/store.ts';

export { model };

/** Of another latent size, so that a latent of one model can never pass for one of the other. */
const otherModel: BundleManifest = {
  ...model,
  id: 'other',
  title: 'Other',
  latent: { size: 24, prior: 'normal', normalised: true },
};

const models = [model, otherModel];

/** On the device, so that their addresses need no document. */
export const catalogue: readonly ModelEntry[] = models.map(({ id, title }) => ({
  id,
  title,
  bytes: 1,
  license: 'CC0-1.0',
  default: id === model.id,
  onDevice: true,
}));

export function startHere(): { session: Session; store: ZscapeStore } {
  const store = createZscapeStore({ model, catalogue, face: sampleFace(model, 1) });
  const engine = {
    load: async (url: string) => {
      const found = models.find(({ id }) => url.includes(id));
      if (!found) throw new Error(`The test has no model at ${url}.`);
      return found;
    },
  };
  return {
    store,
    session: {
      store,
      pictures: { thumbnailNow: () => 'data:,' },
      models: new ModelLoader(store, engine as unknown as Engine),
    } as unknown as Session,
  };
}
