/** Elementwise ops. */
import { type } from '../../../graph/attributes.ts';
import { type Call, emit, inputOf, like, scalar, type Translate, type TranslateTable } from '../call.ts';
import type { Held } from '../held.ts';
import { Obstacle } from '../obstacle.ts';
import { computedAs } from '../tensors.ts';
import { aligned } from './broadcasting.ts';

const asItIs: Translate = (call) => inputOf(call, 0);

const unary =
  (op: string): Translate =>
  (call) => {
    const x = inputOf(call, 0);
    return like(x, emit(call, op, '', [x.ref]));
  };

function combined(call: Call, op: string, operands: readonly Held[]): Held {
  const { refs, order } = aligned(call, operands);
  return { ref: emit(call, op, '', refs), order };
}

const binary =
  (op: string): Translate =>
  (call) =>
    combined(call, op, [inputOf(call, 0), inputOf(call, 1)]);

/** Takes any number of inputs, two at a time. */
const variadic =
  (op: string): Translate =>
  (call) => {
    const [first, ...others] = call.inputs.map((_, i) => inputOf(call, i));
    if (first === undefined) throw new Obstacle('has no inputs');
    return others.reduce((sum, other) => combined(call, op, [sum, other]), first);
  };

const mean: Translate = (call) => {
  const sum = variadic('AddV2')(call) as Held;
  return like(sum, emit(call, 'RealDiv', 'mean', [sum.ref, scalar(call, 'count', call.inputs.length)]));
};

/** Integers here are sizes, which are never negative, so rounding down is what ONNX requires. */
const divide: Translate = (call) => {
  const operands = [inputOf(call, 0), inputOf(call, 1)];
  const whole = operands.every(({ ref }) => call.emitter.kind(ref) === 'int32');
  return combined(call, whole ? 'FloorDiv' : 'RealDiv', operands);
};

const modulo: Translate = (call) => {
  if (call.attributes.int('fmod', 0) !== 0) throw new Obstacle('computes remainders as C does (fmod)');
  return combined(call, 'FloorMod', [inputOf(call, 0), inputOf(call, 1)]);
};

const namedPowers: ReadonlyMap<number, string> = new Map([
  [2, 'Square'],
  [0.5, 'Sqrt'],
  [-0.5, 'Rsqrt'],
  [-1, 'Reciprocal'],
]);

const power: Translate = (call) => {
  const [x, exponent] = [inputOf(call, 0), inputOf(call, 1)];
  const numbers = call.emitter.numbers(exponent.ref);
  const [e] = numbers ?? [];
  if (e === undefined || numbers?.length !== 1 || exponent.order.length > x.order.length)
    return combined(call, 'Pow', [x, exponent]);
  if (e === 1) return x;
  const named = namedPowers.get(e);
  if (named !== undefined && call.emitter.kind(x.ref) === 'float32')
    return like(x, emit(call, named, '', [x.ref]));
  return like(x, emit(call, 'Pow', '', [x.ref, scalar(call, 'exponent', e)]));
};

const cast: Translate = (call) => {
  const x = inputOf(call, 0);
  const to = computedAs(call.attributes.int('to', 0));
  if (to === undefined) throw new Obstacle('casts to a type that no generator needs');
  const from = call.emitter.kind(x.ref);
  if (from === to) return x;
  return like(x, emit(call, 'Cast', '', [x.ref], { SrcT: type(from), DstT: type(to) }));
};

const where: Translate = (call) =>
  combined(call, 'SelectV2', [inputOf(call, 0), inputOf(call, 1), inputOf(call, 2)]);

/** Bounds are attributes before opset 11, and optional inputs since. */
const clip: Translate = (call) => {
  const x = inputOf(call, 0);
  const low = boundOf(call, 1, 'min');
  const high = boundOf(call, 2, 'max');
  if (typeof low === 'number' && typeof high === 'number' && Number.isFinite(low) && Number.isFinite(high)) {
    const bounds = [scalar(call, 'min', low), scalar(call, 'max', high)];
    return like(x, emit(call, 'ClipByValue', '', [x.ref, ...bounds]));
  }
  let clipped = x;
  for (const [op, bound, name] of [
    ['Maximum', low, 'min'],
    ['Minimum', high, 'max'],
  ] as const) {
    if (typeof bound === 'number' ? !Number.isFinite(bound) : bound === undefined) continue;
    const ref = typeof bound === 'number' ? scalar(call, name, bound) : bound!.ref;
    clipped = like(x, emit(call, op, name, [clipped.ref, ref]));
  }
  return clipped;
};

/** Returns a number if it is known; the extremes of float32 mean no bound. */
function boundOf(call: Call, index: number, name: string): number | Held | undefined {
  const input = call.inputs[index];
  const stated = call.attributes.has(name) ? call.attributes.float(name, 0) : undefined;
  if (input === undefined) return stated === undefined || Math.abs(stated) > 3.4e38 ? undefined : stated;
  const [bound] = call.emitter.numbers(input.ref) ?? [];
  if (bound === undefined) return input;
  return Math.abs(bound) > 3.4e38 ? undefined : bound;
}

const lines = [
  'Abs Ceil Cos Erf Exp Floor Log Neg Reciprocal Round Sigmoid Sign Sin Sqrt Tanh Relu Softplus',
];

export const elementwiseOps: TranslateTable = {
  ...Object.fromEntries(lines.flatMap((line) => line.split(' ')).map((op) => [op, unary(op)])),
  Not: unary('LogicalNot'),
  Identity: asItIs,
  Add: binary('AddV2'),
  Sub: binary('Sub'),
  Mul: binary('Mul'),
  Div: divide,
  Mod: modulo,
  Pow: power,
  Max: variadic('Maximum'),
  Min: variadic('Minimum'),
  Sum: variadic('AddV2'),
  Mean: mean,
  Greater: binary('Greater'),
  GreaterOrEqual: binary('GreaterEqual'),
  Less: binary('Less'),
  LessOrEqual: binary('LessEqual'),
  Equal: binary('Equal'),
  And: binary('LogicalAnd'),
  Or: binary('LogicalOr'),
  Where: where,
  Cast: cast,
  CastLike: (call) => inputOf(call, 0),
  Clip: clip,
};
