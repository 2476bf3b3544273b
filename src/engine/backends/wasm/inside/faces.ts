/** What changes take from other faces: held maps, and the levels of all maps for a mix. */
import type { NetworkChanges } from '../../../contract.ts';
import type { Gap } from '../../backend.ts';
import type { Machine } from '../memory/machine.ts';
import type { InsidePlaces } from '../plan/inside.ts';
import type { InsidePrograms } from '../plan/insidePrograms.ts';
import { type Levels, measuredLevels, readMaps } from '../plan/maps.ts';
import type { Run } from './run.ts';

/** The number of faces remembered, because a strip or a film alternates between several sets of changes. */
const KEPT = 8;

interface Face {
  z: Float32Array;
  /** By layer and map. */
  maps: Map<string, Float32Array>;
  levels?: readonly Levels[];
}

/** Values of the faces that changes name. */
export interface Borrowed {
  /** One for each held map, in the order of the changes: [height, width]. */
  held: readonly (Float32Array | undefined)[];
  /** One for each layer of the face that is mixed in. */
  levels: readonly Levels[] | undefined;
}

export class Faces {
  readonly #machine: Machine;
  readonly #places: InsidePlaces;
  readonly #run: Run;
  #known: Face[] = [];

  constructor(machine: Machine, places: InsidePlaces, run: Run) {
    this.#machine = machine;
    this.#places = places;
    this.#run = run;
  }

  /** Computes or recalls the values that changes take from other faces. @param names of the layers. */
  async borrowed(
    { maps, mix }: NetworkChanges,
    names: readonly string[],
    { plain, measured }: InsidePrograms,
    gap?: Gap,
  ): Promise<Borrowed> {
    const used = new Set<Face>();
    const faceOf = (z: Float32Array): Face => {
      const same = (face: Face) => face.z.every((value, i) => value === z[i]);
      const face = [...used, ...this.#known].find(same) ?? { z: z.slice(), maps: new Map() };
      used.add(face);
      return face;
    };
    const held: (Float32Array | undefined)[] = [];
    for (const change of maps) {
      if (!('held' in change)) held.push(undefined);
      else {
        const face = faceOf(change.held);
        const key = `${change.layer} ${change.map}`;
        const layer = names.indexOf(change.layer);
        const read = () => readMaps(this.#machine, this.#places.pictures[layer]!, change.map, 1);
        // Layer by layer, because work in a gap may overwrite the pictures of earlier layers.
        if (!face.maps.has(key)) face.maps.set(key, await this.#run(face.z, plain[layer]!, read, gap));
        held.push(face.maps.get(key)!);
      }
    }
    let levels: Borrowed['levels'];
    if (mix) {
      const face = faceOf(mix.z);
      const read = () => this.#places.maps.map((each) => measuredLevels(this.#machine, each));
      face.levels ??= await this.#run(face.z, measured, read, gap);
      levels = face.levels;
    }
    const others = this.#known.filter((face) => !used.has(face));
    this.#known = [...used, ...others].slice(0, Math.max(used.size, KEPT));
    return { held, levels };
  }
}
