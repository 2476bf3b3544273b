/**
 * Opens a model before the page asks for it. The first script of the page knows which one it will most likely be, so its
 * weights travel, and its first picture is computed, while the page's own script is still being fetched.
 */
import type { BundleManifest } from '../../bundle/schema/manifest.ts';
import type { BackendChoice, LoadProgress } from '../contract.ts';
import type { EnginePicture } from '../protocol.ts';

/** What the page's first script tells the worker. It is no part of the protocol between the engine's two halves. */
export type EarlyMessage = StartAheadMessage | OpenAheadMessage;

/** Does what `start` does; the page's own script will say the same once more. */
export interface StartAheadMessage {
  type: 'startAhead';
  choice: BackendChoice;
}

export interface OpenAheadMessage {
  type: 'openAhead';
  /** The bundle's folder, with a slash at its end. */
  url: string;
  /** The text of its `zscape.json`. */
  manifestText: string;
  /** The latent of the first picture, float32 [latent.size], where that is known. */
  z: Float32Array | undefined;
}

/** The worker's answers to the first script. */
export type AheadMessage =
  /** A good part of the weights is here, so the picture will follow soon. */
  | { type: 'weightsAhead' }
  /** The picture of `z`, or none where there will be none. */
  | { type: 'pictureAhead'; image: EnginePicture | undefined };

/** How the engine loads a model; see `Controller.load`. */
type Load = (
  url: string,
  options: {
    manifestText: Promise<string | undefined>;
    signal: AbortSignal;
    tell(progress: LoadProgress): void;
  },
) => Promise<BundleManifest>;

interface Opening {
  url: string;
  abort: AbortController;
  model: Promise<BundleManifest>;
  progress: LoadProgress | undefined;
  tell: ((progress: LoadProgress) => void) | undefined;
}

/** When this share of the weights has come, the others will not take long. */
const goodPart = 1 / 4;

export class OpenAhead {
  readonly #load: Load;
  #opening: Opening | undefined;

  constructor(load: Load) {
    this.#load = load;
  }

  /**
   * Begins to load a model.
   * @returns its manifest. This rejects when the model cannot be loaded, which the page will hear when it asks for it, and
   *   with CANCELLED when the page has asked for another one meanwhile.
   * @param onWeights is called once, when a good part of the weights is here
   */
  async begin({ url, manifestText }: OpenAheadMessage, onWeights: () => void): Promise<BundleManifest> {
    const abort = new AbortController();
    let told = false;
    const model = this.#load(url, {
      manifestText: Promise.resolve(manifestText),
      signal: abort.signal,
      tell: (progress) => {
        opening.progress = progress;
        opening.tell?.(progress);
        if (!told && (progress.stage === 'prepare' || progress.loaded >= goodPart * progress.total)) {
          told = true;
          onWeights();
        }
      },
    });
    const opening: Opening = { url, abort, model, progress: undefined, tell: undefined };
    this.#opening = opening;
    return await model;
  }

  /** Whether the page has not asked for a model yet. */
  get waitsForPage(): boolean {
    return this.#opening !== undefined;
  }

  /**
   * Takes the place of the engine's own loading: the first who asks for the model that was opened ahead gets it, and whoever
   * asks for another one ends that opening.
   */
  readonly load: Load = async (url, options) => {
    const opening = this.#opening;
    this.#opening = undefined;
    if (opening?.url !== url) {
      opening?.abort.abort();
      return this.#load(url, options);
    }
    const { signal, tell } = options;
    const stop = () => opening.abort.abort();
    if (signal.aborted) stop();
    signal.addEventListener('abort', stop);
    opening.tell = tell;
    if (opening.progress) tell(opening.progress);
    try {
      return await opening.model;
    } catch (error) {
      if (signal.aborted) throw error;
      // It is loaded anew, so that the failure is told like any other.
      return await this.#load(url, options);
    } finally {
      signal.removeEventListener('abort', stop);
    }
  };
}
