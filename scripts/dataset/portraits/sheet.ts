/** Sheets to look at: many portraits side by side, or every factor in five steps. */
import sharp from 'sharp';
import { ZscapeError } from '../../../src/base/errors.ts';
import { drawFactors, type FactorValues, factors } from './factors.ts';
import { renderPortrait } from './render.ts';

/** Rows of `columns` portraits of `size` pixels, written to `file`. @throws OUTPUT_UNWRITABLE */
async function grid(
  people: readonly FactorValues[],
  columns: number,
  size: number,
  file: string,
): Promise<void> {
  const rows = Math.ceil(people.length / columns);
  const images = people.map((values, at) => ({
    input: renderPortrait(values, size),
    raw: { width: size, height: size, channels: 3 as const },
    left: (at % columns) * size,
    top: Math.floor(at / columns) * size,
  }));
  const sheet = sharp({
    create: { width: columns * size, height: rows * size, channels: 3, background: 'white' },
  });
  try {
    await sheet.composite(images).toFile(file);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new ZscapeError('OUTPUT_UNWRITABLE', `${file} cannot be written: ${why}.`, { cause: error });
  }
}

/** Draws one portrait per seed into one picture, eight in a row. The ending of the file's name chooses the format. */
export function drawSheet(seeds: readonly number[], size: number, file: string): Promise<void> {
  return grid(seeds.map(drawFactors), Math.min(8, seeds.length), size, file);
}

/** Draws every factor from -2 to 2 in five steps, on one person each, three factors in a row. */
export function drawStrips(
  seeds: readonly number[],
  size: number,
  file: string,
  only?: string,
): Promise<void> {
  const people = factors.flatMap(({ id }, at) => {
    if (only !== undefined && id !== only) return [];
    return [-2, -1, 0, 1, 2].map((value) => {
      // Halfway to the average person, so that nothing else stands out.
      const values = drawFactors(seeds[at % seeds.length] ?? 0).map((other) => other * 0.5);
      values[at] = value;
      return values;
    });
  });
  return grid(people, only === undefined ? 15 : 5, size, file);
}
