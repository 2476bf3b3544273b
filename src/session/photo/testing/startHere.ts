/** A session for tests of the search: a real store with its history, a painted engine, and a search of three steps that ends at the target. */
import { ZscapeError } from '../../../base/errors.ts';
import { Stage } from '../../../canvas/stage.ts';
import type { Engine } from '../../../engine/contract.ts';
import { forgetActs } from '../../../store/history/remember.ts';
import { sampleFace } from '../../../store/select/faces.ts';
import { createZscapeStore } from '../../../store/store.ts';
import { ModelLoader } from '../../models/modelLoader.ts';
import { Pictures } from '../../pictures.ts';
import type { Session } from '../../session.ts';
import { model } from '../../testing/tinyModel.ts';
import type { Search } from '../search/search.ts';
import { paintedEngine } from './paintedEngine.ts';

const entry = {
  id: model.id,
  title: model.title,
  bytes: 1,
  license: 'CC0-1.0',
  default: true,
  onDevice: true,
};
const other = { ...model, id: 'other', title: 'Other' };

export async function startHere() {
  const store = createZscapeStore();
  const engine = paintedEngine([model, other]);
  const models = new ModelLoader(store, engine as unknown as Engine);
  await models.load(entry, () => ({ face: sampleFace(model, 1) }));
  forgetActs(store);
  const stage = new Stage();
  let emptied = 0;
  stage.onEmptied = () => {
    emptied++;
  };
  const pictures = new Pictures(
    store,
    stage,
    engine as unknown as Engine,
    models,
    () => 'data:image/png;base64,',
  );
  const sessions = { id: 'here' };
  const session = { store, engine, models, stage, pictures, sessions } as unknown as Session;
  return {
    ...{ session, store, engine, sessions, stage },
    givenBack: () => emptied,
    loadOther: () =>
      models.load({ ...entry, id: 'other', title: 'Other' }, () => ({ face: sampleFace(other, 1) })),
  };
}

/** Three steps, each with one gradient; the face is the target's own. */
export const shortSearch: Search = async ({ target, options }, engine, { signal, enough, onProgress }) => {
  const z = new Float32Array(options.latent.size);
  z.set(target.data);
  const start = new Float32Array(options.latent.size).fill(1);
  const losses: number[] = [];
  for (let step = 1; step <= 3 && !enough.aborted; step++) {
    await engine.gradient([z], ({ data }) => data, 4, signal);
    if (signal.aborted) throw new ZscapeError('CANCELLED', 'Cancelled.');
    losses.push(1 / step);
    onProgress({ step, steps: 3, resolution: 4, loss: 1 / step, best: z.slice() });
  }
  const match = { rms: 0.01, msSsim: 0.99, nearerThan: 1, ownRms: null, verdict: 'found' } as const;
  return { z, start, losses, randomRms: [], match };
};
