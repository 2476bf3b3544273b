/** Resizes pictures. TensorFlow's own resizing is used if it samples the same rows; otherwise rows are gathered. */
import { bool } from '../../../graph/attributes.ts';
import type { Ref } from '../../../graph/graph.ts';
import {
  axisIn,
  type Call,
  emit,
  inputOf,
  inputShape,
  like,
  type Translate,
  type TranslateTable,
} from '../call.ts';
import { channelsLast, type Held, inOrder, laid } from '../held.ts';
import { Obstacle } from '../obstacle.ts';
import { rowsOf } from './cut.ts';
import { cubicTaps, linearTaps, nearestRows, rowsOutside, type Sampling, type Tap } from './sampling.ts';

/** The longest side to which a picture is resized. */
const mostRows = 16384;

const resize: Translate = (call) => {
  const { attributes } = call;
  const old = call.opset < 11;
  const coordinates = old ? 'asymmetric' : attributes.text('coordinate_transformation_mode', 'half_pixel');
  if (attributes.int('antialias', 0) !== 0)
    throw new Obstacle('resizes with antialias, which is not supported');
  return resized(call, coordinates, attributes.text('nearest_mode', old ? 'floor' : 'round_prefer_floor'));
};

/** The op of opset 9 and before, which PyTorch still writes for resizing. */
const upsample: Translate = (call) => resized(call, 'asymmetric', 'floor');

function resized(call: Call, coordinates: string, rounding: string): Held {
  const given = inputOf(call, 0);
  const rank = given.order.length;
  const shape = inputShape(call, 0);
  const samplings = samplingsOf(call, shape, coordinates);
  const spatial = rank === 4 ? [2, 3] : inOrder(rank).filter((axis) => axis > 1);
  const others = inOrder(rank).filter((axis) => !spatial.includes(axis));
  if (others.some((axis) => samplings[axis] !== undefined))
    throw new Obstacle('resizes the channels or the batch');
  const order = channelsLast(rank);
  const x: Held = { ref: laid(call.emitter, given, order), order };
  return withOutside(call, scaled(call, x, spatial, samplings, rounding), spatial, samplings);
}

function scaled(
  call: Call,
  x: Held,
  spatial: readonly number[],
  samplings: readonly (Sampling | undefined)[],
  rounding: string,
): Held {
  const mode = call.attributes.text('mode', 'nearest');
  switch (mode) {
    case 'nearest': {
      const rows = spatial.map((axis) => samplings[axis] && nearestRows(samplings[axis], rounding));
      return nearest(call, x, spatial, rows);
    }
    case 'linear':
    case 'bilinear':
      return bilinear(call, x, spatial, samplings) ?? weighted(call, x, spatial, samplings, linearTaps);
    case 'cubic': {
      const a = call.attributes.float('cubic_coeff_a', -0.75);
      const exclude = call.attributes.int('exclude_outside', 0) !== 0;
      return weighted(call, x, spatial, samplings, (sampling) => cubicTaps(sampling, a, exclude));
    }
    default:
      throw new Obstacle(`resizes in the unknown mode "${mode}"`);
  }
}

/** Fills the area beyond the picture with its own value. */
function withOutside(
  call: Call,
  x: Held,
  spatial: readonly number[],
  samplings: readonly (Sampling | undefined)[],
): Held {
  const value = call.attributes.float('extrapolation_value', 0);
  return spatial.reduce<Held>((held, axis, i) => {
    const outside = samplings[axis] ? rowsOutside(samplings[axis]) : [];
    if (!outside.includes(true)) return held;
    // The channels come last, so an axis is followed by the remaining ones.
    const shape = [outside.length, ...new Array<number>(spatial.length - i).fill(1)];
    const named = (what: string, of: (out: boolean) => number): Ref =>
      call.emitter.floats(`${call.name}/axis_${axis}_${what}`, outside.map(of), shape);
    const inside = named('inside', (out) => (out ? 0 : 1));
    const kept = emit(call, 'Mul', `axis_${axis}_cut`, [held.ref, inside]);
    const beyond = named('beyond', (out) => (out ? value : 0));
    return like(x, emit(call, 'AddV2', `axis_${axis}_filled`, [kept, beyond]));
  }, x);
}

/** Returns the sampling of each axis, or undefined if it stays unchanged. */
function samplingsOf(call: Call, shape: readonly number[], coordinates: string): (Sampling | undefined)[] {
  const stated = call.attributes.ints('axes');
  const axes =
    stated === undefined ? inOrder(shape.length) : stated.map((axis) => axisIn(axis, shape.length));
  const { scales, sizes } = scalesOf(call);
  const list = sizes ?? scales;
  if (list?.length !== axes.length) throw new Obstacle('does not say how large its picture becomes');
  const policy = call.attributes.text('keep_aspect_ratio_policy', 'stretch');
  if (policy !== 'stretch')
    throw new Obstacle(`resizes with the policy "${policy}"; export it with exact sizes`);
  const cuts = coordinates === 'tf_crop_and_resize' ? cutsOf(call, axes.length) : undefined;
  return shape.map((from, axis) => {
    const at = axes.indexOf(axis);
    if (at === -1) return undefined;
    const wish = list[at];
    const crop = cuts?.[at];
    const whole = crop === undefined || (crop.start === 0 && crop.end === 1);
    if (from === -1 && !whole) throw new Obstacle('cuts the batch');
    // Only the size of the batch may depend on the batch.
    if (from === -1 && (sizes === undefined ? wish === 1 : true)) return undefined;
    if (wish === undefined) throw new Obstacle('resizes to a size that depends on the batch or the latent');
    const scale = sizes === undefined ? wish : wish / from;
    // A crop does not change the size: ONNX Runtime and ONNX's own shape inference ignore it, unlike the specification's
    // text.
    const to = sizes === undefined ? Math.floor(from * wish) : wish;
    if (!(to >= 1 && to <= mostRows && Number.isInteger(to)))
      throw new Obstacle(`resizes ${from} rows to ${to}`);
    return to === from && scale === 1 && whole
      ? undefined
      : { from, to, scale, coordinates, ...(crop && { crop }) };
  });
}

