/** One task of a step: decodes the program's words. */
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
  OP_CHANGE,
  OP_DENSE,
  OP_DENSE_BACK,
  OP_DENSE_BACK_HALVES,
  OP_DENSE_HALVES,
  OP_DENSE_HALVES_KEPT,
  OP_DENSE_KEPT,
  OP_FUSED,
  OP_FUSED_BACK,
  OP_FUSED_KEPT,
  OP_HEAD,
  OP_HEAD_BACK,
  OP_IN,
  OP_LEVELS,
  OP_MEASURE,
  OP_OUT,
  OP_OUT_BACK,
  OP_OUT_KEPT,
  OP_PACK,
  OP_PRODUCTS,
  OP_WIDEN,
  P_SCRATCH,
  P_SCRATCH_THREAD,
  PANEL,
  ROWS,
  STEP_ARGUMENT,
  STEP_OP,
} from '../layout.ts';
import { dense, denseKept, denseOfHalves, denseOfHalvesKept } from './dense.ts';
import { denseBack, denseBackOfHalves } from './denseBack.ts';
import { headRow } from './head.ts';
import { headRowBack } from './headBack.ts';
import { inputPlane, transformInputs } from './inputs.ts';
import { change, level, measure } from './inside.ts';
import { productsOf } from './lines/line.ts';
import { transformOutputs, transformOutputsBack, transformOutputsKept } from './outputs.ts';
import { pack, widen } from './pack.ts';
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
  if (op == OP_WIDEN) return widen(argument, task);
  if (op == OP_DENSE_KEPT) return denseKept(argument, task);
  if (op == OP_DENSE_HALVES_KEPT) return denseOfHalvesKept(argument, task);
  if (op == OP_DENSE_BACK) return denseBack(argument, task, thread);
  if (op == OP_DENSE_BACK_HALVES) return denseBackOfHalves(argument, task, thread);
  if (op == OP_HEAD_BACK)
    return headRowBack(argument, task, load<usize>(argument, H_SCRATCH) + <usize>thread * load<usize>(argument, H_SCRATCH_THREAD));
  if (op == OP_MEASURE) return measure(argument, task);
  if (op == OP_LEVELS) return level(argument, task);
  if (op == OP_CHANGE) return change(argument, task);
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
  } else if (op == OP_OUT || op == OP_OUT_KEPT || op == OP_OUT_BACK) {
    pixelsOf(op, layer, first, last, products + <usize>first * load<usize>(layer, L_PRODUCT_TILE), scratch);
  } else if (op == OP_FUSED || op == OP_FUSED_KEPT || op == OP_FUSED_BACK) {
    inputs += <usize>thread * load<usize>(layer, L_INPUT_THREAD);
    products += <usize>thread * load<usize>(layer, L_PRODUCT_THREAD);
    transformInputs(layer, first, last, inputs, scratch);
    const planes = planesOf(load<i32>(layer, L_KIND));
    for (let q = 0; q < planes; q++) multiplyPanels(layer, q, 0, panels, last - first, inputs, products);
    pixelsOf(op, layer, first, last, products, scratch);
  }
}

function pixelsOf(op: i32, layer: usize, first: i32, last: i32, products: usize, scratch: usize): void {
  if (op == OP_OUT || op == OP_FUSED) transformOutputs(layer, first, last, products, scratch);
  else if (op == OP_OUT_KEPT || op == OP_FUSED_KEPT) transformOutputsKept(layer, first, last, products, scratch);
  else transformOutputsBack(layer, first, last, products, scratch);
}

/** Multiplies panels [from, to) of the product plane q, for `tiles` rows rounded up as the matrix kernel needs. */
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

/** Returns the number of planes of products. */
function planesOf(kind: i32): i32 {
  const line = productsOf(kind);
  return line * line;
}
