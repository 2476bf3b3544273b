/** Paints and encodes single pictures of a batch. Several of these work side by side. */
import { ZscapeError } from '../../base/errors.ts';
import { answerCalls, Given } from '../../base/workers/answerCalls.ts';
import { paintPicture } from '../../canvas/paint.ts';
import type { EncodeCalls, EncodeSettings } from './messages.ts';

/** JPEG has no alpha: transparent pictures are laid on this. */
const paper = '#ffffff';

let settings: EncodeSettings | undefined;
let canvas: OffscreenCanvas;
let context: OffscreenCanvasRenderingContext2D;

function start(wished: EncodeSettings): undefined {
  const fresh = new OffscreenCanvas(wished.width, wished.height);
  // Every picture is read back, so the canvas is better kept in main memory.
  const found = fresh.getContext('2d', { alpha: wished.format !== 'jpeg', willReadFrequently: true });
  if (!found) throw new ZscapeError('EXPORT_FAILED', 'This browser gave no canvas to paint the pictures on.');
  [settings, canvas, context] = [wished, fresh, found];
}

async function pack(image: ImageBitmap): Promise<Uint8Array<ArrayBuffer>> {
  if (!settings) throw new ZscapeError('INTERNAL', 'A picture came before the settings.');
  const { format, quality, width, height, scaling } = settings;
  paintPicture(context, image, width, height, scaling, ...(format === 'jpeg' ? [paper] : []));
  image.close();
  const type = `image/${format}`;
  let blob: Blob;
  try {
    blob = await canvas.convertToBlob({ type, quality });
  } catch (cause) {
    throw new ZscapeError(
      'EXPORT_FAILED',
      `This browser could not encode a picture of ${width} × ${height} pixels. Try a smaller size.`,
      { cause },
    );
  }
  if (blob.type !== type) {
    throw new ZscapeError(
      'EXPORT_FAILED',
      `This browser cannot write ${format === 'webp' ? 'WebP' : 'JPEG'} pictures. Choose PNG.`,
    );
  }
  return new Uint8Array(await blob.arrayBuffer());
}

// One picture at a time: they share the canvas.
let last: Promise<unknown> = Promise.resolve();

const answered = answerCalls<EncodeCalls>((message, transfer) => self.postMessage(message, { transfer }), {
  start,
  picture({ image }) {
    const packed = last.then(() => pack(image)).then((bytes) => new Given(bytes, [bytes.buffer]));
    last = packed.catch(() => {}); // reported to the caller
    return packed;
  },
});
self.addEventListener('message', ({ data }) => void answered(data));
