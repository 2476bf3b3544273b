/** Random damage to bytes, as bad connections, bad disks and malicious people cause it. */
import type { Random } from '../../../base/random.ts';
import { concat } from '../bytes.ts';

/** Lengths and counts that programs often mishandle, as their lowest eight bytes. */
const awkward = [
  0n,
  1n,
  0x7fn,
  0x80n,
  0xffn,
  0xffffn,
  0x7fffffffn,
  0x80000000n,
  0xffffffffn,
  1n << 40n,
  (1n << 63n) - 1n,
  (1n << 64n) - 1n,
];

type Mutation = (bytes: Uint8Array, random: Random) => Uint8Array;

const mutations: readonly Mutation[] = [
  function flipBits(bytes, random) {
    const copy = bytes.slice();
    for (let n = 1 + random.below(4); n > 0; n--) copy[random.below(copy.length)]! ^= 1 << random.below(8);
    return copy;
  },
  function setBytes(bytes, random) {
    const copy = bytes.slice();
    const at = random.below(copy.length);
    copy.fill([0, 0xff, 0x7f, 0x80, random.below(256)][random.below(5)]!, at, at + 1 + random.below(4));
    return copy;
  },
  function truncate(bytes, random) {
    return bytes.slice(0, random.below(bytes.length));
  },
  function remove(bytes, random) {
    const [from, to] = range(bytes.length, random);
    return concat([bytes.subarray(0, from), bytes.subarray(to)]);
  },
  function repeat(bytes, random) {
    const [from, to] = range(bytes.length, random);
    return concat([bytes.subarray(0, to), bytes.subarray(from)]);
  },
  function move(bytes, random) {
    const [from, to] = range(bytes.length, random);
    const copy = bytes.slice();
    copy.copyWithin(random.below(copy.length), from, to);
    return copy;
  },
  function insert(bytes, random) {
    const at = random.below(bytes.length + 1);
    const noise = Uint8Array.from({ length: 1 + random.below(16) }, () => random.below(256));
    return concat([bytes.subarray(0, at), noise, bytes.subarray(at)]);
  },
  function writeNumber(bytes, random) {
    const copy = bytes.slice();
    const value = awkward[random.below(awkward.length)]!;
    const width = [1, 2, 4, 8][random.below(4)]!;
    const at = random.below(copy.length);
    for (let i = 0; i < width && at + i < copy.length; i++)
      copy[at + i] = Number((value >> BigInt(8 * i)) & 255n);
    return copy;
  },
  function writeVarint(bytes, random) {
    const copy = bytes.slice();
    let value = awkward[random.below(awkward.length)]!;
    for (let at = random.below(copy.length); at < copy.length; at++, value >>= 7n) {
      copy[at] = Number(value & 127n) | (value > 127n ? 128 : 0);
      if (value <= 127n) break;
    }
    return copy;
  },
];

/** Applies one to three mutations. */
export function mutate(bytes: Uint8Array, random: Random): Uint8Array {
  let result = bytes;
  for (let n = 1 + random.below(3); n > 0 && result.length > 0; n--) {
    result = mutations[random.below(mutations.length)]!(result, random);
  }
  return result;
}

function range(length: number, random: Random): [number, number] {
  const from = random.below(length);
  return [from, Math.min(length, from + 1 + random.below(Math.max(1, Math.min(64, length))))];
}
