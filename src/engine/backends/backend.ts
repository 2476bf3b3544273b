/** What a backend is to the engine: our own kernels on WebGPU and WASM, or TF.js. */
import type { LoadedBundle } from '../../bundle/read/reader.ts';
import type { BackendName, RawImage } from '../contract.ts';

export interface Backend {
  readonly name: BackendName;
  /** What runs it, in words: the adapter's name, or "SIMD, 2 threads". */
  readonly detail: string;
  /** One plain sentence while the backend runs the latest model with less than it could have, such as fewer threads. */
  readonly notice?: string | undefined;
  /** Resolves with the reason when the device goes away by itself, and never after `dispose`. */
  readonly lost: Promise<string>;
  /** Makes a generator of the bundle, ready to answer its first frame at full speed. */
  load(bundle: LoadedBundle): Promise<Generator>;
  /** What the backend holds now. */
  memory(): { tensors: number; bytes: number };
  /** Gives everything back, generators included. */
  dispose(): void;
}

/**
 * What a backend awaits between the parts of a picture when it computes on the engine's own thread, so that other pictures can
 * go first; they may be of the same generator. It rejects when the picture is not wanted any more, and the backend passes that on.
 */
export type Gap = () => Promise<void>;

/**
 * One model on one backend. Calls overlap only in each other's gaps. The same z gives the same picture alone and in a batch.
 * Methods throw DEVICE_LOST when the device went away before the answer was there.
 */
export interface Generator {
  /** The picture of z (float32 [latent]) in the network's own size. */
  renderImage(z: Float32Array, gap?: Gap): Promise<ImageBitmap>;
  /** The same picture as pixels, where they are in memory anyway: the page paints them sooner than a bitmap made of them. */
  renderPixels?(z: Float32Array, gap?: Gap): Promise<ImageData>;
  /** Pictures of zs whose longest side is `size`, but never larger than the network's own. */
  renderBatch(zs: readonly Float32Array[], size: number | undefined, gap?: Gap): Promise<ImageBitmap[]>;
  raw(z: Float32Array, gap?: Gap): Promise<RawImage>;
  /** Quicker pictures of lower resolutions, from low to high, where the backend has them. */
  readonly previews?: readonly Preview[];
  /** Resolves when the generator reads nothing of its bundle any more; undefined where it reads the bundle as long as it lives. */
  readonly hasOwnWeights?: Promise<void>;
  dispose(): void;
}

/** A picture of low resolution with the framing and the colours of the full one. */
export interface Preview {
  resolution: number;
  /** Its part of a full picture's work, below 1. */
  share: number;
  /** The picture of z, scaled up smoothly to the network's own size. */
  render(z: Float32Array): Promise<ImageBitmap>;
}

/** A module of a backend, imported when it is needed. @throws BACKEND_UNAVAILABLE with the reason. */
export interface BackendModule {
  start(): Promise<Backend>;
}
