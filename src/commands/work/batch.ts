import type { BatchEstimate } from '../../session/batches/estimate.ts';
import type { BatchSettings } from '../../store/state/batch.ts';
import type { State } from '../../store/state/state.ts';
import type { Command } from '../command.ts';

const hasFace = ({ face, model }: State) => face !== null && model !== null;

/** The code for batches is loaded on first use. */
const batches = () => import('../../session/batches/batches.ts');

/** Opens the dialog for many samples, and looks for a batch of an earlier visit. */
export const openBatchDialog: Command = {
  name: 'Batch',
  applies: hasFace,
  undo: 'none',
  perform: (session) => {
    session.store.setState({ dialog: 'batch' });
    // If the code cannot be loaded, the dialog says so.
    batches().then(
      ({ findBatch }) => findBatch(session),
      () => undefined,
    );
  },
};

export const changeBatch: Command<[change: Partial<BatchSettings>]> = {
  name: 'Batch settings',
  undo: 'none',
  perform: ({ store }, change) => store.setState(({ batch }) => ({ batch: { ...batch, ...change } })),
};

/** Makes the batch that the settings ask for. It continues when the dialog closes. */
export const startBatch: Command<[], Promise<void>> = {
  name: 'Export a batch',
  applies: hasFace,
  undo: 'none',
  showsOwnErrors: true,
  perform: async (session) => (await batches()).startBatch(session),
};

/** Resumes the stopped batch. */
export const resumeBatch: Command<[], Promise<void>> = {
  name: 'Resume the batch',
  undo: 'none',
  showsOwnErrors: true,
  perform: async (session) => (await batches()).resumeBatch(session),
};

/** Stops the batch; complete files stay. */
export const stopBatch: Command<[], Promise<void>> = {
  name: 'Stop the batch',
  undo: 'none',
  perform: async () => (await batches()).stopBatch(),
};

/** Forgets the batch, and deletes its files in the browser's own storage. */
export const discardBatch: Command<[], Promise<void>> = {
  name: 'Discard the batch',
  undo: 'none',
  perform: async (session) => (await batches()).discardBatch(session),
};

export const saveBatchFiles: Command<[], Promise<void>> = {
  name: 'Save the files of the batch',
  undo: 'none',
  perform: async (session) => (await batches()).saveBatchFiles(session),
};

/** Makes a few pictures of the batch to estimate the size of its files and the time it will take. */
export const estimateBatch: Command<[signal: AbortSignal], Promise<BatchEstimate>> = {
  name: 'Estimate the batch',
  undo: 'none',
  showsOwnErrors: true,
  perform: async (session, signal) =>
    (await import('../../session/batches/estimate.ts')).estimateBatch(session, signal),
};
