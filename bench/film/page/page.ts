/** The bench's page: makes a film in a worker, and returns it to the script that drives the page. */
import type { Asked, Made, MadeInPage } from './messages.ts';

declare global {
  var makeFilm: (asked: Asked) => Promise<MadeInPage>;
  /** Frames of a file as this browser decodes them, RGBA, base64. */
  var decodeFilm: (base64: string, type: string) => Promise<string>;
}

globalThis.makeFilm = (asked) =>
  new Promise((resolve, reject) => {
    const worker = new Worker(new URL('./encode.worker.ts', import.meta.url), { type: 'module' });
    worker.onerror = ({ message }) => reject(new Error(message));
    worker.onmessage = ({ data }: MessageEvent<Made | { failed: string }>) => {
      worker.terminate();
      if ('failed' in data) reject(new Error(data.failed));
      else base64Of(data.file).then((base64) => resolve({ ms: data.ms, base64 }), reject);
    };
    worker.postMessage(asked);
  });

globalThis.decodeFilm = async (base64, type) => {
  const data = await (await fetch(`data:${type};base64,${base64}`)).arrayBuffer();
  const decoder = new ImageDecoder({ data, type, preferAnimation: true });
  await decoder.tracks.ready;
  await decoder.completed;
  const frames: Uint8ClampedArray[] = [];
  for (let i = 0; i < (decoder.tracks.selectedTrack?.frameCount ?? 0); i++) {
    const { image } = await decoder.decode({ frameIndex: i });
    const context = new OffscreenCanvas(image.displayWidth, image.displayHeight).getContext('2d');
    if (!context) throw new Error('no canvas');
    context.drawImage(image, 0, 0);
    image.close();
    frames.push(context.getImageData(0, 0, context.canvas.width, context.canvas.height).data);
  }
  return base64Of(new Blob(frames as BlobPart[]));
};

async function base64Of(bytes: Uint8Array<ArrayBuffer> | Blob): Promise<string> {
  const reader = new FileReader();
  const read = new Promise<string>((resolve) => {
    reader.onload = () => resolve(String(reader.result).split(',')[1] ?? '');
  });
  reader.readAsDataURL(bytes instanceof Blob ? bytes : new Blob([bytes]));
  return read;
}
