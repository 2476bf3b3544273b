import { ZscapeError } from '../../../../base/errors.ts';

/** @param what a clause without its full stop, naming what is off. */
export function corrupt(file: string, what: string, cause?: unknown): ZscapeError {
  return new ZscapeError(
    'CHECKPOINT_CORRUPT',
    `The checkpoint file ${file} is damaged: ${what}. Download the model again.`,
    { cause },
  );
}
