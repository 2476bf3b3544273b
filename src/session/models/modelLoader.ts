/** The catalogue, and loading a model out of it. */
import { type PlainError, toPlainError, ZscapeError } from '../../base/errors.ts';
import { deviceUrl } from '../../bundle/device/deviceStore.ts';
import { type Catalogue, parseCatalogue } from '../../bundle/schema/catalogue.ts';
import type { BundleManifest } from '../../bundle/schema/manifest.ts';
import type { Engine } from '../../engine/contract.ts';
import { amend, goTo, type Moment } from '../../store/history/history.ts';
import { forgetActs, rememberAct } from '../../store/history/remember.ts';
import { sampleFace } from '../../store/select/faces.ts';
import { spreadFor, usualSpread } from '../../store/select/space.ts';
import { snapshotOf, type Work, workOf } from '../../store/state/fields.ts';
import { initialState } from '../../store/state/initialState.ts';
import type { Face, Model, ModelEntry, State, Undone } from '../../store/state/state.ts';
import { notify, type ZscapeStore } from '../../store/store.ts';
import { takeCatalogue } from './earlyCatalogue.ts';

export { firstSeed } from '../../store/state/firstSeed.ts';

/** Where bundles stand, next to the page. */
const modelsUrl = () => new URL('./models/', document.baseURI).href;

/** The folder of a model's bundle, as the engine takes it. */
export function bundleUrl(entry: Pick<ModelEntry, 'id' | 'onDevice'>): string {
  return entry.onDevice ? deviceUrl(entry.id) : `${modelsUrl()}${entry.id}/`;
}

export async function fetchCatalogue(): Promise<Catalogue> {
  const url = `${modelsUrl()}index.json`;
  const early = takeCatalogue();
  if (early !== undefined) return parseCatalogue(early, url);
  let response: Response;
  try {
    response = await fetch(url);
  } catch (error) {
    throw new ZscapeError(
      'NETWORK',
      `The list of models (${url}) could not be reached. Check the connection and reload.`,
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

/** The entry that was asked for, or the default. @throws MODEL_UNKNOWN */
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
      : `There is no model “${wish}” here. These are: ${models.map(({ id }) => id).join(', ')}.`,
  );
}

/** What is shown of a model that has just become the current one; what is left out begins fresh. */
export type Begun = Partial<Omit<Work, 'pins'>> & { face: Face };
/** The engine has the model by then. */
export type Beginning = (model: Model) => Begun | Promise<Begun>;

/** @param spreadOf the spread to draw it with; the model's usual one when left out, so that a seed is one face everywhere */
export function beginWithSeed(seed: number, spreadOf = usualSpread): Beginning {
  return (model) => {
    const spread = spreadOf(model);
    return { face: sampleFace(model, seed, { spread }), spread };
  };
}

/** What belongs to one model, as it is before anything was done; preferences of the walk stay. */
function freshState({ walk }: State): Omit<Work, 'pins'> {
  const { pins: _, ...fresh } = workOf(initialState);
  return { ...fresh, walk: { ...fresh.walk, method: walk.method, loop: walk.loop, seconds: walk.seconds } };
}

const cancelled: PlainError = { code: 'CANCELLED', message: 'Cancelled.' };

/** Loads one model at a time; asking for another cancels the first. */
export class ModelLoader {
  readonly #store: ZscapeStore;
  readonly #engine: Engine;
  #current: AbortController | null = null;
  #engineModel: string | null = null;
  /** Counts the models that the engine took, so that an older one does not take the place of a newer one. */
  #taken = 0;

  constructor(store: ZscapeStore, engine: Engine) {
    this.#store = store;
    this.#engine = engine;
  }

  /** Id of the model that the engine computes with; ahead of the state's while what is shown first of a new one is read. */
  get engineModel(): string | null {
    return this.#engineModel;
  }

  cancel(): void {
    this.#current?.abort();
  }

  /** A step of undo, but for the first model. Failures are put before the user. @param begin says what is shown first. */
  async load(entry: ModelEntry, begin: Beginning): Promise<void> {
    await this.attempt(entry, begin);
  }

  /** As `load`. @returns what went wrong, CANCELLED among it, or null when the model is the current one now */
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
      if (store.getState().history === null) forgetActs(store);
      else rememberAct(store, `Load ${model.title}`, null);
    });
  }

  /** Goes to a moment of the history that belongs to another model than the present one. */
  async loadMoment(entry: ModelEntry, { id, snapshot }: Moment<Undone>): Promise<void> {
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
    store.setState({ loading: { id: entry.id, title: entry.title, progress: null } });
    try {
      const model = await this.#engine.load(bundleUrl(entry), {
        signal: abort.signal,
        onProgress: (progress) => {
          if (this.#current === abort)
            store.setState({ loading: { id: entry.id, title: entry.title, progress } });
        },
      });
      this.#engineModel = model.id;
      // The engine has it now, though a cancel or another load may have come, too late to stop it: so has the store.
      const taken = ++this.#taken;
      await arrive(await this.#withCloud(model, bundleUrl(entry)), () => this.#taken === taken);
      return this.#taken === taken ? null : cancelled;
    } catch (error) {
      if (this.#current !== abort || abort.signal.aborted) return cancelled;
      notify(store, error);
      return toPlainError(error);
    } finally {
      if (this.#current === abort) {
        this.#current = null;
        store.setState({ loading: null });
      }
    }
  }

  /** A model whose latents cannot be read is shown all the same, with the standard prior, and the user is told. */
  async #withCloud(model: BundleManifest, url: string): Promise<Model> {
    const { latents } = model;
    if (!latents) return model;
    try {
      const { readCloud } = await import('./cloud.ts');
      return { ...model, cloud: await readCloud(url, model, latents) };
    } catch (error) {
      notify(this.#store, error);
      return model;
    }
  }

  /** Has the engine load a model of this device anew, whose bundle has gained something; all that is shown stays. */
  async renew(id: string): Promise<void> {
    if (this.#current || this.#store.getState().model?.id !== id) return;
    const abort = new AbortController();
    this.#current = abort;
    try {
      await this.#engine.load(deviceUrl(id), { signal: abort.signal });
      // What was asked for meanwhile was asked of the bundle before.
      const { face } = this.#store.getState();
      if (this.#current === abort && face) this.#store.setState({ face: { ...face } });
    } catch (error) {
      if (this.#current === abort && !abort.signal.aborted) notify(this.#store, error, 'info');
    } finally {
      if (this.#current === abort) this.#current = null;
    }
  }
}
