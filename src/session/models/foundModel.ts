/** The files of a model that is to be added, wherever they were found. */
import type { DroppedFile } from '../../converter/archive/dropped.ts';
import type { FetchedFile, KnownModel } from '../../converter/page/protocol.ts';
import type { AddingStage } from '../../store/state/models.ts';

/** The tools of a function that finds a model's files. */
export interface FindTools {
  signal: AbortSignal;
  report: (
    stage: AddingStage,
    done: number,
    total: number,
    pace?: { bytesPerSecond: number; secondsLeft: number | null },
  ) => void;
  /** Returns the ids that the new model cannot have. */
  taken: () => string[];
}

export interface FoundModel {
  files: readonly (DroppedFile | FetchedFile)[];
  about?: KnownModel;
}
