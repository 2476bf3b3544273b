/**
 * Seeded random numbers that are the same, bit for bit, on every machine and in every JavaScript engine.
 *
 * Generator: xoshiro128** (Blackman and Vigna, "Scrambled linear pseudorandom number generators", 2021), whose four words
 * of state are the first four outputs of splitmix32: a counter that grows by the golden gamma 0x9e3779b9 (Steele, Lea and
 * Flood, "Fast splittable pseudorandom number generators", 2014) through MurmurHash3's 32-bit finaliser.
 *
 * The language specifies the rounding of + - * / and Math.sqrt, but not of Math.log, Math.cos or Math.exp, so only the
 * former are used: normal numbers come from inversion (`normal.ts`), not from the Box-Muller method.
 */
import { ZscapeError } from './errors.ts';
import { normalQuantile } from './normal.ts';

/** Seeds are whole numbers from 0 to this. */
export const MAX_SEED = 0xffffffff;

export interface Random {
  /** Returns a whole number, 0 to 2^32 - 1. */
  nextUint32(): number;
  /**
   * Returns a number in the open interval (0, 1): one of 2^52 equally spaced values, symmetric about 1/2. Takes two
   * words.
   */
  uniform(): number;
  /** Returns a number from N(0, 1), by inversion of one `uniform`. */
  normal(): number;
  /** Returns a whole number from 0 to bound - 1, each equally likely; bound from 1 to 2^32. */
  below(bound: number): number;
}

/** Creates a generator. @param seed a whole number, 0 to 2^32 - 1; anything else is the caller's error (RangeError). */
export function createRandom(seed: number): Random {
  if (!Number.isInteger(seed) || seed < 0 || seed > MAX_SEED) {
    throw new RangeError(`A seed is a whole number from 0 to ${MAX_SEED}, not ${seed}.`);
  }
  let counter = seed | 0;
  const word = (): number => {
    counter = (counter + 0x9e3779b9) | 0;
    return mix32(counter);
  };
  return createRandomFromState([word(), word(), word(), word()]);
}

/** Creates xoshiro128** from four words of state, not all of which are zero. */
export function createRandomFromState(state: readonly [number, number, number, number]): Random {
  let [s0, s1, s2, s3] = state;

  const nextUint32 = (): number => {
    const result = Math.imul(rotateLeft(Math.imul(s1, 5), 7), 9) >>> 0;
    const shifted = s1 << 9;
    s2 ^= s0;
    s3 ^= s1;
    s1 ^= s2;
    s0 ^= s3;
    s2 ^= shifted;
    s3 = rotateLeft(s3, 11);
    return result;
  };

  const uniform = (): number => {
    const high = nextUint32() >>> 6;
    const low = nextUint32() >>> 6;
    // (k + 1/2) / 2^52 with k < 2^52 is exact in a double and is never 0 or 1.
    return (high * 2 ** 26 + low + 0.5) * 2 ** -52;
  };

  const below = (bound: number): number => {
    const fair = 2 ** 32 - (2 ** 32 % bound);
    let drawn = nextUint32();
    while (drawn >= fair) drawn = nextUint32();
    return drawn % bound;
  };

  return { nextUint32, uniform, normal: () => normalQuantile(uniform()), below };
}

/** Seeds that nobody chose are below this: short enough to read out, and a million faces are plenty. */
const FRESH_SEEDS = 1_000_000;

/** Returns a seed that nobody chose, of at most six digits, from the system's own source of randomness. */
export function freshSeed(): number {
  return crypto.getRandomValues(new Uint32Array(1))[0]! % FRESH_SEEDS;
}

/**
 * Reads a seed that the user typed.
 * @throws SEED_INVALID for anything but a whole number from 0 to 2^32 - 1 in decimal digits.
 */
export function parseSeed(text: string): number {
  const digits = text.trim();
  const hint = `Type a whole number from 0 to ${MAX_SEED}.`;
  if (digits === '') throw new ZscapeError('SEED_INVALID', `The seed is empty. ${hint}`);
  if (!/^[0-9]+$/.test(digits)) {
    const shown = digits.length > 24 ? `${digits.slice(0, 24)}…` : digits;
    throw new ZscapeError('SEED_INVALID', `"${shown}" is not a seed. ${hint}`);
  }
  const seed = Number(digits);
  if (seed > MAX_SEED) throw new ZscapeError('SEED_INVALID', `This seed is too large. ${hint}`);
  return seed;
}

function rotateLeft(word: number, bits: number): number {
  return (word << bits) | (word >>> (32 - bits));
}

/** Applies MurmurHash3's finaliser for 32 bits: every bit of the input affects every bit of the output. */
function mix32(word: number): number {
  let h = word;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}
