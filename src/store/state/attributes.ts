/** Attributes: meaningful directions of latent space, including those that the user taught. */

const attributeGroups = ['labelled', 'taught', 'pca', 'closed-form'] as const;
export type AttributeGroup = (typeof attributeGroups)[number];

/** A meaningful direction of latent space, for the current model. */
export interface Attribute {
  /** Unique within its model, and the same after a reload. */
  id: string;
  name: string;
  group: AttributeGroup;
  /** Heading among the labelled ones, if the bundle has several. */
  heading?: string | undefined;
  /** The names of the slider's negative and positive end, if both have one. */
  ends?: readonly [low: string, high: string] | undefined;
  /** Shown before the headings. */
  first?: boolean | undefined;
  /** Unit vector, float32 [latent size]. */
  direction: Float32Array;
  /** The effect of moving along it, if known. */
  effect?: AttributeEffect | undefined;
  accuracy?: MeasuredAccuracy | undefined;
}

/** The effect of moving along a direction. Shares go from 0 to 1. */
export type AttributeEffect =
  /**
   * A step of this many standard deviations gives the attribute to a share of faces; the note is the trainer's, in
   * English.
   */
  | { kind: 'step'; deviations: number; success?: number | undefined; note?: string | undefined }
  /** Share of all differences between pictures. */
  | { kind: 'variance'; share: number }
  /** Share of everything that the first layer's weights amplify. */
  | { kind: 'gain'; share: number };

/** Held-out accuracy of a boundary; `interval` is the 95 % Wilson interval of the share. */
export interface MeasuredAccuracy {
  share: number;
  interval: [number, number];
  total: number;
}

/** What is known of the current model's attributes, besides those that the user taught. */
export interface AttributeShelf {
  /** Bundle id. */
  model: string;
  list: readonly Attribute[];
  /** The search in progress: its group, and how far it is. Null if there is none. */
  finding: { group: AttributeGroup; done: number; total: number } | null;
}

export const taughtWays = ['boundary', 'means'] as const;
export type TaughtWay = (typeof taughtWays)[number];

/** An attribute that the user taught or opened from a file. */
export interface Taught {
  id: string;
  /** Bundle id. */
  model: string;
  name: string;
  /** The seeds of the faces that were shown, with the user's answers. */
  marks: readonly TaughtMark[];
  direction: Float32Array;
  /** Position of the boundary along the direction; null for a direction that came as a bare vector. */
  threshold: number | null;
  accuracy: MeasuredAccuracy | null;
  /** The difference of the means of the same marks: a simpler direction, which is sometimes better. */
  means?: { direction: Float32Array; accuracy: MeasuredAccuracy } | undefined;
  /** Which of the two directions the slider moves along; by default that of the boundary. */
  way?: TaughtWay | undefined;
  created: number;
}

export interface TaughtMark {
  seed: number;
  yes: boolean;
}
