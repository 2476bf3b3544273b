/** The messages between the page's half of the engine and its worker. Every call has an id; answers carry it back. */
import type { PlainError } from '../base/errors.ts';
import type { BundleManifest } from '../bundle/schema/manifest.ts';
import type { BackendChoice, EngineStatus, Frame, LoadProgress, NamedWeight, RawImage } from './contract.ts';

/** Page to worker. */
export type ToWorker =
  | { type: 'start'; choice: BackendChoice }
  | { type: 'load'; id: number; url: string }
  /** The text of `zscape.json`, which the page fetched while the worker's script was on its way; none if that failed. */
  | { type: 'manifest'; id: number; text: string | undefined }
  /** `epoch` is that of the model the page had in mind. */
  | { type: 'render'; stamp: number; z: Float32Array; epoch: number }
  | { type: 'batch'; id: number; zs: Float32Array[]; size: number | undefined }
  | { type: 'raw'; id: number; z: Float32Array }
  | { type: 'weight'; id: number; name: string }
  | { type: 'switchBackend'; id: number; choice: BackendChoice }
  | { type: 'cancel'; id: number };

/** What a call resolves to. */
export interface Results {
  load: BundleManifest;
  batch: undefined;
  raw: RawImage;
  weight: NamedWeight;
  switchBackend: EngineStatus;
}

/** Worker to page. */
export type FromWorker =
  /** The worker's script runs. */
  | { type: 'ready' }
  | { type: 'frame'; frame: Frame }
  | { type: 'status'; status: EngineStatus }
  /** Another model is current; requests of earlier epochs are not answered. */
  | { type: 'model'; epoch: number }
  | { type: 'error'; error: PlainError }
  | { type: 'progress'; id: number; progress: LoadProgress }
  | { type: 'image'; id: number; index: number; image: ImageBitmap }
  | { type: 'done'; id: number; value: Results[keyof Results] }
  | { type: 'failed'; id: number; error: PlainError };
