/**
 * Measures the peak of WebAssembly on this machine: chains of `relaxed_madd` (or multiply and add) on registers alone, on as many
 * threads as the engines get. The module, a single loop, is written here byte by byte.
 */

const CHAINS = 10;
/** Multiply-adds in one turn of the loop: four lanes per chain, unrolled four times. */
const UNROLLED = 4;
const MACS_PER_TURN = 4 * CHAINS * UNROLLED;

/** (func (export "spin") (param turns i32) (result f32)) */
function peakModule(relaxed: boolean): Uint8Array<ArrayBuffer> {
  const i32 = 0x7f;
  const f32 = 0x7d;
  const v128 = 0x7b;
  const simd = (op: number) => [0xfd, ...leb(op)];
  const get = (local: number) => [0x20, local];
  const set = (local: number) => [0x21, local];
  const first = 3; // locals: 0 turns, 1 factor, 2 addend, then the chains
  const constant = (value: number) => {
    const lane = [...new Uint8Array(Float32Array.of(value).buffer)];
    return [...simd(0x0c), ...lane, ...lane, ...lane, ...lane];
  };
  const chain = (i: number) =>
    relaxed
      ? [...get(first + i), ...get(1), ...get(2), ...simd(0x105), ...set(first + i)]
      : [...get(first + i), ...get(1), ...simd(0xe6), ...get(2), ...simd(0xe4), ...set(first + i)];
  const turn = Array.from({ length: CHAINS }, (_, i) => chain(i)).flat();
  const code = [
    ...[...constant(0.999), ...set(1), ...constant(0.001), ...set(2)],
    ...Array.from({ length: CHAINS }, (_, i) => [...constant(i), ...set(first + i)]).flat(),
    ...[0x03, 0x40], // loop
    ...Array.from({ length: UNROLLED }, () => turn).flat(),
    ...[...get(0), 0x41, 1, 0x6b, 0x22, 0, 0x0d, 0], // turns - 1, and again unless it is 0
    0x0b,
    ...get(first),
    ...Array.from({ length: CHAINS - 1 }, (_, i) => [...get(first + 1 + i), ...simd(0xe4)]).flat(),
    ...[...simd(0x1f), 0], // lane 0, so that nothing is optimised away as unused
    0x0b,
  ];
  const body = [1, ...leb(CHAINS + 2), v128, ...code];
  return Uint8Array.from([
    ...[0, 0x61, 0x73, 0x6d, 1, 0, 0, 0],
    ...section(1, [1, 0x60, 1, i32, 1, f32]),
    ...section(3, [1, 0]),
    ...section(7, [1, 4, ...new TextEncoder().encode('spin'), 0, 0]),
    ...section(10, [1, ...leb(body.length), ...body]),
  ]);
}

const section = (id: number, content: number[]) => [id, ...leb(content.length), ...content];

/** Unsigned LEB128. */
function leb(value: number): number[] {
  const bytes: number[] = [];
  for (let rest = value; ; rest >>>= 7) {
    if (rest < 128) return [...bytes, rest];
    bytes.push((rest & 127) | 128);
  }
}

/** GFLOPS of this thread alone (a multiply-add counts as two), the best of a few tries. */
export function spin(turns = 3_000_000): number {
  const module = [peakModule(true), peakModule(false)].find((bytes) => WebAssembly.validate(bytes));
  if (!module) return 0;
  const { spin: run } = new WebAssembly.Instance(new WebAssembly.Module(module)).exports;
  let best = 0;
  for (let i = 0; i < 4; i++) {
    const began = performance.now();
    (run as (turns: number) => number)(turns);
    best = Math.max(best, (2 * MACS_PER_TURN * turns) / (performance.now() - began) / 1e6);
  }
  return best;
}
