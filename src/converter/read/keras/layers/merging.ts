/** Keras layers that combine several tensors into one. */
import { ZscapeError } from '../../../../base/errors.ts';
import { bool } from '../../../graph/attributes.ts';
import type { Ref } from '../../../graph/graph.ts';
import { broadcastShapes } from '../../../interpret/broadcast.ts';
import { lastOrder } from './channels.ts';
import {
  type BuildLayer,
  type LayerCall,
  type LayerTensor,
  misfit,
  reshaped,
  unsupported,
} from './layerCall.ts';
import { axisIn, number, numbers } from './layerConfig.ts';
import { unit } from './normalisation.ts';

/** Returns the tensors of a merge, all of one rank. @throws GRAPH_INVALID. */
function several({ inputs, name }: LayerCall, least = 1): [LayerTensor, ...LayerTensor[]] {
  const [first, ...others] = inputs;
  if (first !== undefined && inputs.length >= least) return [first, ...others];
  throw new ZscapeError(
    'GRAPH_INVALID',
    `The layer "${name}" has ${inputs.length} inputs, which is too few.`,
  );
}

/** Keras inserts axes of length one after the batch of the shorter shape. */
function sameRank(call: LayerCall, x: LayerTensor, rank: number): LayerTensor {
  if (x.shape.length === rank) return x;
  const shape = [x.shape[0]!, ...Array<number>(rank - x.shape.length).fill(1), ...x.shape.slice(1)];
  return { ref: reshaped(call, 'rank', x.ref, shape), shape };
}

const merged =
  (op: string, finish?: (call: LayerCall, sum: Ref, count: number) => Ref): BuildLayer =>
  (call) => {
    const { builder, name, constants } = call;
    const given = several(call);
    const rank = Math.max(...given.map(({ shape }) => shape.length));
    const inputs = given.map((x) => sameRank(call, x, rank));
    const shape = inputs
      .map((x) => x.shape as readonly number[] | undefined)
      .reduce((a, b) => (a && b ? broadcastShapes(a, b) : undefined));
    if (shape === undefined) {
      const shapes = inputs.slice(0, 4).map((x) => `[${x.shape.join(', ')}]`);
      throw misfit(name, `cannot combine shapes ${shapes.join(' and ')}`);
    }
    const all = (refs: readonly Ref[]): Ref => {
      const numbersToo = constants.map((value) => builder.floats(`${name}/number`, [value], []));
      const made = [...refs, ...numbersToo].reduce((a, b) => builder.add(op, name, [a, b]));
      return finish?.(call, made, refs.length + constants.length) ?? made;
    };
    const lasts = inputs.map(({ last }) => last);
    const known = lasts.every((ref) => ref !== undefined) ? (lasts as Ref[]) : undefined;
    return { ref: all(inputs.map(({ ref }) => ref)), shape, ...(known && { last: all(known) }) };
  };

const average: BuildLayer = merged('AddV2', ({ builder, name }, sum, count) =>
  builder.add('Mul', `${name}/mean`, [sum, builder.floats(`${name}/share`, [1 / count], [])]),
);

/**
 * Takes two inputs in their order; an operation's number may have been on either side, which its arguments no longer say.
 */
const subtract: BuildLayer = (call) => {
  if (call.inputs.length !== 2 || call.constants.length > 0)
    throw unsupported(call.name, 'does not subtract one tensor from another');
  return merged('Sub')(call);
};

const concatenate: BuildLayer = (call) => {
  const { builder, name, config } = call;
  const given = several(call);
  const rank = given[0].shape.length;
  const axis = axisIn(number(config, 'axis', -1), rank);
  const others = ({ shape }: LayerTensor): string =>
    axis === undefined ? '' : shape.toSpliced(axis, 1).join();
  if (axis === undefined || given.some((x) => others(x) !== others(given[0])))
    throw misfit(name, 'joins tensors whose shapes do not fit');
  const joined = (refs: readonly Ref[], at: number): Ref =>
    refs.length === 1
      ? refs[0]!
      : builder.add('ConcatV2', name, [...refs, builder.integers(`${name}/axis`, [at], [])]);
  const total = given.reduce((sum, { shape }) => sum + shape[axis]!, 0);
  const lasts = given.map(({ last }) => last);
  const known = lasts.every((ref) => ref !== undefined) ? (lasts as Ref[]) : undefined;
  return {
    ref: joined(
      given.map(({ ref }) => ref),
      axis,
    ),
    shape: given[0].shape.with(axis, total),
    ...(known && { last: joined(known, lastOrder(rank).indexOf(axis)) }),
  };
};

/** The product of two rows, or of two matrices, along one axis of each. */
const dot: BuildLayer = (call) => {
  const { builder, name, config } = call;
  const [a, b, ...more] = several(call, 2);
  const [wishA = -1, wishB = wishA] = numbers(config, 'axes', [-1]);
  const at = [axisIn(wishA, a.shape.length), axisIn(wishB, b!.shape.length)];
  const [axisA, axisB] = at as [number, number];
  const ranks = `${a.shape.length} ${b!.shape.length}`;
  if (at.includes(undefined) || axisA === 0 || axisB === 0 || more.length > 0 || !/^[23] [23]$/.test(ranks))
    throw unsupported(name, 'multiplies tensors in a way that is not known');
  if (a.shape[axisA] !== b!.shape[axisB]) throw misfit(name, 'multiplies shapes that do not fit');
  const normal = config.normalize === true;
  const left = normal ? unit(call, 'left', a.ref, [axisA]) : a.ref;
  const right = normal ? unit(call, 'right', b!.ref, [axisB]) : b!.ref;
  // Rows become matrices, and the added axes are removed again.
  const matrixA = a.shape.length === 2 ? reshaped(call, 'row', left, [-1, 1, a.shape[1]!]) : left;
  const matrixB = b!.shape.length === 2 ? reshaped(call, 'column', right, [-1, b!.shape[1]!, 1]) : right;
  const product = builder.add('BatchMatMulV2', `${name}/MatMul`, [matrixA, matrixB], {
    adj_x: bool(a.shape.length === 3 && axisA === 1),
    adj_y: bool(b!.shape.length === 3 && axisB === 2),
  });
  const kept = [...a.shape.toSpliced(axisA, 1).slice(1), ...b!.shape.toSpliced(axisB, 1).slice(1)];
  const shape = [-1, ...(kept.length === 0 ? [1] : kept)];
  return { ref: reshaped(call, 'product', product, shape), shape };
};

export const mergingLayers = {
  Add: { build: merged('AddV2') },
  Multiply: { build: merged('Mul') },
  Maximum: { build: merged('Maximum') },
  Minimum: { build: merged('Minimum') },
  Average: { build: average },
  Subtract: { build: subtract },
  Concatenate: { build: concatenate },
  Dot: { build: dot },
};
