/** Pictures that come: all of them are opened, and whatever cannot be is told. */
import { expect, it, vi } from 'vitest';
import { ZscapeError } from '../../base/errors.ts';
import { startHere } from '../../session/photo/testing/startHere.ts';
import { photoLimits } from '../../store/state/photo.ts';
import { runCommand } from '../command.ts';
import { addPictures } from './pictures.ts';

// What decodes pictures is the browser's.
vi.mock('../../photo/openPicture.ts', () => ({
  openPicture: async (file: File) => {
    if (file.size > 0) return { width: 8, height: 8, close() {} } as ImageBitmap;
    throw new ZscapeError('PICTURE_EMPTY', `${file.name} is empty.`);
  },
}));
vi.mock('../../photo/target.ts', () => ({ edgeColour: () => [0, 0, 0] }));

const good = (name: string) => new File(['x'], name);
const bad = (name: string) => new File([], name);

async function add(...files: File[]) {
  const { session, store } = await startHere();
  await runCommand(session, addPictures, files)?.catch(() => {});
  const { photos, notices } = store.getState();
  return {
    names: photos.pictures.map(({ name }) => name),
    told: notices.map(({ error }) => error.message),
  };
}

it('those that can be opened come, and each of the others has its sentence', async () => {
  const { names, told } = await add(bad('a.png'), good('b.png'), bad('c.png'));
  expect(names).toEqual(['b']);
  expect(told).toEqual(['a.png is empty. c.png is empty.']);
});

it('of many that cannot be opened three are told, and how many more there are', async () => {
  const { told } = await add(...['a', 'b', 'c', 'd', 'e'].map((name) => bad(`${name}.png`)));
  expect(told).toEqual(['a.png is empty. b.png is empty. c.png is empty. 2 more could not be opened.']);
});

it('of more than are opened together the last ones are left out, and that is said', async () => {
  const files = Array.from({ length: photoLimits.pictures + 2 }, (_, i) => good(`${i}.png`));
  const { names, told } = await add(...files);
  expect(names).toHaveLength(photoLimits.pictures);
  expect(told).toEqual([expect.stringMatching(/At most 24 pictures .*2 of them were left out/)]);
});

it('a paste without a picture is told', async () => {
  expect(await add()).toEqual({ names: [], told: [expect.stringMatching(/no picture in the clipboard/)] });
});
