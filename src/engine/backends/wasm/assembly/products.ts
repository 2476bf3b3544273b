/** The matrix product under every convolution. */
import { PANEL, ROWS } from '../layout.ts';
import { madd } from './simd.ts';

/**
 * products[rows][channels] = inputs[rows][depth] * weights[depth][channels], the weights packed by panels of eight columns.
 * A tile of 4 x 8 results stays in eight registers; a wider one spills on x86, where WebAssembly has sixteen.
 * @param rows a multiple of ROWS. @param depth a multiple of 8, in floats.
 * @param inputRow bytes of a row. @param productRow bytes of a row.
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
  const groupIn = inputRow * ROWS;
  const groupOut = productRow * ROWS;
  for (let p = 0; p < panels; p++) {
    let a = inputs;
    let c = products;
    for (let r = 0; r < rows; r += ROWS) {
      tile(a, inputRow, weights, panelBytes, c, productRow);
      a += groupIn;
      c += groupOut;
    }
    weights += panelBytes;
    products += PANEL * 4;
  }
}

/** 4 rows by 8 columns. */
@inline
function tile(a0: usize, row: usize, weights: usize, bytes: usize, c: usize, productRow: usize): void {
  let a1 = a0 + row;
  let a2 = a1 + row;
  let a3 = a2 + row;
  let c00 = f32x4.splat(0);
  let c01 = c00;
  let c10 = c00;
  let c11 = c00;
  let c20 = c00;
  let c21 = c00;
  let c30 = c00;
  let c31 = c00;
  const end = weights + bytes;
  // One step of depth a turn: written out by four, V8 runs out of registers and loses a third of the speed.
  for (let w = weights; w < end; w += PANEL * 4) {
    const b0 = v128.load(w, 0);
    const b1 = v128.load(w, 16);
    let x = v128.load_splat<f32>(a0);
    c00 = madd(x, b0, c00);
    c01 = madd(x, b1, c01);
    x = v128.load_splat<f32>(a1);
    c10 = madd(x, b0, c10);
    c11 = madd(x, b1, c11);
    x = v128.load_splat<f32>(a2);
    c20 = madd(x, b0, c20);
    c21 = madd(x, b1, c21);
    x = v128.load_splat<f32>(a3);
    c30 = madd(x, b0, c30);
    c31 = madd(x, b1, c31);
    a0 += 4;
    a1 += 4;
    a2 += 4;
    a3 += 4;
  }
  v128.store(c, c00, 0);
  v128.store(c, c01, 16);
  c += productRow;
  v128.store(c, c10, 0);
  v128.store(c, c11, 16);
  c += productRow;
  v128.store(c, c20, 0);
  v128.store(c, c21, 16);
  c += productRow;
  v128.store(c, c30, 0);
  v128.store(c, c31, 16);
}
