/** Sums of products of two tensors over letters, as in attention: one matrix product of grouped axes. */
import { bool } from '../../../graph/attributes.ts';
import type { Ref } from '../../../graph/graph.ts';
import { type Call, emit, inputOf, type Translate } from '../call.ts';
import { type Held, laid, shaped, shapeOf } from '../held.ts';
import { Obstacle } from '../obstacle.ts';

const product = (sizes: readonly number[]): number => sizes.reduce((all, size) => all * size, 1);

export const einsum: Translate = (call) => {
  const equation = call.attributes.text('equation', '').replaceAll(' ', '');
  const [, left, right, out] = /^([a-zA-Z]+),([a-zA-Z]+)->([a-zA-Z]*)$/.exec(equation) ?? [];
  const letters = [left, right, out].map((part) => [...(part ?? '')]) as [string[], string[], string[]];
  const [a, b, wanted] = letters;
  const once = letters.every((part) => new Set(part).size === part.length);
  const lost = [...a, ...b].some((one) => !wanted.includes(one) && !(a.includes(one) && b.includes(one)));
  const known = wanted.every((one) => a.includes(one) || b.includes(one));
  if (left === undefined || !once || lost || !known)
    throw new Obstacle(`sums by "${equation}", which is not supported`);
  const shared = wanted.filter((one) => a.includes(one) && b.includes(one));
  const summed = a.filter((one) => b.includes(one) && !wanted.includes(one));
  const rows = a.filter((one) => !b.includes(one));
  const columns = b.filter((one) => !a.includes(one));
  const sizes = new Map([...sizesOf(call, inputOf(call, 0), a), ...sizesOf(call, inputOf(call, 1), b)]);
  const sizeOf = (group: readonly string[]) => group.map((one) => sizes.get(one)!);
  const grouped = (
    index: number,
    own: readonly string[],
    first: readonly string[],
    second: readonly string[],
  ): Ref => {
    const order = [...shared, ...first, ...second].map((one) => own.indexOf(one));
    const ref = laid(call.emitter, inputOf(call, index), order);
    const shape = [...sizeOf(shared), joined(sizeOf(first)), joined(sizeOf(second))];
    return shaped(call.emitter, `${call.name}/operand_${index}`, ref, shape);
  };
  const both = [grouped(0, a, rows, summed), grouped(1, b, summed, columns)];
  const turns = { adj_x: bool(false), adj_y: bool(false) };
  const multiplied = emit(call, 'BatchMatMulV2', 'product', both, turns);
  const lies = [...shared, ...rows, ...columns];
  const ref = shaped(call.emitter, call.name, multiplied, sizeOf(lies));
  return { ref, order: lies.map((one) => wanted.indexOf(one)) };
};

/** Returns the product of sizes, -1 if one of them is the batch. */
function joined(sizes: readonly number[]): number {
  return sizes.includes(-1) ? -1 : product(sizes);
}

function sizesOf(call: Call, held: Held, letters: readonly string[]): [string, number][] {
  const shape = shapeOf(call.emitter, held);
  if (shape.length !== letters.length) throw new Obstacle('names more or fewer axes than there are');
  return letters.map((one, i) => [one, shape[i]!]);
}
