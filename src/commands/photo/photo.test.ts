import { describe, expect, it } from 'vitest';
import { encodeLink } from '../../session/link/link.ts';
import { targetOfZ } from '../../session/photo/testing/paintedEngine.ts';
import { shortSearch, startHere } from '../../session/photo/testing/startHere.ts';
import { decodeSession, encodeSession } from '../../session/saved/sessionFile.ts';
import { model } from '../../session/testing/tinyModel.ts';
import { currentMoment } from '../../store/history/history.ts';
import { sampleFace } from '../../store/select/faces.ts';
import { filmPlanOf, filmSourcesOf } from '../../store/select/film/filmPlan.ts';
import { foundPins, readOff, shownFound, strengthOf } from '../../store/select/photo.ts';
import { workOf } from '../../store/state/fields.ts';
import { runCommand } from '../command.ts';
import { undo } from '../work/undo.ts';
import { keepDifference, putOnSide } from './difference.ts';
import { findFace, refineFace, setStrength } from './find.ts';
import { findSought, refineFound } from './findSought.ts';

const photo = 'data:image/png;base64,cGhvdG8=';

/** A session in which these pictures have been searched for by the commands themselves, except for reading a canvas. */
async function find(...names: string[]) {
  const here = await startHere();
  const sought = names.map((name, index) => ({
    ...{ id: `${index}`, name },
    target: targetOfZ(sampleFace(model, 20 + index).z),
    thumbnail: photo,
  }));
  const command = { ...findFace, applies: () => true };
  await runCommand(here.session, {
    ...command,
    perform: (session) => findSought(session, sought, shortSearch),
  });
  return here;
}

describe('a face that was found', () => {
  it('is pinned with its picture and shown on the canvas, in one step of undo', async () => {
    const { session, store } = await find('Ada');
    const [pin] = foundPins(store.getState());
    expect(pin).toMatchObject({ name: 'Ada', model: 'tiny', seed: null, photo: { thumbnail: photo } });
    expect(store.getState().face?.z).toBe(pin?.z);
    expect(currentMoment(store.getState().history!).name).toBe('Find this face');
    await runCommand(session, undo);
    expect(store.getState().pins).toEqual([]);
    expect(store.getState().face?.seed).toBe(1);
  });

  it('comes with the end of the search in one change, which is one rendering', async () => {
    const here = await startHere();
    const seen: string[] = [];
    here.store.subscribe(({ pins, projection }) => void seen.push(`${pins.length} ${projection?.state}`));
    await findSought(
      here.session,
      [{ id: '0', name: 'Ada', target: targetOfZ(sampleFace(model, 20).z), thumbnail: photo }],
      shortSearch,
    );
    const first = seen.indexOf('1 done');
    expect(seen[first - 1]).toBe('0 running');
    expect(seen).not.toContain('1 running');
  });

  it('is in sessions with its small picture, and in no link', async () => {
    const { store } = await find('Ada');
    const state = store.getState();
    const file = encodeSession({
      name: '',
      model: { id: 'tiny', title: 'Tiny', latent: 32 },
      state: workOf(state),
    });
    expect(decodeSession(file, 'a.zscape.json').state.pins).toEqual(state.pins);
    expect(file).toContain(photo);
    expect(encodeLink(state, 'https://a.b/').link).not.toMatch(/cGhvdG8|Ada/);
  });

  it('opens from sessions saved before there was a search for pictures', async () => {
    const { store } = await find('Ada');
    const pins = store.getState().pins.map(({ photo: _, ...pin }) => pin);
    const state = { ...workOf(store.getState()), pins };
    const file = encodeSession({ name: '', model: { id: 'tiny', title: 'Tiny', latent: 32 }, state });
    expect(decodeSession(file, 'a.zscape.json').state.pins).toEqual(pins);
    const damaged = file.replace('"created"', '"photo":{"thumbnail":"https://elsewhere/a.png"},"created"');
    expect(decodeSession(damaged, 'a.zscape.json').state.pins[0]?.photo).toBeUndefined();
  });

  it('is refined in place', async () => {
    const { session, store } = await find('Ada');
    const [before] = foundPins(store.getState());
    await runCommand(
      session,
      {
        ...refineFace,
        perform: (here, id) =>
          refineFound(here, id, async (ask, engine, ways) => {
            expect(ask.from?.z).toEqual(before?.z);
            const found = await shortSearch(ask, engine, ways);
            return { ...found, z: found.z.map((value) => value * 2), match: { ...found.match, rms: 0.001 } };
          }),
      },
      before!.id,
    );
    const [after, ...more] = foundPins(store.getState());
    expect(more).toEqual([]);
    expect(after).toMatchObject({
      id: before!.id,
      name: 'Ada',
      photo: { match: { rms: 0.001 }, thumbnail: photo },
    });
    expect(store.getState().face?.z).toBe(after?.z);
    await runCommand(session, undo);
    expect(foundPins(store.getState())).toEqual([before]);
  });
});

it('several pictures become several pins, and two become a walk', async () => {
  const { store } = await find('Ada', 'Ada');
  const { pins, walk } = store.getState();
  expect(pins.map(({ name }) => name)).toEqual(['Ada', 'Ada (2)']);
  expect([walk.a?.z, walk.b?.z]).toEqual(pins.map(({ z }) => z));
  const three = (await find('', 'b', 'c')).store.getState();
  expect(three.pins.map(({ name }) => name)).toEqual(['Photo', 'b', 'c']);
  expect(three.walk.a).toBeNull();
});

