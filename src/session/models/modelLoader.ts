/** The catalogue, and loading a model from it. */

import { type PlainError, toPlainError, ZscapeError } from '../../base/errors.ts';
import { deviceUrl } from '../../bundle/device/deviceStore.ts';
import { type Catalogue, parseCatalogue } from '../../bundle/schema/catalogue.ts';
import type { BundleManifest } from '../../bundle/schema/manifest.ts';
import { fetchPastCache } from '../../download/fetchPastCache.ts';
import type { Engine } from '../../engine/contract.ts';
import { amend, goTo, type Moment } from '../../store/history/history.ts';
import { forgetActs, rememberAct } from '../../store/history/remember.ts';
import { sampleFace } from '../../store/select/faces.ts';
import { spreadFor, usualSpread } from '../../store/select/space.ts';
import { snapshotOf, type Work, workOf } from '../../store/state/fields.ts';
import { initialState } from '../../store/state/initialState.ts';
import type { Face, Model, ModelEntry, State, Undone } from '../../store/state/state.ts';
import { notify, settleNotices, type ZscapeStore } from '../../store/store.ts';
import { takeCatalogue } from './earlyCatalogue.ts';

export { firstSeed } from '../../store/state/firstSeed.ts';

/** The address of the bundles, next to the page. */
const modelsUrl = () => new URL('./models/', document.baseURI).href;

/** Returns the address of a model's bundle, in the form that the engine needs. */
export function bundleUrl(entry: Pick<ModelEntry, 'id' | 'onDevice'>): string {
  return entry.onDevice ? deviceUrl(entry.id) : `${modelsUrl()}${entry.id}/`;
}

/** Fetches the list of models that the server offers. @throws NETWORK, CATALOGUE_INVALID */
export async function fetchCatalogue(): Promise<Catalogue> {
  const url = `${modelsUrl()}index.json`;
  const early = takeCatalogue();
  if (early !== undefined) return parseCatalogue(early, url);
  let response: Response;
  try {
    response = await fetchPastCache(url);
  } catch (error) {
    throw new ZscapeError(
      'NETWORK',
      `The list of models (${url}) could not be loaded. Check the connection and reload.`,
      {
        cause: error,
      },
    );
  }
  if (!response.ok) {
    throw new ZscapeError(
      'CATALOGUE_INVALID',
      `The list of models (${url}) is missing: the server answered ${response.status}.`,
    );
  }
  let json: unknown;
  try {
    json = await response.json();
  } catch (error) {
    throw new ZscapeError('CATALOGUE_INVALID', `The list of models (${url}) is not JSON.`, { cause: error });
  }
  return parseCatalogue(json, url);
}

/** Returns the requested entry, or the default. @throws MODEL_UNKNOWN */
export function chooseModel(models: readonly ModelEntry[], wish: string | null): ModelEntry {
  const chosen =
    wish === null
      ? (models.find((entry) => entry.default) ?? models[0])
      : models.find(({ id }) => id === wish);
  if (chosen) return chosen;
  throw new ZscapeError(
    'MODEL_UNKNOWN',
    wish === null
      ? 'The list of models is empty. Convert one with npm run convert.'
      : `There is no model “${wish}” here. Available models: ${models.map(({ id }) => id).join(', ')}.`,
  );
}

/** The state that a model begins with when it becomes the current one. Omitted fields start fresh. */
export type Begun = Partial<Omit<Work, 'pins'>> & { face: Face };
/** Called when the engine has the model. */
export type Beginning = (model: Model) => Begun | Promise<Begun>;

/**
 * Makes a beginning with the face of a seed. @param spreadOf the spread to draw it with; by default the model's usual
 * one, so that a seed is the same face everywhere
 */
export function beginWithSeed(seed: number, spreadOf: (model: Model) => number = usualSpread): Beginning {
  return (model) => {
    const spread = spreadOf(model);
    return { face: sampleFace(model, seed, { spread }), spread };
  };
}

/** Returns the fresh state of everything that belongs to one model. The user's preferences for walks stay. */
function freshState({ walk }: State): Omit<Work, 'pins'> {
  const { pins: _, ...fresh } = workOf(initialState);
  return {
    ...fresh,
    walk: { ...fresh.walk, method: walk.method, loop: walk.loop, seconds: walk.seconds, even: walk.even },
  };
}

const cancelled: PlainError = { code: 'CANCELLED', message: 'Cancelled.' };

/** Loads one model at a time; asking for another cancels the first. */
export class ModelLoader {
  readonly #store: ZscapeStore;
  readonly #engine: Engine;
  #current: AbortController | null = null;
  #engineModel: string | null = null;
  /** Counts the models that the engine took, so that an older one does not replace a newer one. */
  #taken = 0;
  /** Repeats the last load that failed or was cancelled. */
  #again: (() => Promise<unknown>) | null = null;

  constructor(store: ZscapeStore, engine: Engine) {
    this.#store = store;
    this.#engine = engine;
  }

