/** Keras layers, each as the ops that it stands for. Pictures are channels last. */
import { ZscapeError } from '../../../base/errors.ts';
import { type Attributes, bool, float, ints, text } from '../../graph/attributes.ts';
import type { GraphBuilder } from '../../graph/builder.ts';
import type { Ref } from '../../graph/graph.ts';
import { windowed } from '../../shapes/convolution-rules.ts';
import type { Tensor } from '../../tensor.ts';
import { activated, type LayerConfig, number, numbers, string } from './layer-config.ts';

/** A tensor between layers; its first size is the batch, -1. */
export interface LayerTensor {
  readonly ref: Ref;
  readonly shape: readonly number[];
}

export interface LayerCall {
  readonly builder: GraphBuilder;
  readonly name: string;
  readonly config: LayerConfig;
  readonly inputs: readonly LayerTensor[];
  /** @throws VARIABLE_MISSING. */
  readonly weight: (name: string) => Tensor;
}

type BuildLayer = (call: LayerCall) => LayerTensor;

export function shapeAttribute(shape: readonly number[]): Attributes {
  return { shape: { kind: 'shape', value: shape }, dtype: { kind: 'type', value: 1 } };
}

function only({ inputs, name }: LayerCall): LayerTensor {
  const [x] = inputs;
  if (x !== undefined && inputs.length === 1) return x;
  throw new ZscapeError(
    'GRAPH_INVALID',
    `The layer "${name}" takes one input and is given ${inputs.length}.`,
  );
}

function usesBias({ config }: LayerCall): boolean {
  return config.use_bias !== false;
}

function withBias(call: LayerCall, x: Ref): Ref {
  if (!usesBias(call)) return x;
  const bias = call.builder.constant(`${call.name}/bias`, call.weight('bias'));
  return call.builder.add('BiasAdd', `${call.name}/BiasAdd`, [x, bias]);
}

function finished(call: LayerCall, x: Ref, shape: readonly number[]): LayerTensor {
  return { ref: activated(call.builder, call.name, string(call.config, 'activation', 'linear'), x), shape };
}

/** Keras names some weights differently for depthwise layers. */
function kernelOf(call: LayerCall, name = 'kernel'): { ref: Ref; shape: readonly number[] } {
  const tensor = call.weight(name);
  return { ref: call.builder.constant(`${call.name}/${name}`, tensor), shape: tensor.shape };
}

const dense: BuildLayer = (call) => {
  const x = only(call);
  const kernel = kernelOf(call);
  const product = call.builder.add(x.shape.length === 2 ? 'MatMul' : 'BatchMatMulV2', `${call.name}/MatMul`, [
    x.ref,
    kernel.ref,
  ]);
  return finished(call, withBias(call, product), [...x.shape.slice(0, -1), kernel.shape[1]!]);
};

function window(call: LayerCall, strides: readonly number[]): Attributes {
  const { config, name } = call;
  if (string(config, 'data_format', 'channels_last') !== 'channels_last') {
    throw new ZscapeError(
      'OPS_UNSUPPORTED',
      `The layer "${name}" has channels first, which TF.js does not run.`,
    );
  }
  const [dy, dx] = numbers(config, 'dilation_rate', [1, 1]);
  return {
    strides: ints([1, strides[0]!, strides[1]!, 1]),
    dilations: ints([1, dy!, dx!, 1]),
    padding: text(paddingOf(call)),
  };
}

function paddingOf({ config }: LayerCall): string {
  return string(config, 'padding', 'valid').toUpperCase();
}

function slid(
  call: LayerCall,
  x: LayerTensor,
  kernel: readonly number[],
  strides: readonly number[],
): number[] {
  const dilation = numbers(call.config, 'dilation_rate', [1, 1]);
  return [0, 1].map((i) =>
    windowed(x.shape[i + 1]!, kernel[i]!, strides[i]!, dilation[i]!, paddingOf(call), [0, 0]),
  );
}

const conv2d: BuildLayer = (call) => {
  const x = only(call);
  const kernel = kernelOf(call);
  const strides = numbers(call.config, 'strides', [1, 1]);
  const product = call.builder.add(
    'Conv2D',
    `${call.name}/Conv2D`,
    [x.ref, kernel.ref],
    window(call, strides),
  );
  return finished(call, withBias(call, product), [
    -1,
    ...slid(call, x, kernel.shape, strides),
    kernel.shape[3]!,
  ]);
};

