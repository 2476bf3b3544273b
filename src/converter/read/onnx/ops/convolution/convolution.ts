/** Convolutions of pictures. Kernels arrive as [out, in, height, width] and become [height, width, in, out]. */
import type { Ref } from '../../../../graph/graph.ts';
import { type Call, emit, inputInOrder, inputOf, type Translate } from '../../call.ts';
import { channelsLast, type Held, laid } from '../../held.ts';
import { Obstacle } from '../../obstacle.ts';
import { groupOf, kernelAs } from './kernels.ts';
import { convolvedPerPicture, isPerPicture } from './perPicture.ts';
import { isSame, padded, type SlidingWindow, windowAttributes, windowOf } from './window.ts';

/** The most groups in a generator, apart from one per channel. */
const mostGroups = 32;

/** Returns the picture [n, height, width, channels] over which an op slides. */
export function pictureAt(call: Call, index: number): { ref: Ref; size: [number, number]; channels: number } {
  const x = inputOf(call, index);
  if (x.order.length !== 4) {
    throw new Obstacle(
      `slides over a tensor of ${x.order.length} axes; only pictures [n, channels, height, width] are read`,
    );
  }
  const ref = laid(call.emitter, x, channelsLast(4));
  const [, height, width, channels] = call.emitter.shape(ref) as [number, number, number, number];
  if (height < 1 || width < 1 || channels < 1)
    throw new Obstacle('slides over a picture whose size depends on the batch');
  return { ref, size: [height, width], channels };
}

export const conv: Translate = (call) => {
  const x = pictureAt(call, 0);
  const kernel = inputInOrder(call, 1);
  const [out = 0, depth = 0, height = 0, width = 0] = call.emitter.shape(kernel);
  const groups = call.attributes.int('group', 1);
  const window = windowOf(call, [height, width], x.size);
  if (groups === 1 && isPerPicture(call, kernel)) return withBias(call, perPicture(call, x, kernel, window));
  if (groups < 1 || depth * groups !== x.channels || out % groups !== 0) {
    throw new Obstacle(
      `has a picture of ${x.channels} channels and a kernel [${call.emitter.shape(kernel).join(', ')}] in ${groups} groups`,
    );
  }
  return withBias(call, convolved(call, x, kernel, groups, window));
};

type Picture = ReturnType<typeof pictureAt>;

/** Applies to each picture the kernel computed from its latent. */
function perPicture(call: Call, x: Picture, kernel: Ref, { rows, columns }: SlidingWindow): Ref {
  if ([rows, columns].some(({ stride, dilation }) => stride * dilation !== 1))
    throw new Obstacle('has a kernel for each picture, and strides or dilations');
  const at = padded(call, x.ref, [rows.before, rows.after, columns.before, columns.after]);
  return convolvedPerPicture(call, at, kernel, false);
}

function convolved(call: Call, x: Picture, kernel: Ref, groups: number, window: SlidingWindow): Ref {
  const both = [window.rows, window.columns];
  // TF.js supports strides or dilations, but not both; gaps of zeros in the kernel replace the dilation.
  const gaps = both.some(({ stride }) => stride > 1) && both.some(({ dilation }) => dilation > 1);
  const dilations = gaps ? both.map(({ dilation }) => dilation) : [1, 1];
  const { rows, columns } = window;
  const dense = gaps
    ? {
        ...window,
        rows: { ...rows, kernel: (rows.kernel - 1) * rows.dilation + 1, dilation: 1 },
        columns: { ...columns, kernel: (columns.kernel - 1) * columns.dilation + 1, dilation: 1 },
      }
    : window;
  const same = isSame(dense, x.size);
  const at = same ? x.ref : padded(call, x.ref, [rows.before, rows.after, columns.before, columns.after]);
  const attributes = windowAttributes(dense, same ? 'SAME' : 'VALID');
  if (groups === 1) {
    const own = kernelAs(call, kernel, [2, 3, 1, 0], { dilations });
    return emit(call, 'Conv2D', 'convolution', [at, own], attributes);
  }
  if (groups === x.channels) {
    return depthwise(call, at, kernel, dilations, attributes, groups);
  }
  return grouped(call, at, groups, x.channels, (part, i) => {
    const own = kernelAs(call, groupOf(call, kernel, i, groups), [2, 3, 1, 0], { dilations });
    return emit(call, 'Conv2D', `convolution_${i}`, [part, own], attributes);
  });
}

