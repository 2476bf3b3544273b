/** The seed of a first-time visitor's first face, chosen because it shows the default model at its best. */
export const firstSeed = 252;
