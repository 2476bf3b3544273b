/**
 * Passes on the first call, and later ones only if `everyMs` milliseconds have gone by since the last that was passed on.
 * Progress that is told hundreds of times a second would keep the page busy with drawing numbers, and leave garbage that
 * the browser lets grow by tens of megabytes. The end of the work has to be told in another way.
 */
export function nowAndThen<Given extends unknown[]>(
  tell: (...given: Given) => void,
  everyMs = 100,
): (...given: Given) => void {
  let told = Number.NEGATIVE_INFINITY;
  return (...given) => {
    const now = performance.now();
    if (now - told < everyMs) return;
    told = now;
    tell(...given);
  };
}
