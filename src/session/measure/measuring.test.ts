/** The measurement in the background, without the worker that compares pictures, which needs a browser. */
import { expect, test } from 'vitest';
import { createZscapeStore } from '../../store/store.ts';
import { model } from '../testing/tinyModel.ts';
import { picturesOf } from './measureModel.ts';
import { sourceOf, startMeasure, stopMeasure } from './measuring.ts';

const plan = { pairs: 2, walks: 1 };
const noPictures = {} as Parameters<typeof startMeasure>[0]['pictures'];

test('a browser that cannot start a worker gets an error, and the measurement is over', async () => {
  const store = createZscapeStore({ model });
  const going = startMeasure({ store, pictures: noPictures }, plan);
  expect(store.getState().modelMeasure).toMatchObject({
    ...{ model: model.id, running: true, done: 0, total: picturesOf(plan) },
    ...{ figures: null, error: null },
  });
  await going;
  expect(store.getState().modelMeasure).toMatchObject({
    running: false,
    error: { code: 'WORKER_UNAVAILABLE' },
  });
});

test('a stopped measurement reports nothing more, and without a model none begins', async () => {
  const store = createZscapeStore({ model });
  const going = startMeasure({ store, pictures: noPictures }, plan);
  stopMeasure(store);
  await going;
  expect(store.getState().modelMeasure).toBeNull();
  const empty = createZscapeStore();
  await startMeasure({ store: empty, pictures: noPictures }, plan);
  expect(empty.getState().modelMeasure).toBeNull();
});

test('loading another model ends it: pictures of two models are never mixed', async () => {
  const store = createZscapeStore({ model });
  const picture = { data: new Float32Array(3), width: 1, height: 1, channels: 3 };
  const pictures = { values: async () => picture } as unknown as Parameters<typeof sourceOf>[0]['pictures'];
  const { values } = sourceOf({ store, pictures });
  expect(await values(new Float32Array(32))).toBe(picture);
  store.setState({ model: { ...model, id: 'other' } });
  await expect(values(new Float32Array(32))).rejects.toMatchObject({ code: 'CANCELLED' });
});
