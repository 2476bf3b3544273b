/** Strides, dilations and paddings of an op that slides over a picture. */
import type { Attributes } from '../../../../graph/attributes.ts';
import { ints, text } from '../../../../graph/attributes.ts';
import type { Ref } from '../../../../graph/graph.ts';
import { type Call, emit } from '../../call.ts';
import { Obstacle } from '../../obstacle.ts';

export interface Axis {
  readonly kernel: number;
  readonly stride: number;
  readonly dilation: number;
  readonly before: number;
  readonly after: number;
}

export interface SlidingWindow {
  readonly rows: Axis;
  readonly columns: Axis;
  readonly autoPad: string;
}

/**
 * Reads the attributes; with `auto_pad` the paddings are those for pictures of that size.
 * @param size height and width of the input.
 * @throws Obstacle if they are not those of a picture.
 */
export function windowOf(
  call: Call,
  kernel: readonly [number, number],
  size: readonly [number, number],
): SlidingWindow {
  const { attributes } = call;
  const autoPad = attributes.text('auto_pad', 'NOTSET');
  const strides = attributes.ints('strides') ?? [1, 1];
  const dilations = attributes.ints('dilations') ?? [1, 1];
  const pads = attributes.ints('pads') ?? [0, 0, 0, 0];
  if (strides.length !== 2 || dilations.length !== 2 || pads.length !== 4)
    throw new Obstacle('has strides, dilations or pads that are not those of a picture');
  const axis = (i: 0 | 1): Axis => {
    const [stride, dilation] = [strides[i]!, dilations[i]!];
    if (!(stride >= 1 && stride < 1024 && dilation >= 1 && dilation < 1024))
      throw new Obstacle(`has the stride ${stride} and the dilation ${dilation}`);
    const [before, after] = padding(autoPad, pads[i]!, pads[i + 2]!, () => {
      const out = Math.ceil(size[i] / stride);
      return Math.max(0, (out - 1) * stride + (kernel[i] - 1) * dilation + 1 - size[i]);
    });
    return { kernel: kernel[i], stride, dilation, before, after };
  };
  return { rows: axis(0), columns: axis(1), autoPad };
}

function padding(autoPad: string, before: number, after: number, total: () => number): [number, number] {
  switch (autoPad) {
    case 'NOTSET':
      return [before, after];
    case 'VALID':
      return [0, 0];
    case 'SAME_UPPER':
      return [Math.floor(total() / 2), Math.ceil(total() / 2)];
    case 'SAME_LOWER':
      return [Math.ceil(total() / 2), Math.floor(total() / 2)];
    default:
      throw new Obstacle(`has the unknown padding "${autoPad}"`);
  }
}

/** Returns TensorFlow's attributes for a window. */
export function windowAttributes({ rows, columns }: SlidingWindow, padding: 'SAME' | 'VALID'): Attributes {
  return {
    strides: ints([1, rows.stride, columns.stride, 1]),
    dilations: ints([1, rows.dilation, columns.dilation, 1]),
    padding: text(padding),
    data_format: text('NHWC'),
  };
}

/** Returns whether the paddings are TensorFlow's SAME for a picture of this size. */
export function isSame({ rows, columns }: SlidingWindow, size: readonly [number, number]): boolean {
  return [rows, columns].every(({ kernel, stride, dilation, before, after }, i) => {
    const length = size[i]!;
    const total = Math.max(
      0,
      (Math.ceil(length / stride) - 1) * stride + (kernel - 1) * dilation + 1 - length,
    );
    return before === Math.floor(total / 2) && after === total - before;
  });
}

/** Pads the two middle axes; negative amounts crop. */
export function padded(
  call: Call,
  x: Ref,
  [top, bottom, left, right]: readonly [number, number, number, number],
): Ref {
  const pads = [top, bottom, left, right];
  if (pads.every((by) => by === 0)) return x;
  let at = x;
  if (pads.some((by) => by > 0)) {
    const by = pads.map((one) => Math.max(0, one));
    const paddings = call.emitter.integers(`${call.name}/paddings`, [0, 0, ...by, 0, 0], [4, 2]);
    at = emit(call, 'Pad', 'padded', [at, paddings]);
  }
  if (pads.every((by) => by >= 0)) return at;
  const [, height, width, channels] = call.emitter.shape(at) as [number, number, number, number];
  const cut = pads.map((one) => Math.max(0, -one)) as [number, number, number, number];
  const begin = call.emitter.integers(`${call.name}/cut_from`, [0, cut[0], cut[2], 0]);
  const size = [-1, height - cut[0] - cut[1], width - cut[2] - cut[3], channels];
  if (size.slice(1).some((one) => one < 1)) throw new Obstacle('cuts away the whole picture');
  return emit(call, 'Slice', 'cut', [at, begin, call.emitter.integers(`${call.name}/cut_size`, size)]);
}
