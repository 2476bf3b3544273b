/** Draws the stretches of images that the command hands out, one after another. */
import sharp from 'sharp';
import { encodePixels } from './draw.ts';
import { findSource, type Image, type RecipeName } from './source.ts';

export interface Stretch {
  readonly start: number;
  readonly seeds: readonly number[];
}

export interface Drawn {
  readonly start: number;
  readonly shows: readonly Image['shows'][];
  readonly pictures: readonly Uint8Array[];
}

// One thread per process; the command decides how many processes there are.
sharp.concurrency(1);

const [recipe = '', style = '', pixels = ''] = process.argv.slice(2);
const size = Number(pixels);
const source = findSource(recipe as RecipeName, style);

process.on('message', async (message) => {
  const { start, seeds } = message as Stretch;
  const images = seeds.map((seed) => source.draw(seed, size));
  const pictures: Uint8Array[] = [];
  for (const image of images) pictures.push(await encodePixels(image.pixels, size, source.effort));
  const drawn: Drawn = { start, shows: images.map(({ shows }) => shows), pictures };
  process.send?.(drawn);
});
// Ctrl-C reaches the whole process group; the command decides what to do.
process.on('SIGINT', () => undefined);