const depthwise: BuildLayer = (call) => {
  const x = only(call);
  const kernel = kernelOf(call, 'depthwise_kernel');
  const strides = numbers(call.config, 'strides', [1, 1]);
  const product = call.builder.add(
    'DepthwiseConv2dNative',
    `${call.name}/depthwise`,
    [x.ref, kernel.ref],
    window(call, strides),
  );
  const channels = kernel.shape[2]! * kernel.shape[3]!;
  return finished(call, withBias(call, product), [-1, ...slid(call, x, kernel.shape, strides), channels]);
};

const conv2dTranspose: BuildLayer = (call) => {
  const { builder, name, config } = call;
  const x = only(call);
  const kernel = kernelOf(call);
  const strides = numbers(config, 'strides', [1, 1]);
  const same = paddingOf(call) === 'SAME';
  const size = [0, 1].map(
    (i) => x.shape[i + 1]! * strides[i]! + (same ? 0 : Math.max(0, kernel.shape[i]! - strides[i]!)),
  );
  const channels = kernel.shape[2]!;
  const sizes = [...size, channels].map((side, i) => builder.integers(`${name}/size_${i}`, [side], []));
  const wanted = builder.add('Pack', `${name}/size`, [batchOf(builder, name, x.ref), ...sizes], {
    axis: { kind: 'int', value: 0 },
  });
  const product = builder.add(
    'Conv2DBackpropInput',
    `${name}/conv2d_transpose`,
    [wanted, kernel.ref, x.ref],
    window(call, strides),
  );
  return finished(call, withBias(call, product), [-1, ...size, channels]);
};

function batchOf(builder: GraphBuilder, name: string, x: Ref): Ref {
  const shape = builder.add('Shape', `${name}/Shape`, [x]);
  const ends = [0, 1, 1].map((end, i) => builder.integers(`${name}/end_${i}`, [end]));
  return builder.add('StridedSlice', `${name}/batch`, [shape, ...ends], {
    shrink_axis_mask: { kind: 'int', value: 1 },
  });
}

/** (x - mean) / sqrt(variance + epsilon) * gamma + beta over the last axis. */
const batchNormalization: BuildLayer = (call) => {
  const { builder, name, config } = call;
  const x = only(call);
  const [axis] = numbers(config, 'axis', [-1]);
  if (axis !== -1 && axis !== x.shape.length - 1) {
    throw new ZscapeError(
      'OPS_UNSUPPORTED',
      `The layer "${name}" normalises axis ${axis}; only the last is supported.`,
    );
  }
  const constant = (weight: string): Ref => builder.constant(`${name}/${weight}`, call.weight(weight));
  const epsilon = builder.floats(`${name}/epsilon`, [number(config, 'epsilon', 1e-3)], []);
  const sum = builder.add('AddV2', `${name}/sum`, [constant('moving_variance'), epsilon]);
  let factor = builder.add('Rsqrt', `${name}/rsqrt`, [sum]);
  if (config.scale !== false) factor = builder.add('Mul', `${name}/factor`, [factor, constant('gamma')]);
  const shifted = builder.add('Mul', `${name}/shift`, [constant('moving_mean'), factor]);
  const offset =
    config.center === false
      ? builder.add('Neg', `${name}/offset`, [shifted])
      : builder.add('Sub', `${name}/offset`, [constant('beta'), shifted]);
  const scaled = builder.add('Mul', `${name}/scaled`, [x.ref, factor]);
  return { ref: builder.add('AddV2', name, [scaled, offset]), shape: x.shape };
};

const reshape: BuildLayer = (call) => {
  const x = only(call);
  const wish = numbers(call.config, 'target_shape', []);
  const count = x.shape.slice(1).reduce((product, size) => product * size, 1);
  const known = wish.filter((size) => size !== -1).reduce((product, size) => product * size, 1);
  const shape = [-1, ...wish.map((size) => (size === -1 ? count / known : size))];
  const target = call.builder.integers(`${call.name}/shape`, shape);
  return { ref: call.builder.add('Reshape', call.name, [x.ref, target]), shape };
};

const flatten: BuildLayer = (call) => {
  const x = only(call);
  const shape = [-1, x.shape.slice(1).reduce((product, size) => product * size, 1)];
  const target = call.builder.integers(`${call.name}/shape`, shape);
  return { ref: call.builder.add('Reshape', call.name, [x.ref, target]), shape };
};

