/**
 * Back through the first layer: from the gradients of all its pixels to those of the latent, using the weights of the
 * forward pass.
 */
import {
  DENSE_BACK_INPUTS,
  HALF_BITS,
  L_CHANNELS,
  L_DEPTH,
  L_INPUTS,
  L_SCRATCH,
  L_SCRATCH_THREAD,
  L_SIZE,
  L_TARGET,
  L_TARGET_PIXEL,
  L_TARGET_ROW,
  L_WEIGHTS,
  PANEL,
  UP,
} from '../layout.ts';
import { highHalves, lowHalves } from './halves.ts';
import { madd, number, sums } from './simd.ts';

/**
 * Computes the gradients of DENSE_BACK_INPUTS numbers of the latent, starting at `task` times as many, and writes them to
 * L_INPUTS.
 */
export function denseBack(layer: usize, task: i32, thread: i32): void {
  inputsBack(layer, task, thread, false);
}

/** Works like `denseBack`, with float16 weights. */
export function denseBackOfHalves(layer: usize, task: i32, thread: i32): void {
  inputsBack(layer, task, thread, true);
}

/** @param halves a compile-time constant. */
@inline
function inputsBack(layer: usize, task: i32, thread: i32, halves: bool): void {
  const depth = load<usize>(layer, L_DEPTH);
  const bytes = load<usize>(layer, L_CHANNELS) * 4;
  const size = load<i32>(layer, L_SIZE);
  const pixel = load<usize>(layer, L_TARGET_PIXEL);
  const first = <usize>task * DENSE_BACK_INPUTS;
  const count = min(DENSE_BACK_INPUTS, depth - first);
  const sum = load<usize>(layer, L_SCRATCH) + <usize>thread * load<usize>(layer, L_SCRATCH_THREAD);
  const end = sum + count * 16;
  memory.fill(sum, 0, count * 16);
  const bits = number(HALF_BITS);
  const up = number(UP);
  /** Of one input. */
  const step: usize = halves ? PANEL * 2 : PANEL * 4;
  let weights = load<usize>(layer, L_WEIGHTS) + first * step;
  for (let y = 0; y < size; y++) {
    let at = load<usize>(layer, L_TARGET) + <usize>(y + 1) * load<usize>(layer, L_TARGET_ROW) + pixel;
    for (let x = 0; x < size; x++) {
      for (let c: usize = 0; c < bytes; c += PANEL * 4) {
        let d0 = v128.load(at + c, 0);
        let d1 = v128.load(at + c, 16);
        if (halves) {
          d0 = f32x4.mul(d0, up);
          d1 = f32x4.mul(d1, up);
        }
        let w = weights;
        for (let s = sum; s < end; s += 16) {
          if (halves) {
            const eight = v128.load(w);
            v128.store(s, madd(d0, lowHalves(eight, bits), madd(d1, highHalves(eight, bits), v128.load(s))));
          } else {
            v128.store(s, madd(d0, v128.load(w, 0), madd(d1, v128.load(w, 16), v128.load(s))));
          }
          w += step;
        }
        weights += depth * step;
      }
      at += pixel;
    }
  }
  let to = load<usize>(layer, L_INPUTS) + first * 4;
  for (let s = sum; s < end; s += 64) {
    const four = sums(v128.load(s, 0), v128.load(s, 16), v128.load(s, 32), v128.load(s, 48));
    v128.store(to, halves ? f32x4.mul(four, up) : four);
    to += 16;
  }
}
