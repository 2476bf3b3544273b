import { ZscapeError } from '../../../../base/errors.ts';

/** Makes the error for a damaged file. @param what names the damage: a clause without a full stop. */
export function corrupt(file: string, what: string, cause?: unknown): ZscapeError {
  return new ZscapeError(
    'CHECKPOINT_CORRUPT',
    `The checkpoint file ${file} is damaged: ${what}. Download the model again.`,
    { cause },
  );
}
