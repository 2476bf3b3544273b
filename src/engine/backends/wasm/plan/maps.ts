/** The memory layout of one layer's maps, for measuring and changing them. */
import * as at from '../layout.ts';
import type { Arena } from '../memory/arena.ts';
import type { Machine } from '../memory/machine.ts';
import type { Picture, Step } from './layer.ts';

export interface Maps {
  record: number;
  source: Picture;
  /** True number of maps, without padding. */
  count: number;
  entries: number;
  levels: number;
  measured: number;
}

/** Mean and variance of each map of a layer over its pixels, [2][padded channels]. */
export type Levels = Float32Array;

/** The changes to the maps of a layer. */
export interface MapsTouched {
  /** The levels of another face, which the maps take on. */
  levels: Levels | undefined;
  /** At most one for each map. `plane`: the address of replacement values, or 0. */
  entries: readonly { map: number; gain: number; plane: number }[];
}

/** Added to variances, for maps whose values are all the same. */
const EPSILON = 1e-8;

/** Reserves the record of a layer's maps. @param count true number of maps */
export function takeMaps(arena: Arena, source: Picture, count: number): Maps {
  const levels = 8 * source.channels;
  return {
    record: arena.take(at.MAPS_BYTES),
    ...{ source, count },
    entries: arena.take(count * at.ENTRY_BYTES),
    levels: arena.take(levels),
    measured: arena.take(levels),
  };
}

/** Writes the record, without any changes. */
export function writeMaps({ view }: Machine, { record, source, entries, levels, measured }: Maps): void {
  const int = (offset: number, value: number) => view.setInt32(record + offset, value, true);
  int(at.T_TARGET, source.address);
  int(at.T_PIXEL, source.pixelBytes);
  int(at.T_ROW, source.rowBytes);
  int(at.T_SIZE, source.size);
  int(at.T_CHANNELS, source.channels);
  int(at.T_ENTRIES, entries);
  int(at.T_COUNT, 0);
  int(at.T_LEVELS, levels);
  int(at.T_MEASURED, measured);
  view.setFloat32(record + at.T_EPSILON, EPSILON, true);
}

/** Writes the changes to the maps. @returns their steps, which follow those of the layer. */
export function touch(machine: Machine, maps: Maps, { levels, entries }: MapsTouched): Step[] {
  const { view } = machine;
  const steps: Step[] = [];
  const { record: argument, source } = maps;
  if (levels) {
    machine.floats(maps.levels, levels.length).set(levels);
    steps.push({ op: at.OP_LEVELS, tasks: source.channels / at.PANEL, argument });
  }
  entries.forEach(({ map, gain, plane }, i) => {
    const entry = maps.entries + i * at.ENTRY_BYTES;
    view.setInt32(entry + at.E_OFFSET, 4 * map, true);
    view.setFloat32(entry + at.E_GAIN, gain, true);
    view.setInt32(entry + at.E_PLANE, plane, true);
  });
  view.setInt32(argument + at.T_COUNT, entries.length, true);
  if (entries.length > 0) steps.push({ op: at.OP_CHANGE, tasks: source.size, argument });
  return steps;
}

export const measureStep = ({ record, source }: Maps): Step => ({
  op: at.OP_MEASURE,
  tasks: source.channels / at.PANEL,
  argument: record,
});

/** Copies the measured levels. */
export const measuredLevels = (machine: Machine, { measured, source }: Maps): Levels =>
  machine.floats(measured, 2 * source.channels).slice();

/** Returns the root mean square of all measured maps; infinite beyond float32. */
export function rmsOf({ count, source }: Maps, levels: Levels): number {
  let squares = 0;
  for (let c = 0; c < count; c++) squares += levels[c]! ** 2 + levels[source.channels + c]!;
  return Number.isFinite(squares) ? Math.sqrt(squares / count) : Number.POSITIVE_INFINITY;
}

/** Reads maps from the pixels. @param first of `count` maps. @returns [count, height, width] */
export function readMaps(machine: Machine, picture: Picture, first: number, count: number): Float32Array {
  const { address, size, pixelBytes, rowBytes } = picture;
  const [pixel, row] = [pixelBytes / 4, rowBytes / 4];
  const all = machine.floats(address, (size + 2) * row);
  const to = new Float32Array(count * size * size);
  // Row by row, so that one row's pixels stay in the first-level cache for all maps.
  for (let y = 0; y < size; y++) {
    for (let c = 0; c < count; c++) {
      const out = (c * size + y) * size;
      for (let x = 0, from = (y + 1) * row + pixel + first + c; x < size; x++, from += pixel)
        to[out + x] = all[from]!;
    }
  }
  return to;
}