it('a walk between two pictures leads to what refining makes of them', async () => {
  const { session, store } = await find('Ada', 'Bea');
  const [ada, bea] = foundPins(store.getState());
  await refineFound(session, ada!.id, async (ask, engine, ways) => {
    const found = await shortSearch(ask, engine, ways);
    return { ...found, z: found.z.map((value) => value * 2) };
  });
  const { walk } = store.getState();
  expect(walk.a).toMatchObject({ name: 'Ada', z: foundPins(store.getState())[0]!.z });
  expect(walk.a?.z).not.toEqual(ada!.z);
  expect(walk.b?.z).toBe(bea!.z);
});

it('the search is a film, from its start to its result', async () => {
  const { store } = await find('Ada');
  const [pin] = foundPins(store.getState());
  store.setState(({ filmOf }) => ({ filmOf: { ...filmOf, source: 'projection', frames: 5 } }));
  const state = store.getState();
  expect(filmSourcesOf(state)).toContain('projection');
  const plan = filmPlanOf({ ...state, film: { ...state.film, loop: 'once' } })!;
  expect(plan.frames).toBe(5);
  expect(plan.at(0)).toEqual(pin?.photo.start);
  expect(plan.at(4)).toEqual(pin?.z);
  store.setState({ photos: { ...state.photos, found: [] } });
  expect(filmSourcesOf(store.getState())).not.toContain('projection');
});

it('Strength walks from the start of the search to its result', async () => {
  const { session, store } = await find('Ada');
  const pin = shownFound(store.getState())!;
  expect(strengthOf(store.getState(), pin)).toBe(1);
  for (const amount of [0.7, 0.3, 0]) runCommand(session, setStrength, pin.id, amount);
  expect(store.getState().face?.z).toEqual(pin.photo.start);
  expect(strengthOf(store.getState(), pin)).toBe(0);
  expect(shownFound(store.getState())).toBe(pin);
  runCommand(session, setStrength, pin.id, 1);
  expect(store.getState().face?.z).toBe(pin.z);
  await runCommand(session, undo);
  expect(store.getState().face?.z).toBe(pin.z);
  expect(store.getState().pins).toHaveLength(1);
});

it('attributes describe a face in standard deviations, the strongest first', async () => {
  const { store } = await find('Ada');
  const axis = (dimension: number) => Float32Array.from({ length: 32 }, (_, i) => (i === dimension ? 1 : 0));
  const list = [0, 1].map((dimension) => ({
    ...{ id: `a${dimension}`, name: `A${dimension}`, group: 'labelled' as const, direction: axis(dimension) },
    accuracy: { share: 0.9, interval: [0.8, 1] as [number, number], total: 100 },
  }));
  store.setState({
    attributes: {
      model: 'tiny',
      list: [...list, { ...list[0]!, id: 'axis', accuracy: undefined }],
      finding: null,
    },
  });
  const z = Float32Array.from({ length: 32 }, (_, i) => (i === 1 ? -3 : 0));
  const readings = readOff(store.getState(), z);
  expect(readings.map(({ id }) => id)).toEqual(['a1', 'a0']);
  // Only the direction of z counts in a model that normalises it: this one has a single non-zero dimension.
  expect(readings[0]?.deviations).toBeCloseTo(-Math.sqrt(32), 5);
  expect(readings[1]?.deviations).toBeCloseTo(0, 5);
});

describe('the difference of pictures', () => {
  it('is an attribute, with its accuracy if there are several on each side', async () => {
    const { session, store } = await find('a', 'b', 'c', 'd');
    const [a, b, c, d] = store.getState().pins.map(({ id }) => id) as [string, string, string, string];
    const id = await runCommand(session, keepDifference, 'Hat', [a], [b]);
    const one = store.getState().taught.find((taught) => taught.id === id);
    expect(one).toMatchObject({ name: 'Hat', model: 'tiny', accuracy: null });
    const [from, to] = store.getState().pins.map(({ z }) => z) as [Float32Array, Float32Array];
    const along = (z: Float32Array) => z.reduce((sum, value, i) => sum + value * one!.direction[i]!, 0);
    expect(along(to)).toBeGreaterThan(along(from));
    await runCommand(session, keepDifference, 'Hats', [a, b], [c, d]);
    expect(store.getState().taught.find(({ name }) => name === 'Hats')?.accuracy?.total).toBe(4);
    await runCommand(session, undo);
    expect(store.getState().taught.map(({ name }) => name)).toEqual(['Hat']);
  });

  it('remembers the sides while more pictures are found', async () => {
    const { session, store } = await find('a', 'b');
    const [a, b] = store.getState().pins.map(({ id }) => id) as [string, string];
    runCommand(session, putOnSide, a, 'without');
    runCommand(session, putOnSide, b, 'having');
    await findSought(
      session,
      [{ id: '9', name: 'c', target: targetOfZ(sampleFace(model, 9).z), thumbnail: photo }],
      shortSearch,
    );
    expect(store.getState().photos.sides).toEqual({ [a]: 'without', [b]: 'having' });
    runCommand(session, putOnSide, a, null);
    expect(store.getState().photos.sides).toEqual({ [b]: 'having' });
  });

  it('is refused for an empty side and for the same face on both', async () => {
    const { session, store } = await find('a');
    const [a] = store.getState().pins.map(({ id }) => id) as [string];
    for (const side of [[], [a]]) {
      await expect(runCommand(session, keepDifference, 'Hat', side, [a])).rejects.toMatchObject({
        code: 'ATTRIBUTE_INVALID',
      });
    }
    expect(store.getState().taught).toEqual([]);
  });
});
