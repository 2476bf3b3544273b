/** The reasons with which abandoned calls are rejected. */
import { ZscapeError } from '../../base/errors.ts';
import type { GivenUp } from './patience.ts';

export const closed = () => new ZscapeError('CANCELLED', 'The engine was closed.');
export const startedAgain = new ZscapeError(
  'ENGINE_FAILED',
  'A calculation took more than a minute, so the engine was restarted. Try again or choose another model.',
);
export const interrupted = new ZscapeError(
  'ENGINE_FAILED',
  'The engine was restarted because another calculation did not finish.',
);
const endless = new ZscapeError(
  'ENGINE_FAILED',
  'The model drew no picture within a minute, so it was stopped. Its graph may never finish; choose another model.',
);
const unstoppable = new ZscapeError(
  'ENGINE_FAILED',
  'The engine had to be restarted to stop loading the model.',
);
const endedByBrowser = new ZscapeError(
  'ENGINE_FAILED',
  'The browser ended the engine, perhaps because memory is short. It was started again; if that happens often, close other tabs.',
);

/** What a worker was given up for, as a sentence. */
export const reasons: Readonly<Record<GivenUp['why'], ZscapeError>> = {
  frame: startedAgain,
  load: endless,
  cancel: unstoppable,
  ended: endedByBrowser,
};
