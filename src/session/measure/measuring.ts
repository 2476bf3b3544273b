/** Measurements of the current model: one in the background, which continues while other panels are open, and shorter ones. */

import { isAbort, toPlainError, ZscapeError } from '../../base/errors.ts';
import { nowAndThen } from '../../base/nowAndThen.ts';
import { presentDraw } from '../../store/select/faces.ts';
import type { MeasurePlan, ModelFigures, ModelMeasure } from '../../store/state/measure.ts';
import type { ZscapeStore } from '../../store/store.ts';
import type { Session } from '../session.ts';
import { startComparer } from './compare/comparer.ts';
import { measureModel, picturesOf, type Source } from './measureModel.ts';

/** A tab that holds this lock is not put to sleep while it is hidden. Several tabs may measure. */
const lockName = 'zscape-measure';
/** Milliseconds between two reports of progress to the page. */
const tellMs = 200;

type Parts = Pick<Session, 'store' | 'pictures'>;

let running: AbortController | null = null;

/** Measures the current model in the background and puts the result into the store. Never rejects. */
export async function startMeasure(session: Parts, plan: MeasurePlan): Promise<void> {
  const { store } = session;
  const { model } = store.getState();
  if (!model) return;
  running?.abort();
  const own = new AbortController();
  running = own;
  const begun: ModelMeasure = {
    ...{ model: model.id, running: true, done: 0, total: picturesOf(plan) },
    ...{ figures: null, error: null },
  };
  store.setState({ modelMeasure: begun });
  const show = (change: Partial<ModelMeasure>) => {
    const { modelMeasure } = store.getState();
    if (running === own && modelMeasure) store.setState({ modelMeasure: { ...modelMeasure, ...change } });
  };
  try {
    const figures = await measureNow(session, plan, own.signal, (done) => show({ done }));
    show({ running: false, figures });
  } catch (error) {
    show({ running: false, error: isAbort(error) ? null : toPlainError(error) });
  }
  if (running === own) running = null;
}

/** Ends the measurement in the background. */
export function stopMeasure(store: ZscapeStore): void {
  running?.abort();
  running = null;
  store.setState({ modelMeasure: null });
}

/**
 * Measures the current model.
 * @param onProgress is called now and then with the number of finished pictures
 * @throws CANCELLED when the signal fires or another model is loaded; WORKER_UNAVAILABLE; any error of the engine, after
 * it had time to recover
 */
export async function measureNow(
  { store, pictures }: Parts,
  plan: MeasurePlan,
  signal: AbortSignal,
  onProgress: (done: number) => void,
): Promise<ModelFigures> {
  const source = sourceOf({ store, pictures });
  const comparer = startComparer();
  const tell = nowAndThen(onProgress, tellMs);
  const work = () =>
    measureModel(source, plan, comparer, {
      signal,
      onProgress(done) {
        if (!signal.aborted) tell(done);
      },
    });
  try {
    return await awake(work);
  } finally {
    comparer.end();
  }
}

/**
 * Returns a source of pictures by the current model, with the current settings for samples.
 * @throws ENGINE_FAILED if there is none; and for each picture CANCELLED once another model is current
 */
export function sourceOf({ store, pictures }: Parts): Source {
  const state = store.getState();
  const { model } = state;
  if (!model) throw new ZscapeError('ENGINE_FAILED', 'No model is loaded yet.');
  return {
    model,
    draw: presentDraw(state),
    async values(z) {
      // The same latents give pictures of another model, too, so half of the figures would be about that one.
      if (store.getState().model?.id !== model.id)
        throw new ZscapeError('CANCELLED', 'Another model was loaded.');
      return pictures.values(z);
    },
    backend: () => (document.hidden ? null : (store.getState().engine?.backend ?? null)),
  };
}

function awake<T>(work: () => Promise<T>): Promise<T> {
  // Browsers do not give locks to pages without https.
  if (!navigator.locks) return work();
  return navigator.locks.request(lockName, { mode: 'shared' }, work) as Promise<T>;
}
