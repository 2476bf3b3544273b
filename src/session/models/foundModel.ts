/** The files of a model that is to be added, wherever they are found. */
import type { DroppedFile } from '../../converter/archive/dropped.ts';
import type { FetchedFile, KnownModel } from '../../converter/page/protocol.ts';

/** What whoever finds a model's files is given. */
export interface FindTools {
  signal: AbortSignal;
  report: (
    stage: string,
    done: number,
    total: number,
    pace?: { bytesPerSecond: number; secondsLeft: number | null },
  ) => void;
  /** Ids that the new model cannot have. */
  taken: () => string[];
}

export interface FoundModel {
  files: readonly (DroppedFile | FetchedFile)[];
  about?: KnownModel;
}
