/** One picture as the Export dialog makes it: in its size, on its background, with its caption. */
import { ZscapeError } from '../../../base/errors.ts';
import { imageFileName } from '../../../export/fileNames.ts';
import { type FilmLook, paintFrame } from '../../../export/film/look.ts';
import { withRecipe } from '../../../export/recipe/withRecipe.ts';
import { drawnWith, isEdited } from '../../../store/select/faces.ts';
import { filmPixels } from '../../../store/select/film/filmSize.ts';
import type { State } from '../../../store/state/state.ts';
import { filmRecipe } from '../../recipe/filmRecipe.ts';
import type { Session } from '../../session.ts';
import { saveBeside } from '../saveBeside.ts';
import { saveFile } from '../saveFile.ts';
import { filmLook, planOf } from './filmSettings.ts';
import type { SavedFilm } from './saveFilm.ts';

/** Renders the current face and saves it. @throws EXPORT_FAILED, and any error of the engine */
export async function saveStill({ store, pictures }: Session): Promise<SavedFilm> {
  const state = store.getState();
  const { model, face, film } = state;
  if (!model || !face) throw new ZscapeError('EXPORT_FAILED', 'There is no face yet to export.');
  const alpha = film.seeThrough && film.still !== 'jpeg';
  const plan = planOf(state);
  const look = filmLook(state, plan, alpha);
  const { width, height } = filmPixels(state);
  const picture = await pictures.use(face.z, async (shown) => {
    // The worker's painter needs a bitmap, not a canvas of the page.
    const image = await createImageBitmap(shown);
    return encodeStill(image, width, height, look, film);
  });
  const { inside, beside } = filmRecipe(state, { format: film.still, width, height, alpha });
  const remembering = inside === null ? null : await withRecipe(picture, inside);
  const blob = remembering ?? picture;
  const name = imageFileName(model.id, face.seed, isEdited(state), drawnWith(model, face));
  const fileName = name.replace(/png$/, film.still === 'jpeg' ? 'jpg' : film.still);
  saveFile(store, blob, fileName, 'aloud');
  saveBeside(store, remembering === null ? (inside ?? beside) : null, fileName);
  return { fileName, bytes: blob.size, blob, release: () => {} };
}

async function encodeStill(
  image: ImageBitmap,
  width: number,
  height: number,
  look: FilmLook,
  { still, quality }: State['film'],
): Promise<Blob> {
  const canvas = new OffscreenCanvas(width, height);
  const context = canvas.getContext('2d');
  if (!context)
    throw new ZscapeError('EXPORT_FAILED', 'This browser gave no canvas to paint the picture on.');
  paintFrame(context, image, width, height, look);
  image.close();
  const blob = await canvas.convertToBlob({ type: `image/${still}`, quality });
  if (blob.type === `image/${still}`) return blob;
  throw new ZscapeError(
    'EXPORT_FAILED',
    `This browser cannot write ${still.toUpperCase()}. Choose PNG, which every browser can write.`,
  );
}
