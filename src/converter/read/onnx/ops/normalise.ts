/** Normalisations, made of steps that every backend has. */
import type { Ref } from '../../../graph/graph.ts';
import {
  axisIn,
  type Call,
  emit,
  inputInOrder,
  inputOf,
  inputShape,
  like,
  scalar,
  type Translate,
  type TranslateTable,
} from '../call.ts';
import { channelsLast, type Held, inOrder, laid, plain, shaped } from '../held.ts';
import { Obstacle } from '../obstacle.ts';
import { aligned } from './broadcasting.ts';
import { reduced } from './reduce.ts';

/** Returns the input with channels last, so that values per channel apply without being reshaped. */
function withChannelsLast(call: Call): Held {
  const x = inputOf(call, 0);
  const order = channelsLast(x.order.length);
  return { ref: laid(call.emitter, x, order), order };
}

/** (x - mean) / sqrt(variance + epsilon) * scale + offset, the last two per channel: one factor and one offset. */
const batchNormalization: Translate = (call) => {
  if (call.attributes.int('training_mode', 0) !== 0)
    throw new Obstacle('normalises as in training; export the model in evaluation mode (model.eval())');
  const x = withChannelsLast(call);
  const [gamma, beta, mean, variance] = [1, 2, 3, 4].map((i) => inputInOrder(call, i)) as [
    Ref,
    Ref,
    Ref,
    Ref,
  ];
  const epsilon = scalar(call, 'epsilon', call.attributes.float('epsilon', 1e-5));
  const inverse = emit(call, 'Rsqrt', 'inverse', [emit(call, 'AddV2', 'spread', [variance, epsilon])]);
  const factor = emit(call, 'Mul', 'factor', [inverse, gamma]);
  const offset = emit(call, 'Sub', 'offset', [beta, emit(call, 'Mul', 'shift', [mean, factor])]);
  const scaled = emit(call, 'Mul', 'scaled', [x.ref, factor]);
  return like(x, emit(call, 'AddV2', '', [scaled, offset]));
};

/** Computes (x - mean) / sqrt(variance + epsilon), with both taken along these axes of the model. */
function standardised(call: Call, x: Held, axes: readonly number[], epsilon: number): Ref {
  const mean = reduced(call, 'Mean', 'mean', x, axes, true).ref;
  const centred = emit(call, 'Sub', 'centred', [x.ref, mean]);
  const squares = like(x, emit(call, 'Square', 'squares', [centred]));
  const variance = reduced(call, 'Mean', 'variance', squares, axes, true).ref;
  const sum = emit(call, 'AddV2', 'spread', [variance, scalar(call, 'epsilon', epsilon)]);
  return emit(call, 'Mul', 'standard', [centred, emit(call, 'Rsqrt', 'inverse', [sum])]);
}

/**
 * Normalises each channel of each picture separately. Tensors of rank 3 keep their order, because PyTorch writes group
 * norms in this way.
 */
const instanceNormalization: Translate = (call) => {
  const given = inputOf(call, 0);
  const rank = given.order.length;
  if (rank < 3) throw new Obstacle(`normalises each channel of a tensor of rank ${rank}`);
  const x = rank === 4 ? withChannelsLast(call) : given;
  const epsilon = call.attributes.float('epsilon', 1e-5);
  const standard = standardised(call, x, inOrder(rank).slice(2), epsilon);
  return scaledAndShifted(call, like(x, standard), [1, 2], perChannel(rank));
};

/** Multiplies by input `at[0]` and adds input `at[1]`, each reshaped by `widened`. */
function scaledAndShifted(
  call: Call,
  x: Held,
  at: readonly [number, number],
  widened: (shape: readonly number[]) => readonly number[],
): Held {
  let held = x;
  for (const [i, op] of ['Mul', 'AddV2'].entries()) {
    if (call.inputs[at[i]!] === undefined) continue;
    const ref = inputInOrder(call, at[i]!);
    const shape = widened(call.emitter.shape(ref));
    const name = `${call.name}/${i === 0 ? 'scale' : 'offset'}`;
    const wide = shaped(call.emitter, name, ref, shape);
    const { refs, order } = aligned(call, [held, plain(call.emitter, wide)]);
    held = { ref: emit(call, op, i === 1 ? '' : 'scaled', refs), order };
  }
  return held;
}

const perChannel =
  (rank: number) =>
  (shape: readonly number[]): readonly number[] => [shape[0] ?? 1, ...new Array<number>(rank - 2).fill(1)];

/** Along all axes starting with one, with a factor and an offset for each number. */
const layerNormalization: Translate = (call) => {
  if (call.outputs > 1) throw new Obstacle('also has its mean and deviation as outputs');
  const x = inputOf(call, 0);
  const rank = x.order.length;
  const first = axisIn(call.attributes.int('axis', -1), rank);
  const standard = standardised(call, x, inOrder(rank).slice(first), call.attributes.float('epsilon', 1e-5));
  return scaledAndShifted(call, like(x, standard), [1, 2], (shape) => shape);
};

/** x / sqrt(mean of its squares + epsilon) * scale, along all axes starting with one. */
const rmsNormalization: Translate = (call) => {
  const x = inputOf(call, 0);
  const rank = x.order.length;
  const first = axisIn(call.attributes.int('axis', -1), rank);
  const squares = like(x, emit(call, 'Square', 'squares', [x.ref]));
  const mean = reduced(call, 'Mean', 'mean', squares, inOrder(rank).slice(first), true).ref;
  const epsilon = scalar(call, 'epsilon', call.attributes.float('epsilon', 1e-5));
  const sum = emit(call, 'AddV2', 'spread', [mean, epsilon]);
  const standard = emit(call, 'Mul', 'standard', [x.ref, emit(call, 'Rsqrt', 'inverse', [sum])]);
  return scaledAndShifted(call, like(x, standard), [1, 2], (shape) => shape);
};

/** Normalises groups of channels of each picture: [n, h, w, c] as [n, h * w, groups, c / groups]. */
const groupNormalization: Translate = (call) => {
  const { emitter } = call;
  const x = withChannelsLast(call);
  const shape = inputShape(call, 0);
  const groups = call.attributes.int('num_groups', 0);
  const [batch, channels = 0, ...pixels] = shape;
  const area = pixels.reduce((product, size) => product * size, 1);
  if (groups < 1 || channels % groups !== 0 || shape.slice(1).includes(-1))
    throw new Obstacle(`normalises ${channels} channels in ${groups} groups`);
  const wide = [batch!, area, groups, channels / groups];
  const grouped = emit(call, 'Reshape', 'grouped', [x.ref, emitter.integers(`${call.name}/groups`, wide)]);
  const epsilon = call.attributes.float('epsilon', 1e-5);
  const standard = standardised(call, plain(emitter, grouped), [1, 3], epsilon);
  const numbers = emitter.shape(inputInOrder(call, 1))[0];
  // Before opset 21 there is one factor per group, since then one per channel.
  const each = numbers === groups && groups !== channels ? [groups, 1] : [groups, channels / groups];
  const scaled = scaledAndShifted(call, plain(emitter, standard), [1, 2], () => each);
  const back = emitter.integers(`${call.name}/back`, emitter.shape(x.ref));
  return like(x, emit(call, 'Reshape', 'picture', [scaled.ref, back]));
};

export const normaliseOps: TranslateTable = {
  BatchNormalization: batchNormalization,
  InstanceNormalization: instanceNormalization,
  LayerNormalization: layerNormalization,
  RMSNormalization: rmsNormalization,
  GroupNormalization: groupNormalization,
};
