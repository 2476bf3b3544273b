/**
 * Paints, compresses and collects the frames of one GIF. The page ends this worker when it has the file, or to
 * cancel.
 */
import { ZscapeError } from '../../base/errors.ts';
import { answerCalls } from '../../base/workers/answerCalls.ts';
import { paintPicture } from '../../canvas/paint.ts';
import { frameTicks, gifFrameBlock, gifHeader, gifTrailer } from './gifFile.ts';
import { encodeGifFrame } from './gifFrame.ts';
import type { GifCalls, GifSettings } from './messages.ts';

/**
 * What see-through pictures are laid on. A GIF's own transparency has one bit: hair and smoke would get hard edges, and each frame
 * would lose a colour to it.
 */
const paper = '#ffffff';

let settings: GifSettings | undefined;
let context: OffscreenCanvasRenderingContext2D | null = null;
const parts: Uint8Array<ArrayBuffer>[] = [];
let frames = 0;

function start(wished: GifSettings): void {
  settings = wished;
  const canvas = new OffscreenCanvas(wished.width, wished.height);
  context = canvas.getContext('2d', { alpha: false, willReadFrequently: true });
  if (!context) throw new ZscapeError('EXPORT_FAILED', 'This browser gave no canvas to paint the GIF on.');
  parts.push(gifHeader(wished.width, wished.height, wished.loop));
}

async function addFrame(image: ImageBitmap): Promise<number> {
  if (!settings || !context) throw new ZscapeError('INTERNAL', 'A frame came before the start of the GIF.');
  const { width, height, fps, scaling } = settings;
  paintPicture(context, image, width, height, scaling, paper);
  image.close();
  const pixels = context.getImageData(0, 0, width, height).data;
  const frame = await encodeGifFrame(pixels, width, height);
  parts.push(gifFrameBlock(frame, width, height, frameTicks(frames, fps)));
  frames += 1;
  return frames;
}

// One after the other, in the order in which they are asked for.
let last: Promise<unknown> = Promise.resolve();
function inTurn<T>(work: () => T | Promise<T>): Promise<T> {
  const done = last.then(work);
  last = done.catch(() => {}); // told to who asked
  return done;
}

const answered = answerCalls<GifCalls>((message, transfer) => self.postMessage(message, { transfer }), {
  start: (wished) =>
    inTurn(() => {
      start(wished);
      return undefined;
    }),
  frame: ({ image }) => inTurn(() => addFrame(image)),
  finish: () => inTurn(() => new Blob([...parts, gifTrailer], { type: 'image/gif' })),
});
self.addEventListener('message', ({ data }) => void answered(data));
