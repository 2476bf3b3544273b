/** Deadlines for work that may never end: a stranger's network, run by a library that cannot be interrupted. */
import { ZscapeError } from '../../base/errors.ts';
import type { Cost } from '../shapes/estimate.ts';
import type { Runner } from './runner.ts';

/**
 * Runs `work` and returns its result.
 * @param what the activity, as the beginning of a sentence: `Running the model once`.
 * @param end ends the working thread, if it is another one.
 * @throws MODEL_TOO_SLOW if `work` has not ended after that many seconds; errors of `work`.
 */
export type Deadline = <T>(
  what: string,
  seconds: number,
  work: () => Promise<T>,
  end?: () => void,
) => Promise<T>;

/** Keeps the time on this thread, so it can only end work on other threads. */
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

/** Makes the error for work that missed its deadline. */
export function tooSlow(what: string, seconds: number): ZscapeError {
  return new ZscapeError(
    'MODEL_TOO_SLOW',
    `${what} was stopped because it took longer than the ${Math.round(seconds)} seconds that a network of its size needs at most. The model may be damaged, or made to keep this machine busy.`,
  );
}

/** Multiply-accumulates per second: a tenth of TF.js's speed on one thread of an old laptop. */
const slowest = 5e8;
const seconds = 20;

/** Returns the most seconds that one picture of that cost may take. */
export function patience({ work }: Pick<Cost, 'work'>): number {
  return seconds + work / slowest;
}

/** Wraps a runner with a deadline for each call. A call that misses it ends the runner. */
export function withDeadline(runner: Runner, cost: Cost, deadline: Deadline): Runner {
  return {
    ...(runner.lanes !== undefined && { lanes: runner.lanes }),
    runAll(z, size, nodes, classes) {
      const pictures = Math.max(1, z.length / size);
      return deadline(
        'Running the model',
        // Calls wait for earlier ones on the same thread.
        2 * pictures * patience(cost),
        () => runner.runAll(z, size, nodes, classes),
        () => runner.dispose(),
      );
    },
    dispose: () => runner.dispose(),
  };
}
