import { expect, it } from 'vitest';
import { Stage } from '../canvas/stage.ts';
import { forgetActs, rememberAct } from '../store/history/remember.ts';
import { sampleFace } from '../store/select/faces.ts';
import { createZscapeStore } from '../store/store.ts';
import { Pictures } from './pictures.ts';
import { model } from './testing/tinyModel.ts';
import { illustrateMoments } from './thumbnails.ts';

it('a moment that is left as soon as it is on the stage still has a picture', () => {
  const store = createZscapeStore({ model, face: sampleFace(model, 1) });
  const stage = new Stage();
  const engine = { renderBatch: () => Promise.reject(), renderRaw: () => Promise.reject() };
  const drawn = () => `face ${store.getState().face?.seed}`;
  const pictures = new Pictures(store, stage, engine, { engineModel: model.id }, drawn);
  illustrateMoments(store, stage, pictures);
  const canvas = Object.assign(new EventTarget(), {
    dataset: {},
    getContext: () => ({ clearRect: () => {}, drawImage: () => {} }),
  });
  stage.attach(canvas as unknown as HTMLCanvasElement);
  const show = () => {
    const { z, seed } = store.getState().face!;
    const image = { width: 8, height: 8, close: () => {} } as ImageBitmap;
    stage.show(image, { model: model.id, seed, edited: false, z, preview: false });
  };

  forgetActs(store);
  show();
  store.setState({ face: sampleFace(model, 2) });
  rememberAct(store, 'New sample', null);
  show();
  const moments = [...store.getState().history!.moments.values()];
  expect(moments.map(({ thumbnail }) => thumbnail)).toEqual(['face 2', '']);
});
