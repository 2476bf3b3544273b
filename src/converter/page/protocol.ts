/** What the converter's worker is asked, and what it tells. */
import type { BundleManifest } from '../../bundle/schema/manifest.ts';
import type { DroppedFile } from '../archive/dropped.ts';
import type { WatchMessage } from './watch.ts';

export interface ConversionProgress {
  /** What is being done, for a person to read. */
  stage: string;
  done: number;
  total: number;
}

/** A worker does one conversion in its life, and the page ends it to cancel. */
export interface ConverterCalls {
  convert: {
    ask: {
      files: readonly DroppedFile[];
      /** Ids that are taken; the new model gets another one. */
      taken: readonly string[];
    };
    answer: BundleManifest;
    news: WatchMessage | { type: 'progress'; progress: ConversionProgress };
  };
}
