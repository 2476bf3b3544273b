/** The user's own models: converting, listing, removing and saving them. */
import { ZscapeError } from '../../base/errors.ts';
import {
  type DeviceBundle,
  deviceBundles,
  deviceFile,
  deviceFileNames,
  removeDeviceBundle,
} from '../../bundle/device/deviceStore.ts';
import type { BundleManifest } from '../../bundle/schema/manifest.ts';
import type { DroppedFile } from '../../converter/archive/dropped.ts';
import type { ModelEntry } from '../../store/state/state.ts';
import { notify, settleNotices, type ZscapeStore } from '../../store/store.ts';
import type { FindTools, FoundModel } from './foundModel.ts';

export type { DroppedFile };

export class DeviceModels {
  readonly #store: ZscapeStore;
  #adding: AbortController | null = null;

  constructor(store: ZscapeStore) {
    this.#store = store;
  }

  /** Lists the models on this device after those of the server, including damaged ones. */
  async refresh(): Promise<void> {
    const entries = (await deviceBundles()).map(listedOf);
    this.#store.setState(({ catalogue }) => ({
      catalogue: [...(catalogue ?? []).filter(({ onDevice }) => !onDevice), ...entries],
    }));
  }

  /** Converts a model and keeps it. @throws the converter's errors, CANCELLED, STORAGE_*; nothing is left behind then */
  add(files: readonly DroppedFile[]): Promise<ModelEntry> {
    return this.#add(nameOf(files), async () => ({ files }));
  }

  /** Fetches a model and adds it. @param host the host that is contacted @throws any error of `fetchModel`, and as `add` */
  addFrom(address: string, host: string): Promise<ModelEntry> {
    return this.#add(host, async (tools) => {
      const { fetchForPage } = await import('./fetchForPage.ts');
      return fetchForPage(address, tools);
    });
  }

  /** Adds one model at a time. @param find returns its files, and any other known facts about it */
  async #add(name: string, find: (tools: FindTools) => Promise<FoundModel>): Promise<ModelEntry> {
    if (this.#adding) {
      throw new ZscapeError('USAGE', 'Another model is being added. Wait for it or cancel it first.');
    }
    const abort = new AbortController();
    this.#adding = abort;
    const { signal } = abort;
    const report: FindTools['report'] = (stage, done, total, pace) =>
      this.#store.setState({ adding: { name, stage, done, total, ...(pace && { pace }) } });
    report('start', 0, 0);
    const warnings: string[] = [];
    try {
      const { convertInPage } = await import('../../converter/page/client.ts');
      const taken = () => (this.#store.getState().catalogue ?? []).map(({ id }) => id);
      const { files, about } = await find({ signal, report, taken });
      const manifest = await convertInPage(files, {
        ...{ taken: taken(), about, signal },
        onProgress: ({ stage, done, total }) => report(stage, done, total),
        onWarning: (words) => warnings.push(words),
      });
      await this.refresh();
      for (const words of warnings)
        notify(this.#store, new Error(`${manifest.title}: ${words}`), 'warning', `model ${manifest.id}`);
      return entryOf(manifest);
    } finally {
      this.#adding = null;
      this.#store.setState({ adding: null });
    }
  }

  cancel(): void {
    this.#adding?.abort();
  }

  async remove(id: string): Promise<void> {
    await removeDeviceBundle(id);
    settleNotices(this.#store, `model ${id}`);
    await this.refresh();
  }

  /** Exports all files of a model, even of one that cannot be read. @throws MODEL_UNKNOWN, STORAGE_REFUSED */
  async saveZip(id: string): Promise<void> {
    const [{ zipFiles }, { saveFile }, bundles] = await Promise.all([
      import('../../export/bundleZip.ts'),
      import('../export/saveFile.ts'),
      deviceBundles(),
    ]);
    const bundle = bundles.find((one) => one.id === id);
    if (!bundle) throw new ZscapeError('MODEL_UNKNOWN', `The model “${id}” is no longer on this device.`);
    const paths =
      'manifest' in bundle
        ? ['zscape.json', ...bundle.manifest.files.map(({ path }) => path)]
        : await deviceFileNames(id);
    const zip = await zipFiles(id, paths, (path) => deviceFile(id, path));
    saveFile(this.#store, zip, `${id}.zip`);
  }
}

function listedOf(bundle: DeviceBundle): ModelEntry {
  if ('manifest' in bundle) return entryOf(bundle.manifest);
  const { id, damaged } = bundle;
  return { id, title: id, bytes: 0, default: false, onDevice: true, damaged };
}

function entryOf(manifest: BundleManifest): ModelEntry {
  return {
    id: manifest.id,
    title: manifest.title,
    bytes: manifest.files.reduce((sum, file) => sum + file.bytes, 0),
    licence: manifest.licence?.name,
    latent: manifest.latent.size,
    resolution: manifest.image.width,
    family: manifest.generator.family,
    address: manifest.address,
    default: false,
    onDevice: true,
  };
}

function nameOf(files: readonly DroppedFile[]): string {
  const [first] = files;
  if (!first) return 'the model';
  const parts = first.path.split('/').filter(Boolean);
  return (files.length === 1 ? parts.at(-1) : parts[0]) ?? 'the model';
}
