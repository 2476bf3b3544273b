/**
 * Runs a reader on much damaged input: each time it reads well or fails with an error of ours, soon and in little memory.
 */

import { ZscapeError } from '../../base/errors.ts';
import { createRandom, freshSeed, type Random } from '../../base/random.ts';

export interface FuzzResult {
  /** Reads that went well despite the damage. */
  readonly read: number;
  /** How often each error code occurred. */
  readonly refused: ReadonlyMap<string, number>;
}

/** For any input, however bad. */
const mostMilliseconds = 10_000;
const mostBytes = 1e9;

/**
 * Fuzzes a reader. Prints the seed. `ZSCAPE_FUZZ_SEED` in the environment runs the same inputs again.
 * @param attempt makes its input from `random` and reads it.
 * @throws if an attempt ends in any other error, takes over 10 s, or the process grows by more than 1 GB.
 */
export async function fuzz(
  name: string,
  count: number,
  attempt: (random: Random) => Promise<unknown>,
): Promise<FuzzResult> {
  const seed = Number(process.env.ZSCAPE_FUZZ_SEED || freshSeed());
  console.info(`${name}: ${count} mutations from seed ${seed}`);
  const refused = new Map<string, number>();
  let read = 0;
  const before = process.memoryUsage().rss;
  for (let i = 0; i < count; i++) {
    const where = `${name}, mutation ${i} of ZSCAPE_FUZZ_SEED=${seed}`;
    const start = performance.now();
    try {
      await attempt(createRandom((seed + Math.imul(i, 0x9e3779b1)) >>> 0));
      read += 1;
    } catch (error) {
      if (!(error instanceof ZscapeError) || error.code === 'INTERNAL') {
        throw new Error(`${where} ended in ${String(error)}`, { cause: error });
      }
      checkSentence(error, where);
      refused.set(error.code, (refused.get(error.code) ?? 0) + 1);
    }
    if (performance.now() - start > mostMilliseconds) throw new Error(`${where} took over 10 s`);
    if (process.memoryUsage().rss - before > mostBytes) throw new Error(`${where} took over 1 GB`);
  }
  return { read, refused };
}

/** Checks that the user sees one whole sentence of reasonable length. */
function checkSentence({ message }: ZscapeError, where: string): void {
  const whole = message.length > 10 && message.length < 2000 && /[.?!]$/.test(message);
  if (!whole || /undefined|\[object/.test(message))
    throw new Error(`${where} said ${JSON.stringify(message)}`);
}
