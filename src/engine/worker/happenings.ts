/** What happens inside the engine. `controller.ts` says in one place what follows from each. */
import type { ZscapeError } from '../../base/errors.ts';
import type { Backend } from '../backends/backend.ts';
import type { Frame } from '../contract.ts';

export type Happening =
  /** A backend became the active one. */
  | { type: 'adopted' }
  /** Another model became the current one. */
  | { type: 'installed' }
  /** The device of a backend went away, be it the active one or not. */
  | { type: 'lost'; backend: Backend; reason: string }
  /** The active backend broke, and is being replaced from now on. */
  | { type: 'broken'; error: ZscapeError }
  /** A backend computes again. */
  | { type: 'mended' }
  /** None could be started in place of the one that broke. */
  | { type: 'given up'; error: unknown }
  /** A frame was computed. */
  | { type: 'shown'; frame: Frame }
  /** A frame could not be computed. */
  | { type: 'failed'; error: unknown };

/** Called in the middle of what happens: what follows begins at once and may not throw. */
export type Happened = (event: Happening) => void;

/** Milliseconds, of whatever beginning. */
export type Clock = () => number;
