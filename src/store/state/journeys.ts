/**
 * The part of the state behind the Walk, Path and Map panels: ways between two faces and through many, and maps
 * between them.
 */
import type { PathCurve } from '../../latent/curve/path.ts';
import type { Easing } from '../../latent/curve/timeline.ts';
import type { InterpolationMethod } from '../../latent/vector/interpolate.ts';

/** What can play, and be saved as a GIF. */
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
}

/** A face that a path passes. */
export interface PathKey extends WalkEnd {
  /** Tells keys apart that have the same face. */
  id: string;
  /** Seconds that the path rests here. */
  hold: number;
  /** How the path goes from this key to the next. */
  easing: Easing;
  /** For a key of a noise loop around a face that its seed alone tells; links carry it instead of the latent. */
  recipe?: NoiseRecipe | undefined;
}

/** How to make a key of a noise loop (`latent/curve/loops.ts`) from seeds alone. */
export interface NoiseRecipe {
  /** Seed of the face that the loop goes around. */
  around: number;
  /** From that face to every key of the loop, in whole degrees. */
  angle: number;
  /** Seed that chooses the plane of the circle. */
  plane: number;
  /** Which key it is, of how many. */
  index: number;
  count: number;
}

export interface Path {
  keys: readonly PathKey[];
  curve: PathCurve;
  closed: boolean;
  /** Constant perceptual speed: the path is timed by the measured change of the picture. */
  even: boolean;
  /** Seconds of moving, from the first key to the last; holds come on top. */
  seconds: number;
  /** Frames per second of the path's GIF. */
  fps: number;
  /** What playing does at the end of an open path. */
  loop: LoopMode;
  /** The time at which the path stands, in seconds. */
  time: number;
}

/** How much the picture changes along a path, and along which path: after an edit of the path it is of no use. */
export interface PathMeasure {
  /** Bundle id. */
  model: string;
  keys: readonly Float32Array[];
  curve: PathCurve;
  closed: boolean;
  /** Where it was measured, from 0 on; key k of the path is at k, and every key is among them. */
  positions: readonly number[];
  /** The change from each position to the next: one fewer. */
  steps: readonly number[];
}

/**
 * `square` lies between two to four corners, `polygon` blends three or more, `plane` goes through three and beyond
 * them.
 */
export const mapKinds = ['square', 'polygon', 'plane'] as const;
export type MapKind = (typeof mapKinds)[number];

export interface FaceMap {
  kind: MapKind;
  corners: readonly WalkEnd[];
  /** Where the point is on the pad: 0 to 1, from the left and from the top. */
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

/** Bounds for what a user sets, and for what a link or a file brings. */
export const pathLimits = {
  keys: 64,
  seconds: { lowest: 0.1, highest: 60 },
  hold: { lowest: 0, highest: 5 },
  fps: { lowest: 1, highest: 50 },
} as const;

export const mapCorners: Record<MapKind, { fewest: number; most: number }> = {
  square: { fewest: 2, most: 4 },
  polygon: { fewest: 3, most: 8 },
  plane: { fewest: 3, most: 3 },
};
