/** Models as the page speaks of them: what can be loaded, and what is on its way. */
import type { CatalogueEntry } from '../../bundle/schema/catalogue.ts';
import type { LoadProgress } from '../../engine/contract.ts';

/** A model that can be loaded: from the server's catalogue, or one that the user brought. */
export interface ModelEntry extends CatalogueEntry {
  onDevice: boolean;
  /** Where this device fetched it from. */
  address?: string | undefined;
  /** Of a model on this device that cannot be read: why, in a sentence. It stays until the user removes it. */
  damaged?: string;
}

/** A model that is being converted in the page. */
export interface ModelAdding {
  /** Name of the file or folder. */
  name: string;
  stage: string;
  done: number;
  total: number;
  /** While the model is fetched: what is counted are bytes then, and `total` is 0 while nobody knows it. */
  pace?: { bytesPerSecond: number; secondsLeft: number | null };
}

/** An address of a model that a link or a paste brought. Nobody is asked for it before the user says so. */
export interface AskedAddress {
  address: string;
  /** Who would be asked. */
  host: string;
  by: 'link' | 'paste';
}

/** A published model that is on its way to this device. */
export interface ModelGetting {
  id: string;
  stage: 'fetch' | 'convert';
  /** What the converter is doing. */
  words?: string;
  /** Bytes while it is fetched, else the converter's own unit. */
  done: number;
  total: number;
  bytesPerSecond?: number;
  secondsLeft?: number | null;
}

/** Preview heads that are being fitted to a model of this device. */
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
