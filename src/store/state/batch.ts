/** Batches: many samples, written to files. The user's settings, and the progress of the work. */
import type { pictureFormats } from '../../base/batchLimits.ts';
import type { PlainError } from '../../base/errors.ts';

/** Consecutive seeds, faces in every direction around the current one, or the current face moved along an attribute. */
export const batchWays = ['seeds', 'around', 'along'] as const;
export type BatchWay = (typeof batchWays)[number];

/** A folder that the user chooses, or the browser's own storage, from which files go to the downloads. */
export const batchPlaces = ['folder', 'browser'] as const;
export type BatchPlace = (typeof batchPlaces)[number];

export const batchScales = [0.5, 1, 2, 4] as const;

/** How far samples go along an attribute, in standard deviations. */
export const deviationLimits = { lowest: -6, highest: 6 } as const;

export interface BatchSettings {
  way: BatchWay;
  /** First and last seed, for `seeds`. */
  first: number;
  last: number;
  /** Number of samples, for the other ways. */
  count: number;
  /** For `around`: how far to go from the current face to a random one, in percent. */
  distance: number;
  /** For `along`: the attribute's id, and the range in standard deviations. */
  attribute: string | null;
  from: number;
  to: number;
  /** Whether samples of `seeds` get the edits of the current face. */
  edited: boolean;
  format: (typeof pictureFormats)[number];
  /** For WebP and JPEG, 1 to 100. */
  quality: number;
  /** Multiple of the size of the model's own pictures. */
  scale: (typeof batchScales)[number];
  /** Pictures per file. */
  perFile: number;
  place: BatchPlace;
}

export const initialBatch: BatchSettings = {
  way: 'seeds',
  first: 0,
  last: 999,
  count: 100,
  distance: 25,
  attribute: null,
  from: -3,
  to: 3,
  edited: false,
  format: 'png',
  quality: 90,
  scale: 1,
  perFile: 1000,
  place: 'folder',
};

export interface BatchFile {
  name: string;
  bytes: number;
}

/** A batch that is running, can be resumed, or has files waiting to be saved. */
export interface BatchWork {
  id: string;
  state: 'running' | 'stopped' | 'done';
  model: { id: string; title: string };
  place: BatchPlace;
  /** The folder's name; null for the browser's own storage. */
  folder: string | null;
  /** Pictures that are in files or on their way there, and the total. */
  done: number;
  total: number;
  /** Complete files, and how many there will be. */
  files: readonly BatchFile[];
  fileCount: number;
  /** Seconds remaining; null while unknown. */
  left: number | null;
  /** Why it stopped, unless the user stopped it. */
  error: PlainError | null;
}

/** Returns how many samples the settings ask for; below 1 if the last seed comes before the first. */
export function batchSamples({ way, first, last, count }: BatchSettings): number {
  return way === 'seeds' ? last - first + 1 : count;
}
