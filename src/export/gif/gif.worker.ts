/**
 * Paints, compresses and collects the frames of one GIF. The page ends this worker when it has the file, or to
 * cancel.
 */
import { toPlainError, ZscapeError } from '../../base/errors.ts';
import { paintPicture } from '../../canvas/paint.ts';
import { frameTicks, gifFrameBlock, gifHeader, gifTrailer } from './gifFile.ts';
import { encodeGifFrame } from './gifFrame.ts';
import type { FromGifWorker, GifSettings, ToGifWorker } from './messages.ts';

let settings: GifSettings | undefined;
let context: OffscreenCanvasRenderingContext2D | null = null;
const parts: Uint8Array<ArrayBuffer>[] = [];
let frames = 0;

function tell(message: FromGifWorker): void {
  self.postMessage(message);
}

function start(wished: GifSettings): void {
  settings = wished;
  const canvas = new OffscreenCanvas(wished.width, wished.height);
  context = canvas.getContext('2d', { alpha: false, willReadFrequently: true });
  if (!context) throw new ZscapeError('EXPORT_FAILED', 'This browser gave no canvas to paint the GIF on.');
  parts.push(gifHeader(wished.width, wished.height, wished.loop));
}

async function addFrame(image: ImageBitmap): Promise<void> {
  if (!settings || !context) throw new ZscapeError('INTERNAL', 'A frame came before the start of the GIF.');
  const { width, height, fps, scaling } = settings;
  paintPicture(context, image, width, height, scaling);
  image.close();
  const pixels = context.getImageData(0, 0, width, height).data;
  const frame = await encodeGifFrame(pixels, width, height);
  parts.push(gifFrameBlock(frame, width, height, frameTicks(frames, fps)));
  frames += 1;
  tell({ type: 'encoded', frames });
}

async function handle(message: ToGifWorker): Promise<void> {
  if (message.type === 'start') start(message.settings);
  else if (message.type === 'frame') await addFrame(message.image);
  else tell({ type: 'done', file: new Blob([...parts, gifTrailer], { type: 'image/gif' }) });
}

// Messages are handled one after the other, in the order in which they come.
let queue = Promise.resolve();
self.addEventListener('message', (event: MessageEvent<ToGifWorker>) => {
  queue = queue
    .then(() => handle(event.data))
    .catch((error: unknown) => tell({ type: 'failed', error: toPlainError(error) }));
});
