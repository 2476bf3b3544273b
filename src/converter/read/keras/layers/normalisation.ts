/** Keras layers that normalise numbers to a mean and a spread. */
import { bool } from '../../../graph/attributes.ts';
import type { Ref } from '../../../graph/graph.ts';
import { onChannelsLast } from './channels.ts';
import {
  type BuildLayer,
  type LayerCall,
  type LayerTensor,
  misfit,
  only,
  reshaped,
  unsupported,
} from './layerCall.ts';
import { axisIn, type LayerConfig, number, realNumbers } from './layerConfig.ts';

/** Returns the axes that a layer works along, sorted. @throws OPS_UNSUPPORTED. */
function axesOf(call: LayerCall, rank: number, usual: number): number[] {
  const given = realNumbers(call.config.axis ?? usual) ?? [];
  const axes = given.map((axis) => axisIn(axis, rank));
  if (axes.length > 0 && axes.every((axis) => axis !== undefined && axis > 0))
    return [...new Set(axes as number[])].sort((a, b) => a - b);
  throw misfit(call.name, `works along an impossible axis of a tensor of rank ${rank}`);
}

/** Reshapes a weight along some axes, so that it can be combined with the whole tensor. */
function spread(call: LayerCall, weight: string, ref: Ref, x: LayerTensor, axes: readonly number[]): Ref {
  const rank = x.shape.length;
  if (axes.every((axis, i) => axis === rank - axes.length + i)) return ref;
  return reshaped(
    call,
    weight,
    ref,
    x.shape.map((size, axis) => (axes.includes(axis) ? size : 1)),
  );
}

/** (x - mean) / sqrt(variance + epsilon) * gamma + beta, with the mean and variance from training. */
const batchNormalization: BuildLayer = (call) => {
  const x = only(call);
  const axes = axesOf(call, x.shape.length, -1);
  if (axes.length !== 1) throw unsupported(call.name, 'normalises along several axes');
  if (x.shape.length === 4 && axes[0] === 1) {
    return onChannelsLast(call, x, (last) => normalised(call, last, [3]), true);
  }
  return normalised(call, x, axes);
};

function normalised(call: LayerCall, x: LayerTensor, axes: readonly number[]): LayerTensor {
  const { builder, name, config } = call;
  const constant = (weight: string): Ref => spread(call, weight, call.weightRef(weight), x, axes);
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
}

/** Computes (x - mean) / sqrt(variance + epsilon), with both taken along axes of the picture itself. */
function standardised(call: LayerCall, x: Ref, axes: readonly number[], epsilon: number): Ref {
  const { builder, name } = call;
  const along = builder.integers(`${name}/axes`, axes);
  const keep = { keep_dims: bool(true) };
  const mean = builder.add('Mean', `${name}/mean`, [x, along], keep);
  const centred = builder.add('Sub', `${name}/centred`, [x, mean]);
  const squares = builder.add('Square', `${name}/squares`, [centred]);
  const variance = builder.add('Mean', `${name}/variance`, [squares, along], keep);
  const least = builder.floats(`${name}/epsilon`, [epsilon], []);
  const sum = builder.add('AddV2', `${name}/sum`, [variance, least]);
  return builder.add('Mul', `${name}/normal`, [centred, builder.add('Rsqrt', `${name}/rsqrt`, [sum])]);
}

/** Computes x * gamma + beta, each if the layer has it. */
function scaledAndMoved(call: LayerCall, ref: Ref, x: LayerTensor, axes: readonly number[]): Ref {
  const { builder, name, config } = call;
  const constant = (weight: string): Ref => spread(call, weight, call.weightRef(weight), x, axes);
  const scaled =
    config.scale === false ? ref : builder.add('Mul', `${name}/scaled`, [ref, constant('gamma')]);
  return config.center === false ? scaled : builder.add('AddV2', `${name}/moved`, [scaled, constant('beta')]);
}

const layerNormalization: BuildLayer = (call) => {
  const x = only(call);
  if (call.config.rms_scaling === true)
    throw unsupported(call.name, 'scales by the root mean square (rms_scaling)');
  const axes = axesOf(call, x.shape.length, -1);
  const normal = standardised(call, x.ref, axes, number(call.config, 'epsilon', 1e-3));
  return { ref: scaledAndMoved(call, normal, x, axes), shape: x.shape };
};

