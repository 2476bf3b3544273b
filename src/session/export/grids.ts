/** Grids of the map, of an analogy and of kept faces, as one PNG. */
import { ZscapeError } from '../../base/errors.ts';
import { saveBlob } from '../../export/download.ts';
import { gridFileName } from '../../export/fileNames.ts';
import { createSheet } from '../../export/sheet.ts';
import { analogyGrid, mineGrid, sampleGrid } from '../../latent/map/grid.ts';
import { anchorColumns } from '../../latent/map/pad.ts';
import { pinsOfModel } from '../../store/select/faces.ts';
import { padOf } from '../../store/select/mapPad.ts';
import { spaceOf } from '../../store/select/space.ts';
import type { State } from '../../store/state/state.ts';
import type { Session } from '../session.ts';
import type { GifHooks, SavedFile } from './exports.ts';

/** `map` is what the pad shows, `analogy` answers "A is to B as C is to ?", `mine` blends between kept faces. */
const gridKinds = ['map', 'analogy', 'mine'] as const;
export type GridKind = (typeof gridKinds)[number];

interface Grid {
  columns: number;
  rows: number;
  latents: readonly Float32Array[];
}

/** Renders a grid in the engine's spare time and saves it. @throws EXPORT_FAILED, CANCELLED */
export async function saveGrid(
  { store, pictures }: Session,
  kind: GridKind,
  n: number,
  { onProgress, signal }: GifHooks,
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
  const blob = await sheet.encode();
  const fileName = gridFileName(model.id, kind, columns, rows);
  saveBlob(blob, fileName);
  return { blob, fileName };
}

/**
 * The latents of a grid.
 * @param n cells a side; for kept faces, cells from one face to the next
 */
export function gridOf(state: State, kind: GridKind, n: number): Grid {
  const { model, map } = state;
  const options = model ? spaceOf(model) : { normalised: true };
  if (kind === 'mine') {
    const pins = pinsOfModel(state);
    const wide = anchorColumns(pins.length);
    const rows = Math.floor(pins.length / wide);
    if (rows < 2) {
      throw new ZscapeError(
        'EXPORT_FAILED',
        'A grid of kept faces has four or more of them: keep some first.',
      );
    }
    const anchors = pins.slice(0, wide * rows).map(({ z }) => z);
    return mineGrid(anchors, wide, n - 1, options);
  }
  if (kind === 'analogy') {
    const [a, b, c] = map.corners;
    if (!a || !b || !c) {
      throw new ZscapeError(
        'EXPORT_FAILED',
        'An analogy has three faces, A, B and C: give the map three corners.',
      );
    }
    return { columns: n, rows: n, latents: analogyGrid(a.z, b.z, c.z, n, options) };
  }
  const pad = padOf(state);
  if (!pad) throw new ZscapeError('EXPORT_FAILED', 'The map has too few corners yet: give it some more.');
  return { columns: n, rows: n, latents: sampleGrid(pad.at, n) };
}
