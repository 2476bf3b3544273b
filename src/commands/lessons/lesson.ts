/**
 * A lesson consists of steps, each on one control of the page. It does not say how it is shown; that is up to the card in
 * `panels/lessons`.
 */
import type { PanelName, State } from '../../store/state/state.ts';
import type { Run } from '../hooks.ts';
import type { tourMessages } from './tours/messages.ts';

export type TourTexts = ReturnType<typeof tourMessages.get>;

/** One or two sentences in the language of the page. The state provides names and numbers of the current model. */
type Words = (t: TourTexts, state: State) => string;

/** The tools with which a step demonstrates itself. */
export interface Hand {
  /** Runs a command as a control does. */
  run: Run;
  /** Moves something evenly from one value to another, like a dragged slider; immediately if less motion is preferred. */
  glide: (from: number, to: number, move: (value: number) => void) => Promise<void>;
  /** Returns the current state. */
  state: () => State;
}

export interface Step {
  /** The control's panel; null for a control that is always on the page. */
  panel: PanelName | null;
  /** The folded part of the panel that contains it, by its `data-fold`. */
  fold?: string;
  /** The control, by its `data-try`. */
  control: string;
  /** Says what to do, or what to look at. */
  say: Words;
  /** Says what there was to see, once the step is done. */
  seen?: Words;
  /** The step begins once this holds: for content that a panel fills in by itself when it opens. */
  begins?: (state: State) => boolean;
  /**
   * Whether the visitor has done it, given the current state and the one at the start of the step. Omitted if the step
   * only tells something.
   */
  done?: (now: State, before: State) => boolean;
  /** Does it for the visitor, by the command of the control. */
  show?: (hand: Hand) => void | Promise<void>;
  /** Why this model cannot show it; null if it can. The lesson says so and continues. */
  lacks?: (t: TourTexts, state: State) => string | null;
}

export interface Lesson {
  title: (t: TourTexts) => string;
  /** One sentence for the list. */
  about: (t: TourTexts) => string;
  steps: readonly Step[];
}

/**
 * Calls back once, when a step is done, however the visitor did it: by its control, a key, the palette or an undo.
 * @param store the store to watch; the step begins with its current state
 * @returns a function that stops watching
 */
export function watchStep(
  store: { getState(): State; subscribe(listener: (state: State) => void): () => void },
  { done, begins = () => true }: Pick<Step, 'done' | 'begins'>,
  onDone: () => void,
): () => void {
  if (!done) return () => {};
  let before: State | null = null;
  const isDone = (now: State) => {
    if (before === null && begins(now)) before = now;
    return before !== null && done(now, before);
  };
  if (isDone(store.getState())) {
    onDone();
    return () => {};
  }
  const stop = store.subscribe((now) => {
    if (!isDone(now)) return;
    stop();
    onDone();
  });
  return stop;
}