const upSampling2D: BuildLayer = (call) => {
  const x = only(call);
  const [timesY, timesX] = numbers(call.config, 'size', [2, 2]);
  const size = [x.shape[1]! * timesY!, x.shape[2]! * timesX!];
  const bilinear = string(call.config, 'interpolation', 'nearest') === 'bilinear';
  const op = bilinear ? 'ResizeBilinear' : 'ResizeNearestNeighbor';
  const target = call.builder.integers(`${call.name}/size`, size);
  const attrs = { align_corners: bool(false), half_pixel_centers: bool(bilinear) };
  return { ref: call.builder.add(op, call.name, [x.ref, target], attrs), shape: [-1, ...size, x.shape[3]!] };
};

const zeroPadding2D: BuildLayer = (call) => {
  const x = only(call);
  const given = numbers(call.config, 'padding', [1, 1, 1, 1]);
  const [top, bottom, left, right] = (
    given.length === 2 ? [given[0], given[0], given[1], given[1]] : given
  ) as number[];
  const paddings = call.builder.integers(
    `${call.name}/paddings`,
    [0, 0, top!, bottom!, left!, right!, 0, 0],
    [4, 2],
  );
  const shape = [-1, x.shape[1]! + top! + bottom!, x.shape[2]! + left! + right!, x.shape[3]!];
  return { ref: call.builder.add('Pad', call.name, [x.ref, paddings]), shape };
};

const activation: BuildLayer = (call) => {
  const x = only(call);
  return finished(call, x.ref, x.shape);
};

const leakyRelu: BuildLayer = (call) => {
  const x = only(call);
  const alpha = number(call.config, 'alpha', number(call.config, 'negative_slope', 0.3));
  return { ref: call.builder.add('LeakyRelu', call.name, [x.ref], { alpha: float(alpha) }), shape: x.shape };
};

const relu: BuildLayer = (call) => {
  const x = only(call);
  const most = call.config.max_value;
  if (number(call.config, 'threshold', 0) !== 0 || number(call.config, 'negative_slope', 0) !== 0) {
    throw new ZscapeError(
      'OPS_UNSUPPORTED',
      `The layer "${call.name}" is a ReLU with a threshold or a slope.`,
    );
  }
  if (typeof most !== 'number') return { ref: call.builder.add('Relu', call.name, [x.ref]), shape: x.shape };
  const positive = call.builder.add('Relu', `${call.name}/Relu`, [x.ref]);
  const bound = call.builder.floats(`${call.name}/most`, [most], []);
  return { ref: call.builder.add('Minimum', call.name, [positive, bound]), shape: x.shape };
};

const named =
  (kind: string): BuildLayer =>
  (call) => {
    const x = only(call);
    return { ref: activated(call.builder, call.name, kind, x.ref), shape: x.shape };
  };

const asItIs: BuildLayer = (call) => only(call);

const merged =
  (op: string): BuildLayer =>
  ({ builder, name, inputs }) => {
    const [first, ...others] = inputs;
    if (first === undefined) throw new ZscapeError('GRAPH_INVALID', `The layer "${name}" has no inputs.`);
    const ref = others.reduce((sum, other) => builder.add(op, name, [sum, other.ref]), first.ref);
    return { ref, shape: first.shape };
  };

const concatenate: BuildLayer = ({ builder, name, config, inputs }) => {
  const first = inputs[0];
  if (first === undefined) throw new ZscapeError('GRAPH_INVALID', `The layer "${name}" has no inputs.`);
  const wish = number(config, 'axis', -1);
  const axis = wish < 0 ? wish + first.shape.length : wish;
  const at = builder.integers(`${name}/axis`, [axis], []);
  const total = inputs.reduce((sum, { shape }) => sum + (shape[axis] ?? 0), 0);
  return {
    ref: builder.add('ConcatV2', name, [...inputs.map(({ ref }) => ref), at]),
    shape: first.shape.with(axis, total),
  };
};

export const layerBuilders: ReadonlyMap<string, BuildLayer> = new Map(
  Object.entries({
    Dense: dense,
    Conv2D: conv2d,
    Conv2DTranspose: conv2dTranspose,
    DepthwiseConv2D: depthwise,
    BatchNormalization: batchNormalization,
    Reshape: reshape,
    Flatten: flatten,
    UpSampling2D: upSampling2D,
    ZeroPadding2D: zeroPadding2D,
    Activation: activation,
    LeakyReLU: leakyRelu,
    ReLU: relu,
    ELU: named('elu'),
    Softmax: named('softmax'),
    Dropout: asItIs,
    SpatialDropout2D: asItIs,
    GaussianNoise: asItIs,
    GaussianDropout: asItIs,
    Add: merged('AddV2'),
    Multiply: merged('Mul'),
    Concatenate: concatenate,
  }),
);
