/** The possible faults of a recipe before its text is read. */
import { ZscapeError } from '../../../base/errors.ts';
import { mostInside } from '../limits.ts';

export function cutOff(name: string): ZscapeError {
  return fault(name, 'is cut off in the middle of its recipe. Ask for the file again');
}

export function damaged(name: string): ZscapeError {
  return fault(name, 'holds a recipe that was changed along the way. Ask for the file again');
}

export function tooLarge(name: string): ZscapeError {
  return fault(
    name,
    `claims to hold a recipe of more than ${mostInside / 1024} KB, and no page writes one that large`,
  );
}

function fault(name: string, what: string): ZscapeError {
  return new ZscapeError('RECIPE_INVALID', `${name} ${what}. Your work here is unchanged.`);
}
