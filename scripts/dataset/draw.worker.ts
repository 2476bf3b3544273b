/** Draws one stretch of images after another, as the command hands them out. */
import sharp from 'sharp';
import { createRandom } from '../../src/base/random.ts';
import { encodePixels, renderPixels } from './draw.ts';
import { drawLabels, type Labels } from './recipe.ts';
import { findStyle } from './styles.ts';

export interface Stretch {
  readonly start: number;
  readonly seeds: readonly number[];
}

export interface Drawn {
  readonly start: number;
  readonly labels: readonly Labels[];
  readonly pictures: readonly Uint8Array[];
}

// One thread a process; the command decides how many processes there are.
sharp.concurrency(1);

const [name = '', pixels = ''] = process.argv.slice(2);
const size = Number(pixels);
const { style, recipe } = findStyle(name);

process.on('message', async (message) => {
  const { start, seeds } = message as Stretch;
  const labels = seeds.map((seed) => drawLabels(recipe, createRandom(seed)));
  const pictures: Uint8Array[] = [];
  for (const one of labels) pictures.push(await encodePixels(renderPixels(one, style, size), size));
  const drawn: Drawn = { start, labels, pictures };
  process.send?.(drawn);
});
// Ctrl-C reaches the whole group; the command says what happens.
process.on('SIGINT', () => undefined);
