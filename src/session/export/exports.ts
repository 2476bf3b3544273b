/** Saves things as files, and reads a latent from one. Loaded on first use. */

import { ZscapeError } from '../../base/errors.ts';
import type { BundleManifest } from '../../bundle/schema/manifest.ts';
import { imageFileName, latentFileName } from '../../export/fileNames.ts';
import { readNpy, writeNpy } from '../../export/npy.ts';
import { encodePng } from '../../export/png.ts';
import { withRecipe } from '../../export/recipe/withRecipe.ts';
import { isTail, tailOfPoint } from '../../latent/point/classTail.ts';
import { drawnWith } from '../../store/select/faces.ts';
import { inClass, pointSize, spaceOf } from '../../store/select/space.ts';
import type { Face, Model, State } from '../../store/state/state.ts';
import { recipeOf } from '../recipe/recipe.ts';
import type { Session } from '../session.ts';
import { saveFile } from './saveFile.ts';

/** The face that the user chose to save. By the time it is a file, the canvas may show another. */
export interface ChosenFace {
  model: Model;
  face: Face;
  edited: boolean;
  /** The whole state at that time, for the file's recipe. */
  state: State;
}

/** Renders the full picture of a face as PNG, at `scale` times the network's own size. */
export function pngOf({ store, pictures }: Session, { face }: ChosenFace, scale: number): Promise<Blob> {
  const { scaling } = store.getState();
  return pictures.use(face.z, (picture) =>
    encodePng(picture, { width: picture.width * scale, height: picture.height * scale, scaling }),
  );
}

/** Saves the full picture of a face. */
export async function savePng(session: Session, chosen: ChosenFace, scale: number): Promise<void> {
  const file = await pictureFile(session, chosen, scale);
  saveFile(session.store, file, file.name);
}

/** Makes a file of the full picture of a face, with its recipe. */
export async function pictureFile(session: Session, chosen: ChosenFace, scale = 1): Promise<File> {
  const { model, face, edited } = chosen;
  const png = await remembering(await pngOf(session, chosen, scale), chosen, scale);
  const name = imageFileName(model.id, face.seed, edited, drawnWith(model, face));
  return new File([png], name, { type: 'image/png' });
}

/** Adds the recipe to the picture, unless it is too large for one. */
async function remembering(png: Blob, { state, model }: ChosenFace, scale: number): Promise<Blob> {
  const [width, height] = [model.image.width * scale, model.image.height * scale];
  if (!state.film.recipe) return png;
  const text = recipeOf(state, { shows: 'face', format: 'png', width, height, scaling: state.scaling });
  return (await withRecipe(png, text)) ?? png;
}

/** Saves z, followed by the class if the model has classes, as a NumPy file of shape [1, point size]. */
export function saveLatent({ store }: Pick<Session, 'store'>, { model, face, edited }: ChosenFace): void {
  const file = writeNpy(face.z, [1, face.z.length]);
  saveFile(store, new Blob([file]), latentFileName(model.id, face.seed, edited, drawnWith(model, face)));
}

/** Saves the network's own values as a NumPy file, float32 [height, width, channels]. @throws any error of the engine */
export async function saveImageValues({ store, pictures }: Session, chosen: ChosenFace): Promise<void> {
  const { model, face, edited } = chosen;
  const { data, width, height, channels } = await pictures.values(face.z);
  const file = writeNpy(data, [height, width, channels]);
  const name = imageFileName(model.id, face.seed, edited, drawnWith(model, face));
  saveFile(store, new Blob([file]), name.replace(/\.png$/, '-values.npy'));
}

/**
 * Reads the first latent of a NumPy file of shape [latent] or [n, latent], as a point of the model. For a model with
 * classes the file may contain the class after z, as this page writes it.
 * @param fallback the class of a latent without one
 * @throws TENSOR_INVALID
 */
export async function readLatent(
  model: BundleManifest,
  file: File,
  fallback?: number,
): Promise<Float32Array> {
  const { data, shape } = readNpy(new Uint8Array(await file.arrayBuffer()), file.name);
  const { size } = model.latent;
  const { classes } = spaceOf(model);
  const length = shape.at(-1) ?? 0;
  if (shape.length > 2 || (length !== size && length !== pointSize(model)) || data.length < length) {
    throw new ZscapeError(
      'TENSOR_INVALID',
      `${file.name} has the shape [${shape.join(', ')}], but a latent of ${model.title} is [${size}] or [n, ${size}]${classes ? `, with its class behind it ${pointSize(model)}` : ''}.`,
    );
  }
  const z = Float32Array.from(data.subarray(0, length));
  const broken = z.findIndex((value) => !Number.isFinite(value));
  if (broken >= 0) {
    throw new ZscapeError(
      'TENSOR_INVALID',
      `${file.name} holds ${z[broken]} in dimension ${broken}, so it is not a latent.`,
    );
  }
  if (!classes) return z;
  if (length === size) return inClass(model, z, fallback);
  if (isTail(classes, tailOfPoint(z, classes))) return z;
  throw new ZscapeError(
    'TENSOR_INVALID',
    `${file.name} has no valid class of ${model.title} after its latent: classes go from 0 to ${classes.count - 1}.`,
  );
}
