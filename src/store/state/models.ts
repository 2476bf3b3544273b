/** Models for the page: those that can be loaded, and those on their way. */
import type { PlainError } from '../../base/errors.ts';
import type { CatalogueEntry } from '../../bundle/schema/catalogue.ts';
import type { LoadProgress } from '../../engine/contract.ts';

/** A model that can be loaded: from the server's catalogue, or one of the user's own. */
export interface ModelEntry extends CatalogueEntry {
  onDevice: boolean;
  /** The address from which this device fetched it. */
  address?: string | undefined;
  /** Why a model on this device cannot be read, in an English sentence. The model stays until the user removes it. */
  damaged?: string;
}

/** The stages of adding a model to this device, in order. */
export type AddingStage =
  | 'start'
  | 'fetch'
  | 'unpack'
  | 'read'
  | 'graph'
  | 'weights'
  | 'calibrate'
  | 'previews'
  | 'verify'
  | 'hash'
  | 'store';

/** A model that the page is converting. */
export interface ModelAdding {
  /** Name of the file or folder. */
  name: string;
  stage: AddingStage;
  done: number;
  total: number;
  /** Set while the model is fetched. `done` and `total` then count bytes, and `total` is 0 while unknown. */
  pace?: { bytesPerSecond: number; secondsLeft: number | null };
}

/** The address of a model from a link, a paste or a file. No request is sent there before the user agrees. */
export interface AskedAddress {
  address: string;
  /** The host that the request would go to. */
  host: string;
  by: 'link' | 'paste' | 'file';
}

/** A file made by a model of this page other than the current one. Nothing is loaded before the user agrees. */
export interface AskedRecipe {
  fileName: string;
  /** The model's title. */
  title: string;
  /** The file's recipe. */
  text: string;
}

/** A published model on its way to this device. */
export interface ModelGetting {
  id: string;
  stage: AddingStage;
  /** Bytes while it is fetched, otherwise the converter's own unit. */
  done: number;
  total: number;
  bytesPerSecond?: number;
  secondsLeft?: number | null;
}

/** Preview heads being fitted to a model of this device. */
export interface ModelFitting {
  id: string;
  done: number;
  total: number;
}

export interface ModelLoading {
  id: string;
  title: string;
  progress: LoadProgress | null;
}

/** The last model that failed to load, and why. */
export interface ModelNotLoaded {
  /** Null if not even the list of models could be fetched. */
  title: string | null;
  reason: PlainError;
}
