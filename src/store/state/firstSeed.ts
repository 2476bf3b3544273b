/** A face that shows the default model at its best, and the first thing that a visitor sees. */
export const firstSeed = 51;
