/** Starts batches, resumes them and keeps the complete files. Loaded on first use. */

import { isAbort, toPlainError, ZscapeError } from '../../base/errors.ts';
import { freshId } from '../../base/ids.ts';
import { nowAndThen } from '../../base/nowAndThen.ts';
import { shardsOf } from '../../export/batch/shards.ts';
import { saveBlob } from '../../export/download.ts';
import { inPageLanguage } from '../../language/texts.ts';
import type { BatchWork } from '../../store/state/batch.ts';
import type { Model } from '../../store/state/state.ts';
import { notify, type ZscapeStore } from '../../store/store.ts';
import type { Session } from '../session.ts';
import { estimateBatch } from './estimate.ts';
import { type BatchJob, forgetJob, jobVersion, keepJob, readJob } from './jobs.ts';
import { makeBatch } from './makeBatch.ts';
import { batchMessages } from './messages.ts';
import { createPace } from './pace.ts';
import { canPickFolder, checkRoom, clearPlace, folderOf, pickFolder } from './places.ts';
import { fingerprintOf, recipeOf } from './recipe.ts';

/** Only one tab makes a batch at a time, and a tab that holds this lock is not put to sleep while it is hidden. */
const lockName = 'zscape-batch';

/** Milliseconds between two reports of progress to the page. */
const tellMs = 250;

/** The batch that runs in this tab. */
let running: { abort: AbortController; over: Promise<void> } | null = null;
let current: BatchJob | null = null;

/** Starts the batch that the settings ask for. @throws any error of `recipeOf`, of `pickFolder`, and of making it */
export async function startBatch(session: Session): Promise<void> {
  const state = session.store.getState();
  const recipe = recipeOf(state);
  const place = canPickFolder() ? state.batch.place : 'browser';
  // The browser asks for a folder only while the user's click counts, so nothing may be awaited before this.
  const folder = place === 'folder' ? await pickFolder() : null;
  await discardBatch(session);
  if (!folder) {
    const { bytesPerPicture } = await estimateBatch(session, new AbortController().signal);
    await checkRoom(bytesPerPicture * recipe.samples);
  }
  const job: BatchJob = { id: freshId(), version: jobVersion, recipe, place, folder, files: [] };
  await keepJob(job);
  await run(session, job);
}

/** Resumes the stopped batch. @throws EXPORT_FAILED if its model is not the current one, and as `startBatch` */
export async function resumeBatch(session: Session): Promise<void> {
  const job = current ?? (await readJob());
  if (!job) throw new ZscapeError('EXPORT_FAILED', 'There is no batch to resume. Start a new one.');
  await run(session, job);
}

/** Stops the batch. Complete files stay, and it can be resumed. */
export function stopBatch(): void {
  running?.abort.abort();
}

/** Looks for a batch of an earlier visit. */
export async function findBatch({ store }: Session): Promise<void> {
  if (current || store.getState().batchWork) return;
  const job = await readJob();
  if (!job || current) return;
  current = job;
  show(store, job, {});
}

/** Forgets the batch, and deletes its files from the browser's own storage. @throws EXPORT_FAILED while another tab makes it */
export async function discardBatch({ store }: Session): Promise<void> {
  const job = current;
  if (!running) await alone(async () => undefined);
  current = null;
  store.setState({ batchWork: null });
  running?.abort.abort();
  await running?.over;
  if (!job) return;
  await clearPlace(job);
  await forgetJob();
}

/** Passes the complete files to the browser's downloads. */
export async function saveBatchFiles({ store }: Session): Promise<void> {
  if (!current || current.folder) return;
  const folder = await folderOf(current);
  for (const { name } of current.files) {
    try {
      saveBlob(await (await folder.getFileHandle(name)).getFile(), name);
    } catch (cause) {
      const sentence = batchMessages.get().fileGone({ file: name });
      notify(store, new ZscapeError('STORAGE_DAMAGED', sentence, { cause, ...inPageLanguage() }));
    }
  }
}

