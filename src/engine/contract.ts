/**
 * What the rest of the app knows of the engine: latent vectors in, pictures out. The engine runs in a worker; this is the
 * page's view of it. Nothing here says how a picture is computed.
 */
import type { PlainError, ZscapeError } from '../base/errors.ts';
import type { BundleManifest } from '../bundle/schema/manifest.ts';

export const backendNames = ['webgpu', 'webgl', 'wasm', 'cpu'] as const;
export type BackendName = (typeof backendNames)[number];
export type BackendChoice = BackendName | 'auto';

export interface EngineStatus {
  backend: BackendName;
  /** The hardware or instruction set it runs on, as text: the GPU adapter's name, or "SIMD, 2 threads". */
  detail: string;
  /** Milliseconds from the start of the last interactive frame's computation to its picture. */
  ms: number;
  /** Interactive frames rendered since the model was loaded. */
  frames: number;
  /** Live tensors or buffers, and their bytes. Neither grows from frame to frame. */
  tensors: number;
  bytes: number;
  /** Set when the backend is not the requested one, or has fewer threads: one plain sentence for the user, and its code. */
  notice?: PlainError;
}

/** Bitmaps come from backends that keep pictures on a GPU, pixels from those that have them in memory anyway. */
export type FrameImage = ImageBitmap | ImageData;

/** One interactive picture. The receiver owns `image`, and closes it if it is a bitmap. */
export interface Frame {
  /** The stamp of the request that this frame answers. Stamps increase. */
  stamp: number;
  image: FrameImage;
  /** Milliseconds from the start of its computation to the picture. */
  ms: number;
  /** Set for a low-resolution preview, scaled up. The full picture with the same stamp follows once the hand rests. */
  preview?: boolean;
}

/** A picture as the network computes it: numbers not yet mapped to bytes. */
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
  /** Bytes of the bundle that have arrived, and its total. Bytes from the browser's cache count as arrived. */
  loaded: number;
  total: number;
  stage: 'download' | 'prepare';
  fromCache: boolean;
}

export interface BatchOptions {
  /** Longest side of the pictures in pixels; the network's own by default. Smaller pictures are scaled down smoothly. */
  size?: number;
  /** Changes inside the network for these pictures, overriding `setChanges`; null for the unchanged network. */
  changes?: NetworkChanges | null;
  signal?: AbortSignal;
  /** Called for each picture in order of its index. The receiver owns the bitmap and closes it. */
  onImage: (index: number, image: ImageBitmap) => void;
}

/**
 * Gradients with respect to the values of pictures (as `RawImage.data`): a list for pictures that are known already, or a
 * function that receives each picture and returns its gradient. With the function, the network runs forward only once for
 * each z.
 */
export type PictureGradient =
  | readonly Float32Array[]
  | ((picture: RawImage, index: number) => Float32Array | Promise<Float32Array>);

export interface GradientOptions {
  /** One of `gradientSizes`; that of the full picture by default. */
  resolution?: number;
  signal?: AbortSignal;
}

/** One layer of a ProGAN, as a row of table 2 of Karras et al. (2017). */
export interface NetworkLayer {
  /**
   * The same in every ProGAN: `4x4/dense`, `4x4/conv`, `8x8/conv0`, `8x8/conv1`, ..., and finally `toRgb` of the full
   * picture.
   */
  name: string;
  kind: 'dense' | 'conv' | 'toRgb';
  /** Width and height of its output; `channels` is its number of maps. */
  resolution: number;
  channels: number;
  /** Input channels; for the first layer, the length of the latent vector. */
  inputs: number;
  /** Side of its kernel. */
  kernel: number;
  /** Whether its input is first doubled by nearest neighbour. */
  upsampled: boolean;
  /** As named in the table: `LReLU` or `linear`. */
  activation: string;
  /** Whether PixelNorm follows. */
  normalised: boolean;
  /** Weights and biases. */
  parameters: number;
  /** Multiply-adds of the direct convolution. */
  macs: number;
  /** Side, in pixels of the full picture, of the square that one value of its output can affect. */
  receptiveField: number;
}

/** A change to one map, which is a layer's output in one channel. Maps of a layer count from 0. */
export type MapChange = { layer: string; map: number } & (
  | {
      /** From -2 to 4; 0 silences the map. */
      gain: number;
    }
  | {
      /** z of the face whose values replace the map's own, as the unchanged network computes them. */
      held: Float32Array;
    }
);

/** Changes inside the network. Within a layer, the norm comes first, then `mix`, then `maps` in their order. */
export interface NetworkChanges {
  maps: readonly MapChange[];
  /** Names of the layers that skip PixelNorm. */
  withoutNorm: readonly string[];
  /**
   * In layers after this one, each map keeps its pattern but takes the mean and spread (over its pixels) of the same map
   * of another face. Copying whole maps would simply give that face, because a layer sees only the output of the layer
   * before it.
   */
  mix: { after: string; z: Float32Array } | null;
  /** The picture of a younger network, upsampled to the network's own size. */
  growth: Growth | null;
}

/**
 * The picture at a resolution while its layers fade in: (1 - alpha) * upsampled lower + alpha * new. `trained` uses the
 * heads as trained at that stage, `refitted` those fitted to the finished network.
 */
