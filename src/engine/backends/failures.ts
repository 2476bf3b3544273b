/** Tells failures apart: whose they are, in the project's words, and which backend comes after one that broke. */
import { toPlainError, ZscapeError } from '../../base/errors.ts';
import type { BackendName } from '../contract.ts';
import { backendOrder } from './probe.ts';

/** A backend that breaks twice in this time is not opened a third time. */
const WINDOW_MS = 60_000;

const outOfMemory = /alloc|memory|array (buffer )?length/i;

/** Gives anything that was thrown a code. @param during what was being done, for failures that do not say so themselves */
export function asFailure(error: unknown, during?: string): ZscapeError {
  if (error instanceof ZscapeError) return error;
  const { code, message } = toPlainError(error);
  if (error instanceof RangeError && outOfMemory.test(message)) {
    return new ZscapeError('OUT_OF_MEMORY', 'The browser has not enough memory left for this model.', {
      cause: error,
    });
  }
  return new ZscapeError(
    code === 'INTERNAL' ? 'ENGINE_FAILED' : code,
    during ? `${during}: ${message}.` : message,
    { cause: error },
  );
}

/** Whether another backend would meet the same failure. */
export const blamesModel = (error: ZscapeError): boolean => /^(BUNDLE_|NETWORK|GRAPH_)/.test(error.code);

/** Whether the backend cannot go on after the failure. Failures with other codes concern the request alone. */
export function breaksBackend(error: unknown): boolean {
  if (!(error instanceof ZscapeError)) return true;
  return ['DEVICE_LOST', 'OUT_OF_MEMORY', 'BACKEND_UNAVAILABLE'].includes(error.code);
}

export class Breakages {
  readonly #now: () => number;
  #past: { name: BackendName; at: number }[] = [];

  constructor(now: () => number) {
    this.#now = now;
  }

  /** What broke so far counts no more. */
  forget(): void {
    this.#past = [];
  }

  /**
   * Notes that a backend broke.
   * @returns which to open now, best first. It begins with the one that broke, unless that broke before within a minute or has
   * too little memory. One that broke twice within a minute is left out, so that the list may be empty.
   */
  after(broken: BackendName, { code }: ZscapeError): BackendName[] {
    const at = this.#now();
    this.#past = this.#past.filter((past) => at - past.at < WINDOW_MS);
    this.#past.push({ name: broken, at });
    // The same memory would be too small again.
    if (code === 'OUT_OF_MEMORY') this.#past.push({ name: broken, at });
    const times = (name: BackendName) => this.#past.filter((past) => past.name === name).length;
    const others = backendOrder('auto', false).filter((name) => name !== broken);
    return [broken, ...others].filter((name) => times(name) < 2);
  }
}