/** Reads the input `roi`: all starts, then all ends. */
function cutsOf(call: Call, axes: number): { start: number; end: number }[] {
  const roi = numbersOf(call, 1);
  if (roi?.length !== 2 * axes || !roi.every((one) => one !== undefined))
    throw new Obstacle('cuts a part out of its picture that depends on the latent or is not given');
  return Array.from({ length: axes }, (_, i) => ({ start: roi[i]!, end: roi[axes + i]! }));
}

/** Reads scales or sizes, from the input or attribute that this version of the op uses. */
function scalesOf(call: Call): {
  scales?: readonly (number | undefined)[];
  sizes?: readonly (number | undefined)[];
} {
  const attribute = call.attributes.floats('scales');
  if (attribute !== undefined) return { scales: attribute };
  const first = call.opset < 11 ? 1 : 2;
  const scales = numbersOf(call, first);
  if (scales !== undefined && scales.length > 0) return { scales };
  return { sizes: numbersOf(call, 3) };
}

/** Returns the numbers of an input, undefined if one depends on the batch. */
function numbersOf(call: Call, index: number): readonly (number | undefined)[] | undefined {
  const input = call.inputs[index];
  const [first, ...others] = (input && call.emitter.numbersOfEach(input.ref)) ?? [];
  return first?.map((number, i) => (others.every((one) => one[i] === number) ? number : undefined));
}

type Rows = readonly number[] | undefined;

function nearest(call: Call, x: Held, spatial: readonly number[], rows: readonly Rows[]): Held {
  const from = inOrder(spatial.length).map((i) => call.emitter.shape(x.ref)[i + 1]!);
  const plain = rows.every((list, i) => list === undefined || isPlain(list, from[i]!));
  if (plain && spatial.length === 2)
    return like(x, framework(call, 'ResizeNearestNeighbor', x.ref, sizesOf(rows, from), {}));
  return rows.reduce<Held>(
    (held, list, i) =>
      list === undefined ? held : rowsOf(call, `axis_${spatial[i]}`, held, spatial[i]!, list),
    x,
  );
}

function isPlain(rows: readonly number[], from: number): boolean {
  return rows.every((row, i) => row === Math.floor((i * from) / rows.length));
}

function sizesOf(rows: readonly Rows[], from: readonly number[]): number[] {
  return rows.map((list, i) => list?.length ?? from[i]!);
}

function framework(
  call: Call,
  op: string,
  x: Ref,
  sizes: readonly number[],
  { corners = false, halfPixels = false },
): Ref {
  const size = call.emitter.integers(`${call.name}/size`, sizes);
  return emit(call, op, '', [x, size], {
    align_corners: bool(corners),
    half_pixel_centers: bool(halfPixels),
  });
}

/** Uses TensorFlow's own op, for the coordinates that it supports and scales that follow from the sizes. */
function bilinear(
  call: Call,
  x: Held,
  spatial: readonly number[],
  samplings: readonly (Sampling | undefined)[],
): Held | undefined {
  const own = spatial.map((axis) => samplings[axis]);
  const corners = own.every(
    (one) => one === undefined || (one.coordinates === 'align_corners' && one.to > 1),
  );
  const exact = own.every((one) => one === undefined || (one.to === one.from * one.scale && one.to > 1));
  const [coordinates = ''] = own.flatMap((one) => one?.coordinates ?? []);
  const known = ['half_pixel', 'pytorch_half_pixel', 'asymmetric'].includes(coordinates);
  if (spatial.length !== 2 || coordinates === '' || !(corners || (exact && known))) return undefined;
  const sizes = own.map((one, i) => one?.to ?? call.emitter.shape(x.ref)[i + 1]!);
  const halfPixels = !corners && coordinates !== 'asymmetric';
  return like(x, framework(call, 'ResizeBilinear', x.ref, sizes, { corners, halfPixels }));
}

/** Resizes each axis separately: sums of weighted rows. */
function weighted(
  call: Call,
  x: Held,
  spatial: readonly number[],
  samplings: readonly (Sampling | undefined)[],
  taps: (sampling: Sampling) => Tap[],
): Held {
  return spatial.reduce<Held>((held, axis, i) => {
    const sampling = samplings[axis];
    return sampling === undefined ? held : summed(call, held, axis, spatial.length - i, taps(sampling));
  }, x);
}

/** Resizes one axis. @param behind the number of axes after this one, including the channels. */
function summed(call: Call, x: Held, axis: number, behind: number, taps: readonly Tap[]): Held {
  const parts = taps.map(({ rows, weights }, k) => {
    const taken = rowsOf(call, `axis_${axis}_tap_${k}`, x, axis, rows);
    const shape = [weights.length, ...new Array<number>(behind).fill(1)];
    const factors = call.emitter.floats(`${call.name}/axis_${axis}_weights_${k}`, weights, shape);
    return emit(call, 'Mul', `axis_${axis}_part_${k}`, [taken.ref, factors]);
  });
  const ref = parts.reduce((sum, part) => emit(call, 'AddV2', `axis_${axis}`, [sum, part]));
  return like(x, ref);
}

export const resizeOps: TranslateTable = { Resize: resize, Upsample: upsample };
