/** The messages between the page's half of the engine and its worker. `base/workers/` settles calls. */
import type { PlainError } from '../base/errors.ts';
import type { AnswerMessage, CallMessage } from '../base/workers/messages.ts';
import type { BundleManifest } from '../bundle/schema/manifest.ts';
import type {
  BackendChoice,
  EngineStatus,
  FeatureMaps,
  Frame,
  LayerSignal,
  LoadProgress,
  NamedWeight,
  NetworkChanges,
  NetworkLayer,
  RawImage,
} from './contract.ts';

/** Calls that the worker answers. */
export interface EngineCalls {
  load: {
    ask: { url: string };
    answer: BundleManifest;
    news: { type: 'progress'; progress: LoadProgress };
  };
  batch: {
    ask: { zs: Float32Array[]; size: number | undefined; changes: NetworkChanges | null | undefined };
    answer: undefined;
    news: { type: 'image'; index: number; image: ImageBitmap };
  };
  raw: { ask: { z: Float32Array }; answer: RawImage };
  gradientSizes: { ask: Record<never, never>; answer: number[] };
  gradientPictures: { ask: { zs: Float32Array[]; resolution: number | undefined }; answer: RawImage[] };
  gradient: {
    ask: { zs: Float32Array[]; dPictures: Float32Array[]; resolution: number | undefined };
    answer: Float32Array[];
  };
  layers: { ask: Record<never, never>; answer: NetworkLayer[] };
  setChanges: { ask: { changes: NetworkChanges | null }; answer: undefined };
  featureMaps: {
    ask: { z: Float32Array; layer: string; changes: NetworkChanges | null | undefined };
    answer: FeatureMaps;
  };
  signal: { ask: { z: Float32Array }; answer: LayerSignal[] };
  weight: { ask: { name: string }; answer: NamedWeight };
  switchBackend: { ask: { choice: BackendChoice }; answer: EngineStatus };
}

/** An ImageData as plain data, whose bytes can be transferred. */
export interface Pixels {
  /** RGBA, row major. */
  data: Uint8ClampedArray<ArrayBuffer>;
  width: number;
  height: number;
}

/** A picture on its way to the page. */
export type EnginePicture = ImageBitmap | Pixels;

/** From page to worker, without an answer. */
export type EngineOrder =
  | { type: 'start'; choice: BackendChoice }
  /**
   * The text of `zscape.json` for that load, which the page fetched while the worker's script was on its way; undefined
   * if that failed.
   */
  | { type: 'manifest'; load: number; text: string | undefined }
  /** `epoch` is that of the model that the page meant. */
  | { type: 'render'; stamp: number; z: Float32Array; epoch: number }
  /** Checks that the worker is responsive. Answered by `pong` as soon as its thread is free. */
  | { type: 'ping' };

/** From worker to page, unprompted. */
export type EngineEvent =
  /** The worker's script is running. */
  | { type: 'ready' }
  /** One message for each frame: the picture, and the engine's state after it. */
  | { type: 'frame'; frame: Omit<Frame, 'image'>; image: EnginePicture; status: EngineStatus }
  | { type: 'status'; status: EngineStatus }
  /** Another model is current; requests of earlier epochs are not answered. */
  | { type: 'model'; epoch: number }
  /** The page's remaining changes inside the network; an error says why the others were dropped. */
  | { type: 'changes'; changes: NetworkChanges | null }
  | { type: 'error'; error: PlainError }
  /** `idle`: no frame is pending. */
  | { type: 'pong'; idle: boolean }
  /**
   * A script that the engine needs could not be fetched. Browsers remember such a failure for the lifetime of a worker,
   * so only a new worker can try again.
   */
  | { type: 'spent' };

export type ToWorker = CallMessage<EngineCalls> | EngineOrder;
export type FromWorker = AnswerMessage<EngineCalls> | EngineEvent;
