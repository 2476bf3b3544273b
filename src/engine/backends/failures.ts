/**
 * Classifies failures: gives them the project's codes, says whose fault they are, and picks the backend to try after one
 * that broke.
 */
import { toPlainError, ZscapeError } from '../../base/errors.ts';
import type { BackendName } from '../contract.ts';
import { backendOrder } from './probe.ts';

/** A backend that breaks twice within this time is not opened a third time. */
const WINDOW_MS = 60_000;

const outOfMemory = /alloc|memory|array (buffer )?length/i;

/** Gives any thrown value a code. @param during the activity, for failures that do not name it themselves */
export function asFailure(error: unknown, during?: string): ZscapeError {
  if (error instanceof ZscapeError) return error;
  const { code, message } = toPlainError(error);
  if (error instanceof RangeError && outOfMemory.test(message)) {
    return new ZscapeError('OUT_OF_MEMORY', 'The browser does not have enough memory left for this model.', {
      cause: error,
    });
  }
  return new ZscapeError(
    code === 'INTERNAL' ? 'ENGINE_FAILED' : code,
    during ? `${during}: ${message}.` : message,
    { cause: error },
  );
}

/** Returns whether another backend would fail in the same way. */
export const blamesModel = (error: ZscapeError): boolean => /^(BUNDLE_|NETWORK|GRAPH_)/.test(error.code);

/** Returns whether the failure makes the backend unusable. Failures with other codes concern only the request. */
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

  /** Forgets all failures so far. */
  forget(): void {
    this.#past = [];
  }

  /**
   * Records that a backend broke.
   * @returns the backends to open now, best first. The list begins with the broken one, unless it already broke within
   * the last minute or ran out of memory. It omits every backend that broke twice within a minute, so it may be empty.
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
