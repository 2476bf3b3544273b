/**
 * Transposed convolutions of pictures. Kernels arrive as [in, out, height, width]. Each input pixel adds its scaled
 * kernel to the output, whose edges are then cropped (pads) or extended by zeros (output_padding).
 */
import { ints, text } from '../../../../graph/attributes.ts';
import type { Ref } from '../../../../graph/graph.ts';
import { type Call, emit, inputInOrder, type Translate } from '../../call.ts';
import { Obstacle } from '../../obstacle.ts';
import { grouped, pictureAt, withBias } from './convolution.ts';
import { groupOf, kernelAs } from './kernels.ts';
import { convolvedPerPicture, isPerPicture } from './perPicture.ts';
import { type Axis, padded, type SlidingWindow, windowOf } from './window.ts';

/** One axis: the uncropped output has the length (size - 1) * stride + reach. */
interface Spread {
  readonly size: number;
  readonly stride: number;
  readonly dilation: number;
  /** The length of the kernel including its gaps. */
  readonly reach: number;
  readonly before: number;
  /** Cropped at the end; negative if zeros are added. */
  readonly after: number;
}

export const convTranspose: Translate = (call) => {
  const x = pictureAt(call, 0);
  const kernel = inputInOrder(call, 1);
  const [depth = 0, perGroup = 0, height = 0, width = 0] = call.emitter.shape(kernel);
  const groups = call.attributes.int('group', 1);
  const spreads = spreadsOf(call, windowOf(call, [height, width], x.size), x.size);
  if (groups === 1 && isPerPicture(call, kernel))
    return withBias(call, perPicture(call, x.ref, kernel, spreads));
  if (groups < 1 || depth !== x.channels || depth % groups !== 0) {
    throw new Obstacle(
      `has a picture of ${x.channels} channels and a kernel [${call.emitter.shape(kernel).join(', ')}] in ${groups} groups`,
    );
  }
  if (groups > 1 && groups === x.channels && perGroup === 1)
    return withBias(call, depthwise(call, x.ref, kernel, spreads));
  const whole =
    groups === 1
      ? transposed(call, '', x.ref, kernel, spreads)
      : grouped(call, x.ref, groups, x.channels, (part, i) =>
          transposed(call, `_${i}`, part, groupOf(call, kernel, i, groups), spreads),
        );
  return withBias(call, whole);
};

function spreadsOf(call: Call, { rows, columns, autoPad }: SlidingWindow, size: readonly number[]) {
  const extra = call.attributes.ints('output_padding') ?? [0, 0];
  const wanted = call.attributes.ints('output_shape')?.slice(-2);
  const axis = ({ kernel, stride, dilation, before, after }: Axis, i: 0 | 1): Spread => {
    const reach = (kernel - 1) * dilation + 1;
    const full = (size[i]! - 1) * stride + reach;
    const grown = extra[i] ?? 0;
    const known = { size: size[i]!, stride, dilation, reach };
    const length = wanted?.[i] ?? (autoPad.startsWith('SAME') ? size[i]! * stride : undefined);
    if (length === undefined) return { ...known, before, after: after - grown };
    // The total crop is halved; if it is odd, the smaller half comes first for SAME_UPPER, the larger one otherwise.
    const total = Math.max(0, full + grown - length);
    const smaller = Math.floor(total / 2);
    const first = autoPad === 'SAME_UPPER' ? smaller : total - smaller;
    return { ...known, before: first, after: full - first - length };
  };
  return [axis(rows, 0), axis(columns, 1)] as const;
}

type Spreads = ReturnType<typeof spreadsOf>;

function transposed(call: Call, suffix: string, x: Ref, kernel: Ref, spreads: Spreads): Ref {
  const [rows, columns] = spreads;
  const dilations = [rows.dilation, columns.dilation];
  if (rows.stride === 1 && columns.stride === 1) return asConvolution(call, suffix, x, kernel, spreads);
  const own = kernelAs(call, kernel, [2, 3, 1, 0], { dilations });
  const channels = call.emitter.shape(own)[2]!;
  const same = spreads.every(
    ({ stride, reach, before, after }) =>
      reach >= stride && before === Math.floor((reach - stride) / 2) && after === reach - stride - before,
  );
  const size = spreads.map(({ size: s, stride, reach }) => (same ? s * stride : (s - 1) * stride + reach));
  const wanted = withBatch(call, `size${suffix}`, x, [...size, channels]);
  const spread = emit(call, 'Conv2DBackpropInput', `spread${suffix}`, [wanted, own, x], {
    strides: ints([1, rows.stride, columns.stride, 1]),
    dilations: ints([1, 1, 1, 1]),
    padding: text(same ? 'SAME' : 'VALID'),
    data_format: text('NHWC'),
  });
  return same ? spread : padded(call, spread, [-rows.before, -rows.after, -columns.before, -columns.after]);
}

