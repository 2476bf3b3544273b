import { throwIfCancelled, ZscapeError } from '../../base/errors.ts';
import { startWorker } from '../../base/workers/startWorker.ts';
import { askOnce } from '../../base/workers/workerCalls.ts';
import type { FoundFace, Framing, Size } from '../contract.ts';
import { alignment } from './align.ts';
import type { FaceCalls } from './protocol.ts';

/**
 * Finds the faces in a picture, and for each the placement that puts its eyes and mouth where a model draws them. This
 * fetches the library and its two model files from the page's own host; the picture goes nowhere.
 * @returns largest first; an empty list if there are none
 * @throws PART_UNREACHABLE if they cannot be fetched, WORKER_UNAVAILABLE, CANCELLED when the signal fires
 */
export async function alignFace(
  bitmap: ImageBitmap,
  image: Size,
  framing: Framing,
  signal?: AbortSignal,
): Promise<FoundFace[]> {
  const scene = { picture: { width: bitmap.width, height: bitmap.height }, image };
  const copy = await createImageBitmap(bitmap);
  throwIfCancelled(signal);
  const start = () =>
    startWorker(
      () =>
        new Worker(new URL('./faces.worker.ts', import.meta.url), { type: 'module', name: 'zscape-faces' }),
      'Faces cannot be found',
    );
  const faces = await askOnce<FaceCalls, 'find'>(
    start,
    'find',
    { bitmap: copy },
    {
      signal,
      transfer: [copy],
      failed: (message) =>
        new ZscapeError(
          'PART_UNREACHABLE',
          `The face finder stopped: ${message || 'its script could not be loaded'}. Try again, or place the picture by hand.`,
        ),
    },
  );
  return faces.map((face) => ({ ...face, placement: alignment(scene, framing, face) }));
}
