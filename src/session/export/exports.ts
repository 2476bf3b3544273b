/** Saves things as files, and reads a latent from one. Loaded when somebody first asks for it. */

import { ZscapeError } from '../../base/errors.ts';
import type { BundleManifest } from '../../bundle/schema/manifest.ts';
import { saveBlob } from '../../export/download.ts';
import { imageFileName, latentFileName, pathFileName, walkFileName } from '../../export/fileNames.ts';
import { createFrameQueue, fillQueue } from '../../export/gif/frameQueue.ts';
import { encodeGif } from '../../export/gif/gif.ts';
import { readNpy, writeNpy } from '../../export/npy.ts';
import { encodePng } from '../../export/png.ts';
import { courseFrames } from '../../latent/curve/course.ts';
import { walkLatents, walkPositions } from '../../latent/curve/walk.ts';
import { isTail, tailOfPoint } from '../../latent/point/classTail.ts';
import { drawnWith } from '../../store/select/faces.ts';
import { courseOf, frameLoop, measureOf } from '../../store/select/pathCourse.ts';
import { inClass, pointSize, spaceOf } from '../../store/select/space.ts';
import { walkEnds } from '../../store/select/walkFace.ts';
import type { Face } from '../../store/state/state.ts';
import { measurePath } from '../play/measurePath.ts';
import type { Session } from '../session.ts';

export interface GifHooks {
  /** Called with the number of frames, or of pictures, that are in the file so far. */
  onProgress: (frames: number) => void;
  signal: AbortSignal;
}

export interface SavedFile {
  blob: Blob;
  fileName: string;
}

/** The face that somebody asked to save. By the time it is a file, the canvas may show another. */
export interface ChosenFace {
  model: BundleManifest;
  face: Face;
  edited: boolean;
}

/** Saves the full picture of a face, `scale` times as large as the network gives it. */
export async function savePng(
  { store, pictures }: Session,
  chosen: ChosenFace,
  scale: number,
): Promise<void> {
  const { model, face, edited } = chosen;
  const { scaling } = store.getState();
  const blob = await pictures.use(face.z, (picture) =>
    encodePng(picture, { width: picture.width * scale, height: picture.height * scale, scaling }),
  );
  saveBlob(blob, imageFileName(model.id, face.seed, edited, drawnWith(model, face)));
}

export function saveLatent({ model, face, edited }: ChosenFace): void {
  const file = writeNpy(face.z, [1, face.z.length]);
  saveBlob(new Blob([file]), latentFileName(model.id, edited ? null : face.seed, drawnWith(model, face)));
}

export async function saveImageValues({ pictures }: Session, chosen: ChosenFace): Promise<void> {
  const { model, face, edited } = chosen;
  const { data, width, height, channels } = await pictures.values(face.z);
  const file = writeNpy(data, [height, width, channels]);
  const name = imageFileName(model.id, face.seed, edited, drawnWith(model, face));
  saveBlob(new Blob([file]), name.replace(/\.png$/, '-values.npy'));
}

/**
 * The first latent of a NumPy file of shape [latent] or [n, latent], as a point of the model. Of a model with classes the file may
 * hold the class behind z, as this page writes it.
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
      `${file.name} has the shape [${shape.join(', ')}], and a latent of ${model.title} is [${size}] or [n, ${size}]${classes ? `, with its class behind it ${pointSize(model)}` : ''}.`,
    );
  }
  const z = Float32Array.from(data.subarray(0, length));
  const broken = z.findIndex((value) => !Number.isFinite(value));
  if (broken >= 0) {
    throw new ZscapeError(
      'TENSOR_INVALID',
      `${file.name} holds ${z[broken]} as dimension ${broken}, which is no latent.`,
    );
  }
  if (!classes) return z;
  if (length === size) return inClass(model, z, fallback);
  if (isTail(classes, tailOfPoint(z, classes))) return z;
  throw new ZscapeError(
    'TENSOR_INVALID',
    `${file.name} holds no class of ${model.title} behind its latent: there are ${classes.count}, from 0 to ${classes.count - 1}.`,
  );
}

/** Renders the walk or the path in the engine's spare time, encodes it in a worker of its own, and saves it. */
export async function saveGif(session: Session, { onProgress, signal }: GifHooks): Promise<SavedFile> {
  const { store, pictures } = session;
  const { model, gif, gifOf, scaling } = store.getState();
  if (!model) throw new ZscapeError('EXPORT_FAILED', 'There is no model yet to make a GIF with.');
  const { zs, fps, fileName } = gifOf === 'path' ? await pathFrames(session, signal) : walkFrames(session);
  const queue = createFrameQueue();
  void fillQueue(queue, zs, (group, take) =>
    pictures.render(group, { signal, onImage: (_, image) => take(image) }),
  );
  try {
    const blob = await encodeGif(queue, {
      width: model.image.width * gif.scale,
      height: model.image.height * gif.scale,
      fps,
      loop: true,
      scaling,
      onProgress,
      signal,
    });
    saveBlob(blob, fileName);
    return { blob, fileName };
  } finally {
    queue.abandon();
  }
}

/** The frames of a GIF. */
interface Frames {
  zs: Float32Array[];
  fps: number;
  fileName: string;
}

function walkFrames({ store }: Session): Frames {
  const state = store.getState();
  const { model, gif, walk } = state;
  const ends = walkEnds(state);
  if (!model || !ends) {
    throw new ZscapeError('EXPORT_FAILED', 'A GIF shows a walk: set A and B in the Walk panel first.');
  }
  const positions = walkPositions(gif.frames, { thereAndBack: gif.thereAndBack });
  return {
    zs: walkLatents(ends.a.z, ends.b.z, walk.method, positions, spaceOf(model)),
    fps: gif.fps,
    fileName: walkFileName(model.id, gif.frames),
  };
}

/** The frames of the path. A path of constant speed that has not been measured is measured first. */
async function pathFrames(session: Session, signal: AbortSignal): Promise<Frames> {
  const { store } = session;
  if (store.getState().path.even && !measureOf(store.getState())) {
    store.setState({ pathMeasure: await measurePath(session, signal) });
  }
  const state = store.getState();
  const course = courseOf(state);
  if (!state.model || !course) {
    throw new ZscapeError('EXPORT_FAILED', 'A path has two faces or more: add them in the Path panel first.');
  }
  const { fps } = state.path;
  const times = courseFrames(course.duration, fps, frameLoop(state.path));
  return { zs: times.map(course.at), fps, fileName: pathFileName(state.model.id, times.length) };
}
