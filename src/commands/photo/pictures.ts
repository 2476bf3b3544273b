/**
 * Pictures on their way to the search: opening them, placing them behind the frame, and removing them. None of this is
 * kept with the session.
 */
import { toPlainError, ZscapeError } from '../../base/errors.ts';
import { freshId } from '../../base/ids.ts';
import type { Colour, Placement, Stroke } from '../../photo/contract.ts';
import { noPicture } from '../../photo/pictureFiles.ts';
import { type PhotoPicture, photoLimits } from '../../store/state/photo.ts';
import type { ZscapeStore } from '../../store/store.ts';
import type { Command } from '../command.ts';

const isIdle = ({ projection }: { projection: { state: string } | null }) => projection?.state !== 'running';

/** Opens pictures in the Photo tab. Those that can be opened are, even if others cannot. No files stand for a paste without a picture. */
export const addPictures: Command<[files: readonly Blob[]], Promise<void>> = {
  name: 'Choose a picture',
  undo: 'none',
  perform: async ({ store }, files) => {
    if (files.length === 0) throw noPicture();
    store.setState({ panel: 'photo' });
    const [{ openPicture }, { edgeColour }, { wholePlacement }] = await Promise.all([
      import('../../photo/openPicture.ts'),
      import('../../photo/target.ts'),
      import('../../photo/placement.ts'),
    ]);
    const failures: unknown[] = [];
    for (const file of files.slice(0, photoLimits.pictures)) {
      try {
        const bitmap = await openPicture(file);
        const background = edgeColour(bitmap);
        add(store, {
          id: freshId(),
          name: nameOf(file),
          bitmap,
          placement: wholePlacement(bitmap),
          strokes: [],
          background,
          found: false,
        });
      } catch (error) {
        failures.push(error);
      }
    }
    const left = files.length - photoLimits.pictures;
    if (left > 0) failures.push(tooMany(left));
    if (failures.length > 0) throw allOf(failures);
  },
};

const tooMany = (left: number) =>
  new ZscapeError(
    'PICTURE_TOO_MANY',
    `At most ${photoLimits.pictures} pictures are opened together, so ${left} of them ${left === 1 ? 'was' : 'were'} left out. Find these faces first, then choose the others.`,
  );

/** More sentences than this nobody reads. */
const mostTold = 3;

/** One error that says what each of them says, under the code of the first. */
function allOf(failures: readonly unknown[]): unknown {
  if (failures.length === 1) return failures[0];
  const told = failures.map(toPlainError);
  const untold = failures.length - mostTold;
  const sentences = told.slice(0, mostTold).map(({ message }) => message);
  if (untold > 0) sentences.push(`${untold} more could not be opened.`);
  return new ZscapeError(told[0]!.code, sentences.join(' '), { cause: failures[0] });
}

function add(store: ZscapeStore, picture: PhotoPicture): void {
  store.setState(({ photos }) => {
    const pictures = [...photos.pictures, picture];
    for (const { bitmap } of pictures.splice(0, pictures.length - photoLimits.pictures)) bitmap.close();
    return { photos: { ...photos, pictures, chosen: picture.id } };
  });
}

/** Names a picture's face after its file, without the extension. */
function nameOf(file: Blob): string {
  const name = file instanceof File ? file.name.replace(/\.[^.]+$/, '').trim() : '';
  // Pictures from a clipboard or a camera have no name of their own.
  return /^(image|blob)$/i.test(name) ? '' : name.slice(0, 40);
}

/** Shows one of the pictures in the crop box. */
export const choosePicture: Command<[id: string]> = {
  name: 'Show a picture',
  undo: 'none',
  perform: ({ store }, chosen) => store.setState(({ photos }) => ({ photos: { ...photos, chosen } })),
};

/** Removes a picture. Its found face stays. */
export const putAwayPicture: Command<[id: string]> = {
  name: 'Put a picture away',
  undo: 'none',
  applies: isIdle,
  perform: ({ store }, id) => {
    const { photos } = store.getState();
    const pictures = photos.pictures.filter((picture) => picture.id !== id);
    const chosen = pictures.some((picture) => picture.id === photos.chosen)
      ? photos.chosen
      : (pictures.at(-1)?.id ?? null);
    store.setState({ photos: { ...photos, pictures, chosen } });
    photos.pictures.find((picture) => picture.id === id)?.bitmap.close();
  },
};

function change(store: ZscapeStore, id: string, what: Partial<PhotoPicture>): void {
  store.setState(({ photos }) => ({
    photos: {
      ...photos,
      pictures: photos.pictures.map((picture) =>
        picture.id === id ? { ...picture, found: false, ...what } : picture,
      ),
    },
  }));
}

/** Moves, turns or enlarges a picture behind its frame. */
export const placePicture: Command<[id: string, placement: Placement]> = {
  name: 'Place a picture',
  undo: 'none',
  perform: ({ store }, id, placement) => change(store, id, { placement }),
};

/** Sets which parts of a picture count. */
export const maskPicture: Command<[id: string, strokes: readonly Stroke[]]> = {
  name: 'Brush what counts',
  undo: 'none',
  perform: ({ store }, id, strokes) => change(store, id, { strokes }),
};

/** Sets the colour of the area outside a picture. */
export const setBackground: Command<[id: string, background: Colour]> = {
  name: 'Background of a picture',
  undo: 'none',
  perform: ({ store }, id, background) => change(store, id, { background }),
};
