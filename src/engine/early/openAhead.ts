/**
 * Opens a model before the page asks for it. The page's first script knows which model it will most likely be, so its
 * weights are fetched and its first picture is computed while the page's own script is still on its way. The worker even
 * guesses the model before it hears from that script (`beginning.ts`).
 */
import type { BundleManifest } from '../../bundle/schema/manifest.ts';
import type { LoadProgress } from '../contract.ts';
import type { EnginePicture } from '../protocol.ts';

/** The message of the page's first script to the worker. It is not part of the protocol between the engine's two halves. */
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
  manifestText: string;
  abort: AbortController;
  model: Promise<BundleManifest>;
  progress: LoadProgress | undefined;
  /** Those who want to hear of the progress. */
  listeners: ((progress: LoadProgress) => void)[];
}

/** Once this share of the weights has arrived, the rest will not take long. */
const goodPart = 1 / 4;

export class OpenAhead {
  readonly #load: Load;
  /** A model that nobody has asked for yet. */
  #guessed: Opening | undefined;
  #opening: Opening | undefined;

  constructor(load: Load) {
    this.#load = load;
  }

  /**
   * Begins to load a model for which the page's first script will most likely ask. It is shown to nobody before that: if the
   * server's catalogue or the model's manifest turns out to be different, the model is dropped.
   */
  guess({ url, manifestText }: Pick<OpenAheadMessage, 'url' | 'manifestText'>): void {
    this.#guessed = this.#open(url, manifestText);
  }

  /**
   * Begins to load a model, unless it was guessed.
   * @returns its manifest. Rejects if the model cannot be loaded, which the page will learn when it asks for the model,
   * and with CANCELLED if the page has asked for another one in the meantime.
   * @param onWeights is called once, when a good part of the weights has arrived
   */
  async begin({ url, manifestText }: OpenAheadMessage, onWeights: () => void): Promise<BundleManifest> {
    const guessed = this.#takeGuess((one) => one.url === url && one.manifestText === manifestText);
    const opening = guessed ?? this.#open(url, manifestText);
    this.#opening = opening;
    let told = false;
    listen(opening, ({ stage, loaded, total }) => {
      if (told || (stage !== 'prepare' && loaded < goodPart * total)) return;
      told = true;
      onWeights();
    });
    return await opening.model;
  }

  #open(url: string, manifestText: string): Opening {
    const abort = new AbortController();
    const model = this.#load(url, {
      manifestText: Promise.resolve(manifestText),
      signal: abort.signal,
      tell: (progress) => {
        opening.progress = progress;
        for (const listener of opening.listeners) listener(progress);
      },
    });
    model.catch(() => {}); // whoever asks for the model hears of it
    const opening: Opening = { url, manifestText, abort, model, progress: undefined, listeners: [] };
    return opening;
  }

  /** Takes the guessed model if it fits, and otherwise drops it. */
  #takeGuess(fits: (guessed: Opening) => boolean): Opening | undefined {
    const guessed = this.#guessed;
    this.#guessed = undefined;
    if (guessed && fits(guessed)) return guessed;
    guessed?.abort.abort();
    return undefined;
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
    // Nobody has compared its manifest with the server's.
    this.#takeGuess(() => false);
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
    listen(opening, tell);
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

/** Reports progress to the listener, beginning with the latest. */
function listen(opening: Opening, listener: (progress: LoadProgress) => void): void {
  opening.listeners.push(listener);
  if (opening.progress) listener(opening.progress);
}
