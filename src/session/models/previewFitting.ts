/**
 * Preview heads for models that were converted in the page: fitted in the background, while the model is on the canvas,
 * and kept in its bundle. An interrupted fit starts again when the model is next loaded.
 */
import { ZscapeError } from '../../base/errors.ts';
import { startWorker } from '../../base/workers/startWorker.ts';
import { WorkerCalls } from '../../base/workers/workerCalls.ts';
import type { BundleManifest } from '../../bundle/schema/manifest.ts';
import { notify, type ZscapeStore } from '../../store/store.ts';

/** Calls of the worker. */
export interface FittingCalls {
  fit: {
    ask: { id: string };
    answer: undefined;
    news: { type: 'progress'; done: number; total: number };
  };
}

/** Tells the worker that the user is moving something, which has priority. */
export type FittingOrder = { type: 'hand' };

/** The fit waits this long, in milliseconds, so that the first pictures of a newly loaded model have priority. */
const startAfterMs = 1500;

export class PreviewFitting {
  readonly #store: ZscapeStore;
  readonly #renew: (id: string) => Promise<void>;
  #calls: WorkerCalls<FittingCalls, FittingOrder> | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;

  /** @param renew is called when a bundle has gained heads */
  constructor(store: ZscapeStore, renew: (id: string) => Promise<void>) {
    this.#store = store;
    this.#renew = renew;
    store.subscribe(
      (state) => state.model,
      (model) => this.#follow(model),
    );
    store.subscribe(
      (state) => state.face,
      () => this.#calls?.tell({ type: 'hand' }),
    );
  }

  cancel(): void {
    clearTimeout(this.#timer);
    this.#calls?.end(new ZscapeError('CANCELLED', 'Cancelled.'));
    this.#calls = null;
    this.#store.setState({ fitting: null });
  }

  #follow(model: BundleManifest | null): void {
    this.cancel();
    const { catalogue } = this.#store.getState();
    const onDevice = catalogue?.some((entry) => entry.onDevice && entry.id === model?.id);
    if (model && onDevice && lacksHeads(model))
      this.#timer = setTimeout(() => void this.#start(model.id), startAfterMs);
  }

  async #start(id: string): Promise<void> {
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
    const calls = new WorkerCalls<FittingCalls, FittingOrder>(worker, {
      onError: (message) => calls.end(new ZscapeError('INTERNAL', message)),
    });
    this.#calls = calls;
    const tell = (done: number, total: number) => this.#store.setState({ fitting: { id, done, total } });
    tell(0, 0);
    const onNews = ({ done, total }: FittingCalls['fit']['news']) => tell(done, total);
    try {
      await calls.call('fit', { id }, { onNews }).answer;
      if (this.#calls === calls) this.cancel();
      void this.#renew(id);
    } catch {
      // Without previews a drag shows full pictures, so a failed fit is not worth an error.
      if (this.#calls === calls) this.cancel();
    }
  }
}

/**
 * Tells whether heads are missing that could be fitted: blocks say where they would be attached. A bundle whose heads
 * could not be read still has their outputs, and gets no second ones.
 */
function lacksHeads({ generator, previewHeads, outputs }: BundleManifest): boolean {
  return (
    generator.family === 'progan' &&
    previewHeads.length === 0 &&
    outputs.every(({ kind }) => kind !== 'preview') &&
    generator.blocks.slice(0, -1).some(({ output }) => output !== undefined)
  );
}
