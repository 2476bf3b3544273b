/** Measuring starts after this long without a change, in milliseconds. */
export const restMs = 250;
