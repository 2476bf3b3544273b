/** Packs a bundle's weights into the machine, in the form that the kernels read. */
import type { HalfWeight, Weight } from '../../../../bundle/read/weights.ts';
import * as at from '../layout.ts';
import type { Machine } from '../memory/machine.ts';
import type { DenseLayer } from './dense.ts';
import type { Kind } from './kinds.ts';
import { padded, type TileScratch } from './layer.ts';

/** Temporary room for packing. */
export interface PackingRoom {
  /** For one layer's kernel: `stagingBytes`. */
  staging: number;
  /** For packing jobs and their program: `jobBytes`. */
  jobs: number;
  tileScratch: TileScratch;
}

/** Returns the bytes at `PackingRoom.jobs` for a first layer of so many pixels, which suffices for all other layers. */
export const jobBytes = (pixels: number): number => Math.max(2, pixels) * (at.PACK_BYTES + at.STEP_BYTES);

/** Returns the bytes at `PackingRoom.staging` for a convolution's kernel, as float32 and as float16. */
export const stagingBytes = (shape: readonly number[]): number => 6 * stagedNumbers(shape);

/** The same for the first kernel, as one of these. */
export const stagingBytesOfFirst = (shape: readonly number[]): number => 4 * stagedNumbers(shape);

/**
 * Packs a kernel [3, 3, in, out] for `kind` to `target`.
 * @returns whether its numbers are finite, as far as they were not checked before.
 */
export function packKernel(
  machine: Machine,
  room: PackingRoom,
  kernel: Weight | HalfWeight,
  kind: Kind,
  target: number,
): boolean {
  const [, , depth = 0, channels = 0] = kernel.shape;
  const rows = padded(depth);
  const job = { kind: kind.packedAs, rows: kind.gathered * rows, channels: padded(channels) };
  const pack = { ...job, source: room.staging, target };
  const count = stagedNumbers(kernel.shape);
  const { data, shape } = kernel;
  if (data instanceof Float32Array) {
    stage(machine.floats(room.staging, count), data, shape, (tap) => tap);
    return runJobs(machine, room, [pack]);
  }
  const source = room.staging + 4 * count;
  stage(machine.halves(source, count), data, shape, (tap) => tap);
  const widen = { kind: 0, rows: count, channels: 0, source, target: room.staging };
  return runJobs(machine, room, [{ ...widen, widens: true }, pack]);
}

/** Returns the kernel for a convolution's backward pass: rotated by 180 degrees, [3, 3, out, in]. */
export function turned({ shape, data }: Weight): Weight {
  const [h = 0, w = 0, depth = 0, channels = 0] = shape;
  const taps = h * w;
  const back = new Float32Array(data.length);
  for (let tap = 0; tap < taps; tap++) {
    const from = data.subarray(tap * depth * channels, (tap + 1) * depth * channels);
    const to = back.subarray((taps - 1 - tap) * depth * channels, (taps - tap) * depth * channels);
    for (let k = 0; k < depth; k++)
      for (let c = 0; c < channels; c++) to[c * depth + k] = from[k * channels + c]!;
  }
  return { shape: [h, w, channels, depth], data: back };
}

/**
 * Packs the first kernel, [r, r, latent, out], as a matrix for each of the r * r pixels. A VALID convolution over
 * one pixel padded by r - 1 sees that pixel once for each output (y, x), through the tap (r-1-y, r-1-x).
 * @returns as `packKernel`
 */
export function packDense(
  machine: Machine,
  room: PackingRoom,
  { shape, data }: Weight | HalfWeight,
  { weights, halves }: Pick<DenseLayer, 'weights' | 'halves'>,
): boolean {
  const [r = 0, , depth = 0, channels = 0] = shape;
  const places = r * r;
  const count = stagedNumbers(shape);
  const reversed = (tap: number) => places - 1 - tap;
  const asFloats = data instanceof Float32Array;
  if (asFloats) stage(machine.floats(room.staging, count), data, shape, reversed);
  else stage(machine.halves(room.staging, count), data, shape, reversed);
  const matrix = padded(depth) * padded(channels);
  const jobs = Array.from({ length: places }, (_, place) => ({
    kind: !asFloats ? at.KIND_COPIED : halves ? at.KIND_HALVES : at.KIND_MATRIX,
    rows: padded(depth),
    channels: padded(channels),
    source: room.staging + (asFloats ? 4 : 2) * place * matrix,
    target: weights + (halves ? 2 : 4) * place * matrix,
  }));
  return runJobs(machine, room, jobs);
}

/** Returns the numbers of a kernel in the staging area. */
function stagedNumbers([h = 0, w = 0, depth = 0, channels = 0]: readonly number[]): number {
  return h * w * padded(depth) * padded(channels);
}

/** Copies a kernel with its channels padded by zeros. @param place of a tap's matrix among the others. */
function stage<T extends Float32Array | Uint16Array>(
  ground: T,
  data: T,
  [h = 0, w = 0, depth = 0, channels = 0]: readonly number[],
  place: (tap: number) => number,
): void {
  const row = padded(channels);
  const matrix = padded(depth) * row;
  const whole = row === channels;
  if (!whole || depth !== padded(depth)) ground.fill(0);
  for (let tap = 0; tap < h * w; tap++) {
    const from = data.subarray(tap * depth * channels, (tap + 1) * depth * channels);
    const to = place(tap) * matrix;
    if (whole) ground.set(from, to);
    else {
      for (let k = 0; k < depth; k++)
        ground.set(from.subarray(k * channels, (k + 1) * channels), to + k * row);
    }
  }
}

interface Job {
  kind: number;
  source: number;
  rows: number;
  channels: number;
  target: number;
  /** Widens float16 for the next job instead of packing. */
  widens?: boolean;
}

/** @returns whether the float16 that the jobs read are finite. */
function runJobs(machine: Machine, room: PackingRoom, jobs: readonly Job[]): boolean {
  const program = room.jobs + jobs.length * at.PACK_BYTES;
  const view = machine.view;
  const steps = jobs.map((job, i) => {
    const argument = room.jobs + i * at.PACK_BYTES;
    view.setInt32(argument + at.P_KIND, job.kind, true);
    view.setInt32(argument + at.P_SOURCE, job.source, true);
    view.setInt32(argument + at.P_ROWS, job.rows, true);
    view.setInt32(argument + at.P_CHANNELS, job.channels, true);
    view.setInt32(argument + at.P_TARGET, job.target, true);
    view.setInt32(argument + at.P_SCRATCH, room.tileScratch.address, true);
    view.setInt32(argument + at.P_SCRATCH_THREAD, room.tileScratch.bytes, true);
    view.setInt32(argument + at.P_NOT_FINITE, 0, true);
    return job.widens
      ? { op: at.OP_WIDEN, tasks: Math.ceil(job.rows / at.WIDENED), argument }
      : { op: at.OP_PACK, tasks: job.channels / at.PANEL, argument };
  });
  machine.write(program, steps);
  machine.run(program, steps.length);
  return steps.every(({ argument }) => view.getInt32(argument + at.P_NOT_FINITE, true) === 0);
}
