const TICK_MS = 100;

/**
 * Resolves after so many milliseconds in which the page could run. It counts ticks instead of reading a clock: an answer
 * that waits behind a busy thread, or that a busy machine or a sleeping laptop delays, is not a silence.
 * @param stop ends the counting; then it never resolves
 */
export async function silence(ms: number, stop: AbortSignal): Promise<void> {
  for (let ticks = Math.ceil(ms / TICK_MS); ticks > 0; ticks--) {
    await new Promise((resolve) => setTimeout(resolve, TICK_MS));
    if (stop.aborted) return new Promise(() => {});
  }
}
