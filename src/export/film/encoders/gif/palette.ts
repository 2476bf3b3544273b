/**
 * Finds the colours that show pictures best: boxes of colours in OkLab are cut in two where that removes most error
 * (after Wu, "Color quantization by dynamic programming and principal analysis", 1992, but cutting at the means), then
 * k-means (Lloyd) moves the colours to the means of their clusters.
 */
import { binColours, knowBin, toOklab } from './colour.ts';
import type { Histogram } from './histogram.ts';
import { Nearest } from './nearest.ts';

export interface Palette {
  /** The number of colours. */
  count: number;
  /** r, g, b of each: uint8 [count, 3]. */
  rgb: Uint8Array<ArrayBuffer>;
}

/** A range of the sorted colours, and the error of representing them all by their mean. */
interface Box {
  from: number;
  to: number;
  error: number;
  axis: number;
  mean: number;
}

/**
 * Finds a palette. @param most colours, 1 to 256. @param rounds of k-means. @returns all colours that occur, if those are
 * fewer
 */
export function findPalette(histogram: Histogram, most: number, rounds = 4): Palette {
  const { bins, weights, means } = histogram;
  const count = Math.min(most, bins.length);
  if (count === bins.length) return { count, rgb: Uint8Array.from(means, Math.round) };
  const lab = labOf(bins);
  const order = Int32Array.from(bins, (_, i) => i);
  const boxes = [measure(lab, weights, order, 0, order.length)];
  while (boxes.length < count) {
    let worst = 0;
    for (let i = 1; i < boxes.length; i++) if (boxes[i]!.error > boxes[worst]!.error) worst = i;
    const box = boxes[worst]!;
    if (box.error <= 0) break;
    const middle = cut(lab, order, box);
    boxes[worst] = measure(lab, weights, order, box.from, middle);
    boxes.push(measure(lab, weights, order, middle, box.to));
  }
  const owner = new Int32Array(bins.length);
  boxes.forEach((box, i) => {
    for (let at = box.from; at < box.to; at++) owner[order[at]!] = i;
  });
  let rgb = middles(histogram, owner, boxes.length);
  for (let round = 0; round < rounds; round++) {
    const nearest = new Nearest(labOfColours(rgb), boxes.length);
    for (let i = 0; i < bins.length; i++)
      owner[i] = nearest.find(lab[3 * i]!, lab[3 * i + 1]!, lab[3 * i + 2]!);
    rgb = middles(histogram, owner, boxes.length, rgb);
  }
  return { count: boxes.length, rgb: Uint8Array.from(rgb, Math.round) };
}

/** Returns the positions of colours: r, g, b in, float32 [count, 3] out. */
export function labOfColours(rgb: ArrayLike<number>): Float32Array {
  const lab = new Float32Array(rgb.length);
  for (let at = 0; at < rgb.length; at += 3) toOklab(rgb[at]!, rgb[at + 1]!, rgb[at + 2]!, lab, at);
  return lab;
}

function labOf(bins: Int32Array): Float32Array {
  const all = binColours();
  const lab = new Float32Array(3 * bins.length);
  for (let i = 0; i < bins.length; i++) {
    knowBin(bins[i]!);
    for (let c = 0; c < 3; c++) lab[3 * i + c] = all[3 * bins[i]! + c]!;
  }
  return lab;
}

/** Returns the mean colour of each cluster; an empty one keeps its previous colour. */
function middles(histogram: Histogram, owner: Int32Array, count: number, had?: Float64Array): Float64Array {
  const { weights, means } = histogram;
  const sums = new Float64Array(3 * count);
  const totals = new Float64Array(count);
  for (let i = 0; i < owner.length; i++) {
    const to = owner[i]!;
    const weight = weights[i]!;
    totals[to]! += weight;
    for (let c = 0; c < 3; c++) sums[3 * to + c]! += weight * means[3 * i + c]!;
  }
  for (let at = 0; at < sums.length; at++) {
    const total = totals[Math.floor(at / 3)]!;
    sums[at] = total > 0 ? sums[at]! / total : (had?.[at] ?? 0);
  }
  return sums;
}

function measure(lab: Float32Array, weights: Float64Array, order: Int32Array, from: number, to: number): Box {
  const sums = [0, 0, 0];
  const squares = [0, 0, 0];
  let total = 0;
  for (let at = from; at < to; at++) {
    const i = order[at]!;
    const weight = weights[i]!;
    total += weight;
    for (let c = 0; c < 3; c++) {
      const value = lab[3 * i + c]!;
      sums[c]! += weight * value;
      squares[c]! += weight * value * value;
    }
  }
  const errors = sums.map((sum, c) => squares[c]! - (sum * sum) / total);
  const axis = errors.indexOf(Math.max(...errors));
  // A single colour cannot be cut, whatever its rounding error.
  const error = to - from < 2 ? 0 : errors[0]! + errors[1]! + errors[2]!;
  return { from, to, error, axis, mean: sums[axis]! / total };
}

/** Sorts the box's colours to both sides of its mean. @returns the start of the second half; neither half is empty */
function cut(lab: Float32Array, order: Int32Array, { from, to, axis, mean }: Box): number {
  let low = from;
  let high = to - 1;
  while (low <= high) {
    const i = order[low]!;
    if (lab[3 * i + axis]! <= mean) low += 1;
    else {
      order[low] = order[high]!;
      order[high] = i;
      high -= 1;
    }
  }
  return Math.min(to - 1, Math.max(from + 1, low));
}
