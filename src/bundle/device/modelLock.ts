/** One writer at a time for each model on this device, across all tabs and workers. */

/** The part of `LockManager` that is used here. */
export interface ModelLocks {
  request<T>(name: string, options: LockOptions, granted: (lock: unknown) => Promise<T>): Promise<T>;
}

export function browserLocks(): ModelLocks | undefined {
  return globalThis.navigator?.locks as ModelLocks | undefined;
}

const lockOf = (id: string) => `zscape-model-${id}`;

/** Does the work when nobody else is writing to the model. Without locks it is done immediately. */
export function alone<T>(locks: ModelLocks | undefined, id: string, work: () => Promise<T>): Promise<T> {
  return locks ? locks.request(lockOf(id), {}, work) : work();
}

/** Does the work if nobody is writing to the model right now. @returns undefined if somebody is, and without locks */
export function ifIdle<T>(
  locks: ModelLocks | undefined,
  id: string,
  work: () => Promise<T>,
): Promise<T | undefined> {
  if (!locks) return Promise.resolve(undefined);
  return locks.request(lockOf(id), { ifAvailable: true }, async (lock) =>
    lock === null ? undefined : work(),
  );
}