export interface Growth {
  /**
   * A resolution of the manifest's `growth` or `previewHeads`, or the full one. An alpha below 1 also needs the head of
   * half the resolution.
   */
  resolution: number;
  /** From 0 to 1. */
  alpha: number;
  heads: 'trained' | 'refitted';
}

/** The output of a layer, channel by channel. */
export interface FeatureMaps {
  /** [channels, height, width] */
  data: Float32Array;
  channels: number;
  width: number;
  height: number;
}

/** Root mean square of a layer's output, in the network with all its PixelNorms and without any. */
export interface LayerSignal {
  layer: string;
  norm: number;
  /** Infinite where the signal overflows float32. */
  withoutNorm: number;
  /** Milliseconds that the layer takes: the quickest measurement of this model so far. */
  ms: number;
}

export interface EngineEvents {
  onFrame(frame: Frame): void;
  onStatus(status: EngineStatus): void;
  /**
   * Failures outside any call: a lost device, or a frame that could not be computed. NETWORK_CHANGES_DROPPED says which
   * changes do not fit a newly loaded model.
   */
  onError(error: ZscapeError): void;
  /** The remaining changes inside the network after the engine dropped some. Called before the error that says why. */
  onChanges?(changes: NetworkChanges | null): void;
}

export interface Engine {
  /**
   * Makes the bundle at `url` (its folder, with a trailing slash) the current model. The previous model stays current
   * until the new one is ready, and after a failure. A cancel that comes too late is ignored: this resolves exactly if
   * the model became current, and rejects otherwise.
   */
  load(
    url: string,
    options?: { signal?: AbortSignal; onProgress?: (progress: LoadProgress) => void },
  ): Promise<BundleManifest>;

  /**
   * Asks for the picture of z (float32 [latent.size], copied) and returns its stamp. For a model with classes, here and
   * below, the numbers of the class follow z (`backends/point.ts`). The newest request wins: while a frame is being
   * computed, only the newest later one is kept; the others are never computed. A request applies to the model that is
   * current when it is made. It goes unanswered if there is none, or if another becomes current.
   */
  render(z: Float32Array): number;

  /** Renders many latents in the gaps between interactive frames. Rejects with CANCELLED when the signal fires. */
  renderBatch(zs: readonly Float32Array[], options: BatchOptions): Promise<void>;

  /** Computes the network's float values for one z, in its own output range, for export and measurements. */
  renderRaw(z: Float32Array): Promise<RawImage>;

  /** Works like `renderRaw`, at one of `gradientSizes` and in the gaps between interactive frames. @throws as `gradient` */
  pictureAt(z: Float32Array, options?: GradientOptions): Promise<RawImage>;

  /** Lists the longest sides of pictures that have gradients, from low to high. @throws GRADIENT_UNAVAILABLE */
  gradientSizes(): Promise<number[]>;

  /**
   * Computes the gradient, with respect to each z (float32 [latent.size]), of any function of the pictures, in the gaps
   * between interactive frames.
   * @throws GRADIENT_UNAVAILABLE for a model that cannot be differentiated here (its sentence says why; search without
   * gradients then), CANCELLED when the signal fires, ENGINE_FAILED for numbers that are not finite.
   */
  gradient(
    zs: readonly Float32Array[],
    dPicture: PictureGradient,
    options?: GradientOptions,
  ): Promise<Float32Array[]>;

  /**
   * Lists the layers of the current model.
   * @throws NETWORK_UNAVAILABLE for one that is not a ProGAN, with a sentence on what can be shown of it
   */
  layers(): Promise<NetworkLayer[]>;

  /**
   * Changes the network for all later pictures: frames, previews, batches and raw values. The changes also apply to
   * models loaded later, as far as they fit. The picture on show has to be requested again. Null undoes all changes.
   * @throws NETWORK_UNAVAILABLE if the model lacks a layer, map or head, or cannot be changed here, and ENGINE_FAILED for
   * a gain or an alpha out of range. The previous changes then stay in force.
   */
  setChanges(changes: NetworkChanges | null): Promise<void>;

  /**
   * Computes the output of a layer for z.
   * @param changes null for the unchanged network; by default the changes in force.
   * @throws NETWORK_UNAVAILABLE, CANCELLED
   */
  featureMaps(
    z: Float32Array,
    layer: string,
    signal?: AbortSignal,
    changes?: NetworkChanges | null,
  ): Promise<FeatureMaps>;

  /** Measures every layer but the last for z, without changes. @throws NETWORK_UNAVAILABLE */
  signal(z: Float32Array): Promise<LayerSignal[]>;

  /**
   * Returns a weight of the current model by its name in the bundle, widened or dequantised.
   * @throws BUNDLE_INVALID if there is none of that name.
   */
  weight(name: string): Promise<NamedWeight>;

  /** Moves the current model to another backend. On failure the old backend continues and this rejects. */
  switchBackend(choice: BackendChoice): Promise<EngineStatus>;

  dispose(): void;
}

/** Starts the engine's worker. Implemented in `client.ts`. */
export type StartEngine = (choice: BackendChoice, events: EngineEvents) => Engine;
