/** Grids of the map, of an analogy and of pins, as one PNG. */
import { ZscapeError } from '../../base/errors.ts';
import { gridFileName } from '../../export/fileNames.ts';
import { withRecipe } from '../../export/recipe/withRecipe.ts';
import { createSheet } from '../../export/sheet.ts';
import { analogyGrid, mineGrid, sampleGrid } from '../../latent/map/grid.ts';
import { anchorColumns } from '../../latent/map/pad.ts';
import { pinsOfModel } from '../../store/select/faces.ts';
import { padOf } from '../../store/select/journey/mapPad.ts';
import { spaceOf } from '../../store/select/space.ts';
import type { State } from '../../store/state/state.ts';
import { recipeOf } from '../recipe/recipe.ts';
import type { Session } from '../session.ts';
import { type SavedFile, saveFile } from './saveFile.ts';

/** `map` is what the pad shows, `analogy` answers "A is to B as C is to ?", `mine` blends between pins. */
const gridKinds = ['map', 'analogy', 'mine'] as const;
export type GridKind = (typeof gridKinds)[number];

interface Grid {
  columns: number;
  rows: number;
  latents: readonly Float32Array[];
}

export interface GridHooks {
  /** Called with the number of pictures in the file so far. */
  onProgress: (pictures: number) => void;
  signal: AbortSignal;
}

/** Renders a grid in the engine's spare time and saves it. @throws EXPORT_FAILED, CANCELLED */
export async function saveGrid(
  { store, pictures }: Session,
  kind: GridKind,
  n: number,
  { onProgress, signal }: GridHooks,
): Promise<SavedFile> {
  const state = store.getState();
  const { model, scaling } = state;
  if (!model) throw new ZscapeError('EXPORT_FAILED', 'There is no model yet to make a grid with.');
  const { columns, rows, latents } = gridOf(state, kind, n);
  const sheet = createSheet(columns, rows, model.image, scaling);
  let painted = 0;
  await pictures.render(latents, {
    signal,
    onImage: (index, image) => {
      sheet.paint(index, image);
      onProgress(++painted);
    },
  });
  const blob = await remembering(await sheet.encode(), state, { columns, rows });
  const fileName = gridFileName(model.id, kind, columns, rows);
  saveFile(store, blob, fileName, 'aloud');
  return { blob, fileName };
}

/** Adds the recipe to the grid, unless the user does not want it or it is too large for a picture. */
async function remembering(
  png: Blob,
  state: State,
  { columns, rows }: { columns: number; rows: number },
): Promise<Blob> {
  const { model, film } = state;
  if (!model?.image || !state.face || !film.recipe) return png;
  const [width, height] = [columns * model.image.width, rows * model.image.height];
  const text = recipeOf(state, { shows: 'map', format: 'png', width, height, columns, rows });
  return (await withRecipe(png, text)) ?? png;
}

/**
 * Returns the latents of a grid.
 * @param n cells a side; for pins, cells from one face to the next
 */
export function gridOf(state: State, kind: GridKind, n: number): Grid {
  const { model, map } = state;
  const options = model ? spaceOf(model) : { normalised: true };
  if (kind === 'mine') {
    const pins = pinsOfModel(state);
    const wide = anchorColumns(pins.length);
    const rows = Math.floor(pins.length / wide);
    if (rows < 2) {
      throw new ZscapeError('EXPORT_FAILED', 'A grid of pins needs at least four. Pin some faces first.');
    }
    const anchors = pins.slice(0, wide * rows).map(({ z }) => z);
    return mineGrid(anchors, wide, n - 1, options);
  }
  if (kind === 'analogy') {
    const [a, b, c] = map.corners;
    if (!a || !b || !c) {
      throw new ZscapeError(
        'EXPORT_FAILED',
        'An analogy needs three faces, A, B and C. Give the map three corners.',
      );
    }
    return { columns: n, rows: n, latents: analogyGrid(a.z, b.z, c.z, n, options) };
  }
  const pad = padOf(state);
  if (!pad) throw new ZscapeError('EXPORT_FAILED', 'The map does not have enough corners yet. Add some.');
  return { columns: n, rows: n, latents: sampleGrid(pad.at, n) };
}
