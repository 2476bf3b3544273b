/** Models that others have published: fetched at one click, converted, kept on this device and shown. */
import { ZscapeError } from '../../../base/errors.ts';
import type { VariantName } from '../../../bundle/published/fileList.ts';
import type { PublishedModel } from '../../../bundle/published/publishedModel.ts';
import type { ModelEntry, ModelGetting } from '../../../store/state/state.ts';
import { notify, type ZscapeStore } from '../../../store/store.ts';
import type { DeviceModels } from '../deviceModels.ts';
import { keepPage } from '../keepPage.ts';
import { type Beginning, beginWithSeed, firstSeed, type ModelLoader } from '../modelLoader.ts';
import type { Fetching } from './fetchInPage.ts';

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
   * Puts a model before the user that a link asks for and this page does not have. Nobody is asked for anything yet.
   * @param begin what the link shows of it
   * @returns false for a model that nobody has published
   */
  async offer(id: string, begin: Beginning): Promise<boolean> {
    if (!(await findPublished(id))) return false;
    this.#awaited = { id, begin };
    this.#store.setState({ offered: id, panel: 'models' });
    return true;
  }

  /**
   * Fetches a model, converts and keeps it, and makes it the current one, with the face that a link asked for.
   * @throws what `fetchFiles` and the converter throw; SOURCE_INVALID; STORAGE_*; CANCELLED. What has come stays for the next try.
   */
  async get(id: string, variant: VariantName): Promise<void> {
    if (this.#abort)
      throw new ZscapeError('USAGE', 'A model is on its way already. Wait for it, or cancel it first.');
    const abort = new AbortController();
    this.#abort = abort;
    try {
      // Another tab may have got it meanwhile.
      await this.#deviceModels.refresh();
      if (!this.#kept(id)) await this.#fetchAndConvert(id, variant, abort.signal);
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

  async #fetchAndConvert(id: string, variant: VariantName, signal: AbortSignal): Promise<void> {
    const [{ convertInPage }, { clearDownloads }] = await Promise.all([
      import('../../../converter/page/client.ts'),
      import('../../../bundle/device/downloads.ts'),
    ]);
    const { model, files } = await this.#fetch(id, variant, signal);
    const { title, description, licence, source, prior } = model;
    const warnings: string[] = [];
    await convertInPage(files, {
      ...{ taken: [], signal },
      onWarning: (words) => warnings.push(words),
      about: { id, title, description, licence, source, prior, quantization: 'as-it-came' },
      onProgress: ({ stage, done, total }) => this.#tell(id, { stage: 'convert', words: stage, done, total }),
    });
    await clearDownloads(id);
    await this.#deviceModels.refresh();
    for (const words of warnings) notify(this.#store, new Error(`${title}: ${words}`), 'warning');
  }

  /** What fetches has ended by the time the model is converted: the memory of the one is free for the other. */
  async #fetch(id: string, variant: VariantName, signal: AbortSignal) {
    const [{ startFetching }, { Pace }, { isModelJson }, { bytesOf }] = await Promise.all([
      import('./fetchInPage.ts'),
      import('../../../download/pace.ts'),
      import('../../../bundle/published/fileList.ts'),
      import('../../../bundle/published/publishedModel.ts'),
    ]);
    // Beside the download: by the time the model is here the page can do without a network.
    void keepPage();
    const pace = new Pace();
    const onBytes = (loaded: number, total: number) =>
      this.#tell(id, { stage: 'fetch', done: loaded, total, ...pace.now(performance.now(), loaded, total) });
    const fetching = startFetching({ signal, onBytes });
    try {
      const model = await this.#model(id, variant, fetching);
      const { title, addresses, host } = model;
      const files = model.variants[variant];
      if (!files)
        throw new ZscapeError(
          'SOURCE_INVALID',
          `${host} does not have ${title} in that size. Choose the other one.`,
        );
      onBytes(0, bytesOf(files));
      const blobs = await fetching.files({ id, title, files, addresses });
      // Seen from the folder that model.json lies in.
      const root = files.find(isModelJson)!.path.replace(/[^/]*$/, '');
      const named = files.map(({ path }, i) => ({
        path: `${id}/${path.slice(path.startsWith(root) ? root.length : 0)}`,
        blob: blobs[i]!,
      }));
      return { model, files: named };
    } finally {
      fetching.end();
    }
  }

  /** The table's entry, or what the source that the address names has in its place. */
  async #model(id: string, variant: VariantName, fetching: Pick<Fetching, 'list'>): Promise<PublishedModel> {
    const model = await findPublished(id);
    if (!model)
      throw new ZscapeError('MODEL_UNKNOWN', `Nobody has published a model “${id}” that this page knows of.`);
    const { publishedSource } = this.#store.getState();
    if (publishedSource === null) return model;
    const { fromSource } = await import('../../../bundle/published/publishedModel.ts');
    return fromSource(model, publishedSource, await fetching.list(publishedSource), variant);
  }

  #tell(id: string, getting: Omit<ModelGetting, 'id'>): void {
    this.#store.setState({ getting: { id, ...getting } });
  }
}

/** The table is no part of the page's first script. */
async function findPublished(id: string): Promise<PublishedModel | undefined> {
  const { publishedModels } = await import('../../../bundle/published/publishedModels.ts');
  return publishedModels.find((model) => model.id === id);
}
