/** Deadlines for what may never end: a network that a stranger made, run by a library that cannot be interrupted. */
import { ZscapeError } from '../../base/errors.ts';
import type { Cost } from '../shapes/estimate.ts';
import type { Runner } from './runner.ts';

/**
 * Runs `work` and gives its result.
 * @param what is being done, as the beginning of a sentence: `Running the model once`.
 * @param end ends the thread that works, if it is another one.
 * @throws MODEL_TOO_SLOW when `work` has not ended after so many seconds; what `work` throws.
 */
export type Deadline = <T>(
  what: string,
  seconds: number,
  work: () => Promise<T>,
  end?: () => void,
) => Promise<T>;

/** Keeps the time on this thread, so it can end work on other threads only. */
export const timerDeadline: Deadline = async (what, seconds, work, end) => {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      end?.();
      reject(tooSlow(what, seconds));
    }, seconds * 1000);
  });
  try {
    return await Promise.race([work(), late]);
  } finally {
    clearTimeout(timer);
  }
};

export function tooSlow(what: string, seconds: number): ZscapeError {
  return new ZscapeError(
    'MODEL_TOO_SLOW',
    `${what} took longer than the ${Math.round(seconds)} seconds that a network of its size needs at most, and was ended. The model may be damaged, or made to keep this machine busy.`,
  );
}

/** Multiply-accumulates a second: a tenth of what TF.js does on one thread of an old laptop. */
const slowest = 5e8;
const seconds = 20;

/** How long one picture of that cost may take at most, in seconds. */
export function patience({ work }: Pick<Cost, 'work'>): number {
  return seconds + work / slowest;
}

/** Gives the same runner with a deadline for each call. A call that misses it ends the runner. */
export function withDeadline(runner: Runner, cost: Cost, deadline: Deadline): Runner {
  return {
    ...(runner.lanes !== undefined && { lanes: runner.lanes }),
    runAll(z, size, nodes, classes) {
      const pictures = Math.max(1, z.length / size);
      return deadline(
        'Running the model',
        // Calls wait for those before them on the same thread.
        2 * pictures * patience(cost),
        () => runner.runAll(z, size, nodes, classes),
        () => runner.dispose(),
      );
    },
    dispose: () => runner.dispose(),
  };
}
