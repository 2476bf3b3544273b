/**
 * Keras layers that slide a kernel over a picture, or over a row of numbers, which is treated as a picture of height one.
 */
import { type Attributes, int, ints, text } from '../../../graph/attributes.ts';
import type { Ref } from '../../../graph/graph.ts';
import { windowed } from '../../../graph/window.ts';
import { finished } from './activations.ts';
import { onChannelsLast } from './channels.ts';
import {
  type BuildLayer,
  type LayerCall,
  type LayerTensor,
  misfit,
  only,
  paddingOf,
  positive,
  unsupported,
  withBias,
} from './layerCall.ts';
import { channelsFirst, number, numbers } from './layerConfig.ts';
import { rowsAsPictures } from './rows.ts';

export interface Kernel {
  readonly ref: Ref;
  readonly shape: readonly number[];
}

export interface Slide {
  readonly strides: readonly number[];
  readonly dilations: readonly number[];
  readonly padding: string;
}

/** Reads the settings of the window. @throws GRAPH_INVALID for settings that no layer can have. */
function slideOf(call: LayerCall): Slide {
  const { config, name } = call;
  return {
    strides: positive(name, 'stride', numbers(config, 'strides', [1, 1]), 2),
    dilations: positive(name, 'dilation', numbers(config, 'dilation_rate', [1, 1]), 2),
    padding: paddingOf(call),
  };
}

function attributesOf({ strides, dilations, padding }: Slide): Attributes {
  return {
    strides: ints([1, strides[0]!, strides[1]!, 1]),
    dilations: ints([1, dilations[0]!, dilations[1]!, 1]),
    padding: text(padding),
  };
}

function kernelOf(call: LayerCall, name = 'kernel'): Kernel {
  const { shape } = call.weight(name);
  if (shape.length !== 4)
    throw misfit(call.name, `has a ${name} of the shape [${shape.slice(0, 8).join(', ')}]`);
  return { ref: call.weightRef(name), shape };
}

function slidSizes(x: LayerTensor, kernel: readonly number[], slide: Slide): number[] {
  return [0, 1].map((i) =>
    windowed(x.shape[i + 1]!, kernel[i]!, slide.strides[i]!, slide.dilations[i]!, slide.padding, [0, 0]),
  );
}

/** Computes a layer with channels last: `work`, then bias and activation. */
function convolved(call: LayerCall, work: (x: LayerTensor, slide: Slide) => LayerTensor): LayerTensor {
  const slide = slideOf(call);
  return onChannelsLast(call, only(call, 4), (x) => {
    const { ref, shape } = work(x, slide);
    return finished(call, { ref: withBias(call, ref), shape });
  });
}

function slid(call: LayerCall, op: string, x: LayerTensor, kernel: Kernel, slide: Slide): LayerTensor {
  const ref = call.builder.add(op, `${call.name}/${op}`, [x.ref, kernel.ref], attributesOf(slide));
  const [, , depth, last] = kernel.shape as [number, number, number, number];
  const channels = op === 'Conv2D' ? last : depth * last;
  return { ref, shape: [-1, ...slidSizes(x, kernel.shape, slide), channels] };
}

const conv2d: BuildLayer = (call) =>
  convolved(call, (x, slide) => {
    const kernel = kernelOf(call);
    const groups = number(call.config, 'groups', 1);
    return groups === 1 ? slid(call, 'Conv2D', x, kernel, slide) : inGroups(call, x, kernel, slide, groups);
  });

/** Each group adds nodes; a network with more groups than this is of another kind. */
const mostGroups = 64;

/** Applies a separate convolution to each group of channels. */
function inGroups(
  call: LayerCall,
  x: LayerTensor,
  kernel: Kernel,
  slide: Slide,
  groups: number,
): LayerTensor {
  const { builder, name } = call;
  const out = kernel.shape[3]!;
  if (!(groups > 0 && groups <= mostGroups && out % groups === 0 && x.shape[3]! % groups === 0))
    throw misfit(name, `has ${groups} groups`);
  const parts = (what: string, ref: Ref): Ref[] => {
    const split = builder.add(
      'Split',
      `${name}/${what}`,
      [builder.integers(`${name}/${what}/axis`, [3], []), ref],
      {
        num_split: int(groups),
      },
    );
    return Array.from({ length: groups }, (_, output) => ({ ...split, output }));
  };
  const kernels = parts('kernels', kernel.ref);
  const shape = kernel.shape.with(3, out / groups);
  const made = parts('groups', x.ref).map((ref, i) =>
    slid(call, 'Conv2D', { ...x, ref }, { ref: kernels[i]!, shape }, slide),
  );
  const axis = builder.integers(`${name}/axis`, [3], []);
  const ref = builder.add('ConcatV2', `${name}/joined`, [...made.map((one) => one.ref), axis]);
  return { ref, shape: made[0]!.shape.with(3, out) };
}

