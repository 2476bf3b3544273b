/**
 * The batch in progress, kept in a separate database, so that it can be resumed after a reload: its recipe, the
 * destination of its files, and the complete ones. There is one at a time.
 */
import { type DBSchema, type IDBPDatabase, openDB } from 'idb';
import type { BatchFile, BatchPlace } from '../../store/state/batch.ts';
import type { BatchRecipe } from './recipe.ts';

export interface BatchJob {
  id: string;
  version: typeof jobVersion;
  recipe: BatchRecipe;
  place: BatchPlace;
  /** The user's own folder; null for the browser's storage. */
  folder: FileSystemDirectoryHandle | null;
  /** Complete files, in order. */
  files: BatchFile[];
}

/** A record with a different number was written by another version of the page, which this one does not understand. */
export const jobVersion = 1;

interface Schema extends DBSchema {
  job: { key: string; value: BatchJob };
}

const key = 'job';

async function withDatabase<T>(work: (database: IDBPDatabase<Schema>) => Promise<T>): Promise<T> {
  const database = await openDB<Schema>('zscape-batch', 1, {
    upgrade: (fresh) => void fresh.createObjectStore('job'),
  });
  try {
    return await work(database);
  } finally {
    database.close();
  }
}

/** Reads the stored batch; null if there is none, or none of this version, or no storage. */
export async function readJob(): Promise<BatchJob | null> {
  const job = await withDatabase((database) => database.get('job', key)).catch(() => undefined);
  return job?.version === jobVersion ? job : null;
}

/** Stores the batch. Without storage it is made anyway, but is unknown after a reload. */
export async function keepJob(job: BatchJob): Promise<void> {
  await withDatabase((database) => database.put('job', job, key)).catch(() => undefined);
}

export async function forgetJob(): Promise<void> {
  await withDatabase((database) => database.delete('job', key)).catch(() => undefined);
}