  /** Id of the engine's model. It is already the new model while the beginning of that is still being read. */
  get engineModel(): string | null {
    return this.#engineModel;
  }

  cancel(): void {
    this.#current?.abort();
  }

  /** Repeats the last load that failed. */
  async retry(): Promise<void> {
    settleNotices(this.#store, 'load');
    await this.#again?.();
  }

  /** Reports on the stage that not even the list of models could be fetched. @param again asks for it once more */
  noteNoCatalogue(error: unknown, again: () => Promise<unknown>): void {
    this.#again = again;
    this.#store.setState({ notLoaded: { title: null, reason: toPlainError(error) } });
  }

  /**
   * Loads a model. This is a step of undo, except for the first model, and the user is told of failures. @param begin
   * decides what is shown first
   */
  async load(entry: ModelEntry, begin: Beginning): Promise<void> {
    settleNotices(this.#store, 'load');
    await this.attempt(entry, begin);
  }

  /**
   * Like `load`, but for a model that the user did not choose, so notices about others that failed to load stay.
   * @returns the error (also CANCELLED), or null if the model is now the current one
   */
  attempt(entry: ModelEntry, begin: Beginning): Promise<PlainError | null> {
    return this.#load(entry, async (model, isCurrent) => {
      const store = this.#store;
      const begun = await begin(model);
      if (!isCurrent()) return;
      store.setState((state) => ({
        model,
        playing: null,
        ...freshState(state),
        spread: spreadFor(state, model),
        ...begun,
      }));
      // A failed search for attributes concerned the previous model.
      settleNotices(store, 'attributes');
      if (store.getState().history === null) forgetActs(store);
      else rememberAct(store, `Load ${model.title}`, null);
    });
  }

  /** Goes to a moment of the history that belongs to a model other than the current one. */
  async loadMoment(entry: ModelEntry, { id, snapshot }: Moment<Undone>): Promise<void> {
    settleNotices(this.#store, 'load');
    await this.#load(entry, async (model) => {
      this.#store.setState((state) => {
        const then = { ...snapshot, model };
        return {
          ...then,
          playing: null,
          history: state.history && amend(goTo(state.history, id), snapshotOf({ ...state, ...then })),
        };
      });
    });
  }

  async #load(
    entry: ModelEntry,
    arrive: (model: Model, isCurrent: () => boolean) => Promise<void>,
  ): Promise<PlainError | null> {
    this.cancel();
    const abort = new AbortController();
    this.#current = abort;
    const store = this.#store;
    store.setState({ loading: { id: entry.id, title: entry.title, progress: null }, notLoaded: null });
    const failed = (reason: PlainError): PlainError => {
      // Another load has begun in the meantime, so the result of this one no longer matters.
      if (this.#current !== abort) return reason;
      this.#again = () => this.#load(entry, arrive);
      store.setState({ notLoaded: { title: entry.title, reason } });
      return reason;
    };
    try {
      const model = await this.#engine.load(bundleUrl(entry), {
        signal: abort.signal,
        onProgress: (progress) => {
          if (this.#current === abort)
            store.setState({ loading: { id: entry.id, title: entry.title, progress } });
        },
      });
      this.#engineModel = model.id;
      // The engine has this model now, even if a cancel or another load came too late to stop it. The store has to
      // follow.
      const taken = ++this.#taken;
      await arrive(await this.#withCloud(model, bundleUrl(entry)), () => this.#taken === taken);
      return this.#taken === taken ? null : cancelled;
    } catch (error) {
      if (this.#current !== abort || abort.signal.aborted) return failed(cancelled);
      notify(store, error, 'error', 'load');
      return failed(toPlainError(error));
    } finally {
      if (this.#current === abort) {
        this.#current = null;
        store.setState({ loading: null });
      }
    }
  }

  /** Adds the cloud of the model's latents. If it cannot be read, the user is told and the standard prior is used. */
  async #withCloud(model: BundleManifest, url: string): Promise<Model> {
    const { latents } = model;
    if (!latents) return model;
    try {
      const { readCloud } = await import('./cloud.ts');
      return { ...model, cloud: await readCloud(url, model, latents) };
    } catch (error) {
      notify(this.#store, error, 'error', 'load');
      return model;
    }
  }

  /** Makes the engine reload a model of this device after something was added to its bundle. The picture does not change. */
  async renew(id: string): Promise<void> {
    if (this.#current || this.#store.getState().model?.id !== id) return;
    const abort = new AbortController();
    this.#current = abort;
    try {
      await this.#engine.load(deviceUrl(id), { signal: abort.signal });
      // Frames requested in the meantime were requested of the previous bundle.
      const { face } = this.#store.getState();
      if (this.#current === abort && face) this.#store.setState({ face: { ...face } });
    } catch (error) {
      if (this.#current === abort && !abort.signal.aborted) notify(this.#store, error, 'info');
    } finally {
      if (this.#current === abort) this.#current = null;
    }
  }
}
