/** What the converter's worker is asked, and what it tells. */
import type { BundleManifest } from '../../bundle/schema/manifest.ts';
import type { DroppedFile } from '../archive/dropped.ts';
import type { ConvertOptions } from '../options.ts';
import type { WatchMessage } from './watch.ts';

export interface ConversionProgress {
  /** What is being done, for a person to read. */
  stage: string;
  done: number;
  total: number;
}

/** What somebody else says of a model, instead of what its files are called. */
export type KnownModel = Pick<
  ConvertOptions,
  | 'id'
  | 'title'
  | 'fallbackTitle'
  | 'description'
  | 'licence'
  | 'source'
  | 'address'
  | 'prior'
  | 'quantization'
>;

/** A file that was fetched, in memory that the worker takes over. */
export interface FetchedFile {
  readonly path: string;
  readonly bytes: Uint8Array<ArrayBuffer>;
}

/** A worker does one conversion in its life, and the page ends it to cancel. */
export interface ConverterCalls {
  convert: {
    ask: {
      files: readonly (DroppedFile | FetchedFile)[];
      /** Ids that are taken; the new model gets another one. */
      taken: readonly string[];
      /** What is known of a model that was not brought but published. */
      about?: KnownModel;
    };
    answer: BundleManifest;
    news:
      | WatchMessage
      | { type: 'progress'; progress: ConversionProgress }
      | { type: 'warning'; words: string };
  };
}