async function run(session: Session, job: BatchJob): Promise<void> {
  if (running) return;
  const abort = new AbortController();
  running = { abort, over: attempt(session, job, abort.signal) };
  await running.over;
}

/** Never rejects: errors are shown in the dialog, or in a notice if that is closed. */
async function attempt(session: Session, job: BatchJob, signal: AbortSignal): Promise<void> {
  const { store } = session;
  current = job;
  try {
    const model = modelOf(store, job);
    show(store, job, { state: 'running' });
    const folder = await folderOf(job);
    await alone(() => work(session, job, folder, model, signal));
    await finished(session, job);
  } catch (error) {
    if (current !== job) return;
    const wished = isAbort(error);
    show(store, job, { state: 'stopped', error: wished ? null : toPlainError(error) });
    if (!wished && store.getState().dialog !== 'batch') notify(store, error);
  } finally {
    running = null;
  }
}

async function work(
  session: Session,
  job: BatchJob,
  folder: FileSystemDirectoryHandle,
  model: Model,
  signal: AbortSignal,
): Promise<void> {
  const { store, pictures } = session;
  const { recipe } = job;
  const before = doneOf(job);
  const pace = createPace(recipe.samples - before);
  const tell = nowAndThen((done: number) => {
    show(store, job, { state: 'running', done, left: pace.left() });
  }, tellMs);
  await makeBatch({
    ...{ job, folder, model, signal },
    pictures: {
      render(zs, options) {
        // The same latents would give pictures of another model, too.
        modelOf(store, job);
        return pictures.render(zs, options);
      },
    },
    onPicture(done) {
      // After a stop, pictures in progress are still reported.
      if (signal.aborted) return;
      pace.reached(done - before, performance.now());
      tell(done);
    },
    async onFile(file) {
      job.files = [...job.files, file];
      await keepJob(job);
    },
  });
}

async function finished(session: Session, job: BatchJob): Promise<void> {
  const { store } = session;
  show(store, job, { state: 'done' });
  const { saved, ready } = batchMessages.get();
  const { samples } = job.recipe;
  if (job.folder) await forgetJob();
  else if (job.files.length === 1) await saveBatchFiles(session);
  if (store.getState().dialog === 'batch') return;
  notify(store, new Error((job.folder ? saved : ready)(samples)), 'info');
}

/** Returns the job's model. @throws EXPORT_FAILED if another is the current one, or its files have changed */
function modelOf(store: ZscapeStore, { recipe }: BatchJob): Model {
  const { model } = store.getState();
  const { id, title, fingerprint } = recipe.model;
  if (model?.id !== id) {
    throw new ZscapeError(
      'EXPORT_FAILED',
      `The batch belongs to ${title}, which is not the current model. Load it in the Models panel and press Resume.`,
    );
  }
  if (fingerprintOf(model) === fingerprint) return model;
  throw new ZscapeError(
    'EXPORT_FAILED',
    `${title} has changed since the batch began and would draw different pictures. Start a new batch.`,
  );
}

async function alone(work: () => Promise<void>): Promise<void> {
  if (!navigator.locks) return work();
  await navigator.locks.request(lockName, { ifAvailable: true }, (lock) => {
    if (lock) return work();
    throw new ZscapeError(
      'EXPORT_FAILED',
      'Another tab of this page is making a batch. Wait for it or cancel it there.',
    );
  });
}

function doneOf({ recipe, files }: BatchJob): number {
  return Math.min(recipe.samples, files.length * recipe.perFile);
}

function show(store: ZscapeStore, job: BatchJob, change: Partial<BatchWork>): void {
  if (current !== job) return;
  const { id, recipe, place, folder, files } = job;
  const fileCount = shardsOf(recipe.samples, recipe.perFile, recipe.stem).length;
  const { title } = recipe.model;
  store.setState({
    batchWork: {
      id,
      state: files.length === fileCount ? 'done' : 'stopped',
      model: { id: recipe.model.id, title },
      ...{ place, files, fileCount },
      folder: folder?.name ?? null,
      done: doneOf(job),
      total: recipe.samples,
      left: null,
      error: null,
      ...change,
    },
  });
}
