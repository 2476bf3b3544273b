/**
 * Opens a model before the page asks for it. The page's first script knows which model it will most likely be, so its
 * weights are fetched and its first picture is computed while the page's own script is still on its way.
 */
import type { BundleManifest } from '../../bundle/schema/manifest.ts';
import type { BackendChoice, LoadProgress } from '../contract.ts';
import type { EnginePicture } from '../protocol.ts';

/**
 * Messages from the page's first script to the worker. They are not part of the protocol between the engine's two halves.
 */
export type EarlyMessage = StartAheadMessage | OpenAheadMessage;

/** Acts like `start`; the page's own script will repeat the message. */
export interface StartAheadMessage {
  type: 'startAhead';
  choice: BackendChoice;
}

export interface OpenAheadMessage {
  type: 'openAhead';
  /** The bundle's folder, with a trailing slash. */
  url: string;
  /** The text of its `zscape.json`. */
  manifestText: string;
  /** The latent of the first picture, float32 [latent.size], if known. */
  z: Float32Array | undefined;
}

/** The worker's answers to the first script. */
export type AheadMessage =
  /** A good part of the weights has arrived, so the picture will follow soon. */
  | { type: 'weightsAhead' }
  /** The picture of `z`, or undefined if there will be none. */
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

/** Once this share of the weights has arrived, the rest will not take long. */
const goodPart = 1 / 4;

export class OpenAhead {
  readonly #load: Load;
  #opening: Opening | undefined;

  constructor(load: Load) {
    this.#load = load;
  }

  /**
   * Begins to load a model.
   * @returns its manifest. Rejects if the model cannot be loaded, which the page will learn when it asks for the model,
   * and with CANCELLED if the page has asked for another one in the meantime.
   * @param onWeights is called once, when a good part of the weights has arrived
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

  /** Whether the page has not asked for any model yet. */
  get waitsForPage(): boolean {
    return this.#opening !== undefined;
  }

  /**
   * Replaces the engine's own loading: the first request for the model that was opened ahead gets it, and a request for
   * another model cancels that opening.
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
      // Load it again, so that the failure is reported like any other.
      return await this.#load(url, options);
    } finally {
      signal.removeEventListener('abort', stop);
    }
  };
}
