/** One task of a step: what the program's words mean. */
import {
  H_SCRATCH,
  H_SCRATCH_THREAD,
  L_BLOCK,
  L_CHANNELS,
  L_INPUT_PLANE,
  L_INPUT_ROW,
  L_INPUT_THREAD,
  L_INPUTS,
  L_KIND,
  L_PANELS,
  L_PRODUCT_THREAD,
  L_PRODUCT_PLANE,
  L_PRODUCT_TILE,
  L_PRODUCTS,
  L_SCRATCH,
  L_SCRATCH_THREAD,
  L_TILES,
  L_WEIGHTS,
  OP_DENSE,
  OP_DENSE_HALVES,
  OP_FUSED,
  OP_HEAD,
  OP_IN,
  OP_OUT,
  OP_PACK,
  OP_PRODUCTS,
  P_SCRATCH,
  P_SCRATCH_THREAD,
  PANEL,
  ROWS,
  STEP_ARGUMENT,
  STEP_OP,
} from '../layout.ts';
import { dense, denseOfHalves } from './dense.ts';
import { headRow } from './head.ts';
import { inputPlane, transformInputs } from './inputs.ts';
import { productsOf } from './lines/line.ts';
import { transformOutputs } from './outputs.ts';
import { pack } from './pack.ts';
import { multiply } from './products.ts';

export function execute(step: usize, task: i32, thread: i32): void {
  const op = load<i32>(step, STEP_OP);
  const argument = load<usize>(step, STEP_ARGUMENT);
  if (op == OP_DENSE) return dense(argument, task);
  if (op == OP_DENSE_HALVES) return denseOfHalves(argument, task);
  if (op == OP_HEAD)
    return headRow(argument, task, load<usize>(argument, H_SCRATCH) + <usize>thread * load<usize>(argument, H_SCRATCH_THREAD));
  if (op == OP_PACK)
    return pack(argument, task, load<usize>(argument, P_SCRATCH) + <usize>thread * load<usize>(argument, P_SCRATCH_THREAD));
  convolve(op, argument, task, thread);
}

function convolve(op: i32, layer: usize, task: i32, thread: i32): void {
  const scratch = load<usize>(layer, L_SCRATCH) + <usize>thread * load<usize>(layer, L_SCRATCH_THREAD);
  let inputs = load<usize>(layer, L_INPUTS);
  let products = load<usize>(layer, L_PRODUCTS);
  const tiles = load<i32>(layer, L_TILES);
  const panels = load<i32>(layer, L_CHANNELS) / PANEL;
  if (op == OP_PRODUCTS) {
    const some = load<i32>(layer, L_PANELS);
    const tasks = (panels + some - 1) / some;
    const from = (task % tasks) * some;
    multiplyPanels(layer, task / tasks, from, min(panels, from + some), tiles, inputs, products);
    return;
  }
  const block = load<i32>(layer, L_BLOCK);
  const first = task * block;
  const last = min(tiles, first + block);
  if (op == OP_IN) {
    transformInputs(layer, first, last, inputs + <usize>first * load<usize>(layer, L_INPUT_ROW) * 4, scratch);
  } else if (op == OP_OUT) {
    transformOutputs(
      layer,
      first,
      last,
      products + <usize>first * load<usize>(layer, L_PRODUCT_TILE),
      scratch,
    );
  } else if (op == OP_FUSED) {
    inputs += <usize>thread * load<usize>(layer, L_INPUT_THREAD);
    products += <usize>thread * load<usize>(layer, L_PRODUCT_THREAD);
    transformInputs(layer, first, last, inputs, scratch);
    const planes = planesOf(load<i32>(layer, L_KIND));
    for (let q = 0; q < planes; q++) multiplyPanels(layer, q, 0, panels, last - first, inputs, products);
    transformOutputs(layer, first, last, products, scratch);
  }
}

/** Panels [from, to) of the product plane q, for `tiles` rows and as many more as the matrix kernel wants. */
function multiplyPanels(
  layer: usize,
  q: i32,
  from: i32,
  to: i32,
  tiles: i32,
  inputs: usize,
  products: usize,
): void {
  const row = load<usize>(layer, L_INPUT_ROW);
  const channels = load<usize>(layer, L_CHANNELS);
  const panel = row * PANEL * 4;
  multiply(
    inputs + <usize>inputPlane(load<i32>(layer, L_KIND), q) * load<usize>(layer, L_INPUT_PLANE),
    row * 4,
    (tiles + ROWS - 1) & ~(ROWS - 1),
    load<usize>(layer, L_WEIGHTS) + <usize>q * row * channels * 4 + <usize>from * panel,
    <i32>row,
    to - from,
    products + <usize>q * load<usize>(layer, L_PRODUCT_PLANE) + <usize>from * PANEL * 4,
    load<usize>(layer, L_PRODUCT_TILE),
  );
}

/** Planes of products. */
function planesOf(kind: i32): i32 {
  const line = productsOf(kind);
  return line * line;
}
