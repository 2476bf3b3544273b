/** Files brought to the page: their content is restored in one step of undo, and no other file changes anything. */
import { zipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { filmRecipe } from '../../session/recipe/filmRecipe.ts';
import { recipeOf } from '../../session/recipe/recipe.ts';
import { filesOf, gifFile, jpegFile, pngFile } from '../../session/recipe/testing/files.ts';
import { currentMoment, lineage } from '../../store/history/history.ts';
import { forgetActs } from '../../store/history/remember.ts';
import { sampleFace } from '../../store/select/faces.ts';
import { snapshotOf } from '../../store/state/fields.ts';
import type { State } from '../../store/state/state.ts';
import { runCommand } from '../command.ts';
import { startHere } from '../testing/startHere.ts';
import { answerRecipe, openFiles, openWork } from './openFiles.ts';
import { undo } from './undo.ts';

const made = { shows: 'walk', format: 'gif', width: 8, height: 8, frames: 12, fps: 10 } as const;
const z = Float32Array.from({ length: 32 }, (_, index) => Math.cos(index));

function start() {
  const here = startHere();
  const begun: string[] = [];
  const opened: string[] = [];
  Object.assign(here.session, {
    sessions: { begin: (name: string) => begun.push(name) },
    published: { offer: async () => false },
    addressModels: { ask: async (address: string) => opened.push(address) },
  });
  forgetActs(here.store);
  return { ...here, begun, opened };
}

/** A recipe of a walk, made with a state's model. */
function walkOf(state: State, change: Partial<State> = {}): string {
  const { model } = state;
  const end = (name: string, latent: Float32Array) => ({ name, seed: null, z: latent });
  const b = sampleFace(model!, 9).z;
  const walk = { ...state.walk, a: end('A', z), b: end('<b>B</b>', b), position: 0.25 };
  return recipeOf({ ...state, face: { seed: null, origin: z, z }, walk, ...change }, made);
}

const fileOf = (bytes: BlobPart, name: string) => new File([bytes], name);
const sentences = (state: State) => state.notices.map(({ error }) => error.message).join(' ');

describe('a file of ours', () => {
  const files = {
    ...filesOf,
    'film.zip': (text: string | null) =>
      zipSync({
        'frames/0001.png': pngFile(),
        'recipe.zscape.json': new TextEncoder().encode(text ?? ''),
      }) as Uint8Array<ArrayBuffer>,
    'film.zscape.json': (text: string | null) => new TextEncoder().encode(text ?? ''),
  };
  for (const [name, make] of Object.entries(files)) {
    it(`restores what ${name} shows, in one step of undo`, async () => {
      const { session, store, begun } = start();
      const before = snapshotOf(store.getState());
      await runCommand(session, openFiles, [fileOf(make(walkOf(store.getState())), name)]);
      const state = store.getState();
      expect(state).toMatchObject({
        walk: { a: { name: 'A' }, b: { name: '<b>B</b>' }, position: 0.25 },
        panel: 'walk',
      });
      expect([...state.face!.z]).toEqual([...z]);
      expect(state.face!.z).toBe(state.face!.origin);
      expect(sentences(state)).toBe(`Restored ${name}.`);
      expect(currentMoment(state.history!).name).toBe('Restore');
      expect(lineage(state.history!, state.history!.current)).toHaveLength(2);
      expect(begun).toEqual([]);
      await runCommand(session, undo);
      expect(snapshotOf(store.getState())).toEqual(before);
    });
  }

  it('of another model is loaded if the user agrees, in a separate session', async () => {
    const { session, store, begun } = start();
    const other = {
      ...store.getState().model!,
      id: 'other',
      title: 'Other',
      latent: { ...store.getState().model!.latent, size: 24 },
    };
    const face = sampleFace(other, 5);
    const text = recipeOf({ ...start().store.getState(), model: other, face }, { ...made, shows: 'face' });
    const file = fileOf(filesOf['picture.png']!(text), 'other.png');
    const before = snapshotOf(store.getState());
    await runCommand(session, openFiles, [file]);
    expect(store.getState().askedRecipe).toMatchObject({ fileName: 'other.png', title: 'Other' });
    await runCommand(session, answerRecipe, false);
    expect([store.getState().askedRecipe, snapshotOf(store.getState())]).toEqual([null, before]);
    await runCommand(session, openFiles, [file]);
    await runCommand(session, answerRecipe, true);
    expect(store.getState()).toMatchObject({ askedRecipe: null, model: { id: 'other' }, face: { seed: 5 } });
    expect([...store.getState().face!.z]).toEqual([...face.z]);
    expect(begun).toEqual(['']);
    expect(sentences(store.getState())).toContain('Restored other.png');
  });

  it('of a model that is not here says so, or asks for its address', async () => {
    const { session, store, opened } = start();
    const model = { ...store.getState().model!, id: 'gone', title: 'Gone' };
    const open = (address?: string) =>
      runCommand(session, openFiles, [
        fileOf(
          filesOf['film.gif']!(walkOf({ ...store.getState(), model: { ...model, address } })),
          'film.gif',
        ),
      ]);
    await open('https://example.org/gan');
    expect(opened).toEqual(['https://example.org/gan']);
    await expect(open()).rejects.toThrow(/Gone, which is not here/);
    expect(store.getState()).toMatchObject({
      ...{ model: { id: 'tiny' }, face: { seed: 1 } },
      notices: [{ error: { code: 'MODEL_UNKNOWN' } }],
    });
  });

  it('that was made with other weights is restored, and the page says so', async () => {
    const { session, store } = start();
    const { model } = store.getState();
    const files = [{ path: 'model.json', bytes: 1, sha256: 'f'.repeat(64) }];
    const text = walkOf({ ...store.getState(), model: { ...model!, files } });
    await runCommand(session, openFiles, [fileOf(filesOf['film.mp4']!(text), 'film.mp4')]);
    expect(store.getState().walk.a?.name).toBe('A');
    expect(sentences(store.getState())).toMatch(/Restored film\.mp4\..+different weights of Tiny/);
  });

  it('brings an attribute that only the browser that made it had', async () => {
    const { session, store } = start();
    const taught = {
      ...{
        id: 'hat',
        model: 'tiny',
        name: 'Hat',
        marks: [],
        direction: Float32Array.from({ length: 32 }, () => Math.SQRT1_2 / 4),
      },
      ...{ threshold: null, accuracy: null, created: 1 },
    };
    const edit = { base: z, result: z, amounts: { 'taught:hat': 1.5 }, locked: [] };
    const text = walkOf({ ...store.getState(), taught: [taught], edit });
    const bring = () => runCommand(session, openFiles, [fileOf(filesOf['film.gif']!(text), 'film.gif')]);
    await bring();
    await bring();
    const { taught: now, edit: here } = store.getState();
    expect(now).toMatchObject([{ id: 'hat', name: 'Hat', model: 'tiny', direction: taught.direction }]);
    expect(here.amounts).toEqual({ 'taught:hat': 1.5 });
    await runCommand(session, undo);
    await runCommand(session, undo);
    expect(store.getState().taught).toEqual([]);
  });
});

describe('nothing is changed, and a sentence says why, by', () => {
  const whole = (state: State) => filesOf['film.gif']!(walkOf(state));
  const bad: Record<string, (state: State) => File> = {
    'a picture whose recipe was removed': () => fileOf(pngFile(), 'stripped.png'),
    'a JPEG without a recipe': () => fileOf(jpegFile(), 'stripped.jpg'),
    'a GIF from elsewhere': () => fileOf(gifFile(), 'stripped.gif'),
    'an empty file': () => fileOf('', 'empty.png'),
    'a file with a false name': () => fileOf('hello', 'picture.webp'),
    'a file that was cut off in its recipe': (state) => fileOf(whole(state).slice(0, 300), 'cut.gif'),
    'a false recipe': (state) =>
      fileOf(filesOf['film.gif']!(walkOf(state).replace('"frames":12', '"frames":1000000000')), 'lie.gif'),
  };
  for (const [what, make] of Object.entries(bad)) {
    it(what, async () => {
      const { session, store } = start();
      const before = snapshotOf(store.getState());
      const file = make(store.getState());
      await expect(runCommand(session, openWork, file)).rejects.toThrow(file.name);
      expect(snapshotOf(store.getState())).toEqual(before);
      expect(store.getState().history!.moments.size).toBe(1);
      expect(store.getState().notices).toMatchObject([{ kind: 'error' }]);
      expect(sentences(store.getState())).toContain(file.name);
    });
  }
});

it('a picture without a recipe goes to the Photo tab', async () => {
  for (const file of [
    fileOf(pngFile(), 'stripped.png'),
    fileOf(jpegFile(), 'stripped.jpg'),
    fileOf('', 'phone.heic'),
  ]) {
    const { session, store } = start();
    const before = snapshotOf(store.getState());
    // Without a browser no picture can be opened, but the attempt is reported.
    await expect(runCommand(session, openFiles, [file])).rejects.toThrow(/picture/);
    expect(store.getState().panel).toBe('photo');
    expect(snapshotOf(store.getState())).toEqual(before);
  }
});

it('the Export dialog is as it was when the film was made, except for its recipe switch', async () => {
  const { session, store } = start();
  const { film } = store.getState();
  const choices = { ...film, format: 'webm' as const, fps: 24, recipe: true };
  const then = {
    ...store.getState(),
    film: choices,
    filmOf: { source: 'walk' as const, frames: 400, attribute: null },
  };
  store.setState({ film: { ...film, recipe: false } });
  const { inside } = filmRecipe(
    { ...then, walk: { ...then.walk, a: { name: 'A', seed: null, z } } },
    { format: 'webm', width: 64, height: 64, frames: 400, fps: 24, loop: true, quality: 0.5, alpha: false },
  );
  await runCommand(session, openFiles, [fileOf(filesOf['film.webm']!(inside), 'film.webm')]);
  expect(store.getState()).toMatchObject({
    film: { ...choices, recipe: false },
    filmOf: { source: 'walk', frames: 400 },
    walk: { a: { name: 'A' } },
  });
  expect(filmRecipe(store.getState(), { format: 'webm', width: 1, height: 1 })).toEqual({
    inside: null,
    beside: null,
  });
});

it('a file chosen among the sessions may be one with a recipe', async () => {
  const { session, store } = start();
  await runCommand(session, openWork, fileOf(walkOf(store.getState()), 'film.gif.zscape.json'));
  expect(store.getState().walk.a?.name).toBe('A');
});

it('of several files the first with a recipe is opened', async () => {
  const { session, store } = start();
  const text = walkOf(store.getState());
  await runCommand(session, openFiles, [
    fileOf(pngFile(), 'plain.png'),
    fileOf(filesOf['film.webm']!(text), 'film.webm'),
  ]);
  expect(sentences(store.getState())).toBe('Restored film.webm.');
});
