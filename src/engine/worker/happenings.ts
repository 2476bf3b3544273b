/** The events inside the engine. `controller.ts` lists the consequences of each in one place. */
import type { ZscapeError } from '../../base/errors.ts';
import type { Backend } from '../backends/backend.ts';
import type { Frame, NetworkChanges } from '../contract.ts';

export type Happening =
  /** A backend became the active one. */
  | { type: 'adopted' }
  /** Another model became the current one. */
  | { type: 'installed' }
  /** Later pictures differ: something inside the network was changed, or changed back. */
  | { type: 'changed' }
  /** Changes inside the network do not fit it, or are no longer possible. `changes` remain. */
  | { type: 'dropped'; changes: NetworkChanges | null; error: ZscapeError }
  /** The device of a backend was lost, whether the backend is active or not. */
  | { type: 'lost'; backend: Backend; reason: string }
  /** The active backend broke; its replacement is beginning. */
  | { type: 'broken'; error: ZscapeError }
  /** A backend computes again after a breakage. */
  | { type: 'mended' }
  /** No backend could be started in place of the broken one. */
  | { type: 'given up'; error: unknown }
  /** A frame was computed. */
  | { type: 'shown'; frame: Frame }
  /** A frame could not be computed. */
  | { type: 'failed'; error: unknown };

/** Called in the middle of an event: its consequences begin immediately and must not throw. */
export type Happened = (event: Happening) => void;

/** Milliseconds since any fixed time. */
export type Clock = () => number;
