/**
 * The face worker: finds faces off the page's thread, with TF.js's WASM kernels or, where they do not run, plain
 * JavaScript.
 */
import { setWasmPaths } from '@tensorflow/tfjs-backend-wasm';
import plainUrl from '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm.wasm?url';
import simdUrl from '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-simd.wasm?url';
import landmarksUrl from '@vladmandic/face-api/model/face_landmark_68_tiny_model.bin?url';
import landmarksManifest from '@vladmandic/face-api/model/face_landmark_68_tiny_model-weights_manifest.json';
import detectorUrl from '@vladmandic/face-api/model/tiny_face_detector_model.bin?url';
import detectorManifest from '@vladmandic/face-api/model/tiny_face_detector_model-weights_manifest.json';
import { ZscapeError } from '../../base/errors.ts';
import { answerCalls } from '../../base/workers/answerCalls.ts';
import type { CallMessage } from '../../base/workers/messages.ts';
import { FaceFinder } from './finder.ts';
import type { FaceCalls } from './protocol.ts';
import { env, ready, setBackend } from './tfjsForFaces.ts';
import { type Look, viewMatrix } from './view.ts';

const here = (url: string) => new URL(url, globalThis.location.href).href;

async function open(): Promise<FaceFinder> {
  // One thread is enough for two small networks, and the engine may be drawing at the same time.
  env().set('WASM_HAS_MULTITHREAD_SUPPORT', false);
  setWasmPaths({
    'tfjs-backend-wasm.wasm': here(plainUrl),
    'tfjs-backend-wasm-simd.wasm': here(simdUrl),
    'tfjs-backend-wasm-threaded-simd.wasm': here(simdUrl),
  });
  const [detector, landmarks] = await Promise.all([
    bytesOf(detectorUrl),
    bytesOf(landmarksUrl),
    chooseBackend(),
  ]);
  return new FaceFinder(
    { manifest: detectorManifest, bytes: detector },
    { manifest: landmarksManifest, bytes: landmarks },
  );
}

async function chooseBackend(): Promise<void> {
  if (!(await setBackend('wasm').catch(() => false))) {
    await import('@tensorflow/tfjs-backend-cpu');
    await setBackend('cpu');
  }
  await ready();
}

async function bytesOf(url: string): Promise<ArrayBuffer> {
  const response = await fetch(here(url)).catch(() => null);
  if (response?.ok) return await response.arrayBuffer();
  throw new ZscapeError(
    'PART_UNREACHABLE',
    'The face finder could not be fetched. Check the connection and try again, or place the picture by hand.',
  );
}

let finder: Promise<FaceFinder> | undefined;

const take = answerCalls<FaceCalls>((message, transfer) => globalThis.postMessage(message, { transfer }), {
  async find({ bitmap }) {
    try {
      finder ??= open();
      const opened = await finder.catch((error: unknown) => {
        finder = undefined;
        throw error;
      });
      return await opened.find(bitmap, looker(bitmap));
    } finally {
      bitmap.close();
    }
  },
});

function looker(bitmap: ImageBitmap): Look {
  const canvas = new OffscreenCanvas(1, 1);
  const context = canvas.getContext('2d', { willReadFrequently: true })!;
  return (view, size) => {
    canvas.width = size;
    canvas.height = size;
    context.fillStyle = '#000';
    context.fillRect(0, 0, size, size);
    context.imageSmoothingQuality = 'high';
    context.setTransform(...viewMatrix(view, size));
    context.drawImage(bitmap, 0, 0);
    return { data: context.getImageData(0, 0, size, size).data, size };
  };
}

globalThis.onmessage = ({ data }: MessageEvent<CallMessage<FaceCalls>>) => take(data);
