/** Decodes one picture and shrinks it enough to be moved smoothly, off the page's thread: 50 megapixels take a second. */
import { answerCalls, Given } from '../../base/workers/answerCalls.ts';
import type { CallMessage } from '../../base/workers/messages.ts';
import { checkPicture, checkSize, nameOf, undecodable } from './check.ts';
import type { OpenCalls } from './protocol.ts';

/**
 * Pixels of the longest side, so that two dozen pictures fit in memory together. A face that fills an eighth of it has
 * twice the pixels of progan-128.
 */
const longest = 2048;

const take = answerCalls<OpenCalls>((message, transfer) => globalThis.postMessage(message, { transfer }), {
  async open({ file }) {
    const kind = await checkPicture(file);
    // The first frame, turned according to its EXIF data.
    const bitmap = await createImageBitmap(file).catch((cause: unknown) => {
      throw undecodable(file, kind, cause);
    });
    const { width, height } = bitmap;
    checkSize(bitmap, nameOf(file));
    const factor = longest / Math.max(width, height);
    if (factor >= 1) return new Given(bitmap, [bitmap]);
    const small = await createImageBitmap(bitmap, {
      resizeWidth: Math.max(1, Math.round(width * factor)),
      resizeHeight: Math.max(1, Math.round(height * factor)),
      resizeQuality: 'high',
    });
    bitmap.close();
    return new Given(small, [small]);
  },
});

globalThis.onmessage = ({ data }: MessageEvent<CallMessage<OpenCalls>>) => take(data);