/** Computes it for stride 1 as a convolution with the reversed kernel, over a picture padded by the kernel's reach. */
function asConvolution(call: Call, suffix: string, x: Ref, kernel: Ref, [rows, columns]: Spreads): Ref {
  const symmetric = [rows, columns].every(
    ({ reach, before, after }) => before === after && 2 * before === reach - 1,
  );
  const edges = [rows, columns].flatMap(({ reach, before, after }) => [
    reach - 1 - before,
    reach - 1 - after,
  ]) as [number, number, number, number];
  const around = symmetric ? x : padded(call, x, edges);
  const own = kernelAs(call, kernel, [2, 3, 0, 1], { turned: true });
  return emit(call, 'Conv2D', `convolution${suffix}`, [around, own], {
    strides: ints([1, 1, 1, 1]),
    dilations: ints([1, rows.dilation, columns.dilation, 1]),
    padding: text(symmetric ? 'SAME' : 'VALID'),
    data_format: text('NHWC'),
  });
}

/** Computes it with one kernel for each channel. */
function depthwise(call: Call, x: Ref, kernel: Ref, spreads: Spreads): Ref {
  const [rows, columns] = spreads;
  const around = spreadOut(call, x, spreads);
  const own = kernelAs(call, kernel, [2, 3, 0, 1], { turned: true });
  return emit(call, 'DepthwiseConv2dNative', 'convolution', [around, own], {
    strides: ints([1, 1, 1, 1]),
    dilations: ints([1, rows.dilation, columns.dilation, 1]),
    padding: text('VALID'),
    data_format: text('NHWC'),
  });
}

/** Applies to each picture the kernel computed from its latent. */
function perPicture(call: Call, x: Ref, kernel: Ref, spreads: Spreads): Ref {
  if (spreads.some(({ dilation }) => dilation !== 1))
    throw new Obstacle('has a kernel for each picture, and dilations');
  return convolvedPerPicture(call, spreadOut(call, x, spreads), kernel, true);
}

/** Inserts zeros between and around the pixels: a convolution with the reversed kernel then gives the result. */
function spreadOut(call: Call, x: Ref, [rows, columns]: Spreads): Ref {
  const { stride } = rows;
  if (columns.stride !== stride) throw new Obstacle('has a kernel of its own kind and strides that differ');
  const channels = call.emitter.shape(x)[3]!;
  const apart = stride === 1 ? x : zerosBetween(call, x, channels, stride);
  const edge = ({ reach, before, after }: Spread): [number, number] => [
    reach - 1 - before,
    reach - 1 - after - (stride - 1),
  ];
  return padded(call, apart, [...edge(rows), ...edge(columns)]);
}

/** Turns each pixel into a block with the pixel first and zeros elsewhere: channels of zeros are spread over space. */
function zerosBetween(call: Call, x: Ref, channels: number, stride: number): Ref {
  const more = channels * (stride * stride - 1);
  const paddings = call.emitter.integers(`${call.name}/zeros`, [0, 0, 0, 0, 0, 0, 0, more], [4, 2]);
  const wide = emit(call, 'Pad', 'with_zeros', [x, paddings]);
  return emit(call, 'DepthToSpace', 'apart', [wide], {
    block_size: { kind: 'int', value: stride },
    data_format: text('NHWC'),
  });
}

/** Returns [n, ...sizes] for the batch n of x. */
function withBatch(call: Call, name: string, x: Ref, sizes: readonly number[]): Ref {
  const { emitter } = call;
  const whole = emit(call, 'Shape', `${name}/shape`, [x]);
  const ends = [0, 1].map((end) => emitter.integers(`${call.name}/${name}/end_${end}`, [end]));
  const batch = emit(call, 'Slice', `${name}/batch`, [whole, ends[0]!, ends[1]!]);
  const others = emitter.integers(`${call.name}/${name}/sizes`, sizes);
  const axis = emitter.integers(`${call.name}/${name}/axis`, [0], []);
  return emit(call, 'ConcatV2', name, [batch, others, axis]);
}