/** [channels * m, 1, height, width] becomes [height, width, channels, m]. */
function depthwise(
  call: Call,
  x: Ref,
  kernel: Ref,
  dilations: readonly number[],
  attributes: ReturnType<typeof windowAttributes>,
  channels: number,
): Ref {
  const { emitter } = call;
  const [out = 0, , height = 0, width = 0] = emitter.shape(kernel);
  const shape = emitter.integers(`${call.name}/by_channel`, [channels, out / channels, height, width]);
  const constant = emitter.constantAt(kernel);
  const own =
    constant === undefined
      ? emit(call, 'Reshape', 'kernel', [kernel, shape])
      : emitter.constant(`${kernel.node}/by_channel`, {
          ...constant,
          shape: [channels, out / channels, height, width],
          load: () => ({ ...constant.load(), shape: [channels, out / channels, height, width] }),
        });
  const turned = kernelAs(call, own, [2, 3, 0, 1], { dilations });
  return emit(call, 'DepthwiseConv2dNative', 'convolution', [x, turned], attributes);
}

/** Divides the channels into groups and joins the results. */
export function grouped(
  call: Call,
  x: Ref,
  groups: number,
  channels: number,
  each: (part: Ref, index: number) => Ref,
): Ref {
  if (groups > mostGroups) throw new Obstacle(`has ${groups} groups; at most ${mostGroups} are supported`);
  const { emitter } = call;
  const size = channels / groups;
  const parts = Array.from({ length: groups }, (_, i) => {
    const begin = emitter.integers(`${call.name}/from_${i}`, [0, 0, 0, i * size]);
    const [, height, width] = emitter.shape(x);
    const wanted = emitter.integers(`${call.name}/size_${i}`, [-1, height!, width!, size]);
    return each(emit(call, 'Slice', `part_${i}`, [x, begin, wanted]), i);
  });
  return emit(call, 'ConcatV2', 'joined', [...parts, emitter.integers(`${call.name}/axis`, [3], [])]);
}

/** Adds the third input, if there is one, which has one number for each channel. */
export function withBias(call: Call, picture: Ref): Held {
  const order = channelsLast(4);
  if (call.inputs[2] === undefined) return { ref: picture, order };
  return { ref: emit(call, 'BiasAdd', '', [picture, inputInOrder(call, 2)]), order };
}

/** Averages or maxima of windows inside the picture. */
export const pool =
  (op: 'AvgPool' | 'MaxPool'): Translate =>
  (call) => {
    const x = pictureAt(call, 0);
    const shape = call.attributes.ints('kernel_shape') ?? [];
    if (shape.length !== 2) throw new Obstacle('pools windows that are not those of a picture');
    const window = windowOf(call, [shape[0]!, shape[1]!], x.size);
    const { rows, columns } = window;
    const pads = [rows.before, rows.after, columns.before, columns.after];
    const odd = rows.dilation * columns.dilation !== 1 || call.attributes.int('ceil_mode', 0) !== 0;
    if (pads.some((by) => by !== 0) || odd) throw new Obstacle('pools with paddings, dilations or ceil_mode');
    const { strides, padding, data_format } = windowAttributes(window, 'VALID');
    const ksize = { kind: 'ints', value: [1, shape[0]!, shape[1]!, 1] };
    return {
      ref: emit(call, op, '', [x.ref], { ksize, strides, padding, data_format }),
      order: channelsLast(4),
    };
  };
