/** Property tests throw new dice at every run; `ZSCAPE_FUZZ_SEED` repeats a throw, for every suite that reads it and here for fast-check. */
import fc from 'fast-check';

const seed = Number(process.env.ZSCAPE_FUZZ_SEED);
if (process.env.ZSCAPE_FUZZ_SEED !== undefined && Number.isInteger(seed)) fc.configureGlobal({ seed });
