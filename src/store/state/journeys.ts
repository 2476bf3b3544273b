/**
 * The part of the state behind the Walk, Path and Map panels: ways between two faces and through many, and maps
 * between them.
 */
import type { EvenPace } from '../../latent/curve/evenPace.ts';
import type { PathCurve } from '../../latent/curve/path.ts';
import type { Easing } from '../../latent/curve/timeline.ts';
import type { InterpolationMethod } from '../../latent/vector/interpolate.ts';
import type { NetworkState } from './network.ts';

/** Ways of faces that can play. */
export type Playable = 'walk' | 'path';

/** One end of a walk. */
export interface WalkEnd {
  name: string;
  seed: number | null;
  /** As in `Face`. */
  spread?: number | undefined;
  z: Float32Array;
}

export type LoopMode = 'there-and-back' | 'loop' | 'once';

export interface Walk {
  a: WalkEnd | null;
  b: WalkEnd | null;
  method: InterpolationMethod;
  /** 0 at A, 1 at B. */
  position: number;
  loop: LoopMode;
  /** How long the walk takes from A to B. */
  seconds: number;
  /** Constant speed: playing and films are timed by the measured change of the picture. The position is not. */
  even: boolean;
}

/** How much the picture changes along a walk, and the measured walk; once an end changes the measurement is stale. */
export interface WalkMeasure extends EvenPace {
  /** Bundle id. */
  model: string;
  /** The changes inside the network. */
  network: NetworkState;
  a: Float32Array;
  b: Float32Array;
  method: InterpolationMethod;
}

/** A face on a path. */
export interface PathKey extends WalkEnd {
  /** Distinguishes keys that have the same face. */
  id: string;
  /** Seconds that the path rests here. */
  hold: number;
  /** How the path goes from this key to the next. */
  easing: Easing;
  /** The changes inside the network when the key was added; undefined for none. */
  network?: NetworkState | undefined;
  /** For a key of a noise loop around a face that its seed alone determines; links carry it instead of the latent. */
  recipe?: NoiseRecipe | undefined;
}

/** Recreates a key of a noise loop (`latent/curve/loops.ts`) from seeds alone. */
export interface NoiseRecipe {
  /** Seed of the face that the loop goes around. */
  around: number;
  /** Angle from that face to every key of the loop, in whole degrees. */
  angle: number;
  /** Seed that chooses the plane of the circle. */
  plane: number;
  /** Index of the key, and the number of keys. */
  index: number;
  count: number;
}

export interface Path {
  keys: readonly PathKey[];
  curve: PathCurve;
  closed: boolean;
  /** Constant speed: the path is timed by the measured change of the picture. */
  even: boolean;
  /** Seconds of moving, from the first key to the last; holds are added to this. */
  seconds: number;
  /** Frames per second of the path's film. */
  fps: number;
  /** How playing continues at the end of an open path. */
  loop: LoopMode;
  /** The path's current time, in seconds. */
  time: number;
}

/** How much the picture changes along a path, and the measured path; once the path is edited the measurement is stale. */
export interface PathMeasure extends EvenPace {
  /** Bundle id. */
  model: string;
  keys: readonly Float32Array[];
  /** The changes inside the network at each key. */
  networks: readonly NetworkState[];
  curve: PathCurve;
  closed: boolean;
}

/** The allowed duration of a walk, in seconds. */
export const walkSeconds = { lowest: 0.1, highest: 30 } as const;

/**
 * `square` lies between two to four corners, `polygon` blends three or more, `plane` goes through three and beyond
 * them.
 */
export const mapKinds = ['square', 'polygon', 'plane'] as const;
export type MapKind = (typeof mapKinds)[number];

export interface FaceMap {
  kind: MapKind;
  corners: readonly WalkEnd[];
  /** The point's position on the pad: 0 to 1, from the left and from the top. */
  x: number;
  y: number;
}

export const initialWalk: Walk = {
  a: null,
  b: null,
  method: 'slerp',
  position: 0,
  loop: 'there-and-back',
  seconds: 3,
  even: false,
};

export const initialPath: Path = {
  keys: [],
  curve: 'smooth',
  closed: false,
  even: false,
  seconds: 8,
  fps: 20,
  loop: 'loop',
  time: 0,
};

export const initialMap: FaceMap = { kind: 'square', corners: [], x: 0.5, y: 0.5 };

/** Bounds for the user's settings and for links and files. */
export const pathLimits = {
  keys: 64,
  seconds: { lowest: 0.1, highest: 60 },
  hold: { lowest: 0, highest: 5 },
  fps: { lowest: 1, highest: 60 },
} as const;

export const mapCorners: Record<MapKind, { fewest: number; most: number }> = {
  square: { fewest: 2, most: 4 },
  polygon: { fewest: 3, most: 8 },
  plane: { fewest: 3, most: 3 },
};
