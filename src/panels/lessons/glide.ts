/** Moves a value as a hand would drag a slider. */

const glideMs = 1200;

/** @param signal ends it early @returns a promise that settles on arrival or when ended */
export function glide(
  from: number,
  to: number,
  move: (value: number) => void,
  signal: AbortSignal,
): Promise<void> {
  if (matchMedia('(prefers-reduced-motion: reduce)').matches) {
    move(to);
    return Promise.resolve();
  }
  return new Promise((resolve) => {
    const start = performance.now();
    const step = (now: number) => {
      if (signal.aborted) return resolve();
      const share = Math.min(1, Math.max(0, (now - start) / glideMs));
      // Eases in and out.
      move(share === 1 ? to : from + (to - from) * share * share * (3 - 2 * share));
      if (share < 1) requestAnimationFrame(step);
      else resolve();
    };
    requestAnimationFrame(step);
  });
}
