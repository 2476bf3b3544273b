/** What a backend is to the engine. TF.js stands behind it today; own kernels can stand beside it. */
import type { LoadedBundle } from '../../bundle/read/reader.ts';
import type { BackendName, RawImage } from '../contract.ts';

export interface Backend {
  readonly name: BackendName;
  /** What runs it, in words: the adapter's name, or "SIMD, 2 threads". */
  readonly detail: string;
  /** One plain sentence while the backend runs the latest model with less than it could have ("threads did not start: ..."). */
  readonly notice?: string | undefined;
  /** Resolves with the reason when the device goes away by itself; never when it is disposed of. */
  readonly lost: Promise<string>;
  /** Makes a generator of the bundle, ready to answer its first frame at full speed. */
  load(bundle: LoadedBundle): Promise<Generator>;
  /** What lives on the backend now. */
  memory(): { tensors: number; bytes: number };
  /** Gives everything back, generators included. */
  dispose(): void;
}

/**
 * Awaited by a backend that computes on the engine's own thread, between parts of a picture, so that other pictures can go
 * first; they may be of the same generator. Rejects when the picture is wanted no longer; the backend lets that through.
 */
export type Gap = () => Promise<void>;

/**
 * One model on one backend. Calls overlap only in a call's gaps. The same z gives the same picture alone and in a batch.
 * Methods throw DEVICE_LOST when the device went away before the answer was there.
 */
export interface Generator {
  /** The picture of z (float32 [latent]) in the network's own size. */
  renderImage(z: Float32Array, gap?: Gap): Promise<ImageBitmap>;
  /** Pictures of zs whose longest side is `size`; larger than the network's own is not given. */
  renderBatch(zs: readonly Float32Array[], size: number | undefined, gap?: Gap): Promise<ImageBitmap[]>;
  raw(z: Float32Array, gap?: Gap): Promise<RawImage>;
  /** Quicker pictures of lower resolutions, from low to high, where the backend has them. */
  readonly previews?: readonly Preview[];
  /** Resolves when the generator reads nothing of its bundle any more, where it has a copy of the weights elsewhere. */
  readonly hasOwnWeights?: Promise<void>;
  dispose(): void;
}

/** A picture of low resolution with the framing and the colours of the full one. */
export interface Preview {
  resolution: number;
  /** Its part of a full picture's work. */
  share: number;
  /** The picture of z, scaled up smoothly to the network's own size. */
  render(z: Float32Array): Promise<ImageBitmap>;
}

/** A module of a backend, imported when it is needed. @throws BACKEND_UNAVAILABLE with the reason. */
export interface BackendModule {
  start(): Promise<Backend>;
}
