import { expect, it } from 'vitest';
import { ZscapeError } from '../../../base/errors.ts';
import { sampleFace } from '../../../store/select/faces.ts';
import { snapshotOf } from '../../../store/state/fields.ts';
import type { Projection } from '../../../store/state/photo.ts';
import { model } from '../../testing/tinyModel.ts';
import { targetOfZ } from '../testing/paintedEngine.ts';
import { shortSearch, startHere } from '../testing/startHere.ts';
import { findFaces, stopFinding, takeEnough } from './findFaces.ts';

const wanted = (...seeds: number[]) =>
  seeds.map((seed) => ({
    target: targetOfZ(sampleFace(model, seed).z),
    thumbnail: `photo ${seed}`,
    from: null,
  }));

/** Records the progress of the search, and what it would keep. */
async function begin(
  seeds: number[],
  meanwhile: (here: Awaited<ReturnType<typeof startHere>>) => void = () => {},
) {
  const here = await startHere();
  const told: Projection[] = [];
  here.store.subscribe(
    (state) => state.projection,
    (projection) => projection && told.push(projection),
  );
  here.engine.meanwhile = () => meanwhile(here);
  const before = snapshotOf(here.store.getState());
  const kept: Float32Array[] = [];
  const found = findFaces(
    here.session,
    wanted(...seeds),
    async (results) => {
      kept.push(...results.map(({ z }) => z));
      return results.map((_, index) => `pin ${index}`);
    },
    shortSearch,
  );
  return { ...here, told, before, kept, found };
}

it('reports its progress, picture by picture, and ends with the pins that were made', async () => {
  const { store, told, kept, found } = await begin([2, 3]);
  await found;
  expect(told[0]).toMatchObject({ state: 'running', model: 'tiny', pictures: 2, index: 0, photo: 'photo 2' });
  expect(told.map(({ index, step }) => `${index} ${step}`)).toEqual(
    expect.arrayContaining(['0 1', '0 3', '1 0', '1 3']),
  );
  expect(told.at(-1)?.curve).toHaveLength(3);
  expect(store.getState().projection).toMatchObject({ state: 'done', pins: ['pin 0', 'pin 1'] });
  expect(kept.map((z) => z.slice(0, 16))).toEqual(
    [2, 3].map((seed) => sampleFace(model, seed).z.slice(0, 16)),
  );
});

it('leaves no trace when it is stopped, and returns the canvas', async () => {
  const { store, before, kept, found, session } = await begin([2], ({ engine, store: now }) => {
    if (engine.asked.gradients === 2) stopFinding(now);
  });
  await expect(found).rejects.toMatchObject({ code: 'CANCELLED' });
  expect(kept).toEqual([]);
  expect(store.getState().projection).toBeNull();
  expect(snapshotOf(store.getState())).toEqual(before);
  await findFaces(session, wanted(2), async () => [], shortSearch);
});

it('ends with the nearest so far when that is good enough', async () => {
  const { store, told, kept, found } = await begin([2, 3], ({ engine, store: now }) => {
    if (engine.asked.gradients === 2) takeEnough(now);
  });
  await found;
  expect(kept).toHaveLength(1);
  expect(told.at(-1)?.step).toBe(2);
  expect(store.getState().projection).toMatchObject({ state: 'done', pins: ['pin 0'] });
});

it('ends with a sentence when another model replaces this one, which stays as it was', async () => {
  let loading: Promise<void> | undefined;
  const { store, kept, found } = await begin([2], ({ loadOther }) => {
    loading ??= loadOther();
  });
  await expect(found).rejects.toMatchObject({
    code: 'PROJECTION_INTERRUPTED',
    message: expect.stringMatching(/Tiny/),
  });
  await loading;
  expect(kept).toEqual([]);
  expect(store.getState()).toMatchObject({ projection: null, model: { id: 'other' } });
});

it('ends with a sentence when another session is opened', async () => {
  const { kept, found } = await begin([2], ({ sessions, store, engine }) => {
    if (engine.asked.gradients !== 2) return;
    sessions.id = 'elsewhere';
    store.setState({ pins: [] });
  });
  await expect(found).rejects.toMatchObject({ code: 'PROJECTION_INTERRUPTED' });
  expect(kept).toEqual([]);
});

it.each([
  ['a device that is lost', 'DEVICE_LOST'],
  ['numbers that are not finite', 'ENGINE_FAILED'],
] as const)('%s ends it with the sentence of the engine, and changes nothing', async (_, code) => {
  const { store, before, found } = await begin([2], ({ engine }) => {
    if (engine.asked.gradients === 2) throw new ZscapeError(code, 'It broke.');
  });
  await expect(found).rejects.toMatchObject({ code, message: 'It broke.' });
  expect(store.getState().projection).toBeNull();
  expect(snapshotOf(store.getState())).toEqual(before);
});

it('leaves the canvas to a user who moves the face during the search', async () => {
  const { told, found, givenBack } = await begin([2], ({ engine, store }) => {
    if (engine.asked.gradients === 2) store.setState({ face: sampleFace(model, 9) });
  });
  await found;
  expect(told[0]?.live).toBe(true);
  expect(told.at(-1)?.live).toBe(false);
  expect(givenBack()).toBe(0);
});

it('says when it has to do without gradients', async () => {
  const here = await startHere();
  here.engine.gradients = false;
  let blind: string | null = null;
  await findFaces(
    here.session,
    wanted(2),
    async () => [],
    async (ask, engine, ways) => {
      blind = here.store.getState().projection?.blind ?? null;
      const [picture] = await engine.pictures([new Float32Array(32).fill(2)], 4, ways.signal);
      expect(picture?.data[0]).toBe(2);
      return shortSearch(ask, { ...engine, gradient: async () => [] }, ways);
    },
  );
  expect(blind).toBe('Tiny has no gradients.');
});
