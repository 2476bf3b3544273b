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

/** Page to worker; one conversion in a worker's life. To cancel, the page ends the worker. */
export interface ToConverter {
  files: readonly DroppedFile[];
  /** Ids that are taken; the new one differs from all. */
  taken: readonly string[];
}

/** Worker to page. */
export type FromConverter =
  | WatchMessage
  | { type: 'progress'; progress: ConversionProgress }
  | { type: 'done'; manifest: BundleManifest }
  | { type: 'failed'; error: PlainError };
