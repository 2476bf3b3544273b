import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { nextTask } from '../../base/nextTask.ts';
import { announcements } from '../../store/announce.ts';
import { sampleFace } from '../../store/select/faces.ts';
import { createZscapeStore } from '../../store/store.ts';
import { model } from '../testing/tinyModel.ts';
import { tellFaces } from './tellFaces.ts';

beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] }));
afterEach(() => void vi.useRealTimers());

const [first, second] = [sampleFace(model, 1), sampleFace(model, 2)];
const shown = { model, face: first, attributes: { model: model.id, list: [], finding: null } };

/** Lets a face rest for long enough, and its description be made and announced. */
async function rest(): Promise<void> {
  await vi.advanceTimersByTimeAsync(700);
  // Describing it takes a task of its own, which the fake clock does not move.
  await nextTask();
  await vi.advanceTimersByTimeAsync(100);
}

const said = () => announcements.getState().said.map(({ text }) => text);

it('names the face that came with the page without announcing it, and announces the next one', async () => {
  announcements.setState({ said: [] });
  const store = createZscapeStore(shown);
  tellFaces(store, first);
  await rest();
  expect(store.getState().pictureWords).toContain('seed 1');
  expect(said()).toEqual(['Tiny is loaded.']);
  store.setState({ face: second });
  await rest();
  expect(said()).toEqual(['Tiny is loaded.', 'Showing seed 2.']);
});

it('announces a new face that was taken before the first one was described', async () => {
  announcements.setState({ said: [] });
  const store = createZscapeStore(shown);
  tellFaces(store, first);
  await vi.advanceTimersByTimeAsync(300);
  store.setState({ face: second });
  await rest();
  expect(said()).toEqual(['Tiny is loaded.', 'Showing seed 2.']);
});