/** Normalises each group of channels by its own mean and spread over the picture. */
const groupNormalization: BuildLayer = (call) => {
  const x = only(call);
  const rank = x.shape.length;
  const [axis = -1, ...more] = axesOf(call, rank, -1);
  if (more.length > 0 || (axis !== rank - 1 && axis !== 1))
    throw unsupported(call.name, `works along axis ${axis}`);
  return onChannelsLast(call, x, (last) => inGroups(call, last), axis !== rank - 1);
};

function inGroups(call: LayerCall, x: LayerTensor): LayerTensor {
  const { config, name } = call;
  const channels = x.shape.at(-1)!;
  const wish = number(config, 'groups', 32);
  const groups = wish === -1 ? channels : wish;
  if (!(groups > 0) || channels % groups !== 0)
    throw misfit(name, `has ${wish} groups of ${channels} channels`);
  const parts = [...x.shape.slice(0, -1), groups, channels / groups];
  const axes = parts.map((_, i) => i).filter((i) => i !== 0 && i !== parts.length - 2);
  const apart = reshaped(call, 'groups', x.ref, parts);
  const normal = standardised(call, apart, axes, number(config, 'epsilon', 1e-3));
  const joined = reshaped(call, 'joined', normal, x.shape);
  return { ref: scaledAndMoved(call, joined, x, [x.shape.length - 1]), shape: x.shape };
}

/** x / sqrt(sum x^2), where the divisor is at least 1e-6. */
const unitNormalization: BuildLayer = (call) => {
  const x = only(call);
  return { ref: unit(call, 'unit', x.ref, axesOf(call, x.shape.length, -1)), shape: x.shape };
};

/** Adds x / sqrt(sum x^2) along axes, where the divisor is at least 1e-6. */
export function unit(call: LayerCall, name: string, x: Ref, axes: readonly number[]): Ref {
  const { builder } = call;
  const at = `${call.name}/${name}`;
  const squares = builder.add('Square', `${at}/squares`, [x]);
  const along = builder.integers(`${at}/axes`, axes);
  const sum = builder.add('Sum', `${at}/sum`, [squares, along], { keep_dims: bool(true) });
  const least = builder.add('Maximum', `${at}/least`, [sum, builder.floats(`${at}/epsilon`, [1e-12], [])]);
  return builder.add('Mul', at, [x, builder.add('Rsqrt', `${at}/rsqrt`, [least])]);
}

/** x / sqrt(mean x^2 + epsilon) * scale. */
const rmsNormalization: BuildLayer = (call) => {
  const { builder, name, config } = call;
  const x = only(call);
  const axes = axesOf(call, x.shape.length, -1);
  const squares = builder.add('Square', `${name}/squares`, [x.ref]);
  const along = builder.integers(`${name}/axes`, axes);
  const mean = builder.add('Mean', `${name}/mean`, [squares, along], { keep_dims: bool(true) });
  const least = builder.floats(`${name}/epsilon`, [number(config, 'epsilon', 1e-6)], []);
  const factor = builder.add('Rsqrt', `${name}/rsqrt`, [builder.add('AddV2', `${name}/sum`, [mean, least])]);
  const scale = spread(call, 'scale', call.weightRef('scale'), x, axes);
  return {
    ref: builder.add('Mul', name, [builder.add('Mul', `${name}/normal`, [x.ref, factor]), scale]),
    shape: x.shape,
  };
};

const scaleAndCentre = (config: LayerConfig): string[] => [
  ...(config.scale === false ? [] : ['gamma']),
  ...(config.center === false ? [] : ['beta']),
];

export const normalisationLayers = {
  BatchNormalization: {
    build: batchNormalization,
    weights: (config: LayerConfig) => [...scaleAndCentre(config), 'moving_mean', 'moving_variance'],
  },
  LayerNormalization: { build: layerNormalization, weights: scaleAndCentre },
  GroupNormalization: { build: groupNormalization, weights: scaleAndCentre },
  UnitNormalization: { build: unitNormalization },
  RMSNormalization: { build: rmsNormalization, weights: () => ['scale'] },
};
