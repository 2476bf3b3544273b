/**
 * Preview heads for models that were converted in the page: fitted beside the work, while the model is on the canvas, and
 * kept in its bundle. A fit that was cut short begins anew when the model is next loaded.
 */
import type { PlainError } from '../../base/errors.ts';
import { startWorker } from '../../base/workers/startWorker.ts';
import type { BundleManifest } from '../../bundle/schema/manifest.ts';
import { notify, type ZscapeStore } from '../../store/store.ts';

/** Page to worker: which model; then, that a hand moves and goes first. */
export type ToFitter = { id: string } | 'hand';

/** Worker to page. */
export type FromFitter =
  | { type: 'progress'; done: number; total: number }
  | { type: 'done' }
  | { type: 'failed'; error: PlainError };

/** The first pictures of a model that was just loaded go before. */
const startAfterMs = 1500;

export class PreviewFitting {
  readonly #store: ZscapeStore;
  readonly #renew: (id: string) => Promise<void>;
  #worker: Worker | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;

  /** @param renew is called when a bundle has gained heads. */
  constructor(store: ZscapeStore, renew: (id: string) => Promise<void>) {
    this.#store = store;
    this.#renew = renew;
    store.subscribe(
      (state) => state.model,
      (model) => this.#follow(model),
    );
    store.subscribe(
      (state) => state.face,
      () => this.#worker?.postMessage('hand' satisfies ToFitter),
    );
  }

  cancel(): void {
    clearTimeout(this.#timer);
    this.#worker?.terminate();
    this.#worker = null;
    this.#store.setState({ fitting: null });
  }

  #follow(model: BundleManifest | null): void {
    this.cancel();
    const { catalogue } = this.#store.getState();
    const onDevice = catalogue?.some((entry) => entry.onDevice && entry.id === model?.id);
    if (model && onDevice && lacksHeads(model))
      this.#timer = setTimeout(() => this.#start(model.id), startAfterMs);
  }

  #start(id: string): void {
    let worker: Worker;
    try {
      worker = startWorker(
        () =>
          new Worker(new URL('./previewFitting.worker.ts', import.meta.url), {
            type: 'module',
            name: 'zscape-previews',
          }),
        'Quick previews cannot be learned',
      );
    } catch (error) {
      notify(this.#store, error, 'info');
      return;
    }
    this.#worker = worker;
    this.#store.setState({ fitting: { id, done: 0, total: 0 } });
    worker.onmessage = ({ data }: MessageEvent<FromFitter>) => {
      if (data.type === 'progress') {
        this.#store.setState({ fitting: { id, done: data.done, total: data.total } });
        return;
      }
      // Who has no previews drags full pictures: a fit that fails is no error of the user's.
      this.cancel();
      if (data.type === 'done') void this.#renew(id);
    };
    worker.onerror = (event) => {
      event.preventDefault();
      this.cancel();
    };
    worker.postMessage({ id } satisfies ToFitter);
  }
}

/**
 * Whether heads are missing that could be fitted: blocks say where they would be attached. A bundle whose heads could not
 * be read still has their outputs, and gets no second ones.
 */
function lacksHeads({ generator, previewHeads, outputs }: BundleManifest): boolean {
  return (
    generator.family === 'progan' &&
    previewHeads.length === 0 &&
    outputs.every(({ kind }) => kind !== 'preview') &&
    generator.blocks.slice(0, -1).some(({ output }) => output !== undefined)
  );
}
