/** The engine's interface to a backend: our own kernels on WebGPU and WASM, or TF.js. */
import type { LoadedBundle } from '../../bundle/read/reader.ts';
import type { BackendName, FeatureMaps, LayerSignal, NetworkChanges, RawImage } from '../contract.ts';

export interface Backend {
  readonly name: BackendName;
  /** The hardware or instruction set it runs on, as text: the adapter's name, or "SIMD, 2 threads". */
  readonly detail: string;
  /** One plain sentence while the backend runs the latest model with reduced means, such as fewer threads. */
  readonly notice?: string | undefined;
  /** Resolves with the reason if the device is lost, but never because of `dispose`. */
  readonly lost: Promise<string>;
  /** Makes a generator of the bundle, ready to render its first frame at full speed. */
  load(bundle: LoadedBundle): Promise<Generator>;
  /** Counts what the backend holds now. */
  memory(): { tensors: number; bytes: number };
  /** Frees everything, generators included. */
  dispose(): void;
}

/**
 * Awaited by a backend between the parts of a picture when it computes on the engine's own thread, so that other
 * pictures, even of the same generator, can go first. It rejects once the picture is no longer wanted, and the backend
 * passes that on.
 */
export type Gap = () => Promise<void>;

/**
 * One model on one backend. Calls overlap only in each other's gaps. The same z gives the same picture alone and in a
 * batch. Methods throw DEVICE_LOST if the device is lost before they finish.
 */
export interface Generator {
  /** Renders z (float32 [latent]) in the network's own size. */
  renderImage(z: Float32Array, gap?: Gap): Promise<ImageBitmap>;
  /** Renders the same picture as pixels, where they are in memory anyway: the page can paint them sooner than a bitmap. */
  renderPixels?(z: Float32Array, gap?: Gap): Promise<ImageData>;
  /** Renders pictures whose longest side is `size`, but never larger than the network's own. */
  renderBatch(zs: readonly Float32Array[], size: number | undefined, gap?: Gap): Promise<ImageBitmap[]>;
  raw(z: Float32Array, gap?: Gap): Promise<RawImage>;
  /** Quicker pictures of lower resolution, from low to high, where the backend has them. */
  readonly previews?: readonly Preview[];
  /** Gradients with respect to z, where the backend has them. */
  readonly gradients?: Gradients;
  /** Access to the inside of the network, where the backend offers it. */
  readonly inside?: Inside;
  /** Resolves when the generator no longer reads its bundle; undefined if it reads the bundle all its life. */
  readonly hasOwnWeights?: Promise<void>;
  dispose(): void;
}

/** Anything that draws pictures. */
export type Pictures = Pick<Generator, 'renderImage' | 'renderPixels' | 'renderBatch' | 'raw' | 'previews'>;

/**
 * The inside of a network. Callers pass only changes that fit the model, and never alter them afterwards
 * (`progan/changes.ts`).
 */
export interface Inside {
  /**
   * Returns pictures of the changed network. This invalidates those returned for other changes; passing the same object
   * again costs nothing.
   * @throws NETWORK_UNAVAILABLE if there is not enough memory.
   */
  pictures(changes: NetworkChanges, gap?: Gap): Promise<Pictures>;
  /** Computes the output of a layer. @param changes null for none. @throws NETWORK_UNAVAILABLE */
  featureMaps(
    z: Float32Array,
    layer: string,
    changes: NetworkChanges | null,
    gap?: Gap,
  ): Promise<FeatureMaps>;
  /** Measures each layer but the last. @throws NETWORK_UNAVAILABLE */
  signal(z: Float32Array, gap?: Gap): Promise<LayerSignal[]>;
}

/**
 * Gradients of a model's pictures with respect to z. Both calls take one z, in any order. A backend may keep intermediate
 * values of a picture until the next call, so that a gradient right after its picture only needs the backward pass.
 */
export interface Gradients {
  /** Resolutions of the pictures that have gradients, from low to high. The last one is the full picture's longest side. */
  readonly resolutions: readonly number[];
  /** Computes a first gradient if nothing else tells whether there are any. @throws GRADIENT_UNAVAILABLE */
  prove?(): Promise<void>;
  /** Computes the network's float values at one of the resolutions. @param z float32 [latent] */
  picture(z: Float32Array, resolution: number, gap?: Gap): Promise<RawImage>;
  /**
   * Computes the gradient with respect to z, float32 [latent], of a function of the picture.
   * @param dPicture the function's gradient with respect to the picture's values, as `RawImage.data`.
   * @throws GRADIENT_UNAVAILABLE if the model cannot be differentiated here, ENGINE_FAILED for values that are not
   * finite.
   */
  gradient(z: Float32Array, dPicture: Float32Array, resolution: number, gap?: Gap): Promise<Float32Array>;
  /**
   * The same two calls for several z, if the backend computes several at once. They process only as many of the first
   * ones as fit, and return those. Here, too, values of a picture may be kept for its gradient.
   */
  readonly together?: {
    pictures(zs: readonly Float32Array[], resolution: number, gap?: Gap): Promise<RawImage[]>;
    gradients(
      zs: readonly Float32Array[],
      dPictures: readonly Float32Array[],
      resolution: number,
      gap?: Gap,
    ): Promise<Float32Array[]>;
  };
}

/** A low-resolution picture with the framing and the colours of the full one. */
export interface Preview {
  resolution: number;
  /** Its cost as a fraction of the full picture's, below 1. */
  share: number;
  /** Renders z, scaled up smoothly to the network's own size. */
  render(z: Float32Array): Promise<ImageBitmap>;
}

/** A module of a backend, imported when it is needed. @throws BACKEND_UNAVAILABLE with the reason. */
export interface BackendModule {
  start(): Promise<Backend>;
}
