/**
 * The part of the state behind the Network panel: changes inside the generator. The engine holds the same changes
 * (`NetworkChanges` of `src/engine/contract.ts`), so every picture shows them.
 */

/** A change to one feature map of a layer: amplified, or held at the values that it has for another face. */
export type MapChange =
  | {
      layer: string;
      map: number;
      /** 1 leaves the map unchanged, 0 silences it. */
      gain: number;
    }
  | {
      layer: string;
      map: number;
      /** The face whose values the map keeps, float32 [point size]. */
      held: Float32Array;
    };

/**
 * `trained` heads are those the network had when it had just grown to that size; `refitted` heads are fitted to the
 * pictures of the grown network.
 */
export type HeadKind = 'trained' | 'refitted';

/** A younger network: the stage at which the block of `resolution` fades in. */
export interface Growth {
  resolution: number;
  /** How far the block is faded in, 0 to 1. */
  alpha: number;
  heads: HeadKind;
}

/** Layers above `after` work on another face's maps. */
export interface FaceMix {
  after: string;
  /** The other face, float32 [point size]. */
  z: Float32Array;
}

export interface NetworkState {
  maps: readonly MapChange[];
  /** Names of the layers that skip PixelNorm. */
  withoutNorm: readonly string[];
  mix: FaceMix | null;
  /** Null for the grown network. */
  growth: Growth | null;
}

export const initialNetwork: NetworkState = { maps: [], withoutNorm: [], mix: null, growth: null };

/** Bounds for the user's settings and for links and files. */
export const networkLimits = {
  gain: { lowest: -2, highest: 4 },
  /** Changed maps at a time; each held one costs the engine a forward pass of its face. */
  maps: 256,
  /** Layers of a generator: twelve blocks have 24. */
  layers: 64,
  /** Letters in a layer's name. */
  name: 300,
  /** Maps in a layer. */
  map: 16_384,
  resolution: 8192,
} as const;

/** Seconds that playing the network's growth takes. */
export const growthSeconds = 12;

/** Tells whether the network is unchanged since its training. */
export function isUnchanged({ maps, withoutNorm, mix, growth }: NetworkState): boolean {
  return maps.length === 0 && withoutNorm.length === 0 && mix === null && growth === null;
}
