/** Keras layers, each as the ops that it stands for. */
import { ZscapeError } from '../../../base/errors.ts';
import { bool, float } from '../../graph/attributes.ts';
import type { Ref } from '../../graph/graph.ts';
import { conv2d, conv2dTranspose, depthwise } from './convolutionLayers.ts';
import { type BuildLayer, finished, kernelOf, only, withBias } from './layerCall.ts';
import { activated, number, numbers, string } from './layerConfig.ts';

const dense: BuildLayer = (call) => {
  const x = only(call);
  const kernel = kernelOf(call);
  const product = call.builder.add(x.shape.length === 2 ? 'MatMul' : 'BatchMatMulV2', `${call.name}/MatMul`, [
    x.ref,
    kernel.ref,
  ]);
  return finished(call, withBias(call, product), [...x.shape.slice(0, -1), kernel.shape[1]!]);
};

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
