/** What the page's half of the engine and its worker say to each other. Calls are settled by the worker; see `base/workers/`. */
import type { PlainError } from '../base/errors.ts';
import type { AnswerMessage, CallMessage } from '../base/workers/messages.ts';
import type { BundleManifest } from '../bundle/schema/manifest.ts';
import type { BackendChoice, EngineStatus, Frame, LoadProgress, NamedWeight, RawImage } from './contract.ts';

/** What the worker answers. */
export interface EngineCalls {
  load: {
    ask: { url: string };
    answer: BundleManifest;
    news: { type: 'progress'; progress: LoadProgress };
  };
  batch: {
    ask: { zs: Float32Array[]; size: number | undefined };
    answer: undefined;
    news: { type: 'image'; index: number; image: ImageBitmap };
  };
  raw: { ask: { z: Float32Array }; answer: RawImage };
  weight: { ask: { name: string }; answer: NamedWeight };
  switchBackend: { ask: { choice: BackendChoice }; answer: EngineStatus };
}

/** An ImageData whose bytes can be given away. */
export interface Pixels {
  /** RGBA, row major. */
  data: Uint8ClampedArray<ArrayBuffer>;
  width: number;
  height: number;
}

/** A picture on its way to the page. */
export type EnginePicture = ImageBitmap | Pixels;

/** Page to worker, without an answer. */
export type EngineOrder =
  | { type: 'start'; choice: BackendChoice }
  /**
   * The text of `zscape.json` for the load of that number, which the page fetched while the worker's script was on its way;
   * none if that failed.
   */
  | { type: 'manifest'; load: number; text: string | undefined }
  /** `epoch` is that of the model that the page had in mind. */
  | { type: 'render'; stamp: number; z: Float32Array; epoch: number }
  /** Is anybody there? Answered by `pong` as soon as the worker's thread is free. */
  | { type: 'ping' };

/** Worker to page, without a question. */
export type EngineEvent =
  /** The worker's script runs. */
  | { type: 'ready' }
  /** One message for each frame: the picture, and the engine's state after it. */
  | { type: 'frame'; frame: Omit<Frame, 'image'>; image: EnginePicture; status: EngineStatus }
  | { type: 'status'; status: EngineStatus }
  /** Another model is current; requests of earlier epochs are not answered. */
  | { type: 'model'; epoch: number }
  | { type: 'error'; error: PlainError }
  /** `idle`: no frame is waited for. */
  | { type: 'pong'; idle: boolean }
  /**
   * A script that the engine needs could not be fetched. Browsers remember such a failure for as long as a worker lives, so
   * that only a new worker can try again.
   */
  | { type: 'spent' };

export type ToWorker = CallMessage<EngineCalls> | EngineOrder;
export type FromWorker = AnswerMessage<EngineCalls> | EngineEvent;
