/** The messages between the page and the converter's worker. */
import type { PlainError } from '../../base/errors.ts';
import type { BundleManifest } from '../../bundle/schema/manifest.ts';
import type { DroppedFile } from '../archive/dropped.ts';
import type { WatchMessage } from './watch.ts';

export interface ConversionProgress {
  /** What is being done, for a person to read. */
  stage: string;
  done: number;
  total: number;
}

/** Page to worker. A worker does one conversion in its life, and the page ends it to cancel. */
export interface ToConverter {
  files: readonly DroppedFile[];
  /** Ids that are taken; the new model gets another one. */
  taken: readonly string[];
}

/** Worker to page. */
export type FromConverter =
  | WatchMessage
  | { type: 'progress'; progress: ConversionProgress }
  | { type: 'done'; manifest: BundleManifest }
  | { type: 'failed'; error: PlainError };
