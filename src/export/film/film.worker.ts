/**
 * Paints each picture as a frame, passes it to the format's encoder, and sends the bytes to their destination. The page
 * ends this worker when it has the film, or after a cancel.
 */
import { ZscapeError } from '../../base/errors.ts';
import { answerCalls } from '../../base/workers/answerCalls.ts';
import type { FilmEncoder, FilmSettings } from './contract.ts';
import { mimeTypes, openEncoder } from './encoders/formats.ts';
import { type FilmLook, paintFrame } from './look.ts';
import type { FilmCalls, MadeFilm } from './messages.ts';
import type { OpenSink } from './sinks/openSink.ts';
import { openSink } from './sinks/sink.ts';

interface Film {
  settings: FilmSettings;
  look: FilmLook;
  sink: OpenSink;
  encoder: FilmEncoder;
  canvas: OffscreenCanvas;
  context: OffscreenCanvasRenderingContext2D;
  frames: number;
}

let film: Film | undefined;

async function start({ settings, look, place }: FilmCalls['start']['ask']): Promise<undefined> {
  const canvas = new OffscreenCanvas(settings.width, settings.height);
  const context = canvas.getContext('2d', { alpha: settings.alpha, willReadFrequently: true });
  if (!context) throw new ZscapeError('EXPORT_FAILED', 'This browser gave no canvas to paint the film on.');
  const open = await openEncoder(settings.format);
  const sink = await openSink(place);
  try {
    const encoder = await open(settings, sink);
    film = { settings, look, sink, encoder, canvas, context, frames: 0 };
  } catch (error) {
    await sink.discard();
    throw error;
  }
  return undefined;
}

function filmNow(): Film {
  if (!film) throw new ZscapeError('INTERNAL', 'A frame came before the start of the film.');
  return film;
}

async function addFrame(image: ImageBitmap): Promise<number> {
  try {
    const { settings, look, context, canvas, encoder } = filmNow();
    paintFrame(context, image, settings.width, settings.height, look);
    image.close();
    await encoder.add(canvas);
  } finally {
    image.close();
  }
  return ++filmNow().frames;
}

async function finish(onProgress: (share: number) => void): Promise<MadeFilm> {
  const { encoder, sink, settings } = filmNow();
  await encoder.finish(onProgress);
  return sink.close(mimeTypes[settings.format]);
}

async function cancel(): Promise<undefined> {
  const ended = film;
  film = undefined;
  ended?.encoder.cancel();
  await ended?.sink.discard();
  return undefined;
}

// One call at a time, in order. A cancel does not wait for frames.
let last: Promise<unknown> = Promise.resolve();
function inTurn<T>(work: () => Promise<T>): Promise<T> {
  const done = last.then(work);
  last = done.catch(() => {}); // reported to the caller
  return done;
}

const answered = answerCalls<FilmCalls>((message, transfer) => self.postMessage(message, { transfer }), {
  start: (ask) => inTurn(() => start(ask)),
  frame: ({ image }) => inTurn(() => addFrame(image)),
  finish: (_, { tell }) => inTurn(() => finish((share) => tell({ type: 'finishing', share }))),
  cancel,
});
self.addEventListener('message', ({ data }) => void answered(data));
