/**
 * What the rest of the app knows of the engine: latent vectors in, pictures out. The engine lives in a worker, and this is what
 * the page sees of it. Nothing here says how a picture is computed.
 */
import type { ZscapeError } from '../base/errors.ts';
import type { BundleManifest } from '../bundle/schema/manifest.ts';

export const backendNames = ['webgpu', 'webgl', 'wasm', 'cpu'] as const;
export type BackendName = (typeof backendNames)[number];
export type BackendChoice = BackendName | 'auto';

export interface EngineStatus {
  backend: BackendName;
  /** What runs it, in words: the GPU adapter's name, or "SIMD, 2 threads". */
  detail: string;
  /** Milliseconds that the last interactive frame took, from the beginning of its computing to its picture. */
  ms: number;
  /** Interactive frames rendered since the model was loaded. */
  frames: number;
  /** Live tensors or buffers, and the bytes that they hold. Neither grows from frame to frame. */
  tensors: number;
  bytes: number;
  /** Set when the wished-for backend could not be had: one plain sentence for the user. */
  notice?: string;
}

/** Bitmaps come from backends whose pictures are on a GPU, pixels from those whose pictures are in memory anyway. */
export type FrameImage = ImageBitmap | ImageData;

/** One interactive picture. The receiver owns `image`, and closes it where it is a bitmap. */
export interface Frame {
  /** The stamp of the request that this answers. Stamps grow. */
  stamp: number;
  image: FrameImage;
  /** Milliseconds from the beginning of its computing to the picture. */
  ms: number;
  /** Set when this is a preview of low resolution, scaled up; the full picture of the same stamp follows when the hand rests. */
  preview?: boolean;
}

/** A picture as the network gives it: numbers that have not been mapped to bytes. */
export interface RawImage {
  /** Row major, [height, width, channels]. */
  data: Float32Array;
  width: number;
  height: number;
  channels: number;
}

/** One of the network's weights as float32, row major. */
export interface NamedWeight {
  shape: number[];
  data: Float32Array;
}

export interface LoadProgress {
  /** Bytes of the bundle that have arrived, and all its bytes. Those out of the browser's cache count as arrived. */
  loaded: number;
  total: number;
  stage: 'download' | 'prepare';
  fromCache: boolean;
}

export interface BatchOptions {
  /** Longest side of the pictures in pixels; the network's own when left out. Smaller pictures are scaled down smoothly. */
  size?: number;
  signal?: AbortSignal;
  /** Called in order of index as pictures come. The receiver owns the bitmap and closes it. */
  onImage: (index: number, image: ImageBitmap) => void;
}

export interface EngineEvents {
  onFrame(frame: Frame): void;
  onStatus(status: EngineStatus): void;
  /** Failures that answer no call: a lost device, a frame that could not be computed. */
  onError(error: ZscapeError): void;
}

export interface Engine {
  /**
   * Makes the bundle at `url` (its folder, with a closing slash) the current model. The model before it stays current until the
   * new one is ready, and after a failure. A cancel that comes too late is not heard: this resolves whenever the model is the
   * current one, and rejects whenever it is not.
   */
  load(
    url: string,
    options?: { signal?: AbortSignal; onProgress?: (progress: LoadProgress) => void },
  ): Promise<BundleManifest>;

  /**
   * Asks for the picture of z (float32 [latent.size], copied) and returns its stamp. With a model that has classes, here and in all that
   * follows, what tells the class stands behind z (`backends/point.ts`). The newest wins: while a frame is being
   * computed only the newest later request is kept; the others are never computed. A request is for the model that is current
   * when it is made. It is not answered when there is none, or when another one becomes current.
   */
  render(z: Float32Array): number;

  /** Renders many latents in the gaps between interactive frames. Rejects with CANCELLED when the signal fires. */
  renderBatch(zs: readonly Float32Array[], options: BatchOptions): Promise<void>;

  /** The network's float values for one z, in its own output range. For export and for measurements. */
  renderRaw(z: Float32Array): Promise<RawImage>;

  /** A weight of the current model by its name in the bundle, widened or dequantised. @throws BUNDLE_INVALID when there is none. */
  weight(name: string): Promise<NamedWeight>;

  /** Moves the current model to another backend; on failure the present one goes on and this rejects. */
  switchBackend(choice: BackendChoice): Promise<EngineStatus>;

  dispose(): void;
}

/** Starts the engine's worker. Implemented in `client.ts`. */
export type StartEngine = (choice: BackendChoice, events: EngineEvents) => Engine;
