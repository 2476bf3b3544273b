/** The messages to and from the converter's worker. */
import type { BundleManifest } from '../../bundle/schema/manifest.ts';
import type { DroppedFile } from '../archive/dropped.ts';
import type { ConvertOptions, PageStage } from '../options.ts';
import type { WatchMessage } from './watch.ts';

export interface ConversionProgress {
  stage: PageStage;
  done: number;
  total: number;
}

/** Facts about a model from elsewhere, which override the names of its files. */
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
  | 'faces'
  | 'quantization'
>;

/** A fetched file, in memory that the worker takes over. */
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
      /** Known facts about a model that was published rather than supplied by the visitor. */
      about?: KnownModel;
    };
    answer: BundleManifest;
    news:
      | WatchMessage
      | { type: 'progress'; progress: ConversionProgress }
      | { type: 'warning'; words: string };
  };
}
