/** Encodes a film as the page's own film worker does, and times it. */
import { openEncoder } from '../../../src/export/film/encoders/formats.ts';
import type { Asked, Made } from './messages.ts';

const scope = globalThis as unknown as {
  onmessage: (event: MessageEvent<Asked>) => void;
  postMessage(answer: Made | { failed: string }): void;
};

scope.onmessage = ({ data }) => {
  make(data).then(
    (made) => scope.postMessage(made),
    (error: unknown) => scope.postMessage({ failed: String(error) }),
  );
};

async function make({ walk, settings }: Asked): Promise<Made> {
  const { width, height, frames, alpha, format } = settings;
  const pixels = new Uint8ClampedArray(await (await fetch(walk)).arrayBuffer());
  const canvas = new OffscreenCanvas(width, height);
  const context = canvas.getContext('2d', { alpha, willReadFrequently: true });
  if (!context) throw new Error('no canvas');
  let file = new Uint8Array(1 << 24);
  let length = 0;
  const sink = {
    async write(position: number, bytes: Uint8Array) {
      if (position + bytes.length > file.length) {
        const larger = new Uint8Array(2 * (position + bytes.length));
        larger.set(file);
        file = larger;
      }
      file.set(bytes, position);
      length = Math.max(length, position + bytes.length);
    },
  };
  const open = await openEncoder(format);
  const encoder = await open(settings, sink);
  const begun = performance.now();
  for (let i = 0; i < frames; i++) {
    const frame = pixels.subarray(4 * width * height * i, 4 * width * height * (i + 1));
    context.putImageData(new ImageData(frame, width, height), 0, 0);
    await encoder.add(canvas);
  }
  await encoder.finish();
  return { ms: performance.now() - begun, file: file.slice(0, length) };
}