const depthwise: BuildLayer = (call) =>
  convolved(call, (x, slide) =>
    slid(call, 'DepthwiseConv2dNative', x, kernelOf(call, 'depthwise_kernel'), slide),
  );

const separable: BuildLayer = (call) =>
  convolved(call, (x, slide) => {
    const each = slid(call, 'DepthwiseConv2dNative', x, kernelOf(call, 'depthwise_kernel'), slide);
    const across = { strides: [1, 1], dilations: [1, 1], padding: 'VALID' };
    return slid(call, 'Conv2D', each, kernelOf(call, 'pointwise_kernel'), across);
  });

const conv2dTranspose: BuildLayer = (call) =>
  convolved(call, (x, slide) => {
    const { builder, name } = call;
    const kernel = kernelOf(call);
    if (slide.dilations.some((rate) => rate !== 1))
      throw unsupported(name, 'spreads its kernel (dilation_rate)');
    const size = [0, 1].map((i) => grown(call, x.shape[i + 1]!, kernel.shape[i]!, slide, i));
    const channels = kernel.shape[2]!;
    const sizes = [...size, channels].map((side, i) => builder.integers(`${name}/size_${i}`, [side], []));
    const batch = batchOf(call, x.ref);
    const wanted = builder.add('Pack', `${name}/size`, [batch, ...sizes], { axis: int(0) });
    const inputs = [wanted, kernel.ref, x.ref];
    const ref = builder.add('Conv2DBackpropInput', `${name}/conv2d_transpose`, inputs, attributesOf(slide));
    return { ref, shape: [-1, ...size, channels] };
  });

/** Computes the new length of a side, as Keras does. */
function grown(
  call: LayerCall,
  side: number,
  kernel: number,
  { strides, padding }: Slide,
  i: number,
): number {
  const stride = strides[i]!;
  const extra = call.config.output_padding;
  if (extra === null || extra === undefined)
    return side * stride + (padding === 'SAME' ? 0 : Math.max(0, kernel - stride));
  const more = numbers(call.config, 'output_padding', [0, 0])[i] ?? 0;
  const cut = padding === 'SAME' ? 2 * Math.floor(kernel / 2) : 0;
  const grownTo = (side - 1) * stride + kernel - cut + more;
  if (windowed(grownTo, kernel, stride, 1, padding, [0, 0]) !== side)
    throw unsupported(call.name, 'has an output_padding that TF.js cannot compute');
  return grownTo;
}

function batchOf({ builder, name }: LayerCall, x: Ref): Ref {
  const shape = builder.add('Shape', `${name}/Shape`, [x]);
  const ends = [0, 1, 1].map((end, i) => builder.integers(`${name}/end_${i}`, [end]));
  return builder.add('StridedSlice', `${name}/batch`, [shape, ...ends], { shrink_axis_mask: int(1) });
}

const bias = (config: LayerCall['config']): string[] => (config.use_bias === false ? [] : ['bias']);
const kernelAndBias = (config: LayerCall['config']): string[] => ['kernel', ...bias(config)];
const separateKernels = (config: LayerCall['config']): string[] => [
  'depthwise_kernel',
  'pointwise_kernel',
  ...bias(config),
];

/** Causal padding first, followed by no padding. */
const causal =
  (build: BuildLayer): BuildLayer =>
  (call) => {
    if (paddingOf(call) !== 'CAUSAL') return build(call);
    if (channelsFirst(call.config)) throw unsupported(call.name, 'has causal padding with channels first');
    const { builder, name, config } = call;
    const x = only(call, 3);
    const [width = 1] = numbers(config, 'kernel_size', [1]);
    const [rate = 1] = numbers(config, 'dilation_rate', [1]);
    const before = (width - 1) * rate;
    const paddings = builder.integers(`${name}/paddings`, [0, 0, before, 0, 0, 0], [3, 2]);
    const ref = builder.add('Pad', `${name}/Pad`, [x.ref, paddings]);
    const shape = [-1, x.shape[1]! + before, x.shape[2]!];
    return build({ ...call, inputs: [{ ref, shape }], config: { ...config, padding: 'valid' } });
  };

export const convolutionLayers = {
  Conv2D: { build: conv2d, weights: kernelAndBias },
  Conv2DTranspose: { build: conv2dTranspose, weights: kernelAndBias },
  DepthwiseConv2D: {
    build: depthwise,
    weights: (config: LayerCall['config']) => ['depthwise_kernel', ...bias(config)],
  },
  SeparableConv2D: { build: separable, weights: separateKernels },
  Conv1D: { build: causal(rowsAsPictures(conv2d)), weights: kernelAndBias },
  Conv1DTranspose: { build: rowsAsPictures(conv2dTranspose), weights: kernelAndBias },
  SeparableConv1D: { build: causal(rowsAsPictures(separable)), weights: separateKernels },
  DepthwiseConv1D: {
    build: causal(rowsAsPictures(depthwise)),
    weights: (config: LayerCall['config']) => ['depthwise_kernel', ...bias(config)],
  },
};
