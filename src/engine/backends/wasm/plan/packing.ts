/** Packs a bundle's weights into the machine, in the form that the kernels read. */
import type { Weight } from '../../../../bundle/read/weights.ts';
import * as at from '../layout.ts';
import type { Machine } from '../memory/machine.ts';
import type { DenseLayer } from './dense.ts';
import type { Kind } from './kinds.ts';
import { padded, type TileScratch } from './layer.ts';

/** Temporary room for packing. */
export interface PackingRoom {
  /** For one layer's kernel as stored in the bundle. */
  staging: number;
  /** For packing jobs and their program. */
  jobs: number;
  tileScratch: TileScratch;
}

/** Returns the bytes at `PackingRoom.jobs` for this many jobs. */
export const jobBytes = (jobs: number): number => jobs * (at.PACK_BYTES + at.STEP_BYTES);

/** Packs a kernel float32 [3, 3, in, out] for `kind` to `target`. */
export function packKernel(
  machine: Machine,
  room: PackingRoom,
  kernel: Weight,
  kind: Kind,
  target: number,
): void {
  const [, , depth = 0, channels = 0] = kernel.shape;
  const rows = padded(depth);
  stage(machine, room.staging, kernel, (tap) => tap);
  const job = { kind: kind.packedAs, rows: kind.gathered * rows, channels: padded(channels) };
  runJobs(machine, room, [{ ...job, source: room.staging, target }]);
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
 * Packs the first kernel, float32 [r, r, latent, out], as a matrix for each of the r * r pixels. A VALID convolution over
 * one pixel padded by r - 1 sees that pixel once for each output (y, x), through the tap (r-1-y, r-1-x).
 */
export function packDense(
  machine: Machine,
  room: PackingRoom,
  kernel: Weight,
  { weights, halves }: Pick<DenseLayer, 'weights' | 'halves'>,
): void {
  const [r = 0, , depth = 0, channels = 0] = kernel.shape;
  const places = r * r;
  stage(machine, room.staging, kernel, (tap) => places - 1 - tap);
  const matrix = padded(depth) * padded(channels);
  const jobs = Array.from({ length: places }, (_, place) => ({
    kind: halves ? at.KIND_HALVES : at.KIND_MATRIX,
    rows: padded(depth),
    channels: padded(channels),
    source: room.staging + 4 * place * matrix,
    target: weights + (halves ? 2 : 4) * place * matrix,
  }));
  runJobs(machine, room, jobs);
}

/** Returns the floats of a kernel in the staging area. */
export function stagedFloats([h = 0, w = 0, depth = 0, channels = 0]: readonly number[]): number {
  return h * w * padded(depth) * padded(channels);
}

/** Copies a kernel with its channels padded by zeros. @param place of a tap's matrix among the others. */
function stage(machine: Machine, address: number, kernel: Weight, place: (tap: number) => number): void {
  const [h = 0, w = 0, depth = 0, channels = 0] = kernel.shape;
  const row = padded(channels);
  const matrix = padded(depth) * row;
  const ground = machine.floats(address, stagedFloats(kernel.shape));
  const whole = row === channels;
  if (!whole || depth !== padded(depth)) ground.fill(0);
  for (let tap = 0; tap < h * w; tap++) {
    const from = kernel.data.subarray(tap * depth * channels, (tap + 1) * depth * channels);
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
}

function runJobs(machine: Machine, room: PackingRoom, jobs: readonly Job[]): void {
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
    return { op: at.OP_PACK, tasks: job.channels / at.PANEL, argument };
  });
  machine.write(program, steps);
  machine.run(program, steps.length);
}
