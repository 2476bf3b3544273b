/** The matrix product under every convolution. */
import { PANEL, ROWS } from '../layout.ts';
import { madd } from './simd.ts';

/**
 * products[rows][channels] = inputs[rows][depth] * weights[depth][channels], the weights packed by panels of eight
 * columns. With fused multiply-add, a tile of 6 x 8 results, two columns of the weights and one input fill the fifteen
 * registers that V8 has on x86. Without it, and for the rows left over by sixes, tiles are 4 x 8.
 * @param rows a multiple of ROWS. @param depth a multiple of 8, in floats.
 * @param inputRow bytes of a row. @param productRow bytes from one row's products to the next one's.
 */
export function multiply(
  inputs: usize,
  inputRow: usize,
  rows: i32,
  weights: usize,
  depth: i32,
  panels: i32,
  products: usize,
  productRow: usize,
): void {
  const panelBytes = <usize>depth * PANEL * 4;
  // The largest number of sixes that leaves a multiple of four.
  const sixes = ASC_FEATURE_RELAXED_SIMD ? (rows % 6 == 0 ? rows / 6 : rows < 6 ? 0 : rows % 6 == 4 ? rows / 6 : rows / 6 - 1) : 0;
  const fours = (rows - 6 * sixes) / ROWS;
  for (let p = 0; p < panels; p++) {
    let a = inputs;
    let c = products;
    for (let i = 0; i < sixes; i++) {
      tile(true, a, inputRow, weights, panelBytes, c, productRow);
      a += inputRow * 6;
      c += productRow * 6;
    }
    for (let i = 0; i < fours; i++) {
      tile(false, a, inputRow, weights, panelBytes, c, productRow);
      a += inputRow * ROWS;
      c += productRow * ROWS;
    }
    weights += panelBytes;
    products += PANEL * 4;
  }
}

/**
 * Six rows by 8 columns, or four: `six` is a compile-time constant. Each turn does one step of depth: unrolled by two or
 * four, V8 runs out of registers and loses a quarter of the speed.
 */
@inline
function tile(six: bool, a0: usize, row: usize, weights: usize, bytes: usize, c: usize, productRow: usize): void {
  let a1 = a0 + row;
  let a2 = a1 + row;
  let a3 = a2 + row;
  let a4 = six ? a3 + row : 0;
  let a5 = six ? a4 + row : 0;
  let c00 = f32x4.splat(0);
  let c01 = c00;
  let c10 = c00;
  let c11 = c00;
  let c20 = c00;
  let c21 = c00;
  let c30 = c00;
  let c31 = c00;
  let c40 = c00;
  let c41 = c00;
  let c50 = c00;
  let c51 = c00;
  const end = weights + bytes;
  for (let w = weights; w < end; w += PANEL * 4) {
    const b0 = v128.load(w, 0);
    const b1 = v128.load(w, 16);
    let x = v128.load_splat<f32>(a0);
    a0 += 4;
    c00 = madd(x, b0, c00);
    c01 = madd(x, b1, c01);
    x = v128.load_splat<f32>(a1);
    a1 += 4;
    c10 = madd(x, b0, c10);
    c11 = madd(x, b1, c11);
    x = v128.load_splat<f32>(a2);
    a2 += 4;
    c20 = madd(x, b0, c20);
    c21 = madd(x, b1, c21);
    x = v128.load_splat<f32>(a3);
    a3 += 4;
    c30 = madd(x, b0, c30);
    c31 = madd(x, b1, c31);
    if (six) {
      x = v128.load_splat<f32>(a4);
      a4 += 4;
      c40 = madd(x, b0, c40);
      c41 = madd(x, b1, c41);
      x = v128.load_splat<f32>(a5);
      a5 += 4;
      c50 = madd(x, b0, c50);
      c51 = madd(x, b1, c51);
    }
  }
  storeRow(c, c00, c01);
  storeRow(c + productRow, c10, c11);
  storeRow(c + 2 * productRow, c20, c21);
  storeRow(c + 3 * productRow, c30, c31);
  if (six) {
    storeRow(c + 4 * productRow, c40, c41);
    storeRow(c + 5 * productRow, c50, c51);
  }
}

@inline
function storeRow(to: usize, low: v128, high: v128): void {
  v128.store(to, low, 0);
  v128.store(to, high, 16);
}
