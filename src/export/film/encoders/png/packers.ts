/** Packs pictures for PNG in a few workers, or in this thread if it cannot start any. */
import { Crew, crewSize } from '../crew.ts';
import type { PackCalls } from './messages.ts';
import { packPixels } from './pack.ts';

export interface Packers {
  /** @param rgba is transferred. @returns filtered and compressed pixels */
  pack(rgba: Uint8ClampedArray<ArrayBuffer>, width: number, alpha: boolean): Promise<Uint8Array<ArrayBuffer>>;
  end(): void;
}

export const packersHere = (): Packers => ({ pack: packPixels, end: () => undefined });

export function openPackers(): Packers {
  try {
    const make = () =>
      new Worker(new URL('./pack.worker.ts', import.meta.url), { type: 'module', name: 'png' });
    const crew = new Crew<PackCalls>(make, crewSize());
    return {
      pack: (rgba, width, alpha) => crew.askNext('pack', { rgba, width, alpha }, [rgba.buffer]),
      end: () => crew.end(),
    };
  } catch {
    return packersHere();
  }
}
