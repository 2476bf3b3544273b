/**
 * Projection is the search for the latent whose picture is nearest to a given one. This file defines its input, its
 * engine and its result. Nothing here knows how pictures are computed or where the given one comes from
 * (docs/projection.md).
 */

/** A picture to be found, in the network's own range and shape, and the parts of it that count. */
export interface Target {
  /** Row major, [height, width, channels], as a network's raw pictures are. */
  data: Float32Array;
  width: number;
  height: number;
  channels: number;
  /** How much each pixel counts, 0 to 1, [height, width]; null if every pixel counts equally. */
  mask: Float32Array | null;
  /** Values of black and white in `data`; -1 and 1 when omitted. */
  range?: readonly [number, number];
}

/** A network's picture: row major, [height, width, channels], in its own range. `RawImage` of the engine is one. */
export interface Picture {
  data: Float32Array;
  width: number;
  height: number;
  channels: number;
}

/** Returns the gradient of the loss with respect to `Picture.data`. The search may answer later, from a worker. */
export type PictureLoss = (picture: Picture, index: number) => Float32Array | Promise<Float32Array>;

/**
 * The search's interface to an engine; a small adapter makes `Engine` of src/engine/contract.ts fit it. Latents have no
 * class here: the adapter adds the class after them and removes its gradient.
 */
export interface ProjectionEngine {
  /**
   * Returns the longest sides of the pictures that have gradients, coarse to fine; the last is the full picture's.
   * @throws GRADIENT_UNAVAILABLE for a model that has none: the search then asks for `pictures` at full size only, and
   * never for `gradient`
   */
  sizes(): Promise<number[]>;
  /** Returns one picture for each z, in order. @throws CANCELLED, and any error of the engine */
  pictures(zs: readonly Float32Array[], resolution: number, signal?: AbortSignal): Promise<Picture[]>;
  /** Passes each picture to `dPicture` and returns the gradient with respect to each z, in order. @throws as `pictures` */
  gradient(
    zs: readonly Float32Array[],
    dPicture: PictureLoss,
    resolution: number,
    signal?: AbortSignal,
  ): Promise<Float32Array[]>;
}

/** `latent` of the bundle's manifest. */
export interface LatentSpace {
  /** Numbers of z. */
  size: number;
  /** True if the network normalises z, so that the search stays on the sphere of radius sqrt(size). */
  normalised: boolean;
  prior: 'normal' | 'uniform';
}

export interface ProjectionProgress {
  /** Finished steps, and the most that there will be: the search stops earlier if there is no more progress. */
  step: number;
  steps: number;
  /** Longest side of the pictures that are being compared. */
  resolution: number;
  /** The loss of `best` at this resolution. Comparable only within one resolution. */
  loss: number;
  /** The nearest z so far, a copy. */
  best: Float32Array;
}

export interface ProjectionOptions {
  /** The same seed, target, starts and engine give the same steps. */
  seed: number;
  latent: LatentSpace;
  /** The user's own faces that may be near, for example pins; they compete with the random ones. */
  starts?: readonly Float32Array[];
  /** The encoder's latent for the picture. It is always among the starts that are kept. */
  encoded?: Float32Array;
  /** The most steps at full resolution; by default it depends on the model's size. */
  steps?: number;
  /** Median root mean square of pictures that this model drew itself, in units of [-1, 1], if known. */
  ownRms?: number | null;
  signal?: AbortSignal;
  /** Fires when the nearest face so far is good enough: there are no more steps, and the match is returned as usual. */
  enough?: AbortSignal;
  onProgress?: (progress: ProjectionProgress) => void;
}

/** How near a picture came, and what that means. Everything is weighted by the target's mask. */
export interface Match {
  /** Root mean square of the differences, in units of [-1, 1]: 2 is the way from black to white. */
  rms: number;
  /** Multi-scale structural similarity, at most 1: equal pictures. */
  msSsim: number;
  /** Share of random faces that are farther from the target than the found one: of n that were tried, at most n / (n + 1). */
  nearerThan: number;
  /** Median rms for pictures that the model drew itself; null if unknown. */
  ownRms: number | null;
  verdict: Verdict;
}

/**
 * The meaning of a match: `found`, as near as pictures that the model drew itself; `near`, hard to tell apart;
 * `likeness`, the same kind of picture; `outside`, a picture outside of what the model can draw.
 */
export const verdicts = ['found', 'near', 'likeness', 'outside'] as const;
export type Verdict = (typeof verdicts)[number];

export interface ProjectionResult {
  /** The nearest z that was found. */
  z: Float32Array;
  /** The latent at which the successful search began. */
  start: Float32Array;
  /** The loss of the best so far after each step, at the resolution of that step. */
  losses: number[];
  /** How far random faces are from the target, in ascending order. */
  randomRms: readonly number[];
  match: Match;
}

/**
 * Searches for the z whose picture is nearest to the target.
 * @throws PROJECTION_INVALID for a target or options that do not fit together (its sentence says why); CANCELLED when the
 * signal fires; ENGINE_FAILED for numbers that are not finite; any error of the engine
 */
export type Project = (
  target: Target,
  engine: ProjectionEngine,
  options: ProjectionOptions,
) => Promise<ProjectionResult>;

/**
 * Continues from a result, at full resolution; the new result is never farther from the target than `from`. @throws as
 * `Project`
 */
export type Refine = (
  target: Target,
  engine: ProjectionEngine,
  from: ProjectionResult,
  options: ProjectionOptions,
) => Promise<ProjectionResult>;
