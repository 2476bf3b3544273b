/** Brings the operands of an elementwise op to one order of axes. */
import type { Ref } from '../../../graph/graph.ts';
import type { Call } from '../call.ts';
import type { Emitter } from '../emitter.ts';
import { type Held, inOrder, isInOrder, laid, reshapedConstant, shapeOf } from '../held.ts';

export interface Aligned {
  readonly refs: readonly Ref[];
  readonly order: readonly number[];
}

/** Uses the order of the first operand of full rank that differs from the model's, since it comes from a convolution. */
export function aligned(call: Call, operands: readonly Held[]): Aligned {
  const { emitter } = call;
  const rank = Math.max(...operands.map(({ order }) => order.length));
  const full = operands.filter(
    (one) => one.order.length === rank && emitter.constantAt(one.ref) === undefined,
  );
  const order = (full.find((one) => !isInOrder(one.order)) ?? full[0])?.order ?? inOrder(rank);
  return { order, refs: operands.map((one) => operand(emitter, one, order, operands)) };
}

function operand(emitter: Emitter, held: Held, order: readonly number[], all: readonly Held[]): Ref {
  const shape = shapeOf(emitter, held);
  const missing = order.length - shape.length;
  const wide = [...new Array<number>(missing).fill(1), ...shape];
  const constant = emitter.constantAt(held.ref);
  if (constant !== undefined) {
    const spread = { ref: held.ref, order: held.order };
    const inModel = isInOrder(held.order) ? held.ref : laid(emitter, spread, inOrder(shape.length));
    const widened = emitter.constant(
      `${held.ref.node}/wide`,
      reshapedConstant(emitter.constantAt(inModel)!, wide),
    );
    const turned = laid(emitter, { ref: widened, order: inOrder(order.length) }, order);
    const alone = all.every((one) => one === held || emitter.constantAt(one.ref) !== undefined);
    return alone ? turned : withoutLeadingOnes(emitter, turned);
  }
  if (missing === 0) return laid(emitter, held, order);
  if (isInOrder(held.order) && isInOrder(order)) return held.ref;
  const inModel = laid(emitter, held, inOrder(shape.length));
  const name = `${held.ref.node}/wide`;
  const widened = emitter.add('Reshape', name, [inModel, emitter.integers(`${name}/shape`, wide)]);
  return laid(emitter, { ref: widened, order: inOrder(order.length) }, order);
}

/** Turns a bias [1, 1, 1, c] into [c], and a factor [1, 1] into a scalar: the forms that passes and kernels know. */
function withoutLeadingOnes(emitter: Emitter, at: Ref): Ref {
  const constant = emitter.constantAt(at)!;
  const first = constant.shape.findIndex((size) => size !== 1);
  if (first === 0) return at;
  const shape = first === -1 ? [] : constant.shape.slice(first);
  if (shape.length === constant.shape.length) return at;
  return emitter.constant(at.node, reshapedConstant(constant, shape));
}
