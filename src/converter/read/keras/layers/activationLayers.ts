/** Keras layers that apply an activation to each number. */
import { float } from '../../../graph/attributes.ts';
import type { Ref } from '../../../graph/graph.ts';
import { activationLayers, finished, named } from './activations.ts';
import { each, lastOrder, transposed } from './channels.ts';
import { type BuildLayer, type LayerCall, misfit, only, unsupported } from './layerCall.ts';
import { axisIn, number, realNumbers } from './layerConfig.ts';

export const activation: BuildLayer = (call) => finished(call, only(call));

/** Keras 3 calls it `negative_slope`. Some versions store it as a number in a list. */
export const leakyRelu: BuildLayer = (call) => {
  const { config, name, builder } = call;
  const [slope = 0.3] = realNumbers(config.negative_slope ?? config.alpha ?? 0.3) ?? [];
  const alpha = { alpha: float(slope) };
  return each(only(call), (x) => builder.add('LeakyRelu', name, [x], alpha));
};

/** min(x, most) above the threshold, slope * (x - threshold) below it. */
export const relu: BuildLayer = (call) => {
  const { config, name, builder } = call;
  const threshold = number(config, 'threshold', 0);
  const slope = number(config, 'negative_slope', 0);
  const most = config.max_value;
  const constant = (what: string, value: number): Ref => builder.floats(`${name}/${what}`, [value], []);
  return each(only(call), (x) => {
    let y = builder.add('Relu', `${name}/Relu`, [x]);
    if (threshold !== 0) {
      const above = builder.add('Greater', `${name}/above`, [x, constant('threshold', threshold)]);
      const nothing = builder.add('ZerosLike', `${name}/zeros`, [x]);
      y = builder.add('SelectV2', `${name}/kept`, [above, x, nothing]);
    }
    if (typeof most === 'number') {
      if (threshold < 0) y = builder.add('Relu', `${name}/positive`, [y]);
      y = builder.add('Minimum', `${name}/Minimum`, [y, constant('most', most)]);
    }
    if (slope === 0) return y;
    const under = builder.add('Sub', `${name}/under`, [constant('threshold', threshold), x]);
    const below = builder.add('Relu', `${name}/below`, [under]);
    return builder.add('Sub', name, [
      y,
      builder.add('Mul', `${name}/slope`, [below, constant('slope', slope)]),
    ]);
  });
};

/** x above theta, otherwise 0. */
export const thresholdedRelu: BuildLayer = (call) =>
  relu({ ...call, config: { threshold: number(call.config, 'theta', 1) } });

/** alpha * (exp(x) - 1) below 0. */
export const elu: BuildLayer = (call) => {
  const alpha = number(call.config, 'alpha', 1);
  if (alpha === 1) return named('elu')(call);
  const { builder, name } = call;
  return each(only(call), (x) => {
    const above = builder.add('Relu', `${name}/Relu`, [x]);
    const below = builder.add('Minimum', `${name}/below`, [x, builder.floats(`${name}/zero`, [0], [])]);
    const bent = builder.add('Elu', `${name}/Elu`, [below]);
    const scaled = builder.add('Mul', `${name}/scaled`, [bent, builder.floats(`${name}/alpha`, [alpha], [])]);
    return builder.add('AddV2', name, [above, scaled]);
  });
};

/** x where it is positive, otherwise alpha * x, with an alpha for each number or shared along axes. */
export const prelu: BuildLayer = (call) => {
  const x = only(call);
  const alpha = call.weightRef('alpha');
  const { shape } = call.weight('alpha');
  if (shape.length !== x.shape.length - 1 || shape.some((size, i) => size !== 1 && size !== x.shape[i + 1]))
    throw misfit(call.name, `has slopes [${shape.slice(0, 8).join(', ')}] that do not fit its input`);
  const ref = bent(call, x.ref, alpha, shape, x.shape);
  if (x.last === undefined) return { ref, shape: x.shape };
  // alpha has no batch, so each axis is one lower.
  const axes = lastOrder(x.shape.length);
  const order = axes.slice(1).map((axis) => axis - 1);
  const turned = order.map((axis) => shape[axis]!);
  const given = axes.map((axis) => x.shape[axis]!);
  return {
    ref,
    shape: x.shape,
    last: bent(call, x.last, transposed(call, 'alpha', alpha, order), turned, given),
  };
};

/** TF.js's Prelu on WASM repeats alpha in whole rows; other shapes are computed in parts. */
function bent(
  { builder, name }: LayerCall,
  x: Ref,
  alpha: Ref,
  slopes: readonly number[],
  shape: readonly number[],
): Ref {
  const first = slopes.findIndex((size) => size !== 1);
  const rows = slopes.slice(first === -1 ? slopes.length : first);
  if (rows.every((size, i) => size === shape[shape.length - rows.length + i]))
    return builder.add('Prelu', name, [x, alpha]);
  const above = builder.add('Relu', `${name}/above`, [x]);
  const below = builder.add('Relu', `${name}/below`, [builder.add('Neg', `${name}/Neg`, [x])]);
  return builder.add('Sub', name, [above, builder.add('Mul', `${name}/scaled`, [below, alpha])]);
}

export const softmax: BuildLayer = (call) => {
  const { builder, name, config } = call;
  const x = only(call);
  const rank = x.shape.length;
  const axes = realNumbers(config.axis ?? -1) ?? [];
  const axis = axes.length === 1 ? axisIn(axes[0]!, rank) : undefined;
  if (axis === undefined || axis === 0) throw unsupported(name, 'computes its softmax along several axes');
  if (axis === rank - 1) return { ref: builder.add('Softmax', name, [x.ref]), shape: x.shape };
  const swapped = x.shape.map((_, i) => (i === axis ? rank - 1 : i === rank - 1 ? axis : i));
  const turned = transposed(call, 'turned', x.ref, swapped);
  return { ref: transposed(call, 'back', builder.add('Softmax', name, [turned]), swapped), shape: x.shape };
};

/** scale * x + offset; a list has one number for each channel. */
export const rescaling: BuildLayer = (call) => {
  const { builder, name, config } = call;
  const x = only(call);
  const list = (key: string, usual: number): number[] => {
    const given = realNumbers(config[key] ?? usual);
    if (given === undefined) throw unsupported(name, `has a ${key} that cannot be read`);
    return given;
  };
  const [scale, offset] = [list('scale', 1), list('offset', 0)];
  const constant = (what: string, values: number[]): Ref =>
    builder.floats(`${name}/${what}`, values, values.length === 1 ? [] : [values.length]);
  const work = (at: Ref): Ref => {
    const scaled = builder.add('Mul', `${name}/scaled`, [at, constant('scale', scale)]);
    return builder.add('AddV2', name, [scaled, constant('offset', offset)]);
  };
  if (scale.length === 1 && offset.length === 1) return each(x, work);
  return { ref: work(x.ref), shape: x.shape };
};

/** A layer without effect at inference. */
export const asItIs: BuildLayer = (call: LayerCall) => only(call);

const layers: Readonly<Record<string, BuildLayer>> = {
  LeakyReLU: leakyRelu,
  ReLU: relu,
  ThresholdedReLU: thresholdedRelu,
  ELU: elu,
  Softmax: softmax,
};
for (const [kind, build] of Object.entries(layers)) activationLayers.set(kind, build);
