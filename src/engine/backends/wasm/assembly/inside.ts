/** Views and changes inside a network: a layer's maps after their norm, in place. */
import {
  E_GAIN,
  E_OFFSET,
  E_PLANE,
  ENTRY_BYTES,
  ONE,
  PANEL,
  T_CHANNELS,
  T_COUNT,
  T_ENTRIES,
  T_EPSILON,
  T_LEVELS,
  T_MEASURED,
  T_PIXEL,
  T_ROW,
  T_SIZE,
  T_TARGET,
} from '../layout.ts';
import { madd, nmadd, number } from './simd.ts';

/** Writes mean and variance over the pixels of the maps of one panel to T_MEASURED. */
export function measure(maps: usize, panel: i32): void {
  const at = firstOf(maps, panel);
  const to = load<usize>(maps, T_MEASURED) + <usize>panel * PANEL * 4;
  const next = load<usize>(maps, T_CHANNELS) * 4;
  for (let half: usize = 0; half < 32; half += 16) {
    const mean = meanOf(maps, at + half);
    v128.store(to + half, mean);
    v128.store(to + next + half, varianceOf(maps, at + half, mean));
  }
}

/**
 * Gives the maps of one panel the mean and variance at T_LEVELS. With their own levels, the maps stay the same to the
 * last bit.
 */
export function level(maps: usize, panel: i32): void {
  const at = firstOf(maps, panel);
  const levels = load<usize>(maps, T_LEVELS) + <usize>panel * PANEL * 4;
  const next = load<usize>(maps, T_CHANNELS) * 4;
  const epsilon = v128.load_splat<f32>(maps, T_EPSILON);
  for (let half: usize = 0; half < 32; half += 16) {
    const mean = meanOf(maps, at + half);
    const variance = f32x4.add(varianceOf(maps, at + half, mean), epsilon);
    const wished = f32x4.add(v128.load(levels + next + half), epsilon);
    const factor = f32x4.sqrt(f32x4.div(wished, variance));
    spread(maps, at + half, factor, nmadd(mean, factor, v128.load(levels + half)));
  }
}

/** Amplifies maps, or their replacements, along one row of pixels. */
export function change(maps: usize, y: i32): void {
  const size = load<i32>(maps, T_SIZE);
  const pixel = load<usize>(maps, T_PIXEL);
  const row = load<usize>(maps, T_TARGET) + <usize>(y + 1) * load<usize>(maps, T_ROW) + pixel;
  let entry = load<usize>(maps, T_ENTRIES);
  for (const end = entry + load<usize>(maps, T_COUNT) * ENTRY_BYTES; entry < end; entry += ENTRY_BYTES) {
    let at = row + load<usize>(entry, E_OFFSET);
    const gain = load<f32>(entry, E_GAIN);
    let plane = load<usize>(entry, E_PLANE);
    if (plane != 0) plane += <usize>(y * size) * 4;
    for (let x = 0; x < size; x++) {
      if (plane == 0) store<f32>(at, load<f32>(at) * gain);
      else {
        store<f32>(at, load<f32>(plane) * gain);
        plane += 4;
      }
      at += pixel;
    }
  }
}

/** Returns the address of a panel's maps in the first pixel. */
@inline
function firstOf(maps: usize, panel: i32): usize {
  return load<usize>(maps, T_TARGET) + load<usize>(maps, T_ROW) + load<usize>(maps, T_PIXEL) + <usize>panel * PANEL * 4;
}

/** Row by row, so that large pictures lose nothing by adding small numbers to a large one. */
function meanOf(maps: usize, first: usize): v128 {
  const size = load<i32>(maps, T_SIZE);
  const pixel = load<usize>(maps, T_PIXEL);
  let sum = f32x4.splat(0);
  for (let y = 0; y < size; y++) {
    let ofRow = f32x4.splat(0);
    for (let x = 0, at = first; x < size; x++, at += pixel) ofRow = f32x4.add(ofRow, v128.load(at));
    sum = f32x4.add(sum, ofRow);
    first += load<usize>(maps, T_ROW);
  }
  return f32x4.mul(sum, shareOf(size));
}

function varianceOf(maps: usize, first: usize, mean: v128): v128 {
  const size = load<i32>(maps, T_SIZE);
  const pixel = load<usize>(maps, T_PIXEL);
  let sum = f32x4.splat(0);
  for (let y = 0; y < size; y++) {
    let ofRow = f32x4.splat(0);
    for (let x = 0, at = first; x < size; x++, at += pixel) {
      const off = f32x4.sub(v128.load(at), mean);
      ofRow = madd(off, off, ofRow);
    }
    sum = f32x4.add(sum, ofRow);
    first += load<usize>(maps, T_ROW);
  }
  return f32x4.mul(sum, shareOf(size));
}

/** x * factor + shift */
function spread(maps: usize, first: usize, factor: v128, shift: v128): void {
  const size = load<i32>(maps, T_SIZE);
  const pixel = load<usize>(maps, T_PIXEL);
  for (let y = 0; y < size; y++) {
    for (let x = 0, at = first; x < size; x++, at += pixel) v128.store(at, madd(v128.load(at), factor, shift));
    first += load<usize>(maps, T_ROW);
  }
}

/** One over the number of pixels. */
@inline
function shareOf(size: i32): v128 {
  return f32x4.div(number(ONE), f32x4.splat(<f32>(size * size)));
}
