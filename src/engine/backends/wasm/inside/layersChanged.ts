/** From changes by name to the kernels' work in each layer. */
import type { NetworkChanges } from '../../../contract.ts';
import type { Machine } from '../memory/machine.ts';
import type { InsidePlaces } from '../plan/inside.ts';
import type { LayersChanged } from '../plan/insidePrograms.ts';
import type { MapsTouched } from '../plan/maps.ts';
import type { Borrowed } from './faces.ts';

/** Translates changes for the kernels, and writes held maps to their places. @param names of the layers. */
export function layersChanged(
  { maps, withoutNorm, mix }: NetworkChanges,
  { held, levels }: Borrowed,
  names: readonly string[],
  places: InsidePlaces,
  machine: Machine,
): LayersChanged {
  /** For each layer, by map: successive changes are combined into one. */
  const entries = names.map(() => new Map<number, MapsTouched['entries'][number]>());
  maps.forEach((change, i) => {
    const layer = names.indexOf(change.layer);
    const { map } = change;
    const before = entries[layer]!.get(map) ?? { map, gain: 1, plane: 0 };
    if ('gain' in change) entries[layer]!.set(map, { ...before, gain: before.gain * change.gain });
    else {
      const plane = places.plane(layer, map);
      const values = held[i]!;
      machine.floats(plane, values.length).set(values);
      entries[layer]!.set(map, { map, gain: 1, plane });
    }
  });
  const after = mix ? names.indexOf(mix.after) : names.length;
  return {
    normed: names.map((name) => !withoutNorm.includes(name)),
    touched: names.map((_, i) => {
      const ofOther = i > after ? levels?.[i] : undefined;
      const all = [...entries[i]!.values()];
      return ofOther || all.length > 0 ? { levels: ofOther, entries: all } : undefined;
    }),
  };
}
