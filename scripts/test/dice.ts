/** Property tests draw a new seed for every run. `ZSCAPE_FUZZ_SEED` repeats a run: here for fast-check, elsewhere for suites that read it. */
import fc from 'fast-check';

const seed = Number(process.env.ZSCAPE_FUZZ_SEED);
if (process.env.ZSCAPE_FUZZ_SEED !== undefined && Number.isInteger(seed)) fc.configureGlobal({ seed });
