/**
 * The part of the state behind the Photo tab: pictures whose faces are to be found in latent space, and the search for
 * them. All of it is lost when the page closes, except the small picture that a pin keeps of what its face was found for.
 */
import type { Match, ProjectionResult, Target } from '../../latent/projection/contract.ts';
import type { Colour, Placement, Stroke } from '../../photo/contract.ts';

/** A picture that somebody opened, and its position behind the frame of the model's picture. */
export interface PhotoPicture {
  id: string;
  /** The file's name, without its extension. */
  name: string;
  /** Upright. It is closed when the picture is removed. */
  bitmap: ImageBitmap;
  placement: Placement;
  /** The parts of the picture that count; without strokes, all of it. */
  strokes: readonly Stroke[];
  /** Fills the area outside the picture. */
  background: Colour;
  /** Its face has been found for its current position. */
  found: boolean;
}

/** The result of a search of this visit, with its target, so the search can be continued. */
export interface FoundFace {
  /** Id of the pin. */
  pin: string;
  target: Target;
  result: ProjectionResult;
  /** The nearest faces along the search, for a film of it. */
  way: readonly Float32Array[];
}

/** A side of the difference of pictures. */
export type Side = 'without' | 'having';

export interface Photos {
  pictures: readonly PhotoPicture[];
  /** Id of the picture in the crop box; null if there is none. */
  chosen: string | null;
  /** Latest last. */
  found: readonly FoundFace[];
  /** Of pins, by id: on which side of a difference they are. */
  sides: Readonly<Record<string, Side>>;
}

/** One point of the curve of the loss. Losses at different resolutions are not comparable. */
export interface LossPoint {
  resolution: number;
  loss: number;
}

/** A search in progress, or the last one that ended well. */
export interface Projection {
  state: 'running' | 'done';
  /** Bundle id. */
  model: string;
  /** How many pictures are searched for, and the index of the current one, from 0. */
  pictures: number;
  index: number;
  /** Small version of the picture being searched for, PNG as a data URL. */
  photo: string;
  step: number;
  steps: number;
  curve: readonly LossPoint[];
  /** Whether the canvas shows the nearest face so far: true until the user moves the face. */
  live: boolean;
  /** The nearest face so far, while the canvas shows something else. */
  best: ImageBitmap | null;
  /** Why there are no gradients, if the search has to do without them. */
  blind: string | null;
  /** Ids of the pins that the search made or changed. */
  pins: readonly string[];
}

/** What a pin keeps of its face's picture. */
export interface PinPhoto {
  /** The picture as it was searched for: PNG as a data URL. */
  thumbnail: string;
  /** The latent at which the search began. */
  start: Float32Array;
  match: Match;
}

export const noPhotos: Photos = { pictures: [], chosen: null, found: [], sides: {} };

/**
 * The most pictures searched for at a time, and the most results that can still be refined; beyond that the oldest is
 * dropped.
 */
export const photoLimits = { pictures: 24, found: 24 } as const;
