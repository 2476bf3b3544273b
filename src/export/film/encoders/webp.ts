/** Animated WebP: the browser's encoder makes the frames, and we assemble them. */
import type { OpenFilmEncoder } from '../contract.ts';
import { Crew, crewSize } from './crew.ts';
import { readPixels } from './readPixels.ts';
import type { WebpCalls } from './webp/messages.ts';
import { encodeStill } from './webp/still.ts';
import { type Stills, WebpFilm } from './webp/webpFilm.ts';

export const open: OpenFilmEncoder = async (settings, sink) => {
  // Fails immediately if this browser cannot encode WebP.
  await encodeStill({
    ...{ rgba: new Uint8ClampedArray(16), width: 2, height: 2 },
    quality: 0.5,
    alpha: true,
  });
  const stills = openStills();
  const film = new WebpFilm(settings, sink, stills);
  return {
    add: (frame) => film.add(readPixels(frame)),
    async finish() {
      await film.finish();
      stills.end();
    },
    cancel() {
      film.end();
      stills.end();
    },
  };
};

/** Uses workers, or this thread if the browser cannot start any within a worker. */
function openStills(): Stills {
  try {
    const make = () =>
      new Worker(new URL('./webp/still.worker.ts', import.meta.url), { type: 'module', name: 'webp' });
    const crew = new Crew<WebpCalls>(make, crewSize());
    return {
      encode: (asked) => crew.askNext('encode', asked, [asked.rgba.buffer]),
      end: () => crew.end(),
    };
  } catch {
    return { encode: encodeStill, end: () => undefined };
  }
}
