/** Models that others have published: fetched with one click, converted, kept on this device and shown. */
import { ZscapeError } from '../../../base/errors.ts';
import type { VariantName } from '../../../bundle/published/fileList.ts';
import type { ModelEntry } from '../../../store/state/state.ts';
import { notify, type ZscapeStore } from '../../../store/store.ts';
import type { DeviceModels } from '../deviceModels.ts';
import { type Beginning, beginWithSeed, firstSeed, type ModelLoader } from '../modelLoader.ts';

export class PublishedShelf {
  readonly #store: ZscapeStore;
  readonly #deviceModels: DeviceModels;
  readonly #models: ModelLoader;
  #abort: AbortController | null = null;
  /** What a link wants to show as soon as its model is here. */
  #awaited: { id: string; begin: Beginning } | null = null;

  constructor(store: ZscapeStore, deviceModels: DeviceModels, models: ModelLoader) {
    this.#store = store;
    this.#deviceModels = deviceModels;
    this.#models = models;
  }

  /**
   * Offers the user a model that a link asks for and this page does not have. No host is contacted yet.
   * @param begin what the link shows with it
   * @returns false for a model that nobody has published
   */
  async offer(id: string, begin: Beginning): Promise<boolean> {
    const { isPublished } = await import('./bringPublished.ts');
    if (!isPublished(id)) return false;
    this.#awaited = { id, begin };
    this.#store.setState({ offered: id, panel: 'models' });
    return true;
  }

  /**
   * Fetches a model, converts and keeps it, and makes it the current one, with the face that a link asked for.
   * @throws any error of `fetchFiles` and of the converter; SOURCE_INVALID; STORAGE_*; CANCELLED. Files that have arrived
   * stay for the next try.
   */
  async get(id: string, variant: VariantName): Promise<void> {
    if (this.#abort)
      throw new ZscapeError(
        'USAGE',
        'Another model is already being downloaded. Wait for it or cancel it first.',
      );
    const abort = new AbortController();
    this.#abort = abort;
    try {
      // Another tab may have fetched it in the meantime.
      await this.#deviceModels.refresh();
      if (!this.#kept(id)) await this.#bring(id, variant, abort.signal);
    } finally {
      this.#abort = null;
      this.#store.setState({ getting: null });
    }
    const entry = this.#kept(id);
    if (!entry) return;
    const awaited = this.#awaited?.id === id ? this.#awaited.begin : null;
    this.#awaited = null;
    this.#store.setState({ offered: null });
    await this.#models.load(entry, awaited ?? beginWithSeed(this.#store.getState().face?.seed ?? firstSeed));
  }

  cancel(): void {
    this.#abort?.abort();
  }

  #kept(id: string): ModelEntry | undefined {
    return this.#store.getState().catalogue?.find((one) => one.onDevice && one.id === id);
  }

  async #bring(id: string, variant: VariantName, signal: AbortSignal): Promise<void> {
    const { bringPublished } = await import('./bringPublished.ts');
    const warnings = await bringPublished(id, variant, {
      source: this.#store.getState().publishedSource,
      signal,
      onProgress: (progress) => this.#store.setState({ getting: { id, ...progress } }),
    });
    await this.#deviceModels.refresh();
    for (const words of warnings) notify(this.#store, new Error(words), 'warning', `model ${id}`);
  }
}
