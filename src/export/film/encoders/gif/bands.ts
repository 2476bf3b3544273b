/**
 * A film's bands, and the way of a frame through them: each has its own worker, or all run in this thread if it cannot
 * start any.
 */
import { Crew, crewSize } from '../crew.ts';
import { type BandFrame, GifBand } from './band.ts';
import { type Bits, joinBits } from './bits.ts';
import type { BandCalls } from './messages.ts';
import type { Palette } from './palette.ts';

/** The settings shared by all frames. */
export interface GifLook {
  width: number;
  height: number;
  tolerance: number;
  /** Blue noise, or null for no dithering. */
  noise: Float32Array | null;
  alpha: boolean;
}

/** Smaller bands would lose more by starting with an empty table than they save in time. */
const leastPixels = 8192;

export interface Bands {
  /** Forgets all frames and prepares for new ones. */
  start(look: GifLook): void;
  /** Returns the codes of one frame. Frames are encoded in the order of the calls. @param rgba is copied immediately */
  encode(rgba: Uint8ClampedArray<ArrayBuffer>, palette: Palette): Promise<Uint8Array<ArrayBuffer>>;
  end(): void;
}

type Encode = (band: number, frame: BandFrame) => Bits | Promise<Bits>;

/** Cuts frames into bands of whole rows, and joins the results. */
abstract class CutFrames implements Bands {
  readonly #most: number;
  #look: GifLook | undefined;
  /** The first row of each band, and the one after the last. */
  #rows: number[] = [];

  constructor(most: number) {
    this.#most = most;
  }

  protected abstract begin(band: number, width: number, height: number, top: number, look: GifLook): void;
  protected abstract readonly encodeBand: Encode;
  abstract end(): void;

  start(look: GifLook): void {
    const { width, height } = look;
    const count = Math.max(1, Math.min(this.#most, height, Math.floor((width * height) / leastPixels)));
    this.#look = look;
    this.#rows = Array.from({ length: count + 1 }, (_, i) => Math.floor((i * height) / count));
    for (let band = 0; band < count; band++) {
      const top = this.#rows[band]!;
      this.begin(band, width, this.#rows[band + 1]! - top, top, look);
    }
  }

  async encode(rgba: Uint8ClampedArray<ArrayBuffer>, palette: Palette): Promise<Uint8Array<ArrayBuffer>> {
    const { width, tolerance, noise, alpha } = this.#look!;
    const count = this.#rows.length - 1;
    const parts = Array.from({ length: count }, (_, band) => {
      const pixels = rgba.slice(4 * width * this.#rows[band]!, 4 * width * this.#rows[band + 1]!);
      const [first, last] = [band === 0, band === count - 1];
      return this.encodeBand(band, { pixels, palette, tolerance, noise, alpha, first, last });
    });
    return joinBits(await Promise.all(parts));
  }
}

class BandsHere extends CutFrames {
  #bands: GifBand[] = [];

  protected begin(band: number, width: number, height: number, top: number): void {
    this.#bands[band] = new GifBand(width, height, top);
  }

  protected readonly encodeBand: Encode = (band, frame) => this.#bands[band]!.encode(frame);

  end(): void {
    this.#bands = [];
  }
}

class BandsInWorkers extends CutFrames {
  readonly #crew: Crew<BandCalls>;

  constructor(crew: Crew<BandCalls>) {
    super(crew.size);
    this.#crew = crew;
  }

  protected begin(band: number, width: number, height: number, top: number, { noise }: GifLook): void {
    this.#crew.ask(band, 'start', { width, height, top, noise }).catch(() => {}); // reported by the first frame
  }

  protected readonly encodeBand: Encode = (band, { noise: _, ...frame }) =>
    this.#crew.ask(band, 'frame', frame, [frame.pixels.buffer as ArrayBuffer]);

  end(): void {
    this.#crew.end();
  }
}

/** @param most bands */
export const bandsHere = (most = 1): Bands => new BandsHere(most);

/** Uses workers, or this thread if the browser cannot start any within a worker. */
export function openBands(): Bands {
  try {
    const make = () =>
      new Worker(new URL('./band.worker.ts', import.meta.url), { type: 'module', name: 'gif band' });
    return new BandsInWorkers(new Crew<BandCalls>(make, crewSize()));
  } catch {
    return bandsHere();
  }
}
